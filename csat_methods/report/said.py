"""Which numbers does a result say in words that stand in none of its cells?

How many items are undecided, the line they were held against, how many answered: each
such number is kept under ``said`` in ``results.json``, and its place in a sentence is
its name there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from csat_methods._messages import Listing, Message, Number
from csat_methods.plots.figure_names import LEAST_WRITTEN
from csat_methods.report.placing import SAID, numbers, placed
from csat_methods.report.publish import PublishedResult
from csat_methods.result import Result

WORDS = (Listing, Message, Number)
"""What a cell holds that is no number of its column and no plain word."""

NAMED = 4
"""So many are named in a claim; of one more than that, all are."""


def headline_of(result: Result) -> Message:
    """Return the sentence of a result as a page says it, every number with a place."""
    return placed(shortened(result.headline()), f"{SAID}.headline")


def note_of(result: Result, index: int) -> Message:
    """Return a note of a result as a page says it, every number with a place."""
    return placed(result.notes[index], f"{SAID}.note:{index}")


def count_of(value: int, name: str) -> Number:
    """Return how many answered, or how many must, with its place."""
    return Number(value, "count", f"{SAID}.{name}")


def level_of(result: Result) -> Number:
    """Return the confidence of a result's intervals, with its place."""
    return Number(result.level, "percent", f"{SAID}.level")


def least_of(result: Result) -> Number | None:
    """Return the size below which a figure leaves numbers out, with its place."""
    least = LEAST_WRITTEN.get(type(result).__name__)
    return None if least is None else Number(least, "number", f"{SAID}.least_written")


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
    if least := least_of(result):
        facts["least_written"] = least.value
    told = [note_of(result, i) for i in range(len(result.notes))]
    told += [] if shown.empty else [headline_of(result)]
    here = [number for message in told for number in numbers(message)]
    here += [n for words in result.labels.values() for n in numbers(words)]
    named = {number.ref.removeprefix(shown.prefix): number.value for number in here}
    own = {ref: value for ref, value in named.items() if ref.startswith(f"{SAID}.")}
    sentences = {ref.removeprefix(f"{SAID}."): value for ref, value in own.items()}
    return facts | sentences | {n.ref: n.value for n in _in_cells(result)}


def cell_of(result: Result, row: Mapping[str, Any], column: str) -> Any:
    """Return a cell that holds words or a number in words, with its place."""
    return placed(row[column], f"{result.key_of(row)}.{column}")


def _in_cells(result: Result) -> Iterator[Number]:
    """Yield the numbers that cells say in words: "every 6 months"."""
    for row in result.records():
        for column, cell in row.items():
            if isinstance(cell, WORDS):
                key = f"{result.key_of(row)}.{column}"
                found = numbers(cell_of(result, row, str(column)))
                yield from (n for n in found if n.ref.startswith(key))


def shortened(said: Message) -> Message:
    """Return a sentence whose long lists name the first, and how many more."""
    return Message(said.id, {key: _few(value) for key, value in said.values.items()})


def _few(value: Any) -> Any:
    if not isinstance(value, Listing) or len(value.items) <= NAMED + 1:
        return value
    more = Number(len(value.items) - NAMED, "count")
    rest = Message("and {more} more", {"more": more})
    return Listing((*value.items[:NAMED], rest))
