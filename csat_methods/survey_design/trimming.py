"""Which weights stay between two limits, the rest handed on?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csat_methods.survey_design.design import Residuals
from csat_methods.survey_design.replicate_weights import ReplicateWeights

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
class Trimming:
    """Weights kept between limits, by a factor of each row.

    Who is trimmed, and by how much, is decided once, for the whole sample: the factors
    count as given, in linearised errors (R's convention) and in every replicate.

    Attributes
    ----------
    factor : ndarray, shape (r,)
        Trimmed weight over the weight before.
    rows : ndarray of int, shape (r,)
    """

    factor: np.ndarray
    rows: np.ndarray
    name: str = "trim_weights"

    @property
    def count(self) -> int:
        """One cell: the factors are the same in every replicate."""
        return 1

    def apply(self, weights: np.ndarray) -> np.ndarray:
        """Return the trimmed weights, shape (n,)."""
        new = weights.copy()
        new[self.rows] *= self.factor
        return new

    def repeated(
        self, held: ReplicateWeights, *, lent: bool = False
    ) -> ReplicateWeights:
        """Return replicate weights, each times the factor of its row."""
        del lent  # every row carries its own
        return replace(held, base=self.apply(held.base))

    def lent(self, held: ReplicateWeights) -> np.ndarray:
        """Return that nothing is lent in any replicate, shape (R,)."""
        return np.zeros(held.count, bool)

    def residuals(self, before: np.ndarray, after: np.ndarray) -> Residuals:
        """Return what leaves weighted influence (r, m) as it is."""
        return lambda z: z
