"""How does the outcome move with expectation and perception together?"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from csat_methods._messages import translate
from csat_methods.plots.interval_figures import Hidden
from csat_methods.plots.lettering import rtl, tick_labels, ticks
from csat_methods.plots.paper import CLIPPED
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import Look, color

SIDE, EDGE, HEAD, FOOT = 40.0, 14.0, 16.0, 56.0
"""Pixels beside, above and below the plane."""

HEIGHT, HEIGHT_ON_A_PHONE = 400.0, 300.0
GRID = 61
LINES = 7
"""About how many lines of equal height are drawn."""

COEFFICIENTS = ("intercept", "expectation", "perception", "e²", "e p", "p²")


def surface(result: Any, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw lines of equal outcome: expectation across, perception upwards.

    They are drawn where nine tenths of the answers lie. The dashed line is where both
    are equal. If the gap alone counted, all lines would run along it.
    """
    height = HEIGHT_ON_A_PHONE if sheet.phone else HEIGHT
    sheet.open(HEAD + height + FOOT)
    ends = min(result.seen), max(result.seen)
    if not ends[0] < ends[1]:
        ends = result.scale
    left = EDGE if sheet.mirrored else SIDE
    width = sheet.width - SIDE - EDGE
    place: dict[str, Any] = {"xlim": ends, "ylim": ends}
    ax = sheet.axes(left, HEAD, width, height, **place)
    _names(sheet, ax, ends)
    ax.plot(ends, ends, color=color("axis"), lw=1.0, ls=(0, (4, 3)), gid=CLIPPED)
    if not hidden:
        _lines(sheet, ax, result)
    return ax


def _lines(sheet: Sheet, ax: Axes, result: Any) -> None:
    """Draw the lines of equal height and write each one's height on it."""
    left, right, low, high = result.seen
    size = right - left, high - low
    if not all(size):
        return
    shade: dict[str, Any] = {"fc": color("neutral"), "alpha": 0.25, "lw": 0}
    ax.add_artist(Rectangle((left, low), *size, zorder=0, gid=CLIPPED, **shade))
    across, up = np.linspace(left, right, GRID), np.linspace(low, high, GRID)
    z = heights(result, across[None, :], up[:, None])
    levels = ticks(float(z.min()), float(z.max()), LINES)
    if not np.ptp(z) > 0 or not levels:
        return
    style: dict[str, Any] = {"linewidths": 1.1, "linestyles": "solid"}
    drawn = ax.contour(across, up, z, levels=levels, colors=color("ink"), **style)
    drawn.set(gid=CLIPPED, clip_on=True)
    texts = tick_labels(list(drawn.levels))
    for text, segments in zip(texts, drawn.allsegs, strict=True):
        longest = max(segments, key=len, default=None)
        if longest is not None and len(longest):
            x, y = longest[len(longest) // 2]
            look = Look("small", "ink", "bold")
            sheet.label(ax, float(x), float(y), text, look, veil=True)


def heights(result: Any, expectation: np.ndarray, perception: np.ndarray) -> np.ndarray:
    """Return the outcome that the surface has at some expectations and perceptions."""
    known = dict(zip(result.table["term"], result.table["estimate"], strict=True))
    b = [known[name] for name in COEFFICIENTS]
    e, p = expectation - result.centre, perception - result.centre
    parts = (1.0, e, p, e**2, e * p, p**2)
    return np.asarray(sum(c * part for c, part in zip(b, parts, strict=True)))


def _names(sheet: Sheet, ax: Axes, ends: tuple[float, float]) -> None:
    """Write both scales and what they are."""
    places = ticks(*ends, 4 if sheet.phone else 7)
    sheet.scale(ax, places, tick_labels(places), top=False)
    for value, text in zip(places, tick_labels(places), strict=True):
        sheet.label(ax, ends[0], value, text, side="right", dx=-8)
    arrow = "→ {}" if rtl() else "{} →"
    across = arrow.format(translate("expected"))
    sheet.label(
        ax, ends[0], ends[1], f"↑ {translate('perceived')}", side="left", dx=8, dy=12
    )
    sheet.label(ax, ends[1], ends[0], across, side="right", dy=38)
