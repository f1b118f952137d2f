"""Do enough people answer what a method rests on?"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from csat_methods._messages import Message, Number
from csat_methods.statistics.asymmetric_impact import collinear, cut_points, dummies

MOST = 0.5
"""More than this share of the items is most of them."""

PAIRED = 0.25
"""Share of the people needed who must have answered any two items both."""


def answered(wave: Any, *roles: str) -> bool:
    """Return whether anybody in the domain answered an item of these roles."""
    if wave.study is None:
        return False
    inside = wave.frame.loc[wave.domain]
    items = wave.study.role(*roles)
    return any(item in inside and inside[item].notna().any() for item in items)


def _rated(wave: Any) -> bool:
    return answered(wave, "satisfaction", "perception")


def _model(wave: Any) -> dict[str, list[str]]:
    """Return the constructs that make a model of factors; none where there is none."""
    try:
        return dict(wave.constructs())
    except ValueError:
        return {}


def complete(wave: Any, least: int) -> Message | None:
    """Say how many people rated everything, if these are too few."""
    people = wave.complete(wave.ratings()).n if _rated(wave) else 0
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated everything, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def constructs(wave: Any, least: int) -> Message | None:
    """Say how many constructs have three answered items, if these are too few."""
    count = len(_model(wave))
    if count >= least:
        return None
    return Message(
        "Left out: it needs {least} constructs of three items, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(count, "count")},
    )


def modelled(wave: Any, least: int) -> Message | None:
    """Say what is lacking for a model of the constructs: three items each, people."""
    items = [item for named in _model(wave).values() for item in named]
    people = wave.complete(list(dict.fromkeys(items))).n if items else 0
    if people >= least:
        return None
    if not items:
        return Message(
            "Left out: no construct of the study has three items that were answered."
        )
    return Message(
        "Left out: it needs {least} people who rated everything, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def carries(held: Any, least: int) -> bool:
    """Return whether enough people answered most items, and any two of them both.

    Parameters
    ----------
    held : ndarray of bool, shape (n, k)
        Who answered what.
    least : int
        People who must have answered most items; a quarter of them any two both.
    """
    most, both = _counts(held)
    return most >= least and both >= least * PAIRED


def _counts(held: Any) -> tuple[int, int]:
    """Return who answered most items, and the fewest who answered both of two."""
    most = int((held.mean(axis=1) > MOST).sum())
    counted = held.astype(float)
    return most, int((counted.T @ counted).min()) if held.size else 0


def _mostly(wave: Any, items: list[str], least: int) -> Message | None:
    """Say how many people answered most of the items, if these are too few.

    Also whether too few, a quarter as many, answered both of some two items.
    """
    people, both = _counts(_held(wave, items)) if items else (0, 0)
    if people < least:
        return Message(
            "Left out: it needs {least} people who rated most of it, and there are "
            "{n}.",
            {"least": Number(least, "count"), "n": Number(people, "count")},
        )
    if both >= least * PAIRED:
        return None
    return Message(
        "Left out: for some two items it needs {least} people who rated both, and "
        "there are {n}.",
        {
            "least": Number(math.ceil(least * PAIRED), "count"),
            "n": Number(both, "count"),
        },
    )


def rated_most(wave: Any, least: int) -> Message | None:
    """Say how many people rated most of what was asked, if these are too few."""
    return _mostly(wave, wave.ratings() if _rated(wave) else [], least)


def _held(wave: Any, items: list[str]) -> Any:
    """Return who in the domain answered which items, shape (n, k)."""
    return wave.frame.loc[wave.domain, items].notna().to_numpy()


def segmented(wave: Any, least: int) -> Message | None:
    """Say if no segment has two groups large enough for a model of the constructs."""
    items = list(dict.fromkeys(i for named in _model(wave).values() for i in named))
    second = max((_second(wave, items, s) for s in wave.segments), default=0)
    if second >= least:
        return None
    return Message(
        "Left out: it needs two groups of {least} people who rated most of it; the "
        "second largest has {n}.",
        {"least": Number(least, "count"), "n": Number(second, "count")},
    )


def _second(wave: Any, items: list[str], segment: str) -> int:
    """Return how many the second largest group of a segment has for a model."""
    if not items:
        return 0
    inside = wave.frame.loc[wave.domain]
    found = []
    for _, part in inside.groupby(segment, observed=True):
        most, both = _counts(part[items].notna().to_numpy())
        found.append(min(most, int(both / PAIRED)))
    return sorted(found)[-2] if len(found) > 1 else 0


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
        people, _ = _counts(_held(last, items))
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated the same in the wave before, and "
        "there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def drivers(wave: Any) -> Message | None:
    """Say what is lacking for one regression on all drivers: ratings, or people."""
    if not _rated(wave):
        return Message(
            "Left out: nothing was rated that may go with overall satisfaction."
        )
    if not answered(wave, "overall", "recommend", "loyalty"):
        return None
    columns = list(dict.fromkeys([wave.outcome(), *wave.drivers()]))
    least, people = len(columns) + 2, wave.complete(columns).n
    if people >= least:
        return None
    return Message(
        "Left out: it needs {least} people who rated everything, and there are {n}.",
        {"least": Number(least, "count"), "n": Number(people, "count")},
    )


def poor_and_good(wave: Any) -> Message | None:
    """Say what is lacking to hold poor ratings of the drivers against good ones."""
    why = drivers(wave)
    if why is not None or not answered(wave, "overall", "recommend", "loyalty"):
        return why
    items = [item for item in wave.drivers() if item in wave.scales]
    rows = wave.complete(list(dict.fromkeys([wave.outcome(), *items]))).domain
    ends = np.array([cut_points(*wave.scales[item]) for item in items]).reshape(-1, 2)
    marks = dummies(wave.answers(items)[rows], *ends.T) if items else np.empty((0, 0))
    k = len(items)
    if k == len(wave.drivers()) and len(marks) >= 2 * k + 2:
        varies = np.ptp(marks, axis=0) > 0
        both = (varies[:k] & varies[k:]).any()
        if both and not collinear(marks[:, varies]):
            return None
    return Message(
        "Left out: too few people rated everything, some of it poor and some good."
    )


def kano_before(wave: Any) -> bool:
    """Return whether this wave and the one before asked the same paired questions."""
    last = wave.earlier() if wave.earlier is not None else None
    if last is None or wave.study is None:
        return False
    both = set(wave.frame.columns) & set(last.frame.columns)
    return any(both.issuperset(pair) for pair in wave.study.kano_pairs().values())
