"""What does one method give away of a group that another method hides?

A mean of one question and an index of several have no parent in common; yet what one
hides of a segment may follow from the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from csat_methods.report.cell_groups import (
    IN,
    Condition,
    Free,
    Group,
    Line,
    determined,
    lines_of,
    order_of,
    wholes_of,
)


@dataclass(frozen=True)
class Pool:
    """Groups that answered one question among others, whichever the others were.

    Attributes
    ----------
    members : dict
        Condition to the groups that bear it.
    groups : frozenset of Group
        One a condition, as large as its largest.
    """

    members: Mapping[frozenset[Condition], tuple[Group, ...]]
    groups: frozenset[Group]

    @cached_property
    def lines(self) -> list[Line]:
        """Each of the groups with its parts."""
        return lines_of(self.groups)

    @cached_property
    def fuller(self) -> list[Line]:
        """The lines, and those of groups that only their parts speak of."""
        wholes = wholes_of(self.groups)
        return lines_of(self.groups | wholes) if wholes else self.lines

    def hidden(self, hidden: set[Group]) -> set[Group]:
        """Return the groups of the lines that no method shows."""
        return {
            group
            for group in _groups_in(self.fuller)
            if hidden.issuperset(self.members.get(group.where, ()))
        }

    def public(self, group: Group, free: Free) -> bool:
        """Whether another report shows a number of this condition."""
        return any(g.named in free.public for g in self.members[group.where])


def _groups_in(lines: list[Line]) -> set[Group]:
    return {group for line in lines for group in (line.parent, *line.parts)}


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
            frozenset(Group(q, w, max(g.n for g in e)) for w, e in by_where.items()),
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
        for lines in chain(_told(pool, gone, minimum), _fixed(pool, gone, minimum)):
            found = _next_of(pool, lines, gone, free)
            if found:
                return found
    return []


def _next_of(
    pool: Pool, lines: list[Line], gone: set[Group], free: Free
) -> list[Group]:
    """Return all that bear the condition to hide next: of a part, or of a parent."""
    found: list[Group] = []
    for line in lines:
        able = [p for p in line.parts if p not in gone and not pool.public(p, free)]
        found = found or free.next_smallest(able, gone)
    for line in lines:
        if not found and line.parent not in gone and not pool.public(line.parent, free):
            found = [line.parent]
    return [group for part in found for group in pool.members[part.where]]


def _told(pool: Pool, gone: set[Group], minimum: int) -> Iterator[list[Line]]:
    """Yield each line whose visible parent and parts leave a few hidden people."""
    for line in pool.lines:
        people = sum(part.n for part in set(line.parts) & gone)
        if line.parent in gone or not 0 < people < minimum:
            continue
        if any(abs(rest) < minimum for rest in line.remainders(gone)):
            yield [line]


def _fixed(pool: Pool, gone: set[Group], minimum: int) -> Iterator[list[Line]]:
    """Yield lines that together fix a small hidden group, the nearest to it first."""
    touched = [
        line for line in pool.fuller if gone.intersection((line.parent, *line.parts))
    ]
    for group in determined(touched, gone, minimum):
        if 0 < group.n < minimum:
            yield _from(group, touched, gone)


def _from(group: Group, lines: list[Line], gone: set[Group]) -> list[Line]:
    """Return lines that a hidden group is in, then those that share one with them."""
    found: list[Line] = []
    ends = {group}
    while ends:
        near = [
            line
            for line in lines
            if line not in found and ends.intersection((line.parent, *line.parts))
        ]
        found += near
        ends = _groups_in(near) & gone - ends
    return found
