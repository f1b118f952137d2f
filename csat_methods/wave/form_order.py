"""Which item is each of several columns with the same words above them?

An export in words repeats a grid's lines under every grid. Platforms write columns in
the order of the questionnaire, so that as many columns as there are items with these
words are these items, one after the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from csat_methods._checks import Faults
from csat_methods.wave.form_names import OWN_WORDS, Names, said
from csat_methods.wave.heading_parts import Heading
from csat_methods.wave.platforms import Platform, fold
from csat_methods.wave.raw_table import RawTable

Headings = dict[str, Heading]
ELSE = (
    "export the names of questions instead of their words (in Kobo: XML values and "
    "headers)"
)
"""What tells columns apart for certain."""


def placed(
    table: RawTable, names: Names, platform: Platform, free: Iterable[str], told: Faults
) -> Headings:
    """Return what the heading of each column means; repeated ones go by their order.

    Parameters
    ----------
    table : RawTable
    names : Names
    platform : Platform
    free : iterable of str
        Columns that may be items.
    told : Faults
        Takes repeated columns that are not as many as the items with their words.
    """
    parts = {column: platform.parts(column, table) for column in free}
    unclear = {
        column: made
        for column, each in parts.items()
        if not _is_named(names, each, alone=column not in table.twins)
        if (made := _meanings(names, each))
    }
    sure = {
        column: item
        for column, each in parts.items()
        if column not in unclear and fold(column) not in platform.own
        if (item := _surely(names, each))
    }
    groups: dict[Any, list[str]] = defaultdict(list)
    for column, made in unclear.items():
        groups[tuple(made), _option_of(names, made)].append(column)
    settled: Headings = {}
    for columns in groups.values():
        settled |= _settled(names, columns, unclear, set(sure.values()))
        _check_count(columns, table, unclear[columns[0]], settled, told)
    items = sure | {column: _item_of(each) for column, each in settled.items()}
    in_order = {column: items[column] for column in parts if column in items}
    shown = [table.twins.get(column, column) for column in settled]
    _check_order(names, in_order, shown, told)
    parts |= settled
    return parts | _words_of_ones_own(names, parts)


def _is_named(names: Names, parts: Heading, *, alone: bool) -> bool:
    """Whether a heading is an item's name, or with its words the only one's."""
    whole = parts.questions[:1]
    match = names.item(parts.questions)
    if not alone or (names.item(whole) is None and names.sharing(whole)[0]):
        return match is not None and not any(names.sharing(parts.questions))
    return match is not None or any(names.several(q) for q, _ in parts.options)


def _surely(names: Names, parts: Heading) -> str | None:
    """Return the item that a heading is, or is an option of."""
    first = names.item(parts.questions[:1], loosely=False)
    options = [
        item
        for question, option in parts.options
        for item in names.several(question)
        if fold(option) in names.options_of(item)
    ]
    match = first or names.item(parts.questions)
    return options[0] if options and not first else match[1] if match else None


def _meanings(names: Names, parts: Heading) -> Headings:
    """Return the items that a heading may stand for, with what it then means."""
    whole = {item: Heading((item,)) for item in names.sharing(parts.questions)[0]}
    options = {
        item: Heading((), ((item, option),))
        for question, option in parts.options
        for item in names.sharing([question])[0]
        if names.study.items[item].type == "multiple"
        if fold(option) in names.options_of(item)
    }
    return whole or {i: options[i] for i in names.study.items if i in options}


def _option_of(names: Names, made: Headings) -> tuple[str, ...]:
    """Return the option that a heading means of each item; empty of a whole one."""
    parts = [each.options[0] for each in made.values() if each.options]
    return tuple(names.options_of(item)[fold(option)] for item, option in parts)


def _settled(
    names: Names,
    columns: Sequence[str],
    unclear: Mapping[str, Headings],
    known: set[str],
) -> Headings:
    """Return what columns mean that could be the same items, one after the other."""
    made = unclear[columns[0]]
    left = [item for item in made if item not in known]
    single = [item for item in left if names.study.items[item].type != "multiple"]
    for items in (left, single):  # the others may have a column an option
        if len(items) == len(columns):
            pairs = zip(columns, items, strict=True)
            return {column: unclear[column][item] for column, item in pairs}
    return {}


def _item_of(parts: Heading) -> str:
    """Return the item that a settled heading is of."""
    return parts.questions[0] if parts.questions else parts.options[0][0]


def _check_count(
    columns: Sequence[str],
    table: RawTable,
    made: Headings,
    settled: Headings,
    told: Faults,
) -> None:
    """Refuse repeated columns that are not as many as the items they could be."""
    twins = [column for column in columns if column in table.twins]
    if twins and columns[0] not in settled:
        told.add(
            f"column {table.twins[twins[0]]!r} is there {len(columns)} times, and "
            f"could be the items {', '.join(made)}; {ELSE}."
        )


def _words_of_ones_own(names: Names, parts: Headings) -> Headings:
    """Return what the fields for words of one's own mean, which all say the same.

    Each follows the question that it belongs to.
    """
    made: Headings = {}
    last = ""
    for column, each in parts.items():
        if any(fold(name) in said(OWN_WORDS) for name in each.questions):
            if last:
                made[column] = Heading((last,))
        elif found := [match for q in each.questions if (match := names.item([q]))]:
            last = names.codes[found[0][1]].own_words
    return made


def _check_order(
    names: Names, items: Mapping[str, str], twins: Sequence[str], told: Faults
) -> None:
    """Refuse to go by the order where columns stand in another than the items."""
    order = {item: place for place, item in enumerate(names.study.items)}
    places = [order[item] for item in items.values()]
    if twins and places != sorted(places):
        listed = ", ".join(map(repr, dict.fromkeys(twins)))
        told.add(
            f"the columns {listed} have the words of several items each, and columns "
            f"are not in the order of the questionnaire; {ELSE}."
        )
