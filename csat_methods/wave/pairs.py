"""Which items make the two sides of a gap, and do they fit each other?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Both sides, expectations first."""
        return self.expectation, self.perception

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
    columns = set(wave._names)
    asked = {
        name: pair
        for name, pair in pairs.items()
        if columns.issuperset(_tuple(pair[0]) + _tuple(pair[1]))
    }
    if not asked:
        raise ValueError(f"pairs={list(pairs)}: this wave asked none of them in full.")
    return asked


def _tuple(columns: Iterable[str]) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else tuple(columns)


def sound_pairs(wave: Wave, pairs: Pairs) -> dict[str, Pair]:
    """Return pairs by name, each checked.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If they are no dict, there are none, or any has sides of unequal length, a
        column twice, or scales that differ; all of them at once.
    """
    if not isinstance(pairs, Mapping):
        raise ValueError(
            f"pairs={pairs!r} must be {{name: (expectation, perception)}}."
        )
    if not pairs:
        raise ValueError("pairs={} must name at least one pair.")
    wrong = [name for name, pair in pairs.items() if not _two_sides(pair)]
    if wrong:
        raise ValueError(
            f"pairs={wrong} must each be (expectation, perception): a column, or a "
            "list of columns, each."
        )
    found = {name: Pair(*map(_tuple, pair)) for name, pair in pairs.items()}
    named = [column for pair in found.values() for column in pair.columns]
    _checks.columns(wave._names, named, "the wave")
    wave.measured(list(dict.fromkeys(named)))
    faults = _checks.Faults()
    for name, pair in found.items():
        _check_pair(wave, name, pair, faults)
    faults.stop()
    return found


def _two_sides(pair: object) -> bool:
    return isinstance(pair, tuple | list) and len(pair) == 2 and all(map(_side, pair))


def _side(columns: object) -> bool:
    """Whether it is a column, or some of them."""
    return isinstance(columns, Collection) and len(columns) > 0


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


def lone_note(wave: Wave) -> tuple[Message, ...]:
    """Return the note on characteristics of the study with one side of a gap only."""
    if wave.study is None:
        return ()
    columns = set(wave._names)
    asked = {
        role: {
            wave.study.items[item].characteristic
            for item in wave.study.role(role)
            if item in columns and item in wave.study.items
        }
        for role in ("expectation", "perception")
    }
    lone = asked["expectation"] ^ asked["perception"]
    named = [name for name in wave.study.catalogue if name in lone]
    if not named:
        return ()
    return (
        Message(
            "Without a gap, as only one side was asked: {names}.",
            {"names": Listing(tuple(wave.label(name) for name in named))},
        ),
    )


def twice_asked_note(wave: Wave) -> tuple[Message, ...]:
    """Return the note that satisfaction with the same was asked as well."""
    if wave.study is None:
        return ()
    both = wave.study.joined("perception", "satisfaction").values()
    rated = {column for _, side in both for column in _several(side)}
    if rated.isdisjoint(wave._names):
        return ()
    return (
        Message(
            "What customers perceive was asked apart from how satisfied they are: a "
            "rating of satisfaction with the same characteristic is another answer."
        ),
    )


def _several(side: Columns) -> tuple[str, ...]:
    return (side,) if isinstance(side, str) else tuple(side)


def same_people(
    wave: Wave, sides: Mapping[str, Sequence[Sequence[str]]], held: np.ndarray
) -> None:
    """Check that somebody answered all sides of something, where each was answered.

    Parameters
    ----------
    sides : dict of str to sequence of columns
        The sides of each pair, or triple.
    held : ndarray of bool, shape (n, k)
        Who answered all of each.

    Raises
    ------
    ValueError
        If all sides were answered, and always by different people.
    """
    if held[wave.domain].any():
        return
    apart = [name for name, each in sides.items() if _answered(wave, each)]
    if apart:
        raise ValueError(
            f"pairs={apart}: different people answered the two sides; a gap compares "
            "the answers of one person, and nobody gave both."
        )


def _answered(wave: Wave, sides: Sequence[Sequence[str]]) -> bool:
    """Whether every side has answers in the domain."""
    means = (person_means(wave, side) for side in sides)
    return all((~np.isnan(each[wave.domain])).any() for each in means)


def person_means(wave: Wave, columns: Sequence[str]) -> np.ndarray:
    """Return each person's mean of some columns, NaN where one is blank, (n,)."""
    answers = wave.answers(list(columns))
    return answers[:, 0] if answers.shape[1] == 1 else answers.mean(axis=1)
