"""Which items hang on which factor, how well does it fit, and for whom?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._once import once
from csat_methods._rows import records_of
from csat_methods.plots.interval_figures import Hidden, row_labels, with_hidden
from csat_methods.plots.lettering import limits, number, term_label, ticks
from csat_methods.plots.marks import dots
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import SOLID, level_lines, lines
from csat_methods.plots.style import BOLD, NOTE, SIGNS, Look, color, text_width
from csat_methods.result import Result

ITEM_HEIGHT = 26.0
"""Pixels between two items of a path diagram."""

WEAK = 0.30
"""Standardised loadings below it are drawn in grey."""

PLACES = {"factor": 0.34, "item": 0.70}
"""Where factors end and items begin, of the width; sooner where items have long names,
on a phone."""

SHORTEST = 0.22
"""What is left for the lines between them, at least."""

MOST_PAIRS = 10
"""Most correlations of factors that are written below, the strongest first."""

MOST_CHANGES = 12
WORTH = 10.83
"""Most changes that are drawn, and the line beyond which they are worth a look."""

COUNTS = {"cfi": 0.010, "rmsea": 0.015}
"""Changes of fit that count: Chen (2007), *Structural Equation Modeling*, 14, 464."""

HALF = 0.50
"""Share of the items' variance that a factor should account for."""


def paths(result: Result, sheet: Sheet) -> Axes:
    """Draw factors, their items and the standardised loadings between them.

    The stronger a loading, the wider its line; correlations of the factors stand
    below. Of several groups the first is drawn.
    """
    loads = _loadings(result)
    items = list(dict.fromkeys(loads["item"]))
    factors = list(dict.fromkeys(loads["factor"]))
    notes = _correlations(result, factors)
    height = ITEM_HEIGHT * max(len(items), 1)
    sheet.open(height + 20 * len(notes) + (8 if notes else 0))
    ax = sheet.axes(0, 0, sheet.width, height, xlim=(0.0, 1.0))
    y = {name: ITEM_HEIGHT * (i + 0.5) for i, name in enumerate(items)}
    at = _factor_places(loads, factors, items, y)
    ends = _sides(sheet, [term_label(result, item) for item in items])
    for row in records_of(loads):
        _path(sheet, ax, row, (ends[0], at[row["factor"]]), (ends[1], y[row["item"]]))
    for factor in factors:
        look = "left" if sheet.mirrored else "right"
        words = term_label(result, factor)
        sheet.label(ax, ends[0], at[factor], words, BOLD, side=look, dx=_dx(sheet, -8))
    for item in items:
        look = "right" if sheet.mirrored else "left"
        words = term_label(result, item)
        sheet.label(ax, ends[1], y[item], words, side=look, dx=_dx(sheet, 8))
    for i, text in enumerate(notes):
        sheet.write(0, height + 18 + 20 * i, text, NOTE)
    return ax


def _dx(sheet: Sheet, pixels: float) -> float:
    return -pixels if sheet.mirrored else pixels


def _sides(sheet: Sheet, names: Sequence[str]) -> tuple[float, float]:
    """Return where factors end and items begin, so that the items' names fit."""
    widest = max((text_width(name) for name in names), default=0.0) + 10
    first = PLACES["factor"]
    fits = 1 - widest / sheet.width
    second = max(first + SHORTEST, min(PLACES["item"], fits))
    return (1 - first, 1 - second) if sheet.mirrored else (first, second)


@once
def _loadings(result: Result) -> pd.DataFrame:
    """Return factor, item and standardised loading, of the first group."""
    table = result.table
    table = table[table["term"].str.contains(" =~ ", regex=False)]
    table = table[table["group"] == (table["group"].iloc[0] if len(table) else "")]
    parts = table["term"].str.split(" =~ ")
    return pd.DataFrame(
        {
            "factor": [part[0] for part in parts],
            "item": [part[1] for part in parts],
            "standardized": table["standardized"].to_numpy(float),
        }
    )


def _correlations(result: Result, factors: Sequence[str]) -> list[str]:
    """Return the factors' correlations in words, a line each."""
    table = result.table
    pairs = table[table["term"].str.contains(" ~~ ", regex=False)]
    found = []
    for row in records_of(pairs):
        a, b = row["term"].split(" ~~ ")
        told = a != b and {a, b} <= set(factors) and row["estimate"] != 0
        if told and row["group"] == table["group"].iloc[0]:
            found.append((a, b, row["standardized"]))
    if len(found) > MOST_PAIRS:
        found = sorted(found, key=lambda pair: -abs(pair[2]))[:MOST_PAIRS]
    names = ((term_label(result, a), term_label(result, b), r) for a, b, r in found)
    return [f"{one} ↔ {other}  {number(r)}" for one, other, r in names]


def _factor_places(
    loads: pd.DataFrame,
    factors: Sequence[str],
    items: Sequence[str],
    y: dict[str, float],
) -> dict[str, float]:
    """Return the middle of each factor's items, no two factors on one line."""
    own = loads.groupby("factor", sort=False)["item"].apply(list)
    wanted = np.array([np.mean([y[i] for i in own[f]]) for f in factors])
    order = np.argsort(wanted, kind="stable")
    step = ITEM_HEIGHT * max(len(items) / max(len(factors), 1), 0.75) * 0.6
    for before, after in pairwise(order):
        wanted[after] = max(wanted[after], wanted[before] + step)
    return dict(zip(factors, map(float, wanted), strict=True))


def _path(
    sheet: Sheet,
    ax: Axes,
    row: dict[Any, Any],
    start: tuple[float, float],
    end: tuple[float, float],
) -> None:
    """Draw one loading with its number."""
    size = abs(row["standardized"])
    weak = not size >= WEAK
    shade = "axis" if weak else "ink"
    width = 0.6 + 2.4 * min(size, 1.0) if np.isfinite(size) else 0.6
    dashes = (0, (4, 2)) if row["standardized"] < 0 else SOLID
    lines(ax, [(start, end)], shade, width, dashes=dashes)
    share = 0.72
    x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    text = number(row["standardized"])
    look = Look("small", "muted" if weak else "ink", "bold")
    sheet.label(ax, x, y, text, look, veil=True)


def invariance_levels(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw CFI and RMSEA at each level or of each grouping, and whether it holds.

    The scales are as long as the changes that count, so that less looks like less.
    """
    table = result.table
    verdict = ["good" if holds else "bad" for holds in table["holds"]]
    ends = {
        "cfi": limits(table["cfi"], include=(table["cfi"].max() - COUNTS["cfi"],)),
        "rmsea": limits(
            table["rmsea"], include=(table["rmsea"].min() + COUNTS["rmsea"],)
        ),
    }
    more = len(hidden)
    signs = [*(SIGNS[v] for v in verdict), *[""] * more]
    shades = [*verdict, *["muted"] * more]
    words = [translate("holds") if h else translate("fails") for h in table["holds"]]
    drawn = rows(
        sheet,
        row_labels(result, table, [""] * len(table), hidden),
        [
            Panel(ends["cfi"], ticks(*ends["cfi"], 3), head=translate("CFI")),
            Panel(ends["rmsea"], ticks(*ends["rmsea"], 3), head=translate("RMSEA")),
        ],
        [
            Column(with_hidden(words, hidden), "", shades, "bold"),
            Column(signs, "", shades, size="small"),
        ],
    )
    y = drawn.y[: len(table)]
    for ax, name in zip(drawn.axes, ("cfi", "rmsea"), strict=True):
        if "step" in table and not sheet.phone:  # there, names stand between rows
            ax.plot(table[name], y, color=color("neutral"), lw=1.5, zorder=1)
        dots(ax, table[name], y)
    drawn.hatch(len(table))
    return drawn.axes[0]


def modifications(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw by how much chi-square would fall, the largest falls first."""
    table = result.table.dropna(subset=["mi"]).head(MOST_CHANGES)
    table = table.reset_index(drop=True)
    high = limits(table["mi"], include=(0.0, WORTH))[1]
    drawn = rows(
        sheet,
        row_labels(result, table, [""] * len(table), hidden),
        [Panel((0.0, high), ticks(0.0, high), "index", line=WORTH)],
        [
            Column(
                with_hidden([number(v, "index") for v in table["mi"]], hidden),
                weight="bold",
            )
        ],
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    level_lines(ax, y, 0, table["mi"], "neutral", 2, zorder=1)
    dots(ax, table["mi"], y)
    drawn.hatch(len(table))
    return ax


def convergence(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw what each factor accounts for, and how reliable its items are together."""
    table = result.table
    drawn = rows(
        sheet,
        row_labels(result, table, [""] * len(table), hidden),
        [Panel((0.0, 1.0), ticks(0.0, 1.0), line=HALF)],
        [
            Column(
                with_hidden([number(v) for v in table["ave"]], hidden),
                weight="bold",
            )
        ],
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    dots(ax, table["ave"], y)
    dots(ax, table["composite_reliability"], y, filled=False)
    drawn.name_series(
        [
            (float(table["ave"].iloc[0]), translate("variance shared"), "ink"),
            (
                float(table["composite_reliability"].iloc[0]),
                translate("reliability"),
                "ink",
            ),
        ]
    )
    drawn.hatch(len(table))
    return ax
