"""Which rows of a result must not be shown?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csat_methods.report.cell_groups import Group
from csat_methods.report.groups import WAVE
from csat_methods.report.policy import Policy
from csat_methods.report.redaction import redacted
from csat_methods.result import Domain, Result

WITHHELD = "withheld"
"""Stands for the domain of a result that nobody may see."""


def hidden_rows(
    result: Result,
    groups: list[tuple[Group, ...]],
    hidden: set[Group],
    minimum: int,
) -> np.ndarray:
    """Return which rows must not be shown."""
    names = {group.named for group in hidden}
    by_group = np.array([any(g.named in names for g in row) for row in groups], bool)
    if not result.domain.digest:
        return by_group
    hide = by_group | _few(result, minimum)
    if not hidden:
        return hide
    pairs = _mentions(result, {level for g in hidden for _, level in g.where if level})
    return hide | pairs | _shares_of_segments(result, hidden, minimum)


def _few(result: Result, minimum: int) -> np.ndarray:
    """Return the rows with a count of people below the minimum."""
    table = result.table
    few = np.zeros(len(table), bool)
    for column in table:
        if str(column).startswith("n_") and table[column].dtype.kind in "iu":
            few |= (table[column] < minimum).to_numpy(bool, na_value=False)
    return few


def _mentions(result: Result, levels: set[str]) -> np.ndarray:
    """Return the rows that compare with a hidden segment."""
    table = result.table
    cells = table[[c for c in ("segment", "reference") if c in table]].astype(str)
    return cells.isin(levels).to_numpy(bool).any(axis=1)


def _shares_of_segments(result: Result, hidden: set[Group], minimum: int) -> np.ndarray:
    """Return the answers whose shares tell how few a hidden segment are."""
    hide = np.zeros(len(result.table), bool)
    if not {"category", "estimate", "n"} <= set(result.table):
        return hide
    named = {condition for group in hidden for condition in group.where}
    for _, block in result.table.groupby([*result.by, "term"], sort=False):
        cells = block[["term", "category"]].astype(str)
        gone = np.array([pair in named for pair in cells.itertuples(index=False)])
        rest = block[~gone].sort_values("estimate").index
        count = (block["estimate"] * block["n"]).where(gone, 0.0).sum()
        more = int(gone.any() and count < minimum)
        hide[block.index[gone]] = hide[rest[:more]] = True
    return hide


def narrowed_columns(hidden: set[Group]) -> set[str]:
    """Return the columns by which some group was hidden."""
    return {column for group in hidden for column, _ in group.where}


def nameless(result: Result, policy: Policy) -> Result:
    """Return a result that names nobody: without rows where it would.

    That is one split by, counted over or narrowed to a column of names, ids or
    comments, or by a column that nobody declared and that leaves next to single people.
    """
    columns = {words.partition(" = ")[0] for words in result.domain.words}
    columns |= set(result.by)
    if "category" in result.table:
        columns |= {column for behind in result.about.values() for column in behind}
    undeclared = set(result.by) - {WAVE, *policy.segments} - policy.known
    fine = any(
        result.table[c].nunique() * policy.minimum > policy.people > 0
        for c in undeclared
    )
    allowed = policy.verbatims and policy.reader.comments
    quoted = result.verbatim and not allowed
    if not (columns & policy.private or fine or quoted):
        return result
    rest = redacted(result, np.ones(len(result.table), bool), people=policy.people)
    return replace(
        rest,
        table=rest.table.drop(columns=list(result.by)),
        by=(),
        notes=(),
        labels={},
        about={},
        domain=Domain((), WITHHELD),
    )
