"""Does a wave hold enough pairs of expectation and perception for what rests on all?"""

from __future__ import annotations

from typing import Any

from csat_methods._messages import Message, Number
from csat_methods.study.enough import few_complete

FEWEST_WEIGHED = 2
"""Pairs that are compared by importance, at least."""


def weighed_pairs(wave: Any) -> bool:
    """Whether two pairs or more have an importance item that was answered."""
    if wave.study is None:
        return False
    importance = wave.study.importance_of()
    about = [importance.get(_tuple(pair[1])[0]) for pair in _asked(wave).values()]
    return sum(map(wave._answered, about)) >= FEWEST_WEIGHED


def paired(wave: Any, least: int) -> Message | None:
    """Say how many answered all pairs and the outcome, if these are too few.

    Two regressions on k pairs need 2 k + 3 people, whatever number is asked for.
    """
    pairs = _asked(wave) if wave.study is not None else {}
    columns = [c for pair in pairs.values() for side in pair for c in _tuple(side)]
    needed = max(least, 2 * len(pairs) + 3 if pairs else 0)
    people = 0
    if columns and wave.study.role("overall", "recommend", "loyalty"):
        people = wave.complete(list(dict.fromkeys([wave.outcome(), *columns]))).n
    if people >= needed:
        return None
    return Message(
        "Left out: it needs {least} people who answered both sides of all pairs, and "
        "has {n}.",
        {"least": Number(needed, "count"), "n": Number(people, "count")},
    )


def both_sides(wave: Any, least: int) -> Message | None:
    """Say how many rated both sides of a construct, or pair, if too few did of any."""
    if wave.study is None:
        return None
    sides = wave.study.construct_pairs() or _asked(wave)
    columns = [[c for side in pair for c in _tuple(side)] for pair in sides.values()]
    held = [each for each in columns if set(each) <= set(wave._names)]
    counts = [wave.complete(list(dict.fromkeys(each))).n for each in held]
    return few_complete(max(counts), least) if counts else None


def _asked(wave: Any) -> dict[str, Any]:
    """Return the pairs of the study that the wave asked in full."""
    columns = set(wave._names)
    return {
        name: pair
        for name, pair in wave.study.pairs().items()
        if columns.issuperset(c for side in pair for c in _tuple(side))
    }


def _tuple(columns: Any) -> tuple[str, ...]:
    return (columns,) if isinstance(columns, str) else tuple(columns)
