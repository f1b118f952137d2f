"""How do lines, dots and bars come on Axes, many at once?

Matplotlib's own ways to draw them look for units, masks and new limits, which takes
longer than the drawing; here a sheet has set the limits already.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from csat_methods.plots.style import color

Shades = str | Sequence[str]
"""Name of a colour, for all marks or one a mark."""

SOLID = (0, None)
NOTHING = (0.0, 0.0, 0.0, 0.0)


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
) -> LineCollection:
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
    return _lines(ax, ends, shades, width, zorder=zorder, dashes=dashes, cut=cut)


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
) -> LineCollection:
    """Draw upright lines, as :func:`level_lines` draws level ones."""
    x, low, high = np.broadcast_arrays(*(_numbers(v) for v in (x, low, high)))
    ends = np.stack([x, low, x, high], axis=-1).reshape(-1, 2, 2)
    return _lines(ax, ends, shades, width, zorder=zorder, dashes=dashes, cut=cut)


def _numbers(values: Any) -> np.ndarray:
    return np.atleast_1d(np.asarray(values, float))


def _lines(
    ax: Axes,
    ends: np.ndarray,
    shades: Shades,
    width: float,
    *,
    zorder: float,
    dashes: Any,
    cut: bool,
) -> LineCollection:
    lines = LineCollection(
        list(ends),
        colors=rgbas(shades),
        linewidths=width,
        linestyles=[dashes],
        zorder=zorder,
    )
    if not cut:
        lines.set_clip_on(False)
    ax.add_collection(lines, autolim=False)
    return lines


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
) -> PathCollection:
    """Draw a mark at each place, above everything; none where a number is missing.

    Parameters
    ----------
    area : float
        Square points.
    edges, edge
        Colours and points of the edge; without one it has none.
    """
    found = PathCollection(
        [_outline_of(marker)],
        [area],
        offsets=np.column_stack([_numbers(x), _numbers(y)]),
        offset_transform=ax.transData,
        facecolors=rgbas(faces),
        edgecolors=rgbas(edges) if edges else "none",
        linewidths=edge,
        zorder=4,
    )
    found.set_transform(IdentityTransform())
    found.set_clip_on(False)
    ax.add_collection(found, autolim=False)
    return found


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
    names = [shades] * len(y) if isinstance(shades, str) else shades
    starts = np.broadcast_to(_numbers(start), len(y)).tolist()
    rows = zip(starts, map(float, y), _numbers(lengths).tolist(), names, strict=True)
    for left, middle, length, shade in rows:
        if not math.isfinite(length):
            continue
        rectangle(
            ax, (left, middle - tall / 2), length, tall, zorder=zorder, fc=rgba(shade)
        )


def rectangle(
    ax: Axes, corner: tuple[float, float], width: float, height: float, **look: Any
) -> None:
    """Draw a rectangle, which looks as a patch is told to."""
    ax.add_artist(Rectangle(corner, width, height, **look))
