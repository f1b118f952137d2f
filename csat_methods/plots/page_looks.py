"""In which style does a page write what a line, an area or a word looks like?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import cycle, islice
from typing import Any, NamedTuple

from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.colors import to_hex

from csat_methods.plots.page_shapes import short
from csat_methods.plots.style import color

CAPS = {"butt": "", "round": ";stroke-linecap:round", "projecting": ""}

Shade = Any
"""Red, green, blue and, mostly, opacity."""


class Look(NamedTuple):
    """What a path looks like.

    Attributes
    ----------
    face, edge : tuple or None
    width : float
        Of the edge, in points; 0: it has none.
    dashes : (float, tuple or None)
        Where they begin, then lengths on and off, in points.
    cap : str
        How lines end.
    opacity : float or None
        Of face and edge; None: that of their colours.
    """

    face: Shade | None
    edge: Shade
    width: float
    dashes: tuple[float, Any]
    cap: str
    opacity: float | None


def look_of(gc: GraphicsContextBase, face: Any) -> Look:
    """Return the look that matplotlib asks for."""
    return Look(
        None if face is None else tuple(face),
        tuple(gc.get_rgb()),
        float(gc.get_linewidth()),
        _hashable(*gc.get_dashes()),
        str(gc.get_capstyle()),
        gc.get_alpha() if gc.get_forced_alpha() else None,
    )


def looks_of(
    gc: GraphicsContextBase, faces: Any, edges: Any, widths: Any, dashes: Any
) -> list[Look]:
    """Return the looks of several paths, which are to be taken in turn."""
    plain = look_of(gc, None)
    several = max(map(len, (faces, edges, widths, dashes)))
    columns = (
        _turns([tuple(face) for face in _rows(faces)] or [None], several),
        _turns([tuple(edge) for edge in _rows(edges)] or [plain.edge], several),
        _turns(list(map(float, widths)) or [plain.width], several),
        _turns([_hashable(*each) for each in dashes] or [plain.dashes], several),
    )
    found = [
        plain._replace(face=face, edge=edge, width=width, dashes=dash)
        for face, edge, width, dash in zip(*columns, strict=True)
    ]
    return found if len(edges) else [look._replace(width=0.0) for look in found]


def _rows(shades: Any) -> list[Any]:
    listed: list[Any] = shades.tolist() if hasattr(shades, "tolist") else list(shades)
    return listed


def _turns(values: Sequence[Any], count: int) -> list[Any]:
    return list(islice(cycle(values), max(count, 1)))


def _hashable(offset: Any, lengths: Any) -> tuple[float, Any]:
    return float(offset or 0.0), None if lengths is None else tuple(lengths)


@lru_cache(maxsize=2048)
def style_of(look: Look, pattern: str = "") -> str:
    """Return a style; nothing where the path would not be seen.

    Parameters
    ----------
    look : Look
    pattern : str
        Id of what fills it in place of its colour.
    """
    filled = f"fill:url(#{pattern})" if pattern else _fill(look)
    stroked = _stroke(look)
    return ";".join(filter(None, (filled or (stroked and "fill:none"), stroked)))


def _fill(look: Look) -> str:
    opacity = _opacity(look, look.face)
    if look.face is None or not opacity:
        return ""
    seen = "" if opacity == 1 else f";fill-opacity:{short(opacity)}"
    return f"fill:{to_hex(look.face)}{seen}"


def _stroke(look: Look) -> str:
    """Return how a line looks; nothing where there is none."""
    opacity = _opacity(look, look.edge)
    if not look.width or not opacity:
        return ""
    style = f"stroke:{to_hex(look.edge)};stroke-width:{short(look.width)}"
    if opacity != 1:
        style += f";stroke-opacity:{short(opacity)}"
    return style + CAPS[look.cap] + _dashes(*look.dashes)


def _dashes(offset: float, lengths: Any) -> str:
    if lengths is None:
        return ""
    start = f";stroke-dashoffset:{short(offset)}" if offset else ""
    return f";stroke-dasharray:{','.join(map(short, lengths))}{start}"


def _opacity(look: Look, shade: Shade | None) -> float:
    """Return how much of a colour is seen: what the artist says, else the colour."""
    if look.opacity is not None:
        return float(look.opacity)
    return float(shade[3]) if shade is not None and len(shade) > 3 else 1.0


@lru_cache(maxsize=512)
def letters(size: float, weight: str, shade: str) -> str:
    """Return the style of words; the ink is that of the whole drawing."""
    heavy = "" if weight in {"normal", "400"} else f"font-weight:{weight};"
    dark = "" if shade == color("ink") else f";fill:{shade}"
    return f"{heavy}font-size:{size:.2f}px{dark}"
