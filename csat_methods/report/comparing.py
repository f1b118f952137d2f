"""Which published numbers differ from those of an earlier report?

Both are read from ``results.json``: what was printed is compared, nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from csat_methods.report.job import study_and_wave
from csat_methods.report.own_json import read_json

FILE = "results.json"
SAME = 1e-9
"""Numbers closer than this, relative to the larger, are the same: another processor
may sum in another order."""

ABSENT = "-"
"""Stands for a number that one of the two reports does not have."""

HIDDEN = "hidden"


@dataclass(frozen=True)
class Change:
    """One published number that is another now.

    Attributes
    ----------
    ref : str
        Its place, as in the page: ``06.nps#all.estimate``.
    before, after : float or str
        ``-`` where it was not published, ``hidden`` where it was hidden.
    """

    ref: str
    before: Any
    after: Any

    def __str__(self) -> str:
        return f"{self.ref}\t{self.before}\t{self.after}"


def earlier_reports(
    place: str | Path, waves: Sequence[Path]
) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Return what earlier reports of waves published, by study and wave.

    Parameters
    ----------
    place : path
        ``results.json``, the folder of a report, or the folder of all reports; of the
        first two only where there is one wave.
    waves : list of Path
        The wave files.

    Raises
    ------
    ValueError
        If one has no report there, or it cannot be read.
    """
    names = [study_and_wave(path) for path in waves]
    return {name: _read(_found(Path(place), name, len(names))) for name in names}


def _found(place: Path, name: tuple[str, str], waves: int) -> Path:
    """Return the results of a wave in a place.

    Raises
    ------
    ValueError
        If there are none.
    """
    alone = [place, place / FILE] if waves == 1 else []
    for path in (place.joinpath(*name, FILE), *alone):
        if path.is_file():
            return path
    raise ValueError(
        f"compare={place}: there is no {FILE} of {' '.join(name)}; name that file, "
        "the folder of the report, or the folder of all reports."
    )


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = read_json(path)
    except (OSError, ValueError) as error:
        why = str(error).removeprefix(f"{path}: ").rstrip(".")
        raise ValueError(f"compare={path} cannot be read: {why}.") from error
    results = content.get("results") if isinstance(content, dict) else None
    if not isinstance(results, dict) or not all(map(_is_result, results.values())):
        raise ValueError(f"compare={path} holds no results of a report.")
    return dict(content)


def _is_result(told: Any) -> bool:
    """Whether something is a result as reports write it: rows, and what names them."""
    lists = isinstance(told, dict) and all(
        isinstance(told.get(part), list) for part in ("keys", "rows", "hidden")
    )
    return (
        lists
        and all(isinstance(key, str) for key in told["keys"])
        and all(isinstance(row, dict) for row in told["rows"] + told["hidden"])
    )


def changes_since(before: Mapping[str, Any], folder: Path) -> list[Change]:
    """Return the numbers of a report that differ from those of an earlier one."""
    return list(changes(before, _read(folder / FILE)))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the numbers that differ between the contents of two ``results.json``.

    Examples
    --------
    >>> row = {"term": "q1", "estimate": 4.5}
    >>> old = {"keys": ["term"], "rows": [row], "hidden": []}
    >>> new = {**old, "rows": [row | {"estimate": 4.75}]}
    >>> before, after = ({"results": {"06.nps": each}} for each in (old, new))
    >>> [(c.ref, c.before, c.after) for c in changes(before, after)]
    [('06.nps#all.estimate', 4.5, 4.75)]
    """
    old, new = before["results"], after["results"]
    for name in dict.fromkeys((*old, *new)):
        yield from _of_result(name, old.get(name), new.get(name))
    told = _in_words(before), _in_words(after)
    for ref in dict.fromkeys((*told[0], *told[1])):
        was, now = (each.get(ref, ABSENT) for each in told)
        if not _same(was, now):
            yield Change(ref, was, now)


def _in_words(content: Mapping[str, Any]) -> dict[str, float]:
    """Return every number that stands in no row: in sentences, of the whole report."""
    rest: list[tuple[str, Any]] = [("#", content.get("report"))]
    rest += [(f"{n}#said.", r.get("said")) for n, r in content["results"].items()]
    found = {}
    for place, part in rest:
        if isinstance(part, dict | list):
            each = part.items() if isinstance(part, dict) else enumerate(part)
            above = place if place.endswith(("#", ".")) else f"{place}."
            rest.extend((f"{above}{name}", held) for name, held in each)
        elif _is_number(part):
            found[place] = part
    return found


def _of_result(
    name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[Change]:
    """Yield what differs between two results of one name, or with none."""
    told = new or old or {}
    numbers = _numbers(old), _numbers(new)
    for row, column in dict.fromkeys((*numbers[0], *numbers[1])):
        was, now = (each.get((row, column), ABSENT) for each in numbers)
        if not _same(was, now):
            gone = [_hidden(row, each) for each in (old, new)]
            shown = [
                HIDDEN if value == ABSENT and hidden else value
                for value, hidden in zip((was, now), gone, strict=True)
            ]
            alone = len(told["rows"]) == 1
            yield Change(f"{name}#{'all' if alone else row}.{column}", *shown)


def _numbers(result: Mapping[str, Any] | None) -> dict[tuple[str, str], float]:
    """Return every number by row and column."""
    told = result or {}
    return {
        (";".join(_parts({key: row.get(key) for key in told["keys"]})), column): cell
        for row in told.get("rows", ())
        for column, cell in row.items()
        if _is_number(cell)
    }


def _is_number(cell: Any) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _parts(keys: Mapping[str, Any]) -> list[str]:
    """Return what a row is named by, as references write it."""
    return [f"{key}={quote(str(value), safe='')}" for key, value in keys.items()]


def _hidden(row: str, result: Mapping[str, Any] | None) -> bool:
    """Whether a row is among those that are hidden."""
    parts = set(row.split(";"))
    places = (result or {}).get("hidden", ())
    return any(set(_parts(place)) <= parts for place in places)


def _same(was: Any, now: Any) -> bool:
    if isinstance(was, str) or isinstance(now, str):
        return bool(was == now)
    return math.isclose(was, now, rel_tol=SAME, abs_tol=0.0)
