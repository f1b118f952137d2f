"""What did a file hold, before anything is made of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import count
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csat_methods._checks import Faults
from csat_methods._messages import Message, Number, normal_digits, normal_text
from csat_methods.study.fields import code_key

Range = tuple[float, float]


@dataclass(frozen=True, eq=False)
class RawTable:
    """The cells of a file as they stood there.

    Attributes
    ----------
    frame : pandas.DataFrame
        Cells as text, or as numbers and days where the format has such.
    rows : ndarray of int, shape (n,)
        The row of the file each row came from: 1 is the first, a header included.
    name : str
        How messages name the file.
    labels : dict
        Column to its words in the file.
    value_labels : dict
        Column to {code: words}.
    missing : dict
        Column to what the file says means no answer: codes, or (lowest, highest).
    decimal : str
        ``.``, ``,`` or ``auto``: what stands before the decimals of a number.
    notes : tuple of Message
        What the reader had to assume.
    aliases : dict
        Column to further names that the file gives it.
    left_out : tuple of (Message, int)
        Reasons for which rows of the file are no answers, and how many.
    unmatched : tuple of str
        Columns of a platform's file that are no item of the study.
    twins : dict
        Column to the name that it shares with others in the file.
    """

    frame: pd.DataFrame
    rows: np.ndarray
    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    missing: Mapping[str, Sequence[Any | Range]] = field(default_factory=dict)
    decimal: str = "auto"
    notes: tuple[Message, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: tuple[tuple[Message, int], ...] = ()
    unmatched: tuple[str, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)

    def where(self, wanted: Mapping[str, Sequence[Any]]) -> RawTable:
        """Return the rows whose columns have the wanted values.

        Parameters
        ----------
        wanted : dict
            ``{column: values}``; all columns must agree.

        Raises
        ------
        ValueError
            If a column is not in the file, or no row has the values.
        """
        if not wanted:
            return self
        columns = {heading(name): values for name, values in wanted.items()}
        missing = [name for name in columns if name not in self.frame.columns]
        if missing:
            raise ValueError(f"{self.name}: rows name columns not in it: {missing}.")
        kept = np.ones(len(self.frame), bool)
        for name, values in columns.items():
            kept &= _one_of(self.frame[name], values)
        if not kept.any():
            said = {name: list(values) for name, values in wanted.items()}
            raise ValueError(f"{self.name}: no row has {said}.")
        frame = self.frame[kept].reset_index(drop=True)
        return replace(self, frame=frame, rows=self.rows[kept])

    def leaving_out(self, gone: np.ndarray, words: str) -> RawTable:
        """Return the table without some rows, which are counted under a reason.

        Parameters
        ----------
        gone : ndarray of bool, shape (n,)
        words : str
            The reason, with a place for ``{n}``.
        """
        count = int(gone.sum())
        if not count:
            return self
        reason = Message(words, {"n": Number(count, "count")})
        return replace(
            self,
            frame=self.frame[~gone].reset_index(drop=True),
            rows=self.rows[~gone],
            left_out=(*self.left_out, (reason, count)),
        )

    def without(self, columns: Iterable[str]) -> RawTable:
        """Return the table without columns that are not to be kept.

        Raises
        ------
        ValueError
            If one is not in the file: it might be spelled otherwise, and stay.
        """
        names = [heading(name) for name in columns]
        if not names:
            return self
        missing = [name for name in names if name not in self.frame.columns]
        if missing:
            raise ValueError(f"{self.name}: leave_out names {missing}, not in it.")
        return replace(self, frame=self.frame.drop(columns=names))


def _one_of(column: pd.Series, values: Sequence[Any]) -> np.ndarray:
    wanted = {code_key(value) for value in values}
    codes, distinct = pd.factorize(column)
    hits = np.array([code_key(cell) in wanted for cell in distinct.tolist()] + [False])
    return hits[codes]


def heading(text: Any) -> str:
    """Return a column's name with one spelling of letters, digits and spaces.

    Examples
    --------
    >>> heading(" q۱ ")
    'q1'
    """
    return normal_digits(normal_text(str(text)))


def headings(cells: Sequence[Any], name: str, *, twins: bool = False) -> list[str]:
    """Return the names of a file's columns.

    Parameters
    ----------
    cells : sequence
    name : str
        How messages name the file.
    twins : bool
        Whether columns may share a name; then the later ones are numbered.

    Raises
    ------
    ValueError
        If columns share a name or have none: all of them at once.
    """
    names = ["" if cell is None else heading(cell) for cell in cells]
    names = _numbered(names) if twins else names
    faults = Faults()
    for text, times in Counter(names).items():
        if text and times == 1:
            continue
        places = [i for i, other in enumerate(names, 1) if other == text]
        listed = ", ".join(map(str, places))
        if not text:
            faults.add(
                f"{name}: the columns at {listed} have cells but no name; names stand "
                "in the first row."
            )
        else:
            faults.add(f"{name}: column {text!r} is there {times} times, at {listed}.")
    faults.stop()
    return names


def _numbered(names: Sequence[str]) -> list[str]:
    """Return names of which each is there once: the second "a" is "a (2)"."""
    taken, seen, made = set(names), Counter[str](), []
    for text in names:
        seen[text] += 1
        tries = (f"{text} ({n})" for n in count(seen[text]))
        again = text and seen[text] > 1
        made.append(next(t for t in tries if t not in taken) if again else text)
        taken.add(made[-1])
    return made


def table_of_text(
    cells: pa.Table, rows: np.ndarray, name: str, *, twins: bool = False, **told: Any
) -> RawTable:
    """Return the table of text cells whose first row names the columns.

    Rows and nameless columns that are wholly empty are left out. Cells stay in Arrow
    until they are chosen: a file has many columns, and each costs its conversion.

    Raises
    ------
    ValueError
        If there is no row below the header, or the header is faulty.
    """
    head = [heading(column[0].as_py() or "") for column in cells.columns]
    body = cells.slice(1)
    kept = [i for i, c in enumerate(body.columns) if head[i] or _filled(c).any()]
    written = [head[i] for i in kept]
    names = headings(written, name, twins=twins)
    held = _held(body)
    if not held.any():
        raise ValueError(f"{name}: has a header and no answers below it.")
    chosen = body.select(kept).rename_columns(names)
    if not held.all():
        chosen = chosen.filter(pa.array(held))
    frame = chosen.to_pandas(use_threads=False)
    shared = _shared(names, written)
    return RawTable(frame, rows[1:][held], name, twins=shared, **told)


def _shared(names: Sequence[str], written: Sequence[str]) -> dict[str, str]:
    """Return the columns whose name in the file is another one's as well."""
    counts = Counter(written)
    pairs = zip(names, written, strict=True)
    return {column: text for column, text in pairs if counts[text] > 1}


def _held(body: pa.Table) -> np.ndarray:
    """Return which rows hold anything, shape (n,)."""
    held = np.zeros(body.num_rows, bool)
    for column in body.columns:
        if held.all():
            break
        held |= _filled(column)
    return held


def _filled(column: pa.ChunkedArray) -> np.ndarray:
    """Return which cells hold anything, shape (n,)."""
    return pc.binary_length(pc.utf8_trim_whitespace(column)).to_numpy() > 0


def table_of_types(frame: pd.DataFrame, name: str, **told: Any) -> RawTable:
    """Return the table of a format that has numbers, days and texts.

    Raises
    ------
    ValueError
        If there is no row, or the columns' names are faulty.
    """
    if len(frame) == 0:
        raise ValueError(f"{name}: has a header and no answers below it.")
    names = headings(list(frame.columns), name)
    columns = {n: _plain_column(frame.iloc[:, i]) for i, n in enumerate(names)}
    rows = np.arange(len(frame)) + 1
    return RawTable(pd.DataFrame(columns), rows, name, **told)


def _plain_column(column: pd.Series) -> pd.Series:
    """Return numbers as floats, days as days, and everything else as text."""
    kind = column.dtype.kind
    if kind in "fiub":
        return pd.Series(column.to_numpy(float, na_value=np.nan), column.index)
    if kind == "M":
        return column
    return column.map(_text_or_none).astype("str")


def _text_or_none(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
