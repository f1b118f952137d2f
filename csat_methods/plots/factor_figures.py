"""How many dimensions do items have, which belong to each, and how do they behave?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods.plots.figure_names import LEAST_WRITTEN
from csat_methods.plots.heat_layout import Block, Head, heat_blocks
from csat_methods.plots.interval_figures import (
    Hidden,
    in_order,
    row_labels,
    value_columns,
)
from csat_methods.plots.lettering import (
    limits,
    local_digits,
    number,
    term_label,
    tick_labels,
    ticks,
)
from csat_methods.plots.marks import dots, dots_with_intervals, shades_of, verdicts
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines
from csat_methods.plots.style import BOLD, PLAIN, Look, color
from csat_methods.result import Result

SIZES_OF_LOADINGS = (LEAST_WRITTEN["Factors"], 0.5, 0.65)
"""Sizes at which a cell grows darker; the number of a smaller loading is left out."""

LOADING_SHADES = ("band", "shade_1", "shade_2", "shade_3")
LOADING_CELL = 24.0

SCREE_HEIGHT = 220.0
SCALE_ROOM = 40.0
TICK_ROOM = 14.0
"""Pixels of the scree's panel, of the numbers beside it, and above the highest."""

GOES_WITH_THE_REST = 0.30
"""Nunnally and Bernstein (1994), *Psychometric Theory*, ch. 8."""


def loadings(result: Result, sheet: Sheet) -> Axes:
    """Draw loadings as a table, items under the factor they load on most.

    The darker, the larger; below 0.30 the number is left out.
    """
    matrix = result.loadings  # type: ignore[attr-defined]
    size = matrix.abs()
    order = np.lexsort((-size.max(axis=1), size.to_numpy().argmax(axis=1)))
    values = matrix.to_numpy()[order]
    texts = [
        [number(v) if abs(v) >= SIZES_OF_LOADINGS[0] else "" for v in row]
        for row in values
    ]
    heads = [Head(term_label(result, factor)) for factor in matrix.columns]
    labels = [term_label(result, item) for item in matrix.index[order]]
    classes = np.digitize(np.abs(values), SIZES_OF_LOADINGS)
    block = Block(heads, classes, np.array(texts, object))
    return heat_blocks(sheet, labels, [block], LOADING_SHADES, cell=LOADING_CELL)[0]


def scree(result: Result, sheet: Sheet) -> Axes:
    """Draw eigenvalues (filled where kept) and the threshold that chance reaches."""
    table, x = result.table, np.arange(1, len(result.table) + 1)
    seen, chance = table["eigenvalue"], table["threshold"]
    top = 1.12 * float(max(seen.max(), chance.max()))
    room = SCALE_ROOM * len(table) / sheet.width
    sheet.open(SCREE_HEIGHT + 44)
    ax = sheet.axes(
        0,
        0,
        sheet.width,
        SCREE_HEIGHT,
        xlim=(1 - room, len(table) + room / 3),
        ylim=(min(0.0, float(seen.min())), top),
    )
    scree_scales(sheet, ax)
    ax.plot(x, seen, color=color("ink"), lw=1.7, zorder=2)
    ax.plot(x, chance, color=color("bad"), lw=1.5, ls=(0, (4, 2)), zorder=2)
    keep = table["keep"].to_numpy(bool)
    dots(ax, x[keep], seen[keep], area=42)
    dots(ax, x[~keep], seen[~keep], filled=False)
    _name_scree(sheet, ax, x, result)
    return ax


def scree_scales(sheet: Sheet, ax: Axes) -> None:
    """Draw the numbers of dimensions below, and the eigenvalues at the side."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    places = [v for v in ticks(left, right, 12) if v >= 1 and v == int(v)]
    sheet.scale(ax, places, [local_digits(f"{v:.0f}") for v in places], top=False)
    roof = high - (high - low) * TICK_ROOM / SCREE_HEIGHT
    values = [v for v in ticks(low, high) if v != 0 and v <= roof]
    level_lines(ax, values, left, right, "grid", 0.7, zorder=0)
    level_lines(ax, 0, left, right, "axis", 0.8, cut=False)
    for value, text in zip(values, tick_labels(values), strict=True):
        sheet.label(ax, left, value, text, side="left", dx=2, dy=-8)
    text = translate("number of dimensions")
    sheet.label(ax, right, low, text, side="right", dy=34)


def _name_scree(sheet: Sheet, ax: Axes, x: np.ndarray, result: Result) -> None:
    """Write the eigenvalues that are kept, and name both lines at their marks."""
    seen, chance = result.table["eigenvalue"], result.table["threshold"]
    kept = [i for i, keep in enumerate(result.table["keep"]) if keep]
    for i in kept[: 1 if sheet.phone else None]:
        at = float(x[i]), seen.iloc[i]
        sheet.label(ax, *at, number(at[1]), BOLD, side="left", dx=8, dy=-9)
    steep = float(x[:2].mean()), float(seen.iloc[:2].mean())
    sheet.label(ax, *steep, translate("answers"), PLAIN, side="left", dx=10)
    far = len(x) * 2 // 3
    look = Look("label", "bad")
    sheet.label(ax, float(x[far]), chance.iloc[far], translate("chance"), look, dy=-16)


def item_analysis(
    result: Result,
    sheet: Sheet,
    *,
    line: float = GOES_WITH_THE_REST,
    hidden: Hidden = (),
) -> Axes:
    """Draw answers at both ends of the scale, and each item's tie to the others.

    An item-rest correlation is judged against the line by its interval.
    """
    table = by_construct(in_order(result), result)
    verdict = verdicts(table, line)
    shades = shades_of(verdict)
    ends = (0.0, float(table[["floor", "ceiling"]].max().max()) * 1.08 or 1.0)
    ties = limits([*table["ci_low"], *table["ci_high"]], include=(line,))
    drawn = rows(
        sheet,
        construct_labels(result, table, verdict, hidden),
        [
            Panel(ends, ticks(*ends), "share", head=translate("ends of the scale")),
            Panel(
                ties, ticks(*ties), line=line, head=translate("with the other items")
            ),
        ],
        value_columns(result, table, verdict, hidden, n=False),
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    floor, ceiling = (table[c].to_numpy(float) for c in ("floor", "ceiling"))
    reach = np.minimum(floor, ceiling), np.maximum(floor, ceiling)
    level_lines(ax, y, *reach, "neutral", 2, zorder=1)
    dots(ax, floor, y, filled=False)
    dots(ax, ceiling, y)
    dots_with_intervals(drawn.axes[1], y, table, shades)
    drawn.name_undecided(table, verdict, panel=1)
    named = [(floor[0], translate("lowest"), "ink")]
    drawn.name_series([*named, (ceiling[0], translate("highest"), "ink")])
    drawn.hatch(len(table))
    return ax


def by_construct(table: pd.DataFrame, result: Result) -> pd.DataFrame:
    """Return the items construct by construct, where there are several."""
    if "construct" not in table:
        return table
    order = {name: i for i, name in enumerate(result.table["construct"].unique())}
    place = table["construct"].map(order)
    return table.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)


def construct_labels(
    result: Result, table: pd.DataFrame, verdict: Sequence[str], hidden: Hidden
) -> Labels:
    """Return the items' names under the names of their constructs."""
    keys = [{"term": key["term"]} for key in hidden]
    labels = row_labels(
        result, table.drop(columns="construct", errors="ignore"), verdict, keys
    )
    if "construct" not in table:
        return labels
    counts = table.groupby("construct", sort=False).size()
    groups = [(term_label(result, name), int(n)) for name, n in counts.items()]
    if hidden:
        groups.append((translate("hidden"), len(hidden)))
    return replace(labels, groups=groups)
