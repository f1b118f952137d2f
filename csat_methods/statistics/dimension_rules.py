"""How many dimensions do eigenvalues and partial correlations speak for?

For correlations R of p items. Each rule returns what it looks at and the number it
ends with; none of them draws anything at random.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import whole
from csat_methods.statistics.correlation import adequacy
from csat_methods.statistics.extraction import extract, most_factors
from csat_methods.statistics.factor_fit import factor_degrees
from csat_methods.statistics.reliability import items_of


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule:
    """What a rule looked at, and where it ended.

    Attributes
    ----------
    levels : ndarray
        One a number of dimensions, from 0 or from 1 on as the rule has it.
    number : int
    """

    levels: np.ndarray
    number: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Hull:
    """Fit against degrees of freedom for 0, 1 … factors.

    Attributes
    ----------
    fit, degrees : ndarray, shape (most + 1,)
        CAF, and degrees of freedom.
    bend : ndarray, shape (most + 1,)
        How much steeper the hull is before a point than after; NaN off the hull.
    number : int
        Where it bends most; the last point where it does not bend.
    """

    fit: np.ndarray
    degrees: np.ndarray
    bend: np.ndarray
    number: int


def kaiser(R: ArrayLike) -> Rule:
    """Return the eigenvalues and how many lie above one.

    References
    ----------
    Guttman, L. (1954). Some necessary conditions for common-factor analysis.
    *Psychometrika*, 19, 149-161.

    Examples
    --------
    >>> kaiser([[1.0, 0.5], [0.5, 1.0]]).number
    1
    """
    values = np.linalg.eigvalsh(items_of(R))[::-1]
    return Rule(levels=values, number=int((values > 1).sum()))


def optimal_coordinates(R: ArrayLike) -> Rule:
    r"""Return the scree's reference lines and how many eigenvalues lie above them.

    Before the scree, an eigenvalue lies above the line through the next one and the
    last, and above one:

    .. math::

        \lambda_j \ge \lambda_{j+1} + \frac{\lambda_{j+1} - \lambda_p}{p - j - 1}

    Returns
    -------
    Rule
        Values for j = 1 … p - 2.

    References
    ----------
    Raiche, G., Walls, T. A., Magis, D., Riopel, M., & Blais, J.-G. (2013).
    Non-graphical solutions for Cattell's scree test. *Methodology*, 9, 23-29
    (optimal coordinates, equation 6).

    Examples
    --------
    >>> optimal_coordinates(0.5 * np.ones((4, 4)) + 0.5 * np.eye(4)).number
    1
    """
    values = np.linalg.eigvalsh(items_of(R))[::-1]
    p = len(values)
    j = np.arange(1, p - 1)
    line = values[1:-1] + (values[1:-1] - values[-1]) / (p - j - 1 + (j == p - 1))
    above = (values[: p - 2] >= line) & (values[: p - 2] >= 1)
    return Rule(levels=line, number=int(np.cumprod(above).sum()))


def minimum_average_partial(R: ArrayLike, *, power: int = 2) -> Rule:
    r"""Return Velicer's average partial correlations, and where they are least.

    .. math::

        \mathrm{MAP}_m = \frac{1}{p(p - 1)} \sum_{i \ne j} |r^*_{ij}|^q

    with partial correlations given the first m principal components; the power q is
    2, or 4 in the revised test.

    Parameters
    ----------
    R : array_like, shape (p, p)
    power : {2, 4}

    Returns
    -------
    Rule
        Values for m = 0 … p - 1; NaN where nothing is left to correlate.

    References
    ----------
    Velicer, W. F. (1976). *Psychometrika*, 41, 321-327. Velicer, W. F., Eaton, C. A.,
    & Fava, J. L. (2000), in *Problems and solutions in human assessment*, 41-71
    (fourth power; from m = 0).

    Examples
    --------
    >>> minimum_average_partial(0.5 * np.ones((4, 4)) + 0.5 * np.eye(4)).number
    1
    """
    R = items_of(R)
    values, vectors = np.linalg.eigh(R)
    loadings = vectors[:, ::-1] * np.sqrt(np.maximum(values[::-1], 0))
    off = ~np.eye(len(R), dtype=bool)
    found = np.full(len(R), np.nan)
    for m in range(len(R)):
        left = R - loadings[:, :m] @ loadings[:, :m].T
        own = np.diagonal(left)
        if (own > 1e-12).all():
            partial = left / np.sqrt(np.outer(own, own))
            found[m] = np.mean(np.abs(partial[off]) ** power)
    return Rule(levels=found, number=int(np.nanargmin(found)))


def empirical_kaiser(R: ArrayLike, n: int) -> Rule:
    r"""Return Braeken and van Assen's reference eigenvalues and how many exceed them.

    .. math::

        \lambda^{ref}_j = \max\Bigl[\Bigl(1 + \sqrt{p / n}\Bigr)^2
            \frac{p - \sum_{i < j} \lambda_i}{p - j + 1},\, 1\Bigr]

    Factors are kept until the first eigenvalue that is not above its reference.

    Parameters
    ----------
    R : array_like, shape (p, p)
    n : int
        Respondents.

    Returns
    -------
    Rule
        Values for j = 1 … p.

    References
    ----------
    Braeken, J., & van Assen, M. A. L. M. (2017). An empirical Kaiser criterion.
    *Psychological Methods*, 22, 450-466 (equation 2).

    Examples
    --------
    >>> empirical_kaiser([[1.0, 0.5], [0.5, 1.0]], 100).levels.round(3)
    array([1.303, 1.   ])
    """
    values = np.linalg.eigvalsh(items_of(R))[::-1]
    p, n = len(values), whole("n", n)
    left = p - np.concatenate([[0.0], np.cumsum(values)[:-1]])
    reference = (1 + np.sqrt(p / n)) ** 2 * left / (p - np.arange(p))
    reference = np.maximum(reference, 1.0)
    return Rule(levels=reference, number=int(np.cumprod(values > reference).sum()))


def hull(R: ArrayLike, most: int) -> Hull:
    r"""Return the hull method's fits of 0 to `most` factors, and where they bend.

    The fit is the common part accounted for, CAF = 1 - KMO of the residual
    correlations after unweighted least squares. Points below the upper hull of fit
    over parameters are left out; the number is where

    .. math::

        \frac{f_i - f_{i-1}}{df_{i-1} - df_i}
            \Big/ \frac{f_{i+1} - f_i}{df_i - df_{i+1}}

    is largest; the last point of a hull without a bend.

    Parameters
    ----------
    R : array_like, shape (p, p)
        Positive definite.
    most : int
        Most factors; fewer where the items determine no more.

    Returns
    -------
    Hull

    Notes
    -----
    Checked against EFAtools 0.6.0's ``HULL``.

    References
    ----------
    Lorenzo-Seva, U., Timmerman, M. E., & Kiers, H. A. L. (2011). The hull method for
    selecting the number of common factors. *Multivariate Behavioral Research*, 46,
    340-364.

    Examples
    --------
    >>> hull(0.5 * np.ones((6, 6)) + 0.5 * np.eye(6), 3).number
    1
    """
    R = items_of(R)
    p = len(R)
    numbers = [
        m
        for m in range(min(whole("most", most), most_factors(p)) + 1)
        if factor_degrees(p, m) > 0
    ]
    fit = np.array([_common_part(R, m) for m in numbers])
    degrees = np.array([factor_degrees(p, m) for m in numbers], dtype=float)
    kept = _upper_hull(fit, degrees)
    bend = np.full(len(fit), np.nan)
    bend[kept[[0, -1]]] = 0.0
    for before, here, after in zip(kept, kept[1:], kept[2:], strict=False):
        rise = (fit[here] - fit[before]) / (degrees[before] - degrees[here])
        then = (fit[after] - fit[here]) / (degrees[here] - degrees[after])
        bend[here] = rise / then
    number = int(np.nanargmax(bend)) if len(kept) > 2 else int(kept[-1])
    return Hull(fit=fit, degrees=degrees, bend=bend, number=number)


def _common_part(R: np.ndarray, m: int) -> float:
    """Return 1 - KMO of what m factors leave."""
    residual = R.copy()
    if m:
        loadings = extract(R, m).loadings
        residual -= loadings @ loadings.T
    np.fill_diagonal(residual, 1.0)
    return 1 - adequacy(residual)


def _upper_hull(fit: np.ndarray, degrees: np.ndarray) -> np.ndarray:
    """Return the points that no simpler one beats and no line lies above."""
    kept: list[int] = []
    for i, value in enumerate(fit):
        if not kept or value > fit[kept[-1]]:
            kept.append(i)
    while True:
        under = _under(kept, fit, degrees)
        if under is None:
            return np.array(kept)
        kept.remove(under)


def _under(kept: Sequence[int], fit: np.ndarray, degrees: np.ndarray) -> int | None:
    """Return the first point on or below the line between its neighbours."""
    for a, b, c in zip(kept, kept[1:], kept[2:], strict=False):
        share = (degrees[a] - degrees[b]) / (degrees[a] - degrees[c])
        if fit[b] <= fit[a] + share * (fit[c] - fit[a]):
            return b
    return None
