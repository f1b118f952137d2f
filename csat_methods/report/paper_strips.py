"""How does a tall drawing of many rows go from one sheet of paper to the next?

A browser cuts no drawing. So on paper one that says where its rows end is shown in
strips of a few rows, each a window on the same marks; what stands above the first row
is the head of every sheet. Rows under a heading of their own stay with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from csat_methods._html import Html, tag

TALL = 0.8
"""Height over width from which a drawing may be cut; lower ones stay whole."""

ROWS = 5
"""Rows of a strip; the last of a group of rows has up to so many more."""

_CUTS = re.compile(r' data-cuts="([\d.+ ]+)"')
_OPEN = re.compile(
    r"<svg[^>]*?(?P<look> class=[^>]*?)"
    r' viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"'
    r' width="(?P<pixels>\d+)" height="\d+"(?P<style>[^>]*)>'
)


def on_paper(drawn: str, name: str) -> tuple[Html, Html]:
    """Return a drawing, and its strips where it is to be cut.

    Parameters
    ----------
    drawn : str
        One ``<svg>``; its ``data-cuts`` say where the head and each row but the last
        end, in its own units, after a plus where a group of rows begins.
    name : str
        Id of the marks, which the strips show again.

    Examples
    --------
    >>> svg = '<svg class="plot" data-cuts="9" viewBox="0 0 9 4" width="9" height="4">'
    >>> on_paper(svg + "</svg>", "a")[1]
    ''
    """
    found = _CUTS.search(drawn)
    whole = Html(_CUTS.sub("", drawn, count=1))
    opened = _OPEN.match(whole)
    if found is None or opened is None:
        return whole, Html("")
    width, height = float(opened["width"]), float(opened["height"])
    if height < TALL * width:
        return whole, Html("")
    inside = whole[opened.end() :].removesuffix("</svg>")
    marks = tag("svg", Html(inside), id=name, class_="marks", overflow="visible")
    strips = _strips(opened, _ends(found[1].split()), name)
    paper = tag("div", *strips, class_="plot-paper")
    return Html(f"{opened[0]}{marks}</svg>"), paper


def _ends(cuts: Sequence[str]) -> list[float]:
    """Return where the head and each strip but the last end."""
    groups = [i for i, cut in enumerate(cuts) if i and cut.startswith("+")]
    ends = [
        row
        for first, after in pairwise([0, *groups, len(cuts)])
        for row in (first, *range(first + ROWS, after - ROWS, ROWS))
    ]
    return [float(cuts[row]) for row in ends]


def _strips(opened: re.Match[str], ends: Sequence[float], name: str) -> Iterator[Html]:
    """Yield the head and the strips, each in a box of its own."""
    places = [0.0, *ends, float(opened["height"])]
    zoom = int(opened["pixels"]) / float(opened["width"])
    for top, bottom in pairwise(places):
        box = f"0 {top:g} {opened['width']} {bottom - top:.6g}"
        size = f'width="{opened["pixels"]}" height="{(bottom - top) * zoom:.0f}"'
        yield tag(
            "div",
            Html(
                f'<svg aria-hidden="true"{opened["look"]} viewBox="{box}" {size}'
                f"{opened['style']}>"
                f'<use href="#{name}"/></svg>'
            ),
        )
