"""How does a Result outlive the process that made it?

One file a Result, written beside and renamed: the digest of what follows, a line of
JSON, and its tables as streams of Arrow. What cannot be read is not there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pyarrow as pa
from pyarrow import ipc

from csat_methods.report import folders
from csat_methods.report.frames import FlatTables
from csat_methods.report.tagged import COVARIANCE_ROWS, decode, encode
from csat_methods.result import Result

SCHEMA = 2
_CODE = re.compile(r"[0-9a-f]{16}")
_UNREADABLE = (
    *(OSError, ValueError, KeyError, TypeError, IndexError, ImportError),
    *(RecursionError, pa.ArrowException),
)


def write_result(result: Result, file: str | Path) -> None:
    """Keep a Result in a file of its own; an earlier one is replaced whole.

    Parameters
    ----------
    result : Result
        Of a class of this package. The covariance of its estimates is kept up to
        500 rows.
    file : path
        Its folder is made if it is not there.

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
    head = json.dumps({"schema": SCHEMA, "result": coded}).encode()
    whole = head + b"\n" + streams_of(tables.flat)
    folders.write_whole(Path(file), _digest(whole) + b"\n" + whole)


def read_result(file: str | Path) -> Result | None:
    """Return the Result kept in a file, or None if there is none to be read."""
    try:
        head, _, streams = _undamaged(Path(file).read_bytes()).partition(b"\n")
        content = json.loads(head)
        result = decode(content["result"], FlatTables(tables_of(streams)))
        known = content["schema"] == SCHEMA and isinstance(result, Result)
    except _UNREADABLE:
        return None
    return result if known else None


def read_results(
    folder: str | Path, at_hand: Mapping[str, Result] | None = None
) -> dict[str, Result]:
    """Return all Results of a run by name, in the order of their names.

    Parameters
    ----------
    folder : path
        Where they are kept; each is called as its file is.
    at_hand : mapping of str to Result, optional
        Those of them that need not be read: this process has written them.
    """
    known = at_hand or {}
    places = sorted(p for p in Path(folder).glob("[!.]*") if p.is_file())
    read = {p.name: known.get(p.name) or read_result(p) for p in places}
    return {name: _called(name, r) for name, r in read.items() if r is not None}


def _called(name: str, result: Result) -> Result:
    return result if result.name == name else result.with_facts(name=name)


def streams_of(flat: Iterable[pa.Table]) -> bytes:
    """Return tables as streams of Arrow, one after the other."""
    sink = pa.BufferOutputStream()
    for table in flat:
        with ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
    return sink.getvalue().to_pybytes()


def tables_of(streams: bytes) -> Iterator[pa.Table]:
    """Yield the tables that streams of Arrow hold."""
    source = pa.BufferReader(streams)
    while source.tell() < source.size():
        yield ipc.open_stream(source).read_all()


def _undamaged(content: bytes) -> bytes:
    """Return what follows the digest in a file.

    Raises
    ------
    ValueError
        If it is not what was written.
    """
    digest, _, whole = content.partition(b"\n")
    if digest != _digest(whole):
        raise ValueError("This is not what was written.")
    return whole


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


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

    def give(self, result: Result, file: Path) -> bool:
        """Keep a remembered Result in another file, and return whether it could be.

        What was written for the memo gets a second name: it is whole already.
        """
        key = self.known.get(result)
        if key is None:
            return False
        try:
            _undamaged((self.folder / key).read_bytes())
            folders.write_whole(file, self.folder / key)
        except _UNREADABLE:
            return False
        return True
