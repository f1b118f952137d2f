"""What is an Excel workbook made of?

Sheets of texts and numbers, with a heading that stays in view, bold words and formats
of numbers: XML as ECMA-376 has it (Office Open XML, part 1, chapter 18). A text stands
in its cell and is never a formula, and nothing tells the time.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import count
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

LONGEST = 32_767
"""Signs that a cell of Excel holds."""

PLAIN, BOLD = "plain", "bold"

_FIRST_FORMAT = 164
"""Numbers below it are Excel's own formats."""

_DAY = (1980, 1, 1, 0, 0, 0)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and its look: ``plain``, ``bold`` or a number's format."""

    value: Any
    look: str = PLAIN


@dataclass(frozen=True)
class Sheet:
    r"""One sheet, its rows from the first on.

    Attributes
    ----------
    name : str
        At most 31 signs, without ``[]:*?/\``; unique in the workbook.
    rtl : bool
        Whether its first column is the rightmost.
    widths : sequence of float
        Of the first columns, in signs; the others have the usual one.
    kept : (int, int)
        Rows and columns that stay in view.
    rows : sequence of sequence of Cell
    """

    name: str
    rtl: bool = False
    widths: Sequence[float] = ()
    kept: tuple[int, int] = (0, 0)
    rows: Sequence[Sequence[Cell]] = ()


def workbook(sheets: Sequence[Sheet], formats: Iterable[str]) -> bytes:
    """Return a workbook; equal sheets give equal bytes.

    Parameters
    ----------
    sheets : sequence of Sheet
        One at least.
    formats : iterable of str
        Of numbers, as ``"0.0%"``: all that cells have for a look.

    Examples
    --------
    >>> import openpyxl
    >>> sheet = Sheet("a", rows=[[Cell("n", "bold"), Cell(0.5, "0%")]])
    >>> found = openpyxl.load_workbook(io.BytesIO(workbook([sheet], ["0%"])))["a"]
    >>> found["A1"].value, found["B1"].value, found["B1"].number_format
    ('n', 0.5, '0%')
    """
    known = list(dict.fromkeys(formats))
    looks = {look: i for i, look in enumerate((PLAIN, BOLD, *known))}
    pages = [f"worksheets/sheet{i}.xml" for i in range(1, len(sheets) + 1)]
    parts = {
        "[Content_Types].xml": _kinds(pages),
        "_rels/.rels": _relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": _contents(sheets),
        "xl/_rels/workbook.xml.rels": _relations(
            {**dict.fromkeys(pages, "worksheet"), "styles.xml": "styles"}
        ),
        "xl/styles.xml": _styles(known),
        **{
            f"xl/{page}": _sheet(sheet, looks)
            for page, sheet in zip(pages, sheets, strict=True)
        },
    }
    return zipped({name: (HEAD + text).encode() for name, text in parts.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return files in one archive that does not tell when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --------------------------------------------------------------------- sheets
def _sheet(sheet: Sheet, looks: Mapping[str, int]) -> str:
    side = ' rightToLeft="1"' if sheet.rtl else ""
    rows = "".join(_row(i, cells, looks) for i, cells in enumerate(sheet.rows, 1))
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews><sheetView{side} workbookViewId="0">'
        f"{_pane(*sheet.kept)}</sheetView></sheetViews>{_widths(sheet.widths)}"
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _pane(rows: int, columns: int) -> str:
    """Return the place from which a sheet moves; nothing where all of it does."""
    if not rows and not columns:
        return ""
    splits = {"xSplit": columns, "ySplit": rows}
    told = "".join(f' {name}="{at}"' for name, at in splits.items() if at)
    corner = f"{_letters(columns)}{rows + 1}"
    pane = ("bottom" if rows else "top") + ("Right" if columns else "Left")
    return f'<pane{told} topLeftCell="{corner}" activePane="{pane}" state="frozen"/>'


def _widths(widths: Sequence[float]) -> str:
    columns = (
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(widths, 1)
    )
    return f"<cols>{''.join(columns)}</cols>" if widths else ""


def _row(number: int, cells: Iterable[Cell], looks: Mapping[str, int]) -> str:
    made = (_cell(f"{_letters(i)}{number}", c, looks) for i, c in enumerate(cells))
    return f'<row r="{number}">{"".join(made)}</row>'


def _cell(at: str, cell: Cell, looks: Mapping[str, int]) -> str:
    value = cell.value
    if value is None or value == "":
        return ""
    start = f'<c r="{at}" s="{looks[cell.look]}"'
    if isinstance(value, bool):
        return f'{start} t="b"><v>{value:d}</v></c>'
    if isinstance(value, int | float):
        return f"{start}><v>{repr(value).removesuffix('.0')}</v></c>"
    words = _ILLEGAL.sub("\ufffd", str(value))[:LONGEST]
    said = escape(words, quote=False).replace("\r", "&#13;")
    return f'{start} t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'


@cache
def _letters(column: int) -> str:
    """Return the letters of a column, counted from 0.

    Examples
    --------
    >>> _letters(0), _letters(25), _letters(26), _letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    before, place = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + place)


# ---------------------------------------------------------------- other parts
def _kinds(pages: Iterable[str]) -> str:
    """Return what each part of the archive is."""
    kinds = {
        "workbook.xml": f"{KIND}.sheet.main+xml",
        "styles.xml": f"{KIND}.styles+xml",
    }
    kinds |= dict.fromkeys(pages, f"{KIND}.worksheet+xml")
    told = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{kind}"/>'
        for name, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>{told}</Types>'
    )


def _relations(parts: Mapping[str, str]) -> str:
    """Return which parts belong to one, and as what: ``rId1`` is the first."""
    told = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{part}"/>'
        for (part, kind), i in zip(parts.items(), count(1), strict=False)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'


def _contents(sheets: Iterable[Sheet]) -> str:
    told = "".join(
        f'<sheet name="{escape(sheet.name)}" sheetId="{i}" r:id="rId{i}"/>'
        for i, sheet in enumerate(sheets, 1)
    )
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{told}</sheets></workbook>"
    )


_FONT = '<sz val="11"/><name val="Calibri"/>'
_LOOK = '<xf numFmtId="{}" fontId="{}" fillId="0" borderId="0"{}/>'
_FIXED = {
    "fonts": [f"<font>{_FONT}</font>", f"<font><b/>{_FONT}</font>"],
    "fills": [
        '<fill><patternFill patternType="none"/></fill>',
        '<fill><patternFill patternType="gray125"/></fill>',
    ],
    "borders": ["<border><left/><right/><top/><bottom/><diagonal/></border>"],
    "cellStyleXfs": [_LOOK.format(0, 0, "")],
}
"""What Excel asks for before the looks of cells: the first two fills are its own."""


def _styles(formats: Sequence[str]) -> str:
    """Return the looks: plain, bold, and each format of a number."""
    named = list(enumerate(formats, _FIRST_FORMAT))
    codes = [f'<numFmt numFmtId="{i}" formatCode="{escape(f)}"/>' for i, f in named]
    looks = [
        _LOOK.format(0, 0, ' xfId="0"'),
        _LOOK.format(0, 1, ' xfId="0" applyFont="1"'),
        *(_LOOK.format(i, 0, ' xfId="0" applyNumberFormat="1"') for i, _ in named),
    ]
    normal = ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']
    parts = {"numFmts": codes, **_FIXED, "cellXfs": looks, "cellStyles": normal}
    inside = "".join(
        f'<{name} count="{len(each)}">{"".join(each)}</{name}>'
        for name, each in parts.items()
        if each
    )
    return f'<styleSheet xmlns="{MAIN}">{inside}</styleSheet>'
