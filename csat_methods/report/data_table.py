"""How do published numbers stand in a table of a page?

Each number names its place in ``results.json``: its row the result and the row, itself
the column. Heads have scope; hidden rows keep their keys and say so.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from csat_methods import _html
from csat_methods._html import Html, join, tag
from csat_methods._messages import MISSING, Message, Number, translate
from csat_methods.report import words
from csat_methods.report.near_line import told_apart
from csat_methods.report.publish import PublishedResult, check_shown
from csat_methods.report.said import level_of
from csat_methods.report.table_heads import aside, idle, in_order

SHY = frozenset(
    {
        *("se", "df", "deff", "asked", "not_applicable", "category_value"),
        *("band_low", "band_high", "se_independent", "n_before", "n_after"),
        *("shared", "family", "comparable", "p", "boxes", "r_squared", "slope"),
        *("skew", "kurtosis", "average_r", "sem", "complexity", "leads"),
        *("inversions", "moved_by", "probability_first"),
        *("category_continuous", "poor_to", "good_from"),
    }
)
"""Columns for those who look closely: in the CSV, not on the page."""

NOTHING = 1e-9
"""Width below which an interval has none: what arithmetic leaves of zero."""

ENDS = ("_se", "_low", "_high")
"""How the names of errors and ends of intervals of other columns end."""


_TAGS = re.compile("<[^>]*>")

KEPT = frozenset({"ci_low", "rank_low", "rank_high"})
"""Columns that end so and are shown: intervals, and ranks that chance leaves open."""


def scrolling(table: Html, label: str, **attributes: Any) -> Html:
    """Return a table that scrolls by itself where it is too wide."""
    return tag(
        "div",
        table,
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=translate(label) or translate("Table"),
        **attributes,
    )


def table_of(shown: PublishedResult, caption: str, columns: Sequence[str] = ()) -> Html:
    """Return a published table; hidden rows keep their keys and say so.

    Parameters
    ----------
    shown : PublishedResult
    caption : str
        English; translated here.
    columns : sequence of str
        Those to show; none for all that a page shows.
    """
    check_shown(shown)
    result, table = shown.result, shown.result.table
    chosen = [c for c in columns or _columns(shown, table) if c in table]
    told = [(row, visible) for row, visible in shown.rows() if not idle(result, row)]
    rows = in_order(result, told)
    only = _only(shown, [row for row, _ in rows])
    keys = [c for c in result.keys if c in table and c != only]
    cells = [c for c in chosen if c not in (*keys, only)]
    types = table.dtypes
    numbers = {c: result.kind(c) for c in cells if types[c].kind in "fiu"}
    body = [
        _row(shown, row, keys, cells, numbers)
        if visible
        else _hidden_row(shown, row, keys, len(cells))
        for row, visible in rows
    ]
    heads = [
        *(
            tag("th", words.column_words(result, key), scope="col", class_="text")
            for key in keys
        ),
        *(_head(shown, column, number=column in numbers) for column in cells),
    ]
    title = _html.text(translate(caption or result.method))
    if only is not None:
        title = _titled(title, words.cell_words(result, rows[0][0], only))
    return tag(
        "table",
        tag("caption", title),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *body),
    )


def _only(shown: PublishedResult, rows: Sequence[Mapping[str, Any]]) -> str | None:
    """Return ``term`` where all rows are of one: the caption says it once for all."""
    keys = shown.result.keys
    if "term" not in keys or len(keys) == 1 or len(rows) == 1:
        return None
    return "term" if len({row.get("term") for row in rows}) == 1 else None


def _titled(title: Html, subject: Html) -> Html:
    """Return a caption that names what all its rows are of."""
    bare = _TAGS.sub("", subject)
    return title if bare in title else join(title, " · ", subject)


def _columns(shown: PublishedResult, table: pd.DataFrame) -> list[str]:
    """Return the columns that a page shows; an interval is one of them."""
    keys, rows = shown.result.keys, shown.result.records()
    left = SHY | shown.unread | aside(shown.result)
    listed = [str(c) for c in table if c not in left]
    listed = [c for c in listed if c in KEPT or not c.endswith(ENDS)]
    return [
        c for c in listed if c in keys or any(words.is_known(row[c]) for row in rows)
    ]


def _head(shown: PublishedResult, column: str, *, number: bool) -> Html:
    if column == "ci_low":
        message = Message("{level} interval", {"level": level_of(shown.result)})
        said = _html.sentence(message, shown.prefix)
        return tag("th", said, scope="col")
    kind = None if number else "text"
    return tag("th", words.column_words(shown.result, column), scope="col", class_=kind)


def _row(
    shown: PublishedResult,
    row: Mapping[str, Any],
    keys: Sequence[str],
    cells: Sequence[str],
    numbers: Mapping[str, str],
) -> Html:
    """Return a row: it names its place, and its numbers their columns only."""
    result = shown.result
    heads = (tag("th", words.cell_words(result, row, k), scope="row") for k in keys)
    kinds = {**numbers, **result.kinds_in(row)}
    rest = (_cell(shown, row, c, kinds.get(c)) for c in cells)
    place = f"{shown.prefix}{result.key_of(row)}"
    whole = f'data-ref="{_html.text(place)}.'
    inside = join(*heads, *rest).replace(whole, 'data-ref=".')
    return tag("tr", Html(inside), data_of=place)


def _cell(
    shown: PublishedResult, row: Mapping[str, Any], column: str, kind: str | None
) -> Html:
    if column == "ci_low":
        return interval(shown, row)
    if kind is not None:
        return number_in(row[column], kind, f".{column}")
    return tag("td", words.cell_words(shown.result, row, column), class_="text")


def number_in(cell: Any, kind: str, place: str) -> Html:
    """Return a cell with a number that names its place, or a dash for none."""
    if not words.is_numeric(cell):
        return tag("td", MISSING, class_="none")
    return tag("td", _html.data(Number(float(cell), kind, place)))


def interval(shown: PublishedResult, row: Mapping[str, Any]) -> Html:
    """Return a cell with an interval, "low to high", each end with its column."""
    if math.isnan(row["ci_low"]) or math.isnan(row["ci_high"]):
        return tag("td", MISSING, class_="none")
    if _fixed(shown, row):
        said = _html.sentence(Message("fixed by weighting"))
        return tag("td", said, class_="interval")
    ends = {"low": "ci_low", "high": "ci_high"}
    kind = shown.result.kind
    numbers = {n: Number(float(row[c]), kind(c), f".{c}") for n, c in ends.items()}
    told = told_apart(numbers, row.get("limit"))
    said = _html.sentence(Message("{low} to {high}", told))
    return tag("td", said, class_="interval")


def _fixed(shown: PublishedResult, row: Mapping[str, Any]) -> bool:
    """Return whether a share is known beforehand: the weights were made to give it."""
    if shown.result.kind("estimate") != "share":
        return False
    inside = 0.0 < row["estimate"] < 1.0
    return inside and abs(row["ci_high"] - row["ci_low"]) < NOTHING


def _hidden_row(
    shown: PublishedResult, row: Mapping[str, Any], keys: Sequence[str], width: int
) -> Html:
    """Return a row that has its keys and says that the rest is hidden."""
    known = [key for key in keys if key in row]
    spans = {known[-1]: 1 + len(keys) - len(known)} if known else {}
    heads = [
        tag(
            "th",
            words.cell_words(shown.result, row, key),
            scope="row",
            colspan=spans[key] if spans.get(key, 1) > 1 else None,
        )
        for key in known
    ]
    hidden = tag("td", translate("hidden"), colspan=width or None, class_="hidden")
    return tag("tr", *heads, hidden)


def hidden_note(minimum: Number) -> Message:
    """Return why some rows are not shown."""
    return Message(
        "Hidden: fewer than {minimum} answers, or needed to keep such a group hidden.",
        {"minimum": minimum},
    )
