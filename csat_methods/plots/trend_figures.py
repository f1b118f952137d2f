"""How did estimates move over the waves, and where is the series broken?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._once import once
from csat_methods.plots.interval_figures import Hidden
from csat_methods.plots.label_places import spread
from csat_methods.plots.lettering import (
    level_label,
    limits,
    number,
    term_label,
    tick_labels,
    ticks,
)
from csat_methods.plots.marks import dots
from csat_methods.plots.sheet import Sheet, hatched
from csat_methods.plots.strokes import level_lines, upright_lines
from csat_methods.plots.style import BOLD, Look, color, text_width, wrapped
from csat_methods.result import Result

HEIGHT = 230.0
HEAD, FOOT = 14.0, 22.0
"""Of the panel and what stands above and below it, in pixels."""

NAME_WIDTH = 150.0
NAME_WIDTH_ON_A_PHONE = 110.0
VALUE_ROOM = 44.0
SCALE_GAP = 12.0
"""Pixels between a number of the scale and the first wave's marks, edge included."""

NAME_LINE = 15.0

LABELLED = 8
LABELLED_ON_A_PHONE = 5
"""Most waves of which each has its value written."""

Breaks = Mapping[Any, str] | Sequence[Any]


def trend(
    result: Result, sheet: Sheet, *, breaks: Breaks = (), hidden: Hidden = ()
) -> Axes:
    """Draw estimates over waves, a line an item, with intervals.

    Parameters
    ----------
    breaks : mapping or sequence
        Waves before which the series breaks (with the words why): no line crosses.
    """
    series = Series(result, breaks, hidden)
    several = len(series.terms) > 1
    names = _name_room(sheet, series) if several else 0.0
    sheet.mirrored = False  # time runs from the left in every language
    sheet.open(HEAD + HEIGHT + FOOT)
    ends = limits([*series.table["ci_low"], *series.table["ci_high"]], pad=0.12)
    wide, right = sheet.width - names, len(series.waves) - 0.45
    scale = (text_width(text, "small") for text in _levels(series, ends)[1])
    room = SCALE_GAP + max(scale, default=0.0)
    xlim = (min(-0.55, -room * right / (wide - room)), right)
    ax = sheet.axes(0, HEAD, wide, HEIGHT, xlim=xlim, ylim=ends)
    _scales(sheet, ax, series)
    middle = (len(series.terms) - 1) / 2
    for i, term in enumerate(series.terms):
        _line(ax, series, term, (i - middle) * 0.04)
    _breaks(sheet, ax, series)
    (_name_lines if several else _values)(sheet, ax, series)
    return ax


class Series:
    """Estimates of some items over waves, in order, with what breaks them."""

    def __init__(self, result: Result, breaks: Breaks, hidden: Hidden = ()) -> None:
        self.result, self.table = result, result.table
        known = list(dict.fromkeys(self.table["wave"]))
        self.hidden = {key["wave"] for key in hidden} - set(known)
        rising = known == sorted(known)
        self.waves = sorted({*known, *self.hidden}) if rising else known
        self.terms = list(dict.fromkeys(self.table["term"]))
        given = isinstance(breaks, Mapping)
        self.breaks = dict(breaks) if given else dict.fromkeys(breaks, "")

    def of(self, term: Any) -> pd.DataFrame:
        """Return one item's rows, one a wave; missing where there is none."""
        return _item(self.result, term, tuple(self.waves))

    def last(self, term: Any) -> pd.Series:
        """Return the last known row of an item, named after its wave."""
        rows = self.of(term)
        return rows[rows["estimate"].notna()].iloc[-1]

    def wave_labels(self) -> list[str]:
        """Return the words of the waves."""
        return [level_label(self.result, "wave", wave) for wave in self.waves]

    def parts(self) -> list[slice]:
        """Return the stretches of waves that a line may join."""
        cuts = [i for i, wave in enumerate(self.waves) if i and wave in self.breaks]
        return [slice(a, b) for a, b in pairwise([0, *cuts, len(self.waves)])]


@once
def _item(result: Result, term: Any, waves: tuple[Any, ...]) -> pd.DataFrame:
    table = result.table
    rows = table[table["term"] == term].set_index("wave")
    return rows.reindex(waves)


def _levels(series: Series, ends: tuple[float, float]) -> tuple[list[float], list[str]]:
    """Return the grid lines, and the numbers of the scale on them."""
    values = list(ticks(*ends))
    return values, list(tick_labels(values, series.result.kind("estimate")))


def _scales(sheet: Sheet, ax: Axes, series: Series) -> None:
    """Write waves below, values on the grid lines inside."""
    places, labels = list(range(len(series.waves))), series.wave_labels()
    room = sheet.width / len(labels)
    step = int(max(map(text_width, labels)) // room) + 1
    shown = [text if i % step == 0 else "" for i, text in enumerate(labels)]
    sheet.scale(ax, places, shown, top=False)
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    values, texts = _levels(series, (low, high))
    level_lines(ax, values, left, right, "grid", 0.7, zorder=0)
    level_lines(ax, low, left, right, "axis", 0.8, cut=False)
    for value, text in zip(values, texts, strict=True):
        sheet.label(ax, left, value, text, side="left", dx=2, dy=-8)


def _line(ax: Axes, series: Series, term: Any, aside: float) -> None:
    rows = series.of(term)
    x, y = np.arange(len(rows)) + aside, rows["estimate"].to_numpy(float)
    for part in series.parts():
        ax.plot(x[part], y[part], color=color("ink"), lw=1.6, zorder=3)
    ends = rows["ci_low"], rows["ci_high"]
    upright_lines(ax, x, *ends, "undecided", 1.8, zorder=2)
    dots(ax, x, y)


def _breaks(sheet: Sheet, ax: Axes, series: Series) -> None:
    """Draw where the series breaks, and what is hidden."""
    low, high = ax.get_ylim()
    dashed: dict[str, Any] = {"dashes": (0, (3, 3)), "zorder": 1}
    for i, wave in enumerate(series.waves):
        if i and wave in series.breaks:
            upright_lines(ax, i - 0.5, low, high, "axis", 0.9, **dashed)
            sheet.label(ax, i - 0.5, low, series.breaks[wave], dy=-14, veil=True)
        if wave in series.hidden:
            hatched(ax, i - 0.3, low, 0.6, (high - low) * 0.1)
            sheet.label(ax, i, low, translate("hidden"), dy=-34)


def _values(sheet: Sheet, ax: Axes, series: Series) -> None:
    """Write the values of a single line above their intervals."""
    rows = series.of(series.terms[0])
    known = np.flatnonzero(rows["estimate"].notna())
    if len(known) > (LABELLED_ON_A_PHONE if sheet.phone else LABELLED):
        known = known[[0, -1]]
    kind = series.result.kind("estimate")
    top = rows["ci_high"].fillna(rows["estimate"])
    for i in map(int, known):
        text = number(rows["estimate"].iloc[i], kind)
        sheet.label(ax, i, top.iloc[i], text, BOLD, dy=-11)


def _names(sheet: Sheet, series: Series) -> list[list[str]]:
    """Return the names of the items in lines."""
    most = NAME_WIDTH_ON_A_PHONE if sheet.phone else NAME_WIDTH
    texts = [term_label(series.result, term) for term in series.terms]
    return [wrapped(text, most, 3, "small") for text in texts]


def _name_room(sheet: Sheet, series: Series) -> float:
    """Return the pixels that the items' names take beside their lines."""
    lines = [line for lines in _names(sheet, series) for line in lines]
    return max(text_width(line, "small") for line in lines) + VALUE_ROOM + 6


def _name_lines(sheet: Sheet, ax: Axes, series: Series) -> None:
    """Name each line at its end, with its last value, none over another."""
    low, high = ax.get_ylim()
    right, unit = ax.get_xlim()[1], (high - low) / HEIGHT
    names, last = _names(sheet, series), list(map(series.last, series.terms))
    tall = [(NAME_LINE * len(lines) + 3) * unit for lines in names]
    ends = [float(row["estimate"]) for row in last]
    places = spread(ends, tall, low, high)
    kind = series.result.kind("estimate")
    for y, end, lines, row in zip(places, ends, names, last, strict=True):
        if abs(y - end) > 5 * unit:
            x = series.waves.index(row.name) + 0.08
            look: dict[str, Any] = {"lw": 0.6, "zorder": 1, "clip_on": False}
            ax.plot([x, right], [end, y], color=color("axis"), **look)
        first = -NAME_LINE * (len(lines) - 1) / 2
        at = right, float(y)
        value, look_of = number(end, kind), Look("small", "ink", "bold")
        sheet.label(ax, *at, value, look_of, side="left", dx=4, dy=first)
        for i, text in enumerate(lines):
            down = first + NAME_LINE * i
            sheet.label(
                ax, *at, text, Look("small"), side="left", dx=VALUE_ROOM, dy=down
            )
