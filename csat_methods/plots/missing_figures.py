"""What was left blank, and by how many together? How long are runs of one answer?"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._rows import records_of
from csat_methods.plots.bar_figures import bars_from_zero
from csat_methods.plots.heat_layout import Block, Head, heat_blocks
from csat_methods.plots.interval_figures import Hidden
from csat_methods.plots.lettering import number, term_label, ticks
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.result import Result

PATTERNS, PHONE_PATTERNS = 7, 4
"""Most patterns that are drawn, the most frequent first."""

CELL = 26.0
SHADES = ("band", "bad_soft", "neutral")
"""Of answered, blank, and not asked or not applicable."""

SIGNS = {"1": (0.0, ""), "0": (1.0, "×"), "-": (2.0, "–")}
"""Sign of a pattern to its class and its mark: not told by colour alone."""

SOME = 0.05
"""Share of blanks from which an item is marked."""


def missingness_map(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw each item's share of blanks, and which items are blank together.

    A column is a pattern with its share of people, the most frequent first: × is left
    blank, – not asked or not applicable. Patterns that may not be shown have none.
    """
    states = result.states  # type: ignore[attr-defined]
    table = result.table
    if hidden:
        table = table[table["blanks"].notna()]
    table = table[[set(p) <= set(SIGNS) for p in table["pattern"]]]
    most = PHONE_PATTERNS if sheet.phone else PATTERNS
    top = table.sort_values("n", ascending=False, kind="stable").head(most)
    heads = [Head(translate("left blank"))]
    classes = [(states["left"] >= SOME).to_numpy(float)]
    texts = [np.array([number(v, "share") for v in states["left"]], object)]
    for row in records_of(top):
        marks = [SIGNS[sign] for sign in row["pattern"]]
        heads.append(Head(number(row["share"], "share")))
        classes.append(np.array([mark[0] for mark in marks]))
        texts.append(np.array([mark[1] for mark in marks], object))
    block = Block(heads, np.column_stack(classes), np.column_stack(texts))
    labels = [term_label(result, item) for item in states["item"]]
    return heat_blocks(sheet, labels, [block], SHADES, cell=CELL)[0]


def run_bars(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw how many people have each longest run of equal answers."""
    table = result.table
    texts = [term_label(result, term) for term in table["term"]]
    texts += [translate("hidden")] * len(hidden)
    ends = (0.0, float(table["n"].max()) * 1.04)
    share = [*(number(v, "percent") for v in table["share"]), *[""] * len(hidden)]
    counts = [*(number(v, "count") for v in table["n"]), *[""] * len(hidden)]
    drawn = rows(
        sheet,
        Labels(texts, at_zero=True),
        [Panel(ends, ticks(*ends), "count")],
        [
            Column(share, weight="bold"),
            Column(counts, translate("people"), "muted", size="small"),
        ],
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    limit = result.limit  # type: ignore[attr-defined]
    shades = ["bad_soft" if low >= limit else "shade_3" for low in table["low"]]
    bars_from_zero(ax, y, table["n"], shades)
    drawn.hatch(len(table))
    return ax
