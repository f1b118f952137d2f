"""What do the numbers beside the marks stand for?"""

from __future__ import annotations

from collections.abc import Sequence

from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import Look, wrapped

KEY_LINE = 19.0
KEY_MARK = 20.0
"""Pixels of a line of the key, and to the end of its number."""

HIDDEN_MARK = "▨"

Entry = tuple[str, str, str]
"""Number, name and colour of an item."""


def key_height(entries: Sequence[Entry], sheet: Sheet) -> float:
    """Return the pixels that the key takes."""
    return KEY_LINE * _rows(entries, sheet) + 6 if entries else 0.0


def write_key(sheet: Sheet, top: float, entries: Sequence[Entry]) -> None:
    """Write the key in two columns, on a phone in one."""
    rows = _rows(entries, sheet)
    width = sheet.width / _columns(sheet)
    for i, (mark, text, shade) in enumerate(entries):
        x, y = width * (i // rows), top + KEY_LINE * (i % rows + 0.5)
        (line,) = wrapped(text, width - 2 * KEY_MARK, 1)
        sheet.write(x + KEY_MARK, y, mark, Look("label", shade, "bold"), align="end")
        sheet.write(x + KEY_MARK + 10, y, line, Look("label", shade))


def _columns(sheet: Sheet) -> int:
    return 1 if sheet.phone else 2


def _rows(entries: Sequence[Entry], sheet: Sheet) -> int:
    return -(-len(entries) // _columns(sheet))
