"""Which table of a packed export holds the answers?

ODK Central and Qualtrics hand out archives: one table of answers, and beside it tables
of what a form repeats for a person, and the files that people sent.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import replace
from pathlib import Path, PurePosixPath

from csat_methods._messages import Listing, Message
from csat_methods.wave.delimited import table_of_values
from csat_methods.wave.raw_table import RawTable
from csat_methods.wave.unpacking import check_archive

TABLES = frozenset({".csv", ".tsv", ".txt"})
BESIDE = frozenset({"media", "__macosx"})
"""Folders of an archive that hold no answers."""
WORKBOOK = "[Content_Types].xml"
"""What an archive has that is a workbook."""


def read_archive(
    path: Path,
    name: str,
    *,
    separator: str | None = None,
    decimal: str | None = None,
    encoding: str | None = None,
    twins: bool = False,
) -> RawTable:
    """Return the answers of an archive of separated values, every cell as text.

    Parameters
    ----------
    path : Path
    name : str
        How messages name the file.
    separator, decimal, encoding : str, optional
        As of :func:`csat_methods.wave.delimited.read_delimited`.
    twins : bool
        Whether columns may share a name.

    Raises
    ------
    ValueError
        If it is no archive, is locked, grows out of all proportion, or holds no table,
        or several of which none is the others' own.
    """
    try:
        check_archive(path, name)
        with zipfile.ZipFile(path) as archive:
            main, others = _main(archive.namelist(), name)
            raw = archive.read(main)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        raise ValueError(
            f"{name}: is no archive that can be unpacked, or one with a password; "
            "unpack it and name the table."
        ) from error
    table = table_of_values(
        raw,
        f"{name} ({PurePosixPath(main).name})",
        separator=separator,
        decimal=decimal,
        encoding=encoding,
        twins=twins,
    )
    return replace(table, notes=(*table.notes, *_notes(name, others)))


def is_workbook(path: Path) -> bool:
    """Whether a packed file is a workbook, or nothing that can be opened."""
    try:
        with zipfile.ZipFile(path) as archive:
            return WORKBOOK in archive.namelist() or not _tables(archive.namelist())
    except (zipfile.BadZipFile, OSError):
        return True


def _tables(members: list[str]) -> list[str]:
    """Return the members of an archive that may hold answers."""
    paths = [PurePosixPath(member) for member in members]
    return [
        str(path)
        for path in paths
        if path.suffix.lower() in TABLES
        and not path.name.startswith(".")
        and BESIDE.isdisjoint(part.lower() for part in path.parts[:-1])
    ]


def _main(members: list[str], name: str) -> tuple[str, list[str]]:
    """Return the table of answers, and those of what a form repeats.

    ODK calls the latter after the former: ``form.csv`` and ``form-visit.csv``.

    Raises
    ------
    ValueError
        If there is no table, or several of equal rank.
    """
    found = _tables(members)
    if not found:
        raise ValueError(f"{name}: the archive holds no table of separated values.")
    main = min(found, key=len)
    others = [member for member in found if member != main]
    start = f"{PurePosixPath(main).with_suffix('')}-"
    if not all(member.startswith(start) for member in others):
        raise ValueError(
            f"{name}: the archive holds the tables {', '.join(found)}; unpack it and "
            "name the one with the answers."
        )
    return main, others


def _notes(name: str, others: list[str]) -> tuple[Message, ...]:
    if not others:
        return ()
    text = "{file} has tables of what the form repeats, which are not read: {tables}."
    listed = Listing(tuple(PurePosixPath(other).name for other in others))
    return (Message(text, {"file": name, "tables": listed}),)
