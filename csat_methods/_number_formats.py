"""How is each kind of number written, before its language is applied?"""

from __future__ import annotations

import math
from collections.abc import Callable


def _fixed(digits: int, sign: str = "-") -> Callable[[float], str]:
    def written(value: float) -> str:
        rounded = round(value, digits) + 0.0  # no minus before a zero
        return f"{rounded:{sign if rounded else '-'},.{digits}f}"

    return written


def _rounded_up(value: float) -> str:
    return _fixed(0)(math.ceil(round(value, 6)))


def _chance(value: float) -> str:
    return f"{max(value, 0.001):.3f}"


FORMATS: dict[str, Callable[[float], str]] = {
    "number": _fixed(2),
    "count": _fixed(0),
    "rounded_up": _rounded_up,
    "index": _fixed(1),
    "share": lambda value: f"{round(100 * value, 1) + 0.0:.1f}%",
    "fine_share": lambda value: f"{round(100 * value, 2) + 0.0:.2f}%",
    "percent": lambda value: f"{round(100 * value) + 0.0:.0f}%",
    "points": _fixed(1, "+"),
    "difference": _fixed(2, "+"),
    "fine_difference": _fixed(3, "+"),
    "share_difference": lambda value: _fixed(1, "+")(100 * value),
    "points_of_share": lambda value: _fixed(1, "+")(100 * value),
    "coefficient": _fixed(3),
    "share_size": lambda value: _fixed(1)(100 * value),
    "rank": lambda value: _fixed(1)(value).removesuffix(".0"),
    "probability": lambda value: "<\u00a00.001" if value < 0.0005 else f"{value:.3f}",
    "chance": lambda value: f"{'<' if value < 0.0005 else '='}\u00a0{_chance(value)}",
}
"""How each kind of number is written, before its language is applied."""

BARE = {"share_difference": "points_of_share"}
"""Kinds with a unit, and the same without: a range says its unit at its end only."""

FINER = {
    "number": "coefficient",
    "index": "number",
    "share": "fine_share",
    "points": "difference",
    "difference": "fine_difference",
}
"""Kinds, and those that write the same with a digit more."""
