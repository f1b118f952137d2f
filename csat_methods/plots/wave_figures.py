"""What changed from wave to wave, and is the change more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._once import once
from csat_methods.plots.interval_figures import (
    Hidden,
    ordered,
    row_labels,
    value_columns,
)
from csat_methods.plots.lettering import level_label, limits, sentence, ticks
from csat_methods.plots.marks import (
    DOT,
    dots,
    dots_with_intervals,
    intervals,
    shades_of,
    verdicts,
)
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines, upright_lines
from csat_methods.plots.style import color
from csat_methods.plots.trend_figures import Breaks, Series
from csat_methods.result import Result

TILE = (168, 44)
"""Pixels of a small trend in a tile."""


def profile(
    result: Result, sheet: Sheet, *, breaks: Breaks = (), hidden: Hidden = ()
) -> Axes:
    """Draw many items over waves: earlier waves open, the last one filled.

    The line of an item joins the waves since the last break only.
    """
    series = Series(result, breaks)
    last = series.waves[-1]
    table = ordered(series.table[series.table["wave"] == last])
    table = table.drop(columns="wave")
    wide = result.table.pivot(index="term", columns="wave", values="estimate")
    wide = wide.reindex(index=table["term"], columns=series.waves)
    ends = limits([*wide.to_numpy().ravel(), *table["ci_low"], *table["ci_high"]])
    gone = [{"term": key["term"]} for key in hidden if key["wave"] == last]
    plain = [""] * len(table)
    drawn = rows(
        sheet,
        row_labels(result, table, plain, gone),
        [Panel(ends, ticks(*ends), result.kind("estimate"))],
        value_columns(result, table, plain, gone, n=not sheet.phone),
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    joined = wide.iloc[:, series.parts()[-1]]
    reach = joined.min(axis=1), joined.max(axis=1)
    level_lines(ax, y, *reach, "neutral", 2, zorder=1)
    for wave in series.waves[:-1]:
        dots(ax, wide[wave], y, "axis", filled=False, area=DOT * 0.6)
    dots_with_intervals(ax, y, table)
    drawn.hatch(len(table))
    named = ((series.waves[0], "muted"), (last, "ink"))[-len(series.waves) :]
    first = wide.iloc[0]
    drawn.name_series(
        [
            (first[wave], level_label(result, "wave", wave), shade)
            for wave, shade in named
        ]
    )
    return ax


def changes(
    result: Result, sheet: Sheet, *, line: float = 0.0, hidden: Hidden = ()
) -> Axes:
    """Draw each change, later − earlier, with its interval and what was detectable.

    A change is decided by its adjusted p-value. Ticks show the smallest change that
    the waves could have found. Pairs of waves stand below each other.
    """
    table = _by_pair(result)
    verdict = _decided(result, table, line)
    least = _detectable(table)
    ends = limits([*table["ci_low"], *table["ci_high"], *least], include=(line,))
    drawn = rows(
        sheet,
        _pair_labels(result, table, verdict, hidden),
        [Panel(ends, ticks(*ends), result.kind("estimate"), line=line)],
        value_columns(result, table, verdict, hidden, n=not sheet.phone),
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    dots_with_intervals(ax, y, table, shades_of(verdict))
    drawn.name_undecided(table, verdict)
    if len(least):
        both = np.tile(y, 2)
        upright_lines(ax, least, both - 5, both + 5, "axis", 1.1, zorder=2)
        drawn.name_series([(float(least[0]), translate("detectable"), "muted")])
    drawn.hatch(len(table))
    return ax


PAIR = ["wave_before", "wave_after"]


@once
def _by_pair(result: Result) -> pd.DataFrame:
    """Return the changes pair by pair in time order, the largest rise first."""
    pairs = result.table.groupby(PAIR, sort=False, observed=True)
    return pd.concat([ordered(part) for _, part in pairs], ignore_index=True)


def _decided(result: Result, table: pd.DataFrame, line: float) -> list[str]:
    """Return the verdicts: undecided unless clear of chance among all comparisons."""
    found = verdicts(table, line, better=result.higher_is_better)
    clear = table["p_adjusted"] < 1 - result.level
    return [
        verdict if sure or not verdict else "undecided"
        for verdict, sure in zip(found, clear, strict=True)
    ]


def _pair_labels(
    result: Result, table: pd.DataFrame, verdict: Sequence[str], hidden: Hidden
) -> Labels:
    """Return the items' names, under their pair of waves where there are several."""
    keys = [{"term": key["term"]} for key in hidden]
    labels = row_labels(result, table.drop(columns=PAIR), verdict, keys)
    counts = table.groupby(PAIR, sort=False, observed=True).size()
    if len(counts) == 1:
        return labels
    groups = [(_pair_name(result, *pair), int(n)) for pair, n in counts.items()]
    groups += [(translate("hidden"), len(keys))] * bool(keys)
    return replace(labels, groups=groups)


def _pair_name(result: Result, before: Any, after: Any) -> str:
    low, high = (level_label(result, "wave", wave) for wave in (before, after))
    return sentence("{low} to {high}", low=low, high=high)


def _detectable(table: pd.DataFrame) -> np.ndarray:
    """Return the smallest detectable rise of each row, then the falls."""
    if "minimum_detectable" not in table:
        return np.array([])
    least = table["minimum_detectable"].to_numpy(float)
    return np.concatenate([least, -least])


def tile(result: Result, sheet: Sheet) -> Axes:
    """Draw a small trend without words, or one interval where there is one row."""
    sheet.width = TILE[0]
    sheet.open(TILE[1])
    ends = limits([*result.table["ci_low"], *result.table["ci_high"]], pad=0.15)
    return (_tile_dot if len(result.table) == 1 else _tile_line)(result, sheet, ends)


def _tile_dot(result: Result, sheet: Sheet, ends: tuple[float, float]) -> Axes:
    room = (ends[1] - ends[0]) * 1.2
    xlim = (ends[0] - room, ends[1] + room)
    ax = sheet.axes(4, 0, TILE[0] - 8, TILE[1], xlim=xlim)
    middle = np.array([TILE[1] / 2])
    level_lines(ax, middle, *xlim, "grid", 1.2)
    intervals(ax, middle, result.table, width=2.6)
    dots(ax, result.table["estimate"], middle, area=DOT * 1.4)
    return ax


def _tile_line(result: Result, sheet: Sheet, ends: tuple[float, float]) -> Axes:
    table = result.table
    x = np.arange(len(table))
    xlim = (-0.4, len(table) - 0.6)
    ax = sheet.axes(4, 0, TILE[0] - 8, TILE[1], xlim=xlim, ylim=ends)
    ax.plot(x, table["estimate"], color=color("undecided"), lw=1.4, zorder=2)
    shades = ["neutral"] * (len(table) - 1) + ["ink"]
    upright_lines(ax, x, table["ci_low"], table["ci_high"], shades, 2.2)
    dots(ax, x[-1:], table["estimate"].iloc[-1:], area=DOT * 1.4)
    return ax
