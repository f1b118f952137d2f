"""Where on the line does each item tell people apart, and for whom does it differ?"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods.plots.interval_figures import Hidden, row_labels, with_hidden
from csat_methods.plots.lettering import limits, number, sentence, ticks
from csat_methods.plots.marks import dots
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import color
from csat_methods.result import Result

PEOPLE = (-1.96, 1.96)
SHARE = 0.95
"""Places on the line between which this share of people is, who are spread normally."""

MATTERS = 0.035
SURE = 0.05
"""Least effect of a group that matters (Jodoin and Gierl, 2001); chance of an error."""


def thresholds(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw where on the latent line half of the people reach each category.

    An item whose dots lie close together tells people apart there; the number beside
    it is its discrimination. Items that tell apart best come first. The band holds the
    middle 95 % of people: dots outside it tell apart people who hardly exist.
    """
    table = result.table.sort_values("a", ascending=False, kind="stable")
    table = table.reset_index(drop=True)
    steps = [c for c in table if c.startswith("b") and c[1:].isdigit()]
    places = table[steps].to_numpy(float)
    ends = limits(places.ravel(), include=PEOPLE)
    plain = [""] * len(table)
    slopes = [number(v) for v in table["a"]]
    drawn = rows(
        sheet,
        row_labels(result, table, plain, hidden),
        [Panel(ends, ticks(*ends), line=0.0)],
        [Column(with_hidden(slopes, hidden), translate("discrimination"))],
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    low, high = np.fmin.reduce(places, axis=1), np.fmax.reduce(places, axis=1)
    ax.axvspan(*PEOPLE, color=color("band"), lw=0, zorder=-1)
    ax.hlines(y, low, high, color=color("neutral"), lw=2, zorder=1)
    for step in places.T:
        known = ~np.isnan(step)
        dots(ax, step[known], y[known])
    drawn.hatch(len(table))
    share = sentence("{share} of people", share=number(SHARE, "percent"))
    drawn.name_series([(0.0, share, "muted")])
    return ax


def item_biases(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw how much the groups explain of each item beyond the score.

    From the upright line on it matters; an item that stands out from chance has a
    filled dot.
    """
    table = result.table.sort_values("effect_size", ascending=False, kind="stable")
    table = table.reset_index(drop=True)
    effect = table["effect_size"].to_numpy(float)
    sure = (table["p_adjusted"] < SURE).to_numpy(bool)
    ends = (0.0, limits(effect, include=[0.0, MATTERS], pad=0.08)[1])
    plain = [""] * len(table)
    sizes = [number(v, "coefficient") for v in effect]
    chances = [number(v, "probability") for v in table["p_adjusted"]]
    drawn = rows(
        sheet,
        row_labels(result, table, plain, hidden),
        [Panel(ends, ticks(*ends), "coefficient", line=MATTERS)],
        [
            Column(with_hidden(sizes, hidden), weight="bold"),
            Column(with_hidden(chances, hidden), translate("p"), "muted", size="small"),
        ],
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    known = ~np.isnan(effect)
    ax.hlines(y[known], 0, effect[known], color=color("neutral"), lw=2, zorder=1)
    for shown, filled in ((known & sure, True), (known & ~sure, False)):
        dots(ax, effect[shown], y[shown], filled=filled)
    drawn.hatch(len(table))
    drawn.name_line(MATTERS, "coefficient")
    return ax
