"""Do items of different factors correlate less than items of the same one?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np


@dataclass(frozen=True)
class Mean:
    """A mean of correlations (..., m), and its slopes in each, shape (m,)."""

    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False)
class Ratio:
    """Heterotrait-monotrait ratios of all pairs of factors.

    Pairs (0, 1), (0, 2) … (1, 2) …; missing where a mean within a factor is not above
    zero.

    Attributes
    ----------
    R : ndarray, shape (..., k, k)
        One matrix of correlations, or a stack of them.
    blocks : tuple of sequence of int
    mean : Mean
    """

    R: np.ndarray
    blocks: tuple[Sequence[int], ...]
    mean: Mean

    @cached_property
    def _inside(self) -> list[np.ndarray]:
        """Pairs of items of each factor, shape (2, m)."""
        pairs = (list(combinations(block, 2)) for block in self.blocks)
        return [np.array(listed, int).reshape(-1, 2).T for listed in pairs]

    @cached_property
    def _within(self) -> list[np.ndarray]:
        """Mean correlation of each factor's items; missing if not above zero."""
        means = (self._mean(i, j) for i, j in self._inside)
        return [np.where(mean > 0, mean, np.nan) for mean in means]

    @cached_property
    def estimate(self) -> np.ndarray:
        """The ratios, shape (..., P)."""
        found = [self._across(a, b) / self._root(a, b) for a, b in self._pairs]
        return np.stack(found, axis=-1)

    @cached_property
    def gradient(self) -> np.ndarray:
        """Their slopes of one matrix, with ``d ratio = trace(G dR)``, (P, k, k)."""
        found = np.array([self._slopes(a, b) for a, b in self._pairs])
        return found.reshape(-1, *self.R.shape)

    @property
    def _pairs(self) -> list[tuple[int, int]]:
        return list(combinations(range(len(self.blocks)), 2))

    def _mean(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Return the mean of some correlations, missing if there are none, (...)."""
        if not i.size:
            return np.full(self.R.shape[:-2], np.nan)
        return self.mean.value(self.R[..., i, j])

    def _between(self, a: int, b: int) -> np.ndarray:
        """Return the pairs of items of two factors, shape (2, m)."""
        return np.array(list(product(self.blocks[a], self.blocks[b]))).T

    def _across(self, a: int, b: int) -> np.ndarray:
        return self._mean(*self._between(a, b))

    def _root(self, a: int, b: int) -> np.ndarray:
        return np.sqrt(self._within[a] * self._within[b])

    def _slopes(self, a: int, b: int) -> np.ndarray:
        own = sum(self._slope(self._inside[f]) / self._within[f] for f in (a, b))
        root, across = self._root(a, b), self._across(a, b)
        return self._slope(self._between(a, b)) / root - across / root / 2 * own

    def _slope(self, pairs: np.ndarray) -> np.ndarray:
        """Return the slopes of a mean in all correlations, shape (k, k)."""
        found, (i, j) = np.zeros_like(self.R), pairs
        if i.size:
            found[i, j] = found[j, i] = self.mean.slope(self.R[i, j]) / 2
        return found


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
    return Ratio(R, tuple(blocks), ARITHMETIC)


def geometric_ratio(R: np.ndarray, blocks: Sequence[Sequence[int]]) -> Ratio:
    r"""Return HTMT2: geometric means of the correlations' sizes.

    .. math:: \mathrm{HTMT2}_{AB} = \frac{\bigl(\prod |r_{AB}|\bigr)^{1/k_A k_B}}
              {\sqrt{\cdot\,\cdot}}

    References
    ----------
    Roemer, E., Schuberth, F., & Henseler, J. (2021). HTMT2. *Industrial Management
    & Data Systems*, 121, 2637-2650, eq. 5.
    """
    return Ratio(R, tuple(blocks), GEOMETRIC)


def _geometric_mean(r: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.exp(np.log(np.abs(r)).mean(axis=-1))


def _geometric_slope(r: np.ndarray) -> np.ndarray:
    if (r == 0).any():
        return np.full(r.shape, np.nan)
    return _geometric_mean(r) / (r.size * r)


ARITHMETIC = Mean(lambda r: r.mean(axis=-1), lambda r: np.full(r.shape, 1 / r.size))
GEOMETRIC = Mean(_geometric_mean, _geometric_slope)
