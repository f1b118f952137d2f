"""What do the numbers beside the marks stand for?"""

from __future__ import annotations

from collections.abc import Sequence

from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import Look, text_width, wrapped

KEY_LINE = 19.0
KEY_MARK = 20.0
"""Pixels of a line of the key, and to the end of its number."""

FEW = 6
"""Entries that stand in two columns, however short they are."""

HIDDEN_MARK = "▨"

Entry = tuple[str, str, str]
"""Number, name and colour of an item."""


def key_height(entries: Sequence[Entry], sheet: Sheet) -> float:
    """Return the pixels that the key takes."""
    return KEY_LINE * _rows(entries, sheet) + 6 if entries else 0.0


def write_key(sheet: Sheet, top: float, entries: Sequence[Entry]) -> None:
    """Write the key in two columns or, of short names, three; on a phone in one."""
    if not entries:
        return
    rows, width = _rows(entries, sheet), sheet.width / _columns(entries, sheet)
    for i, (mark, text, shade) in enumerate(entries):
        x, y = width * (i // rows), top + KEY_LINE * (i % rows + 0.5)
        (line,) = wrapped(text, width - 2 * KEY_MARK, 1)
        sheet.write(x + KEY_MARK, y, mark, Look("label", shade, "bold"), align="end")
        sheet.write(x + KEY_MARK + 10, y, line, Look("label", shade))


def _columns(entries: Sequence[Entry], sheet: Sheet) -> int:
    if sheet.phone:
        return 1
    widest = max(text_width(text, "label") for _, text, _ in entries)
    short = widest <= sheet.width / 3 - 2 * KEY_MARK
    return 3 if short and len(entries) > FEW else 2


def _rows(entries: Sequence[Entry], sheet: Sheet) -> int:
    return -(-len(entries) // _columns(entries, sheet))
