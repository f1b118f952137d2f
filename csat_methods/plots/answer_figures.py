"""How did customers answer: on the scale, and as promoters?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods.plots.interval_figures import Hidden, ordered, with_hidden
from csat_methods.plots.lettering import (
    level_label,
    limits,
    local_digits,
    number,
    row_label,
    term_label,
    ticks,
)
from csat_methods.plots.marks import dots_with_intervals
from csat_methods.plots.row_layout import RowAxes, rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import Look, color, text_width
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
    panels = [Panel(limits(answers.ends, pad=0.17 if sheet.phone else 0.1))]
    mean = answers.mean
    if mean is not None:
        ends = limits([*mean["ci_low"], *mean["ci_high"]])
        head = translate("mean")
        panels.append(Panel(ends, ticks(*ends, 3), share=0.42, head=head))
    counts = with_hidden(answers.counts(), hidden)
    n = Column(counts, translate("n"), "muted", size="small")
    drawn = rows(sheet, answers.labels(hidden), panels, [n], names=True)
    y = drawn.y[: len(answers.shares)]
    _answer_bars(drawn.axes[0], y, answers)
    _answer_shares(sheet, drawn.axes[0], y, answers)
    drawn.name_series(answers.named())
    if mean is not None:
        dots_with_intervals(drawn.axes[1], y, mean)
    drawn.hatch(len(answers.shares))
    return drawn.axes[0]


class _Answers:
    """Shares of answers: rows of items, columns of answers from the lowest on.

    Attributes
    ----------
    side : ndarray
        −1, 0 or 1: an answer below, at or above the middle of the scale.
    start : ndarray
        Where each row's bars begin, so that the middle of the scale lies at zero.
    """

    def __init__(self, result: Result, means: Result | None) -> None:
        self.result = result
        shares = _shares(result)
        values = np.asarray(shares.columns, float)
        self.side = np.sign(values - (values.min() + values.max()) / 2)
        mean = None if means is None else _aligned(means, shares)
        level = self.above(shares) if mean is None else mean["estimate"].to_numpy(float)
        turn = np.argsort(-np.nan_to_num(level, nan=-np.inf), kind="stable")
        self.shares = shares.iloc[turn]
        self.mean = None if mean is None else mean.iloc[turn].reset_index(drop=True)
        middle = self.shares.loc[:, self.side == 0].sum(axis=1)
        self.start = -(self.below() + middle / 2).to_numpy()

    @property
    def ends(self) -> list[float]:
        """Return where the bars begin and end, over all rows."""
        return [*self.start, *(self.start + self.shares.sum(axis=1))]

    def above(self, shares: pd.DataFrame) -> np.ndarray:
        """Return the share of answers above the middle, row by row."""
        return shares.loc[:, self.side > 0].sum(axis=1).to_numpy()

    def below(self) -> pd.Series:
        """Return the share of answers below the middle, row by row."""
        return self.shares.loc[:, self.side < 0].sum(axis=1)

    def keys(self) -> list[dict[str, Any]]:
        """Return the keys of each row."""
        names = list(self.shares.index.names)
        rows = [key if isinstance(key, tuple) else (key,) for key in self.shares.index]
        return [dict(zip(names, row, strict=True)) for row in rows]

    def labels(self, hidden: Hidden) -> Labels:
        """Return what the rows are called."""
        keys = [*self.keys(), *hidden]
        shades = [*["ink"] * len(self.shares), *["undecided"] * len(hidden)]
        return Labels([row_label(self.result, key) for key in keys], shades)

    def counts(self) -> list[str]:
        """Return how many answered, by row."""
        names = list(self.shares.index.names)
        n = self.result.table.groupby(names, sort=False, observed=True)["n"].max()
        return [number(n.loc[key], "count") for key in self.shares.index]

    def named(self) -> list[tuple[float, str, str]]:
        """Return where the answers of the first row stand, their names, colours."""
        width = self.shares.iloc[0].fillna(0.0).to_numpy()
        middle = self.start[0] + np.cumsum(width) - width / 2
        shades = answer_colors(self.side)
        names = [local_digits(f"{value:g}") for value in self.shares]
        return [
            (float(x), name, DARK.get(shade, shade))
            for x, name, shade in zip(middle, names, shades, strict=True)
        ]


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


def _answer_bars(ax: Axes, y: np.ndarray, answers: _Answers) -> None:
    """Draw the answers of each row side by side."""
    start = answers.start.copy()
    look: dict[str, Any] = {"edgecolor": color("paper"), "linewidth": 0.5}
    for shade, answer in zip(answer_colors(answers.side), answers.shares, strict=True):
        width = answers.shares[answer].fillna(0.0).to_numpy()
        ax.barh(y, width, BAR, left=start, facecolor=color(shade), **look)
        start += width


def _answer_shares(sheet: Sheet, ax: Axes, y: np.ndarray, answers: _Answers) -> None:
    """Write the shares below and above the middle at the ends of each row."""
    above, below = answers.above(answers.shares), answers.below().to_numpy()
    ends = answers.start + answers.shares.sum(axis=1).to_numpy()
    for row, middle in enumerate(y):
        high, low = (number(share[row], "percent") for share in (above, below))
        at = float(ends[row]), float(middle)
        sheet.label(ax, *at, high, Look("small", "good"), side="left", dx=5)
        at = float(answers.start[row]), float(middle)
        sheet.label(ax, *at, low, Look("small", "bad"), side="right", dx=-5)


# ------------------------------------------------------------- recommendation
PARTS = (
    ("detractors", "Detractors", "bad", "paper"),
    ("passives", "Passives", "neutral", "ink"),
    ("promoters", "Promoters", "good", "paper"),
)
"""Column, name, colour of the bar and of the number in it."""


def promoters(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw detractors, passives and promoters, and their difference, the score."""
    table = ordered(result.table, sort=False)
    ends = limits([*table["ci_low"], *table["ci_high"]], include=(0.0,))
    scores = with_hidden([number(v, "points") for v in table["estimate"]], hidden)
    columns = [Column(scores, translate("NPS"), weight="bold")]
    if not sheet.phone:
        n = [*(number(v, "count") for v in table["n"]), *[""] * len(hidden)]
        columns.append(Column(n, translate("n"), "muted", size="small"))
    records = [*table.to_dict("records"), *hidden]
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
        ax.barh(y, width, SCORE_BAR, left=start, facecolor=color(shade))
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
