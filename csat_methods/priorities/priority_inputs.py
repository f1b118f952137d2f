"""How is each item rated, and how important is it, by one joint estimate?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods.priorities.drivers import (
    BY_NUMBER,
    Drivers,
    complete_rows,
    division_of,
    drivers_of,
    fault_of,
    importance_piece,
)
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import moments
from csat_methods.wave.estimate import Estimates
from csat_methods.wave.smooth import Piece, joint_estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

KINDS = ("stated", "derived")

Importance = str | Mapping[str, str]
"""``stated``, ``derived``, or {item: importance item}."""


@dataclass(frozen=True, eq=False)
class Inputs:
    """The items, and where their importance comes from.

    Attributes
    ----------
    items : tuple of str
        Ratings.
    kind : str
        ``stated`` or ``derived``: which importance counts.
    stated : tuple of str
        The importance item of each; empty where there are none.
    drivers : Drivers or None
        The outcome with the items as its drivers; None without an outcome.
    statutory : ndarray of bool, shape (k,)
        Items about what the law requires.
    values : dict of str to ndarray, shape (n, k)
        What performance, and stated importance where it is known, are the means of:
        all rows of the wave, NaN for no answer.
    columns : dict of str to tuple of str
        The wave's columns behind the performance of an item, where it is not the item.
    """

    items: tuple[str, ...]
    kind: str
    stated: tuple[str, ...]
    drivers: Drivers | None
    statutory: np.ndarray
    values: Mapping[str, np.ndarray]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """What importance is derived from; empty where it is not."""
        return self.drivers.outcome if self.drivers is not None else ""

    @property
    def parts(self) -> tuple[str, ...]:
        """What is estimated for every item, in order."""
        known = {"stated": bool(self.stated), "derived": self.drivers is not None}
        return ("performance", *(name for name in KINDS if known[name]))

    def about(self) -> dict[str, tuple[str, ...]]:
        """Return the wave's columns behind each item."""
        partner = dict(zip(self.items, self.stated, strict=False))
        derived = self.drivers is not None and self.kind == "derived"
        shared = self._own(*self.drivers.behind) if derived else ()  # type: ignore[union-attr]
        return {
            item: (*self._own(item), *(shared or (partner[item],)))
            for item in self.items
        }

    def _own(self, *names: str) -> tuple[str, ...]:
        """Return the columns of items, and of what is none."""
        return tuple(c for name in names for c in self.columns.get(name, (name,)))


def priority_inputs(
    wave: Wave,
    performance: str | Sequence[str] | None,
    importance: Importance,
    outcome: str | None,
) -> Inputs:
    """Return the items and where their importance comes from.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If importance is unknown, or an item has no importance item; if there are
        fewer than two items.
    """
    partners = _partners(wave, importance)
    kind = "stated" if isinstance(importance, Mapping) else importance
    _checks.one_of("importance", kind, KINDS)
    items = _items(wave, performance, kind, partners)
    if len(items) < 2:
        raise ValueError(f"performance={items}: two items at least are compared.")
    without = [item for item in items if item not in partners]
    if without and kind == "stated":
        raise ValueError(
            f"importance='stated': {without} have no importance item; name it as "
            "importance={item: importance item}, or derive importance."
        )
    derived = kind == "derived" or outcome is not None
    drivers = drivers_of(wave, outcome, items) if derived else None
    stated = () if without else wave.measured([partners[item] for item in items])
    values = {"performance": wave.answers(items)}
    if stated:
        values["stated"] = wave.answers(stated)
    must = required_by_law(wave, [(item,) for item in items])
    return Inputs(tuple(items), kind, tuple(stated), drivers, must, values)


def _partners(wave: Wave, importance: Importance) -> dict[str, str]:
    """Return {item: importance item} as given, else of the study, both in the wave."""
    if isinstance(importance, Mapping):
        return {str(item): str(partner) for item, partner in importance.items()}
    known = wave.study.importance_of() if wave.study is not None else {}
    answered = wave._answered
    return {i: p for i, p in known.items() if answered(i) and answered(p)}


def _items(
    wave: Wave,
    performance: str | Sequence[str] | None,
    kind: str,
    partners: Mapping[str, str],
) -> list[str]:
    if performance is not None:
        return wave.measured(performance)
    if kind == "derived":
        return wave.measured(wave.drivers())
    if not partners:
        wave.require("importance")
        raise ValueError("importance='stated': no rating has an importance item.")
    rated = wave.ratings() if wave.study is not None else []
    return wave.measured([item for item in rated if item in partners] or partners)


def required_by_law(wave: Wave, behind: Sequence[Sequence[str]]) -> np.ndarray:
    """Return whether the law requires what any column of an item is about, (k,)."""
    return np.array(
        [any(_required(wave, name) for name in columns) for columns in behind]
    )


def _required(wave: Wave, name: str) -> bool:
    item = wave.item(name)
    if item is None or item.characteristic is None:
        return False
    about = wave.study.catalogue.get(item.characteristic)
    return about is not None and about.origin == "statutory"


def joint_inputs(wave: Wave, inputs: Inputs) -> Estimates:
    """Return all parts of all items with their joint covariance.

    In the order of :attr:`Inputs.parts`, the items inside each part.

    Raises
    ------
    ValueError
        If nobody answered an item, or importance cannot be derived.
    """
    names = {"performance": inputs.items, "stated": inputs.stated}
    pieces = [
        _mean(wave, item, column)
        for part, values in inputs.values.items()
        for item, column in zip(names[part], values.T, strict=True)
    ]
    if inputs.drivers is not None:
        weights = wave.design.weights
        rows = complete_rows(wave, inputs.drivers, wave.domain)
        fault = fault_of(inputs.drivers, rows, weights)
        if fault:
            raise ValueError(fault)
        division = division_of(BY_NUMBER, inputs.drivers)
        pieces.append(importance_piece(inputs.drivers, rows, weights, division))
    return joint_estimates(wave, pieces)


def _mean(wave: Wave, item: str, values: np.ndarray) -> Piece:
    """Return the mean of an item over its own answers (n,)."""
    rows = wave.domain & ~np.isnan(values) & (wave.design.weights != 0)
    if rows.sum() < 2:
        raise ValueError(
            f"item={item!r}: {rows.sum()} people answered; two are needed."
        )
    x = values[rows, None]
    found = moments(x, wave.design.weights[rows])
    return Piece(
        rows,
        found.means,
        lambda: influence(x, None, found, a=np.ones((1, 1))),
        lambda w: moments(x, w).means,
    )
