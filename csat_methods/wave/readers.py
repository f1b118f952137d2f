"""How is a file of answers read, whatever its format?

A registry: format to a function that returns a :class:`RawTable`. Another format is
another entry of :data:`READERS`, and its endings in :data:`ENDINGS`.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.study.files import check_local
from csat_methods.study.present import check_file
from csat_methods.wave.archives import is_workbook, read_archive
from csat_methods.wave.databases import VARIABLE, read_database, read_sql
from csat_methods.wave.delimited import read_delimited
from csat_methods.wave.limesurvey_vv import without_words
from csat_methods.wave.qualtrics import without_headers
from csat_methods.wave.raw_table import RawTable, table_of_text, table_of_types
from csat_methods.wave.spss import read_spss
from csat_methods.wave.stata import read_stata
from csat_methods.wave.unpacking import as_workbook, cells_of, check_cells

Reader = Callable[..., RawTable]
ZIP = b"PK\x03\x04"
"""How a workbook begins."""


# ----------------------------------------------------------------------- Excel
def read_excel(
    path: Path, name: str, *, sheet: str | int | None = None, twins: bool = False
) -> RawTable:
    """Return a sheet of an Excel workbook, every cell as text.

    Parameters
    ----------
    path : Path
    name : str
        How messages name the file.
    sheet : str or int, optional
        Its name, or its number from 1; the first one when not given.
    twins : bool
        Whether columns may share a name.

    Raises
    ------
    ValueError
        If the file is no workbook, or has no such sheet, or nothing in it.
    """
    import openpyxl

    def sheet_of(*, values: bool) -> tuple[str, list[str], list[tuple[Any, ...]]]:
        with (
            path.open("rb") as file,  # openpyxl leaves it open where it fails
            closing(
                openpyxl.load_workbook(file, read_only=True, data_only=values)
            ) as book,
        ):
            title, others = _sheet_title(book.sheetnames, sheet, name)
            page = book[title]
            page.reset_dimensions()  # what a sheet claims of its size may be anything
            return title, others, cells_of(page.iter_rows(values_only=True), name)

    with as_workbook(path, name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of drawings and the like, not of cells
        title, others, cells = sheet_of(values=True)
        written = sheet_of(values=False)[2]
    _refuse_formulas(cells, written, f"{name} ({title})")
    if others and not any(cell is not None for row in cells for cell in row):
        raise ValueError(
            f"{name} ({title}): is empty; its other sheets: {', '.join(others)}. Put "
            "the one with the answers first, or name it by 'sheet' beside 'file'."
        )
    notes = (_sheet_note(name, title, len(others)),) if others and sheet is None else ()
    return _sheet_table(cells, f"{name} ({title})", notes, twins=twins)


def _refuse_formulas(
    cells: list[tuple[Any, ...]], written: list[tuple[Any, ...]], name: str
) -> None:
    """Refuse formulas whose value was never stored: they would read as blanks."""
    lost = [
        (row, formula)
        for row, (values, formulas) in enumerate(zip(cells, written, strict=True), 1)
        for value, formula in zip(values, formulas, strict=True)
        if value is None and formula is not None
    ]
    if lost:
        row, formula = lost[0]
        raise ValueError(
            f"{name}: {len(lost)} formulas have no stored value, first in row {row} "
            f"({formula}); open the file in Excel and save it."
        )


def _sheet_title(
    titles: list[str], sheet: str | int | None, name: str
) -> tuple[str, list[str]]:
    if isinstance(sheet, int) and 1 <= sheet <= len(titles):
        chosen = titles[sheet - 1]
    elif sheet is None or sheet in titles:
        chosen = titles[0] if sheet is None else str(sheet)
    else:
        listed = ", ".join(titles)
        raise ValueError(f"{name}: has no sheet {sheet!r}; its sheets: {listed}.")
    return chosen, [title for title in titles if title != chosen]


def _sheet_note(name: str, title: str, others: int) -> Message:
    return Message(
        "{file} has {others} more sheets; the first one, {sheet}, was read.",
        {"file": name, "others": Number(others, "count"), "sheet": title},
    )


def _sheet_table(
    cells: list[tuple[Any, ...]], name: str, notes: tuple[Message, ...], *, twins: bool
) -> RawTable:
    text = [[_cell_text(cell) for cell in row] for row in cells]
    first = next((i for i, row in enumerate(text) if any(row)), None)
    if first is None:
        raise ValueError(f"{name}: is empty.")
    columns = [pa.array(each, pa.string()) for each in zip(*text[first:], strict=True)]
    cells = pa.table(columns, names=list(map(str, range(len(columns)))))
    rows = np.arange(first, len(text)) + 1
    return table_of_text(cells, rows, name, twins=twins, notes=notes)


def _cell_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return cell.isoformat(" ") if isinstance(cell, datetime) else str(cell).strip()


# --------------------------------------------------------------------- Parquet
def read_parquet(path: Path, name: str) -> RawTable:
    """Return a Parquet file, columns of their own type.

    Raises
    ------
    ValueError
        If it is no Parquet file, has no rows, or a column of lists.
    """
    from pyarrow import parquet

    try:
        claimed = parquet.read_metadata(path)
        check_cells(path, claimed.num_rows, claimed.num_columns, name)
        table = parquet.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"{name}: is no Parquet file.") from error
    nested = [f.name for f in table.schema if pa.types.is_nested(f.type)]
    if nested:
        raise ValueError(f"{name}: the columns {nested} hold lists, not single values.")
    frame = table.to_pandas(ignore_metadata=True)
    return table_of_types(frame, name)


# -------------------------------------------------------------------- registry
READERS: dict[str, Reader] = {
    "csv": read_delimited,
    "excel": read_excel,
    "parquet": read_parquet,
    "spss": read_spss,
    "stata": read_stata,
    "sql": read_sql,
    "zip": read_archive,
}
"""Format to its reader."""


def _same(table: RawTable) -> RawTable:
    """Return a table as it was read."""
    return table


EXPORTS: dict[str, Callable[[RawTable], RawTable]] = {
    "kobo": _same,
    "odk": _same,
    "limesurvey": without_words,
    "qualtrics": without_headers,
}
"""Survey platform to what its header rows need.

Its files are CSV, workbooks, or archives of CSV.
"""

ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".sav": "spss",
    ".zsav": "spss",
    ".dta": "stata",
    ".sqlite": "sql",
    ".sqlite3": "sql",
    ".db": "sql",
    ".zip": "zip",
}
"""End of a file's name to its format."""


def read_table(
    path: str | Path, kind: str = "auto", *, name: str | None = None, **options: Any
) -> RawTable:
    """Return what a file of answers holds.

    Parameters
    ----------
    path : str or Path
    kind : str
        A format of :data:`READERS` or a platform of :data:`EXPORTS`; ``auto`` goes by
        the end of the file's name.
    name : str, optional
        How messages name the file; the path when not given.
    **options
        What the format's reader may be told: ``separator, decimal, encoding`` of CSV,
        ``sheet`` of Excel, ``encoding`` of SPSS and Stata, ``table, query`` of a
        database.

    Returns
    -------
    RawTable

    Raises
    ------
    ValueError
        If the file is missing, an address on a network, of no known format, or cannot
        be read as it.
    """
    if str(path).startswith(VARIABLE) and kind in {"auto", "sql"}:
        _check_options(str(path), read_sql, options)
        return read_database(str(path), **options)
    check_local(str(path), "read_table")
    path, shown = Path(path), name or str(path)
    check_file(path, shown)
    reader = READERS[_kind_of(path, kind, shown)]
    _check_options(shown, reader, options)
    if path.stat().st_size == 0:
        raise ValueError(f"{shown}: is empty.")
    if kind in EXPORTS:  # what repeats there is told apart by its place
        options = {**options, "twins": True}
    return EXPORTS.get(kind, _same)(reader(path, shown, **options))


@cache
def _options_of(reader: Reader) -> list[str]:
    """Return what people may tell a reader; ``twins`` is told by the kind."""
    named = list(inspect.signature(reader).parameters)[2:]
    return [name for name in named if name != "twins"]


def _check_options(shown: str, reader: Reader, options: Mapping[str, Any]) -> None:
    known = _options_of(reader)
    unknown = [option for option in options if option not in known]
    if unknown:
        listed = ", ".join(known) or "none"
        raise ValueError(f"{shown}: {unknown} do not fit its format; known: {listed}.")


def _kind_of(path: Path, kind: str, shown: str) -> str:
    if kind in EXPORTS:
        with path.open("rb") as file:
            packed = file.read(4) == ZIP
        return ("excel" if is_workbook(path) else "zip") if packed else "csv"
    if kind != "auto":
        return _checks.one_of(f"{shown}: kind", kind, [*READERS, *EXPORTS])
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        listed = ", ".join(ENDINGS)
        raise ValueError(
            f"{shown}: a file ending in {ending!r} is not read; endings: {listed}. "
            "Say its kind if it has another name."
        )
    return ENDINGS[ending]
