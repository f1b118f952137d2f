"""Whose answers enter a model of factors, group by group, and can they carry it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.factors.model_groups import groups_of, in_words, large_enough
from csat_methods.factors.row_spread import row_spread
from csat_methods.result import Used
from csat_methods.statistics.dependence import dependence
from csat_methods.statistics.factor_model import RESERVED, FactorModel, factor_model
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.moments import correlation
from csat_methods.statistics.ordinal_solution import OrdinalGround
from csat_methods.statistics.pattern_likelihood import patterns
from csat_methods.statistics.polychoric import polychoric
from csat_methods.wave.estimate import domains
from csat_methods.wave.table import asked_counts

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_CATEGORIES = 20
"""Different answers an item may have to be a rating."""

ALL = "all"
"""Name of the group, where there is only one."""

MISSING = ("complete", "fiml", "available")

NO_DEGREES = Message(
    "Errors and tests cannot be computed here: all people come from one unit of the "
    "design in each stratum, which says nothing of how units differ."
)


@dataclass(frozen=True, eq=False)
class Entered:
    """People who enter a model, group by group.

    Attributes
    ----------
    wave : Wave
    model : FactorModel
    groups : tuple of str
    rows : tuple of ndarray of int
        Their rows in the wave.
    answers : tuple of ndarray
        Their answers, (n_g, k), NaN for a blank.
    missing : str
    left_out : dict of str to int
        Groups with too few answers, and their people.
    """

    wave: Wave
    model: FactorModel
    groups: tuple[str, ...]
    rows: tuple[np.ndarray, ...]
    answers: tuple[np.ndarray, ...]
    missing: str
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def sizes(self) -> tuple[int, ...]:
        """People of each group."""
        return tuple(map(len, self.rows))

    @property
    def n(self) -> int:
        """People."""
        return sum(self.sizes)

    @property
    def units(self) -> bool:
        """Whether people are the units of one stratum."""
        first = self.wave.design.first
        return bool(first.singular and len(first.population) == 1)

    @property
    def alone(self) -> bool:
        """Whether people were drawn one by one, whatever they weigh."""
        design = self.wave.design
        more = design.steps or design.first.finite or design.replicates is not None
        return self.units and not more

    @property
    def degrees(self) -> float:
        """Degrees of freedom that the design leaves their errors."""
        if self.alone:
            return np.inf
        design = self.wave.design
        used = np.isin(np.arange(len(design.weights)), np.concatenate(self.rows))
        return float(design.degrees(used))

    @property
    def alike(self) -> bool:
        """Whether they also weigh the same."""
        w = np.concatenate(self.weights())
        return self.alone and bool(np.ptp(w) <= 1e-12 * np.abs(w).max())

    def weights(self, given: np.ndarray | None = None) -> list[np.ndarray]:
        """Return weights group by group, which add up to the people.

        Parameters
        ----------
        given : ndarray, shape (n,), optional
            Weights of a replicate, group after group; those of the wave by default.
        """
        own = self.wave.design.weights
        w = np.concatenate([own[r] for r in self.rows]) if given is None else given
        w = w * (self.n / w.sum())
        return np.split(w, np.cumsum(self.sizes)[:-1])

    def amounts(self, *, means: bool, given: np.ndarray | None = None) -> Ground:
        """Return what models of amounts are fitted to."""
        weights = self.weights(given)
        data = tuple(patterns(x, w) for x, w in zip(self.answers, weights, strict=True))
        spread = row_spread(
            self.wave.design, self.rows, np.concatenate(weights), alone=self.alone
        )
        return Ground(data, spread, means, self.alike)

    def ratings(self, *, given: np.ndarray | None = None) -> OrdinalGround:
        """Return what models of ratings are fitted to."""
        weights = self.weights(given)
        found = tuple(
            polychoric(x, w) for x, w in zip(self.answers, weights, strict=True)
        )
        spread = row_spread(
            self.wave.design, self.rows, np.concatenate(weights), alone=self.alone
        )
        return OrdinalGround(found, spread, self.sizes)

    @property
    def thresholds(self) -> tuple[int, ...]:
        """Thresholds of each item."""
        return tuple(len(known) - 1 for known in self.categories)

    @cached_property
    def categories(self) -> list[np.ndarray]:
        """Answers of each item that occur, ascending."""
        x = np.concatenate(self.answers)
        return [np.unique(column[~np.isnan(column)]) for column in x.T]

    @property
    def items(self) -> list[str]:
        """The items."""
        return list(self.model.items)

    def used(self) -> Used:
        """Return asked, used and left out by reason."""
        where = domains(self.wave)
        asked, inapplicable = asked_counts(self.wave, where, [ALL], {ALL: self.items})
        whole = int(self.wave.n)
        left = {
            "not asked": whole - int(asked[0]),
            "not applicable": int(inapplicable[0]),
            "no answer": int(asked[0]) - int(inapplicable[0]) - self.n,
        }
        left = {reason: count for reason, count in left.items() if count > 0}
        return Used(whole, (min(self.sizes), self.n), left)


def entered(
    wave: Wave,
    model: Mapping[str, Any],
    *,
    group: str | None,
    missing: str,
    least: int = 0,
) -> Entered:
    """Return the people who enter a model of factors.

    Parameters
    ----------
    least : int
        Groups with fewer people who answered most items, or in which hardly anybody
        answered both of two items, are left out.

    Raises
    ------
    KeyError
        If an item of the model, or the group, is not in the wave.
    ValueError
        If the model is none, an item's answers are no amounts, or a group has too
        few people, or an item that is constant, a copy, or a sum of others.
    """
    _checks.one_of("missing", missing, MISSING)
    parsed = factor_model(_expanded(wave, model))
    both = sorted(parsed.explained & set(map(str, wave.frame.columns)))
    if both:
        raise ValueError(
            f"model: {', '.join(both)} are factors and columns of the wave; give the "
            "factors other names."
        )
    items = wave.measured(list(parsed.items))
    x = wave.answers(items)
    held = ~np.isnan(x)
    kept = held.all(axis=1) if missing == "complete" else held.any(axis=1)
    kept &= wave.domain & (wave.design.weights != 0)
    names: tuple[str, ...] = (ALL,)
    rows: tuple[np.ndarray, ...] = (np.flatnonzero(kept),)
    left_out: dict[str, int] = {}
    if group is not None:
        names, rows = groups_of(wave, group, kept)
        names, rows, left_out = large_enough(group, names, rows, held, least)
    answers = tuple(x[r] for r in rows)
    found = Entered(wave, parsed, names, rows, answers, missing, left_out)
    _refuse(found)
    return found


def _expanded(wave: Wave, model: Any) -> Any:
    """Return the model with constructs of the study as their items."""
    if not isinstance(model, Mapping):
        return model
    return {
        factor: wave.columns(names)
        if isinstance(names, str) and factor not in RESERVED
        else names
        for factor, names in model.items()
    }


def _refuse(found: Entered) -> None:
    """Refuse groups whose answers cannot carry a model, all at once."""
    faults = _checks.Faults()
    for name, x in zip(found.groups, found.answers, strict=True):
        where = "" if name == ALL else f"group {name}: "
        for sentence in _faults(found.items, x, found.missing):
            faults.add(where + sentence)
    faults.stop()


def _faults(items: Sequence[str], x: np.ndarray, missing: str) -> list[str]:
    k = x.shape[1]
    if len(x) <= k:
        few = (
            f"{len(x)} people answered the {k} items; more people than items are "
            "needed: leave items out or join groups."
        )
        return [few]
    held = ~np.isnan(x)
    if not held.any(axis=0).all():
        empty = [i for i, one in zip(items, held.any(axis=0), strict=True) if not one]
        return [f"nobody answered {', '.join(empty)}."]
    spread = np.nanmax(x, axis=0) - np.nanmin(x, axis=0)
    flat = [item for item, s in zip(items, spread, strict=True) if not s]
    if flat:
        return [f"items={flat} are constant: they correlate with nothing."]
    together = held.T.astype(float) @ held
    enough = k if missing == "fiml" else 1
    if (together <= enough).any():
        i, j = np.argwhere(together <= enough)[0]
        few = (
            f"{int(together[i, j])} people answered both {items[i]} and {items[j]}; "
            f"more than {enough} are needed: leave one out."
        )
        return [few]
    if not held.all():
        return []
    tied = dependence(correlation(np.cov(x, rowvar=False).reshape(k, k)), items)
    return [f"items: {tied}; leave one out."] if tied else []


def refuse_unequal_categories(found: Entered) -> None:
    """Refuse items that are no ratings, or whose categories differ between groups.

    Raises
    ------
    ValueError
        If an item has too many different answers, or one that occurs in some groups
        only; it names them.
    """
    faults = _checks.Faults()
    for j, (item, every) in enumerate(zip(found.items, found.categories, strict=True)):
        if len(every) > MOST_CATEGORIES:
            faults.add(
                f"{item} has {len(every)} different answers: no rating; use "
                "estimator='mlr'."
            )
            continue
        if len(found.groups) == 1:
            continue
        for name, x in zip(found.groups, found.answers, strict=True):
            lacking = sorted(set(every) - set(x[:, j][~np.isnan(x[:, j])]))
            if lacking:
                told = ", ".join(in_words(value) for value in lacking)
                faults.add(
                    f"{item}: nobody in group {name} answered {told}; join the "
                    "category with its neighbour in all groups."
                )
    faults.stop()
