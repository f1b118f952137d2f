"""How do published tables become one Excel workbook?

Banner tables first, then every table as it stands in the CSV files. Text is never a
formula, and the same tables give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from csat_methods import _messages
from csat_methods._messages import Message, Number, translate
from csat_methods.report.banner import Banner, banners
from csat_methods.report.data_table import hidden_note
from csat_methods.report.plain_cells import plain_cell
from csat_methods.report.publish import Published, PublishedResult, check_published
from csat_methods.report.spreadsheet import new_book, write_rows

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
    out, names = io.BytesIO(), _Names()
    made = list(banners(shown))
    listed = [(names.new(f"{b.name} banner"), b.title) for b in made]
    tables = [(names.new(name), each) for name, each in shown.items()]
    contents = [*listed, *((name, translate(t.result.method)) for name, t in tables)]
    with new_book(out) as book:
        bold, styles = book.add_format({"bold": True}), _styles(book, made)
        first = _sheet(book, names.new(translate("Contents")))
        _contents(first, contents, shown, bold)
        for (name, _), banner in zip(listed, made, strict=True):
            _banner(_sheet(book, name), banner, bold, styles)
        for name, each in tables:
            _table(_sheet(book, name), each, bold)
    return out.getvalue()


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


def _styles(book: Workbook, made: Iterable[Banner]) -> Mapping[str, Format]:
    """Return how numbers of each kind that banners have are written."""
    kinds = dict.fromkeys(line.kind for banner in made for line in banner.lines)
    formats = {kind: FORMATS.get(kind, "0.00") for kind in kinds}
    return {kind: book.add_format({"num_format": f}) for kind, f in formats.items()}


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    if _messages.direction() == "rtl":
        sheet.right_to_left()
    return sheet


def _contents(
    sheet: Worksheet,
    listed: Iterable[tuple[str, str]],
    shown: Published,
    bold: Format,
) -> None:
    sheet.set_column("A:A", 34)
    sheet.set_column("B:B", 60)
    notes = (*NOTES, hidden_note(Number(shown.policy.minimum, "count")))
    said = (("", _messages.plain(note)) for note in notes)
    write_rows(sheet, 0, [[translate("Sheet"), translate("Table")]], bold)
    write_rows(sheet, 1, (map(plain_cell, row) for row in (*listed, *said)))


def _banner(
    sheet: Worksheet, banner: Banner, bold: Format, styles: Mapping[str, Format]
) -> None:
    sheet.freeze_panes("C5")
    sheet.set_column("A:A", 44)
    sheet.set_column("B:B", 14)
    blank = ("", "")
    heads = ((banner.title,), (), (*blank, *banner.heads), (*blank, *banner.letters))
    write_rows(sheet, 0, (map(plain_cell, row) for row in heads), bold)
    before = ""
    for place, line in enumerate(banner.lines, start=len(heads)):
        item = "" if line.item == before else line.item
        before = line.item
        row = map(plain_cell, (item, line.what, *line.cells))
        write_rows(sheet, place, [row], styles[line.kind])


def _table(sheet: Worksheet, shown: PublishedResult, bold: Format) -> None:
    """Write a table as it stands in the CSV file."""
    columns, *rows = shown.lines
    sheet.freeze_panes("A2")
    sheet.set_column(0, max(len(columns) - 1, 0), 16)
    write_rows(sheet, 0, [columns], bold)
    write_rows(sheet, 1, rows)
