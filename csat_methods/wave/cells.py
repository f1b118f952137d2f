"""Which distinct cells does a column hold, and which of them has each row?

Whatever is decided about a cell is decided once per distinct cell and spread over the
rows, so that a million rows cost little more than a thousand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from csat_methods._checks import Faults
from csat_methods._messages import normal_digits, normal_text
from csat_methods.study.fields import code_key, number_of
from csat_methods.wave.raw_table import RawTable

_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")


@dataclass(frozen=True, eq=False)
class Cells:
    """One column of a file.

    Attributes
    ----------
    column : str
    distinct : list
        Its cells, each once, as text, number or day; empty ones are left out.
    codes : ndarray of int, shape (n,)
        Position in `distinct` by row, −1 for an empty cell.
    rows : ndarray of int, shape (n,)
        The row of the file.
    decimal : str
        ``.``, ``,`` or ``auto``.
    """

    column: str
    distinct: list[Any]
    codes: np.ndarray
    rows: np.ndarray
    decimal: str = "auto"

    @classmethod
    def of(
        cls, table: RawTable, column: str, kept: frozenset[str] = frozenset()
    ) -> Cells:
        """Return a column of a table; what the file calls missing is empty.

        Parameters
        ----------
        kept : frozenset of str
            Spellings that have a meaning, whatever the file calls them.
        """
        codes, cells = _encoded(table.frame[column].array)
        missing = _missing_test(table.missing.get(column, ()), kept)
        held = [i for i, cell in enumerate(cells) if not _is_empty(cell, missing)]
        place = np.full(len(cells) + 1, -1)
        place[held] = np.arange(len(held))
        distinct = [cells[i] for i in held]
        return cls(column, distinct, place[codes], table.rows, table.decimal)

    def __len__(self) -> int:
        return len(self.codes)

    # --------------------------------------------------------------- spelling
    @cached_property
    def spelled(self) -> list[str]:
        """The spelling of each distinct cell under which equal ones meet."""
        return [code_key(cell) for cell in self.distinct]

    def numbers(self, *, guess: bool = True) -> list[float | None]:
        """Return each distinct cell as a number, None where it is none.

        Parameters
        ----------
        guess : bool
            Whether commas may be taken for decimal ones where nothing is said.
        """
        auto = guess and self.decimal == "auto" and self._has_commas()
        comma = self.decimal == "," or auto
        return [_number(cell, comma=comma) for cell in self.distinct]

    def _has_commas(self) -> bool:
        """Whether commas in this column stand before decimals, and cannot be else."""
        texts = [normal_digits(c) for c in self.distinct if isinstance(c, str)]
        commas = [text.strip() for text in texts if "," in text]
        return (
            bool(commas)
            and all(map(_COMMA.fullmatch, commas))
            and not all(map(_THOUSANDS.fullmatch, commas))
        )

    # --------------------------------------------------------------- spreading
    def spread(self, values: Sequence[float | None]) -> np.ndarray:
        """Return one number a row from one a distinct cell; NaN for none."""
        each = [np.nan if value is None else value for value in values]
        return np.array([*each, np.nan], float)[self.codes]

    def spread_flags(self, flags: Iterable[bool]) -> np.ndarray:
        """Return one flag a row from one a distinct cell; False where it is empty."""
        return np.array([*flags, False], bool)[self.codes]

    def spread_text(self, values: Sequence[str | None]) -> Any:
        """Return one text a row from one a distinct cell, as an array of pandas."""
        texts = pa.array([*values, None], pa.large_string())
        places = np.where(self.codes < 0, len(values), self.codes)
        return pd.array(texts.take(pa.array(places)), dtype="str")

    # ------------------------------------------------------------------ faults
    def refuse(self, wrong: Sequence[bool], rule: str, faults: Faults) -> None:
        """Note the cells that break a rule: how many, and the first of them."""
        if not any(wrong):
            return
        hit = self.spread_flags(wrong)
        first = int(np.flatnonzero(hit)[0])
        cell = str(self.distinct[self.codes[first]])
        shown = cell if len(cell) <= 40 else f"{cell[:37]}..."
        count = int(hit.sum())
        many = f"{count} cells are" if count > 1 else "1 cell is"
        faults.add(
            f"column {self.column!r}: {many} {rule}; first in row {self.rows[first]}: "
            f"{shown!r}."
        )


def _encoded(values: Any) -> tuple[np.ndarray, list[Any]]:
    """Return the place of each cell among the distinct ones, and these."""
    if not isinstance(values, pd.arrays.ArrowStringArray):
        codes, found = values.factorize()
        return codes, found.tolist()
    told = values.__arrow_array__().combine_chunks().dictionary_encode()
    codes = told.indices.fill_null(-1) if told.null_count else told.indices
    return codes.to_numpy(), told.dictionary.to_pylist()


def written(table: RawTable, column: str) -> list[Any]:
    """Return the cells of a column with few rows, empty ones as ``""``."""
    cells = table.frame[column]
    pairs = zip(cells.tolist(), cells.isna().tolist(), strict=True)
    return ["" if missing else cell for cell, missing in pairs]


def points_of(
    table: RawTable,
    column: str,
    empty: Callable[[Any], bool],
    points: Collection[float],
    rule: str,
    faults: Faults,
) -> np.ndarray:
    """Return the numbers of a column with few rows, NaN for empty cells.

    Parameters
    ----------
    empty : callable
        Whether a cell is no answer.
    points : collection of float
        The numbers that may stand there; any where it is empty.
    rule : str
        What is said of each other cell, with its row.
    """
    cells = written(table, column)
    known = {cell: number_of(cell) for cell in {*cells} if not empty(cell)}
    wrong = {
        cell
        for cell, number in known.items()
        if number is None or (points and number not in points)
    }
    for row, cell in zip(table.rows, cells, strict=True):
        if cell in wrong:
            place = f"{table.name}: column {column!r}, "
            faults.add_row(place, row, f"{{cell!r}} is {rule}.", cell=cell)
    return np.array([known.get(cell) for cell in cells], float)


def _missing_test(
    missing: Sequence[Any], kept: frozenset[str]
) -> Callable[[Any], bool]:
    """Return whether a cell is one that the file declares missing."""
    ranges = [each for each in missing if isinstance(each, tuple)]
    codes = {code_key(each) for each in missing if not isinstance(each, tuple)}

    def test(cell: Any) -> bool:
        if not missing or code_key(cell) in kept:
            return False
        number = number_of(cell) if ranges else None
        inside = number is not None and any(a <= number <= b for a, b in ranges)
        return inside or code_key(cell) in codes

    return test


def _is_empty(cell: Any, missing: Callable[[Any], bool]) -> bool:
    blank = isinstance(cell, str) and not cell[:1].isalnum() and not normal_text(cell)
    return blank or missing(cell)


def _number(cell: Any, *, comma: bool) -> float | None:
    if comma and isinstance(cell, str):
        text = normal_digits(normal_text(cell))
        whole, _, decimals = text.rpartition(",")
        return number_of(f"{whole.replace('.', '')}.{decimals}" if whole else text)
    return number_of(cell)
