"""Is it the same instrument in every group, and from which step on is it not?

The models of the levels of invariance: amounts step by step from loadings to
residuals; ratings in the order in which each step can be tested at all, thresholds
first (Wu and Estabrook 2016).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from csat_methods.statistics.factor_model import (
    FACTOR,
    INTERCEPT,
    LOADING,
    MEAN,
    PATH,
    RESIDUAL,
    SCALE,
    THRESHOLD,
    Cell,
    FactorModel,
    ordinal_cells,
)
from csat_methods.statistics.model_layout import (
    Conventions,
    Layout,
    amounts_layout,
    direct,
    layout,
)

AMOUNTS = ("configural", "metric", "scalar", "strict")
RATINGS = ("configural", "thresholds", "metric", "scalar", "strict")

EQUAL_AT = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}

FEWEST_THRESHOLDS = 2
"""Thresholds an item must have for them to be compared before its loadings."""


@dataclass(frozen=True)
class Instrument:
    """A model, its groups, and how its items are answered.

    Attributes
    ----------
    model : FactorModel
    groups : int
    thresholds : tuple of int
        Of each item; empty for amounts.
    scaled : bool
        Of ratings: scales (delta), or residual variances (theta).
    """

    model: FactorModel
    groups: int
    thresholds: tuple[int, ...] = ()
    scaled: bool = True

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels in order."""
        if not self.thresholds:
            return AMOUNTS
        return RATINGS[:-1] if self.scaled else RATINGS

    def at(self, level: str, released: Collection[str] = ()) -> Layout:
        """Return the layout of a level, some terms released.

        Parameters
        ----------
        released : collection of str
            ``"x =~ y"``, ``"y ~1"``, ``"y ~~ y"`` or, for all of an item's
            thresholds, ``"y |"``.
        """
        if self.thresholds:
            return self._ratings(level, released)
        return amounts_layout(
            self.model,
            self.groups,
            Conventions(means=True, markers=self._markers(released)),
            EQUAL_AT[level],
            released,
        )

    def _markers(self, released: Collection[str]) -> dict[str, str]:
        """Return each factor's first indicator whose loading is not released."""
        return {
            factor: next(
                (n for n in names if f"{factor} =~ {n}" not in released), names[0]
            )
            for factor, names in self.model.loads
        }

    def _ratings(self, level: str, released: Collection[str]) -> Layout:
        reached = RATINGS.index(level)
        cells = ordinal_cells(
            self.model, self.thresholds, standardize=True, scaled=self.scaled
        )
        rules = _Rules(self, reached, frozenset(released))
        others = [rules.later(cell) for cell in cells]
        by_group = [cells, *[others] * (self.groups - 1)]
        return layout(self.model, by_group, rules.shared)

    def candidates(
        self, level: str, released: Collection[str]
    ) -> list[tuple[str, ...]]:
        """Return what a level has set equal and could release, each a set of terms."""
        model = self.model
        loads = [f"{f} =~ {n}" for f, names in model.loads for n in names]
        found: dict[str, list[tuple[str, ...]]] = {
            "thresholds": [
                tuple(f"{name} | t{j + 1}" for j in range(cuts))
                for name, cuts in zip(model.items, self.thresholds, strict=False)
                if cuts >= FEWEST_THRESHOLDS
            ],
            "metric": [(term,) for term in loads],
            "scalar": [self._shift(name) for name in model.items],
            "strict": [(f"{name} ~~ {name}",) for name in model.items],
        }
        return [t for t in found.get(level, []) if told(t) not in released]

    def _shift(self, name: str) -> tuple[str, ...]:
        """Return what stands for an item's intercept: of two-point items, its cut."""
        place = self.model.items.index(name)
        if self.thresholds and self.thresholds[place] < FEWEST_THRESHOLDS:
            return (f"{name} | t1",)
        return (f"{name} ~1",)

    def invariant(self, released: Iterable[str]) -> dict[str, int]:
        """Return how many items of each factor have nothing released but residuals."""
        touched = {_item(term) for term in released if " ~~ " not in term}
        return {
            factor: sum(item not in touched for item in self.model.items_of(factor))
            for factor in self.model.factors
        }


def told(terms: Sequence[str]) -> str:
    """Return the one name of terms that are released together.

    Examples
    --------
    >>> told(("q1 | t1", "q1 | t2")), told(("q1 ~1",))
    ('q1 |', 'q1 ~1')
    """
    return terms[0].split(" | ")[0] + " |" if " | " in terms[0] else terms[0]


def _item(term: str) -> str:
    """Return the item that a released term is of."""
    if " =~ " in term:
        return term.split(" =~ ")[1]
    return term.split(" ", maxsplit=1)[0]


@dataclass(frozen=True)
class _Rules:
    """What is free in later groups, and what is shared, at a level of ratings."""

    instrument: Instrument
    reached: int
    released: frozenset[str]

    def _cuts_compared(self, cell: Cell) -> bool:
        """Whether the item's thresholds are equal, so that other things may differ."""
        cuts = self.instrument.thresholds[cell.row]
        return cuts >= FEWEST_THRESHOLDS and f"{cell.lhs} |" not in self.released

    def later(self, cell: Cell) -> Cell:
        """Return a cell of the first group as it is in the others."""
        free = {
            INTERCEPT: self._intercept,
            SCALE: self._scale,
            RESIDUAL: self._residual,
            FACTOR: self._variance,
            MEAN: self._mean,
        }.get(cell.kind)
        if cell.fixed is None or free is None or not free(cell):
            return cell
        return replace(cell, fixed=None)

    def _intercept(self, cell: Cell) -> bool:
        if not self.reached >= 1 or not self._cuts_compared(cell):
            return False
        return self.reached < 3 or f"{cell.lhs} ~1" in self.released

    def _scale(self, cell: Cell) -> bool:
        return self.reached >= 1 and self._cuts_compared(cell)

    def _residual(self, cell: Cell) -> bool:
        if cell.row != cell.column or not self._scale(cell):
            return False
        return self.reached < 4 or f"{cell.lhs} ~~ {cell.lhs}" in self.released

    def _variance(self, cell: Cell) -> bool:
        return self.reached >= 2 and cell.row == cell.column and cell.fixed == 1.0

    def _mean(self, cell: Cell) -> bool:
        return self.reached >= 3 and cell.lhs in direct(self.instrument.model)

    def shared(self, cell: Cell) -> bool:
        """Whether a free cell has one value in all groups."""
        if cell.kind in (LOADING, PATH):
            return self.reached >= 2 and cell.term not in self.released
        if cell.kind != THRESHOLD or f"{cell.lhs} |" in self.released:
            return False
        cuts = self.instrument.thresholds[cell.row]
        return self.reached >= (1 if cuts >= FEWEST_THRESHOLDS else 3)
