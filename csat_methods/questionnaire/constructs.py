"""Which items are meant to measure which construct, and who answered all of them?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from csat_methods._messages import Listing, Message, Text
from csat_methods.statistics.discriminant import keyed
from csat_methods.statistics.item_statistics import item_rest
from csat_methods.statistics.moments import Moments, correlation, moments

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Items = str | Sequence[str] | Mapping[str, Sequence[str]] | None
"""A column, a list, a construct, several {name: items}, or None: all of the study."""


COPY = 1 - 1e-9
"""Correlation from which two items are one question counted twice."""


@dataclass(frozen=True, eq=False)
class Scale:
    """Answers to the items of one construct that enter.

    Attributes
    ----------
    rows : ndarray of bool, shape (n,)
        Who answered and counts: all items, or any where blanks may enter.
    answers : ndarray, shape (r, k)
        Of these rows.
    weights : ndarray, shape (r,)
    moments : Moments
        Weighted.
    """

    name: str
    items: tuple[str, ...]
    rows: np.ndarray
    answers: np.ndarray
    weights: np.ndarray
    moments: Moments

    @property
    def constant(self) -> np.ndarray:
        """Items that everybody answered alike, shape (k,)."""
        lowest, highest = self.ends
        found: np.ndarray = lowest == highest
        return found

    @cached_property
    def copied(self) -> np.ndarray:
        """Whether the answers to two items go wholly together, shape (k, k)."""
        S = self.moments.covariance
        sd = np.sqrt(np.diagonal(S))
        found: np.ndarray = (np.outer(sd, sd) * COPY < S) & (sd > 0)
        return found

    @cached_property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """The lowest and the highest answer to each item, shape (k,) each."""
        return np.fmin.reduce(self.answers), np.fmax.reduce(self.answers)


def named_constructs(wave: Wave, items: Items, unnamed: str) -> dict[str, list[str]]:
    """Return the items of each construct that is asked for.

    Parameters
    ----------
    unnamed : str
        What a plain list of items is called.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's answers are no amounts, or `items` is None and the study names no
        construct.
    """
    if items is None:
        wave.require("constructs")
        named = wave.study.constructs.items()
        return {name: wave.measured(list(each.items)) for name, each in named}
    if isinstance(items, Mapping):
        return {str(name): wave.measured(listed) for name, listed in items.items()}
    known = wave.study.constructs if wave.study is not None else {}
    name = items if isinstance(items, str) and items in known else unnamed
    return {name: wave.measured(items)}


def complete_scale(
    wave: Wave, name: str, items: Sequence[str], fewest: int
) -> Scale | str:
    """Return the complete answers of a construct, or the fault that there are few."""
    x = wave.answers(items)
    counts = wave.domain & (wave.design.weights != 0)
    rows = counts & ~np.isnan(x.sum(axis=1))
    if rows.sum() < fewest:
        some = (~np.isnan(x[counts])).any(axis=0)
        nobody = [i for i, held in zip(items, some, strict=True) if not held]
        why = f" Nobody answered {nobody}." if nobody else ""
        return (
            f"items={list(items)}: {rows.sum()} people answered all of them; at least "
            f"{fewest} are needed.{why}"
        )
    kept = x if rows.all() else x[rows]
    weights = wave.design.weights[rows]
    found = moments(kept, weights)
    return Scale(name, tuple(items), rows, kept, weights, found)


def one_question(scale: Scale) -> str:
    """Return the fault that all items are copies of one, or nothing."""
    if not scale.copied.all():
        return ""
    return (
        f"items={list(scale.items)}: not estimable, because their answers go wholly "
        "together: they are one question counted several times."
    )


def against_the_others(wave: Wave, scales: Sequence[Scale | str]) -> list[Message]:
    """Return the caution on items that run against the others of their construct."""
    found: list[Text] = []
    for scale in scales:
        if not isinstance(scale, str) and len(scale.items) > 1:
            listed = zip(scale.items, to_turn(scale.moments), strict=True)
            found += [wave.label(item) for item, turned in listed if turned]
    if not found:
        return []
    return [
        Message(
            "Against the other items of their construct run: {items}. Turn them round "
            "before they are added up.",
            {"items": Listing(tuple(found))},
        )
    ]


def to_turn(found: Moments) -> np.ndarray:
    """Return which items go against the sum of the others, and are to be turned.

    One at least goes against them by more than chance: t below -2, which is a
    correlation below -2 / sqrt(n + 2). Several reversed items drag others below nought
    and hold each other above it: the ones to turn are those on the other side of the
    first principal component.
    """
    against = item_rest(found.covariance) < -2 / np.sqrt(found.n + 2)
    if not against.any():
        return against
    varies = np.flatnonzero(found.sd > 0)
    R = correlation(found.covariance[np.ix_(varies, varies)])
    turned = np.zeros_like(against)
    turned[varies] = keyed(R, [range(len(varies))]) < 0
    return turned if turned.any() else against


def cautions_on(
    wave: Wave, scales: Sequence[Scale | str], *, summed: bool = True
) -> list[Message]:
    """Return what speaks against adding up the items of constructs.

    Parameters
    ----------
    summed : bool
        Whether answers are added up as they are, so that wider scales count for more.
    """
    found = [s for s in scales if not isinstance(s, str) and len(s.items) > 1]
    flat = [
        wave.label(item)
        for scale in found
        for item, alike in zip(scale.items, scale.constant, strict=True)
        if alike
    ]
    notes = against_the_others(wave, scales)
    if flat:
        notes.append(
            Message(
                "Everybody gave one and the same answer to: {items}. They add nothing "
                "to what the others measure.",
                {"items": Listing(tuple(flat))},
            )
        )
    copied = [
        wave.label(item)
        for scale in found
        for item, twice in zip(scale.items, scale.copied.sum(axis=1) > 1, strict=True)
        if twice
    ]
    if copied:
        notes.append(
            Message(
                "Answers that go wholly with those of another item: {items}. They may "
                "be one question counted twice.",
                {"items": Listing(tuple(copied))},
            )
        )
    return [*notes, *(_on_unequal_scales(wave, found) if summed else [])]


def _on_unequal_scales(wave: Wave, scales: Sequence[Scale]) -> list[Message]:
    """Return the caution on constructs whose items have scales of unequal width."""
    mixed = [s for s in scales if len({_width(wave, item) for item in s.items}) > 1]
    if not mixed:
        return []
    items = tuple(wave.label(item) for scale in mixed for item in scale.items)
    return [
        Message(
            "Not on scales of one length: {items}. In their sum the longer scales "
            "count for more; rescale them first.",
            {"items": Listing(items)},
        )
    ]


def _width(wave: Wave, item: str) -> float | None:
    ends = wave.scales.get(item)
    return None if ends is None else ends[1] - ends[0]
