"""How large does a packed file claim to be, before anybody unpacks it?

Workbooks, SPSS and Parquet files are packed: a file of kilobytes can claim gigabytes.
What is both large and packed beyond what answers can be is refused unread.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

LARGE = 100_000_000
"""Bytes that any file may take unpacked."""

MOST_FOLD = 200
"""Times its own size that a larger file may take."""

MOST_CELLS = 40_000_000
"""Cells of a sheet; a sheet of a million rows and forty columns."""

BYTES_A_CELL = 8

NOT_A_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    TypeError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What opening something else as a workbook raises."""


def check_unpacked(path: Path, size: int, name: str) -> None:
    """Refuse a file that would grow out of all proportion.

    Parameters
    ----------
    path : Path
    size : int
        Bytes that it claims to take unpacked.
    name : str
        How messages name the file.

    Raises
    ------
    ValueError
        If it is large unpacked and more than 200 times its own size.
    """
    packed = max(path.stat().st_size, 1)
    if size > LARGE and size > MOST_FOLD * packed:
        raise ValueError(
            f"{name}: claims to hold {size:,} bytes in {packed:,}; a file that grows "
            f"more than {MOST_FOLD} times is not read. Save it as CSV if it is sound."
        )


def check_cells(path: Path, rows: int, columns: int, name: str) -> None:
    """Refuse a table that claims more cells than its file can hold.

    Raises
    ------
    ValueError
        As :func:`check_unpacked`.
    """
    check_unpacked(path, rows * columns * BYTES_A_CELL, name)


def check_archive(path: Path, name: str) -> None:
    """Refuse a workbook whose parts would grow out of all proportion.

    Raises
    ------
    ValueError
        As :func:`check_unpacked`, or if two parts share their bytes.
    zipfile.BadZipFile
        If it is no archive.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    check_unpacked(path, sum(part.file_size for part in parts), name)
    if sum(part.compress_size for part in parts) > path.stat().st_size:
        raise ValueError(f"{name}: its parts overlap; such a file is not read.")


@contextmanager
def as_workbook(path: Path, name: str) -> Iterator[None]:
    """Check a workbook, and say of what cannot be opened that it is none.

    Raises
    ------
    ValueError
        If it grows out of all proportion or is no workbook; errors that name the file
        pass as they are.
    """
    try:
        check_archive(path, name)
        yield
    except NOT_A_WORKBOOK as error:
        if isinstance(error, ValueError) and str(error).startswith(name):
            raise
        raise ValueError(
            f"{name}: is no Excel workbook, or one with a password; save it as .xlsx."
        ) from error


def cells_of(rows: Iterable[Sequence[Any]], name: str) -> list[tuple[Any, ...]]:
    """Return the rows of a sheet, equally wide, as far as a sheet may go.

    Raises
    ------
    ValueError
        If there are more cells than a sheet of answers has.
    """
    found: list[Sequence[Any]] = []
    width = 0
    for row in rows:
        found.append(row)
        width = max(width, len(row), 1)
        if width * len(found) > MOST_CELLS:
            raise ValueError(
                f"{name}: has more than {MOST_CELLS:,} cells; save it as CSV."
            )
    return [(*row, *[None] * (width - len(row))) for row in found]
