"""Where does a number stand that is in no cell of a table?

Under ``said`` in ``results.json``: of a sentence, of a label, of words in a cell. Its
place in there is its name.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from csat_methods._messages import Listing, Message, Number, Text

T = TypeVar("T")

SAID = "said"
"""Begins the reference of such a number: ``name#said.headline:count``."""

ABOUT = "#"
"""What stands before the references of a report as a whole: it has no name."""


def fact(value: float, place: str, kind: str = "count") -> Number:
    """Return a number about the wave as a whole, with its place: ``lines.gap``."""
    return Number(value, kind, place)


def placed(part: Any, ref: str) -> Any:
    """Return a part of a sentence whose numbers all name a place, cells their own.

    Parameters
    ----------
    part : Message, Listing, Number or anything else
        What else there is stays as it is.
    ref : str
        Place of the part; what is inside it adds its own name after a colon.
    """
    if isinstance(part, Number):
        bare = not part.ref and not math.isnan(part.value)
        return replace(part, ref=ref) if bare else part
    if isinstance(part, Listing):
        each = enumerate(part.items)
        return Listing(tuple(placed(item, f"{ref}:{i}") for i, item in each))
    if isinstance(part, Message) and part.values:
        values = part.values.items()
        return Message(part.id, {k: placed(v, f"{ref}:{k}") for k, v in values})
    return part


def placed_labels(
    labels: Mapping[str, Text | Message], name: str
) -> dict[str, Text | Message]:
    """Return the labels of a result of some name, their numbers with whole places.

    A label stands in tables, sentences and lists alike: it must not need to be told
    which result it is of.
    """
    return {
        key: placed(words, f"{name}#{SAID}.label:{key}") if _tells(words) else words
        for key, words in labels.items()
    }


def _tells(words: Any) -> bool:
    return type(words) is Message and bool(words.values)


def numbers(part: Any) -> Iterator[Number]:
    """Yield the numbers of a sentence, at any depth."""
    return inside(part, Number)


def inside(part: Any, kind: type[T]) -> Iterator[T]:
    """Yield the parts of one kind of a sentence, at any depth."""
    if isinstance(part, kind):
        yield part
    for value in _parts(part):
        yield from inside(value, kind)


def _parts(part: Any) -> tuple[Any, ...]:
    if isinstance(part, Message):
        return tuple(part.values.values())
    return part.items if isinstance(part, Listing) else ()
