"""How do items and groups, or items and answers, stand in one table that can be read?

Items are rows, levels are columns, and a cell is the estimate; the intervals are in the
file beside the page. Other results stand row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csat_methods._html import Html, tag
from csat_methods._messages import MISSING, translate
from csat_methods.report import words
from csat_methods.report.data_table import number_in, table_of
from csat_methods.report.publish import PublishedResult, check_shown

MOST = 12
"""Most levels that fit beside each other."""

Cell = tuple[Mapping[str, Any], bool]
"""The cells or keys of a row, and whether it is visible."""


def table_behind(shown: PublishedResult, caption: str) -> Html:
    """Return the table behind a figure: crossed where that can be read, else by rows.

    Parameters
    ----------
    shown : PublishedResult
    caption : str
        English; translated here.
    """
    check_shown(shown)
    across = crossing(shown)
    if across:
        return _crossed(shown, caption, across)
    return table_of(shown, caption)


def rows_behind(shown: PublishedResult) -> int:
    """Return how many rows the table behind a figure has."""
    check_shown(shown)
    rows = [row for row, _ in shown.rows()]
    return len(_distinct(rows, "term")) if crossing(shown) else len(rows)


def crossing(shown: PublishedResult) -> str:
    """Return the column whose levels become columns; empty where none can.

    One segment, or the answers of several items; two levels at least, and no more
    than fit; every item and level once.
    """
    result = shown.result
    choices = {("term",): result.by, ("term", "category"): ("category",)}
    found = choices.get(result.keys[len(result.by) :], ())
    if len(found) != 1 or (result.by and found != result.by):
        return ""
    rows = [row for row, _ in shown.rows()]
    if any(found[0] not in row for row in rows):
        return ""
    terms, levels = _distinct(rows, "term"), _distinct(rows, found[0])
    once = len({(row["term"], row[found[0]]) for row in rows}) == len(rows)
    full = 2 * len(rows) >= len(terms) * len(levels)
    fits = 2 <= len(levels) <= MOST and len(terms) > 1
    return found[0] if once and full and fits else ""


def _distinct(rows: list[Mapping[str, Any]], column: str) -> list[Any]:
    return list(dict.fromkeys(row[column] for row in rows))


def _crossed(shown: PublishedResult, caption: str, across: str) -> Html:
    result = shown.result
    cells = {(row["term"], row[across]): (row, seen) for row, seen in shown.rows()}
    rows = [row for row, _ in cells.values()]
    levels = _ordered(_distinct(rows, across))
    named = {row[across]: row for row in reversed(rows)}
    heads = (
        tag("th", words.cell_words(result, named[level], across), scope="col")
        for level in levels
    )
    first = tag("th", words.column_words(result, "term"), scope="col", class_="text")
    body = (
        _row(shown, [cells.get((term, level)) for level in levels])
        for term in _distinct(rows, "term")
    )
    return tag(
        "table",
        tag("caption", translate(caption) if caption else translate(result.method)),
        tag("thead", tag("tr", first, *heads)),
        tag("tbody", *body),
    )


def _ordered(levels: list[Any]) -> list[Any]:
    """Return levels in their order: by number where all are numbers."""
    numbers = [str(level).replace("-", "", 1).replace(".", "", 1) for level in levels]
    if all(number.isdigit() for number in numbers):
        return sorted(levels, key=float)
    return levels


def _row(shown: PublishedResult, cells: list[Cell | None]) -> Html:
    named = next(cell[0] for cell in cells if cell is not None)
    head = tag("th", words.cell_words(shown.result, named, "term"), scope="row")
    return tag("tr", head, *(_cell(shown, cell) for cell in cells))


def _cell(shown: PublishedResult, cell: Cell | None) -> Html:
    if cell is None:
        return tag("td", MISSING, class_="none")
    row, visible = cell
    if not visible:
        return tag("td", translate("hidden"), class_="hidden")
    place = f"{shown.prefix}{shown.result.key_of(row)}.estimate"
    return number_in(row["estimate"], shown.result.kind("estimate"), place)
