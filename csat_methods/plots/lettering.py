"""How are words and numbers written inside a figure, from left and from right?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from csat_methods import _messages
from csat_methods._messages import Message
from csat_methods._once import once
from csat_methods.result import Result

RIGHT_TO_LEFT = "\u200f"
LEFT_TO_RIGHT = "\u200e"

SHARES = frozenset({"share", "percent", "share_difference", "share_size"})
SIGNED = frozenset({"points", "difference", "share_difference"})

WIDE, FEW = 4, 3
"""Numbers that a wide axis has room for, and the fewest that give it a measure."""

SHARED = ("before", "after", "group")
"""Keys that say which waves a row compares, or whose answers it is about."""


def rtl() -> bool:
    """Whether the language shown now is read from the right."""
    return _messages.direction() == "rtl"


def words(part: Any) -> str:
    """Return a text, a message or the study's words as plain text, not yet marked."""
    return part if isinstance(part, str) else str(_messages.plain(part))


def marked(text: str) -> str:
    """Return a text that starts at its own side, whatever letter it begins with."""
    if not text or not rtl() or text.startswith((LEFT_TO_RIGHT, RIGHT_TO_LEFT)):
        return text
    return RIGHT_TO_LEFT + text


def number(value: float, kind: str = "number") -> str:
    """Return a number whose sign stays on its left, its unit where words go on."""
    return _with_unit(*_messages.number_parts(float(value), kind))


def _with_unit(written: str, unit: str) -> str:
    """Return a number and its unit, each on its side."""
    if not rtl():
        return written + unit
    kept = LEFT_TO_RIGHT + written
    return f"{RIGHT_TO_LEFT}{kept}{LEFT_TO_RIGHT}{unit}" if unit else kept


def term_label(result: Result, term: Any) -> str:
    """Return the words of a term."""
    return words(result.label(term))


def level_label(result: Result, column: str, level: Any) -> str:
    """Return the words of a segment's level."""
    known = result.labels.get(f"{column}={level}")
    return local_digits(str(level)) if known is None else words(known)


def row_names(result: Result, rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what rows are called: their terms, then their levels.

    Levels will do where all rows have one term; a wave or a group that is that of all
    rows is not said again and again.
    """
    same = _same(result)
    terms = [key for key in result.term_keys if key not in same.intersection(SHARED)]
    alone = "term" in same
    return [_row_name(result, row, terms, alone=alone) for row in rows]


@once
def _same(result: Result) -> frozenset[str]:
    """Return the keys that are the same in all rows."""
    table = result.table
    keys = [key for key in (*SHARED, "term") if key in table]
    return frozenset(key for key in keys if table[key].nunique() == 1)


def _row_name(
    result: Result, row: Mapping[str, Any], terms: Sequence[str], *, alone: bool
) -> str:
    by = [column for column in result.by if column in row]
    levels = [level_label(result, column, row[column]) for column in by]
    known = [key for key in terms if key in row]
    if levels and alone and known == ["term"]:
        return " · ".join(levels)
    return " · ".join([*(term_label(result, row[key]) for key in known), *levels])


def local_digits(text: str) -> str:
    """Return a name with its digits as the language writes them.

    Points and hyphens stay: a name is not a number; one with letters stays whole.
    """
    return _messages.local_name(text)


def sentence(text: str, **values: Any) -> str:
    """Return an English text with values in the current language.

    One that begins with a number still starts at the side of its words.
    """
    told = _messages.plain(Message(text, values))
    return RIGHT_TO_LEFT + told if told.startswith(LEFT_TO_RIGHT) else told


# --------------------------------------------------------------------- scales
def limits(
    values: Iterable[float], *, include: Sequence[float] = (), pad: float = 0.06
) -> tuple[float, float]:
    """Return the ends of an axis that holds the values, with some room."""
    known = np.array([*values, *include], float)
    known = known[np.isfinite(known)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    room = (high - low) * pad or max(abs(low) * pad, 0.5)
    return low - room, high + room


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round numbers inside the ends of an axis."""
    return list(_ticks(float(low), float(high), count))


@lru_cache(maxsize=1024)
def _ticks(low: float, high: float, count: int) -> tuple[float, ...]:
    """Return them; two of a wide axis become three or four, if as short to write."""
    found = _inside(low, high, count)
    if count < WIDE or len(found) >= FEW:
        return found
    more = _inside(low, high, count + 1)
    as_short = _most_decimals(more) <= _most_decimals(found)
    return more if FEW <= len(more) <= WIDE and as_short else found


def _inside(low: float, high: float, count: int) -> tuple[float, ...]:
    locator = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10])
    found = np.asarray(locator.tick_values(low, high), float)
    room = (high - low) * 1e-9
    inside = found[(low - room <= found) & (found <= high + room)]
    return tuple(round(tick, 12) for tick in inside.tolist())


def tick_labels(values: Sequence[float], kind: str = "number") -> list[str]:
    """Return the texts of an axis, with as many decimals as its steps need."""
    unit = 100.0 if kind in SHARES else 1.0
    shown = [value * unit + 0.0 for value in values]
    decimals = _most_decimals(shown)
    texts = [_tick_label(value, decimals, kind) for value in shown]
    if kind not in _messages.UNITS:
        return [_with_unit(text, "") for text in texts]
    # The unit stands once, at zero: words at every tick would touch.
    told = {0.0} & set(shown) or set(shown)
    after = f"\u00a0{words(_messages.UNITS[kind])}"
    return [
        _with_unit(text, after if value in told else "")
        for text, value in zip(texts, shown, strict=True)
    ]


def _tick_label(value: float, decimals: int, kind: str) -> str:
    if value == 0:
        decimals = 0
    sign = "+" if kind in SIGNED and round(value, decimals) != 0 else ""
    percent = "%" if kind in SHARES and kind not in _messages.UNITS else ""
    return _messages.digits(f"{value:{sign},.{decimals}f}{percent}")


def _most_decimals(values: Iterable[float]) -> int:
    return max(map(_decimals, values), default=0)


def _decimals(value: float) -> int:
    """Return the fewest decimals that write a round number exactly, three at most."""
    exact = (d for d in range(3) if math.isclose(value, round(value, d), abs_tol=1e-9))
    return next(exact, 3)
