"""How does a figure stand alone in a file, on a slide or in a manuscript?"""

from __future__ import annotations

import io
from typing import Any

from matplotlib.figure import Figure

from csat_methods import _messages
from csat_methods._html import tag
from csat_methods.plots.draw import drawn, has_figure
from csat_methods.plots.style import drawing
from csat_methods.result import Result

__all__ = ["files", "has_figure"]


def files(
    result: Result,
    *,
    title: str,
    description: str = "",
    density: int = 200,
    **style: Any,
) -> tuple[str, bytes]:
    """Return a result's figure in the current language as SVG and as PNG.

    Both have the claim and the note above the drawing, on white.

    Parameters
    ----------
    result : Result
    title, description : str
        For programs, and for who cannot see it: inside the files.
    density : int
        Dots an inch of the PNG; 100 is the size on a page.
    style : dict
        What the figure takes, as in :func:`csat_methods.plots.draw.draw`.

    Raises
    ------
    ValueError
        If the result has no figure, or it does not take that style.
    """
    with drawing():
        sheet: list[Figure] = []
        drawn(result, make=lambda **size: _kept(sheet, **size), title=True, **style)
        svg = _svg(sheet[0], title, description)
        png = _png(sheet[0], title, description, density)
    return svg, png


def _kept(sheet: list[Figure], **size: Any) -> Figure:
    sheet.append(Figure(**size))
    return sheet[-1]


def _svg(figure: Figure, title: str, description: str) -> str:
    """Return a drawing as a file of its own, its letters as outlines."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata=dict.fromkeys(_UNTOLD))
    opened, _, inside = out.getvalue().partition("<svg ")[2].partition(">")
    lang = _messages.current_language()
    told = tag("title", title) + tag("desc", description)
    return f'<svg {opened} role="img" xml:lang="{lang}">{told}{inside}'


_UNTOLD = ("Creator", "Date", "Format", "Type")
"""What would differ from day to day, or says nothing."""


def _png(figure: Figure, title: str, description: str, density: int) -> bytes:
    out = io.BytesIO()
    words = {"Title": title, "Description": description, "Software": None}
    figure.savefig(out, format="png", dpi=density, metadata=words)
    return out.getvalue()
