"""Which codes did experts or coders give, and which of them cannot be?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd


def panel(ratings: Any, name: str = "ratings") -> pd.DataFrame:
    """Return ratings as a table of experts or units; a mapping or array becomes one.

    Raises
    ------
    ValueError
        If it is no table of two dimensions, or two columns have one name.
    """
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
    wrong = given & ~numbers.isin(list(points))
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
    listed = list(codes)
    if not listed or not set(listed) < set(points):
        raise ValueError(
            f"{name}={listed} must be some, not all, of the codes {points[0]} to "
            f"{points[-1]}."
        )
    return listed


def _blank(cell: Any) -> bool:
    return isinstance(cell, str) and not cell.strip()


def code_counts(frame: pd.DataFrame) -> tuple[np.ndarray, list[Any]]:
    """Return how many coders gave each unit each code, and the codes, sorted.

    Raises
    ------
    ValueError
        If codes of several kinds cannot be put in order.
    """
    cells = frame.mask(frame.map(_blank))
    try:
        codes = sorted(pd.unique(cells.stack().dropna()))
    except TypeError as fault:
        kinds = sorted({type(c).__name__ for c in cells.stack().dropna()})
        raise ValueError(f"ratings mix codes of several kinds: {kinds}.") from fault
    counts = np.array([(cells == code).sum(axis=1) for code in codes]).T
    return counts.reshape(len(frame), len(codes)), codes
