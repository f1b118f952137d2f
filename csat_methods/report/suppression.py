"""Which groups must stay hidden so that no small one can be worked out?

A group is people who answered the same questions under some conditions. Small ones are
hidden; then every published parent is compared with what is left visible of it, until
no hidden remainder is small and no small group follows from the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from csat_methods.report.cell_groups import (
    Condition,
    Free,
    Group,
    Line,
    Public,
    determined,
    lines_of,
    order_of,
    rests_of,
    sizes_of,
    wholes_of,
)
from csat_methods.report.question_pools import pooled, pools_of

NOTHING = Public()


def hidden_groups(
    groups: Iterable[Group],
    minimum: int,
    public: Public = NOTHING,
    stated: frozenset[Condition] = frozenset(),
) -> set[Group]:
    """Return the groups to hide, so that none smaller than the minimum is known.

    Parameters
    ----------
    groups : iterable of Group
        All that would be published.
    minimum : int
        Fewest answers a published number, or a difference of two, may rest on.
    public : Public
        What other reports show and hide.
    stated : frozenset of Condition
        What narrowed everybody in preparation.

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
    own = set(groups)
    new = {group.named for group in own}
    told = {group for group in public.hidden if group.named not in new}
    every = own | public.shown | told
    free = Free({group.named for group in public.shown}, sizes_of(every))
    lines, pools = lines_of(every), pools_of(every)
    unsaid = rests_of(lines) | wholes_of(every)
    fuller = lines_of(every | unsaid) if unsaid else lines
    hidden = {group for group in own if group.n < minimum} | told
    while True:
        found = _complement(lines, hidden, minimum, free)
        found = found or _derived(lines, hidden, minimum, free)
        found = found or _derived(fuller, hidden | unsaid, minimum, free)
        found = found or _followed(fuller, hidden | unsaid, minimum, free)
        found = found or pooled(pools, hidden, minimum, free)
        found = found or _vague(every - hidden, hidden, minimum, free, stated)
        if not found:
            return hidden & own
        hidden |= {part for group in found for part in _with_parts(group, every)}


def _complement(
    lines: list[Line], hidden: set[Group], minimum: int, free: Free
) -> list[Group]:
    """Return the part to hide where a visible group has a small hidden remainder."""
    for line in lines:
        small = any(0 < rest < minimum for rest in line.remainders(hidden))
        if line.parent not in hidden and small:
            found = free.next_smallest(line.parts, hidden, line.parent)
            if found:
                return found
    return []


def _vague(
    shown: set[Group],
    hidden: set[Group],
    minimum: int,
    free: Free,
    stated: frozenset[Condition],
) -> list[Group]:
    """Return a group whom no column tells apart, where it may give others away.

    Whom "all but the north" or a condition without words holds of other groups, nobody
    can say: it is hidden where anybody is who answered the same, and where a group of
    nearly as many is shown.
    """
    for group in sorted(shown, key=order_of):
        told_apart = all(level or (c, level) in stated for c, level in group.where)
        if told_apart or group.named in free.public:
            continue
        few = any(other.n and other.answered_with(group) for other in hidden)
        near = (o.n - group.n for o in shown if o.about == group.about)
        if few or any(0 < abs(more) < minimum for more in near):
            return [group]
    return []


def _with_parts(group: Group, groups: set[Group]) -> set[Group]:
    """Return a group, those of the same name, and all within it."""
    return {
        other
        for other in groups
        if other.about == group.about and other.where >= group.where
    }


def _derived(
    lines: list[Line], hidden: set[Group], minimum: int, free: Free
) -> list[Group]:
    """Return the part to hide where a small group follows from several lines at once.

    Each line says: parent = parts + rest. Unknown are the hidden groups and the rests;
    a group follows if no change of the unknowns that keeps all lines moves it.
    """
    for about_lines in _touched(lines, hidden):
        for group in determined(about_lines, hidden, minimum):
            if 0 < group.n < minimum:
                found = _around(group, about_lines, hidden, free)
                if found:
                    return found
    return []


def _followed(
    lines: list[Line], hidden: set[Group], minimum: int, free: Free
) -> list[Group]:
    """Return the part to hide where a group that follows is as good as shown.

    It may be large itself, and yet leave a few of a visible group: all women of a city
    follow from all women and those of other cities; men may be two.
    """
    for about_lines in _touched(lines, hidden):
        known = {g for g in determined(about_lines, hidden, 1) if g.n >= minimum}
        for line in about_lines:
            follows = known.intersection((line.parent, *line.parts))
            if not follows or line.parent in hidden - known:
                continue
            if any(0 < rest < minimum for rest in line.remainders(hidden - known)):
                others = [other for other in about_lines if other != line]
                for group in sorted(follows, key=order_of):
                    found = _around(group, others, hidden, free)
                    if found:
                        return found
    return []


def _touched(lines: list[Line], hidden: set[Group]) -> list[list[Line]]:
    """Return the lines that somebody hidden is in, those about the same together."""
    by_about: dict[frozenset[str], list[Line]] = defaultdict(list)
    for line in lines:
        if not hidden.isdisjoint((line.parent, *line.parts)):
            by_about[line.parent.about].append(line)
    return list(by_about.values())


def _around(
    group: Group, lines: list[Line], hidden: set[Group], free: Free
) -> list[Group]:
    """Return the part to hide of the lines that a group, or its parts, are in."""
    own = {part for line in lines if line.parent == group for part in line.parts}
    near = [line for line in lines if group in line.parts]
    near = near or [line for line in lines if own.intersection(line.parts)]
    parts = [part for line in near for part in line.parts]
    for line in near:
        found = free.next_smallest(parts, hidden, line.parent)
        if found:
            return found
    return []
