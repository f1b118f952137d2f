"""What do the three header rows of a Qualtrics export say of its columns?"""

from __future__ import annotations

import json
from dataclasses import replace

from csat_methods._messages import Message
from csat_methods.wave.raw_table import RawTable, heading

HEADERS = 3
"""Rows below the first in which the ids may stand."""
_TEXT_ROW = {"startdate": "start date", "responseid": "response id"}
"""Columns and their words, where a workbook has no row of ids."""


def without_headers(table: RawTable) -> RawTable:
    """Return a Qualtrics table whose header rows became labels and further names.

    The first row names the columns, the second has the questions' words, the third ids
    such as ``{"ImportId":"QID1"}``; a file that was saved anew may lack some of them.

    Raises
    ------
    ValueError
        If there is no answer below them.
    """
    ids = next(
        (i for i in range(min(HEADERS, len(table.frame))) if _is_ids(table, i)), -1
    )
    words = ids - 1 if ids > 0 else (0 if ids < 0 and _is_words(table) else -1)
    last = max(ids, words) + 1
    if last >= len(table.frame):
        raise ValueError(f"{table.name}: has header rows and no answers below them.")
    labels = _row(table, words)
    known = {c: (name,) for c, cell in _row(table, ids).items() if (name := _id(cell))}
    return replace(
        table,
        frame=table.frame.iloc[last:].reset_index(drop=True),
        rows=table.rows[last:],
        labels={c: " ".join(text.split()) for c, text in labels.items()},
        aliases=known,
        notes=table.notes if last else (*table.notes, _one_row(table.name)),
    )


def _is_ids(table: RawTable, row: int) -> bool:
    """Whether a row has ids; columns that somebody added have none."""
    return any(_id(str(cell)) for cell in table.frame.iloc[row])


def _is_words(table: RawTable) -> bool:
    """Whether the first row below the names has the platform's own words."""
    first = {
        str(c).casefold(): str(v).casefold() for c, v in table.frame.iloc[0].items()
    }
    return any(first.get(name) == words for name, words in _TEXT_ROW.items())


def _row(table: RawTable, row: int) -> dict[str, str]:
    if row < 0:
        return {}
    cells = table.frame.iloc[row].items()
    return {str(c): str(cell) for c, cell in cells if str(cell).strip()}


def _id(cell: str) -> str:
    """Return the id in a cell such as ``{"ImportId":"QID1"}``, else nothing."""
    if "ImportId" not in cell or len(cell) > 1000:
        return ""
    try:
        told = json.loads(cell.replace("'", '"'))
    except ValueError:
        return ""
    return heading(told.get("ImportId", "")) if isinstance(told, dict) else ""


def _one_row(name: str) -> Message:
    text = "{file} has one header row; an export of Qualtrics has three."
    return Message(text, {"file": name})
