"""Can overall satisfaction be told by what was rated, and by poor and good ratings?"""

from __future__ import annotations

from typing import Any

import numpy as np

from csat_methods._messages import Listing, Message, Number
from csat_methods.statistics.asymmetric_impact import collinear, cut_points, dummies
from csat_methods.study.enough import answered, few_items, rated

COMPARED = 2
"""Fewest items whose weight in overall satisfaction is compared."""


def drivers(wave: Any) -> Message | None:
    """Say what is lacking for one regression on all drivers: ratings, or people."""
    if not rated(wave):
        return Message(
            "Left out: nothing was rated that may go with overall satisfaction."
        )
    items = wave.drivers()
    if len(items) < COMPARED:
        return few_items(len(items), COMPARED)
    if not answered(wave, "overall", "recommend", "loyalty"):
        return None
    columns = list(dict.fromkeys([wave.outcome(), *items]))
    least, people = len(columns) + 2, wave.complete(columns)
    if people.n < least:
        return Message(
            "Left out: it needs {least} people who rated everything, and has {n}.",
            {"least": Number(least, "count"), "n": Number(people.n, "count")},
        )
    return _alike(people, columns[:1])


def varied(wave: Any) -> Message | None:
    """Say what is lacking for one correlation with each driver: ratings that differ."""
    why = wave.lacks(["drivers"])
    if why is not None or not answered(wave, "overall", "recommend", "loyalty"):
        return why
    columns = list(dict.fromkeys([wave.outcome(), *wave.drivers()]))
    return _alike(wave.complete(columns), columns)


def _alike(wave: Any, columns: list[str]) -> Message | None:
    """Say to which items everybody gave the same answer, if to any."""
    differ = np.ptp(wave.answers(columns)[wave.domain], axis=0) > 0
    flat = [name for name, varies in zip(columns, differ, strict=True) if not varies]
    if not flat:
        return None
    return Message(
        "Left out: all who rated everything gave the same answer to: {items}.",
        {"items": Listing(tuple(map(wave.label, flat)))},
    )


def poor_and_good(wave: Any) -> Message | None:
    """Say what is lacking to hold poor ratings of the drivers against good ones."""
    why = wave.lacks(["drivers"])
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
