"""How did customers answer: on the scale, and as promoters?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._once import once
from csat_methods._rows import records_of
from csat_methods.plots.interval_figures import Hidden, in_order, with_hidden
from csat_methods.plots.lettering import (
    level_label,
    limits,
    local_digits,
    number,
    row_names,
    sentence,
    term_label,
    ticks,
)
from csat_methods.plots.marks import dots_with_intervals
from csat_methods.plots.row_layout import RowAxes, rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import bars, boxes
from csat_methods.plots.style import Look, text_width
from csat_methods.result import Result

BAR = 17.0
SCORE_BAR = 26.0
"""Heights of bars in pixels."""

SCORE_ROW = 42.0
"""Height of a row of the recommendation figure."""

DARK = {"bad_soft": "bad", "good_soft": "good", "neutral": "muted"}
"""Soft colours are too light for words."""


def distribution(
    result: Result,
    sheet: Sheet,
    *,
    means: Result | None = None,
    hidden: Hidden = (),
) -> Axes:
    """Draw the answers to scale items as bars centred on the middle of the scale.

    The Result of `means` of the same items adds a column of means with intervals, and
    the order; else the share of answers above the middle orders the rows.
    """
    answers = _Answers(result, means)
    ends = limits([*answers.start, *answers.end], pad=0.17 if sheet.phone else 0.1)
    panels = [Panel(ends)]
    mean = answers.mean
    if mean is not None:
        ends = limits([*mean["ci_low"], *mean["ci_high"]])
        head = translate("mean")
        panels.append(Panel(ends, ticks(*ends, 3), share=0.42, head=head))
    counts = with_hidden(answers.counts(), hidden)
    n = Column(counts, translate("n"), "muted", size="small")
    drawn = rows(sheet, answers.labels(hidden), panels, [n], names=True)
    _answer_bars(drawn, answers)
    _answer_shares(drawn, answers)
    if mean is not None:
        dots_with_intervals(drawn.axes[1], drawn.y[: len(mean)], mean)
    drawn.hatch(len(answers.shares))
    return drawn.axes[0]


class _Answers:
    """Shares of answers: rows of items, columns of answers from the lowest on.

    Items of another scale stand below those of the first one.

    Attributes
    ----------
    side : ndarray, shape of `shares`
        −1, 0 or 1: an answer below, at or above the middle of its item's scale; NaN
        where the item does not offer it.
    start : ndarray
        Where each row's bars begin, so that the middle of the scale lies at zero.
    """

    def __init__(self, result: Result, means: Result | None) -> None:
        self.result = result
        shares = _shares(result)
        mean = None if means is None else _aligned(means, shares)
        side = _sides(shares)
        upper = shares.where(side > 0, 0.0).sum(axis=1).to_numpy()
        level = upper if mean is None else mean["estimate"].to_numpy(float)
        scale = list(map(_scale, shares.to_numpy(float)))
        place = {offered: i for i, offered in enumerate(dict.fromkeys(scale))}
        level = np.nan_to_num(level, nan=-np.inf)
        turn = np.lexsort((-level, [place[offered] for offered in scale]))
        self.shares, self.side = shares.iloc[turn], side[turn]
        self.mean = None if mean is None else mean.iloc[turn].reset_index(drop=True)
        self.above, self.below = upper[turn], self._sum(-1)
        self.start = -(self.below + self._sum(0) / 2)

    def _sum(self, side: int) -> np.ndarray:
        """Return the share of answers on one side, row by row."""
        return self.shares.where(self.side == side, 0.0).sum(axis=1).to_numpy()

    @property
    def end(self) -> np.ndarray:
        """Where each row's bars end."""
        return self.start + self.shares.sum(axis=1).to_numpy()

    def bars(self, row: int) -> Iterator[tuple[float, float, float, str]]:
        """Yield the answer, left end, width and colour of each bar of a row."""
        offered = np.isfinite(self.side[row])
        width = self.shares.iloc[row].to_numpy(float)[offered]
        left = self.start[row] + np.concatenate([[0.0], np.cumsum(width)[:-1]])
        shades = answer_colors(self.side[row][offered])
        answers = np.asarray(self.shares.columns, float)[offered]
        yield from zip(answers, left, width, shades, strict=True)

    def labels(self, hidden: Hidden) -> Labels:
        """Return what the rows are called, scale by scale where there are several."""
        names = list(self.shares.index.names)
        keys = [key if isinstance(key, tuple) else (key,) for key in self.shares.index]
        records = [*(dict(zip(names, key, strict=True)) for key in keys), *hidden]
        shades = [*["ink"] * len(keys), *["undecided"] * len(hidden)]
        texts = row_names(self.result, records)
        return Labels(texts, shades, groups=self._scales(len(hidden)))

    def _scales(self, hidden: int) -> list[tuple[str, int]]:
        """Return the ends of each scale and its rows, if there are several."""
        offered = [_scale(row) for row in self.shares.to_numpy(float)]
        values = [local_digits(f"{value:g}") for value in self.shares]
        counts = Counter(offered)
        groups = [
            (sentence("{low} to {high}", low=values[s[0]], high=values[s[-1]]), n)
            for s, n in counts.items()
        ]
        groups += [(translate("hidden"), hidden)] * bool(hidden)
        return groups if len(counts) > 1 else []

    def counts(self) -> list[str]:
        """Return how many answered, by row."""
        names = list(self.shares.index.names)
        n = self.result.table.groupby(names, sort=False, observed=True)["n"].max()
        return [number(n.loc[key], "count") for key in self.shares.index]


@once
def _shares(result: Result) -> pd.DataFrame:
    table = result.table
    table = table[np.isfinite(table["category_value"].astype(float))]
    wide = table.pivot_table(
        index=[*result.by, "term"],
        columns="category_value",
        values="estimate",
        sort=False,
        observed=True,
    )
    return wide.sort_index(axis=1)


def _scale(row: np.ndarray) -> tuple[int, ...]:
    """Return the places of the answers that an item offers."""
    return tuple(map(int, np.flatnonzero(np.isfinite(row))))


def _sides(shares: pd.DataFrame) -> np.ndarray:
    """Return on which side of the middle of its item's scale each answer lies."""
    values = np.where(shares.notna(), np.asarray(shares.columns, float), np.nan)
    middle = (np.nanmin(values, axis=1) + np.nanmax(values, axis=1)) / 2
    return np.sign(values - middle[:, None])


def _aligned(means: Result, shares: pd.DataFrame) -> pd.DataFrame:
    """Return the means in the order of the rows."""
    keys = list(shares.index.names)
    return means.table.set_index(keys).reindex(shares.index).reset_index()


def answer_colors(side: np.ndarray) -> list[str]:
    """Return a colour for each answer: strong at the ends, soft near the middle.

    Examples
    --------
    >>> answer_colors(np.array([-1, -1, 0, 1, 1]))
    ['bad', 'bad_soft', 'neutral', 'good_soft', 'good']
    """
    below, above = int((side < 0).sum()), int((side > 0).sum())
    low = ["bad"] * -(-below // 2) + ["bad_soft"] * (below // 2)
    high = ["good_soft"] * (above // 2) + ["good"] * -(-above // 2)
    return low + ["neutral"] * int((side == 0).sum()) + high


def _answer_bars(drawn: RowAxes, answers: _Answers) -> None:
    """Draw the answers of each row side by side, and name those of the first."""
    ax = drawn.axes[0]
    places, shades, named = [], [], []
    for row, y in enumerate(drawn.y[: len(answers.shares)]):
        for answer, left, width, shade in answers.bars(row):
            places.append((left, y - BAR / 2, width, BAR))
            shades.append(shade)
            name = local_digits(f"{answer:g}")
            named.append((left + width / 2, name, DARK.get(shade, shade)))
        if row == 0:
            drawn.name_series(named)
    boxes(ax, places, shades, edge=0.5)


def _answer_shares(drawn: RowAxes, answers: _Answers) -> None:
    """Write the shares below and above the middle at the ends of each row."""
    ax, sheet = drawn.axes[0], drawn.sheet
    for row, y in enumerate(map(float, drawn.y[: len(answers.shares)])):
        high, low = (number(s[row], "percent") for s in (answers.above, answers.below))
        end, start = float(answers.end[row]), float(answers.start[row])
        sheet.label(ax, end, y, high, Look("small", "good"), side="left", dx=5)
        sheet.label(ax, start, y, low, Look("small", "bad"), side="right", dx=-5)


# ------------------------------------------------------------- recommendation
PARTS = (
    ("detractors", "Detractors", "bad", "paper"),
    ("passives", "Passives", "neutral", "ink"),
    ("promoters", "Promoters", "good", "paper"),
)
"""Column, name, colour of the bar and of the number in it."""


def promoters(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw detractors, passives and promoters, and their difference, the score."""
    table = in_order(result, sort=False)
    ends = limits([*table["ci_low"], *table["ci_high"]], include=(0.0,))
    scores = with_hidden([number(v, "points") for v in table["estimate"]], hidden)
    columns = [Column(scores, translate("NPS"), weight="bold")]
    if not sheet.phone:
        n = [*(number(v, "count") for v in table["n"]), *[""] * len(hidden)]
        columns.append(Column(n, translate("n"), "muted", size="small"))
    records = [*records_of(table), *hidden]
    drawn = rows(
        sheet,
        Labels([_score_label(result, record) for record in records]),
        [
            Panel((0.0, 1.0), share=2.4),
            Panel(ends, ticks(*ends, 3), "points", line=0.0),
        ],
        columns,
        names=True,
        height=SCORE_ROW,
    )
    _score_bars(drawn, table)
    dots_with_intervals(drawn.axes[1], drawn.y[: len(table)], table)
    drawn.hatch(len(table))
    return drawn.axes[0]


def _score_label(result: Result, record: Mapping[str, Any]) -> str:
    """Return the segment, or the item where there are no segments."""
    levels = [level_label(result, column, record[column]) for column in result.by]
    return " · ".join(levels) or term_label(result, record["term"])


def _score_bars(drawn: RowAxes, table: pd.DataFrame) -> None:
    """Draw the three parts, their shares inside where there is room."""
    sheet, ax, y = drawn.sheet, drawn.axes[0], drawn.y[: len(table)]
    start, named = np.zeros(len(table)), []
    for column, name, shade, ink in PARTS:
        width = table[column].to_numpy(float)
        bars(ax, y, width, SCORE_BAR, shade, start=start)
        for row, middle in enumerate(y):
            text = number(width[row], "percent")
            room = width[row] * (200 if sheet.phone else 330)
            if room > text_width(text, "label", "bold") + 4:
                x = float(start[row] + width[row] / 2)
                sheet.label(ax, x, float(middle), text, Look("label", ink, "bold"))
        x = float(start[0] + width[0] / 2)
        named.append((x, translate(name), DARK.get(shade, shade)))
        start = start + width
    drawn.name_series(named)
