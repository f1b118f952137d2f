"""Do enough people answer what a method rests on?"""

from __future__ import annotations

import math
from typing import Any

from csat_methods._messages import Listing, Message, Number

MOST = 0.5
"""More than this share of the items is most of them."""

PAIRED = 0.25
"""Share of the people needed who must have answered any two items both."""

PER_ITEM = 2
"""As many people an item, at least, must have answered any two items both.

With fewer the likeliest covariances of answers with blanks have, as a rule, no inverse.
"""

DIMENSIONAL = 3
"""Fewest items behind which dimensions are looked for."""


def answered(wave: Any, *roles: str) -> bool:
    """Return whether anybody in the domain answered an item of these roles."""
    if wave.study is None:
        return False
    return any(map(wave._answered, wave.study.role(*roles)))


def rated(wave: Any) -> bool:
    """Return whether anybody in the domain rated anything."""
    return answered(wave, "satisfaction", "perception")


def _model(wave: Any) -> dict[str, list[str]]:
    """Return the constructs that make a model of factors; none where there is none."""
    try:
        return dict(wave.constructs())
    except ValueError:
        return {}


def complete(wave: Any, least: int) -> Message | None:
    """Say how many people rated everything, if these are too few."""
    people = wave.complete(wave.ratings()).n if rated(wave) else 0
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated everything, and has {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def constructs(wave: Any, least: int) -> Message | None:
    """Say how many constructs have three answered items, if these are too few."""
    count = len(_model(wave))
    if count >= least:
        return None
    return Message(
        "Left out: it needs {least} constructs of three items, and has {n}.",
        {"least": Number(least, "count"), "n": Number(count, "count")},
    )


def scored(wave: Any, least: int) -> Message | None:
    """Say what is lacking for scores of constructs: three items, one scale, people."""
    model = _model(wave)
    if least and not model:
        return Message(
            "Left out: no construct of the study has three items that were answered."
        )
    mixed = [
        wave.label(name)
        for name, items in model.items()
        if len({wave.scales.get(item) for item in items}) > 1
    ]
    if mixed:
        return Message(
            "Left out: items of one construct are on different scales: {constructs}.",
            {"constructs": Listing(tuple(mixed))},
        )
    counts = [wave.complete(items).n for items in model.values()]
    return few_complete(max(counts, default=0), least)


def summed(wave: Any, least: int) -> Message | None:
    """Say how many rated all items of a construct, if too few for any sum of items."""
    named = wave.study.constructs.values() if wave.study is not None else ()
    held = (list(each.items) for each in named if set(each.items) <= set(wave.frame))
    counts = [wave.complete(items).n for items in held]
    return few_complete(max(counts), least) if counts else None


def few_complete(people: int, least: int) -> Message | None:
    """Say how many rated all items of a construct, if these are too few."""
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated all items of a construct, and "
        "has {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def carries(held: Any, least: int) -> bool:
    """Return whether enough people answered most items, and any two of them both.

    Parameters
    ----------
    held : ndarray of bool, shape (n, k)
        Who answered what.
    least : int
        People who must have answered most items. Any two items a quarter of them must
        have answered both, and two people an item at the least.
    """
    most, both = _counts(held)
    return most >= least and both >= _both_needed(held.shape[1], least)


def _both_needed(items: int, least: int) -> int:
    """Return how many people must have answered both of any two items."""
    return max(math.ceil(least * PAIRED), PER_ITEM * items)


def _counts(held: Any) -> tuple[int, int]:
    """Return who answered most items, and the fewest who answered both of two."""
    most = int((held.mean(axis=1) > MOST).sum())
    counted = held.astype(float)
    return most, int((counted.T @ counted).min()) if held.size else 0


def few_items(items: int, least: int) -> Message:
    """Say how many items were rated, which are too few."""
    return Message(
        "Left out: it needs {least} items that were rated, and has {n}.",
        {"least": Number(least, "count"), "n": Number(items, "count")},
    )


def _few_rated(people: int, least: int) -> Message:
    return Message(
        "Left out: it needs {least} people who rated most items, and has {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def _few_pairs(both: int, needed: int) -> Message:
    return Message(
        "Left out: looking for dimensions needs {least} people who rated both of any "
        "two items; one pair has {n}.",
        {"least": Number(needed, "count"), "n": Number(both, "count")},
    )


def _mostly(wave: Any, items: list[str], least: int) -> Message | None:
    """Say how many people answered most of the items, if these are too few.

    Also whether too few answered both of some two items.
    """
    if not items:
        return _few_rated(0, least) if least else None
    held = _held(wave, items)
    people, both = _counts(held)
    if people < least:
        return _few_rated(people, least)
    needed = _both_needed(len(items), least)
    return None if both >= needed else _few_pairs(both, needed)


def rated_most(wave: Any, least: int) -> Message | None:
    """Say how many people rated most of what was asked, if these are too few.

    Also whether too few items were rated for dimensions to lie behind them.
    """
    items = wave.ratings() if rated(wave) else []
    if items and len(items) < DIMENSIONAL:
        return few_items(len(items), DIMENSIONAL)
    return _mostly(wave, items, least)


def _held(wave: Any, items: list[str]) -> Any:
    """Return who in the domain answered which items, shape (n, k)."""
    return wave.frame[items].notna().to_numpy()[wave.domain]


def segmented(wave: Any, least: int) -> Message | None:
    """Say if no segment has two groups large enough for a model of the constructs."""
    items = list(dict.fromkeys(i for named in _model(wave).values() for i in named))
    held = _held(wave, items)
    groups = [_groups(wave, held, s) for s in wave.segments] if items else []
    if any(sum(carries(part, least) for part in found) > 1 for found in groups):
        return None
    counts = [[_counts(part) for part in found] for found in groups]
    second = max((_second([most for most, _ in one]) for one in counts), default=0)
    if second >= least:
        large = [[both for most, both in one if most >= least] for one in counts]
        return _few_pairs(max(map(_second, large)), _both_needed(len(items), least))
    return Message(
        "Left out: whether groups understand the items alike needs two groups of "
        "{least} people who rated most of them; the second largest has {n}.",
        {"least": Number(least, "count"), "n": Number(second, "count")},
    )


def _groups(wave: Any, held: Any, segment: str) -> list[Any]:
    """Return who in the domain answered what, for each group of a segment."""
    codes, groups = wave.frame[segment][wave.domain].factorize()
    return [held[codes == code] for code in range(len(groups))]


def _second(counts: list[int]) -> int:
    """Return the second largest; 0 where there is none."""
    return sorted(counts)[-2] if len(counts) > 1 else 0


def measured(wave: Any, least: int) -> Message | None:
    """Say what is lacking for a model of the constructs that blanks may enter."""
    items = list(dict.fromkeys(i for named in _model(wave).values() for i in named))
    if least and not items:
        return Message(
            "Left out: no construct of the study has three items that were answered."
        )
    return _mostly(wave, items, least)


def before(wave: Any, least: int) -> Message | None:
    """Say whether too few rated, in the wave before, what this wave's model holds."""
    items = [item for named in _model(wave).values() for item in named]
    last = wave.earlier() if wave.earlier is not None else None
    people = 0
    if last is not None and items and set(items) <= set(last.frame):
        people, both = _counts(_held(last, items))
        needed = _both_needed(len(set(items)), least)
        if people >= least:
            return None if both >= needed else _few_pairs(both, needed)
    return Message(
        "Left out: it needs {least} people who rated the same in the wave before, and "
        "has {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def features_rated(wave: Any) -> bool:
    """Return whether any feature of Kano's questions was rated, too."""
    if wave.lacks(["drivers"]) is not None:
        return False
    items = wave.study.items
    known = (items[name] for name in wave.drivers() if name in items)
    rated = {*wave.drivers(), *(item.characteristic for item in known)}
    return bool(rated & set(wave.study.kano_pairs()))


def kano_before(wave: Any) -> bool:
    """Return whether this wave and the one before asked the same paired questions."""
    last = wave.earlier() if wave.earlier is not None else None
    if last is None or wave.study is None:
        return False
    both = set(wave.frame.columns) & set(last.frame.columns)
    return any(both.issuperset(pair) for pair in wave.study.kano_pairs().values())
