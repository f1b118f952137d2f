"""What matters to customers and is rated low: what comes first?"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon

from csat_methods._messages import translate
from csat_methods.plots.interval_figures import Hidden
from csat_methods.plots.key_lines import HIDDEN_MARK, Entry, key_height, write_key
from csat_methods.plots.label_places import Placed
from csat_methods.plots.lettering import rtl, sentence, term_label, tick_labels, ticks
from csat_methods.plots.marks import dots
from csat_methods.plots.paper import CLIPPED
from csat_methods.plots.priority_map import (
    EDGE,
    NAME_LINES,
    SIDE,
    UNDECIDED,
    PriorityMap,
)
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines, lines, rectangle, upright_lines
from csat_methods.plots.style import Look, color
from csat_methods.result import Result

HEAD, FOOT = 30.0, 44.0
"""Pixels above and below the map."""


def matrix(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw importance across and performance upwards, with intervals and quadrants.

    Items whose place is undecided are grey. Where names find no room they give way to
    numbers with a key below, on a phone always.
    """
    plan = PriorityMap(result, sheet)
    entries = _key(plan, hidden)
    bottom = HEAD + plan.height + FOOT
    sheet.open(bottom + key_height(entries, sheet))
    left = EDGE if sheet.mirrored else SIDE
    place = {"xlim": plan.xlim, "ylim": plan.ylim}
    ax = sheet.axes(left, HEAD, plan.width, plan.height, **place)
    _quadrants(sheet, ax, plan)
    _scales(sheet, ax, plan)
    _items(ax, plan)
    _names(sheet, ax, plan)
    write_key(sheet, bottom, entries)
    return ax


def _quadrants(sheet: Sheet, ax: Axes, plan: PriorityMap) -> None:
    """Draw the lines, the shade of what comes first, and the quadrants' names."""
    (left, right), (low, high) = plan.xlim, plan.ylim
    start, end = plan.performance_line()
    x = plan.crosshair[0] if np.isfinite(plan.crosshair[0]) else left
    y = float(np.interp(x, (start[0], end[0]), (start[1], end[1])))
    corners = [(x, low), (right, low), end, (x, y)]
    shade: dict[str, Any] = {"fc": color("bad_soft"), "alpha": 0.18, "lw": 0}
    ax.add_artist(Polygon(corners, closed=True, zorder=0, gid=CLIPPED, **shade))
    upright_lines(ax, x, low, high, "axis", 0.8, zorder=1)
    across, up = zip(start, end, strict=True)
    ax.plot(across, up, color=color("axis"), lw=0.8, zorder=1, gid=CLIPPED)
    named, tall = plan.quadrant_names(), NAME_LINES["label"]
    for key, box in plan.corners().items():
        at = plan.data(float(box[[0, 2]].mean()), float(box[[1, 3]].mean()))
        look = Look("label", "bad" if key == "act_first" else "muted", "bold")
        for i, line in enumerate(named[key]):
            down = tall * (i - (len(named[key]) - 1) / 2)
            sheet.label(ax, *at, line, look, dy=down)


def _scales(sheet: Sheet, ax: Axes, plan: PriorityMap) -> None:
    """Write the numbers of both scales and what they are."""
    (left, right), (low, high) = plan.xlim, plan.ylim
    places = ticks(left, right, 4 if sheet.phone else 6)
    texts = tick_labels(places, plan.result.kind("importance"))
    sheet.scale(ax, places, texts, top=False)
    level_lines(ax, low, left, right, "axis", 0.8, cut=False)
    values = ticks(low, high, 5)
    texts = tick_labels(values, plan.result.kind("performance"))
    for value, text in zip(values, texts, strict=True):
        sheet.label(ax, left, value, text, side="right", dx=-8)
    gaps = plan.result.kind("performance") == "difference"
    name = translate("gap") if gaps else translate("rating")
    if np.isfinite(plan.crosshair[1]):
        (line,) = tick_labels([round(plan.crosshair[1], 2)], "number")
        name = f"{name} · {sentence('line {value}', value=line)}"
    up, across = f"↑ {name}", translate("importance")
    across = f"→ {across}" if rtl() else f"{across} →"
    sheet.label(ax, left, high, up, side="left", dx=-SIDE, dy=-20)
    sheet.label(ax, right, low, across, side="right", dy=33)


def _items(ax: Axes, plan: PriorityMap) -> None:
    """Draw the marks with both intervals, undecided ones pale."""
    table, shades = plan.table, plan.shades
    pale = ["neutral" if shade == UNDECIDED else shade for shade in shades]
    x, y = table["importance"], table["performance"]
    ends = table["importance_low"], table["importance_high"]
    level_lines(ax, y, *ends, pale, 1.2)
    ends = table["performance_low"], table["performance_high"]
    upright_lines(ax, x, *ends, pale, 1.2)
    dots(ax, x, y, shades)


def _names(sheet: Sheet, ax: Axes, plan: PriorityMap) -> None:
    """Write names, or numbers, at their places, with a line where they are far."""
    names = plan.names or plan.numbers
    if names is None:
        return
    tall = NAME_LINES[names.size]
    marks = plan.table[["importance", "performance"]].to_numpy(float)
    for i, place in enumerate(names.places):
        if place.leader:
            end = plan.data(*place.leader)
            lines(ax, [(marks[i], end)], "axis", 0.6, zorder=1.5)
        _veil(ax, plan, place, names.boxes[i])
        look = Look(names.size, plan.shades[i])
        for j, text in enumerate(names.lines[i]):
            down = tall * (j - (len(names.lines[i]) - 1) / 2)
            sheet.label(ax, *plan.data(place.x, place.y), text, look, dy=down)


def _veil(ax: Axes, plan: PriorityMap, place: Placed, box: np.ndarray) -> None:
    """Let what lies behind a name recede."""
    left, top = plan.data(place.x - box[0] / 2, place.y - box[1] / 2)
    right, bottom = plan.data(place.x + box[0] / 2, place.y + box[1] / 2)
    shade: dict[str, Any] = {"fc": color("paper"), "alpha": 0.6, "lw": 0}
    size = right - left, top - bottom
    rectangle(ax, (left, bottom), *size, zorder=4.5, **shade)


# ------------------------------------------------------------------------ key
def _key(plan: PriorityMap, hidden: Hidden) -> list[Entry]:
    """Return what stands below the map: names of numbers, and what is hidden."""
    named = list(zip(plan.figures, plan.texts, plan.shades, strict=True))
    gone = [term_label(plan.result, key["term"]) for key in hidden]
    word = translate("hidden")
    return [
        *(named if plan.names is None else []),
        *((HIDDEN_MARK, f"{text} ({word})", UNDECIDED) for text in gone),
    ]
