"""Where on the line do items tell people apart, and for whom do they differ?"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from csat_methods._messages import Number, translate
from csat_methods.plots.interval_figures import Hidden, row_labels, with_hidden
from csat_methods.plots.lettering import (
    limits,
    number,
    sentence,
    tick_labels,
    ticks,
)
from csat_methods.plots.marks import dots
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines
from csat_methods.plots.style import BOLD, NOTE, color
from csat_methods.result import Result

PEOPLE = (-1.96, 1.96)
SHARE = 0.95
"""Places on the line between which this share of people is, who are spread normally."""

MATTERS = 0.035
SURE = 0.05
"""Least effect of a group that matters (Jodoin and Gierl, 2001); chance of an error."""

RELIABLE = (0.8, 0.9)
"""Reliabilities whose information, r / (1 - r), is drawn as a line to judge by."""

TEST = "test"
MARGIN = 0.3
"""Of the latent line, kept free beyond its ends."""

HEIGHT = 220.0
HEAD = 26.0
FOOT = 44.0


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
    level_lines(ax, y, low, high, "neutral", 2, zorder=1)
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
    level_lines(ax, y[known], 0, effect[known], "neutral", 2, zorder=1)
    for shown, filled in ((known & sure, True), (known & ~sure, False)):
        dots(ax, effect[shown], y[shown], filled=filled)
    drawn.hatch(len(table))
    drawn.name_line(MATTERS, "coefficient")
    return ax


def information(result: Any, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw how much the items tell along the latent line, each and all together.

    The band holds the middle 95 % of people: where the line of all items is low within
    it, people are not told apart. Level lines say which reliability, I / (I + 1), an
    amount of information stands for.
    """
    curves = result.information
    covered = {row.get("term") for row in hidden}
    items = [item for item in curves.columns.drop(TEST) if item not in covered]
    sheet.mirrored = False  # numbers run from the left in every language
    sheet.open(HEAD + HEIGHT + FOOT)
    theta, whole = curves.index.to_numpy(float), curves[TEST].to_numpy(float)
    across = (float(theta[0]) - MARGIN, float(theta[-1]) + MARGIN)
    up = (0.0, limits(whole, include=[0.0], pad=0.15)[1])
    ax = sheet.axes(0, HEAD, sheet.width, HEIGHT, xlim=across, ylim=up)
    _information_scales(sheet, ax)
    ax.axvspan(*PEOPLE, color=color("band"), lw=0, zorder=-1)
    for item in items:
        ax.plot(theta, curves[item].to_numpy(float), color=color("neutral"), lw=1.0)
    ax.plot(theta, whole, color=color("ink"), lw=2.0, zorder=3)
    top = int(np.argmax(whole))
    sheet.label(ax, theta[top], whole[top], translate("all items"), BOLD, dy=-10)
    return ax


def _information_scales(sheet: Sheet, ax: Axes) -> None:
    """Write places below, reliabilities on their lines, and what both are."""
    (left, right), top = ax.get_xlim(), ax.get_ylim()[1]
    places = ticks(left, right)
    sheet.scale(ax, places, tick_labels(places, "index"), top=False)
    level_lines(ax, 0, left, right, "axis", 0.8, cut=False)
    for share in RELIABLE:
        height = share / (1 - share)
        if height < top:
            level_lines(ax, height, left, right, "grid", 0.7, zorder=0)
            text = sentence("reliability {value}", value=Number(share, "number"))
            sheet.label(ax, right, height, text, side="right", dx=-2, dy=-8, veil=True)
    sheet.write(0, HEAD / 2, translate("information"), NOTE)
    people = sentence("{share} of people", share=number(SHARE, "percent"))
    sheet.label(ax, 0.0, 0.0, people, side="center", dy=34)
