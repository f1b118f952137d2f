"""Which ratings are poor and which are good, and is there enough of both?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.statistics.asymmetric_impact import collinear, dummies

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

FEW = 30
"""Low ratings below which a penalty is said to rest on few people."""


def cuts(
    wave: Wave, items: list[str], low: float | None, high: float | None
) -> tuple[float, float]:
    """Return what counts as poor and as good: as given, else by the scale.

    Raises
    ------
    ValueError
        If one is not given and the items do not share one scale of five points or more.
    """
    if low is not None and high is not None:
        return low, high
    ends = {wave.scales.get(item) for item in items}
    one = next(iter(ends))
    if len(ends) > 1 or one is None or one[1] - one[0] < 4:
        raise ValueError(
            f"low={low}, high={high}: items={items} have no one scale of five points "
            "or more to take them from; give both."
        )
    below = math.ceil((one[0] + one[1]) / 2) - 1
    return (below if low is None else low), (one[1] - 1 if high is None else high)


def rated_marks(
    wave: Wave, outcome: str, items: list[str], low: float, high: float
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
    if not low < high:
        faults.add(f"low={low} must be below high={high}.")
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
        for j in np.flatnonzero(~varies):
            kind = f"at most low={low}" if j < k else f"at least high={high}"
            have = "no" if marks[0, j] == 0 else "only"
            faults.add(f"item={items[j % k]!r} has {have} ratings of {kind}.")
        faults.stop()
    places = np.flatnonzero(varies)
    alike = [items[places[j] % k] for j in collinear(marks[:, varies])]
    if alike:
        raise ValueError(
            f"items={alike}: their ratings follow from those of the others; leave out."
        )
    if np.ptp(wave.answers(outcome)[rows, 0]) == 0:
        raise ValueError(f"outcome={outcome!r} is the same for everybody.")
    return rows, marks


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
