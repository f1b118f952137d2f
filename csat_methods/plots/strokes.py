"""How do lines, dots and bars come on Axes, many at once?

Matplotlib's own ways to draw them look for units, masks and new limits, which takes
longer than the drawing; here a sheet has set the limits already.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import compress
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from csat_methods.plots import page_strokes
from csat_methods.plots.paper import Leaf
from csat_methods.plots.style import color

Shades = str | Sequence[str]
"""Name of a colour, for all marks or one a mark."""

SOLID = (0, None)


@cache
def rgba(shade: str) -> tuple[float, float, float, float]:
    """Return the red, green, blue and opacity of a colour of the palette."""
    return to_rgba(color(shade))


def rgbas(shades: Shades) -> list[tuple[float, float, float, float]]:
    """Return the same for all marks, or for each."""
    return [rgba(shades)] if isinstance(shades, str) else list(map(rgba, shades))


def level_lines(
    ax: Axes,
    y: Any,
    low: Any,
    high: Any,
    shades: Shades,
    width: float,
    *,
    zorder: float = 2.0,
    dashes: Any = SOLID,
    cut: bool = True,
) -> None:
    """Draw level lines from `low` to `high`; one that has no end is not seen.

    Parameters
    ----------
    width : float
        Points.
    dashes : tuple
        Where they begin, then lengths on and off, in widths of the line.
    cut : bool
        Whether they end where the Axes do.
    """
    y, low, high = np.broadcast_arrays(*(_numbers(v) for v in (y, low, high)))
    ends = np.stack([low, y, high, y], axis=-1).reshape(-1, 2, 2)
    lines(ax, ends, shades, width, zorder=zorder, dashes=dashes, cut=cut)


def upright_lines(
    ax: Axes,
    x: Any,
    low: Any,
    high: Any,
    shades: Shades,
    width: float,
    *,
    zorder: float = 2.0,
    dashes: Any = SOLID,
    cut: bool = True,
) -> None:
    """Draw upright lines, as :func:`level_lines` draws level ones."""
    x, low, high = np.broadcast_arrays(*(_numbers(v) for v in (x, low, high)))
    ends = np.stack([x, low, x, high], axis=-1).reshape(-1, 2, 2)
    lines(ax, ends, shades, width, zorder=zorder, dashes=dashes, cut=cut)


def _numbers(values: Any) -> np.ndarray:
    return np.atleast_1d(np.asarray(values, float))


def lines(
    ax: Axes,
    ends: Any,
    shades: Shades,
    width: float,
    *,
    zorder: float = 2.0,
    dashes: Any = SOLID,
    cut: bool = True,
) -> None:
    """Draw straight lines between two ends each, shape (n, 2, 2)."""
    ends = np.asarray(ends, float)
    if isinstance(ax, Leaf):
        look: dict[str, Any] = {"zorder": zorder, "dashes": dashes}
        page_strokes.lines(ax, ends, rgbas(shades), width, **look)
        return
    found = LineCollection(
        list(ends),
        colors=rgbas(shades),
        linewidths=width,
        linestyles=[dashes],
        zorder=zorder,
    )
    if not cut:
        found.set_clip_on(False)
    ax.add_collection(found, autolim=False)


def spots(
    ax: Axes,
    x: Any,
    y: Any,
    *,
    area: float,
    marker: str = "o",
    faces: Shades,
    edges: Shades = "",
    edge: float = 0.0,
) -> None:
    """Draw a mark at each place, above everything; none where a number is missing.

    Parameters
    ----------
    area : float
        Square points.
    edges, edge
        Colours and points of the edge; without one it has none.
    """
    path, offsets = _outline_of(marker), np.column_stack([_numbers(x), _numbers(y)])
    ends = rgbas(edges) if edges else []
    if isinstance(ax, Leaf):
        page_strokes.spots(ax, offsets, path, area, rgbas(faces), ends, edge)
        return
    found = PathCollection(
        [path],
        [area],
        offsets=offsets,
        offset_transform=ax.transData,
        facecolors=rgbas(faces),
        edgecolors=ends or "none",
        linewidths=edge,
        zorder=4,
    )
    found.set_transform(IdentityTransform())
    found.set_clip_on(False)
    ax.add_collection(found, autolim=False)


@cache
def _outline_of(marker: str) -> Path:
    style = MarkerStyle(marker)
    return style.get_path().transformed(style.get_transform())


def bars(
    ax: Axes,
    y: Sequence[float] | np.ndarray,
    lengths: Any,
    tall: float,
    shades: Shades,
    *,
    start: Any = 0.0,
    zorder: float = 1.0,
) -> None:
    """Draw level bars from `start` on, their middles at `y`."""
    starts, y = np.broadcast_to(_numbers(start), len(y)), _numbers(y)
    lengths = _numbers(lengths)
    places = np.stack([starts, y - tall / 2, lengths, np.full(len(y), tall)], axis=-1)
    known = np.isfinite(places).all(axis=1)
    names = [shades] * len(y) if isinstance(shades, str) else shades
    boxes(ax, places[known], list(compress(names, known)), zorder=zorder)


def towers(ax: Axes, edges: Any, heights: Any, shade: str, *, edge: float) -> None:
    """Draw upright bars from zero, each from one of the edges to the next."""
    low, tall = _numbers(edges), _numbers(heights)
    places = np.stack([low[:-1], np.zeros(len(tall)), np.diff(low), tall], axis=-1)
    boxes(ax, places, [shade] * len(tall), edge=edge)


def boxes(
    ax: Axes,
    places: Any,
    shades: Sequence[str],
    *,
    zorder: float = 1.0,
    edge: float = 0.0,
) -> None:
    """Draw boxes: left, low, width and height of each; points of their white edge."""
    look: dict[str, Any] = {"zorder": zorder, "edge": rgba("paper"), "width": edge}
    if isinstance(ax, Leaf):
        page_strokes.boxes(ax, np.asarray(places, float), rgbas(shades), **look)
        return
    for (left, low, width, height), shade in zip(places, shades, strict=True):
        rectangle(
            ax,
            (left, low),
            width,
            height,
            zorder=zorder,
            fc=rgba(shade),
            ec=rgba("paper"),
            lw=edge,
        )


def rectangle(
    ax: Axes, corner: tuple[float, float], width: float, height: float, **look: Any
) -> None:
    """Draw a rectangle, which looks as a patch is told to."""
    ax.add_artist(Rectangle(corner, width, height, **look))
