"""Where do customers get least of what they expect, and how clearly?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csat_methods._messages import Message
from csat_methods.wave import claims

if TYPE_CHECKING:
    from csat_methods.result import Result

FURTHEST = {
    True: (
        "{label} falls furthest short of what customers expect: {perception} against "
        "{expectation}, a gap of {estimate} ({low} to {high}; n = {n})."
    ),
    False: (
        "{label} falls furthest short of what customers expect, though not clearly "
        "further than others: {perception} against {expectation}, a gap of {estimate} "
        "({low} to {high}; n = {n})."
    ),
}
"""By whether the widest gap is clear of all others."""


def said_of_gaps(result: Result) -> Message | None:
    """Return what the gaps say together; None where no gap can be shown."""
    rows = claims.known_rows(result)
    if not rows:
        return None
    several = len({row["term"] for row in rows}) > 1
    return _between(result, rows) if result.by and several else _lowest(result, rows)


def _lowest(result: Result, rows: list[dict[str, Any]]) -> Message:
    """Return which gap is the widest, and whether it is one for certain."""
    low, _ = claims.extremes(rows)
    values = {
        **claims.with_interval(result, low),
        "expectation": result.number(low, "expectation"),
        "perception": result.number(low, "perception"),
    }
    if low["band_high"] < 0:
        others = (row for row in rows if row is not low)
        return Message(FURTHEST[all(claims.apart(low, row) for row in others)], values)
    if all(row["band_low"] > 0 for row in rows):
        return Message(
            "Customers get more than they expect everywhere, least so at {label}: a "
            "gap of {estimate} ({low} to {high}; n = {n}).",
            values,
        )
    return Message(
        "No gap falls clearly short of what customers expect; the lowest is {label} "
        "with {estimate} ({low} to {high}; n = {n}).",
        values,
    )


def _between(result: Result, rows: list[dict[str, Any]]) -> Message:
    """Return where the gaps of groups differ most clearly, if they do anywhere."""
    low, high = claims.widest_apart(rows)
    if not claims.apart(low, high):
        return Message("At no characteristic do the gaps of two groups differ clearly.")
    return Message(
        "The clearest difference between groups: {item}, a gap of {least} in {worst} "
        "against {most} in {best}.",
        {
            "item": result.label(low["term"]),
            "worst": claims.segment_name(result, low),
            "least": result.number(low, "estimate"),
            "best": claims.segment_name(result, high),
            "most": result.number(high, "estimate"),
        },
    )
