"""Where is what customers perceive short of what they expect, and how sure is it?"""

from __future__ import annotations

from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods.plots.interval_figures import (
    Hidden,
    in_order,
    row_labels,
    value_columns,
    with_hidden,
)
from csat_methods.plots.lettering import limits, number, ticks
from csat_methods.plots.marks import (
    dots,
    dots_with_intervals,
    intervals,
    shades_of,
    verdicts,
)
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines
from csat_methods.plots.style import SOFT_COLORS
from csat_methods.result import Result

RELIABLE = 0.70
"""Nunnally (1978), *Psychometric Theory*, 2nd ed., p. 245."""

SERIES = (
    ("alpha_expectation", "expectation", False, "o", "○"),
    ("alpha_perception", "perception", True, "o", "●"),
    ("estimate", "difference", True, "D", "◆"),
)
"""Column, its name, whether its mark is filled, its mark, and that mark as a letter."""


def dumbbell(
    result: Result, sheet: Sheet, *, line: float = 0.0, hidden: Hidden = ()
) -> Axes:
    """Draw expectation (open) and perception (filled), and the gap beside them.

    The widest shortfall comes first; the colour is the verdict on the gap.
    """
    table = in_order(result, lowest_first=True)
    verdict = verdicts(table, line)
    shades = shades_of(verdict)
    levels = limits([*table["expectation"], *table["perception"]])
    gaps = limits([*table["ci_low"], *table["ci_high"]], include=(0.0, line))
    drawn = rows(
        sheet,
        row_labels(result, table, verdict, hidden),
        [
            Panel(levels, ticks(*levels), share=1.7),
            Panel(gaps, ticks(*gaps), "difference", line=line),
        ],
        value_columns(result, table, verdict, hidden, n=False, head=translate("gap")),
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    ends = table[["expectation", "perception"]]
    soft = [SOFT_COLORS[v] for v in verdict]
    level_lines(ax, y, ends.min(axis=1), ends.max(axis=1), soft, 2.4)
    dots(ax, table["expectation"], y, "ink", filled=False)
    dots(ax, table["perception"], y, shades)
    dots_with_intervals(drawn.axes[1], y, table, shades)
    drawn.name_undecided(table, verdict, panel=1)
    drawn.hatch(len(table))
    expected, perceived = ends.iloc[0]
    named = [
        (expected, translate("expected"), "ink"),
        (perceived, translate("perceived"), shades[0]),
    ]
    drawn.name_series(named)
    return ax


def tolerance_bars(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw the zone from what is adequate to what is desired, and perception in it.

    Adequacy stands beside with its interval: below zero, customers get less than they
    would accept.
    """
    table = in_order(result, lowest_first=True)
    verdict = verdicts(table, 0.0)
    shades = shades_of(verdict)
    sides = table[["adequate", "desired", "perceived"]]
    levels = limits(sides.to_numpy().ravel())
    gaps = limits([*table["ci_low"], *table["ci_high"]], include=(0.0,))
    head = translate("adequacy")
    drawn = rows(
        sheet,
        row_labels(result, table, verdict, hidden),
        [
            Panel(levels, ticks(*levels), share=1.7),
            Panel(gaps, ticks(*gaps), "difference", line=0.0),
        ],
        value_columns(result, table, verdict, hidden, n=False, head=head),
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    low, high = sides[["adequate", "desired"]].to_numpy().T
    level_lines(ax, y, low, high, "neutral", 9, zorder=2)
    dots(ax, table["perceived"], y, shades)
    dots_with_intervals(drawn.axes[1], y, table, shades)
    drawn.name_undecided(table, verdict, panel=1)
    drawn.hatch(len(table))
    if len(table):
        named = zip(
            sides.iloc[0],
            (translate("adequate"), translate("desired"), translate("perceived")),
            ("ink", "ink", shades[0]),
            strict=True,
        )
        drawn.name_series(list(named))
    return ax


def two_estimates(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw the gap, and what customers say of it directly, each with its interval.

    The colour is the verdict on each; the share of people whose two answers have one
    direction stands beside.
    """
    table = in_order(result, lowest_first=True)
    gaps = table.assign(
        estimate=table["gap"], ci_low=table["gap_low"], ci_high=table["gap_high"]
    )
    parts, told = [gaps, table], [c if c == "undecided" else "" for c in table["claim"]]
    ends = [
        limits([*part["ci_low"], *part["ci_high"]], include=(0.0,)) for part in parts
    ]
    heads = (translate("gap"), translate("asked directly"))
    shares = [number(value, "share") for value in table["agreement"]]
    drawn = rows(
        sheet,
        row_labels(result, table, told, hidden),
        [
            Panel(both, ticks(*both), "difference", line=0.0, head=head)
            for both, head in zip(ends, heads, strict=True)
        ],
        [Column(with_hidden(shares, hidden), translate("agree"), "ink", "bold")],
    )
    y = drawn.y[: len(table)]
    for ax, part in zip(drawn.axes, parts, strict=True):
        dots_with_intervals(ax, y, part, shades_of(verdicts(part, 0.0)))
    drawn.hatch(len(table))
    return drawn.axes[0]


def gap_reliability(
    result: Result, sheet: Sheet, *, line: float = RELIABLE, hidden: Hidden = ()
) -> Axes:
    """Draw how reliable expectations, perceptions and their differences are.

    A gap of one person rests on the difference (diamond, with its interval), which is
    judged against the line.
    """
    table = in_order(result)
    verdict = verdicts(table, line)
    shades = shades_of(verdict)
    columns = [column for column, *_ in SERIES]
    seen = [*table[columns].to_numpy().ravel(), *table["ci_low"], *table["ci_high"]]
    ends = limits(seen, include=(line,), pad=0.04)
    head = translate("difference")
    drawn = rows(
        sheet,
        row_labels(result, table, verdict, hidden),
        [Panel(ends, ticks(*ends), line=line)],
        value_columns(result, table, verdict, hidden, n=False, head=head),
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    intervals(ax, y, table, shades)
    drawn.name_undecided(table, verdict)
    named = []
    for column, name, filled, marker, letter in SERIES:
        own = shades if marker == "D" else ["ink"] * len(table)
        dots(ax, table[column], y, own, filled=filled, marker=marker)
        word = f"{letter} {translate(name)}"
        named.append((table[column].iloc[0], word, own[0]))
    drawn.name_series(named)
    drawn.hatch(len(table))
    return ax
