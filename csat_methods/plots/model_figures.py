"""Which segments, cells, quantiles and predictors stand apart?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import Number, translate
from csat_methods._rows import records_of
from csat_methods.plots.heat_layout import Block, Head, heat_blocks
from csat_methods.plots.interval_figures import (
    Hidden,
    ordered,
    row_labels,
    value_columns,
    with_hidden,
)
from csat_methods.plots.lettering import (
    level_label,
    limits,
    local_digits,
    number,
    row_names,
    sentence,
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
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.segment_figures import CELL_SIGNS, SHADES, STEPS
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines
from csat_methods.result import Result

WIDEST = 8
WIDEST_ON_A_PHONE = 4
"""Columns of one block of a cross table; more go into blocks below."""

NAMED_HIDDEN = 3
"""Differences that are hidden and named; more are one row, and named in the table."""


def coefficients(
    result: Result, sheet: Sheet, *, line: float = 0.0, hidden: Hidden = ()
) -> Axes:
    """Draw the coefficient of each predictor with its interval, around zero.

    Grey ones are not clear of chance. Intercept and thresholds stay in the table.
    """
    found: Any = result
    table = ordered(found.slopes if len(found.slopes) else result.table)
    clear = (table["p"] < 1 - result.level).tolist()
    plain = [""] * len(table)
    shades = ["ink" if sure else "undecided" for sure in clear]
    ends = limits([*table["ci_low"], *table["ci_high"]], include=(line,))
    labels = row_labels(result, table, plain, hidden)
    drawn = rows(
        sheet,
        Labels(labels.texts, [*shades, *["undecided"] * len(hidden)]),
        [Panel(ends, ticks(*ends), result.kind("estimate"), line=line)],
        value_columns(result, table, plain, hidden, n=False),
        names=True,
    )
    dots_with_intervals(drawn.axes[0], drawn.y[: len(table)], table, shades)
    words_of = ["" if sure else "undecided" for sure in clear]
    drawn.name_undecided(table, words_of)
    drawn.hatch(len(table))
    return drawn.axes[0]


def differences(
    result: Result, sheet: Sheet, *, line: float = 0.0, hidden: Hidden = ()
) -> Axes:
    """Draw each difference, segment − reference, with its interval, item by item.

    A difference is decided by its adjusted p-value.
    """
    parts = result.table.groupby("term", sort=False)
    table = pd.concat([ordered(part) for _, part in parts], ignore_index=True)
    found = verdicts(table, line, better=result.higher_is_better)
    clear = table["p_adjusted"] < 1 - result.level
    verdict = [
        each if sure or not each else "undecided"
        for each, sure in zip(found, clear, strict=True)
    ]
    ends = limits([*table["ci_low"], *table["ci_high"]], include=(line,))
    drawn = rows(
        sheet,
        _pair_labels(result, table, verdict, hidden),
        [Panel(ends, ticks(*ends), result.kind("estimate"), line=line)],
        value_columns(result, table, verdict, hidden[: _hidden_rows(hidden)], n=False),
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    dots_with_intervals(ax, y, table, shades_of(verdict))
    drawn.name_undecided(table, verdict)
    drawn.hatch(len(table))
    return ax


def _pair_labels(
    result: Result, table: pd.DataFrame, verdict: Sequence[str], hidden: Hidden
) -> Labels:
    """Return the pairs' names, under their item where there are several."""
    shades = ["undecided" if v == "undecided" else "ink" for v in verdict]
    texts = [_pair_name(result, row) for row in records_of(table)]
    texts += _hidden_names(result, table, hidden)
    gone = _hidden_rows(hidden)
    counts = table.groupby("term", sort=False).size()
    groups = [(term_label(result, term), int(n)) for term, n in counts.items()]
    groups += [(translate("hidden"), gone)] * bool(gone)
    return Labels(
        texts,
        [*shades, *["undecided"] * gone],
        groups=groups if len(groups) > 1 else (),
    )


def _hidden_rows(hidden: Hidden) -> int:
    """Return how many rows are drawn for what is hidden."""
    return len(hidden) if len(hidden) <= NAMED_HIDDEN else 1


def _hidden_names(result: Result, table: pd.DataFrame, hidden: Hidden) -> list[str]:
    """Return the names of hidden pairs; of many, how many there are."""
    if len(hidden) > NAMED_HIDDEN:
        return [sentence("{n} differences", n=Number(len(hidden), "count"))]
    alone = {*table["term"], *(row["term"] for row in hidden)}
    if len(alone) > 1:
        return row_names(result, hidden)
    return [_pair_name(result, row) for row in hidden]


def _pair_name(result: Result, row: Mapping[str, Any]) -> str:
    names = [words(result.label(row[key])) for key in ("segment", "reference")]
    return " − ".join(names)


def quantile_rows(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw the quantiles of each item on one line; the middle one has its interval."""
    keys = [*result.by, "term"]
    table = result.table[np.isfinite(result.table["estimate"])]
    shares = sorted(table["q"].unique())
    blocks = table.drop_duplicates(keys).reset_index(drop=True)
    wide = table.pivot(index=keys, columns="q", values="estimate")
    wide = blocks[keys].join(wide, on=keys)
    seen = [*table["ci_low"], *table["ci_high"], *table["estimate"]]
    ends, kind = limits(seen), result.kind("estimate")
    middle = shares[len(shares) // 2]
    values = [number(v, kind) for v in wide[middle]]
    n = [*(number(v, "count") for v in blocks["n"]), *[""] * len(hidden)]
    records = [*records_of(blocks.drop(columns="q")), *hidden]
    head = number(middle, "percent")
    drawn = rows(
        sheet,
        Labels(row_names(result, records)),
        [Panel(ends, ticks(*ends), kind)],
        [
            Column(with_hidden(values, hidden), head, weight="bold"),
            Column(n, translate("n"), "muted", size="small"),
        ],
        names=True,
    )
    ax, y = drawn.axes[0], drawn.y[: len(blocks)]
    level_lines(ax, y, wide[shares].min(axis=1), wide[shares].max(axis=1), "neutral", 2)
    of_middle = table[table["q"] == middle].reset_index(drop=True)
    intervals(ax, y, of_middle)
    for share in shares:
        dots(ax, wide[share], y, filled=bool(share == middle))
    first = wide.iloc[0]
    drawn.name_series([(first[q], number(q, "percent"), "muted") for q in shares])
    drawn.hatch(len(blocks))
    return ax


def crosstab(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw the answers by column as a table of cells, with their shares.

    A cell is marked ▲ or ▼ where it is clearly above or below what independent
    answers would give. Columns that are hidden are hatched.
    """
    (by,) = result.by
    table = result.table
    answers = list(dict.fromkeys(table["category"]))
    levels = list(dict.fromkeys([*table[by], *(key[by] for key in hidden)]))
    cells = {(row[by], row["category"]): row for row in records_of(table)}
    columns = [_cells(result, cells, level, answers) for level in levels]
    most = WIDEST_ON_A_PHONE if sheet.phone else WIDEST
    blocks = [_block(columns[i : i + most]) for i in range(0, len(columns), most)]
    known = (cells[key] for key in cells)
    names = {row["category"]: _answer(result, row) for row in known}
    return heat_blocks(sheet, [names[a] for a in answers], blocks, SHADES)[0]


def _answer(result: Result, row: Mapping[str, Any]) -> str:
    found: Any = result
    answer = found.answer(row)
    return local_digits(answer) if isinstance(answer, str) else words(answer)


Cells = tuple[Head, np.ndarray, np.ndarray]


def _cells(
    result: Result,
    cells: Mapping[tuple[Any, str], Mapping[str, Any]],
    level: Any,
    answers: Sequence[str],
) -> Cells:
    """Return one column: its head, its classes and its texts."""
    column = [cells.get((level, answer)) for answer in answers]
    n = [row["n"] for row in column if row is not None]
    head = level_label(result, result.by[0], level)
    marks = ["" if row is None else _mark(result, row) for row in column]
    classes = np.array([STEPS.get(mark, np.nan) for mark in marks], float)
    texts = [
        "" if row is None else number(row["estimate"], "share") + CELL_SIGNS[mark]
        for row, mark in zip(column, marks, strict=True)
    ]
    below = number(max(n), "count") if n else ""
    return Head(head, below), classes, np.array(texts, object)


def _mark(result: Result, row: Mapping[str, Any]) -> str:
    """Return whether a cell is clearly above or below what independence gives."""
    if not row["p_adjusted"] < 1 - result.level:
        return "undecided"
    return "good" if row["residual"] > 0 else "bad"


def _block(columns: Sequence[Cells]) -> Block:
    heads, classes, texts = zip(*columns, strict=True)
    return Block(heads, np.column_stack(classes), np.column_stack(texts))
