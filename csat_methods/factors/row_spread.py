"""How do totals of the people in a model vary under the design of their selection?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.covariance_structure import CellScores
from csat_methods.statistics.robust_scaling import AloneDrawn, Spread
from csat_methods.survey_design.design import Design
from csat_methods.survey_design.variance import covariance, variances

BLOCK = 128
"""Columns whose variances are computed at a time."""


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
        if self.design.replicates is not None:
            return self._replicated(z)
        return covariance(self.design, self._spread(z, self.rows))

    def _spread(self, z: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return values of some rows as those of all rows of the design."""
        spread = np.zeros((len(self.design.weights), z.shape[1]))
        spread[rows] = z * self.scale
        return spread

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
                found.append(variances(self.design, self._spread(part, rows)))
            else:
                wide = np.zeros((len(self.rows), part.shape[1]))
                wide[first : first + len(z)] = part
                found.append(np.diag(self._replicated(wide)))
        return np.concatenate(found)

    def blocks(self, parts: Sequence[np.ndarray]) -> np.ndarray:
        """Return the covariance of the totals of each group's own columns."""
        wide = np.zeros((len(self.rows), sum(part.shape[1] for part in parts)))
        row = column = 0
        for part in parts:
            wide[row : row + len(part), column : column + part.shape[1]] = part
            row, column = row + len(part), column + part.shape[1]
        return self.covariance(wide)

    def shared(self, parts: Sequence[CellScores], count: int) -> np.ndarray:
        """Return the covariance of total slopes in shared parameters, (q, q)."""
        return self.covariance(np.concatenate([p.of_cells(count) for p in parts]))


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
