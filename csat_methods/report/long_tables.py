"""Which rows of a long table stand on a page, and where do the others?

All of them, folded away; past the page's budget, the first ones of a table behind a
figure, and the name of the file beside the report that holds all.
"""

from __future__ import annotations

from typing import Any

from csat_methods import _html
from csat_methods._html import Html, join, tag
from csat_methods._messages import Message, translate
from csat_methods.report.crossed_table import rows_behind, table_behind
from csat_methods.report.data_table import scrolling
from csat_methods.report.publish import PublishedResult
from csat_methods.report.said import count_of

PAPER = 60
"""Rows of a table past which it is not printed: the style sheet says so too."""

FIRST = (20, 8)
"""Rows that are left of a table that is shortened, as a page grows tighter."""

SPARED = 4
"""Rows, at least one more than that, for which a table is worth shortening."""

ROW_END = "</tr>"


def counts_of(shown: PublishedResult) -> dict[str, float]:
    """Return how many rows a result has, and how many its short tables lack."""
    behind_all = rows_behind(shown)
    short = {
        _past(first): behind_all - first
        for first in FIRST
        if behind_all > first + SPARED
    }
    return {"rows": len(shown.result.records()), **short}


def _past(first: int) -> str:
    return f"rows:past:{first}"


def behind(shown: PublishedResult, caption: str) -> Html:
    """Return the numbers behind a figure, as a table.

    Parameters
    ----------
    shown : PublishedResult
    caption : str
        English; translated here.
    """
    return scrolling(table_behind(shown, caption), caption)


def shortened(shown: PublishedResult, table: Html, first: int | None) -> Html:
    """Return a table behind a figure, whole or its first rows.

    Parameters
    ----------
    shown : PublishedResult
    table : Html
        As :func:`behind` made it.
    first : int or None
        Rows that are left of a longer table, which then says where the others are;
        None for all.
    """
    if first is None or rows_behind(shown) <= first + SPARED:
        return table
    head, start, body = table.partition("<tbody>")
    rows, end, tail = body.rpartition("</tbody>")
    left = ROW_END.join([*rows.split(ROW_END)[:first], ""])
    return join(Html(f"{head}{start}{left}{end}{tail}"), _others(shown, first))


def _others(shown: PublishedResult, first: int) -> Html:
    """Say how many rows are left out, and which file has them."""
    said = Message(
        "The other {more} rows stand in {file}, beside this report.",
        {
            "more": count_of(rows_behind(shown) - first, _past(first)),
            **_file(shown),
        },
    )
    return tag("p", _html.sentence(said, shown.prefix), class_="after")


def folded(shown: PublishedResult, caption: str, table: Html) -> Html:
    """Return a long table folded away, with the number of its rows."""
    rows = count_of(len(shown.result.table), "rows")
    counted = Message("Table of {rows} rows", {"rows": rows})
    said = (translate(caption), _html.sentence(counted, shown.prefix))
    summary = tag("summary", Html(" · ".join(map(_html.text, filter(None, said)))))
    whole = tag("details", summary, table, class_="long")
    if table.count(ROW_END) - 1 <= PAPER:
        return whole
    return join(whole, _for_paper(shown))


def _for_paper(shown: PublishedResult) -> Html:
    """Say, on paper only, which file has the rows of a table that is not printed."""
    said = Message("Its rows stand in {file}, beside this report.", _file(shown))
    return tag("p", _html.sentence(said, shown.prefix), class_="paper")


def _file(shown: PublishedResult) -> dict[str, Any]:
    return {"file": f"tables/{shown.name}.csv"}
