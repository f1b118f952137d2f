"""Does a questionnaire stand, item by item, before experts and by its answers?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import Message, plain, translate
from csat_methods._rows import records_of
from csat_methods.plots.factor_figures import by_construct, construct_labels
from csat_methods.plots.heat_layout import Block, Head, heat_blocks
from csat_methods.plots.interval_figures import Hidden, value_columns
from csat_methods.plots.lettering import (
    limits,
    local_digits,
    number,
    term_label,
    ticks,
)
from csat_methods.plots.marks import dots_with_intervals, shades_of, verdicts
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.result import Result

CELL = 24.0

SHARES = (1e-9, 0.25, 0.5)
"""Shares of the experts at which a cell grows darker."""

SHADES = ("band", "shade_1", "shade_2", "shade_3", "bad_soft", "neutral", "good_soft")
RELEVANT = {"": 0, "bad": 4, "undecided": 5, "good": 6}
ENOUGH = 0.78
"""Lynn (1986), *Nursing Research*, 35, 382-385."""

HEADS = {
    "wording": (Message("wording"), "count"),
    "one_answer": (Message("one answer"), "count"),
    "content_validity": (Message("experts"), "percent"),
    "item_nonresponse": (Message("left blank"), "percent"),
    "floor": (Message("lowest"), "percent"),
    "ceiling": (Message("highest"), "percent"),
    "skew": (Message("skewness"), "number"),
    "item_rest": (Message("others"), "number"),
    "alpha_if_deleted": (Message("alpha"), "difference"),
    "omega_if_deleted": (Message("omega"), "difference"),
}
"""Rule to its short name, and how its numbers are written."""

VERDICTS = {"keep": 2, "undecided": 1, "revise": 3, "drop": 4}
VERDICT_SHADES = ("paper", "neutral", "shade_1", "bad_soft", "bad")
BLOCK, PHONE_BLOCK = 11, 5
"""Columns of one block of cells."""

PRECISE = 0.70
"""Nunnally (1978), *Psychometric Theory*, 2nd ed., p. 245."""


def expert_agreement(
    result: Result, sheet: Sheet, *, line: float = ENOUGH, hidden: Hidden = ()
) -> Axes:
    """Draw how many experts gave each code, and the share that calls an item relevant.

    Items the experts agree on stand first; the share is judged by its interval.
    """
    table = result.table.sort_values("estimate", ascending=False, kind="stable")
    points = result.points.reindex(table["term"])  # type: ignore[attr-defined]
    counts = points.to_numpy(float)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    verdict = verdicts(table, line)
    judged = np.array([RELEVANT[v] for v in verdict], float)
    texts = np.array([[number(n, "count") if n else "" for n in row] for row in counts])
    shown = np.array([number(v, "percent") for v in table["estimate"]])
    heads = [Head(local_digits(str(code))) for code in points.columns]
    block = Block(
        [*heads, Head(translate("relevant"))],
        np.column_stack([np.digitize(share, SHARES), judged]),
        np.column_stack([texts, shown]).astype(object),
    )
    labels = [term_label(result, term) for term in table["term"]]
    whole = _with_hidden(labels, [block], hidden)
    return heat_blocks(sheet, *whole, SHADES, cell=CELL)[0]


def verdict_grid(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw every statistic of every item, coloured by what it advises."""
    items = list(result.table["term"])
    checks = result.checks.replace(  # type: ignore[attr-defined]
        {"rule": {"direction": "item_rest"}}
    )
    checks = checks[checks["term"].isin(items)].drop_duplicates(["term", "rule"])
    told = [rule for rule in HEADS if rule in set(checks["rule"])]
    told = [r for r in told if r != "one_answer" or _varied(checks, r)] or ["item_rest"]
    grid = {(row["term"], row["rule"]): row for row in records_of(checks)}
    columns = [_column(grid, items, rule) for rule in told]
    blocks = [
        Block(
            [Head(plain(HEADS[rule][0])) for rule in told[part]],
            np.column_stack([c for c, _ in columns[part]]),
            np.column_stack([t for _, t in columns[part]]),
        )
        for part in _parts(sheet, len(told))
    ]
    labels = [term_label(result, item) for item in items]
    whole = _with_hidden(labels, blocks, hidden)
    return heat_blocks(sheet, *whole, VERDICT_SHADES, cell=CELL)[0]


def _parts(sheet: Sheet, columns: int) -> list[slice]:
    """Return columns in as few blocks as have room, all about as wide."""
    most = PHONE_BLOCK if sheet.phone else BLOCK
    size = -(-columns // max(-(-columns // most), 1))
    return [slice(i, i + size) for i in range(0, max(columns, 1), max(size, 1))]


def _varied(checks: pd.DataFrame, rule: str) -> bool:
    """Whether a rule says anything but good of some item."""
    return bool((checks.loc[checks["rule"] == rule, "verdict"] != "keep").any())


def _column(
    grid: Mapping[tuple[str, str], Mapping[str, Any]], items: Sequence[str], rule: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return the classes and the texts of one rule; blank where it has no statistic."""
    known = [grid.get((item, rule)) for item in items]
    classes = [float(VERDICTS[row["verdict"]]) if row else 0.0 for row in known]
    texts = [number(row["estimate"], HEADS[rule][1]) if row else "" for row in known]
    return np.array(classes), np.array(texts, object)


def coverage_grid(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw how many items of each role ask about each characteristic."""
    table, roles = result.table, result.roles  # type: ignore[attr-defined]
    counts = table[roles].to_numpy(float)
    texts = np.array([[number(n, "count") if n else "" for n in row] for row in counts])
    bare = (table["items"] == 0).to_numpy()[:, None]
    classes = np.where(bare, 4.0, np.minimum(counts, 2) * 1.0)
    heads = [Head(term_label(result, role)) for role in roles]
    blocks = [
        Block(heads[part], classes[:, part], texts[:, part])
        for part in _parts(sheet, len(roles))
    ]
    labels = [term_label(result, term) for term in table["term"]]
    whole = _with_hidden(labels, blocks, hidden)
    return heat_blocks(sheet, *whole, SHADES, cell=CELL)[0]


def _with_hidden(
    labels: Sequence[str], blocks: Sequence[Block], hidden: Hidden
) -> tuple[list[str], list[Block]]:
    """Return the rows with a hatched one for each that may not be shown."""
    more = len(hidden)
    if not more:
        return list(labels), list(blocks)
    return [*labels, *[translate("hidden")] * more], [
        Block(
            block.heads,
            np.vstack([block.classes, np.full((more, len(block.heads)), np.nan)]),
            np.vstack([block.texts, np.full((more, len(block.heads)), "", object)]),
        )
        for block in blocks
    ]


def reliability_forest(
    result: Result, sheet: Sheet, *, line: float = PRECISE, hidden: Hidden = ()
) -> Axes:
    """Draw all coefficients of a construct under its name, with their intervals."""
    table = by_construct(result.table.dropna(subset=["estimate"]), result)
    verdict = verdicts(table, line)
    seen = [*table["ci_low"], *table["ci_high"], *table["estimate"]]
    ends = limits(seen, include=(line,))
    kind = result.kind("estimate")
    drawn = rows(
        sheet,
        construct_labels(result, table, verdict, hidden),
        [Panel(ends, ticks(*ends), "number", line=line)],
        value_columns(result, table, verdict, hidden, n=not sheet.phone),
        names=True,
    )
    dots_with_intervals(drawn.axes[0], drawn.y[: len(table)], table, shades_of(verdict))
    drawn.name_undecided(table, verdict)
    drawn.hatch(len(table))
    drawn.name_line(line, "number" if kind == "coefficient" else kind)
    return drawn.axes[0]
