"""How do replicate weights add up in little memory, without being written out?

A replicate multiplies whole units, and a weighting step whole cells: the n × R weights
are three short tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from csat_methods.survey_design.stages import compact

RANK_TOLERANCE = 1e-10
"""Squared singular values below this share of the largest are none (R: 1e-5)."""

CHUNK = 8_000_000
"""Most numbers of a table that are made at a time."""


@dataclass(frozen=True, eq=False, repr=False)
class ReplicateWeights:
    """Weights of R replicates: base · unit factor · cell factor.

    Attributes
    ----------
    base : ndarray, shape (n,)
        Base weight of each row.
    unit : ndarray of int, shape (n,)
        Unit of each row.
    units : ndarray, shape (U, R)
        What each replicate multiplies a unit by.
    cell : ndarray of int, shape (n,)
        Cell of each row: rows on which all weighting steps act alike.
    cells : ndarray, shape (C, R)
        What the weighting steps multiply a cell by.
    """

    base: np.ndarray
    unit: np.ndarray
    units: np.ndarray
    cell: np.ndarray
    cells: np.ndarray

    @classmethod
    def of(
        cls, base: np.ndarray, unit: np.ndarray, units: np.ndarray
    ) -> ReplicateWeights:
        """Return the weights before any weighting step."""
        one = np.ones((1, units.shape[1]))
        return cls(base, unit, units, np.zeros(len(base), np.int64), one)

    @property
    def count(self) -> int:
        """Number of replicates R."""
        return self.units.shape[1]

    def dense(
        self, rows: np.ndarray, start: int = 0, end: int | None = None
    ) -> np.ndarray:
        """Return the weights of some rows in replicates `start` to `end`."""
        made = self.units[self.unit[rows], start:end] * self.base[rows, None]
        if len(self.cells) > 1:
            made *= self.cells[self.cell[rows], start:end]
        return made

    def columns(self, rows: np.ndarray) -> Iterator[np.ndarray]:
        """Yield the weights of some rows, one replicate after the other.

        Parameters
        ----------
        rows : ndarray of int
        """
        width = max(1, CHUNK // max(len(rows), 1))
        for start in range(0, self.count, width):
            yield from self.dense(rows, start, start + width).T

    def sums(self, values: np.ndarray, codes: np.ndarray, count: int) -> np.ndarray:
        """Return weighted sums of values (n,) by group and replicate, (count, R).

        Parameters
        ----------
        codes : ndarray of int, shape (n,)
            Group of each row from 0 to count − 1; −1 for none.
        """
        rows = np.flatnonzero((codes >= 0) & (values != 0))
        key = codes[rows] * len(self.cells) + self.cell[rows]
        present, slot = compact(key, count * len(self.cells))
        shape = (len(present), len(self.units))
        amounts = (self.base * values)[rows]
        table = sparse.csr_matrix((amounts, (slot, self.unit[rows])), shape=shape)
        found = np.zeros((count, self.count))
        if len(present):
            self._add(found, table, present)
        return found

    def table_sums(
        self, values: np.ndarray, codes: np.ndarray, count: int
    ) -> np.ndarray:
        """Return weighted sums of columns (n, k) by group, (R, count, k).

        Without weighting steps and where most units are in most groups, by one product
        of all replicates with the sums of units.
        """
        k, units = values.shape[1], len(self.units)
        if len(self.cells) > 1 or count * units > 2 * len(codes):
            each = [self.sums(column, codes, count).T for column in values.T]
            return np.stack(each, axis=2)
        inside = codes >= 0
        slot = np.where(inside, codes * units + self.unit, 0)
        base = np.where(inside, self.base, 0.0)
        sums = [np.bincount(slot, base * c, count * units) for c in values.T]
        table = np.stack(sums, axis=-1).reshape(count, units, k)
        return np.stack([self.units.T @ group for group in table], axis=1)

    def _add(
        self, found: np.ndarray, table: sparse.csr_matrix, present: np.ndarray
    ) -> None:
        """Add the sums of cells to those of their groups."""
        group, cell = present // len(self.cells), present % len(self.cells)
        firsts = np.flatnonzero(np.diff(group, prepend=-1))
        width = max(1, CHUNK // len(present))
        for start in range(0, self.count, width):
            part = slice(start, start + width)
            made = table @ np.ascontiguousarray(self.units[:, part])
            if len(self.cells) > 1:
                made *= self.cells[cell, part]
            found[group[firsts], part] = np.add.reduceat(made, firsts, axis=0)

    def after(
        self,
        rows: np.ndarray,
        cell: np.ndarray,
        count: int,
        factors: Callable[[np.ndarray], np.ndarray],
    ) -> ReplicateWeights:
        """Return the weights after cells were multiplied, in every replicate.

        Parameters
        ----------
        rows : ndarray of int, shape (r,)
            Rows that are multiplied.
        cell : ndarray of int, shape (r,)
            Cell of each of them, 0 to count − 1.
        factors : callable
            Weights of the cells to what they are multiplied by, both (count, R).
        """
        codes = np.full(len(self.base), -1)
        codes[rows] = cell
        made = factors(self.sums(np.ones(len(codes)), codes, count))
        made, ways = np.vstack([made, np.ones(self.count)]), count + 1
        key = self.cell * ways + np.where(codes < 0, count, codes)
        present, slot = compact(key, len(self.cells) * ways)
        cells = self.cells[present // ways] * made[present % ways]
        return replace(self, cell=slot, cells=cells)

    def some(self, kept: np.ndarray) -> ReplicateWeights:
        """Return the weights of some of the rows."""
        return replace(
            self, base=self.base[kept], unit=self.unit[kept], cell=self.cell[kept]
        )

    def rank(self, rows: np.ndarray) -> int:
        """Return the rank of the weights of some rows.

        Rows are scaled to a largest weight of one: no rank changes, and heavy rows
        hide no light ones. Alike rows count once.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,)
        """
        held = np.flatnonzero(rows & (self.base != 0))
        key = self.unit[held] * len(self.cells) + self.cell[held]
        present, _ = compact(key, len(self.units) * len(self.cells))
        few = 4 * self.count
        if len(present) > few:
            spread = np.linspace(0, len(present) - 1, few).astype(np.int64)
            if self._rank(present[spread]) == self.count:
                return self.count
        return self._rank(present)

    def _rank(self, pairs: np.ndarray) -> int:
        """Return the rank of the factors of some pairs of unit and cell."""
        width = max(1, CHUNK // self.count)
        blocks = (
            self._scaled(pairs[start : start + width])
            for start in range(0, len(pairs), width)
        )
        if len(pairs) < self.count:
            own = np.vstack([*blocks, np.zeros((0, self.count))])
            gram = own @ own.T
        else:
            gram = sum(own.T @ own for own in blocks)
        values = np.linalg.eigvalsh(gram) if len(gram) else np.zeros(1)
        return int((values > values.max() * RANK_TOLERANCE).sum())

    def _scaled(self, pairs: np.ndarray) -> np.ndarray:
        """Return the factors of pairs, each row scaled; rows of zeros left out."""
        unit, cell = pairs // len(self.cells), pairs % len(self.cells)
        own = self.units[unit] * self.cells[cell]
        top = np.abs(own).max(axis=1, initial=0.0)
        return own[top > 0] / top[top > 0, None]


@dataclass(frozen=True, eq=False, repr=False)
class Replicates:
    """Replicate weights and how squared deviations add up to a variance.

    Attributes
    ----------
    held : ReplicateWeights
    scale : ndarray, shape (R,)
        R's ``scale * rscales``.
    mse : bool
        Deviations from the estimate (True) or from the replicates' mean.
    lent : int
        In how many replicates a weighting step had nobody for something.
    """

    held: ReplicateWeights
    scale: np.ndarray
    mse: bool = False
    lent: int = 0

    @classmethod
    def given(
        cls, weights: np.ndarray, scale: np.ndarray, *, mse: bool = False
    ) -> Replicates:
        """Return replicates whose weights (n, R) came as they are."""
        rows = np.arange(len(weights))
        held = ReplicateWeights.of(np.ones(len(rows)), rows, weights)
        return cls(held, scale, mse)

    @cached_property
    def weights(self) -> np.ndarray:
        """All weights written out, shape (n, R)."""
        return self.held.dense(np.arange(len(self.held.base)))

    def degrees(self, rows: np.ndarray) -> int:
        """Return the rank of the replicate weights of some rows less one; at least 0.

        Parameters
        ----------
        rows : ndarray of bool, shape (n,)
        """
        return max(self.held.rank(rows) - 1, 0)

    def covariance(self, estimates: np.ndarray, each: np.ndarray) -> np.ndarray:
        """Return the covariance of m estimates from their R replicates, (R, m)."""
        centre = estimates if self.mse else each.mean(axis=0)
        deviations = each - centre
        return (deviations * self.scale[:, None]).T @ deviations
