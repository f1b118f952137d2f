"""Which words of a file name its people, so that no quoted comment may hold them?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from csat_methods._messages import normal_digits, normal_text
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.wave.raw_table import RawTable, heading

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LONGEST = 80
"""Signs of a cell that may be a name, an address or a number."""

FEW = 10
"""People on average that share a cell of a column which may name them."""

_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:[ \u200c][^\W\d_][\w.'’-]*){0,3}")
_OF_PEOPLE = re.compile(
    r"name|customer|client|guest|contact|user|agent|employee|نام|مشتری|کارمند|کاربر",
    re.IGNORECASE,
)


def words_to_hide(wave: Wave, item: str) -> frozenset[str]:
    """Return what no quoted comment of a wave may hold.

    Names, addresses and ids that its files declare, names that the study lists, and
    the cells of columns that nobody declared and that hold what looks like names.

    Parameters
    ----------
    wave : Wave
    item : str
        The comments themselves, which are no names.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave
    >>> frame = pd.DataFrame({"customer": ["Mina Rad", "Omid Far"], "q1": [4, 5]})
    >>> sorted(words_to_hide(Wave.from_frame(frame), "why"))
    ['Far', 'Mina', 'Mina Rad', 'Omid', 'Omid Far', 'Rad']
    """
    study = wave.study
    listed = study.analysis.names if study is not None else ()
    items = study.items.values() if study is not None else ()
    declared = {item, *(column for each in items for column in each.frame_columns)}
    declared |= set(study.segments) if study is not None else set()
    found = set(wave.private) | set(listed)
    for column in wave.frame.select_dtypes(["object", "string"]):
        if column not in declared:
            cells = wave.frame[column]
            found |= _undeclared(_texts(cells), int(cells.count()), str(column))
    return frozenset(found)


def _texts(column: pd.Series) -> list[str]:
    """Return the distinct cells of a column, each in one spelling."""
    return [normal_text(str(cell)) for cell in column.dropna().unique().tolist()]


def _undeclared(cells: list[str], people: int, heading: str) -> set[str]:
    """Return the names in a column that nobody declared, if it holds names.

    Either its heading says so, or its cells are given and family names.
    """
    if len(cells) * FEW <= people:
        return set()
    names = [c for c in cells if len(c) <= LONGEST and _NAME.fullmatch(c)]
    if not _OF_PEOPLE.search(heading):
        names = [c for c in names if " " in c and _is_capital(c)]
    return _with_parts(names) if len(names) * 5 >= len(cells) * 4 else set()


def _is_capital(name: str) -> bool:
    return all(part[0].isupper() for part in name.split())


def private_words(table: RawTable, study: Study, file: WaveFile) -> frozenset[str]:
    """Return names, addresses and ids of a file; none where nobody wrote comments.

    Of columns of names each word counts too; of ids and of columns that are left out,
    the whole cell, and each word where they hold what looks like names.

    Raises
    ------
    ValueError
        If a column of names is not in the file.
    """
    names = [heading(column) for column in file.columns.names]
    missing = [column for column in names if column not in table.frame]
    if missing:
        raise ValueError(f"{table.name}: columns.names={missing} are not in it.")
    if not _has_comments(study):
        return frozenset()
    return frozenset(_words(table, file, file.sources.responses.leave_out, ()))


def words_elsewhere(
    tables: Mapping[str, RawTable], study: Study, file: WaveFile
) -> frozenset[str]:
    """Return names, addresses and ids of other files that are about customers.

    As in the answers' own file; and the cells of columns that the wave file does not
    name and that hold what looks like names, where a row is one person.

    Parameters
    ----------
    tables : mapping of str to RawTable
        Source (``frame, dispositions, purchases``) to its file, before anything is
        left out.
    """
    if not _has_comments(study):
        return frozenset()
    found: set[str] = set()
    described = _described(study, file)
    for name, table in tables.items():
        left_out = getattr(file.sources, name).leave_out
        told = () if name == "frame" and file.customers.size else table.frame.columns
        others = set(map(str, told)) - described
        found |= _words(table, file, left_out, others)
    return frozenset(found)


def _has_comments(study: Study) -> bool:
    return any(item.type == "text" for item in study.items.values())


def _described(study: Study, file: WaveFile) -> set[str]:
    """Return the columns of other files that the params speak of, but for ids."""
    told = [*study.segments, *study.items, file.columns.weights, file.columns.strata]
    contacts, purchases = file.contacts, file.purchases
    if contacts is not None:
        told += [contacts.disposition, contacts.attempts, *contacts.described]
    if purchases is not None:
        told += purchases.answers.values()
    return {heading(column) for column in told if column}


def _words(
    table: RawTable, file: WaveFile, left_out: Iterable[str], others: Iterable[str]
) -> set[str]:
    """Return what names people in columns of names and ids, left out and other ones."""
    gone = _present(table, left_out)
    ids = _present(table, _ids(file))
    names, others = _present(table, file.columns.names), _present(table, others)
    cells = {c: _texts(table.frame[c]) for c in {*gone, *ids, *names, *others}}
    found: set[str] = set()
    for column in (*gone, *ids):
        found.update(_wanted(cells[column]))
    for column in names:
        found |= _with_parts(_wanted(cells[column]))
    for column in (*gone, *others):
        people = int(table.frame[column].count())
        found |= _undeclared(cells[column], people, column)
    return found


def _present(table: RawTable, columns: Iterable[str]) -> list[str]:
    known = dict.fromkeys(map(heading, columns))
    return [column for column in known if column in table.frame]


def _ids(file: WaveFile) -> list[str]:
    of_files = [each.id for each in (file.contacts, file.purchases) if each is not None]
    return [c for c in (file.columns.person, file.columns.respondent, *of_files) if c]


def _wanted(cells: list[str]) -> list[str]:
    """Return cells without the end of whole numbers, but for what is no name."""
    texts = [normal_digits(cell).removesuffix(".0") for cell in cells]
    return [text for text in texts if 2 < len(text) <= LONGEST]


def _with_parts(names: list[str]) -> set[str]:
    """Return names, and their words that are no initials."""
    words = {part for name in names if " " in name for part in name.split()}
    return {*names, *(part for part in words if len(part.strip(".,")) > 2)}
