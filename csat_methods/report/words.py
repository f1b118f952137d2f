"""Which words stand over the columns of a table, and in its cells?

The text of a cell is a term, a level, an answer or a word of the method's own; each has
its place where its words are found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from csat_methods import _html
from csat_methods._html import Html
from csat_methods._messages import Day, Listing, Message, Text, plain, translate
from csat_methods.report.headings import COLUMNS, heading
from csat_methods.report.method_headings import METHOD_COLUMNS
from csat_methods.report.said import WORDS, cell_of
from csat_methods.report.table_heads import own_heading
from csat_methods.result import Result

CODE = frozenset({"function", "method", "result"})
"""Columns that hold names of this program."""

QUOTED = frozenset({"comment", "together", "words"})
"""Columns that hold what people wrote, in their own language."""

NAMED = frozenset({"where"})
"""Columns that hold names of the file where there are no words for them."""

YES = {True: "yes", False: "no"}


def column_words(result: Result, column: str) -> Html:
    """Return the heading of a column: the study's words, else the method's."""
    known = result.labels.get(column)
    own_word = isinstance(known, Message) and column in METHOD_COLUMNS
    if known is not None and plain(known) != column and not own_word:
        return _html.value(known)
    if column in result.by and column not in COLUMNS:
        return _html.value(column)
    own = own_heading(result, column)
    return _html.text(translate(own or heading(column)))


def cell_words(result: Result, row: Mapping[str, Any], column: str) -> Html:
    """Return a cell that is no number: a label, a level, a word of the method."""
    cell = row[column]
    if column in CODE:
        return _html.identifier(str(cell))
    words = label_of(result, row, column)
    bare = words is None or plain(words) == cell
    named = column in NAMED and bare and bool(cell) and translate(str(cell)) == cell
    if named or column in QUOTED or (column in result.keys and words is None):
        return _html.value(str(cell))
    if isinstance(cell, WORDS):
        return _html.value(cell_of(result, row, column), f"{result.name}#")
    return _word(cell) if words is None else _html.value(words)


def label_of(
    result: Result, row: Mapping[str, Any], column: str
) -> Text | Message | Listing | None:
    """Return the words that a result has for a cell, or None."""
    cell = str(row[column])
    places = [f"{column}={cell}", f"{row.get('term')}={cell}"]
    if column in result.by:
        return result.labels.get(places[0])
    own = result.label(cell)
    found = [*map(result.labels.get, places), None if isinstance(own, str) else own]
    return next((words for words in found if words is not None), None)


def _word(cell: Any) -> Html:
    if isinstance(cell, Text):
        return _html.value(cell)
    if not is_known(cell):
        return Html("")
    if isinstance(cell, bool):
        return _html.text(translate(YES[cell]))
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, pd.Timestamp) else cell
        return _html.value(Day(day))
    return _html.text(translate(str(cell)))


def is_known(cell: Any) -> bool:
    """Whether a cell holds anything."""
    if isinstance(cell, str):
        return cell != ""
    return not (cell is None or pd.isna(cell) is True)


def is_numeric(cell: Any) -> bool:
    """Whether a cell of a column of numbers holds one."""
    return isinstance(cell, int | float) and not math.isnan(cell)
