"""How is a questionnaire written as an XLSForm, for Kobo, ODK and their kin?

The sheets ``survey``, ``choices`` and ``settings`` as XLSForm defines them
(https://xlsform.org): a question's name is the item's id, a choice's name the code of
the study's scale, conditions of asking stand under ``relevant``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from csat_methods.forms.form import Form
from csat_methods.forms.xlsform_rows import Row, sheets_of

MAKER = "CSAT Methods questionnaire"
"""Who made the workbook, as its properties say."""
LAST = ("required", "relevant", "constraint", "appearance")
WIDTHS = {"type": 26, "name": 24, "list_name": 20, "relevant": 34, "constraint": 34}


def write_xlsform(form: Form) -> bytes:
    """Return the workbook of a form."""
    from csat_methods.report.spreadsheet import new_book

    out = io.BytesIO()
    title = form.title[form.languages[0]]
    with new_book(out, author=MAKER, title=title) as book:
        head = book.add_format({"bold": True})
        text = book.add_format({"valign": "top", "text_wrap": True})
        for name, rows in sheets_of(form).items():
            _write(book.add_worksheet(name), rows, head, text)
    return out.getvalue()


def is_xlsform(content: bytes) -> bool:
    """Whether a file is a workbook that was written here."""
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True)
    except (BadZipFile, KeyError, ValueError, OSError):
        return False
    return book.properties.creator == MAKER


# ---------------------------------------------------------------------- sheets
def _write(sheet: Any, rows: list[Row], head: Any, text: Any) -> None:
    """Write rows as text: nothing in a study becomes a formula."""
    from csat_methods.report.spreadsheet import write_rows

    columns = _columns(rows)
    write_rows(sheet, 0, [columns], head)
    write_rows(sheet, 1, ([row.get(c) for c in columns] for row in rows), text)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column, _width(column)))
    sheet.freeze_panes("C2")


def _width(column: str) -> int:
    return 48 if "::" in column else 16


def _columns(rows: Iterable[Row]) -> list[str]:
    """Return the columns of a sheet: types and names, words, then the rest."""
    found = list(dict.fromkeys(column for row in rows for column in row))
    found = found or ["list_name", "name", "label"]  # of choices: nobody has to choose
    last = [column for column in LAST if column in found]
    return [column for column in found if column not in last] + last
