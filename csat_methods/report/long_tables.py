"""Which rows of a long table stand on a page, and where do the others?

All of them, folded away; past the page's budget, the first ones of a table behind a
figure, and the name of the file beside the report that holds all.
"""

from __future__ import annotations

from csat_methods import _html
from csat_methods._html import Html, join, tag
from csat_methods._messages import Message, translate
from csat_methods.report.crossed_table import rows_behind, table_behind
from csat_methods.report.data_table import scrolling
from csat_methods.report.publish import PublishedResult
from csat_methods.report.said import count_of

LONG = 24
"""Rows of a table past which it is folded away."""

FIRST = (20, 8)
"""Rows that are left of a table that is shortened, as a page grows tighter."""

SPARED = 4
"""Rows, at least one more than that, for which a table is worth shortening."""


def counts_of(shown: PublishedResult) -> dict[str, float]:
    """Return how many rows a result has, and how many its short tables lack."""
    behind_all = rows_behind(shown)
    short = {
        _past(first): behind_all - first
        for first in FIRST
        if behind_all > first + SPARED
    }
    return {"rows": len(shown.result.table), **short}


def _past(first: int) -> str:
    return f"rows:past:{first}"


def behind(shown: PublishedResult, caption: str, first: int | None = None) -> Html:
    """Return the numbers behind a figure: a table, whole or its first rows.

    Parameters
    ----------
    shown : PublishedResult
    caption : str
        English; translated here.
    first : int, optional
        Rows that are left of a longer table, which then says where the others are;
        None for all.
    """
    left = left_of(shown, first)
    table = scrolling(table_behind(shown, caption, left), caption)
    return table if left is None else join(table, _others(shown, left))


def left_of(shown: PublishedResult, first: int | None) -> int | None:
    """Return how many rows a table behind a figure is cut to; None where it is not."""
    if first is None or rows_behind(shown) <= first + SPARED:
        return None
    return first


def _others(shown: PublishedResult, first: int) -> Html:
    """Say how many rows are left out, and which file has them."""
    said = Message(
        "The other {more} rows stand in {file}, beside this report.",
        {
            "more": count_of(rows_behind(shown) - first, _past(first)),
            "file": f"tables/{shown.name}.csv",
        },
    )
    return tag("p", _html.sentence(said, shown.prefix), class_="after")


def folded(shown: PublishedResult, caption: str, table: Html) -> Html:
    """Return a long table folded away, with the number of its rows."""
    rows = count_of(len(shown.result.table), "rows")
    counted = Message("Table of {rows} rows", {"rows": rows})
    said = (translate(caption), _html.sentence(counted, shown.prefix))
    summary = tag("summary", Html(" · ".join(map(_html.text, filter(None, said)))))
    return tag("details", summary, table, class_="long")
