"""Which column of a platform's file is which item of the study, or which option?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from csat_methods._checks import Faults
from csat_methods.wave.cells import Cells
from csat_methods.wave.form_names import Names
from csat_methods.wave.form_order import placed
from csat_methods.wave.heading_parts import Heading
from csat_methods.wave.platforms import Platform, fold
from csat_methods.wave.raw_table import RawTable

Rank = tuple[bool, int, int]
"""How likely a reading of a heading is; the smallest is the likeliest.

A name of the platform's own is the least likely to be an item's.
"""
OWN_WORDS = ("other", "text", "comment")
"""Ends of the columns that hold a person's own words for an option."""


@dataclass(frozen=True)
class Found:
    """Where the items of a study stand in a file.

    Attributes
    ----------
    whole : dict
        Item to its column.
    options : dict
        Item with several answers to {code of an option: its column}.
    own_words : dict
        Item to the columns of a person's own words.
    strange : dict
        Item to {column: the option it names, which the study does not have}.
    """

    whole: dict[str, str] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    own_words: dict[str, list[str]] = field(default_factory=dict)
    strange: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        """The columns that are items or options."""
        lists: list[Iterable[str]] = [self.whole.values(), *self.strange.values()]
        lists += [each.values() for each in self.options.values()]
        return {column for each in lists for column in each}


# ------------------------------------------------------------------------ matching
def found_columns(
    table: RawTable, names: Names, platform: Platform, free: Iterable[str], told: Faults
) -> Found:
    """Return where the items stand; columns that could both be one item are faults.

    Parameters
    ----------
    table : RawTable
    names : Names
    platform : Platform
    free : iterable of str
        Columns that may be items.
    told : Faults
    """
    found = Found()
    claims: dict[str, dict[str, Rank]] = defaultdict(dict)
    for column, parts in placed(table, names, platform, free, told).items():
        if not _as_option(column, parts, names, found, told):
            match = names.item(parts.questions)
            if match is not None:
                (place, kind), item = match
                claims[item][column] = fold(column) in platform.own, place, kind
    for item, ranks in claims.items():
        best = min(ranks.values())
        columns = [column for column, rank in ranks.items() if rank == best]
        if len(columns) > 1:
            told.add(
                f"the columns {columns} could each be item {item!r}; name the others "
                "under leave_out."
            )
        found.whole[item] = columns[0]
        _check_lost(item, columns[0], list(ranks), table, names, told)
    return found


def _check_lost(
    item: str,
    taken: str,
    columns: list[str],
    table: RawTable,
    names: Names,
    told: Faults,
) -> None:
    """Refuse to pass over answers under an item's name in another group.

    A question that was moved to another group has a column a version of the form.
    """
    ends = {c: table.twins.get(c, c).rpartition("/")[1:] for c in columns}
    moved = [c for c, (sign, end) in ends.items() if sign and names.is_id(end, item)]
    blank = Cells.of(table, taken).codes < 0
    for column in (c for c in moved if c != taken):
        lost = blank & (Cells.of(table, column).codes >= 0)
        if lost.any():
            told.add(
                f"the columns {[taken, column]} could each be item {item!r}, and "
                f"{int(lost.sum())} answers are only in the second, first in row "
                f"{table.rows[np.flatnonzero(lost)[0]]}; put them into one column, or "
                "name the other under leave_out."
            )


def _as_option(
    column: str, parts: Heading, names: Names, found: Found, told: Faults
) -> bool:
    """Note a column that is one option of an item, and say whether it is."""
    literal = names.literal.get(fold(column))
    if literal is not None:
        found.options.setdefault(literal[0], {})[literal[1]] = column
        return True
    own = _own_words_of(names, parts)
    if own is not None:
        found.own_words.setdefault(own, []).append(column)
        return True
    if names.item(parts.questions[:1], loosely=False) is not None:
        return False
    several = [
        (item, option)
        for question, option in parts.options
        for item in names.several(question)
    ]
    for item, option in several:
        code = names.options_of(item).get(fold(option))
        if code is not None:
            _note_option(column, item, code, found, told)
            return True
    if names.item(parts.questions) is not None:
        return False
    return _as_own_words(column, parts, names, found) or _as_strange(
        column, several, found
    )


def _as_own_words(column: str, parts: Heading, names: Names, found: Found) -> bool:
    """Note a column of words of one's own, and say whether it is one."""
    for question, option in reversed(parts.options):
        for item in names.taking_words(question):
            takes = names.study.items[item].other is not None
            named = takes and fold(option) in names.names_of_other(item)
            if named or fold(option).endswith(OWN_WORDS):
                found.own_words.setdefault(item, []).append(column)
                return True
    return False


def _as_strange(column: str, several: Sequence[tuple[str, str]], found: Found) -> bool:
    """Note an option that the study does not have, and say whether it is one."""
    for item, option in several[-1:]:
        found.strange.setdefault(item, {})[column] = option
    return bool(several)


def _note_option(column: str, item: str, code: str, found: Found, told: Faults) -> None:
    """Note the column of an option; a second one is a fault."""
    first = found.options.setdefault(item, {}).setdefault(code, column)
    if first != column:
        told.add(
            f"the columns {[first, column]} could each be option {code!r} of item "
            f"{item!r}; name the other under leave_out."
        )


def _own_words_of(names: Names, parts: Heading) -> str | None:
    """Return the item whose answers in words of one's own a column holds.

    It is the one that the form names so; else an item of which the heading is neither
    an option nor another item's.
    """
    known = names.own_words
    named = (known[key] for key in map(fold, parts.questions) if key and key in known)
    first = next(named, None)
    if first is not None or names.item(parts.questions[:1], loosely=False) is not None:
        return first
    items = (item for name in parts.own_words for item in names.taking_words(name))
    return next((i for i in items if not _is_option(names, i, parts)), None)


def _is_option(names: Names, item: str, parts: Heading) -> bool:
    """Whether a heading is an option of an item without words of one's own."""
    ends = {fold(option) for _, option in parts.options}
    plain = names.study.items[item].other is None
    return plain and not ends.isdisjoint(names.options_of(item))
