"""Which features are taken for granted, which delight, and which do both?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.patches import Ellipse
from scipy.stats import chi2

from csat_methods._messages import translate
from csat_methods._rows import records_of
from csat_methods.plots.interval_figures import Hidden, row_labels
from csat_methods.plots.key_lines import HIDDEN_MARK, Entry, key_height, write_key
from csat_methods.plots.label_places import place_labels
from csat_methods.plots.lettering import (
    limits,
    local_digits,
    rtl,
    term_label,
    tick_labels,
    ticks,
)
from csat_methods.plots.marks import dots
from csat_methods.plots.paper import CLIPPED
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines, lines, upright_lines
from csat_methods.plots.style import Look, color
from csat_methods.result import Result

SIDE, EDGE, HEAD, FOOT = 34.0, 12.0, 26.0, 46.0
"""Pixels beside, above and below the plane."""

HEIGHT, HEIGHT_ON_A_PHONE = 420.0, 320.0
MIDDLE = 0.5
"""Where the quadrants of the plane meet: Berger et al. (1993), section 4."""

DECIDED = 0.95
CORNERS = {
    "attractive": ("attractive", 0, 1),
    "one_dimensional": ("performance", 1, 1),
    "indifferent": ("indifferent", 0, 0),
    "must_be": ("basic", 1, 0),
}
"""Name and corner (right, upper) of each quadrant."""


def kano_plane(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw how much a feature pleases upwards, and how much its lack annoys across.

    Each has its ellipse of uncertainty; a feature whose category is not clear is grey.
    """
    table = result.table[result.table["better"].notna()].reset_index(drop=True)
    sure = table["probability"].to_numpy() >= DECIDED
    shades = ["ink" if clear else "undecided" for clear in sure]
    entries = _entries(result, table, shades, hidden)
    height = HEIGHT_ON_A_PHONE if sheet.phone else HEIGHT
    bottom = HEAD + height + FOOT
    sheet.open(bottom + key_height(entries, sheet))
    left = EDGE if sheet.mirrored else SIDE
    width = sheet.width - SIDE - EDGE
    place: dict[str, Any] = {"xlim": (0.0, 1.0), "ylim": (0.0, 1.0)}
    ax = sheet.axes(left, HEAD, width, height, **place)
    _plane(sheet, ax)
    x, y = -table["worse"].to_numpy(), table["better"].to_numpy()
    for row, shade in zip(records_of(table), shades, strict=True):
        _ellipse(ax, row, shade, result.level)
    dots(ax, x, y, shades)
    _numbers(sheet, ax, np.column_stack([x, y]), shades, (width, height))
    write_key(sheet, bottom, entries)
    return ax


def _entries(
    result: Result, table: pd.DataFrame, shades: list[str], hidden: Hidden
) -> list[Entry]:
    """Return the key: numbers with names, and what is hidden."""
    texts = [
        f"{term_label(result, row['term'])}: {term_label(result, row['category'])}"
        for row in records_of(table)
    ]
    named = [
        (local_digits(str(i + 1)), text, shade)
        for i, (text, shade) in enumerate(zip(texts, shades, strict=True))
    ]
    word = translate("hidden")
    gone = [f"{term_label(result, key['term'])} ({word})" for key in hidden]
    return [*named, *((HIDDEN_MARK, text, "undecided") for text in gone)]


def _plane(sheet: Sheet, ax: Axes) -> None:
    """Draw the quadrants with their names, and both scales."""
    level_lines(ax, [0.0, MIDDLE], 0, 1, "axis", 0.8, zorder=1)
    upright_lines(ax, [0.0, MIDDLE], 0, 1, "axis", 0.8, zorder=1)
    for name, right, upper in CORNERS.values():
        side = "right" if right else "left"
        look = Look("label", "muted", "bold")
        at = (float(right), float(upper))
        off = -8 if right else 8
        down = 12 if upper else -12
        sheet.label(ax, *at, translate(name), look, side=side, dx=off, dy=down)
    places = ticks(0.0, 1.0, 4 if sheet.phone else 6)
    sheet.scale(ax, places, tick_labels(places), top=False)
    for value, text in zip(places, tick_labels(places), strict=True):
        sheet.label(ax, 0.0, value, text, side="right", dx=-8)
    arrow = "→ {}" if rtl() else "{} →"
    across = arrow.format(translate("its lack annoys"))
    sheet.label(ax, 0.0, 1.0, f"↑ {translate('it pleases')}", side="left", dy=-16)
    sheet.label(ax, 1.0, 0.0, across, side="right", dy=34)


def _ellipse(ax: Axes, row: dict[str, Any], shade: str, level: float) -> None:
    """Draw where a feature may lie, by the errors of better and worse together."""
    spread = np.array([row["worse_se"], row["better_se"]])
    if not np.isfinite(spread).all():
        return
    together = -np.nan_to_num(row["better_worse"]) * spread.prod()
    matrix = np.array([[spread[0] ** 2, together], [together, spread[1] ** 2]])
    values, vectors = np.linalg.eigh(matrix)
    axes = 2 * np.sqrt(np.maximum(values, 0) * chi2.ppf(level, 2))
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    style: dict[str, Any] = {"fc": (*to_rgb(color("neutral")), 0.35), "lw": 0.6}
    style["ec"] = (*to_rgb(color("undecided")), 0.3 if shade == "undecided" else 0.7)
    middle = (-row["worse"], row["better"])
    ax.add_artist(
        Ellipse(middle, axes[1], axes[0], angle=angle, zorder=1.5, gid=CLIPPED, **style)
    )


def _numbers(
    sheet: Sheet,
    ax: Axes,
    points: np.ndarray,
    shades: list[str],
    size: tuple[float, float],
) -> None:
    """Write a number beside each mark, where there is room."""
    pixels = np.column_stack([points[:, 0], 1 - points[:, 1]]) * size
    boxes = np.tile([16.0, 14.0], (len(points), 1))
    free = np.empty((0, 4))
    places = place_labels(pixels, boxes, (0.0, 0.0, *size), free, free)
    for i, place in enumerate(places or ()):
        at = place.x / size[0], 1 - place.y / size[1]
        if place.leader:
            end = place.leader[0] / size[0], 1 - place.leader[1] / size[1]
            lines(ax, [(points[i], end)], "axis", 0.6, zorder=1.6)
        look = Look("small", shades[i])
        sheet.label(ax, *at, local_digits(str(i + 1)), look)


def penalties_rewards(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw what poor ratings go with on the left of zero, and good ones on its right.

    Both with intervals; the kind stands beside, undecided ones in grey.
    """
    table = result.table.sort_values("estimate", kind="stable").reset_index(drop=True)
    reach = 1.96 * table[["penalty_se", "reward_se"]].max().max()
    seen = [*table["penalty"], *table["reward"]]
    ends = limits([min(seen) - reach, max(seen) + reach], include=(0.0,))
    verdict = ["undecided" if kind == "undecided" else "" for kind in table["kind"]]
    more = len(hidden)
    kinds = [
        *(term_label(result, kind) for kind in table["kind"]),
        *[translate("hidden")] * more,
    ]
    drawn = rows(
        sheet,
        row_labels(result, table, verdict, hidden),
        [Panel(ends, ticks(*ends), "difference", line=0.0)],
        [Column(kinds, "", "muted", size="small")],
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    for name, shade in (("penalty", "bad"), ("reward", "good")):
        half = 1.96 * table[f"{name}_se"]
        low, high = table[name] - half, table[name] + half
        level_lines(ax, y, low, high, shade, 1.9, zorder=3, cut=False)
        dots(ax, table[name], y, shade)
    first = table.iloc[0]
    drawn.name_series(
        [
            (first["penalty"], translate("poor rating"), "bad"),
            (first["reward"], translate("good rating"), "good"),
        ]
    )
    drawn.hatch(len(table))
    return ax
