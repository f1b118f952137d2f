"""Which segments differ from all customers, and on what?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from scipy.special import stdtrit

from csat_methods._messages import translate
from csat_methods._rows import records_of
from csat_methods.plots.heat_layout import LABEL_ROOM, Block, Head, heat_blocks
from csat_methods.plots.interval_figures import Hidden
from csat_methods.plots.lettering import SIGNED, level_label, number, term_label
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import text_width
from csat_methods.result import Result, judge

WIDEST = 9
WIDEST_ON_A_PHONE = 6
NARROWEST = 3
"""Columns of one block; more segments go into blocks below."""

STEPS = {"bad": 0, "undecided": 1, "good": 2}
SHADES = ("bad_soft", "band", "good_soft")
CELL_SIGNS = {"bad": " ▼", "undecided": "", "good": " ▲"}

Totals = Result | Mapping[str, float]
Cells = tuple[Head, np.ndarray, np.ndarray]
"""A column: its head, its classes and its texts, an item a row."""


def heat(
    result: Result,
    sheet: Sheet,
    *,
    total: Totals | None = None,
    line: float | None = None,
    hidden: Hidden = (),
) -> Axes:
    """Draw a table of items by segments, marked where a segment stands apart.

    A cell is marked ▲ or ▼ where its interval excludes the `total` of its item (the
    Result of all customers, or a number an item), Bonferroni's way: at a level at which
    all cells hold together; where segments need several blocks, the total stands in
    each. Without totals the interval is held against the `line`,
    which is zero for differences. Cells that are hidden are hatched.
    """
    grid = _Grid(result, total, line, hidden)
    total_column = grid.all_customers()
    columns = list(map(grid.column, grid.levels))
    count = -(-len(columns) // (_most(sheet, grid) - len(total_column)))
    size = -(-len(columns) // count)
    starts = range(0, len(columns), size)
    parts = [[*total_column, *columns[i : i + size]] for i in starts]
    labels = [term_label(result, term) for term in grid.terms]
    return heat_blocks(sheet, labels, list(map(_block, parts)), SHADES)[0]


def _block(columns: list[Cells]) -> Block:
    heads, classes, texts = zip(*columns, strict=True)
    return Block(heads, np.column_stack(classes), np.column_stack(texts))


def _most(sheet: Sheet, grid: _Grid) -> int:
    """Return how many columns fit, so that no word of a head is cut."""
    heads = [level_label(grid.result, grid.by, level) for level in grid.levels]
    longest = max(text_width(w, "small", "bold") for h in heads for w in h.split())
    room = sheet.width if sheet.phone else sheet.width - LABEL_ROOM
    widest = WIDEST_ON_A_PHONE if sheet.phone else WIDEST
    return int(np.clip(room // (longest + 10), NARROWEST, widest))


class _Grid:
    """Items by segments: numbers, verdicts, and what is hidden."""

    def __init__(
        self,
        result: Result,
        total: Totals | None,
        line: float | None,
        hidden: Hidden,
    ) -> None:
        self.result, self.by = result, result.by[0]
        self.kind = result.kind("estimate")
        rows = records_of(result.table)
        self.cells = {(row["term"], row[self.by]): row for row in rows}
        keys = [*self.cells, *((key["term"], key[self.by]) for key in hidden)]
        self.terms = list(dict.fromkeys(term for term, _ in keys))
        levels = list(dict.fromkeys(level for _, level in keys))
        self.levels = sorted(levels, key=_place([row[self.by] for row in rows]))
        self.totals = _totals(total)
        self.n = total.used.used[1] if isinstance(total, Result) else 0
        self.compared = sum(row["term"] in self.totals for row in rows)
        natural = self.kind in SIGNED and self.kind != "points"
        self.line = 0.0 if line is None and natural else line

    def column(self, level: Any) -> Cells:
        """Return one segment."""
        rows = [self.cells.get((term, level)) for term in self.terms]
        n = [row["n"] for row in rows if row is not None and "n" in row]
        head = Head(
            level_label(self.result, self.by, level),
            number(max(n), "count") if n else "",
        )
        verdict = [self._verdict(row) for row in rows]
        classes = np.array([STEPS.get(v, np.nan) for v in verdict], float)
        texts = [self._text(row, v) for row, v in zip(rows, verdict, strict=True)]
        return head, classes, np.array(texts, object)

    def all_customers(self) -> list[Cells]:
        """Return the column of totals, if they are known."""
        if not self.totals:
            return []
        known = [self.totals.get(term, np.nan) for term in self.terms]
        texts = [number(value, self.kind) for value in known]
        classes = np.full(len(known), float(STEPS["undecided"]))
        below = number(self.n, "count") if self.n else " "
        return [(Head(translate("All"), below), classes, np.array(texts, object))]

    def _verdict(self, row: Mapping[str, Any] | None) -> str:
        """Return the verdict of a cell; empty where it is hidden."""
        if row is None:
            return ""
        against = self.totals.get(row["term"], self.line)
        if against is None:
            return "undecided"
        low, high = self._ends(row)
        return judge(low, high, against, higher_is_better=self.result.higher_is_better)

    def _ends(self, row: Mapping[str, Any]) -> tuple[float, float]:
        """Return the ends of an interval, wider where many cells are compared."""
        at, low, high = row["estimate"], row["ci_low"], row["ci_high"]
        if row["term"] not in self.totals:
            return low, high
        error, df = (1 - self.result.level) / 2, row.get("df", np.inf)
        wider = stdtrit(df, error / self.compared) / stdtrit(df, error)
        return at - wider * (at - low), at + wider * (high - at)

    def _text(self, row: Mapping[str, Any] | None, verdict: str) -> str:
        if row is None:
            return ""
        return number(row["estimate"], self.kind) + CELL_SIGNS[verdict]


def _place(levels: list[Any]) -> Callable[[Any], Any]:
    """Return the order of levels: that of the table, hidden ones where they belong.

    Levels that rise in the table rise with the hidden ones, too.
    """
    known = list(dict.fromkeys(levels))
    rising = all(isinstance(level, str) for level in known) and sorted(known) == known
    place = {level: i for i, level in enumerate(known)}
    return (
        (lambda level: level) if rising else lambda level: place.get(level, len(known))
    )


def _totals(total: Totals | None) -> dict[str, float]:
    """Return the number of all customers by item."""
    if isinstance(total, Result):
        table = total.table
        return dict(zip(table["term"], table["estimate"].astype(float), strict=True))
    return {} if total is None else dict(total)
