"""Which ratings are poor and which are good, and is there enough of both?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.statistics.asymmetric_impact import collinear, cut_points, dummies

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEW = 30
"""Low ratings below which a penalty is said to rest on few people."""


def cuts(
    wave: Wave, items: list[str], low: float | None, high: float | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return each item's highest poor and lowest good rating, (k,) each.

    As given, else by the item's scale.

    Raises
    ------
    ValueError
        If one is not given and an item has no scale.
    """
    without = [item for item in items if item not in wave.scales]
    if without and (low is None or high is None):
        raise ValueError(
            f"low={low}, high={high}: items={without} have no scale to take them "
            "from; give both."
        )
    own = [cut_points(*wave.scales.get(item, (0, 1))) for item in items]
    below, above = np.array(own, float).T
    return _everywhere("low", low, below), _everywhere("high", high, above)


def _everywhere(name: str, given: float | None, own: np.ndarray) -> np.ndarray:
    """Return one cut for all items, or each item's own."""
    if given is None:
        return own
    return np.full(len(own), _checks.within(name, given, -np.inf, np.inf))


def rated_marks(
    wave: Wave, outcome: str, items: list[str], low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return who answered everything, (n,), and their poor and good ratings.

    Raises
    ------
    ValueError
        If no fit is possible, with every reason.
    """
    faults = _checks.Faults()
    if outcome in items:
        faults.add(f"outcome={outcome!r} is among the items too.")
    for item, poor, good in zip(items, low, high, strict=True):
        if not poor < good:
            faults.add(f"item={item!r}: low={poor:g} must be below high={good:g}.")
    faults.stop()
    rows = wave.complete([outcome, *items]).domain & (wave.design.weights > 0)
    marks = dummies(wave.answers(items)[rows], low, high)
    k = len(items)
    if len(marks) < 2 * k + 2:
        raise ValueError(
            f"n={len(marks)} people answered everything; {2 * k} dummies need at least "
            f"{2 * k + 2}."
        )
    varies = np.ptp(marks, axis=0) > 0
    if not (varies[:k] & varies[k:]).any():
        _refuse_one_sided(marks, items, low, high)
    places = np.flatnonzero(varies)
    alike = [items[places[j] % k] for j in collinear(marks[:, varies])]
    if alike:
        raise ValueError(
            f"items={alike}: their ratings follow from those of the others; leave out."
        )
    if np.ptp(wave.answers(outcome)[rows, 0]) == 0:
        raise ValueError(f"outcome={outcome!r} is the same for everybody.")
    return rows, marks


def _refuse_one_sided(
    marks: np.ndarray, items: list[str], low: np.ndarray, high: np.ndarray
) -> None:
    """Refuse items none of which was rated both poor and good.

    Raises
    ------
    ValueError
        Naming each and what it lacks.
    """
    k, faults = len(items), _checks.Faults()
    for j in np.flatnonzero(np.ptp(marks, axis=0) == 0):
        at, have = j % k, "no" if marks[0, j] == 0 else "only"
        line = f"most low={low[at]:g}" if j < k else f"least high={high[at]:g}"
        faults.add(f"item={items[at]!r} has {have} ratings of at {line}.")
    faults.stop()


def rating_notes(wave: Wave, marks: np.ndarray, items: list[str]) -> list[Message]:
    """Return which items are undecided for want of ratings, and which rest on few."""
    k, varies = len(items), np.ptp(marks, axis=0) > 0
    whole = varies[:k] & varies[k:]
    silent = [item for item, known in zip(items, whole, strict=True) if not known]
    notes = []
    if silent:
        named = Listing(tuple(wave.label(item) for item in silent))
        notes.append(
            Message(
                "Nobody rated these poor, or nobody good, so that their kind is "
                "undecided: {characteristics}.",
                {"characteristics": named},
            )
        )
    few = int((marks[:, :k].sum(axis=0) < FEW)[whole].sum())
    if few:
        notes.append(
            Message(
                "Characteristics with fewer than {least} poor ratings: {n}; their "
                "penalties rest on few people.",
                {"least": Number(FEW, "count"), "n": Number(few, "count")},
            )
        )
    return notes
