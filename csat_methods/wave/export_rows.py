"""Which rows of a platform's file are answers, and which of these broke off?

Trials of the survey's own author are no answers: they are left out, and counted. Who
broke off has answered; such rows stay, and are counted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.study.fields import code_key
from csat_methods.wave.cells import Cells
from csat_methods.wave.raw_table import RawTable

PREVIEWS = frozenset(
    {
        "1", "2", "9", "17", "survey preview", "survey test", "preview spam",
        "offline survey preview", "preview", "test",
    }
)  # fmt: skip
"""What Qualtrics writes under Status for trials."""
UNFINISHED = frozenset({"0", "false"})
REFUSED = frozenset(
    {"not approved", "validation_status_not_approved", "rejected"},
)
"""What Kobo and ODK write of submissions that somebody turned down."""


def once_each(table: RawTable, ids: Collection[str]) -> RawTable:
    """Return the answers, each submission once.

    A row that repeats an earlier one whole is left out and counted.

    Parameters
    ----------
    table : RawTable
    ids : collection of str
        Columns that tell submissions apart; the first one that is there is used.

    Raises
    ------
    ValueError
        If two rows have one id and other answers.
    """
    column = next((c for c in map(partial(_named, table), ids) if c is not None), None)
    if column is None:
        return table
    codes = Cells.of(table, column).codes
    again = pd.Series(codes).duplicated().to_numpy() & (codes >= 0)
    if not again.any():
        return table
    whole = again & table.frame.duplicated().to_numpy()
    other = table.rows[again & ~whole].tolist()
    if other:
        more = f" and {len(other) - SHOWN} more" if len(other) > SHOWN else ""
        raise ValueError(
            f"{table.name}: column {column!r}: rows {other[:SHOWN]}{more} have the id "
            "of an earlier row, and other answers; keep one of each, or name the "
            "column under leave_out."
        )
    return table.leaving_out(whole, "{n} rows repeat an earlier row of the file")


def limesurvey_rows(table: RawTable) -> RawTable:
    """Return the answers with a note on those that were not sent off."""
    column = _named(table, "submitdate")
    if column is None:
        return table
    broken = Cells.of(table, column).codes < 0
    return _noted(
        table,
        broken,
        "{n} people did not send off their answers; what they answered is kept.",
    )


def qualtrics_rows(table: RawTable) -> RawTable:
    """Return the answers without trials, and notes on who did not finish or skipped."""
    trial = _cells_in(table, "status", PREVIEWS)
    if trial.all() and len(trial):
        raise ValueError(f"{table.name}: every row is a trial by Status.")
    table = table.leaving_out(trial, "{n} rows are trials of the survey's author")
    table = _noted(
        table,
        _cells_in(table, "finished", UNFINISHED),
        "{n} people did not finish; what they answered is kept.",
    )
    seen = sum(int((table.frame[c] == "-99").sum()) for c in table.frame)
    return _note(table, seen, "{n} cells were seen and not answered.")


def odk_rows(table: RawTable) -> RawTable:
    """Return the answers with a note on submissions that were turned down."""
    words = "{n} submissions were turned down by who checked them; they are kept."
    table = _noted(table, _cells_in(table, "_validation_status", REFUSED), words)
    return _noted(table, _cells_in(table, "reviewstate", REFUSED), words)


SHOWN = 5
"""Rows that a message names."""


def _named(table: RawTable, name: str) -> str | None:
    """Return the column of this name, however it is capitalised."""
    return next((c for c in table.frame if str(c).casefold() == name), None)


def _cells_in(table: RawTable, name: str, wanted: Collection[str]) -> np.ndarray:
    """Return which rows have one of these cells in a column."""
    column = _named(table, name)
    if column is None:
        return np.zeros(len(table.rows), bool)
    cells = Cells.of(table, column)
    return cells.spread_flags(code_key(cell) in wanted for cell in cells.distinct)


def _noted(table: RawTable, rows: np.ndarray, words: str) -> RawTable:
    return _note(table, int(rows.sum()), words)


def _note(table: RawTable, count: int, words: str) -> RawTable:
    if not count:
        return table
    note = Message(words, {"n": Number(count, "count")})
    return replace(table, notes=(*table.notes, note))
