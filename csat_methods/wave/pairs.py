"""Which items make the two sides of a gap, and do they fit each other?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Columns = str | Sequence[str]
Pairs = Mapping[str, tuple[Columns, Columns]]


@dataclass(frozen=True)
class Pair:
    """The columns of both sides, equally many."""

    expectation: tuple[str, ...]
    perception: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, expectations first."""
        return (*self.expectation, *self.perception)


def declared_pairs(wave: Wave) -> Pairs:
    """Return the pairs of the study that the wave asked, by characteristic.

    Raises
    ------
    ValueError
        If there are none.
    """
    wave.require("expectation", "perception", "pairs")
    return _asked(wave, wave.study.pairs())


def declared_dimensions(wave: Wave) -> Pairs:
    """Return the pairs of the study's constructs, else those of characteristics.

    Raises
    ------
    ValueError
        If there are none.
    """
    wave.require("expectation", "perception", "pairs")
    found = wave.study.construct_pairs()
    return _asked(wave, found or wave.study.pairs())


def _asked(wave: Wave, pairs: Pairs) -> Pairs:
    columns = set(wave.frame.columns)
    asked = {
        name: pair
        for name, pair in pairs.items()
        if columns.issuperset(_tuple(pair[0]) + _tuple(pair[1]))
    }
    if not asked:
        raise ValueError(f"pairs={list(pairs)}: this wave asked none of them in full.")
    return asked


def _tuple(columns: Columns) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else tuple(columns)


def sound_pairs(wave: Wave, pairs: Pairs) -> dict[str, Pair]:
    """Return pairs by name, each checked.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are none, or any has sides of unequal length, a column twice, or
        scales that differ; all of them at once.
    """
    if not pairs:
        raise ValueError("pairs={} must name at least one pair.")
    wrong = [name for name, pair in pairs.items() if not _two_sides(pair)]
    if wrong:
        raise ValueError(
            f"pairs={wrong} must each be (expectation, perception): a column, or a "
            "list of columns, each."
        )
    found = {
        name: Pair(_tuple(expectation), _tuple(perception))
        for name, (expectation, perception) in pairs.items()
    }
    named = dict.fromkeys(column for pair in found.values() for column in pair.columns)
    wave.measured(list(named))
    faults = _checks.Faults()
    for name, pair in found.items():
        _check_pair(wave, name, pair, faults)
    faults.stop()
    return found


def _two_sides(pair: object) -> bool:
    return isinstance(pair, tuple | list) and len(pair) == 2 and all(pair)


def _check_pair(wave: Wave, name: str, pair: Pair, faults: _checks.Faults) -> None:
    sides = len(pair.expectation), len(pair.perception)
    if sides[0] != sides[1]:
        faults.add(
            f"pair={name!r} has {sides[0]} expectations and {sides[1]} perceptions; "
            "both sides need equally many."
        )
    if len(set(pair.columns)) < len(pair.columns):
        faults.add(f"pair={name!r} names a column twice: {list(pair.columns)}.")
    scales = {column: wave.scales.get(column) for column in pair.columns}
    if len(set(scales.values())) > 1:
        listed = ", ".join(f"{c} {_words(scale)}" for c, scale in scales.items())
        faults.add(f"pair={name!r} has unequal scales: {listed}.")


def _words(scale: tuple[float, float] | None) -> str:
    return "has none" if scale is None else f"{scale[0]:g} to {scale[1]:g}"


def unscaled_note(wave: Wave, pairs: Mapping[str, Pair]) -> tuple[Message, ...]:
    """Return the note on pairs whose scales nobody declared."""
    bare = [n for n, pair in pairs.items() if pair.expectation[0] not in wave.scales]
    if not bare:
        return ()
    named = Listing(tuple(wave.label(name) for name in bare))
    return (
        Message(
            "The scales of {pairs} are not declared; both sides are taken as the same.",
            {"pairs": named},
        ),
    )


def person_means(wave: Wave, columns: Sequence[str]) -> np.ndarray:
    """Return each person's mean of some columns, NaN where one is blank, (n,)."""
    answers = wave.answers(list(columns))
    return answers[:, 0] if answers.shape[1] == 1 else answers.mean(axis=1)
