"""How do labels, marks and numbers stand side by side, a row for each estimate?

On a wide sheet the label stands beside its marks, on a phone above them. The y of the
Axes is pixels from their top; :attr:`RowAxes.y` is the middle of each row's marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods.plots.label_places import spread
from csat_methods.plots.lettering import sentence, tick_labels
from csat_methods.plots.row_plan import (
    HEAD_LINE,
    LABEL_GAP,
    PHONE_INSET,
    TICK_LINE,
    Column,
    Labels,
    Panel,
    Plan,
    Room,
)
from csat_methods.plots.sheet import Sheet, hatched
from csat_methods.plots.strokes import upright_lines
from csat_methods.plots.style import (
    DPI,
    LINE_HEIGHTS,
    NOTE,
    NOTE_BOLD,
    Look,
    text_width,
)

PANEL_GAP = 24
APART = 14
"""Pixels between two numbers of an axis."""

OVERHANG = 40
"""Pixels that the name of a series may stand out of its panel."""
BETWEEN = 16
"""Pixels between the names of two series."""
ASIDE = 8
"""Pixels from the end of an interval to the word beside it."""


@dataclass(frozen=True)
class RowAxes:
    """Axes of each panel, and the middle of each row's marks.

    Attributes
    ----------
    named : float
        Middle of the line where series are named.
    lines : list of float or None
        Where the upright line of each panel stands.
    rails : (ndarray, ndarray)
        From where to where upright lines are drawn: between the labels of a phone.
    """

    sheet: Sheet
    axes: list[Axes]
    y: np.ndarray
    named: float
    lines: list[float | None]
    rails: tuple[np.ndarray, np.ndarray]

    def name_series(self, named: Sequence[tuple[float, str, str]]) -> None:
        """Write what each mark of the first row is, above it, none over another.

        Parameters
        ----------
        named : sequence of (float, str, str)
            Where the mark stands, its name, its colour.
        """
        ax, sheet = self.axes[0], self.sheet
        named = [mark for mark in named if np.isfinite(mark[0])]
        low, high = ax.get_xlim()
        unit = (high - low) / self._pixels(ax)
        widths = [
            (text_width(t, "small", "bold") + BETWEEN) * unit for _, t, _ in named
        ]
        over = (PHONE_INSET if sheet.phone else OVERHANG) * unit
        ends = low - over, high + over
        if sum(widths) > ends[1] - ends[0]:
            before, after = self._beside(ax)
            ends = low - before * unit, high + after * unit
        places = spread([x for x, _, _ in named], widths, *ends)
        for x, (_, text, shade) in zip(places, named, strict=True):
            look = Look("small", shade, "bold")
            sheet.label(ax, float(x), self.named, text, look, veil=True)

    def _pixels(self, ax: Axes) -> float:
        """Return how wide a panel is, in pixels of the page."""
        extent = ax.get_window_extent().width
        return float(extent / ax.figure.dpi * DPI / self.sheet.zoom)

    def _beside(self, ax: Axes) -> tuple[float, float]:
        """Return how many pixels of the sheet lie before and after a panel."""
        inside = self._pixels(ax)
        before = inside * ax.get_position().x0 / ax.get_position().width
        return before, self.sheet.width - before - inside

    def name_line(self, line: float, kind: str) -> None:
        """Write what an upright line stands for, above the first row."""
        (value,) = tick_labels([line], kind)
        words, look = sentence("line {value}", value=value), Look("small")
        self.sheet.label(self.axes[0], line, self.named, words, look, veil=True)

    def name_undecided(
        self, table: pd.DataFrame, verdict: Sequence[str], panel: int = 0
    ) -> None:
        """Write the word at the first undecided interval, on its roomier side.

        Where the word would leave the panel or lie on its line on both sides, it stays
        unwritten: the colour says it, too.
        """
        if "undecided" not in verdict:
            return
        row, ax = list(verdict).index("undecided"), self.axes[panel]
        low, high = table["ci_low"].iloc[row], table["ci_high"].iloc[row]
        (left, right), y = ax.get_xlim(), float(self.y[row])
        word, look = translate("undecided"), Look("small", "undecided")
        unit = (right - left) / self._pixels(ax)
        wide = (text_width(word, "small") + ASIDE) * unit
        beside = [
            (high, high + wide, "left", ASIDE),
            (low - wide, low, "right", -ASIDE),
        ]
        if high - right >= left - low:
            beside.reverse()
        for start, end, side, dx in beside:
            if (
                left <= start
                and end <= right
                and not _holds(start, end, self.lines[panel])
            ):
                at = start if dx > 0 else end
                self.sheet.label(ax, at, y, word, look, side=side, dx=dx, veil=True)
                return

    def between(self, row: int) -> list[tuple[float, float]]:
        """Return from where to where a line runs to the next row, but for its label."""
        start, end = float(self.y[row]), float(self.y[row + 1])
        pieces = zip(*self.rails, strict=True)
        cut = [(max(start, low), min(end, high)) for low, high in pieces]
        return [(low, high) for low, high in cut if low < high]

    def hatch(self, visible: int) -> None:
        """Hatch the rows that may not be shown: those after the visible ones."""
        low, high = self.axes[0].get_xlim()
        for y in self.y[visible:]:
            hatched(self.axes[0], low, y - 7, high - low, 14)


def _holds(start: float, end: float, line: float | None) -> bool:
    """Return whether a line stands between two ends."""
    return line is not None and start < line < end


def rows(
    sheet: Sheet,
    labels: Labels,
    panels: Sequence[Panel],
    columns: Sequence[Column] = (),
    *,
    names: bool = False,
    height: float = 0.0,
) -> RowAxes:
    """Open a sheet of rows: labels, panels, then columns of words.

    Parameters
    ----------
    names : bool
        Keep a line free above the first row, where series are named.
    height : float
        Of a row of one line, in pixels; 0: by the number of rows.
    """
    plan = Plan(sheet, labels, panels, columns, Room(names, height))
    right = sheet.mirrored and labels.at_zero and not sheet.phone
    sheet.mirrored = sheet.mirrored and not labels.at_zero
    sheet.open(plan.top + plan.height)
    if not sheet.phone:
        sheet.cuts = [plan.top + start for start in plan.starts]
        sheet.groups = frozenset(sheet.cuts[row] for row in labels.headings())
    _write_labels(sheet, labels, plan, to_the_right=right)
    _write_columns(sheet, columns, plan)
    axes = _panels(sheet, panels, plan)
    above = plan.mark_room + HEAD_LINE
    named = plan.y[0] - above / 2 if sheet.phone else HEAD_LINE / 2
    lines = [panel.line for panel in panels]
    return RowAxes(sheet, axes, plan.y, float(named), lines, plan.rails())


def _write_labels(
    sheet: Sheet, labels: Labels, plan: Plan, *, to_the_right: bool
) -> None:
    line = LINE_HEIGHTS["label"]
    x, align = (plan.left - LABEL_GAP + 6, "end") if to_the_right else (0.0, "start")
    for i, (lines, middle) in enumerate(zip(plan.lines, plan.label_y, strict=True)):
        first = plan.top + middle - line * (len(lines) - 1) / 2
        for j, text in enumerate(lines):
            sheet.write(x, first + line * j, text, labels.look(i), align=align)
    for text, y in plan.group_y:
        sheet.write(0, plan.top + y, text, NOTE_BOLD)


def _write_columns(sheet: Sheet, columns: Sequence[Column], plan: Plan) -> None:
    for column, x in zip(columns, plan.column_ends, strict=True):
        sheet.write(x, plan.top - 12, column.head, NOTE, align="end")
        for i, (text, y) in enumerate(zip(column.texts, plan.y, strict=True)):
            sheet.write(x, plan.top + y, text, column.look(i), align="end")


def _panels(sheet: Sheet, panels: Sequence[Panel], plan: Plan) -> list[Axes]:
    room = plan.end - plan.left - PANEL_GAP * (len(panels) - 1)
    unit = room / sum(panel.share for panel in panels)
    x, found = plan.left, []
    for panel in panels:
        width = unit * panel.share
        ax = sheet.axes(x, plan.top, width, plan.height, xlim=panel.xlim)
        _furnish(sheet, ax, panel, plan, width)
        head_y = (HEAD_LINE if plan.two_heads else TICK_LINE) / 2
        if panel.head:
            sheet.write(x + width / 2, head_y, panel.head, NOTE, align="middle")
        found.append(ax)
        x += width + PANEL_GAP
    return found


def _furnish(sheet: Sheet, ax: Axes, panel: Panel, plan: Plan, width: float) -> None:
    """Draw grid, numbers and upright line of a panel so many pixels wide."""
    places = _with_line(panel, width)
    if places:
        sheet.scale(ax, places, tick_labels(places, panel.kind), top=True)
        _uprights(ax, places, plan, "grid")
    if panel.line is not None:
        _uprights(ax, [panel.line], plan, "ink")


def _with_line(panel: Panel, width: float) -> list[float]:
    """Return the numbers of an axis, with its line's in place of those it touches."""
    if panel.line is None or not len(panel.ticks):
        return list(panel.ticks)
    line = panel.line
    places = sorted({*panel.ticks, line})
    texts = tick_labels(places, panel.kind)
    sizes = [text_width(text, "small") for text in texts]
    wide = dict(zip(places, sizes, strict=True))
    pixel = (panel.xlim[1] - panel.xlim[0]) / width
    return [
        at
        for at in places
        if at == line or abs(at - line) > ((wide[at] + wide[line]) / 2 + APART) * pixel
    ]


def _uprights(ax: Axes, x: Sequence[float], plan: Plan, shade: str) -> None:
    low, high = plan.rails()
    where = np.repeat(np.asarray(x, float), len(low))
    ends = np.tile(low, len(x)), np.tile(high, len(x))
    upright_lines(ax, where, *ends, shade, 0.8, zorder=0.5)
