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

SIDE, EDGE, HEAD, FOOT = 40.0, 14.0, 28.0, 56.0
"""Pixels beside, above and below the plane."""

HEIGHT, HEIGHT_ON_A_PHONE = 400.0, 300.0
PER_TICK = 60.0
"""Pixels that a number on an axis has to itself."""

GRID = 61
LINES = 7
"""About how many lines of equal height are drawn."""

REACH = 1 / 3
"""Part of the shorter side that the line of equality crosses at least."""

COEFFICIENTS = ("intercept", "expectation", "perception", "e²", "e p", "p²")


def surface(result: Any, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw lines of equal outcome: expectation across, perception upwards.

    They are drawn where nine tenths of the answers lie, a point of one scale as long as
    one of the other. The dashed line is where both are equal. If the gap alone counted,
    all lines would run along it.
    """
    xlim, ylim = _limits(result)
    across, up = np.ptp(xlim), np.ptp(ylim)
    room = sheet.width - SIDE - EDGE
    most = HEIGHT_ON_A_PHONE if sheet.phone else HEIGHT
    point = min(room / across, most / up)
    width, height = float(point * across), float(point * up)
    sheet.open(HEAD + height + FOOT)
    left = EDGE if sheet.mirrored else SIDE
    ax = sheet.axes(left, HEAD, width, height, xlim=xlim, ylim=ylim)
    _names(sheet, ax, (width, height))
    ends = max(xlim[0], ylim[0]), min(xlim[1], ylim[1])
    ax.plot(ends, ends, color=color("axis"), lw=1.0, ls=(0, (4, 3)), gid=CLIPPED)
    if not hidden:
        _lines(sheet, ax, result)
    return ax


def _limits(result: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the ends of both axes: where answers lie, with a part of the equality."""
    left, right, low, high = result.seen
    if not (left < right and low < high):
        ends = min(result.seen), max(result.seen)
        ends = ends if ends[0] < ends[1] else tuple(result.scale)
        return ends, ends
    reach = REACH * min(right - left, high - low)
    return (min(left, high - reach), right), (min(low, right - reach), high)


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


def _names(sheet: Sheet, ax: Axes, size: tuple[float, float]) -> None:
    """Write both scales and what they are."""
    xlim, ylim = ax.get_xlim(), ax.get_ylim()
    across, up = (
        ticks(*ends, max(2, int(pixels / PER_TICK)))
        for ends, pixels in zip((xlim, ylim), size, strict=True)
    )
    sheet.scale(ax, across, tick_labels(across), top=False)
    for value, text in zip(up, tick_labels(up), strict=True):
        sheet.label(ax, xlim[0], value, text, side="right", dx=-8)
    perceived = f"↑ {translate('perceived')}"
    sheet.label(ax, xlim[0], ylim[1], perceived, side="left", dy=-12)
    arrow = "→ {}" if rtl() else "{} →"
    expected = arrow.format(translate("expected"))
    sheet.label(ax, xlim[1], ylim[0], expected, side="right", dy=38)
