"""Could these answers come from a multivariate normal distribution?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from csat_methods.statistics.chi_square import chi_square
from csat_methods.statistics.correlation import inverse_of
from csat_methods.statistics.sums import blocks, complete_answers, missing_answers


@dataclass(frozen=True, eq=False, kw_only=True)
class Mardia:
    """Multivariate skewness and kurtosis with their tests against normality.

    Attributes
    ----------
    skewness, kurtosis : float
        b1p (0 if normal) and b2p (p(p + 2) if normal).
    skewness_statistic, skewness_df, skewness_p : float, int, float
        n b1p / 6, chi-square.
    kurtosis_statistic, kurtosis_p : float
        Normal, two-sided.
    """

    skewness: float
    skewness_statistic: float
    skewness_df: int
    skewness_p: float
    kurtosis: float
    kurtosis_statistic: float
    kurtosis_p: float


def mardia(x: ArrayLike) -> Mardia:
    r"""Return multivariate skewness and kurtosis of complete answers.

    .. math::

        b_{1,p} = \frac{1}{n^2} \sum_i \sum_j g_{ij}^3, \qquad
        b_{2,p} = \frac{1}{n} \sum_i g_{ii}^2, \qquad
        g_{ij} = (x_i - m)' S^{-1} (x_j - m)

    with divisor n in S, as Mardia's own (psych divides by n - 1).

    Parameters
    ----------
    x : array_like, shape (n, p)

    Returns
    -------
    Mardia

    Raises
    ------
    ValueError
        If an answer is missing, or the covariances have no inverse.

    Notes
    -----
    Skewness is added up over third moments, so that time grows with n, not n².

    References
    ----------
    Mardia, K. V. (1970). Measures of multivariate skewness and kurtosis with
    applications. *Biometrika*, 57, 519-530.

    Examples
    --------
    >>> round(mardia([[-1.0], [0.0], [0.0], [1.0]]).kurtosis, 2)
    2.0
    """
    rows, _ = complete_answers(x, None)
    n, p = rows.shape
    z = _sphered(rows)
    b1, b2 = _skewness(z), float(np.mean((z * z).sum(axis=1) ** 2))
    skew = chi_square(n * b1 / 6, p * (p + 1) * (p + 2) // 6)
    kurtosis = (b2 - p * (p + 2)) / np.sqrt(8 * p * (p + 2) / n)
    return Mardia(
        skewness=b1,
        skewness_statistic=skew.statistic,
        skewness_df=skew.df,
        skewness_p=skew.p,
        kurtosis=b2,
        kurtosis_statistic=float(kurtosis),
        kurtosis_p=float(2 * ndtr(-abs(kurtosis))),
    )


def _sphered(rows: np.ndarray) -> np.ndarray:
    """Return the answers turned into uncorrelated ones of variance one."""
    z = rows - rows.mean(axis=0)
    if not np.isfinite(z).all():
        raise ValueError(missing_answers(rows, None))
    S = z.T @ z / len(z)
    inverse_of(S)
    return np.linalg.solve(np.linalg.cholesky(S), z.T).T


def _skewness(z: np.ndarray) -> float:
    """Add up squared third moments; those with two or three alike count as often."""
    p = z.shape[1]
    total = 0.0
    for a in range(p):
        third = np.zeros((p - a, p - a))
        for s in blocks(len(z)):
            rest = z[s, a:]
            third += (rest * rest[:, :1]).T @ rest
        squared = (third / len(z)) ** 2
        total += squared[0, 0] + 3 * squared[0, 1:].sum() + 3 * squared[1:, 1:].sum()
    return float(total)
