"""How is an interval written whose end rounds to the line that it does not touch?

With a digit more: an interval from 4.00 says nothing about a line at 4.00; one from
4.002 does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from csat_methods._messages import Number
from csat_methods._number_formats import FINER, FORMATS

ENDS = ("low", "high")


def told_apart(values: Mapping[str, Any], line: float | None) -> dict[str, Any]:
    """Return values of a sentence, both ends of its interval clear of a line.

    Parameters
    ----------
    values : mapping of str to anything
        ``low`` and ``high`` are the ends; the rest stays as it is.
    line : float or None
        What the interval is judged by; None leaves everything as it is.

    Examples
    --------
    >>> values = {"low": Number(4.002), "high": Number(4.083)}
    >>> [v.kind for v in told_apart(values, 4.0).values()]
    ['coefficient', 'coefficient']
    >>> told_apart(values, 3.9) == values
    True
    """
    ends = {name: values[name] for name in ENDS}
    if line is None or not any(_like(end, line) for end in ends.values()):
        return dict(values)
    return {**values, **{name: _finer(end) for name, end in ends.items()}}


def _like(end: Number, line: float) -> bool:
    """Whether an end reads as the line although it is not there."""
    written = FORMATS[end.kind]
    return end.value != line and written(end.value) == written(line)


def _finer(end: Number) -> Number:
    return replace(end, kind=FINER.get(end.kind, end.kind))
