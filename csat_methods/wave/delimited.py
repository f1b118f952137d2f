"""What does a file of separated values hold: CSV, TSV and their kin?"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from csat_methods._messages import Message
from csat_methods.wave.raw_table import RawTable, table_of_text

SEPARATORS = {"tab": "\t", ",": ",", ";": ";", "|": "|", "؛": "؛", "،": "،"}
SNIFFED = 200
"""Rows that are looked at to find the separator."""
MOSTLY = 0.5
"""Share of the rows that a Persian separator cuts as it cuts the header."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BLOCK = 1 << 26
_LOOKED_AT = 1 << 20
_TORN = (
    "a quotation mark has no partner, or a cell has more than "
    f"{csv.field_size_limit():,} signs"
)


def read_delimited(
    path: Path,
    name: str,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    twins: bool = False,
) -> RawTable:
    """Return a file of separated values, every cell as text.

    Parameters
    ----------
    path : Path
    name : str
        How messages name the file.
    separator : str, optional
        ``,``, ``;``, ``|``, ``tab``, ``؛`` or ``،``; found from the first rows when not
        given.
    decimal : str, optional
        ``.`` or ``,``; found column by column when not given.
    encoding : str, optional
        UTF-8 when not given, and Windows-1256 where it is not that, with a note.
    twins : bool
        Whether columns may share a name.

    Raises
    ------
    ValueError
        If the file is empty, no text, or has rows of different lengths.
    """
    with path.open("rb") as file:
        _refuse_no_text(file.read(_LOOKED_AT), name, encoding)
    return table_of_values(
        path.read_bytes(),
        name,
        separator=separator,
        decimal=decimal,
        encoding=encoding,
        twins=twins,
    )


def table_of_values(
    raw: bytes,
    name: str,
    *,
    separator: str | None,
    decimal: str | None,
    encoding: str | None,
    twins: bool,
) -> RawTable:
    """Return the table of separated values that bytes hold.

    Parameters are those of :func:`read_delimited`.

    Raises
    ------
    ValueError
        As :func:`read_delimited`.
    """
    text, notes = _decoded(raw, name, encoding)
    body, skipped, told = _body(text, name)
    try:
        mark = SEPARATORS.get(separator or told, separator or told) or _sniffed(body)
        width = len(next(csv.reader(io.StringIO(body), delimiter=mark)))
    except csv.Error as error:
        raise ValueError(f"{name}: near its begin, {_TORN}.") from error
    cells = _cells(body, mark, width, skipped, name)
    rows = np.arange(cells.num_rows) + skipped + 1
    told = decimal or "auto"
    return table_of_text(cells, rows, name, twins=twins, decimal=told, notes=notes)


# ------------------------------------------------------------------ characters
def _decoded(
    raw: bytes, name: str, encoding: str | None
) -> tuple[str, tuple[Message, ...]]:
    if not raw.strip():
        raise ValueError(f"{name}: is empty.")
    _refuse_no_text(raw, name, encoding)
    if raw.startswith(_UTF_16):
        encoding = encoding or "utf-16"
    try:
        text, notes = raw.decode(encoding or "utf-8-sig"), ()
    except LookupError as error:
        raise ValueError(f"{name}: encoding={encoding!r} is no known one.") from error
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        if encoding is not None:
            raise ValueError(f"{name}: row {row} is not {encoding}.") from error
        return _arabic(raw, name, row)
    if "\x00" in text:
        raise ValueError(f"{name}: is not text; save it as CSV, or say its kind.")
    return text, notes


def _refuse_no_text(raw: bytes, name: str, encoding: str | None) -> None:
    """Refuse bytes that no text of an 8-bit encoding has, before all are read."""
    if encoding is None and not raw.startswith(_UTF_16) and b"\x00" in raw:
        raise ValueError(f"{name}: is not text; save it as CSV, or say its kind.")


def _arabic(raw: bytes, name: str, row: int) -> tuple[str, tuple[Message, ...]]:
    """Return text that is not UTF-8 as Windows-1256 writes Arabic script."""
    letters = Counter(c == "\ufffd" for c in raw.decode("utf-8", "replace") if c > "~")
    if letters[False] > letters[True]:
        raise ValueError(
            f"{name}: row {row} is not UTF-8, while the rest of the file is; save it "
            "as UTF-8 anew, or say its encoding."
        )
    note = Message("{file} is not UTF-8; it was read as Windows-1256.", {"file": name})
    return raw.decode("cp1256"), (note,)


# ------------------------------------------------------------------------ rows
def _body(text: str, name: str) -> tuple[str, int, str]:
    """Return the text from its header on, the rows before it, and Excel's mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    marked = re.match(r"sep=(.)\n", text, re.IGNORECASE)
    start = marked.end() if marked else 0
    blank = re.compile(r"([ \t]*\n)*").match(text, start)
    start = blank.end() if blank else start
    if not text[start:].strip():
        raise ValueError(f"{name}: is empty.")
    return text[start:], text.count("\n", 0, start), marked[1] if marked else ""


def _sniffed(body: str) -> str:
    """Return the separator under which most rows are as long as the header."""
    head = "".join(io.StringIO(body).readlines(1_000_000)[: SNIFFED + 1])

    def score(mark: str) -> float:
        records = csv.reader(io.StringIO(head), delimiter=mark)
        lengths = filter(None, map(len, records))
        try:
            first = next(lengths)
            widths = [first, *lengths] if first > 1 else [first]
        except csv.Error:  # a whole row as one cell may be longer than any
            return 0.0
        share = widths.count(first) / len(widths)
        prose = not mark.isascii() and share <= MOSTLY  # a heading with a comma
        return 0.0 if prose else share * (first - 1)

    scores = {mark: score(mark) for mark in SEPARATORS.values() if mark in head}
    best = max(scores, key=scores.__getitem__, default=",")
    return best if scores.get(best, 0) > 0 else ","


def _cells(body: str, mark: str, width: int, skipped: int, name: str) -> pa.Table:
    _refuse_loose_quotes(body, mark, skipped, name)
    if not mark.isascii():  # Arrow takes separators of one byte
        body, mark = _with_commas(body, mark), ","
    ragged: list[arrow_csv.InvalidRow] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    try:
        lines = body.rstrip("\n") + "\n"
        table = _parsed(lines.encode(), mark, width, note)
    except pa.ArrowInvalid as error:
        raise ValueError(
            f"{name}: is no table of separated values: {error}."
        ) from error
    if ragged:
        raise ValueError(_ragged(ragged, skipped, name))
    return table


def _with_commas(body: str, mark: str) -> str:
    """Return the same rows and cells, with commas between."""
    written = io.StringIO()
    rows = csv.reader(io.StringIO(body), delimiter=mark)
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _parsed(
    data: bytes, mark: str, width: int, note: Callable[[arrow_csv.InvalidRow], str]
) -> pa.Table:
    """Return all cells as text; rows of another width go to `note`."""
    return arrow_csv.read_csv(
        pa.BufferReader(data),
        read_options=arrow_csv.ReadOptions(
            use_threads=False,
            autogenerate_column_names=True,
            block_size=max(_BLOCK, len(data) // 16),
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=mark,
            newlines_in_values=True,
            ignore_empty_lines=False,
            invalid_row_handler=note,
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={f"f{i}": pa.large_string() for i in range(width)},
            strings_can_be_null=False,
        ),
    )


def _ragged(rows: list[arrow_csv.InvalidRow], skipped: int, name: str) -> str:
    told = [
        f"{name}: row {row.number + skipped} has {row.actual_columns} cells, the "
        f"header {row.expected_columns}."
        for row in rows[:5]
    ]
    more = [f"{name}: {len(rows) - 5} more rows are so."] if len(rows) > 5 else []
    return "\n".join(told + more)


def _refuse_loose_quotes(body: str, mark: str, skipped: int, name: str) -> None:
    """Refuse quotation marks without a partner: they would swallow what follows."""
    if '"' not in body:
        return
    sound = 0
    try:
        for _ in csv.reader(io.StringIO(body), delimiter=mark, strict=True):
            sound += 1
    except csv.Error as error:
        raise ValueError(f"{name}: row {sound + skipped + 1}: {_TORN}.") from error
