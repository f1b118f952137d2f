"""How far do coders agree, beyond what chance would bring about?"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal, NamedTuple

import krippendorff
import numpy as np
from scipy import stats


class Agreement(NamedTuple):
    """A coefficient of agreement, its errors and its test against chance alone."""

    value: float
    se: float
    statistic: float
    p: float


NOT_ESTIMABLE = Agreement(math.nan, math.nan, math.nan, math.nan)

NOUGHT = Agreement(0.0, math.nan, math.nan, math.nan)
"""Kappa of a coder with one code for all: p_o = p_e whatever the other says."""

Scale = Literal["nominal", "ordinal", "interval"]

UNWEIGHTED, LINEAR, QUADRATIC = "unweighted", "linear", "quadratic"


def agreement_weights(k: int, kind: str) -> np.ndarray:
    r"""Return how much two of k ordered categories agree, shape (k, k).

    .. math:: w_{ij} = 1 - \Bigl(\frac{|i - j|}{k - 1}\Bigr)^{p}

    with p = 1 linear, p = 2 quadratic; unweighted is the identity.

    Parameters
    ----------
    k : int
        Categories, at least 2.
    kind : str
        ``unweighted``, ``linear`` or ``quadratic``.

    References
    ----------
    Cohen, J. (1968). *Psychological Bulletin*, 70, 213-220.
    """
    if kind == UNWEIGHTED:
        return np.eye(k)
    i = np.arange(k)
    off = np.abs(i[:, None] - i) / (k - 1)
    return 1 - off ** (1 if kind == LINEAR else 2)


def cohen_kappa(table: np.ndarray, kind: str = UNWEIGHTED) -> Agreement:
    r"""Return Cohen's kappa of two coders from their table of units, shape (k, k).

    .. math:: \kappa = \frac{p_o - p_e}{1 - p_e}, \quad
              p_o = \sum_{ij} w_{ij} p_{ij}, \quad
              p_e = \sum_{ij} w_{ij} p_{i\cdot} p_{\cdot j}

    The error is that of large samples; the test uses the error without agreement. Where
    one coder gave every unit one code, kappa is nought whatever the other says, and has
    no error; where both gave the same one, it is missing.

    References
    ----------
    Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969). *Psychological Bulletin*, 72,
    323-327, eqs. 8, 9, 13 and 14.

    Examples
    --------
    >>> round(cohen_kappa(np.array([[20, 5], [10, 15]])).value, 3)
    0.4
    """
    n = float(table.sum())
    p = table / n
    row, column = p.sum(axis=1), p.sum(axis=0)
    if row @ column == 1:
        return NOT_ESTIMABLE
    if min((row > 0).sum(), (column > 0).sum()) < 2:
        return NOUGHT
    w = agreement_weights(len(p), kind)
    seen, chance = float((w * p).sum()), float(row @ w @ column)
    value = (seen - chance) / (1 - chance)
    mean = (w @ column)[:, None] + (row @ w)[None, :]
    scale = n * (1 - chance) ** 2
    spread = (p * (w - mean * (1 - value)) ** 2).sum()
    variance = (spread - (value - chance * (1 - value)) ** 2) / scale
    null = ((np.outer(row, column) * (w - mean) ** 2).sum() - chance**2) / scale
    return _tested(value, *(math.sqrt(max(v, 0.0)) for v in (variance, null)))


def _tested(value: float, se: float, null: float) -> Agreement:
    """Return a coefficient with its normal test, by the error without agreement."""
    z = value / null if null > 0 else math.nan
    return Agreement(value, se, z, float(2 * stats.norm.sf(abs(z))))


def fleiss_kappa(counts: np.ndarray) -> Agreement:
    r"""Return Fleiss' kappa of m coders, from counts of codes, shape (units, k).

    .. math:: \kappa = \frac{\bar P - \sum_j p_j^2}{1 - \sum_j p_j^2}, \quad
              \bar P = \frac{1}{n m (m - 1)} \sum_{ij} n_{ij} (n_{ij} - 1)

    Every unit has the same m codes. The error is the jackknife's over units; the test
    uses the error without agreement (Fleiss, Nee and Landis, eq. 12).

    References
    ----------
    Fleiss, J. L. (1971). *Psychological Bulletin*, 76, 378-382, eqs. 3 to 7. Fleiss,
    J. L., Nee, J. C. M. and Landis, J. R. (1979). *Psychological Bulletin*, 86,
    974-977.
    """
    n, m = len(counts), counts[0].sum()
    p = counts.sum(axis=0) / (n * m)
    pq = p * (1 - p)
    spread = pq.sum() ** 2 - (pq * (1 - 2 * p)).sum()
    null = math.sqrt(2 * spread / (n * m * (m - 1))) / pq.sum()
    return _tested(_fleiss(counts), jackknife_error(counts, _fleiss), null)


def _fleiss(counts: np.ndarray) -> float:
    m = counts[0].sum()
    chance = ((counts.sum(axis=0) / counts.sum()) ** 2).sum()
    seen = (counts * (counts - 1)).sum() / (len(counts) * m * (m - 1))
    return float((seen - chance) / (1 - chance)) if chance < 1 else math.nan


def fleiss_by_category(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    r"""Return kappa of every category against all others, and its z, shape (k,) each.

    .. math:: \kappa_j = 1 - \frac{\sum_i n_{ij} (m - n_{ij})}
              {n m (m - 1)\, p_j (1 - p_j)}, \qquad
              z_j = \kappa_j \sqrt{n m (m - 1) / 2}

    References
    ----------
    Fleiss (1971), eqs. 19 and 20; Fleiss, Nee and Landis (1979), eq. 4.
    """
    n, m = len(counts), counts[0].sum()
    p = counts.sum(axis=0) / (n * m)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = (counts * (m - counts)).sum(axis=0)
        kappa = 1 - apart / (n * m * (m - 1) * p * (1 - p))
    return kappa, kappa * math.sqrt(n * m * (m - 1) / 2)


def krippendorff_alpha(
    counts: np.ndarray, values: np.ndarray, scale: Scale
) -> tuple[float, float]:
    r"""Return Krippendorff's alpha and its jackknife error over units.

    .. math:: \alpha = 1 - \frac{D_o}{D_e}

    Parameters
    ----------
    counts : ndarray of shape (units, k)
        How many coders gave each unit each value; units with one code or none add
        nothing.
    values : ndarray of shape (k,)
        The values, ascending.
    scale : str
        ``nominal``, ``ordinal`` or ``interval``: how far two values are apart.

    References
    ----------
    Krippendorff, K. (2019). *Content Analysis*, 4th ed., ch. 12. The coefficient is
    that of the package krippendorff.
    """

    def alpha(part: np.ndarray) -> float:
        if (part.sum(axis=0) > 0).sum() < 2:
            return math.nan
        return float(
            krippendorff.alpha(
                value_counts=part, value_domain=values, level_of_measurement=scale
            )
        )

    paired = counts[counts.sum(axis=1) > 1]
    return alpha(paired), jackknife_error(paired, alpha)


def jackknife_error(
    counts: np.ndarray, statistic: Callable[[np.ndarray], float]
) -> float:
    r"""Return the error of a statistic by leaving out one unit at a time.

    .. math:: \hat v = \frac{n - 1}{n} \sum_i (\hat\theta_{(i)} - \bar\theta)^2

    Missing where a unit left out leaves nothing to be estimated.

    References
    ----------
    Efron, B. and Tibshirani, R. J. (1993). *An Introduction to the
    Bootstrap*, eq. 11.5.
    """
    n = len(counts)
    if n < 3:
        return math.nan
    _, first, times = np.unique(counts, axis=0, return_index=True, return_counts=True)
    without = np.array([statistic(np.delete(counts, i, axis=0)) for i in first])
    mean = times @ without / n
    return math.sqrt((n - 1) / n * (times @ (without - mean) ** 2))


def kendall_w(ratings: np.ndarray) -> Agreement:
    r"""Return Kendall's coefficient of concordance, corrected for ties.

    .. math:: W = \frac{12 \sum_i (R_i - \bar R)^2}
              {m^2 (n^3 - n) - m \sum_j T_j}, \quad
              T_j = \sum_g (t_{gj}^3 - t_{gj}), \quad \chi^2 = m (n - 1) W

    with R_i the sum of the ranks of unit i by m coders, and n − 1 degrees of freedom.

    Parameters
    ----------
    ratings : ndarray of shape (units, coders)
        Complete.

    References
    ----------
    Kendall, M. G. (1948). *Rank Correlation Methods*, ch. 6; Siegel, S. and Castellan,
    N. J. (1988). *Nonparametric Statistics*, 2nd ed., eqs. 9.15 and 9.17.
    """
    n, m = ratings.shape
    ranks = stats.rankdata(ratings, axis=0)
    sums = ranks.sum(axis=1)
    ties = sum(
        (times**3 - times).sum()
        for times in (np.unique(c, return_counts=True)[1] for c in ratings.T)
    )
    value = 12 * ((sums - sums.mean()) ** 2).sum() / (m**2 * (n**3 - n) - m * ties)
    statistic = m * (n - 1) * value
    p = float(stats.chi2.sf(statistic, n - 1))
    return Agreement(float(value), math.nan, float(statistic), p)
