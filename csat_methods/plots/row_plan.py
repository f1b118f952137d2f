"""Where does each row stand, with its label, its marks and its numbers?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import LINE_HEIGHTS, Look, text_width, wrapped

COLUMN_GAP = 14
WIDEST_LABEL = 236
LABEL_GAP = 18
LABEL_LINES = 3
TICK_LINE = 20
HEAD_LINE = 19
GROUP_HEIGHT = 30

MARK_ROOM = 20
BELOW_MARKS = 8
"""On a phone: pixels of a row's marks, and of the room below them."""

PHONE_INSET = 8
"""On a phone: pixels between the edge and the first panel."""


@dataclass(frozen=True)
class Panel:
    """One drawing beside the labels.

    Attributes
    ----------
    xlim : (float, float)
    ticks : sequence of float
        Empty: no numbers, no grid.
    kind : str
        How the numbers of the axis are written.
    share : float
        Of the room, relative to the other panels.
    line : float or None
        Where an upright line stands: zero, or the line of the study.
    head : str
        What the numbers of the axis are.
    """

    xlim: tuple[float, float]
    ticks: Sequence[float] = ()
    kind: str = "number"
    share: float = 1.0
    line: float | None = None
    head: str = ""


@dataclass(frozen=True)
class Column:
    """A column of words or numbers at the end of the rows."""

    texts: Sequence[str]
    head: str = ""
    shades: Sequence[str] | str = "ink"
    weight: str = "normal"
    size: str = "label"

    def look(self, row: int) -> Look:
        """Return how the text of a row looks."""
        shade = self.shades if isinstance(self.shades, str) else self.shades[row]
        return Look(self.size, shade, self.weight)

    @property
    def width(self) -> float:
        """Pixels that its widest text takes."""
        own = [text_width(text, self.size, self.weight) for text in self.texts]
        return max([*own, text_width(self.head, "small")])


@dataclass(frozen=True)
class Labels:
    """What the rows are called.

    Attributes
    ----------
    shades, weights : str or sequence of str
        For all rows, or one a row.
    groups : sequence of (str, int)
        Headings, each with how many rows stand under it.
    at_zero : bool
        Bars from zero: labels stay at the zero end in every script.
    """

    texts: Sequence[str]
    shades: Sequence[str] | str = "ink"
    weights: Sequence[str] | str = "normal"
    groups: Sequence[tuple[str, int]] = ()
    at_zero: bool = False

    def look(self, row: int) -> Look:
        """Return how the label of a row looks."""
        shade = self.shades if isinstance(self.shades, str) else self.shades[row]
        weight = self.weights if isinstance(self.weights, str) else self.weights[row]
        return Look(shade=shade, weight=weight)

    def headings(self) -> dict[int, str]:
        """Return the headings by the row they stand above."""
        starts = np.cumsum([0, *(count for _, count in self.groups)])[:-1]
        texts = [text for text, _ in self.groups]
        return dict(zip(map(int, starts), texts, strict=True))


@dataclass(frozen=True)
class Room:
    """What rows need besides their labels.

    Attributes
    ----------
    names : bool
        A line above the first row's marks, where series are named.
    height : float
        Of a row of one line; 0: by the number of rows.
    """

    names: bool = False
    height: float = 0.0


class Plan:
    """Where everything of a sheet of rows stands, in pixels.

    Attributes
    ----------
    top : float
        Of the panels.
    left, end : float
        Between which panels stand.
    y : ndarray
        Middle of each row's marks, from the top of the panels.
    names : float
        Height of the line above all rows where series are named.
    starts : list of float
        Top of each row, its heading included, from the top of the panels.
    """

    def __init__(
        self,
        sheet: Sheet,
        labels: Labels,
        panels: Sequence[Panel],
        columns: Sequence[Column],
        room: Room,
    ) -> None:
        self.phone = sheet.phone
        self.mark_room = max(MARK_ROOM, room.height - 12)
        widest = sheet.width if sheet.phone else WIDEST_LABEL
        self.lines = [
            wrapped(text, widest, LABEL_LINES, "label", labels.look(i).weight)
            for i, text in enumerate(labels.texts)
        ]
        self.left = PHONE_INSET if sheet.phone else self._label_width(labels)
        self.column_ends = _column_ends(sheet.width, columns)
        self.end = sheet.width - sum(c.width + COLUMN_GAP for c in columns)
        self.two_heads = any(panel.head and len(panel.ticks) for panel in panels)
        headed = any(c.head for c in columns) or any(p.ticks or p.head for p in panels)
        self.top = HEAD_LINE * self.two_heads + TICK_LINE * headed
        self.names = 0 if sheet.phone else HEAD_LINE * room.names
        self._named_row = HEAD_LINE * room.names if sheet.phone else 0
        self._stack(labels, room.height or _row_height(len(labels.texts)))

    def _label_width(self, labels: Labels) -> float:
        widths = [
            text_width(line, "label", labels.look(i).weight)
            for i, lines in enumerate(self.lines)
            for line in lines
        ]
        return max(widths, default=0.0) + LABEL_GAP

    def _stack(self, labels: Labels, one_line: float) -> None:
        """Place headings, labels and marks from the top."""
        line, above = LINE_HEIGHTS["label"], labels.headings()
        y, marks = float(self.names), []
        self.label_y: list[float] = []
        self.group_y: list[tuple[str, float]] = []
        self.starts: list[float] = []
        for row, lines in enumerate(self.lines):
            self.starts.append(y)
            if row in above:
                self.group_y.append((above[row], y + GROUP_HEIGHT * 0.6))
                y += GROUP_HEIGHT
            text = line * len(lines)
            label, mark, tall = self._row(row, text, text - line + one_line)
            self.label_y.append(y + label)
            marks.append(y + mark)
            y += tall
        self.y, self.height = np.array(marks), max(y, one_line)

    def _row(self, row: int, text: float, beside: float) -> tuple[float, float, float]:
        """Return the middles of a row's label and marks, and its height."""
        if not self.phone:
            return beside / 2, beside / 2, beside
        above = text + (self._named_row if row == 0 else 0)
        marks = above + self.mark_room / 2
        return text / 2, marks, above + self.mark_room + BELOW_MARKS

    def rails(self) -> tuple[np.ndarray, np.ndarray]:
        """Return from where to where upright lines run: on a phone beside marks only.

        There the labels stand above the marks, and no line may cross them.
        """
        if not self.phone:
            return np.array([self.names]), np.array([self.height])
        half = self.mark_room / 2
        return self.y - half, self.y + half


def _column_ends(width: float, columns: Sequence[Column]) -> list[float]:
    ends, end = [], float(width)
    for column in reversed(columns):
        ends.append(end)
        end -= column.width + COLUMN_GAP
    return ends[::-1]


def _row_height(count: int) -> float:
    """Return the pixels of a row: 28 for few, 22 for many."""
    return 28 if count <= 8 else 25 if count <= 16 else 22
