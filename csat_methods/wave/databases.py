"""What does a table or a query of a database hold?

A file of SQLite is read by Python's own library. The address of any other database, and
with it names and passwords, stands in a variable of the environment: a wave file names
the variable, and no message repeats what it holds.
"""

from __future__ import annotations

import importlib
import math
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from csat_methods.wave.raw_table import RawTable, table_of_types
from csat_methods.wave.unpacking import MOST_CELLS

VARIABLE = "$"
"""How a source begins that names a variable of the environment."""
SQLITE = ("sqlite:///", "sqlite+pysqlite:///")
"""How the address of a file of SQLite begins."""
LONGEST_CELL = 10_000_000
"""Signs of one cell."""
MOST_STEPS = 5_000
"""Millions of steps of SQLite's machine that one query may take."""
MOST_EXACT = 2**53
ALLOWED = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
    }
)
"""What a query may do: read, and nothing else."""
Answer = tuple[list[str], list[tuple[Any, ...]]]


def read_sql(
    path: Path, name: str, *, table: str | None = None, query: str | None = None
) -> RawTable:
    """Return a table or a query of a file of SQLite.

    Parameters
    ----------
    path : Path
    name : str
        How messages name the file.
    table : str, optional
        Table or view; the only one of the file where nothing is said.
    query : str, optional
        One SELECT; it can change nothing, and open no other file.

    Raises
    ------
    ValueError
        If it is no database, has no such table, the query fails or changes anything, or
        nothing is found.
    """
    _check_asked(name, table, query)
    address = f"{path.resolve().as_uri()}?mode=ro"
    with _as_database(name), closing(sqlite3.connect(address, uri=True)) as base:
        base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_CELL)
        base.set_progress_handler(_patience(), 1_000_000)
        found = base.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
            "AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"
        ).fetchall()
        told = query or _select(table, [title for (title,) in found], name)
        base.set_authorizer(
            lambda action, *_: (
                sqlite3.SQLITE_OK if action in ALLOWED else sqlite3.SQLITE_DENY
            )
        )
        with closing(base.execute(told)) as cursor:
            heads = [str(column[0]) for column in cursor.description or ()]
            cells = _fetched(cursor.fetchmany, len(heads), name)
    return _table((heads, cells), name)


def read_database(
    source: str, *, table: str | None = None, query: str | None = None
) -> RawTable:
    """Return a table or a query of the database that a variable has the address of.

    Parameters
    ----------
    source : str
        ``$`` and the name of the variable; its value is such as
        ``postgresql://user:password@host/base`` or ``sqlite:////folder/file.db``.
    table, query : str, optional
        As of :func:`read_sql`.

    Raises
    ------
    ValueError
        As :func:`read_sql`, or if the variable is not set; the address is not said.
    """
    variable = source.removeprefix(VARIABLE)
    address = os.environ.get(variable, "")
    if not address:
        raise ValueError(
            f"{source}: the environment has no variable {variable}; set it to the "
            "address of the database."
        )
    begins = next((start for start in SQLITE if address.startswith(start)), None)
    if begins is not None:
        path = Path(address.removeprefix(begins))
        if not path.is_file():
            raise ValueError(f"{source}: there is no file at its address.")
        return read_sql(path, source, table=table, query=query)
    _check_asked(source, table, query)
    return _table(_from_server(address, source, table, query), source)


def _check_asked(name: str, table: str | None, query: str | None) -> None:
    if table is not None and query is not None:
        raise ValueError(f"{name}: give table or query, not both.")


def _select(table: str | None, known: Sequence[str], name: str) -> str:
    """Return the query for a whole table."""
    wanted = known[0] if table is None and len(known) == 1 else table
    listed = ", ".join(known) or "none"
    if wanted is None:
        raise ValueError(f"{name}: name its table or a query; its tables: {listed}.")
    if wanted not in known:
        raise ValueError(f"{name}: has no table {wanted!r}; its tables: {listed}.")
    quoted = wanted.replace('"', '""')
    return f'SELECT * FROM "{quoted}"'  # noqa: S608 - a name the database has


def _patience() -> Callable[[], int]:
    """Return what ends a query that never would."""
    steps = iter(range(MOST_STEPS))
    return lambda: int(next(steps, None) is None)


@contextmanager
def _as_database(name: str) -> Iterator[None]:
    """Say in words what a file of SQLite or its query is refused for."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise ValueError(f"{name}: cannot be read: {error}.") from None
    except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
        words = "is no SQLite database, or the query is not allowed"
        raise ValueError(f"{name}: {words}: {error}.") from None


# ------------------------------------------------------------------ other databases
def _from_server(
    address: str, name: str, table: str | None, query: str | None
) -> Answer:
    """Return what another database holds; its own words stay unsaid."""
    if table is None and query is None:
        raise ValueError(f"{name}: name its table or a query.")
    try:
        library: Any = importlib.import_module("sqlalchemy")
    except ModuleNotFoundError:
        raise ValueError(
            f"{name}: reading this database needs SQLAlchemy, and the database's own "
            "driver; install csat-methods[sql]."
        ) from None
    try:
        engine = library.create_engine(address)
        told = library.text(query) if query else _whole(library, str(table))
        with engine.connect() as link:
            rows = link.execute(told)
            heads = list(map(str, rows.keys()))
            cells = _fetched(rows.fetchmany, len(heads), name)
            link.rollback()
        engine.dispose()
    except ValueError as error:
        if str(error).startswith(f"{name}: has more"):
            raise
        raise _unreadable(name, error) from None
    except Exception as error:  # noqa: BLE001 - drivers raise what they like
        raise _unreadable(name, error) from None
    return heads, cells


def _whole(library: Any, table: str) -> Any:
    schema, _, name = table.rpartition(".")
    star = library.text("*")
    return library.select(star).select_from(library.table(name, schema=schema or None))


def _unreadable(name: str, error: Exception) -> ValueError:
    return ValueError(
        f"{name}: the database could not be read ({type(error).__name__}); look at its "
        "address, its driver, and the table or query."
    )


# -------------------------------------------------------------------------- cells
def _fetched(
    fetch: Callable[[int], Sequence[Any]], width: int, name: str
) -> list[tuple[Any, ...]]:
    """Return all rows, as far as a table of answers may go."""
    found: list[tuple[Any, ...]] = []
    while rows := fetch(10_000):
        found += [tuple(row) for row in rows]
        if len(found) * width > MOST_CELLS:
            raise ValueError(f"{name}: has more than {MOST_CELLS:,} cells.")
    return found


def _table(answer: Answer, name: str) -> RawTable:
    heads, rows = answer
    if not rows:
        raise ValueError(f"{name}: no row was found.")
    columns = [_column(list(cells)) for cells in zip(*rows, strict=True)]
    packed = [h for h, c in zip(heads, columns, strict=True) if c is None]
    if packed:
        raise ValueError(f"{name}: the columns {packed} hold bytes, not answers.")
    frame = pd.concat([c for c in columns if c is not None], axis=1)
    return table_of_types(frame.set_axis(heads, axis=1), name, decimal=".")


def _column(cells: list[Any]) -> pd.Series | None:
    """Return a column as numbers where all are, else as text; None for bytes."""
    plain = [_plain(cell) for cell in cells]
    held = [cell for cell in plain if cell is not None]
    if any(isinstance(cell, bytes | bytearray | memoryview) for cell in held):
        return None
    exact = all(isinstance(c, int | float) and abs(c) < MOST_EXACT for c in held)
    return pd.Series(plain, dtype="float" if exact else object)


def _plain(cell: Any) -> Any:
    if isinstance(cell, bool):
        return int(cell)
    number = float(cell) if isinstance(cell, Decimal) else cell
    return None if isinstance(number, float) and math.isnan(number) else number
