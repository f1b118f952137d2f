"""What can still be looked at when the faulty parts of a file are taken out?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csat_methods.study.strict_yaml import Loc

STAND_INS = {"schema": 1, "id": "unknown", "title": "unknown"}
"""What takes the place of required values."""


class Taken:
    """The parts that were taken out of a file, and why."""

    def __init__(self) -> None:
        self.parts: list[tuple[Loc, str]] = []

    def __len__(self) -> int:
        return len(self.parts)

    def add(self, loc: Loc, kind: str) -> None:
        """Note one part and the kind of its error."""
        self.parts.append((loc, kind))

    def explains(self, error: Any) -> bool:
        """Whether an error may come of what was taken, not of what the file says."""
        loc = tuple(error["loc"])
        return any(
            part[: len(loc)] == loc and kind != "extra_forbidden"
            for part, kind in self.parts
        )

    def mentioned_in(self, words: str) -> bool:
        """Whether words speak of a part by its name."""
        return any(repr(part[-1]) in words for part, _ in self.parts if part)


def without(data: Any, errors: list[Any], taken: Taken) -> Any:
    """Return data without the parts that have errors; they are noted in `taken`."""
    for error in errors:
        loc = _removable(data, error)
        taken.add(loc, error["type"])
        data = _left_out(data, loc) if loc else None
    return data


def _removable(data: Any, error: Any) -> Loc:
    """Return the part to take out for an error: never a place in a list."""
    loc = tuple(part for part in error["loc"] if part != "[key]")
    if error["type"] == "missing" and loc[0] not in STAND_INS:
        loc = loc[:-1]
    for end, part in enumerate(loc):
        if isinstance(data, list) and (isinstance(part, int) or not _has(data, part)):
            return loc[:end]
        data = data[_place(data, part)] if _has(data, part) else None
    return loc


def _left_out(data: Any, loc: Loc) -> Any:
    """Return a copy of the data without one part, or with its stand-in."""
    if len(loc) == 1 and loc[0] in STAND_INS:
        return {**data, loc[0]: STAND_INS[loc[0]]}
    if not _has(data, loc[0]):
        return data
    copy, place = data.copy(), _place(data, loc[0])
    if len(loc) == 1:
        del copy[place]
    else:
        copy[place] = _left_out(copy[place], loc[1:])
    return copy


def _has(data: Any, part: Any) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and _place(data, part) < len(data)


def _place(data: Any, part: Any) -> Any:
    """Return where a list holds the part of that id; a key is its own place."""
    if not isinstance(data, list) or isinstance(part, int):
        return part
    ids = [each.get("id") if isinstance(each, Mapping) else None for each in data]
    return ids.index(part) if part in ids else len(data)
