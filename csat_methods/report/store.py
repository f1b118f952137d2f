"""How does a Result outlive the process that made it?

One folder a Result: ``result.json`` and a Parquet file a table, written beside and
renamed. What cannot be read is not there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pyarrow as pa
from pyarrow import parquet

from csat_methods.report import folders
from csat_methods.report.frames import FlatTables
from csat_methods.report.tagged import COVARIANCE_ROWS, decode, encode
from csat_methods.result import Result

SCHEMA = 1
FILE = "result.json"
_CODE = re.compile(r"[0-9a-f]{16}")
_UNREADABLE = (
    *(OSError, ValueError, KeyError, TypeError, IndexError, ImportError),
    RecursionError,
)


def write_result(result: Result, folder: str | Path) -> None:
    """Keep a Result in a folder of its own; an earlier one is replaced whole.

    Parameters
    ----------
    result : Result
        Of a class of this package. The covariance of its estimates is kept up to
        500 rows.
    folder : path
        Made if it is not there.

    Raises
    ------
    ValueError
        If it is no Result, or holds what could not come back as it was.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from csat_methods.result import Used
    >>> table = pd.DataFrame({"term": ["q1"], "estimate": [4.2], "n": [99]})
    >>> result = Result(table=table, method="Mean", used=Used(99, (99, 99)))
    >>> with tempfile.TemporaryDirectory() as here:
    ...     write_result(result, f"{here}/06.means")
    ...     read_result(f"{here}/06.means").estimate
    4.2
    """
    if not isinstance(result, Result):
        raise ValueError(f"result={type(result).__name__} must be a Result.")
    tables = FlatTables()
    coded = encode(result, tables, type(result).__name__)
    with folders.beside(Path(folder)) as new:
        places = [new / f"{i}.parquet" for i in range(len(tables.flat))]
        digests = list(map(_write_table, tables.flat, places))
        content = {"schema": SCHEMA, "result": coded, "digests": digests}
        (new / FILE).write_text(json.dumps(content), "utf8")


def read_result(folder: str | Path) -> Result | None:
    """Return the Result kept in a folder, or None if there is none to be read."""
    folder = Path(folder)
    try:
        content = json.loads((folder / FILE).read_text("utf8"))
        places = [folder / f"{i}.parquet" for i in range(len(content["digests"]))]
        tables = FlatTables(list(map(_read_table, places, content["digests"])))
        result = decode(content["result"], tables)
    except _UNREADABLE:
        return None
    known = content["schema"] == SCHEMA and isinstance(result, Result)
    return result if known else None


def read_results(
    folder: str | Path, at_hand: Mapping[str, Result] | None = None
) -> dict[str, Result]:
    """Return all Results of a run by name, in the order of their names.

    Parameters
    ----------
    folder : path
        Where they are kept.
    at_hand : mapping of str to Result, optional
        Those of them that need not be read: this process has written them.
    """
    known = at_hand or {}
    places = sorted(p for p in Path(folder).glob("[!.]*") if p.is_dir())
    read = {p.name: known.get(p.name) or read_result(p) for p in places}
    return {name: result for name, result in read.items() if result is not None}


def _write_table(flat: pa.Table, place: Path) -> str:
    """Write the columns of a table, if it has any; return the file's digest."""
    if not flat.num_columns:
        return ""
    content = parquet_of(flat)
    place.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def parquet_of(flat: pa.Table) -> bytes:
    """Return a table as the content of a Parquet file."""
    sink = pa.BufferOutputStream()
    parquet.write_table(flat, sink, use_dictionary=False, write_statistics=False)
    return sink.getvalue().to_pybytes()


def _read_table(place: Path, digest: str) -> pa.Table:
    return table_of(_checked_bytes(place, digest)) if digest else pa.table({})


def table_of(content: bytes) -> pa.Table:
    """Return the table that a Parquet file holds."""
    with parquet.ParquetFile(pa.BufferReader(content)) as file:
        return file.read(use_threads=False)


def _checked_bytes(place: Path, digest: str) -> bytes:
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{place.name} is not the file that was written.")
    return content


class Memo:
    """Results by what they were made from, for restarts and exploration.

    Parameters
    ----------
    folder : path
        Where they are kept.
    code : str
        Digest of the code that makes them: other code, other results.
    """

    def __init__(self, folder: str | Path, code: str) -> None:
        self.folder = Path(folder) / code[:16]
        self.known: WeakKeyDictionary[Result, str] = WeakKeyDictionary()

    def forget_other_code(self) -> None:
        """Remove what other code has made: it will not be asked for again."""
        for other in self.folder.parent.glob("*"):
            if _CODE.fullmatch(other.name) and other.name != self.folder.name:
                folders.remove(other)

    def get(self, key: str) -> Result | None:
        """Return the Result made from the same things, or None."""
        found = read_result(self.folder / key)
        if found is not None:
            self.known[found] = key
        return found

    def put(self, key: str, result: Any) -> None:
        """Keep a Result, unless it would come back with less than it has."""
        if not isinstance(result, Result):
            return
        if result.covariance_source is not None and len(result.table) > COVARIANCE_ROWS:
            return
        with suppress(ValueError):
            write_result(result, self.folder / key)
            self.known[result] = key

    def give(self, result: Result, name: str, folder: Path) -> bool:
        """Keep a remembered Result under a name too, and return whether it could be.

        What was written for the memo is copied: it has been encoded already.
        """
        key = self.known.get(result)
        if key is None:
            return False
        try:
            files = _files_of(self.folder / key, name)
        except _UNREADABLE:
            return False
        with folders.beside(folder) as new:
            for file, content in files.items():
                (new / file).write_bytes(content)
        return True


def _files_of(folder: Path, name: str) -> dict[str, bytes]:
    """Return the files of a kept Result, which is called otherwise in them.

    Raises
    ------
    ValueError
        If one is not the file that was written.
    """
    content = json.loads((folder / FILE).read_text("utf8"))
    content["result"]["v"]["name"] = name
    files = {FILE: json.dumps(content).encode()}
    for i, digest in enumerate(content["digests"]):
        if digest:
            files[f"{i}.parquet"] = _checked_bytes(folder / f"{i}.parquet", digest)
    return files
