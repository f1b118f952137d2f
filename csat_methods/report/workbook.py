"""How do published tables become one Excel workbook?

Banner tables first, then every table as it stands in the CSV files. Text is never a
formula, and the same tables give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

from csat_methods import _messages
from csat_methods._messages import Message, Number, translate
from csat_methods.report.banner import Banner, banners
from csat_methods.report.data_table import hidden_note
from csat_methods.report.plain_cells import plain_cell
from csat_methods.report.publish import Published, PublishedResult, check_published
from csat_methods.report.spreadsheet import BOLD, PLAIN, Cell, Sheet, workbook, zipped
from csat_methods.report.tables import HIDDEN

FILE = "tables.xlsx"

FORMATS = {
    "count": "0",
    "index": "0.0",
    "share": "0.0%",
    "percent": "0%",
    "points": "+0.0;-0.0;0.0",
    "difference": "+0.00;-0.00;0.00",
    "share_difference": "+0.0%;-0.0%;0.0%",
    "share_size": "0.0%",
    "rank": "General",
    "coefficient": "0.000",
    "probability": "0.000",
}
"""How Excel writes each kind of number; the value itself stays exact."""

NOTES = (
    Message("Estimates are weighted; n is how many people answered."),
    Message(
        "Letters name the columns that a cell is clearly higher than, the number of "
        "comparisons taken into account."
    ),
)

OTHER = "0.00"
"""How it writes the other numbers."""

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NO_NAME = re.compile(r"[\[\]:*?/\\]")


def write_workbook(results: Any, path: str | Path, *, lang: str = "en") -> None:
    """Write published tables as an Excel workbook.

    Parameters
    ----------
    results : Published
        What :func:`publish` returned.
    path : path
        The file.
    lang : str
        Language of headings and labels; right to left where it is.

    Raises
    ------
    ValueError
        If the results did not pass the gate.
    """
    shown = check_published(results)
    with _messages.language(lang):
        content = _content(shown)
    Path(path).write_bytes(content)


def _content(shown: Published) -> bytes:
    names = _Names()
    made = list(banners(shown))
    first = names.new(translate("Contents"))
    listed = [(names.new(f"{b.name} banner"), b.title) for b in made]
    tables = [(names.new(name), each) for name, each in shown.items()]
    contents = [*listed, *((name, translate(t.result.method)) for name, t in tables)]
    sheets = [
        _contents(first, contents, shown),
        *(_banner(name, b) for (name, _), b in zip(listed, made, strict=True)),
        *(_table(name, each) for name, each in tables),
    ]
    return workbook(sheets, [*FORMATS.values(), OTHER])


class _Names:
    """Names of sheets: 31 signs at most, each once, whatever the case."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def new(self, wanted: str) -> str:
        """Return a name that no sheet has yet."""
        plain = _NO_NAME.sub(" ", wanted).strip("' ") or "-"
        ends = chain([""], (f" {i}" for i in count(2)))
        names = (plain[: 31 - len(end)] + end for end in ends)
        name = next(name for name in names if name.casefold() not in self.taken)
        self.taken.add(name.casefold())
        return name


def _sheet(
    name: str, widths: Sequence[float], kept: tuple[int, int], rows: list[list[Cell]]
) -> Sheet:
    return Sheet(name, _messages.direction() == "rtl", widths, kept, rows)


def _contents(name: str, listed: Iterable[tuple[str, str]], shown: Published) -> Sheet:
    notes = (*NOTES, hidden_note(Number(shown.policy.minimum, "count")))
    rows = [
        _words([translate("Sheet"), translate("Table")], BOLD),
        *(_words([sheet, title]) for sheet, title in listed),
        *(_words(["", _messages.plain(said)]) for said in notes),
    ]
    return _sheet(name, (34, 60), (0, 0), rows)


def _banner(name: str, banner: Banner) -> Sheet:
    rows = [
        _words([banner.title], BOLD),
        [],
        _words(["", "", *banner.heads], BOLD),
        _words(["", "", *banner.letters], BOLD),
    ]
    before = ""
    for line in banner.lines:
        item = "" if line.item == before else line.item
        before = line.item
        cells = [_cell(value, line.kind) for value in line.cells]
        rows.append([*_words([item, line.what]), *cells])
    return _sheet(name, (44, 14), (4, 2), rows)


def _table(name: str, shown: PublishedResult) -> Sheet:
    """Return a table as it stands in the CSV file."""
    columns = list(map(str, shown.result.table.columns))
    rows = [_words(columns, BOLD)]
    for row, visible in shown.rows():
        blank = None if visible else HIDDEN
        rows.append([Cell(plain_cell(row.get(c, blank))) for c in columns])
    return _sheet(name, [16] * len(columns), (1, 0), rows)


def _cell(value: Any, kind: str) -> Cell:
    """Return a cell: a number in the format of its kind, or text that does nothing."""
    value = plain_cell(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Cell(value, FORMATS.get(kind, OTHER) if number else PLAIN)


def _words(texts: Iterable[str], look: str = PLAIN) -> list[Cell]:
    return [Cell(plain_cell(text), look) for text in texts]


def timeless(content: bytes) -> bytes:
    """Return a workbook without the time it was written at."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        return zipped(
            {
                name: _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
                for name in old.namelist()
            }
        )
