"""How does a table of words stand on a page?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from csat_methods._html import Html, tag
from csat_methods._messages import translate
from csat_methods.report.data_table import scrolling


def plain_table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], **attributes: Any
) -> Html:
    """Return a table of words: its first column heads each row."""
    body = (
        tag(
            "tr",
            tag("th", row[0], scope="row"),
            *(tag("td", cell) for cell in row[1:]),
        )
        for row in rows
    )
    made = tag(
        "table",
        tag("caption", translate(caption)),
        tag("thead", tag("tr", *(tag("th", translate(h), scope="col") for h in heads))),
        tag("tbody", *body),
        **attributes,
    )
    return scrolling(made, caption)
