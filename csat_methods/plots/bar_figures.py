"""How much is there of each: shares, drivers, answers to collect, answers that remain?

Bars start at zero, so their labels stay at the zero end in every script.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._rows import records_of
from csat_methods.plots.interval_figures import Hidden, in_order, with_hidden
from csat_methods.plots.lettering import (
    level_label,
    number,
    row_names,
    sentence,
    term_label,
    tick_labels,
    ticks,
    words,
)
from csat_methods.plots.marks import intervals
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import (
    Shades,
    bars,
    level_lines,
    towers,
    upright_lines,
)
from csat_methods.plots.style import BOLD, PLAIN
from csat_methods.result import Result

BAR = 16.0
"""Height of a bar in pixels."""

TALL_ROW = 34.0
HISTOGRAM_HEIGHT = 190.0
HISTOGRAM_INSET = 12.0


def bars_from_zero(
    ax: Axes,
    y: np.ndarray,
    x: Sequence[float] | pd.Series,
    shades: Shades = "shade_3",
) -> None:
    """Draw a bar from zero for each row."""
    bars(ax, y, x, BAR, shades)


def drivers(
    result: Result,
    sheet: Sheet,
    *,
    line: float | None = None,
    hidden: Hidden = (),
) -> Axes:
    """Draw which part of R² each driver explains, with its interval.

    Beside it stands its share of what all drivers explain together.
    """
    table = in_order(result)
    seen = table[["estimate", "ci_low", "ci_high"]]
    ends = (min(0.0, float(seen.min().min())) * 1.05, float(seen.max().max()) * 1.05)
    values = [number(v, "share") for v in table["estimate"]]
    columns = [Column(with_hidden(values, hidden), translate("explained"), **_STRONG)]
    if not sheet.phone:
        share = [*(number(v, "percent") for v in table["share"]), *[""] * len(hidden)]
        columns.append(Column(share, translate("share"), "muted", size="small"))
    drawn = rows(
        sheet,
        _labels(result, table, hidden),
        [Panel(ends, ticks(*ends), "share", line=line)],
        columns,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    bars_from_zero(ax, y, table["estimate"])
    intervals(ax, y, table, width=1.6)
    drawn.hatch(len(table))
    return ax


_STRONG: dict[str, str] = {"weight": "bold"}


def shares(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw the share of each answer, with its interval, a block an item."""
    table = result.table[np.isfinite(result.table["estimate"])]
    blocks = [
        part
        for _, part in table.groupby([*result.by, "term"], sort=False, observed=True)
    ]
    table = pd.concat(blocks, ignore_index=True)
    groups = [(_block_name(result, part.iloc[0]), len(part)) for part in blocks]
    groups += [(translate("hidden"), len(hidden))] * bool(hidden)
    names = [_answer(result, row) for row in records_of(table)]
    names += row_names(result, hidden)
    ends = (0.0, float(table[["estimate", "ci_high"]].max().max()) * 1.04)
    values = [*(number(v, "share") for v in table["estimate"]), *[""] * len(hidden)]
    several = len(groups) > 1
    drawn = rows(
        sheet,
        Labels(names, groups=groups if several else (), at_zero=True),
        [Panel(ends, ticks(*ends), "share")],
        [Column(values, **_STRONG)],
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    bars_from_zero(ax, y, table["estimate"])
    intervals(ax, y, table, width=1.6)
    drawn.hatch(len(table))
    return ax


def _block_name(result: Result, row: pd.Series) -> str:
    levels = [level_label(result, column, row[column]) for column in result.by]
    return " · ".join([term_label(result, row["term"]), *levels])


def _answer(result: Result, row: Mapping[str, Any]) -> str:
    """Return the words of an answer."""
    known = result.labels.get(f"{row['term']}={row['category']}")
    return str(row["category"]) if known is None else words(known)


def _labels(result: Result, table: pd.DataFrame, hidden: Hidden = ()) -> Labels:
    records = [*records_of(table), *hidden]
    shades = [*["ink"] * len(table), *["undecided"] * len(hidden)]
    texts = row_names(result, records)
    return Labels(texts, shades, at_zero=True)


# ------------------------------------------------------------------ counts
def allocation(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw how many answers each group gets, and which part of the group that is."""
    table = result.table
    ends = (0.0, float(table["n"].max()) * 1.04)
    values = [number(v, "count") for v in table["n"]]
    part = [*(number(v, "share") for v in table["fraction"]), *[""] * len(hidden)]
    drawn = rows(
        sheet,
        _labels(result, table, hidden),
        [Panel(ends, ticks(*ends), "count")],
        [
            Column(with_hidden(values, hidden), translate("answers"), **_STRONG),
            Column(part, translate("of the group"), "muted", size="small"),
        ],
    )
    bars_from_zero(drawn.axes[0], drawn.y[: len(table)], table["n"])
    drawn.hatch(len(table))
    return drawn.axes[0]


def size_steps(result: Result, sheet: Sheet) -> Axes:
    """Draw how many answers each circumstance makes of the ones before."""
    table = result.table[np.isfinite(result.table["n_exact"])].reset_index(drop=True)
    ends = (0.0, float(table["n_exact"].max()) * 1.04)
    rounded = table["n"].notna()
    kinds = np.where(rounded, "count", result.kind("n_exact"))
    values = list(map(number, table["n"].fillna(table["n_exact"]), kinds))
    weights = ["bold" if known else "normal" for known in rounded]
    texts = _labels(result, table).texts
    drawn = rows(
        sheet,
        Labels(texts, "ink", weights, at_zero=True),
        [Panel(ends, ticks(*ends), "count")],
        [Column(values, **_STRONG)],
        height=TALL_ROW,
    )
    bars_from_zero(drawn.axes[0], drawn.y, table["n_exact"])
    return drawn.axes[0]


def funnel(result: Result, sheet: Sheet) -> Axes:
    """Draw how many answers are left after each step that left some out."""
    table = result.table
    moved = table["after"].ne(table["before"])
    moved.iloc[[0, -1]] = True
    table = table[moved].reset_index(drop=True)
    whole = float(table["after"].iloc[0]) or 1.0
    share = [number(v / whole, "percent") for v in table["after"]]
    texts = [term_label(result, detail) for detail in table["detail"]]
    drawn = rows(
        sheet,
        Labels(texts, at_zero=True),
        [Panel((0.0, whole * (1.6 if sheet.phone else 1.3)))],
        [Column(share, **_STRONG)],
        height=TALL_ROW,
    )
    ax = drawn.axes[0]
    bars_from_zero(ax, drawn.y, table["after"], "neutral")
    for y, row in zip(map(float, drawn.y), records_of(table), strict=True):
        sheet.label(ax, 0, y, number(row["after"], "count"), BOLD, side="left", dx=5)
        if row["before"] > row["after"]:
            lost = number(row["before"] - row["after"], "count")
            text = sentence("{count} left out", count=lost)
            sheet.label(ax, row["after"], y, text, side="left", dx=8)
    return ax


def histogram(result: Result, sheet: Sheet) -> Axes:
    """Draw counts of weights in bins ``low`` to ``high``; one is marked."""
    table = result.table
    xlim = float(table["low"].min()), float(table["high"].max())
    ylim = 0.0, float(table["n"].max()) * 1.12
    sheet.open(HISTOGRAM_HEIGHT + 24)
    wide = sheet.width - 2 * HISTOGRAM_INSET
    ax = sheet.axes(HISTOGRAM_INSET, 0, wide, HISTOGRAM_HEIGHT, xlim=xlim, ylim=ylim)
    middle = (table["low"] + table["high"]) / 2
    edges = [*table["low"], table["high"].iloc[-1]]
    towers(ax, edges, table["n"], "shade_3", edge=0.8)
    places = ticks(*xlim, 8)
    sheet.scale(ax, places, tick_labels(places), top=False)
    level_lines(ax, 0, *xlim, "axis", 0.8)
    if xlim[0] < 1 < xlim[1]:
        upright_lines(ax, 1, *ylim, "ink", 0.9)
    top = int(table["n"].to_numpy().argmax())
    count = table["n"].iloc[top]
    sheet.label(ax, middle.iloc[top], count, number(count, "count"), PLAIN, dy=-9)
    return ax
