"""Who is counted in which published number, and what parts has a group?

A group is people who answered the same questions under some conditions; a line is a
group and the parts that some columns split it into.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

Condition = tuple[str, str]
"""A column and its level; other conditions are their words and an empty level."""

NONE = "\0"
"""The level of those whom no level of a column holds."""

IN = "in "
"""Begins the mark of another wave among the columns that were answered."""


@dataclass(frozen=True)
class Group:
    """People who answered some questions, under some conditions.

    Attributes
    ----------
    about : frozenset of str
        The columns that were answered.
    where : frozenset of (str, str)
        The conditions that narrow whom it speaks of.
    n : int
        How many there are.
    """

    about: frozenset[str]
    where: frozenset[Condition]
    n: int

    @property
    def named(self) -> tuple[frozenset[str], frozenset[Condition]]:
        """What names it: equal names are hidden together."""
        return self.about, self.where

    def answered_with(self, other: Group) -> bool:
        """Whether both answered some question in the same wave."""
        apart = {name for name in self.about ^ other.about if name.startswith(IN)}
        both = self.about & other.about
        return not apart and any(not name.startswith(IN) for name in both)


@dataclass(frozen=True)
class Line:
    """A group and parts of it that do not overlap."""

    parent: Group
    parts: tuple[Group, ...]

    def remainders(self, hidden: set[Group]) -> set[int]:
        """Return how many of the parent no visible part holds.

        Parts that different methods counted differently give two answers: by the
        larger and by the smaller counts.
        """
        sizes: dict[frozenset[Condition], list[int]] = defaultdict(list)
        for part in self.parts:
            if part not in hidden:
                sizes[part.where].append(part.n)
        counted = (sum(map(pick, sizes.values())) for pick in (max, min))
        return {self.parent.n - total for total in counted}


@dataclass(frozen=True)
class Public:
    """Groups of which other reports have spoken: they cannot be hidden any more.

    Attributes
    ----------
    shown : frozenset of Group
        Whose numbers those reports show.
    hidden : frozenset of Group
        Whom those reports hide.
    """

    shown: frozenset[Group] = frozenset()
    hidden: frozenset[Group] = frozenset()


def sizes_of(groups: set[Group]) -> dict[frozenset[Condition], int]:
    """Return how large each group is over all questions, to rank them alike."""
    size: dict[frozenset[Condition], int] = defaultdict(int)
    for group in groups:
        size[group.where] = max(size[group.where], group.n)
    return size


@dataclass(frozen=True)
class Free:
    """What may still be hidden, the smallest first."""

    public: Set[tuple[frozenset[str], frozenset[Condition]]]
    size: Mapping[frozenset[Condition], int]

    def next_smallest(
        self, parts: Iterable[Group], hidden: Set[Group], parent: Group | None = None
    ) -> list[Group]:
        """Return the part to hide next; the parent where no part can be hidden."""
        left = [part for part in parts if part not in hidden]
        able = [part for part in left if part.named not in self.public]
        if able:
            return [min(able, key=lambda g: (self.size[g.where], *order_of(g)))]
        if not left or parent is None or parent in hidden:
            return []
        return [] if parent.named in self.public else [parent]


def lines_of(groups: Iterable[Group]) -> list[Line]:
    """Return every group with the parts that some columns split it into."""
    by_name: dict[tuple[frozenset[str], frozenset[Condition]], list[Group]]
    by_name = defaultdict(list)
    listed = sorted(groups, key=order_of)
    for group in listed:
        by_name[group.named].append(group)
    parts: dict[tuple[Group, frozenset[str]], list[Group]] = defaultdict(list)
    for part in listed:
        for outer in _subsets(part.where):
            columns = frozenset(column for column, _ in part.where - outer)
            for parent in by_name.get((part.about, outer), ()):
                parts[parent, columns].append(part)
    return [Line(parent, tuple(inside)) for (parent, _), inside in parts.items()]


def rests_of(lines: Iterable[Line]) -> set[Group]:
    """Return whom no level of a column holds, where columns are crossed.

    They are never shown, yet they are one group in every line that speaks of them.
    """
    listed = list(lines)
    crossed = {
        part.about
        for line in listed
        for part in line.parts
        if sum(bool(level) for _, level in part.where) > 1
    }
    found = set()
    for line in listed:
        columns = {c for part in line.parts for c, _ in part.where - line.parent.where}
        rest = min(line.remainders(set()))
        if rest > 0 and len(columns) == 1 and line.parent.about in crossed:
            where = line.parent.where | {(columns.pop(), NONE)}
            found.add(Group(line.parent.about, where, rest))
    return found


def wholes_of(groups: Set[Group]) -> set[Group]:
    """Return whom no number is published of, but two ways to split them.

    What all regions are together all ages are too: the one tells what the other hides,
    though nothing is said of everybody.
    """
    splits: dict[tuple[frozenset[str], frozenset[Condition]], dict[frozenset[str], Any]]
    splits = defaultdict(lambda: defaultdict(dict))
    for part in sorted(groups, key=order_of):
        for outer in _subsets(part.where):
            inside = part.where - outer
            if all(level for _, level in inside):
                columns = frozenset(column for column, _ in inside)
                splits[part.about, outer][columns][part.where] = part.n
    named = {group.named for group in groups}
    return {
        Group(*whole, max(sum(sizes.values()) for sizes in each.values()))
        for whole, each in splits.items()
        if whole not in named and len(each) > 1
    }


def order_of(group: Group) -> tuple[int, list[Condition]]:
    """Return what sorts groups: their size, then their conditions."""
    return group.n, sorted(group.where)


def _subsets(where: frozenset[Condition]) -> Iterator[frozenset[Condition]]:
    for size in range(len(where)):
        yield from map(frozenset, combinations(where, size))


def determined(lines: list[Line], hidden: Set[Group], minimum: int) -> list[Group]:
    """Return the hidden groups whose value the lines fix.

    Empty groups are taken as known: nothing can be taken from them, so that a small
    group cannot hide behind them. Nor can it behind a rest below the minimum.
    """
    involved = {group for line in lines for group in (line.parent, *line.parts)}
    names = sorted((g for g in involved & set(hidden) if g.n), key=order_of)
    column = {group: i for i, group in enumerate(names)}
    rests = [max(map(abs, line.remainders(set()))) >= minimum for line in lines]
    matrix = np.zeros((len(lines), len(names) + len(lines)))
    for row, (line, rest) in enumerate(zip(lines, rests, strict=True)):
        for group in line.parts:
            if group in column:
                matrix[row, column[group]] = 1
        if line.parent in column:
            matrix[row, column[line.parent]] = -1
        matrix[row, len(names) + row] = float(rest)
    free = _null_space(matrix)[: len(names)]
    moved = np.abs(free).max(axis=1, initial=0.0)
    return [group for group, moves in zip(names, moved, strict=True) if moves < 1e-9]


def _null_space(matrix: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis of what the matrix maps to zero, as columns."""
    _, values, right = np.linalg.svd(matrix)
    rank = int((values > 1e-9 * max(matrix.shape)).sum())
    return right[rank:].T
