"""Do items of different factors correlate less than items of the same one?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np


@dataclass(frozen=True, eq=False)
class Ratio:
    """Heterotrait-monotrait ratios of all pairs of factors.

    Attributes
    ----------
    estimate : ndarray, shape (P,)
        Pairs (0, 1), (0, 2) … (1, 2) …; missing where a mean within a factor is not
        above zero.
    gradient : ndarray, shape (P, k, k)
        With ``d ratio = trace(G dR)``.
    """

    estimate: np.ndarray
    gradient: np.ndarray


def keyed(R: np.ndarray, blocks: Sequence[Sequence[int]]) -> np.ndarray:
    """Return 1 or −1 for each item: −1 if it runs against most items of its factor.

    The sign of its loading on the first principal component of the factor's items.

    Parameters
    ----------
    R : ndarray, shape (k, k)
    blocks : sequence of sequence of int
        Items of each factor.

    Examples
    --------
    >>> keyed(np.array([[1, 0.5, -0.4], [0.5, 1, -0.5], [-0.4, -0.5, 1]]), [[0, 1, 2]])
    array([ 1.,  1., -1.])
    """
    signs = np.ones(len(R))
    for block in blocks:
        first = np.linalg.eigh(R[np.ix_(block, block)])[1][:, -1]
        signs[list(block)] = np.where(first * np.sign(first.sum() or 1.0) < 0, -1.0, 1)
    return signs


def arithmetic_ratio(R: np.ndarray, blocks: Sequence[Sequence[int]]) -> Ratio:
    r"""Return HTMT: arithmetic means of signed correlations.

    .. math:: \mathrm{HTMT}_{AB} = \frac{\bar r_{AB}}{\sqrt{\bar r_{AA} \bar r_{BB}}}

    References
    ----------
    Henseler, J., Ringle, C. M., & Sarstedt, M. (2015). *Journal of the Academy of
    Marketing Science*, 43, 115-135, eq. 6.

    Examples
    --------
    >>> R = np.full((4, 4), 0.3)
    >>> R[:2, :2] = R[2:, 2:] = 0.6
    >>> arithmetic_ratio(R, [[0, 1], [2, 3]]).estimate
    array([0.5])
    """
    return _ratios(R, blocks, _arithmetic)


def geometric_ratio(R: np.ndarray, blocks: Sequence[Sequence[int]]) -> Ratio:
    r"""Return HTMT2: geometric means of the correlations' sizes.

    .. math:: \mathrm{HTMT2}_{AB} = \frac{\bigl(\prod |r_{AB}|\bigr)^{1/k_A k_B}}
              {\sqrt{\cdot\,\cdot}}

    References
    ----------
    Roemer, E., Schuberth, F., & Henseler, J. (2021). HTMT2. *Industrial Management
    & Data Systems*, 121, 2637-2650, eq. 5.
    """
    return _ratios(R, blocks, _geometric)


Mean = Callable[[np.ndarray], tuple[float, np.ndarray]]
"""Correlations to their mean and its gradient."""


def _arithmetic(r: np.ndarray) -> tuple[float, np.ndarray]:
    return float(r.mean()), np.full(r.shape, 1 / r.size)


def _geometric(r: np.ndarray) -> tuple[float, np.ndarray]:
    if (r == 0).any():
        return 0.0, np.full(r.shape, np.nan)
    mean = float(np.exp(np.log(np.abs(r)).mean()))
    return mean, mean / (r.size * r)


def _ratios(R: np.ndarray, blocks: Sequence[Sequence[int]], mean: Mean) -> Ratio:
    within = [_within(R, block, mean) for block in blocks]
    found = [
        _ratio(R, blocks[a], blocks[b], within[a], within[b], mean)
        for a, b in combinations(range(len(blocks)), 2)
    ]
    gradients = np.array([gradient for _, gradient in found])
    return Ratio(
        np.array([value for value, _ in found]), gradients.reshape(-1, *R.shape)
    )


def _within(
    R: np.ndarray, block: Sequence[int], mean: Mean
) -> tuple[float, np.ndarray]:
    """Return the mean correlation of a factor's items, and its gradient (k, k)."""
    i, j = np.array(list(combinations(block, 2)), int).reshape(-1, 2).T
    gradient = np.zeros_like(R)
    if not len(i):
        return np.nan, gradient
    value, slope = mean(R[i, j])
    gradient[i, j] = gradient[j, i] = slope / 2
    return value, gradient


def _ratio(
    R: np.ndarray,
    a: Sequence[int],
    b: Sequence[int],
    within_a: tuple[float, np.ndarray],
    within_b: tuple[float, np.ndarray],
    mean: Mean,
) -> tuple[float, np.ndarray]:
    (A, slope_a), (B, slope_b) = within_a, within_b
    if not (A > 0 and B > 0):
        return np.nan, np.full_like(R, np.nan)
    across, slope = mean(R[np.ix_(a, b)])
    gradient = np.zeros_like(R)
    gradient[np.ix_(a, b)] = slope / 2
    gradient[np.ix_(b, a)] = slope.T / 2
    root = np.sqrt(A * B)
    ratio = across / root
    return ratio, gradient / root - ratio / 2 * (slope_a / A + slope_b / B)
