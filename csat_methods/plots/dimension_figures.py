"""How do items go together, and what does each rule say of their dimensions?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._rows import records_of
from csat_methods.plots.factor_figures import SCALE_ROOM, SCREE_HEIGHT, scree_scales
from csat_methods.plots.heat_layout import Block, Head, heat_blocks
from csat_methods.plots.lettering import local_digits, number, term_label
from csat_methods.plots.marks import dots
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines
from csat_methods.plots.style import BOLD, PLAIN, Look, color, text_width
from csat_methods.result import Result

SIZES_OF_CORRELATIONS = (0.2, 0.4, 0.6)
"""Sizes at which a cell grows darker."""

SHADES = ("band", "shade_1", "shade_2", "shade_3")
CELL = 24.0

MOST_NUMBERS = 14
"""Matrices of more items have no numbers in their cells."""

RULE_HEIGHT = 20.0
GAP = 52.0
ASIDE = 9.0
"""Pixels of one rule's row, and between the scree and the rules."""


def correlation_heat(result: Result, sheet: Sheet) -> Axes:
    """Draw correlations as a square of cells, the darker the closer.

    Pairs that may not be shown are hatched; columns are named by the number of the
    row.
    """
    pairs = dict(zip(result.table["term"], result.table["estimate"], strict=True))
    items = list(dict.fromkeys(i for t in result.about for i in result.about[t]))
    values = np.full((len(items),) * 2, np.nan)
    for term, (a, b) in result.about.items():
        i, j = items.index(a), items.index(b)
        values[i, j] = values[j, i] = pairs.get(term, np.nan)
    own = np.eye(len(items), dtype=bool)
    classes = np.digitize(np.abs(values), SIZES_OF_CORRELATIONS).astype(float)
    classes[np.isnan(values)] = np.nan
    classes[own] = 0
    shown = ~own & ~np.isnan(values) & (len(items) <= MOST_NUMBERS)
    texts = np.full(values.shape, "", object)
    texts[shown] = [number(v) for v in values[shown]]
    counted = [local_digits(str(i + 1)) for i in range(len(items))]
    names = [
        f"{n}  {term_label(result, item)}"
        for n, item in zip(counted, items, strict=True)
    ]
    block = Block([Head(n) for n in counted], classes, texts)
    return heat_blocks(sheet, names, [block], SHADES, cell=CELL)[0]


def scree_rules(result: Result, sheet: Sheet) -> Axes:
    """Draw eigenvalues with what chance reaches, and below them each rule's number."""
    values = result.eigenvalues  # type: ignore[attr-defined]
    table = result.table.dropna(subset=["estimate"]).reset_index(drop=True)
    count = max(len(values), 2)
    room = SCALE_ROOM * count / sheet.width
    across = (min(1 - room, -0.3), count + room / 3)
    below = SCREE_HEIGHT + GAP
    sheet.open(below + RULE_HEIGHT * len(table))
    ax = sheet.axes(
        0, 0, sheet.width, SCREE_HEIGHT, xlim=across, ylim=(0.0, _top(result))
    )
    scree_scales(sheet, ax)
    _lines(sheet, ax, result)
    rules = sheet.axes(
        0,
        below,
        sheet.width,
        RULE_HEIGHT * len(table),
        xlim=across,
        ylim=(len(table) - 0.5, -0.5),
    )
    _rules(sheet, rules, result)
    return ax


def _top(result: Result) -> float:
    values = result.eigenvalues  # type: ignore[attr-defined]
    if not len(values):
        return 1.0
    return 1.12 * float(values[["eigenvalue", "threshold", "reference"]].max().max())


def _lines(sheet: Sheet, ax: Axes, result: Result) -> None:
    """Draw eigenvalues, the threshold of chance, and the empirical criterion."""
    values = result.eigenvalues  # type: ignore[attr-defined]
    if not len(values):
        return
    x = np.arange(1, len(values) + 1)
    seen, chance = values["eigenvalue"], values["threshold"]
    ax.plot(x, seen, color=color("ink"), lw=1.7, zorder=2)
    ax.plot(x, chance, color=color("bad"), lw=1.5, ls=(0, (4, 2)), zorder=2)
    ax.plot(x, values["reference"], color=color("muted"), lw=1.0, zorder=1)
    dots(ax, x, seen, filled=False)
    steep = float(x[:2].mean()), float(seen.iloc[:2].mean())
    sheet.label(ax, *steep, translate("answers"), PLAIN, side="left", dx=10)
    far = len(x) // 2
    look = Look("label", "bad")
    sheet.label(ax, float(x[far]), chance.iloc[far], translate("chance"), look, dy=-16)
    end = float(x[-1]), float(values["reference"].iloc[-1])
    rule, up = term_label(result, "ekc"), -30 if sheet.phone else -16
    sheet.label(ax, *end, rule, Look("label", "muted"), side="right", dy=up)


def _rules(sheet: Sheet, ax: Axes, result: Result) -> None:
    """Draw a row a rule: a dot at its number, filled where it counts, and its name."""
    table = result.table.dropna(subset=["estimate"]).reset_index(drop=True)
    left, right = ax.get_xlim()
    for y, row in enumerate(records_of(table)):
        x, agreed = float(row["estimate"]), row["term"] == "consensus"
        level_lines(ax, y, left, right, "grid", 0.7, zorder=0)
        dots(ax, [x], [y], filled=bool(row["votes"] or agreed), area=42)
        text = f"{term_label(result, row['term'])} · {number(x, 'count')}"
        after = sheet.width * (right - x) / (right - left) - ASIDE
        before = sheet.width - after - 2 * ASIDE
        look = _fitting(text, BOLD if agreed else PLAIN, max(after, before))
        side, dx = ("left", ASIDE) if after > before else ("right", -ASIDE)
        sheet.label(ax, x, y, text, look, side=side, dx=dx)


def _fitting(text: str, look: Look, room: float) -> Look:
    """Return a look, in smaller letters where the words have too little room."""
    wide = text_width(text, look.size, look.weight)
    return look if wide <= room else replace(look, size="small")
