"""How do published tables become one Excel workbook?

Banner tables first, then every table as it stands in the CSV files. Text is never a
formula, and the same tables give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, count
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from csat_methods import _messages
from csat_methods._messages import Message, Number, translate
from csat_methods.report.banner import Banner, banners
from csat_methods.report.data_table import hidden_note
from csat_methods.report.plain_cells import excel_cell, fitting
from csat_methods.report.publish import Published, PublishedResult, check_published

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

BOLD = Font(bold=True)

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_DAY = (1980, 1, 1, 0, 0, 0)
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
    book, names = Workbook(write_only=True), _Names()
    made = list(banners(shown))
    listed = [(names.new(f"{b.name} banner"), b.title) for b in made]
    tables = [(names.new(name), each) for name, each in shown.items()]
    contents = [*listed, *((name, translate(t.result.method)) for name, t in tables)]
    _contents(_sheet(book, names.new(translate("Contents"))), contents, shown)
    for (name, _), banner in zip(listed, made, strict=True):
        _banner(_sheet(book, name), banner)
    for name, each in tables:
        _table(_sheet(book, name), each)
    return timeless(_saved(book))


def _saved(book: Workbook) -> bytes:
    """Return a workbook's parts together; :func:`timeless` will press them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as parts:
        ExcelWriter(book, parts).save()
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


def _sheet(book: Workbook, name: str) -> Any:
    sheet = book.create_sheet(name)
    sheet.sheet_view.rightToLeft = _messages.direction() == "rtl"
    return sheet


def _contents(sheet: Any, listed: Iterable[tuple[str, str]], shown: Published) -> None:
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 60
    sheet.append(_bold(sheet, [translate("Sheet"), translate("Table")]))
    for name, title in listed:
        sheet.append([excel_cell(name), excel_cell(title)])
    for said in (*NOTES, hidden_note(Number(shown.policy.minimum, "count"))):
        sheet.append([None, excel_cell(_messages.plain(said))])


def _banner(sheet: Any, banner: Banner) -> None:
    sheet.freeze_panes = "C5"
    sheet.column_dimensions["A"].width = 44
    sheet.column_dimensions["B"].width = 14
    sheet.append(_bold(sheet, [banner.title]))
    sheet.append([])
    sheet.append(_bold(sheet, ["", "", *banner.heads]))
    sheet.append(_bold(sheet, ["", "", *banner.letters]))
    before = ""
    for line in banner.lines:
        item = "" if line.item == before else line.item
        before = line.item
        cells = [_cell(sheet, value, line.kind) for value in line.cells]
        sheet.append([excel_cell(item), excel_cell(line.what), *cells])


def _table(sheet: Any, shown: PublishedResult) -> None:
    """Write a table as it stands in the CSV file."""
    columns, *rows = shown.lines
    sheet.freeze_panes = "A2"
    widths = sheet.column_dimensions["A"]
    widths.min, widths.max, widths.width = 1, max(len(columns), 1), 16
    sheet.append(_bold(sheet, columns))
    for row in rows:
        sheet.append(list(map(fitting, row)))


def _cell(sheet: Any, value: Any, kind: str) -> Any:
    """Return a cell: a number in the format of its kind, or text that does nothing."""
    value = excel_cell(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = FORMATS.get(kind, "0.00")
    return cell


def _bold(sheet: Any, texts: Iterable[str]) -> Iterator[Any]:
    """Yield one bold cell again and again: it is written before the next is asked."""
    cell = WriteOnlyCell(sheet)
    cell.font = BOLD
    for text in texts:
        cell.value = excel_cell(text)
        yield cell


def timeless(content: bytes) -> bytes:
    """Return a workbook without the time it was written at."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name))
            new.writestr(zipfile.ZipInfo(name, _DAY), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
