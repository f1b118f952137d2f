"""How does a table of coloured cells stand on a sheet, on a phone too?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

from csat_methods.plots.key_lines import Entry, key_height, write_key
from csat_methods.plots.lettering import local_digits
from csat_methods.plots.sheet import Sheet, hatched
from csat_methods.plots.strokes import level_lines, upright_lines
from csat_methods.plots.style import (
    LINE_HEIGHTS,
    NOTE,
    Look,
    color,
    text_width,
    wrapped,
)

CELL = 28.0
WIDEST_CELL = 150.0
NARROW_CELL = 62.0
"""Cells narrower than this have small type."""

APART = 1.6
"""Points between two cells."""

LABEL_ROOM = 210
HEAD_LINE = 15
HEAD_GAP = 6
BLOCK_GAP = 16
KEY_GAP = 10
HEAD_LOOK = Look("small", "ink", "bold")


@dataclass(frozen=True)
class Head:
    """What stands above a column: its words, and a smaller line below them."""

    text: str
    below: str = ""


@dataclass(frozen=True)
class Block:
    """Some columns: heads, classes of colour (missing where hidden), and texts."""

    heads: Sequence[Head]
    classes: np.ndarray
    texts: np.ndarray


def heat_blocks(
    sheet: Sheet,
    labels: Sequence[str],
    blocks: Sequence[Block],
    shades: Sequence[str],
    *,
    cell: float = CELL,
) -> list[Axes]:
    """Draw blocks of columns below each other, each with the labels of the rows.

    On a phone the label of a row stands above its cells. Where the words of a head do
    not fit above its column, heads are numbers with a key below.
    """
    layout = _Layout(sheet, labels, [block.heads for block in blocks], cell)
    sheet.open(layout.height + key_height(layout.key, sheet))
    if not sheet.phone and len(blocks) == 1:
        sheet.cuts = [layout.tops[0] + layout.step * row for row in range(len(labels))]
    layout.write(sheet)
    write_key(sheet, layout.height, layout.key)
    drawn = []
    for top, block in zip(layout.tops, blocks, strict=True):
        ax = _cells(sheet, layout, top, block, shades)
        _hatch_missing(sheet, ax, layout, block.classes)
        drawn.append(ax)
    return drawn


class _Layout:
    """Where labels, heads and cells stand, in pixels."""

    def __init__(
        self,
        sheet: Sheet,
        labels: Sequence[str],
        heads: Sequence[Sequence[Head]],
        cell: float,
    ) -> None:
        self.phone = sheet.phone
        room = sheet.width if self.phone else LABEL_ROOM
        self.lines = [wrapped(label, room, 2) for label in labels]
        widths = [text_width(line) for lines in self.lines for line in lines]
        self.left = 0.0 if self.phone else max(widths, default=0.0) + 14
        self.tall = cell if max(map(len, self.lines)) == 1 else cell + 12
        self.step = 2 * self.tall if self.phone else self.tall
        columns = max(map(len, heads))
        self.width = min((sheet.width - self.left) / columns, WIDEST_CELL)
        self.key = self._key([head for block in heads for head in block])
        self.heads = [[self._lines_of(head) for head in block] for block in heads]
        self.tops, end = [], -float(BLOCK_GAP)
        for block in self.heads:
            lines = max(map(len, block))
            self.tops.append(end + BLOCK_GAP + lines * HEAD_LINE + HEAD_GAP)
            end = self.tops[-1] + self.step * len(labels)
        self.height = end + KEY_GAP * bool(self.key)

    def _key(self, heads: Sequence[Head]) -> list[Entry]:
        """Return the heads by number, each once, where one of them does not fit."""
        names = list(dict.fromkeys(head.text for head in heads if head.text))
        if all(" ".join(self._words(name)) == " ".join(name.split()) for name in names):
            return []
        return [(local_digits(str(i)), name, "ink") for i, name in enumerate(names, 1)]

    def _words(self, text: str) -> list[str]:
        return wrapped(text, self.width - 6, 3, "small", "bold")

    def _lines_of(self, head: Head) -> list[tuple[str, Look]]:
        numbers = {name: mark for mark, name, _ in self.key}
        lines = self._words(numbers.get(head.text, head.text))
        below = [(head.below, NOTE)] if head.below else []
        return [*((line, HEAD_LOOK) for line in lines), *below]

    def write(self, sheet: Sheet) -> None:
        """Write the heads and labels of all blocks."""
        for top, block in zip(self.tops, self.heads, strict=True):
            for column, lines in enumerate(block):
                self._write_head(sheet, top, column, lines)
            for row, labels in enumerate(self.lines):
                self._write_label(sheet, top, row, labels)

    def _write_head(
        self, sheet: Sheet, top: float, column: int, lines: list[tuple[str, Look]]
    ) -> None:
        x = self.left + self.width * (column + 0.5)
        first = top - HEAD_GAP - HEAD_LINE * (len(lines) - 0.5)
        for i, (text, look) in enumerate(lines):
            sheet.write(x, first + HEAD_LINE * i, text, look, align="middle")

    def _write_label(
        self, sheet: Sheet, top: float, row: int, lines: list[str]
    ) -> None:
        line = LINE_HEIGHTS["label"]
        middle = top + self.step * row + self.tall / 2 + (3 if self.phone else 0)
        first = middle - line * (len(lines) - 1) / 2
        for i, text in enumerate(lines):
            sheet.write(0, first + line * i, text)

    def apart(self, values: np.ndarray, blank: Any) -> np.ndarray:
        """Return the values with a blank row above each on a phone."""
        if not self.phone:
            return values
        both = np.full((2 * len(values), values.shape[1]), blank, values.dtype)
        both[1::2] = values
        return both


def _turn(sheet: Sheet) -> slice:
    """Return the order of columns: from the right where reading starts there."""
    return slice(None, None, -1) if sheet.mirrored else slice(None)


def _cells(
    sheet: Sheet, layout: _Layout, top: float, block: Block, shades: Sequence[str]
) -> Axes:
    """Draw the cells of one block; a class that is missing stays empty."""
    values = layout.apart(block.classes.astype(float), np.nan)[:, _turn(sheet)]
    rows, columns = values.shape
    wide, tall = layout.width * columns, layout.tall * rows
    place = {"xlim": (0.0, float(columns)), "ylim": (float(rows), 0.0)}
    ax = sheet.axes(layout.left, top, wide, tall, **place)
    sns.heatmap(
        values,
        ax=ax,
        cmap=ListedColormap([color(shade) for shade in shades]),
        vmin=0,
        vmax=len(shades) - 1,
        mask=np.isnan(values),
        cbar=False,
        xticklabels=False,
        yticklabels=False,
    )
    upright_lines(ax, np.arange(columns + 1), 0, rows, "paper", APART, zorder=1)
    level_lines(ax, np.arange(rows + 1), 0, columns, "paper", APART, zorder=1)
    look = Look("small" if layout.width < NARROW_CELL else "label")
    texts = layout.apart(block.texts, "")[:, _turn(sheet)]
    for row, column in np.argwhere(~np.isnan(values)).tolist():
        sheet.label(ax, column + 0.5, row + 0.5, texts[row, column], look)
    return ax


def _hatch_missing(
    sheet: Sheet, ax: Axes, layout: _Layout, classes: np.ndarray
) -> None:
    """Hatch the cells that may not be shown."""
    missing = np.isnan(classes.astype(float)[:, _turn(sheet)])
    for row, column in np.argwhere(missing):
        y = 2 * row + 1 if layout.phone else row
        hatched(ax, column + 0.03, y + 0.06, 0.94, 0.88)
