"""Who answered, whom do the answers miss, and would more effort change them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import Message, Number, Text, translate
from csat_methods._once import once
from csat_methods._rows import records_of
from csat_methods.plots.bar_figures import TALL_ROW, bars_from_zero
from csat_methods.plots.interval_figures import Hidden, value_columns, with_hidden
from csat_methods.plots.lettering import (
    limits,
    number,
    term_label,
    ticks,
    words,
)
from csat_methods.plots.marks import (
    dots,
    dots_with_intervals,
    intervals,
    shades_of,
    verdicts,
)
from csat_methods.plots.row_layout import RowAxes, rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import bars, level_lines
from csat_methods.plots.style import BOLD
from csat_methods.plots.trend_figures import trend
from csat_methods.result import Result

STAGES = (
    ("RR1", "denominator", Message("asked")),
    ("CON1", "numerator", Message("reached")),
    ("RR2", "numerator", Message("answered at least in part")),
    ("RR1", "numerator", Message("answered in full")),
)
"""Rate, its column and what is counted there, from all asked to full answers."""


def response_funnel(result: Result, sheet: Sheet) -> Axes:
    """Draw how many were asked, were reached, answered, and answered in full."""
    known = result.table.set_index("term")
    stages = [(known.at[t, c], name) for t, c, name in STAGES if t in known.index]
    counts = pd.Series([float(count) for count, _ in stages])
    whole = float(counts.iloc[0]) or 1.0
    drawn = rows(
        sheet,
        Labels([words(name) for _, name in stages], at_zero=True),
        [Panel((0.0, whole * 1.04))],
        [Column([number(c / whole, "percent") for c in counts], weight="bold")],
        height=TALL_ROW,
    )
    ax = drawn.axes[0]
    bars_from_zero(ax, drawn.y, counts, "neutral")
    for y, count in zip(map(float, drawn.y), counts, strict=True):
        sheet.label(ax, 0, y, number(count, "count"), BOLD, side="left", dx=5)
    return ax


# -------------------------------------------------------------- groups of people
def _grouped(result: Result, hidden: Hidden) -> tuple[pd.DataFrame, Labels]:
    """Return the rows of groups by variable, and what they are called."""
    table = _by_variable(result)
    texts = [_group(result, row) for row in records_of(table)]
    texts += [_group(result, key) for key in hidden]
    counts = Counter(table["term"])
    heads = [(term_label(result, term), count) for term, count in counts.items()]
    heads += [(translate("hidden"), len(hidden))] * bool(hidden)
    shades = ["ink"] * len(table) + ["undecided"] * len(hidden)
    return table, Labels(texts, shades, groups=heads)


@once
def _by_variable(result: Result) -> pd.DataFrame:
    """Return the rows of groups, those of one variable together."""
    table = result.table[result.table["group"] != ""]
    parts = [part for _, part in table.groupby("term", sort=False)]
    return pd.concat(parts, ignore_index=True) if parts else table


def _group(result: Result, row: Mapping[str, Any]) -> str:
    known = result.labels.get(f"{row['term']}={row['group']}")
    return str(row["group"]) if known is None else words(known)


def group_chances(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw which groups answer less readily (below zero) and which more.

    A bar is a group's partial R-indicator with its interval; beside it stands the
    share that answered.
    """
    table, labels = _grouped(result, hidden)
    ends = limits(
        [*table["ci_low"], *table["ci_high"], *table["estimate"]], include=[0]
    )
    more = [""] * len(hidden)
    columns = [
        Column(
            [*(number(v, "percent") for v in table["response"]), *more],
            translate("answered"),
            weight="bold",
        ),
        Column(
            [*(number(v, "count") for v in table["n"]), *more],
            translate("asked"),
            "muted",
            size="small",
        ),
    ]
    drawn = rows(
        sheet,
        labels,
        [Panel(ends, ticks(*ends), "coefficient", line=0.0)],
        columns if not sheet.phone else columns[:1],
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    verdict = [v if v == "bad" else "" for v in verdicts(table, 0.0)]
    _bars(ax, y, table["estimate"], verdict)
    intervals(ax, y, table, shades_of(verdict), width=1.6)
    drawn.hatch(len(table))
    return ax


def _bars(ax: Axes, y: np.ndarray, values: pd.Series, verdict: Sequence[str]) -> None:
    """Draw a bar from zero for each row, in the soft colour of its verdict."""
    soft = ["bad_soft" if v == "bad" else "shade_3" for v in verdict]
    bars(ax, y, values.fillna(0.0), 14.0, soft)


def frame_shares(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw the customers' share of each group (open), the answers' (filled).

    Where it is known who was asked, a diamond is their share. Beside it stands
    answers less customers with its interval.
    """
    table, labels = _grouped(result, hidden)
    columns = [c for c in ("frame", "sample", "respondents") if c in table]
    shares = limits(table[columns].to_numpy().ravel(), include=[0])
    verdict = ["" if v == "undecided" else "bad" for v in verdicts(table, 0.0)]
    away = [*table["ci_low"], *table["ci_high"], *table["estimate"]]
    ends = limits(away, include=[0])
    drawn = rows(
        sheet,
        labels,
        [
            Panel(shares, ticks(*shares), "share", share=1.5),
            Panel(ends, ticks(*ends, 3), "share_difference", line=0.0),
        ],
        value_columns(result, table, [""] * len(table), hidden, n=not sheet.phone),
        names=True,
    )
    _shares(drawn, table, columns)
    y = drawn.y[: len(table)]
    dots_with_intervals(drawn.axes[1], y, table, shades_of(verdict))
    drawn.hatch(len(table))
    return drawn.axes[0]


SERIES = {
    "frame": (Message("customers"), False, "o"),
    "sample": (Message("asked"), True, "D"),
    "respondents": (Message("answered"), True, "o"),
}
"""Column of shares to its name, whether its mark is filled, its mark."""


def _shares(drawn: RowAxes, table: pd.DataFrame, columns: Sequence[str]) -> None:
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    ends = table[list(columns)]
    level_lines(ax, y, ends.min(axis=1), ends.max(axis=1), "neutral", 2.4)
    named = []
    for column in columns:
        name, filled, marker = SERIES[column]
        shade = "muted" if column == "sample" else "ink"
        area = 16.0 if column == "sample" else 30.0
        dots(ax, table[column], y, shade, filled=filled, marker=marker, area=area)
        named.append((float(table[column].iloc[0]), words(name), shade))
    drawn.name_series(named)


# ------------------------------------------------------------------- indicators
def adjusted_indicators(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw the R-indicator and what it is made of, adjusted, with intervals."""
    table = result.table.assign(
        estimate=result.table["adjusted"],
        ci_low=result.table["adjusted_low"],
        ci_high=result.table["adjusted_high"],
    )
    texts = [term_label(result, row["term"]) for row in [*records_of(table), *hidden]]
    values = [number(v, "coefficient") for v in table["estimate"]]
    drawn = rows(
        sheet,
        Labels(texts),
        [Panel((0.0, 1.0), ticks(0.0, 1.0))],
        [Column(with_hidden(values, hidden), weight="bold")],
    )
    dots_with_intervals(drawn.axes[0], drawn.y[: len(table)], table)
    drawn.hatch(len(table))
    return drawn.axes[0]


# ----------------------------------------------------------------------- effort
def effort_lines(result: Result, sheet: Sheet) -> Axes:
    """Draw the means of those who had answered after each number of attempts."""
    steps = sorted(result.table["effort"].unique())
    names: dict[str, Text | Message] = {
        f"wave={step}": Message(
            "up to {n}" if step > 1 else "{n} attempt", {"n": Number(step, "count")}
        )
        for step in steps
    }
    lines = Result(
        table=result.table.assign(wave=result.table["effort"]),
        method=result.method,
        used=result.used,
        by=("wave",),
        labels={**result.labels, **names},
    )
    return trend(lines, sheet)


def bias_ends(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw how far those who did not answer could move each mean.

    A dot with its interval is the mean of those who answered, the thick bar all
    customers if the others differ moderately, the thin one if they stand at an end.
    """
    table = result.table
    ends = ["lowest", "highest", "moderate_low", "moderate_high", "ci_low", "ci_high"]
    span = limits(table[[*ends, "estimate"]].to_numpy().ravel())
    texts = [term_label(result, r["term"]) for r in [*records_of(table), *hidden]]
    drawn = rows(
        sheet,
        Labels(texts),
        [Panel(span, ticks(*span), result.kind("estimate"))],
        value_columns(result, table, [""] * len(table), hidden, n=not sheet.phone),
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    level_lines(ax, y, table["lowest"], table["highest"], "neutral", 2)
    moderate = table["moderate_low"], table["moderate_high"]
    level_lines(ax, y, *moderate, "shade_2", 8)
    dots_with_intervals(ax, y, table)
    if "as_late" in table:
        dots(ax, table["as_late"], y, "muted", filled=False, marker="D", area=18.0)
    drawn.hatch(len(table))
    return ax


# ------------------------------------------------------------------------- plan
def plan_bars(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw what the answers reach over what was planned; above one it falls short."""
    table = result.table
    ratio = table["achieved"] / table["planned"]
    verdict = ["good" if enough else "bad" for enough in table["enough"]]
    texts = [term_label(result, r["term"]) for r in [*records_of(table), *hidden]]
    span = (0.0, max(float(ratio.max()), 1.0) * 1.08)
    listed = records_of(table)
    numbers = {
        column: [result.number(row, column) for row in listed]
        for column in ("planned", "achieved")
    }
    more = [""] * len(hidden)
    shown = {
        column: [*(number(n.value, n.kind) for n in column_numbers), *more]
        for column, column_numbers in numbers.items()
    }
    shades = [*shades_of(verdict), *["muted"] * len(hidden)]
    drawn = rows(
        sheet,
        Labels(texts, at_zero=True),
        [Panel(span, ticks(*span), "percent", line=1.0)],
        [
            Column(shown["planned"], translate("planned"), "muted", size="small"),
            Column(shown["achieved"], translate("achieved"), shades, "bold"),
        ],
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    soft = ["bad_soft" if v == "bad" else "shade_3" for v in verdict]
    bars(ax, y, ratio, 14.0, soft, zorder=0.4)
    drawn.hatch(len(table))
    return ax
