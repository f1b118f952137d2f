"""What does a closer margin cost?"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import Number, translate
from csat_methods._rows import records_of
from csat_methods.plots.lettering import (
    limits,
    sentence,
    tick_labels,
    ticks,
)
from csat_methods.plots.marks import dots
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines
from csat_methods.plots.style import BOLD, NOTE, color, text_width
from csat_methods.result import Result

HEIGHT = 220.0
HEAD = 26.0
FOOT = 44.0
EDGE = 6.0


def cost_curve(result: Result, sheet: Sheet) -> Axes:
    """Draw the margin of a share by what it costs, a line a way of asking.

    Without costs, by the number of answers. The largest sample that a budget pays
    for is named, else where each line ends.
    """
    table = result.table
    priced = bool(table["cost"].notna().all())
    x = "cost" if priced else "n"
    sheet.mirrored = False  # costs run from the left in every language
    sheet.open(HEAD + HEIGHT + FOOT)
    across = (0.0, limits(table[x], include=[0])[1])
    up = (0.0, limits(table["margin"], include=[0], pad=0.15)[1])
    ax = sheet.axes(EDGE, HEAD, sheet.width - EDGE, HEIGHT, xlim=across, ylim=up)
    _scales(sheet, ax, translate("cost") if priced else translate("answers"))
    for _, part in table.groupby("term", sort=False):
        _line(ax, part.sort_values(x), x)
    _mark(sheet, ax, result, x)
    return ax


def _scales(sheet: Sheet, ax: Axes, across: str) -> None:
    """Write costs below, margins on the grid lines inside, and what both are."""
    right, top = ax.get_xlim()[1], ax.get_ylim()[1]
    places, values = ticks(0.0, right, 5), ticks(0.0, top)
    sheet.scale(ax, places, tick_labels(places, "count"), top=False)
    level_lines(ax, values, 0, right, "grid", 0.7, zorder=0)
    level_lines(ax, 0, 0, right, "axis", 0.8, cut=False)
    for value, text in zip(values, tick_labels(values, "share_size"), strict=True):
        sheet.label(ax, 0, value, text, side="left", dx=2, dy=-8)
    sheet.write(0, HEAD / 2, translate("margin of error"), NOTE)
    sheet.label(ax, right, 0, across, side="right", dy=34)


def _line(ax: Axes, part: pd.DataFrame, x: str) -> None:
    across, margin = part[x].to_numpy(float), part["margin"].to_numpy(float)
    ax.plot(across, margin, color=color("ink"), lw=1.6, zorder=3)
    dots(ax, across, margin, area=14.0)


def _marked(result: Result) -> list[dict[str, Any]]:
    """Return the rows that a budget pays for at most, else the last of each line."""
    best = getattr(result, "best", {})
    rows = records_of(result.table)
    paid = [row for row in rows if best.get(row["term"]) == row["n"]]
    last = {row["term"]: row for row in rows}
    return sorted(paid or last.values(), key=lambda row: -row["margin"])


def _mark(sheet: Sheet, ax: Axes, result: Result, x: str) -> None:
    """Write way of asking, margin and n at the points that matter."""
    marked = _marked(result)
    for place, row in enumerate(marked):
        dots(ax, [row[x]], [row["margin"]], "ink", area=46.0)
        below = place == len(marked) - 1 and place > 0
        last = row[x] > 0.7 * ax.get_xlim()[1]
        side, dx = ("right", 4) if last else ("left", 2)
        text = _words(result, row)
        dy = 15.0 if below else -14.0 - last * _rise(sheet, ax, result, row, x, text)
        sheet.label(ax, row[x], row["margin"], text, BOLD, side=side, dx=dx, dy=dy)


def _rise(
    sheet: Sheet, ax: Axes, result: Result, row: dict[str, Any], x: str, text: str
) -> float:
    """Return pixels by which the line rises under words that end at a point."""
    wide = text_width(text, BOLD.size, BOLD.weight) * ax.get_xlim()[1] / sheet.width
    line = result.table[result.table["term"] == row["term"]]
    under = line[line[x].between(row[x] - wide, row[x])]
    rise = float(under["margin"].max()) - row["margin"]
    return rise * HEIGHT / ax.get_ylim()[1]


def _words(result: Result, row: dict[str, Any]) -> str:
    values = {
        "n": Number(row["n"], "count"),
        "margin": Number(row["margin"], "share_size"),
        "way": result.label(row["term"]),
    }
    several = result.table["term"].nunique() > 1
    text = "{way}: {margin} (n = {n})" if several else "{margin} (n = {n})"
    return sentence(text, **values)
