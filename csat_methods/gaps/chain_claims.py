"""Where does the largest part of a gap arise, and what would one doubt change?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from csat_methods._messages import Message
from csat_methods._rows import records_of
from csat_methods.gaps.chain_levels import links_of
from csat_methods.gaps.chain_places import PROMISED, Chain
from csat_methods.wave.own_figures import mapped

LARGEST, UNDECIDED = "largest part", "undecided"
PROMISE = "promise"
LEVEL_WORDS = {
    "expected": Message("expected"),
    "understood": Message("understood"),
    "planned": Message("planned"),
    "delivered": Message("delivered"),
    "perceived": Message("perceived"),
}
WORDS = {
    PROMISE: Message("promise, beside the chain"),
    LARGEST: Message("largest part"),
    UNDECIDED: Message("undecided"),
}
POINT = 1.0
"""Points of the scale: how far a mapped point is moved, and what a blind spot is."""

Row = Mapping[str, Any]


class Claim(NamedTuple):
    """The link with the largest part of a gap, the next one, and if it is clear."""

    first: Row
    second: Row | None
    clear: bool


def largest_part(links: Sequence[Row], gap: Row) -> Claim | None:
    """Return where the largest part of a gap arises.

    None where the gap is not clearly other than zero, or has one link only. The claim
    is clear where the first link's interval meets no other link's.

    Parameters
    ----------
    links : sequence of rows
        ``link, estimate, ci_low, ci_high``, without the promise.
    gap : row
        ``estimate, ci_low, ci_high``.
    """
    known = [row for row in links if not math.isnan(row["estimate"])]
    clear_gap = gap["ci_high"] < 0 or gap["ci_low"] > 0
    if len(known) < 2 or not clear_gap:
        return None
    sign = math.copysign(1.0, gap["estimate"])
    first, *others = sorted(known, key=lambda row: -sign * row["estimate"])
    clear = sign * first["estimate"] > 0
    clear = clear and all(_beyond(first, row, sign) for row in others)
    return Claim(first, others[0], clear)


def _beyond(first: Row, other: Row, sign: float) -> bool:
    """Whether the first interval lies wholly beyond the other; not where one lacks."""
    if sign > 0:
        return bool(first["ci_low"] > other["ci_high"])
    return bool(first["ci_high"] < other["ci_low"])


def parts(table: pd.DataFrame, gaps: pd.DataFrame) -> list[str]:
    """Return, for each row of the links, whether it is its gap's largest part."""
    found, rows = [""] * len(table), records_of(table)
    for gap in records_of(gaps):
        own = {
            row["link"]: place
            for place, row in enumerate(rows)
            if row["characteristic"] == gap["characteristic"] and row["link"] != PROMISE
        }
        claim = largest_part([rows[place] for place in own.values()], gap)
        if claim is not None:
            place = own[claim.first["link"]]
            found[place] = LARGEST if claim.clear else UNDECIDED
    return found


def blind_spots(
    values: Mapping[tuple[str, str], float],
    table: pd.DataFrame,
    gaps: pd.DataFrame,
) -> tuple[str, ...]:
    """Return the characteristics that are good by own figures, and bad to customers.

    Good: the figure keeps the standard, or without one what customers expect. Bad:
    perception is clearly short of expectation, and clearly more than one point of the
    scale short of the figure.
    """
    short = {
        row["characteristic"]
        for row in records_of(table)
        if row["link"] == "delivered → perceived" and row["ci_high"] < -POINT
    }
    found = []
    for gap in records_of(gaps):
        name = gap["characteristic"]
        figure = values.get((name, "delivered"), math.nan)
        wanted = values.get((name, "planned"), values.get((name, "expected"), math.nan))
        if figure >= wanted and gap["ci_high"] < 0 and name in short:
            found.append(name)
    return tuple(found)


def sensitivity(
    chain: Chain,
    values: Mapping[tuple[str, str], float],
    ends: Mapping[str, tuple[float, float] | None],
) -> pd.DataFrame:
    """Return what moving each mapped point by one point of the scale changes.

    Returns
    -------
    pandas.DataFrame
        ``characteristic, level, figure`` (of the table), ``point, moved`` (its point
        before and after), ``change`` (of the level), ``largest`` (the link with the
        largest part of the gap then), ``same`` (whether it is that of before).
    """
    rows = []
    for name, places in chain.items():
        before = _largest_link(list(places), {v: values[name, v] for v in places})
        for level, place in places.items():
            for figure, point, moved in _moves(place.mapping, ends.get(name)):
                table = [(x, moved if x == figure else y) for x, y in place.mapping]
                now = mapped(place.measured, tuple(table))
                change = now - place.value
                after = {v: values[name, v] for v in places} | {level: now}
                largest = _largest_link(list(places), after)
                rows.append(
                    (name, level, figure, point, moved, change, largest,
                     largest == before)
                )  # fmt: skip
    return pd.DataFrame(rows, columns=SENSITIVITY)


SENSITIVITY = (
    "characteristic", "level", "figure", "point", "moved", "change", "largest", "same",
)  # fmt: skip


def _moves(
    mapping: Sequence[tuple[float, float]], ends: tuple[float, float] | None
) -> list[tuple[float, float, float]]:
    """Return (figure, point, moved point), both ways, within the scale."""
    low, high = ends or (-math.inf, math.inf)
    both = [
        (figure, point, min(max(point + way, low), high))
        for figure, point in mapping
        for way in (-POINT, POINT)
    ]
    return [move for move in both if move[2] != move[1]]


def _largest_link(levels: Sequence[str], value: Mapping[str, float]) -> str:
    """Return the link with the largest part of a gap, by the estimates alone."""
    links = [link for link in links_of(levels) if PROMISED not in link]
    sign = math.copysign(1.0, value["perceived"] - value["expected"])
    first = max(links, key=lambda link: sign * (value[link[1]] - value[link[0]]))
    return " → ".join(first)
