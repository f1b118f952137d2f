"""What is a contrast of these rows called?"""

from __future__ import annotations

from numbers import Real
from typing import Any

import numpy as np

from csat_methods._messages import Listing, Message, Number
from csat_methods.result import Result
from csat_methods.wave import claims

NAMED = 6
"""Most rows that the words of a contrast name."""


def compared(result: Result, a: np.ndarray) -> Message:
    """Return what is compared: what counts for it, and what counts against it."""
    rows = result.table.to_dict("records")
    sides = [_side(result, rows, a > 0), _side(result, rows, a < 0)]
    if not all(sides):
        return Message("Weighted sum of {rows}", {"rows": sides[0] or sides[1]})
    plain = set(np.abs(a[a != 0])) == {1.0}
    return Message(
        "{first} minus {second}" if plain else "{first} against {second}",
        {"first": sides[0], "second": sides[1]},
    )


def _side(
    result: Result, rows: list[dict[Any, Any]], counts: np.ndarray
) -> Message | Listing | None:
    names = [_row_name(result, rows[i]) for i in np.flatnonzero(counts)]
    if len(names) > NAMED:
        return Message("several rows")
    return Listing(tuple(names)) if names else None


def _row_name(result: Result, row: dict[Any, Any]) -> Any:
    """Return what a row is called: with its answer, or its share, if it has them."""
    name = claims.row_name(result, row)
    term, *more = [key for key in result.term_keys if key in row]
    parts = tuple(_part(result, row, term, key) for key in more)
    if not parts:
        return name
    return Message("{label} ({segment})", {"label": name, "segment": Listing(parts)})


def _part(result: Result, row: dict[Any, Any], term: str, key: str) -> Any:
    if isinstance(row[key], Real):
        return Number(float(row[key]), result.kind(key))
    return result.labels.get(f"{row[term]}={row[key]}", str(row[key]))
