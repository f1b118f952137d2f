"""What do the answers of one group of customers make of an index?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods.statistics.composite_index import (
    column_means,
    index_of,
    index_slopes,
    item_weights,
)
from csat_methods.wave.estimate import Domains, segment_frame
from csat_methods.wave.smooth import Piece, nothing

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False)
class Cell:
    """The people of one domain who answered, 0 where an answer does not enter."""

    rows: np.ndarray
    x: np.ndarray
    held: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(
        cls,
        wave: Wave,
        where: Domains,
        domain: int,
        values: np.ndarray,
        enters: np.ndarray,
    ) -> Cell:
        """Return the cell of one domain."""
        inside = np.flatnonzero(where.codes == domain)
        people = inside[enters[inside].any(axis=1)]
        rows = np.zeros(len(where.codes), bool)
        rows[people] = True
        held = enters[people]
        x = np.where(held, values[people], 0.0)
        return cls(rows, x, held.astype(float), wave.design.weights[people])

    @cached_property
    def means(self) -> np.ndarray:
        """Mean scores, then mean importances if there are any."""
        return column_means(self.x, self.held, self.weights)

    def piece(self, fixed: np.ndarray) -> Piece:
        """Return the index with its influence values."""
        estimate = index_of(self.means, fixed)
        if np.isnan(estimate):
            return nothing(self.rows, 1)

        def influence() -> np.ndarray:
            slopes = index_slopes(self.means, fixed) / (self.weights @ self.held)
            return ((self.x - self.held * self.means) @ slopes)[:, None]

        def statistic(w: np.ndarray) -> np.ndarray:
            return np.array([index_of(column_means(self.x, self.held, w), fixed)])

        return Piece(self.rows, np.array([estimate]), influence, statistic)


def components_of(
    where: Domains, items: list[str], means: Sequence[np.ndarray], fixed: np.ndarray
) -> pd.DataFrame:
    """Return score, weight and contribution of each item, by domain."""
    k = len(items)
    weights = [item_weights(each, fixed) for each in means]
    score = np.concatenate([each[:k] for each in means])
    weight = np.concatenate([a / a.sum() for a in weights])
    return pd.DataFrame(
        {
            **segment_frame(where, k),
            "term": items * len(where),
            "estimate": score,
            "weight": weight,
            "contribution": score * weight,
        }
    )
