"""How high is each estimate, and how sure is it?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._once import once
from csat_methods._rows import records_of
from csat_methods.plots.lettering import limits, number, row_names, ticks
from csat_methods.plots.marks import dots, dots_with_intervals, shades_of, verdicts
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines
from csat_methods.plots.style import SIGNS
from csat_methods.result import Result

Hidden = Sequence[Mapping[str, Any]]
"""Keys of the rows that may not be shown."""


def intervals(
    result: Result,
    sheet: Sheet,
    *,
    line: float | None = None,
    sort: bool = True,
    most: int = 0,
    hidden: Hidden = (),
) -> Axes:
    """Draw a dot with its interval for each row, the highest first.

    With a `line`, the colour says on which side of it the interval lies. With `most`,
    so many rows are drawn; all are in the table.
    """
    table = in_order(result, sort=sort and "wave" not in result.by)
    table = table.head(most or len(table))
    verdict = verdicts(table, line, better=result.higher_is_better)
    seen = [*table["ci_low"], *table["ci_high"], *table["estimate"]]
    ends = limits(seen, include=() if line is None else (line,))
    kind = result.kind("estimate")
    drawn = rows(
        sheet,
        row_labels(result, table, verdict, hidden),
        [Panel(ends, ticks(*ends), kind, line=line)],
        value_columns(result, table, verdict, hidden, n=not sheet.phone),
        names=line is not None,
    )
    dots_with_intervals(drawn.axes[0], drawn.y[: len(table)], table, shades_of(verdict))
    drawn.name_undecided(table, verdict)
    drawn.hatch(len(table))
    if line is not None:
        drawn.name_line(line, kind)
    return drawn.axes[0]


def points(
    result: Result,
    sheet: Sheet,
    *,
    line: float | None = None,
    hidden: Hidden = (),
) -> Axes:
    """Draw a dot for each number that has no interval, on a line from zero."""
    table, kind = in_order(result), result.kind("estimate")
    known = [0.0] if line is None else [0.0, line]
    low, high = limits(table["estimate"], include=known, pad=0.04)
    ends = (min(0.0, low) if (table["estimate"] < 0).any() else 0.0, high)
    plain = [""] * len(table)
    drawn = rows(
        sheet,
        row_labels(result, table, plain, hidden),
        [Panel(ends, ticks(*ends), kind, line=line)],
        value_columns(result, table, plain, hidden, n=False),
        names=line is not None,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    level_lines(ax, y, 0, table["estimate"], "neutral", 2, zorder=1)
    dots(ax, table["estimate"], y)
    drawn.hatch(len(table))
    if line is not None:
        drawn.name_line(line, kind)
    return ax


# ------------------------------------------------------- rows of any estimate
@once
def in_order(
    result: Result, *, sort: bool = True, lowest_first: bool = False
) -> pd.DataFrame:
    """Return the rows of a result by their estimates, as :func:`ordered` does."""
    return ordered(result.table, sort=sort, lowest_first=lowest_first)


def ordered(
    table: pd.DataFrame, *, sort: bool = True, lowest_first: bool = False
) -> pd.DataFrame:
    """Return the rows by their estimates; those without one come last."""
    if not sort:
        return table.reset_index(drop=True)
    return table.sort_values(
        "estimate", ascending=lowest_first, kind="stable", ignore_index=True
    )


def row_labels(
    result: Result, table: pd.DataFrame, verdict: Sequence[str], hidden: Hidden = ()
) -> Labels:
    """Return what rows are called; undecided and hidden ones in grey."""
    named = [c for c in (*result.by, *result.term_keys) if c in table]
    records = [*records_of(table[named]), *hidden]
    shades = ["undecided" if v == "undecided" else "ink" for v in verdict]
    texts = row_names(result, records)
    return Labels(texts, [*shades, *["undecided"] * len(hidden)])


def value_columns(
    result: Result,
    table: pd.DataFrame,
    verdict: Sequence[str],
    hidden: Hidden = (),
    *,
    n: bool,
    head: str = "",
) -> list[Column]:
    """Return the columns of estimates, of verdicts' signs and of n."""
    more, kind = len(hidden), result.kind("estimate")
    shades = [*shades_of(verdict), *["muted"] * more]
    values = [number(v, kind) for v in table["estimate"]]
    columns = [Column(with_hidden(values, hidden), head, shades, "bold")]
    if any(verdict):
        signs = [*(SIGNS[v] for v in verdict), *[""] * more]
        columns.append(Column(signs, "", shades, size="small"))
    if n and "n" in table:
        counts = [*(number(v, "count") for v in table["n"]), *[""] * more]
        columns.append(Column(counts, translate("n"), "muted", size="small"))
    return columns


def with_hidden(texts: list[str], hidden: Hidden) -> list[str]:
    """Return the texts of visible rows, then the word for each hidden one."""
    return [*texts, *[translate("hidden")] * len(hidden)]
