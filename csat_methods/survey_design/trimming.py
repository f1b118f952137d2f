"""Which weights stay between two limits, the rest handed on?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csat_methods.survey_design.steps import CellStep

MOST_PASSES = 100_000
"""Most passes of trimming; each shrinks what is outside."""

EXACT = 1e-13
"""A weight is outside when it passes a limit by more than this share of it."""


def trimmed(weights: np.ndarray, lower: float, upper: float) -> np.ndarray:
    """Return weights between limits, with the sum they had.

    Pass after pass the weights outside go to their limit, and what they lose (or gain)
    is shared in equal amounts over the others (R: ``trimWeights(strict=TRUE)``).

    Raises
    ------
    ValueError
        If the mean weight is not inside the limits, so that no weights can be.
    """
    mean = float(weights.mean())
    if not lower < mean < upper:
        raise ValueError(
            f"lower={lower:g} and upper={upper:g} must lie on either side of the mean "
            f"weight {mean:g}: the weights keep their sum."
        )
    now = weights
    for _ in range(MOST_PASSES):
        cut = np.clip(now, lower, upper)
        outside = np.abs(now - cut) > EXACT * np.abs(cut)
        if not outside.any():
            return cut
        share = (now - cut).sum() / (~outside).sum() if not outside.all() else 0.0
        now = np.where(outside, cut, cut + share)
    raise ValueError(
        f"lower={lower:g} and upper={upper:g} leave almost no room around the mean "
        f"weight {mean:g}; set them further apart."
    )


@dataclass(frozen=True, eq=False, repr=False)
class Trimming(CellStep):
    """Weights kept between limits, as they were for the whole sample.

    Who is trimmed, and to what weight, is decided once. In a replicate a row counts
    f = its weight over the weight before trimming times; what the trimmed lose is
    shared again in equal amounts over the rows in between. Errors linearise that.

    Attributes
    ----------
    before, after : ndarray, shape (r,)
        Weights of the whole sample; all `before` above 0.
    between : ndarray of bool, shape (r,)
        Rows that take a share.
    rows : ndarray of int, shape (r,)
    """

    before: np.ndarray
    after: np.ndarray
    between: np.ndarray
    rows: np.ndarray
    name: str = "trim_weights"

    @cached_property
    def cell(self) -> np.ndarray:
        """Each row is a cell, shape (r,)."""
        return np.arange(len(self.rows))

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.rows)

    def factors(self, sums: np.ndarray) -> np.ndarray:
        """Return the factors of rows, shape (r, R).

        Raises
        ------
        ValueError
            If nobody in between is left to take a share.
        """
        times = sums / self.before[:, None]
        excess = (self.before - self.after) @ times
        takers = self.between @ times
        if ((takers <= 0) & (np.abs(excess) > 0)).any():
            raise ValueError("trim_weights: nobody in between is left to take a share.")
        share = np.divide(excess, takers, out=np.zeros_like(excess), where=takers > 0)
        new = self.after[:, None] + self.between[:, None] * share
        return new / self.before[:, None]

    def residuals(
        self, z: np.ndarray, before: np.ndarray, after: np.ndarray
    ) -> np.ndarray:
        """Return weighted influence values through the equal shares, shape (n, m).

        A row counted once more brings its own value, and takes from (or gives to) the
        mean of those in between what it had above its trimmed weight.
        """
        new, rows = z.copy(), self.rows
        own = z[rows]
        y = own / np.where(self.after > 0, self.after, 1.0)[:, None]
        takers = max(int(self.between.sum()), 1)
        mean = self.between @ y / takers
        new[rows] = own + (self.before - self.after)[:, None] * mean
        return new
