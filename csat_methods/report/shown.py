"""What does a cell of a chapter put out when it shows a Result?

A reference, from which every page is made; and HTML and text, for whoever works with
the chapter itself.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from csat_methods import _html
from csat_methods._html import Html, tag
from csat_methods._messages import Message, Number
from csat_methods.result import Result

SHOW = "application/vnd.csat.show+json"
"""What a page is made from: ``ref, what, caption, alt, style`` of one Result."""

LONG = 24
"""Rows of a table past which it is folded away."""


def references_of(cell: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the references that an executed cell shows; no other output is one."""
    for output in cell.get("outputs", ()):
        found = output.get("data", {}).get(SHOW)
        if found:
            yield found


@dataclass(frozen=True)
class Shown:
    """A Result in a cell's output: a reference for the page, and HTML for Jupyter."""

    reference: dict[str, Any]
    html: str
    plain: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        bundle = {"text/html": self.html, "text/plain": self.plain}
        return bundle | ({SHOW: self.reference} if self.reference["ref"] else {})

    def __repr__(self) -> str:
        return self.plain


def shown_as(
    result: Result, reference: dict[str, Any], drawn: Html | None, *, brief: bool
) -> Shown:
    """Return what a cell puts out: claim, caption, figure if any, table and notes.

    A long table under a figure is folded. `brief` as text.
    """
    words = tag("figcaption", reference["caption"])
    figure = tag("figure", words, drawn or Html(""))
    table = _html.table(result._written())
    folded = drawn is not None and len(result.table) > LONG
    html = result._card(figure, _folded(table, result) if folded else table)
    plain = result.summary() if brief else repr(result)
    return Shown(reference, str(html), plain)


def _folded(table: Html, result: Result) -> Html:
    rows = Number(len(result.table), "count")
    said = _html.sentence(Message("Table of {rows} rows", {"rows": rows}))
    return tag("details", tag("summary", said), table)


def figure_of(result: Result, alt: str, style: dict[str, Any]) -> Html:
    """Return the figure of a Result, with the words for who cannot see it.

    It is an image, on white: of drawings inside HTML, JupyterLab leaves letters alone
    where a notebook was run elsewhere, and a dark theme would swallow these.
    """
    from csat_methods import plots

    own, _, inside = plots.svg(result, **style).removeprefix("<svg").partition(">")
    alone = {"xmlns": "http://www.w3.org/2000/svg", "font_family": "sans-serif"}
    white = tag("rect", width="100%", height="100%", fill="#ffffff")
    head = tag("svg", **alone).removesuffix("></svg>")
    coded = b64encode(f"{head}{own}>{white}{inside}".encode()).decode()
    return tag("img", src=f"data:image/svg+xml;base64,{coded}", alt=alt)
