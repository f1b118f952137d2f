"""What is a parameter of a model of factors called by somebody who reads a report?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from csat_methods._messages import Message, Number

SIGNS = {
    "=~": "{factor}: loading of {item}",
    "~1": "starting point of {item}",
    "|": "border {border} between the categories of {item}",
    "~*~": "scale of {item}",
    "~~": "{one} and {other}",
}
"""What a term says, by its sign."""

OF_FACTORS = {"~1": "mean of {item}", "~~": "variance of {item}"}
"""What a term of one factor says."""

OF_ITEMS = {"~~": "residual of {item}"}
"""What a term of an item with itself says."""


def parameter_labels(
    terms: Collection[str],
    factors: Collection[str],
    label: Callable[[str], Any],
) -> Mapping[str, Message]:
    """Return terms in words, by term.

    Parameters
    ----------
    terms : collection of str
        As ``"speed =~ q1"``, ``"q1 ~~ q2"``, ``"q1 ~1"``, ``"q1 | t1"``.
    factors : collection of str
        Which names are of factors; the others are of items.
    label : callable
        Name of a factor or an item to its words.

    Examples
    --------
    >>> terms = ["speed =~ q1", "q1 ~~ q1", "speed ~~ speed", "q1 | t2"]
    >>> words = parameter_labels(terms, ["speed"], str.upper)
    >>> [str(words[term]) for term in terms]  # doctest: +NORMALIZE_WHITESPACE
    ['SPEED: loading of Q1', 'residual of Q1', 'variance of SPEED',
     'border 2 between the categories of Q1']
    """
    return {term: _words(term, factors, label) for term in terms}


def _words(term: str, factors: Collection[str], label: Callable[[str], Any]) -> Message:
    first, sign, *rest = term.split(" ")
    other = rest[0] if rest else first
    if sign == "=~":
        return Message(SIGNS[sign], {"factor": label(first), "item": label(other)})
    if sign == "|":
        border = Number(float(other.removeprefix("t")), "count")
        return Message(SIGNS[sign], {"border": border, "item": label(first)})
    if sign == "~~" and other != first:
        return Message(SIGNS[sign], {"one": label(first), "other": label(other)})
    own = OF_FACTORS if first in factors else OF_ITEMS
    return Message(own.get(sign, SIGNS[sign]), {"item": label(first)})
