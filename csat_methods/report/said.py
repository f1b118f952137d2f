"""Which numbers does a result say in words that stand in none of its cells?

How many items are undecided, the line they were held against, how many answered: each
such number is kept under ``said`` in ``results.json``, and its place in a sentence is
its name there.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from csat_methods._messages import Listing, Message, Number
from csat_methods.report.publish import PublishedResult
from csat_methods.result import Result

SAID = "said"
"""Begins the reference of such a number: ``name#said.headline:count``."""

NAMED = 4
"""So many are named in a claim; of one more than that, all are."""


def headline_of(result: Result) -> Message:
    """Return the sentence of a result as a page says it, every number with a place."""
    return placed(shortened(result.headline()), "headline")


def note_of(result: Result, index: int) -> Message:
    """Return a note of a result as a page says it, every number with a place."""
    return placed(result.notes[index], f"note:{index}")


def count_of(value: int, name: str) -> Number:
    """Return how many answered, or how many must, with its place."""
    return Number(value, "count", f"{SAID}.{name}")


def level_of(result: Result) -> Number:
    """Return the confidence of a result's intervals, with its place."""
    return Number(result.level, "percent", f"{SAID}.level")


def said_by(shown: PublishedResult) -> dict[str, float]:
    """Return every number that a published result says, by its place."""
    result = shown.result
    low, high = result.used.used
    facts = {
        "level": result.level,
        "minimum": shown.minimum,
        "used:low": low,
        "used:high": high,
    }
    told = [note_of(result, i) for i in range(len(result.notes))]
    told += [] if shown.empty else [headline_of(result)]
    here = (number for message in told for number in numbers(message))
    own = [number for number in here if number.ref.startswith(f"{SAID}.")]
    return facts | {n.ref.removeprefix(f"{SAID}."): n.value for n in own}


def shortened(said: Message) -> Message:
    """Return a sentence whose long lists name the first, and how many more."""
    return Message(said.id, {key: _few(value) for key, value in said.values.items()})


def _few(value: Any) -> Any:
    if not isinstance(value, Listing) or len(value.items) <= NAMED + 1:
        return value
    more = Number(len(value.items) - NAMED, "count")
    rest = Message("{more} more", {"more": more})
    return Listing((*value.items[:NAMED], rest))


# --------------------------------------------------------------------- places
def placed(part: Any, path: str) -> Any:
    """Return a part of a sentence whose numbers all name a place, cells their own."""
    if isinstance(part, Number):
        bare = not part.ref and not math.isnan(part.value)
        return replace(part, ref=f"{SAID}.{path}") if bare else part
    if isinstance(part, Listing):
        each = enumerate(part.items)
        return Listing(tuple(placed(item, f"{path}:{i}") for i, item in each))
    if isinstance(part, Message):
        values = part.values.items()
        return Message(part.id, {k: placed(v, f"{path}:{k}") for k, v in values})
    return part


def numbers(part: Any) -> Iterator[Number]:
    """Yield the numbers of a sentence, at any depth."""
    if isinstance(part, Number):
        yield part
    for value in _inside(part):
        yield from numbers(value)


def _inside(part: Any) -> tuple[Any, ...]:
    if isinstance(part, Message):
        return tuple(part.values.values())
    return part.items if isinstance(part, Listing) else ()
