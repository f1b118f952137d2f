"""How far may estimates of domains be off, when no row counts in two of them?

The variances of :mod:`csat_methods.survey_design.variance`, without weighting steps, in
one pass over the rows however many domains there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from csat_methods.survey_design.design import Design
from csat_methods.survey_design.stages import Stage, sums_by

LARGEST_TABLE = 20_000_000
"""Most pairs of unit and domain that are kept as a table, empty ones included."""

CANCELLED = 1e-6
"""A variance below this share of its squares is made of deviations instead."""


def domain_variances(
    design: Design, columns: Iterable[np.ndarray], domain: np.ndarray, count: int
) -> np.ndarray:
    """Return the variances of k estimates in each of D domains, shape (D, k).

    Domains do not overlap, and there are no weighting steps: then a row counts in its
    own domain only, and sums by stratum and domain are enough.

    Parameters
    ----------
    columns : iterable of ndarray, shape (n,)
        Influence times weight of each row in its own domain, one estimate at a time.
    domain : ndarray of int, shape (n,)
        Domain of each row, −1 for none.
    count : int
        Number of domains D.
    """
    rows = np.flatnonzero(domain >= 0)
    whole = len(rows) == len(domain)
    levels = [
        (_Cells.of(stage, rows, domain[rows], count), factor)
        for stage, factor in design.levels
    ]
    found = []
    for column in columns:
        z = column if whole else column[rows]
        found.append(sum(c.variances(z, f, design.singleton) for c, f in levels))
    return np.maximum(np.column_stack(found), 0.0)


def domain_covariances(
    design: Design, z: np.ndarray, domain: np.ndarray, count: int
) -> np.ndarray:
    """Return the covariances of k estimates inside each of D domains, (D, k, k).

    As :func:`domain_variances`, whose values stand on the diagonals.

    Parameters
    ----------
    z : ndarray, shape (n, k)
        Influence times weight of each row in its own domain.
    domain : ndarray of int, shape (n,)
        Domain of each row, −1 for none.
    """
    total = np.zeros((count, z.shape[1], z.shape[1]))
    rows = np.flatnonzero(domain >= 0)
    inside = z if len(rows) == len(z) else z[rows]
    for stage, factor in design.levels:
        cells = _Cells.of(stage, rows, domain[rows], count)
        sums = cells.table(inside)
        share = factor / np.maximum(stage.sizes, 1) * stage.centred(design.singleton)
        for d, pairs in enumerate(cells.by_domain()):
            stratum, own = stage.stratum[cells.unit[pairs]], sums[pairs]
            firsts = sums_by(stratum, own, len(factor))
            total[d] += (own * factor[stratum, None]).T @ own
            total[d] -= (firsts * share[:, None]).T @ firsts
    return total


@dataclass(frozen=True, eq=False)
class _Cells:
    """Sums by unit and domain, and the cell of stratum and domain each belongs to.

    Attributes
    ----------
    slot : ndarray of int, shape (r,), optional
        Pair of unit and domain of each row; None where each row is a unit.
    unit, domain : ndarray of int, shape (S,)
        Unit and domain of each pair.
    count : int
        Number of domains D.
    """

    stage: Stage
    slot: np.ndarray | None
    unit: np.ndarray
    domain: np.ndarray
    cell: np.ndarray
    count: int

    @classmethod
    def of(
        cls, stage: Stage, rows: np.ndarray, domain: np.ndarray, count: int
    ) -> _Cells:
        """Return the cells of rows that are in domains 0 to D − 1."""
        unit, slot = stage.unit[rows], None
        if not stage.singular:
            pairs, size = unit * count + domain, len(stage.stratum) * count
            present, slot = np.arange(size), pairs
            if size > LARGEST_TABLE:
                present, slot = np.unique(pairs, return_inverse=True)
            unit, domain = present // count, present % count
        alone = len(stage.population) == 1
        cell = domain if alone else stage.stratum[unit] * count + domain
        return cls(stage, slot, unit, domain, cell, count)

    def sums(self, z: np.ndarray) -> np.ndarray:
        """Return the sums of rows (r,) by pair, shape (S,)."""
        return z if self.slot is None else np.bincount(self.slot, z, len(self.unit))

    def table(self, z: np.ndarray) -> np.ndarray:
        """Return the sums of rows (r, k) by pair, shape (S, k)."""
        if self.slot is None:
            return z
        return np.column_stack([self.sums(column) for column in z.T])

    def by_domain(self) -> list[np.ndarray]:
        """Return the pairs of each domain."""
        order = np.argsort(self.domain, kind="stable")
        ends = np.searchsorted(self.domain[order], np.arange(1, self.count))
        return np.split(order, ends)

    def _by_cell(self, values: np.ndarray | None = None) -> np.ndarray:
        """Return sums of pairs, or their number, by stratum and domain, (H, D)."""
        size = len(self.stage.population) * self.count
        return np.bincount(self.cell, values, size).reshape(-1, self.count)

    def variances(self, z: np.ndarray, factor: np.ndarray, rule: str) -> np.ndarray:
        """Return the stage's part of the variance of each domain, shape (D,).

        Squares less the square of the sum; where that cancels, squared deviations.

        Parameters
        ----------
        z : ndarray, shape (r,)
        factor : ndarray, shape (H,)
        rule : str
            What lonely strata do.
        """
        sums = self.sums(z)
        squares, firsts = self._by_cell(sums * sums), self._by_cell(sums)
        share = (self.stage.centred(rule) / np.maximum(self.stage.sizes, 1))[:, None]
        variance = factor @ (squares - firsts**2 * share)
        lost = variance < CANCELLED * (factor @ squares)
        if not lost.any():
            return variance
        pairs = self._by_cell()
        means = firsts / np.maximum(pairs, 1)
        inner = self._by_cell((sums - means.ravel()[self.cell]) ** 2)
        outer = pairs * means**2 * (1 - pairs * share)
        return np.where(lost, factor @ (inner + outer), variance)
