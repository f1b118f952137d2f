"""Which groups must stay hidden so that no small one can be worked out?

A group is people who answered the same questions under some conditions. Small ones are
hidden; then every published parent is compared with what is left visible of it, until
no hidden remainder is small and no small group follows from the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

Condition = tuple[str, str]
"""A column and its level; other conditions are their words and an empty level."""


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


def hidden_groups(groups: Iterable[Group], minimum: int) -> set[Group]:
    """Return the groups to hide, so that none smaller than the minimum is known.

    Parameters
    ----------
    groups : iterable of Group
        All that would be published.
    minimum : int
        Fewest answers a published number, or a difference of two, may rest on.

    Returns
    -------
    set of Group
        Those below the minimum, those that would give them away, and all within them.

    References
    ----------
    Hundepool, A. et al. (2012). *Statistical Disclosure Control*, section 4.4
    (secondary cell suppression). Wiley.

    Examples
    --------
    >>> def group(n, *where):
    ...     return Group(frozenset({"q1"}), frozenset(where), n)
    >>> groups = [group(100), *(group(n, ("city", str(n))) for n in (3, 30, 67))]
    >>> sorted(g.n for g in hidden_groups(groups, 10))
    [3, 30]
    """
    distinct = set(groups)
    lines = _lines(distinct)
    size = _sizes(distinct)
    hidden = {group for group in distinct if group.n < minimum}
    while True:
        found = _complement(lines, hidden, minimum, size)
        found = found or _derived(lines, hidden, minimum, size)
        if found is None:
            return hidden
        hidden |= _with_parts(found, distinct)


def _sizes(groups: set[Group]) -> dict[frozenset[Condition], int]:
    """Return how large each group is over all questions, to rank them alike."""
    size: dict[frozenset[Condition], int] = defaultdict(int)
    for group in groups:
        size[group.where] = max(size[group.where], group.n)
    return size


def _lines(groups: set[Group]) -> list[Line]:
    """Return every group with the parts that some columns split it into."""
    by_name: dict[tuple[frozenset[str], frozenset[Condition]], list[Group]]
    by_name = defaultdict(list)
    for group in groups:
        by_name[group.named].append(group)
    parts: dict[tuple[Group, frozenset[str]], list[Group]] = defaultdict(list)
    for part in sorted(groups, key=_order):
        for outer in _subsets(part.where):
            columns = frozenset(column for column, _ in part.where - outer)
            for parent in by_name.get((part.about, outer), ()):
                parts[parent, columns].append(part)
    return [Line(parent, tuple(inside)) for (parent, _), inside in parts.items()]


def _order(group: Group) -> tuple[int, list[Condition]]:
    return group.n, sorted(group.where)


def _subsets(where: frozenset[Condition]) -> Iterator[frozenset[Condition]]:
    for size in range(len(where)):
        yield from map(frozenset, combinations(where, size))


def _complement(
    lines: list[Line],
    hidden: set[Group],
    minimum: int,
    size: dict[frozenset[Condition], int],
) -> Group | None:
    """Return the part to hide where a visible group has a small hidden remainder."""
    for line in lines:
        small = any(0 < rest < minimum for rest in line.remainders(hidden))
        if line.parent not in hidden and small:
            return _next_smallest(line.parts, hidden, size)
    return None


def _next_smallest(
    parts: Iterable[Group], hidden: set[Group], size: dict[frozenset[Condition], int]
) -> Group | None:
    left = [part for part in parts if part not in hidden]
    return min(left, key=lambda g: (size[g.where], *_order(g)), default=None)


def _with_parts(group: Group, groups: set[Group]) -> set[Group]:
    """Return a group, those of the same name, and all within it."""
    return {
        other
        for other in groups
        if other.about == group.about and other.where >= group.where
    }


def _derived(
    lines: list[Line],
    hidden: set[Group],
    minimum: int,
    size: dict[frozenset[Condition], int],
) -> Group | None:
    """Return the part to hide where a small group follows from several lines at once.

    Each line says: parent = parts + rest. Unknown are the hidden groups and the rests;
    a group follows if no change of the unknowns that keeps all lines moves it.
    """
    by_about: dict[frozenset[str], list[Line]] = defaultdict(list)
    for line in lines:
        if any(part in hidden for part in line.parts):
            by_about[line.parent.about].append(line)
    for about_lines in by_about.values():
        for group in _determined(about_lines, hidden):
            if 0 < group.n < minimum:
                near = [p for n in about_lines if group in n.parts for p in n.parts]
                found = _next_smallest(near, hidden, size)
                if found is not None:
                    return found
    return None


def _determined(lines: list[Line], hidden: set[Group]) -> list[Group]:
    """Return the hidden groups whose value the lines fix.

    Empty groups are taken as known: nothing can be taken from them, so that a small
    group cannot hide behind them.
    """
    involved = {group for line in lines for group in (line.parent, *line.parts)}
    names = sorted((g for g in involved & hidden if g.n), key=_order)
    column = {group: i for i, group in enumerate(names)}
    rests = [max(line.remainders(set())) != 0 for line in lines]
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
