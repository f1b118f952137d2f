"""How much do answers vary, and how much would their mean under plain sampling?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.wave.estimate import Domains, counts

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

WHOLE = 0.95
"""Share of the sum of weights that n may be, for the sum to count a population."""


@dataclass(frozen=True, eq=False)
class Spreads:
    """Sizes and weighted variances of k items in D domains, each of shape (D k,).

    Attributes
    ----------
    size : ndarray
        Sums of weights of those who answered.
    n : ndarray
        Answers with a weight.
    variance : ndarray
        Weighted variance of the answers, 0 where there are none.
    population : bool
        Whether all weights add up to more than the rows, so that they count one.
    """

    size: np.ndarray
    n: np.ndarray
    variance: np.ndarray
    population: bool

    def simple(self, *, total: bool = False) -> np.ndarray:
        """Return the variance of each mean, or total, under simple random sampling.

        R's ``deff=TRUE``: without replacement from N = the sum of weights; NaN where N
        is not larger than n, or the weights count no population.
        """
        size, n = self.size, self.n
        with np.errstate(invalid="ignore", divide="ignore"):
            found = self.variance * n / (n - 1) * (size - n) / (size * n)
        found = found * size**2 if total else found
        larger = self.population & (size > n * (1 + 1e-12))
        return np.where(larger, found, np.nan)


def spreads(
    wave: Wave, where: Domains, values: np.ndarray, rows: np.ndarray
) -> Spreads:
    """Return how much answers vary, by domain and term.

    Parameters
    ----------
    values : ndarray, shape (n, k)
        0 where a row does not enter.
    rows : ndarray of bool, shape (n, k)
        Rows that enter each term.
    """
    w = wave.design.weights
    weighted = w > 0
    parts = [
        _sums(where, w, weighted, y, held)
        for y, held in zip(values.T, rows.T, strict=True)
    ]
    size, n, variance = (
        np.column_stack(each).ravel() for each in zip(*parts, strict=True)
    )
    population = bool(np.count_nonzero(weighted) < WHOLE * w.sum())
    return Spreads(size, n, variance, population)


def _sums(
    where: Domains,
    w: np.ndarray,
    weighted: np.ndarray,
    y: np.ndarray,
    held: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return sums of weights, answers and the variance of one item, each (D,)."""
    # A copy that leaves all rows in is not made: there may be millions of them.
    enters = weighted if held.all() else weighted & held
    weight = w if enters.all() else w * enters
    mass = weight.sum()
    # By einsum: a product of long vectors keeps every processor busy for nothing.
    off = y - (np.einsum("i,i->", weight, y) / mass if mass else 0.0)
    first = weight * off
    size, n = where.sums(weight), counts(where, enters[:, None])[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        shift = where.sums(first) / size
        np.multiply(first, off, out=first)
        variance = where.sums(first) / size - shift**2
    return size, n, np.nan_to_num(np.maximum(variance, 0.0))
