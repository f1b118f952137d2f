"""How long did each person take to answer, in seconds?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods._messages import Listing, Message, Number, normal_digits, normal_text
from csat_methods.study.plan import Duration
from csat_methods.wave.raw_table import heading

DURATION = "duration"
"""The column of seconds that is made of a start and an end."""


def timed(
    frame: pd.DataFrame, told: Duration | None, name: str, *, declared: bool = True
) -> tuple[pd.DataFrame, str | None, tuple[Message, ...]]:
    """Return the answers with their seconds, the column of these, and notes.

    Parameters
    ----------
    frame : pandas.DataFrame
        Typed answers; its index is the row of the file.
    told : Duration or None
        A column of seconds, or those of start and end.
    name : str
        How messages name the file.
    declared : bool
        Whether the wave file names the columns; a platform's own may be unreadable.

    Returns
    -------
    tuple
        Times below zero are blank there, and a note counts them.

    Raises
    ------
    ValueError
        If a column is not in the file, or a cell is no time: all at once.
    """
    if told is None:
        return frame, None, ()
    try:
        made, seconds = _read(frame, [heading(c) for c in told.columns], name)
    except ValueError:
        if declared:
            raise
        return frame, None, (_unread(name, told),)
    below = seconds < 0
    kept = np.where(below, np.nan, seconds)
    return frame.assign(**{made: kept}), made, _notes(name, int(below.sum()))


def _read(frame: pd.DataFrame, columns: list[str], name: str) -> tuple[str, np.ndarray]:
    """Return the name of the column of seconds, and the seconds."""
    faults = Faults()
    for column in columns:
        if column not in frame:
            faults.add(f"{name}: duration: column {column!r} is not in it.")
    made = DURATION if len(columns) > 1 else columns[0]
    if len(columns) > 1 and made in frame:
        faults.add(f"{name}: {made!r} is a column already; name it as the duration.")
    faults.stop()
    seconds = _seconds(frame, columns, name, faults)
    faults.stop()
    return made, seconds


def _unread(name: str, told: Duration) -> Message:
    text = "{file}: the times under {columns} cannot be read; nothing is timed."
    return Message(text, {"file": name, "columns": Listing(told.columns)})


def _notes(name: str, below: int) -> tuple[Message, ...]:
    if not below:
        return ()
    text = "{file}: {n} people end before they start; how long they took is not known."
    return (Message(text, {"file": name, "n": Number(below, "count")}),)


def _seconds(
    frame: pd.DataFrame, columns: Sequence[str], name: str, faults: Faults
) -> np.ndarray:
    if len(columns) == 1:
        return _amounts(frame[columns[0]], name, faults)
    start, end = (_moments(frame[column], name, faults) for column in columns)
    _check_zones([*start, *end], columns, name, faults)
    faults.stop()
    spans = [b - a if a and b else None for a, b in zip(start, end, strict=True)]
    return np.array([np.nan if s is None else s.total_seconds() for s in spans])


# --------------------------------------------------------------------- amounts
def _amounts(column: pd.Series, name: str, faults: Faults) -> np.ndarray:
    """Return a column of seconds as numbers."""
    if column.dtype.kind in "fiu":
        return column.to_numpy(float)
    numbers = pd.to_numeric(column.map(_plain), errors="coerce").to_numpy(float)
    wrong = np.isnan(numbers) & column.notna().to_numpy()
    _refuse(column, wrong | np.isinf(numbers), "no number of seconds", name, faults)
    return numbers


def _plain(cell: Any) -> Any:
    return normal_digits(normal_text(cell)) if isinstance(cell, str) else cell


# --------------------------------------------------------------------- moments
def _moments(column: pd.Series, name: str, faults: Faults) -> list[datetime | None]:
    """Return a column of dates with their time of day, None where it is empty."""
    held = column.notna().to_numpy()
    found = [_moment(c) if h else None for c, h in zip(column, held, strict=True)]
    known = np.array([moment is not None for moment in found])
    rule = "no time such as 2026-03-31T10:05:00"
    _refuse(column, held & ~known, rule, name, faults)
    return found


def _moment(cell: Any) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    try:
        return datetime.fromisoformat(_plain(str(cell)).replace("/", "-"))
    except ValueError:
        return None


def _check_zones(
    moments: Sequence[datetime | None], columns: Sequence[str], name: str, told: Faults
) -> None:
    """Refuse times with a time zone beside times without one."""
    zoned = {moment.tzinfo is not None for moment in moments if moment is not None}
    if len(zoned) > 1:
        told.add(
            f"{name}: duration: the columns {list(columns)} hold times with a time "
            "zone and times without one."
        )


def _refuse(
    column: pd.Series, wrong: np.ndarray, rule: str, name: str, faults: Faults
) -> None:
    """Note the cells that break a rule: how many, and the first of them."""
    hits = np.flatnonzero(wrong)
    if len(hits):
        many = f"{len(hits)} cells are" if len(hits) > 1 else "1 cell is"
        first = str(column.iloc[hits[0]])
        cell = first if len(first) <= 40 else f"{first[:37]}..."
        faults.add(
            f"{name}: duration: column {column.name!r}: {many} {rule}; first in row "
            f"{column.index[hits[0]]}: {cell!r}."
        )
