"""How does an Excel workbook hold text and numbers only, and no time?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LONGEST = 32_767
"""Units of UTF-16 that a cell of Excel has room for: a picture takes two."""

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False}
_NO_TIME = datetime(1980, 1, 1)
_MARKED = "<r>"
"""How XlsxWriter begins a text with marks, which it writes without looking at it."""


def new_book(out: BinaryIO, **properties: str) -> Workbook:
    """Return a workbook that is written into `out` when it is closed.

    Parameters
    ----------
    out : binary file
    **properties : str
        What the workbook says of itself: ``author``, ``title``.
    """
    book = Workbook(out, {"in_memory": True, **_TEXT_ONLY})
    book.set_properties({"created": _NO_TIME, **properties})
    return book


def write_rows(
    sheet: Worksheet,
    first: int,
    rows: Iterable[Iterable[Any]],
    style: Format | None = None,
) -> None:
    """Write rows of texts and numbers from a row on, counted from 0.

    Raises
    ------
    ValueError
        If the sheet has no room for a cell.
    """
    for place, row in enumerate(rows, first):
        if sheet.write_row(place, 0, map(excel_cell, row), style):
            raise ValueError(
                f"row={place + 1} does not fit: a sheet of Excel has 1048576 rows and "
                "16384 columns."
            )


def excel_cell(value: Any) -> Any:
    r"""Return a plain cell as Excel may hold it.

    Examples
    --------
    >>> excel_cell("a\r\nb"), excel_cell(0.5), len(excel_cell("a" * 99_999))
    ('a\nb', 0.5, 32767)
    """
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    known = _LINE_END.sub("\n", _REFUSED.sub("\ufffd", text))
    return _cut(f"'{known}" if known.startswith(_MARKED) else known)


def _cut(text: str) -> str:
    """Return as much of a text as a cell has room for, counted as Excel counts."""
    if 2 * len(text) <= LONGEST:
        return text
    units = text.encode("utf-16-le")[: 2 * LONGEST]
    return units.decode("utf-16-le", "ignore")  # half a sign at the end is left out
