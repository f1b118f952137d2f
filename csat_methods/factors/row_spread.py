"""How do totals of the people in a model vary under the design of their selection?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from csat_methods.statistics.covariance_structure import CellScores
from csat_methods.statistics.robust_scaling import AloneDrawn, Spread
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.variance import (
    covariance_of_totals,
    unit_influence,
    variances,
)

BLOCK = 128
"""Columns whose variances are computed at a time."""


Part = tuple[np.ndarray, np.ndarray]
"""Columns in which a group has values, and the values of its rows there."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """People drawn by strata, clusters, stages, weighting steps or replicates.

    Attributes
    ----------
    design : Design
    rows : ndarray of int, shape (n,)
        Rows of the people in the design, group after group.
    weights : ndarray, shape (n,)
        As the model has them: those of the design times one factor.
    """

    design: Design
    rows: np.ndarray
    weights: np.ndarray

    @property
    def scale(self) -> float:
        """Weight in the model over weight in the design."""
        return float(self.weights.sum() / self.design.weights[self.rows].sum())

    def covariance(self, z: np.ndarray) -> np.ndarray:
        """Return the covariance of the weighted totals of z (n, q), shape (q, q)."""
        return self._joined([(np.arange(z.shape[1]), z)], z.shape[1])

    def _joined(self, parts: Sequence[Part], count: int) -> np.ndarray:
        """Return the covariance of all totals, to which each group adds its part."""
        if self.design.replicates is not None:
            return self._replicated(_wide(parts, count))
        totals = [
            np.zeros((len(stage.stratum), count)) for stage, _ in self.design.levels
        ]
        first = 0
        for columns, z in parts:
            rows = self.rows[first : first + len(z)]
            own = unit_influence(self.design, z, rows)
            for total, part in zip(totals, own, strict=True):
                total[:, columns] += part
            first += len(z)
        return covariance_of_totals(self.design, totals) * self.scale**2

    def _replicated(self, z: np.ndarray) -> np.ndarray:
        replicates = self.design.replicates
        if replicates is None:
            raise ValueError("design: it has no replicates.")
        whole = self.weights @ z
        each = np.array(
            [
                (w * (self.weights.sum() / w.sum())) @ z
                for w in replicates.held.columns(self.rows)
            ]
        )
        return replicates.covariance(whole, each)

    def variance(self, z: np.ndarray, first: int = 0) -> np.ndarray:
        """Return the variances of totals of z, the rows from `first` on, (q,)."""
        rows = self.rows[first : first + len(z)]
        found = []
        for start in range(0, z.shape[1], BLOCK):
            part = z[:, start : start + BLOCK]
            if self.design.replicates is None:
                own = variances(self.design, part, rows)
                found.append(own * self.scale**2)
            else:
                wide = np.zeros((len(self.rows), part.shape[1]))
                wide[first : first + len(z)] = part
                found.append(np.diag(self._replicated(wide)))
        return np.concatenate(found)

    def blocks(self, parts: Sequence[np.ndarray]) -> np.ndarray:
        """Return the covariance of the totals of each group's own columns."""
        ends = np.cumsum([0, *(part.shape[1] for part in parts)])
        own = [np.arange(a, b) for a, b in pairwise(ends)]
        return self._joined(list(zip(own, parts, strict=True)), ends[-1])

    def shared(self, parts: Sequence[CellScores], count: int) -> np.ndarray:
        """Return the covariance of total slopes in shared parameters, (q, q)."""
        return self._joined([part.of_parameters() for part in parts], count)


def _wide(parts: Sequence[Part], count: int) -> np.ndarray:
    """Return groups' values in all columns, group under group."""
    wide = []
    for columns, z in parts:
        own = np.zeros((len(z), count))
        own[:, columns] = z
        wide.append(own)
    return np.concatenate(wide)


def row_spread(
    design: Design,
    rows: Sequence[np.ndarray],
    weights: np.ndarray,
    *,
    alone: bool,
) -> Spread:
    """Return how totals of people vary.

    Parameters
    ----------
    rows : sequence of ndarray of int
        Rows of the people in the design, group by group.
    weights : ndarray, shape (n,)
        Group after group.
    alone : bool
        Whether people were drawn one by one; their weights then count as they are.
    """
    if alone:
        return AloneDrawn(weights)
    return Drawn(design, np.concatenate(rows), weights)
