"""Which rows of a result must not be shown?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from csat_methods.report.cell_groups import Condition, Group
from csat_methods.report.groups import PEOPLE, WAVE, levels_by
from csat_methods.report.policy import Policy
from csat_methods.report.redaction import redacted
from csat_methods.result import Domain, Result

Segments = Mapping[str, Mapping[str, int]]
"""How many people are in each level of each segment."""

NO_SEGMENTS: Segments = {}

WITHHELD = "withheld"
"""Stands for the domain of a result that nobody may see."""


def hidden_rows(
    result: Result,
    groups: list[tuple[Group, ...]],
    hidden: set[Group],
    minimum: int,
    segments: Segments = NO_SEGMENTS,
) -> np.ndarray:
    """Return which rows must not be shown.

    Parameters
    ----------
    result : Result
    groups : list of tuple of Group
        Whom each of its rows speaks of.
    hidden : set of Group
        All that must stay hidden.
    minimum : int
        Fewest people a published number may rest on.
    segments : mapping of str to mapping of str to int
        How many of the wave are in each level of each segment.
    """
    names = {group.named for group in hidden}
    by_group = np.array([any(g.named in names for g in row) for row in groups], bool)
    if not result.domain.digest:
        return by_group
    hide = by_group | _few(result, minimum)
    if not hidden:
        return hide
    hide |= _groups_of_segments(result, hidden, minimum, segments)
    return hide | _shares_of_segments(result, hidden, minimum, segments)


def _few(result: Result, minimum: int) -> np.ndarray:
    """Return the rows with a count of people below the minimum."""
    table = result.table
    few = np.zeros(len(table), bool)
    for column in table:
        if str(column).startswith("n_") and table[column].dtype.kind in "iu":
            few |= (table[column] < minimum).to_numpy(bool, na_value=False)
    return few


def _shares_of_segments(
    result: Result, hidden: set[Group], minimum: int, segments: Segments
) -> np.ndarray:
    """Return the answers whose shares tell how few a hidden segment are.

    Where nothing of a segment is hidden its shares stay, however small: they rest on
    all who answered (see :class:`Policy`).

    A segment of enough people may have left a question blank so often that its answers
    to it are hidden; how many people it has is no secret then.
    """
    hide = np.zeros(len(result.table), bool)
    if not {"category", "estimate", "n"} <= set(result.table):
        return hide
    named = {condition for group in hidden for condition in group.where}
    few = _few_segments(hidden, minimum, segments)
    for _, block in result.table.groupby([*result.by, "term"], sort=False):
        pairs = list(block[["term", "category"]].astype(str).itertuples(index=False))
        small = (block["estimate"] * block["n"] < minimum).to_list()
        gone = np.array(
            [
                p in few or (p in named and low)
                for p, low in zip(pairs, small, strict=True)
            ]
        )
        rest = block[~gone].sort_values("estimate").index
        count = (block["estimate"] * block["n"]).where(gone, 0.0).sum()
        more = int(gone.any() and count < minimum)
        hide[block.index[gone]] = hide[rest[:more]] = True
    return hide


def _few_segments(
    hidden: set[Group], minimum: int, segments: Segments
) -> set[Condition]:
    """Return the hidden levels of which nobody may learn how many people they have."""
    few = {
        (column, level)
        for group in hidden
        for column, level in group.where
        if segments.get(column, {}).get(level, 0) < minimum
    }
    return few | {c for g in hidden if g.about == PEOPLE for c in g.where}


def _groups_of_segments(
    result: Result, hidden: set[Group], minimum: int, segments: Segments
) -> np.ndarray:
    """Return the groups beside whose size stands what tells how few answered.

    How many were asked in a hidden segment and which share of them answered is how many
    it has; where that follows from the others, the smallest of those goes as well.
    """
    table = result.table
    hide = np.zeros(len(table), bool)
    if not {"term", "group", "n"} <= set(table):
        return hide
    few = _few_segments(hidden, minimum, segments)
    for name, block in table.groupby("term", sort=False):
        sizes = segments.get(str(name), {})
        levels = block[block["group"].astype(str).isin(list(sizes))]
        people = levels["group"].astype(str).map(sizes)
        gone = np.array([(str(name), str(v)) in few for v in levels["group"]], bool)
        rest = people[~gone].sort_values().index
        more = int(gone.any() and people[gone].sum() < minimum)
        hide[levels.index[gone]] = hide[rest[:more]] = True
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
    split = levels_by(result)
    columns |= split.keys()
    if "category" in result.table:
        columns |= {column for behind in result.about.values() for column in behind}
    undeclared = split.keys() - {WAVE, *policy.segments} - policy.known
    fine = any(len(split[c]) * policy.minimum > policy.people > 0 for c in undeclared)
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
