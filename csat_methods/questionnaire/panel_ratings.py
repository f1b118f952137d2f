"""Which codes did experts or coders give, and which of them cannot be?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks

_NUMBER = re.compile(r"\s*[+-]?\d+(?:\.\d+)?")


def panel(ratings: Any, name: str = "ratings") -> pd.DataFrame:
    """Return ratings as a table of experts or units; lists of them become one.

    Raises
    ------
    ValueError
        If it is no table of two dimensions, or two columns have one name.
    """
    if not _is_table(ratings):
        kind = type(ratings).__name__
        raise ValueError(f"{name}={kind} must be a table of rows and columns.")
    try:
        frame = pd.DataFrame(ratings)
    except ValueError as fault:
        raise ValueError(f"{name} must be a table: {fault}") from fault
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise ValueError(f"{name} has columns={list(twice)} more than once.")
    if frame.empty:
        raise ValueError(f"{name} must have rows and columns; shape={frame.shape}.")
    return frame


def _is_table(ratings: Any) -> bool:
    """Return whether something has rows and columns."""
    if isinstance(ratings, pd.DataFrame | np.ndarray):
        return ratings.ndim == 2
    held = ratings.values() if isinstance(ratings, Mapping) else ratings
    listed = isinstance(held, list | tuple) or held is not ratings
    many = (list, tuple, Mapping, np.ndarray, pd.Series)
    return listed and all(isinstance(part, many) for part in held)


def codes_on_scale(frame: pd.DataFrame, lowest: int, categories: int) -> np.ndarray:
    """Return ratings as numbers, blanks as missing.

    Raises
    ------
    ValueError
        Naming every cell that is no point of the scale.
    """
    numbers = frame.apply(pd.to_numeric, errors="coerce")
    given = frame.notna() & ~frame.map(_blank)
    points = range(lowest, lowest + categories)
    known = (numbers >= points[0]) & (numbers <= points[-1]) & (numbers % 1 == 0)
    wrong = given & ~known
    if wrong.to_numpy().any():
        rows, columns = np.nonzero(wrong.to_numpy())
        cells = [
            f"row {frame.index[i]}, {frame.columns[j]!r}: {frame.iat[i, j]}"
            for i, j in zip(rows[:20], columns[:20], strict=True)
        ]
        raise ValueError(
            f"ratings must be whole numbers from {points[0]} to {points[-1]}; "
            f"{len(rows)} are not: {'; '.join(cells)}."
        )
    return numbers.where(given).to_numpy(float)


def chosen_codes(name: str, codes: Sequence[int], points: range) -> list[int]:
    """Return codes that call an item relevant, or the like.

    Raises
    ------
    ValueError
        If there are none, all points are among them, or one is not on the scale.
    """
    listed = _checks.several(name, codes)
    known = all(code in points for code in listed)
    if not listed or not known or len(set(listed)) == len(points):
        raise ValueError(
            f"{name}={listed} must be some, not all, of the codes {points[0]} to "
            f"{points[-1]}."
        )
    return listed


def _blank(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()


def code_counts(frame: pd.DataFrame) -> tuple[np.ndarray, list[Any]]:
    """Return how many coders gave each unit each code, and the codes, in order.

    The order is that of an ordered categorical, else that of numbers, which codes in
    words may begin with, else that of letters.

    Raises
    ------
    ValueError
        If codes of several kinds cannot be put in order.
    """
    cells = frame.mask(frame.map(_blank))
    try:
        codes = _in_order(frame, pd.unique(cells.astype(object).stack().dropna()))
    except TypeError as fault:
        kinds = sorted({type(c).__name__ for c in cells.stack().dropna()})
        raise ValueError(f"ratings mix codes of several kinds: {kinds}.") from fault
    cells = cells.astype(object)
    counts = np.array([(cells == code).sum(axis=1) for code in codes]).T
    return counts.reshape(len(frame), len(codes)), codes


def _in_order(frame: pd.DataFrame, codes: Sequence[Any]) -> list[Any]:
    orders = {tuple(kind.categories) for kind in frame.dtypes if _has_order(kind)}
    if len(orders) == 1 and all(_has_order(kind) for kind in frame.dtypes):
        return [code for code in orders.pop() if code in set(codes)]
    return sorted(codes, key=_number) if numbered(codes) else sorted(codes)


def _number(code: str) -> tuple[float, str]:
    found = _NUMBER.match(code)
    return (float(found[0]) if found else 0.0, code)


def _has_order(kind: Any) -> bool:
    return isinstance(kind, pd.CategoricalDtype) and bool(kind.ordered)


def numbered(codes: Sequence[Any]) -> bool:
    """Return whether codes are words that each begin with a number.

    Examples
    --------
    >>> numbered(["1. yes", "10. no"]), numbered(["yes", "no"])
    (True, False)
    """
    return all(isinstance(code, str) and _NUMBER.match(code) for code in codes)


def ordered_by_letters(frame: pd.DataFrame, codes: Sequence[Any]) -> bool:
    """Return whether nothing but letters puts codes in order."""
    words = any(isinstance(code, str) for code in codes)
    known = all(_has_order(kind) for kind in frame.dtypes)
    return words and not known and not numbered(codes)
