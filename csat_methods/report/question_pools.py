"""What does one method give away of a group that another method hides?

A mean of one question and an index of several have no parent in common; yet what one
hides of a segment may follow from the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from csat_methods.report.cell_groups import (
    IN,
    Condition,
    Free,
    Group,
    Line,
    determined,
    lines_of,
    order_of,
)


@dataclass(frozen=True)
class Pool:
    """Groups that answered one question among others, whichever the others were.

    Attributes
    ----------
    members : dict
        Condition to the groups that bear it.
    lines : list of Line
        Over one group a condition, its largest.
    """

    members: Mapping[frozenset[Condition], tuple[Group, ...]]
    lines: list[Line]

    def hidden(self, hidden: set[Group]) -> set[Group]:
        """Return the groups of the lines that no method shows."""
        named = {group for line in self.lines for group in (line.parent, *line.parts)}
        return {g for g in named if hidden.issuperset(self.members[g.where])}

    def public(self, group: Group, free: Free) -> bool:
        """Whether another report shows a number of this condition."""
        return any(g.named in free.public for g in self.members[group.where])


def pools_of(groups: Iterable[Group]) -> list[Pool]:
    """Return a pool for each question that methods combine with different others."""
    found: dict[frozenset[str], dict[frozenset[Condition], list[Group]]]
    found = defaultdict(lambda: defaultdict(list))
    for group in sorted(groups, key=order_of):
        wave = {name for name in group.about if name.startswith(IN)}
        for column in group.about - wave:
            found[frozenset({column, *wave})][group.where].append(group)
    return [
        Pool(
            {where: tuple(each) for where, each in by_where.items()},
            lines_of(Group(q, w, max(g.n for g in e)) for w, e in by_where.items()),
        )
        for q, by_where in found.items()
        if len({g.about for each in by_where.values() for g in each}) > 1
    ]


def pooled(
    pools: list[Pool], hidden: set[Group], minimum: int, free: Free
) -> list[Group]:
    """Return the part to hide where another method's number gives a group away."""
    for pool in pools:
        gone = pool.hidden(hidden)
        if not gone:
            continue
        for line in (*_told(pool, gone, minimum), *_fixed(pool, gone, minimum)):
            found = _next_of(pool, line, gone, free)
            if found:
                return found
    return []


def _next_of(pool: Pool, line: Line, gone: set[Group], free: Free) -> list[Group]:
    """Return all that bear the condition to hide next: of a part, or of the parent."""
    able = [part for part in line.parts if not pool.public(part, free)]
    found = free.next_smallest(able, gone)
    stuck = len(able) < len(line.parts) and line.parent not in gone
    if not found and stuck and not pool.public(line.parent, free):
        found = [line.parent]
    return [group for part in found for group in pool.members[part.where]]


def _told(pool: Pool, gone: set[Group], minimum: int) -> Iterator[Line]:
    """Yield lines whose visible parent and parts leave a few hidden people."""
    for line in pool.lines:
        people = sum(part.n for part in set(line.parts) & gone)
        if line.parent in gone or not 0 < people < minimum:
            continue
        if any(abs(rest) < minimum for rest in line.remainders(gone)):
            yield line


def _fixed(pool: Pool, gone: set[Group], minimum: int) -> Iterator[Line]:
    """Yield lines that together fix a small hidden group."""
    touched = [line for line in pool.lines if gone.intersection(line.parts)]
    if len(touched) > 1:
        for group in determined(touched, gone, minimum):
            if 0 < group.n < minimum:
                yield from (line for line in touched if group in line.parts)
