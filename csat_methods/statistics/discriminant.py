"""Do items of different factors correlate less than items of the same one?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

Mean = Callable[[np.ndarray], tuple[float, np.ndarray]]
"""Correlations to their mean and its gradient."""


@dataclass(frozen=True, eq=False)
class Ratio:
    """Heterotrait-monotrait ratios of all pairs of factors.

    Pairs (0, 1), (0, 2) … (1, 2) …; missing where a mean within a factor is not above
    zero.

    Attributes
    ----------
    R : ndarray, shape (k, k)
    blocks : tuple of sequence of int
    mean : callable
        Correlations to their mean and its gradient.
    """

    R: np.ndarray
    blocks: tuple[Sequence[int], ...]
    mean: Mean

    @cached_property
    def _within(self) -> list[tuple[float, np.ndarray]]:
        """Mean correlation of each factor's items, and its gradient (k, k)."""
        return [_within(self.R, block, self.mean) for block in self.blocks]

    @cached_property
    def estimate(self) -> np.ndarray:
        """The ratios, shape (P,)."""
        return np.array([self._ratio(a, b) for a, b in self._pairs])

    @cached_property
    def gradient(self) -> np.ndarray:
        """Their slopes, with ``d ratio = trace(G dR)``, shape (P, k, k)."""
        found = np.array([self._slopes(a, b) for a, b in self._pairs])
        return found.reshape(-1, *self.R.shape)

    @property
    def _pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self.blocks)), 2))

    def _ratio(self, a: int, b: int) -> float:
        A, B = self._within[a][0], self._within[b][0]
        if not (A > 0 and B > 0):
            return np.nan
        across = self.mean(self.R[np.ix_(self.blocks[a], self.blocks[b])])[0]
        return float(across / np.sqrt(A * B))

    def _slopes(self, a: int, b: int) -> np.ndarray:
        (A, slope_a), (B, slope_b) = self._within[a], self._within[b]
        if not (A > 0 and B > 0):
            return np.full_like(self.R, np.nan)
        here, there = np.ix_(self.blocks[a], self.blocks[b])
        across, slope = self.mean(self.R[here, there])
        gradient = np.zeros_like(self.R)
        gradient[here, there] = slope / 2
        gradient[there.T, here.T] = slope.T / 2
        root = np.sqrt(A * B)
        ratio = across / root
        return gradient / root - ratio / 2 * (slope_a / A + slope_b / B)


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
    return Ratio(R, tuple(blocks), _arithmetic)


def geometric_ratio(R: np.ndarray, blocks: Sequence[Sequence[int]]) -> Ratio:
    r"""Return HTMT2: geometric means of the correlations' sizes.

    .. math:: \mathrm{HTMT2}_{AB} = \frac{\bigl(\prod |r_{AB}|\bigr)^{1/k_A k_B}}
              {\sqrt{\cdot\,\cdot}}

    References
    ----------
    Roemer, E., Schuberth, F., & Henseler, J. (2021). HTMT2. *Industrial Management
    & Data Systems*, 121, 2637-2650, eq. 5.
    """
    return Ratio(R, tuple(blocks), _geometric)


def _arithmetic(r: np.ndarray) -> tuple[float, np.ndarray]:
    return float(r.mean()), np.full(r.shape, 1 / r.size)


def _geometric(r: np.ndarray) -> tuple[float, np.ndarray]:
    if (r == 0).any():
        return 0.0, np.full(r.shape, np.nan)
    mean = float(np.exp(np.log(np.abs(r)).mean()))
    return mean, mean / (r.size * r)


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
