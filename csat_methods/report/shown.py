"""What does a cell of a chapter put out when it shows a Result?

A reference, from which every page is made; and HTML and text, for whoever works with
the chapter itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csat_methods import _html
from csat_methods._html import Html, tag
from csat_methods.result import Result

SHOW = "application/vnd.csat.show+json"
"""What a page is made from: ``ref, what, caption, alt, style`` of one Result."""


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
    """Return what a cell puts out: caption, figure if any, table; `brief` as text."""
    words = tag("figcaption", reference["caption"])
    html = tag("figure", words, drawn or Html(""), Html(result._repr_html_()))
    plain = result.summary() if brief else repr(result)
    return Shown(reference, str(html), plain)


def figure_of(result: Result, alt: str, style: dict[str, Any]) -> Html:
    """Return the figure of a Result, with the words for who cannot see it."""
    from csat_methods import plots

    drawing = Html(plots.svg(result, **style))
    return _html.tag("div", drawing, role="img", aria_label=alt)
