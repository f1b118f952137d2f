"""What are models of the same answers compared with?

All moments of the answers on the one hand, no covariances at all on the other. Both
are found once, however many models are fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from csat_methods.statistics.blanks_scaling import Blanks
from csat_methods.statistics.pattern_likelihood import Patterns
from csat_methods.statistics.robust_scaling import (
    Spread,
    independent_stretch,
    saturated_stretch,
)
from csat_methods.statistics.saturated_moments import (
    Saturated,
    independent,
    saturated,
)


@dataclass(frozen=True, eq=False)
class Ground:
    """The answers of all groups, and what every model of them is compared with.

    Attributes
    ----------
    data : tuple of Patterns
    spread : Spread
    means : bool
        Whether means are modelled.
    alike : bool
        Whether people were drawn one by one and weigh the same.
    """

    data: tuple[Patterns, ...]
    spread: Spread
    means: bool
    alike: bool

    @cached_property
    def whole(self) -> list[Saturated]:
        """The likeliest moments of each group."""
        return [saturated(d) for d in self.data]

    @cached_property
    def blanks(self) -> Blanks:
        """What fit measures of answers with blanks are corrected by."""
        return Blanks(tuple(self.whole), self.spread)

    @property
    def total(self) -> float:
        """People, each counted by the weight."""
        return sum(d.total for d in self.data)

    @property
    def complete(self) -> bool:
        """Whether nobody left anything blank."""
        return all(d.complete for d in self.data)

    @cached_property
    def saturated_value(self) -> float:
        """−2 log-likelihood of all moments, a person, without its constant."""
        return sum(
            d.total * one.seen.value
            for d, one in zip(self.data, self.whole, strict=True)
        ) / (self.total)

    @cached_property
    def baseline_value(self) -> float:
        """The same if no item covaries with another."""
        return sum(d.total * independent(d).value for d in self.data) / self.total

    @cached_property
    def saturated_stretch(self) -> float:
        """The trace that scales tests against all moments."""
        return saturated_stretch(self.whole, self.spread, means=self.means)

    @cached_property
    def baseline_stretch(self) -> float:
        """The trace of the model of no covariances."""
        return independent_stretch(self.data, self.spread, means=self.means)

    @property
    def moments(self) -> int:
        """How many moments all groups have."""
        k = self.data[0].x.shape[1]
        return len(self.data) * (k * (k + 1) // 2 + (k if self.means else 0))

    @property
    def baseline_df(self) -> int:
        """Degrees of freedom of the model of no covariances."""
        k = self.data[0].x.shape[1]
        return len(self.data) * k * (k - 1) // 2
