"""Which words of a file name its people, so that no quoted comment may hold them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csat_methods._messages import normal_digits, normal_text
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.wave.raw_table import RawTable, heading

LONGEST = 80
"""Signs of a cell that may be a name, an address or a number."""


def private_words(table: RawTable, study: Study, file: WaveFile) -> frozenset[str]:
    """Return names, addresses and ids of a file; none where nobody wrote comments.

    Of columns of names each word counts too; of ids and of columns that are left out,
    the whole cell.

    Raises
    ------
    ValueError
        If a column of names is not in the file.
    """
    names = [heading(column) for column in file.columns.names]
    missing = [column for column in names if column not in table.frame]
    if missing:
        raise ValueError(f"{table.name}: columns.names={missing} are not in it.")
    if all(item.type != "text" for item in study.items.values()):
        return frozenset()
    left_out = (*file.sources.responses.leave_out, *_ids(file))
    known = dict.fromkeys(map(heading, left_out))
    whole = [column for column in known if column in table.frame]
    found = {*_cells(table, whole), *_cells(table, names)}
    return frozenset(found) | {w for cell in _cells(table, names) for w in _parts(cell)}


def _ids(file: WaveFile) -> Iterable[str]:
    return [c for c in (file.columns.person, file.columns.respondent) if c]


def _cells(table: RawTable, columns: Iterable[str]) -> Iterator[str]:
    """Yield the cells of columns in one spelling, but for what is no name."""
    for column in columns:
        for cell in table.frame[column].dropna().unique():
            text = normal_digits(normal_text(str(cell))).removesuffix(".0")
            if 2 < len(text) <= LONGEST:
                yield text


def _parts(name: str) -> Iterator[str]:
    """Yield the words of a name that are no initials."""
    yield from (part for part in name.split() if len(part.strip(".,")) > 2)
