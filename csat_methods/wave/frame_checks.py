"""Can this frame be a wave, and what is wrong with it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype

from csat_methods import _checks
from csat_methods._checks import Faults

ONE_COLUMN = ("weights", "strata", "person")
"""Arguments that name a single column."""

NUMBERS = ("integer", "floating", "mixed-integer-float")
"""What pandas calls objects that are all numbers, blanks aside."""

EXACT = 2**53
"""Whole numbers below this are all floats."""


def named_columns(**arguments: str | Iterable[str] | None) -> dict[str, list[str]]:
    """Return the columns behind each design argument, as lists.

    Raises
    ------
    ValueError
        If an argument names none.
    """
    named, faults = {}, Faults()
    for name, given in arguments.items():
        listed = [given] if isinstance(given, str) else given
        plain = isinstance(listed, Iterable) and not isinstance(listed, Mapping)
        named[name] = [*listed] if listed is not None and plain else []
        unnamed = not plain and listed is not None
        if unnamed or not all(isinstance(column, str) for column in named[name]):
            faults.add(f"{name}={given!r} must name columns.")
    faults.stop()
    return named


def check_frame(
    frame: pd.DataFrame,
    named: Mapping[str, list[str]],
    scales: Mapping[str, tuple[float, float]],
    faults: Faults,
) -> None:
    """Note every fault of a frame that is to be a wave.

    Parameters
    ----------
    named : dict
        Design argument to its columns.
    scales : dict
        Item to (lowest, highest).
    faults : Faults
        Where faults are noted.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    """
    wanted = [column for group in named.values() for column in group]
    _checks.columns(frame.columns, [*wanted, *scales], "the frame")
    if not frame.index.is_unique:
        twice = frame.index[frame.index.duplicated()][0]
        faults.add(f"frame.index repeats {twice!r}; each row needs a label of its own.")
    for argument in ONE_COLUMN:
        if len(named.get(argument, ())) > 1:
            faults.add(f"{argument}={named[argument]} must be one column.")
    _check_design(frame, named, faults)
    for item, ends in scales.items():
        check_scale(frame[item], item, ends, faults)


def _check_design(
    frame: pd.DataFrame, named: Mapping[str, list[str]], faults: Faults
) -> None:
    for argument in ("weights", "replicate_weights"):
        for column in named[argument]:
            _check_weights(frame[column], argument, faults)
    for argument in ("strata", "clusters", "population_size"):
        for column in named[argument]:
            _check_design_column(frame[column], argument, faults)


def sound_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame, numbers as numbers though pandas keeps them as objects.

    As it does of ``[1, pd.NA, 3]``, or of a column taken from a table with texts.

    Raises
    ------
    ValueError
        If it is no frame, has no rows, or columns that one cannot name.
    """
    if not isinstance(frame, pd.DataFrame):
        raise ValueError(f"frame={type(frame).__name__} must be a pandas DataFrame.")
    if len(frame) == 0:
        raise ValueError("frame has no rows: nobody answered.")
    nameless = [name for name in frame.columns if not isinstance(name, str)]
    if nameless:
        raise ValueError(f"columns={nameless} must be named by text.")
    repeated = frame.columns[frame.columns.duplicated()].tolist()
    if repeated:
        raise ValueError(f"columns={repeated} are in the frame more than once.")
    loose = [name for name in frame.columns if _are_loose_numbers(frame[name])]
    return frame.assign(**{n: frame[n].astype("Float64").astype(float) for n in loose})


def _are_loose_numbers(column: pd.Series) -> bool:
    """Whether objects are numbers, and remain the same ones as floats: ids may not."""
    if column.dtype != np.dtype("O") or infer_dtype(column) not in NUMBERS:
        return False
    return bool(column.dropna().abs().max() < EXACT)


def _is_number(column: pd.Series) -> bool:
    return column.dtype.kind in "fiub"


def _first(column: pd.Series, wrong: np.ndarray) -> str:
    """Return in which row a fault is met first, and what stands there."""
    at = int(np.flatnonzero(wrong)[0])
    value = column.iloc[at]
    found = value.item() if isinstance(value, np.generic) else value
    return f"first in row {column.index[at]}: {found!r}"


def _not_numbers(column: pd.Series) -> str:
    """Return where a column that is no number first has none."""
    wrong = pd.to_numeric(column.astype(object), errors="coerce").isna().to_numpy()
    return _first(column, wrong if wrong.any() else np.ones(len(column), bool))


def _check_weights(column: pd.Series, argument: str, faults: Faults) -> None:
    name = f"{argument}={column.name!r}"
    if not _is_number(column):
        faults.add(f"{name} holds no numbers, {_not_numbers(column)}.")
        return
    values = column.to_numpy(float, na_value=np.nan)
    wrong = ~np.isfinite(values) | (values < 0)
    if wrong.any():
        faults.add(
            f"{name}: {int(wrong.sum())} are negative, blank or not finite, "
            f"{_first(column, wrong)}."
        )
    elif not (values > 0).any():
        faults.add(f"{name} are all 0; nobody would count.")


def _check_design_column(column: pd.Series, argument: str, faults: Faults) -> None:
    name, missing = f"{argument}={column.name!r}", column.isna().to_numpy()
    if missing.any():
        where = _first(column, missing)
        faults.add(f"{name}: {int(missing.sum())} rows are blank, {where}.")
    elif argument == "population_size" and not _is_number(column):
        faults.add(f"{name} must count units, {_not_numbers(column)}.")
    elif argument == "population_size" and not (column >= 1).all():
        where = _first(column, ~(column >= 1).to_numpy(bool))
        faults.add(f"{name} must count units: numbers from 1 on, {where}.")


def check_scale(column: pd.Series, name: str, ends: Any, faults: Faults) -> None:
    """Note answers that are off their scale, or a scale that is none."""
    if not _are_ends(ends):
        faults.add(f"scales: {name!r}={ends!r} must be (lowest, highest).")
        return
    low, high = ends
    if not _is_number(column):
        where = _not_numbers(column)
        faults.add(f"item={name!r} holds no numbers from {low:g} to {high:g}, {where}.")
        return
    values = column.to_numpy(float, na_value=np.nan)
    off = (values < low) | (values > high)
    if off.any():
        faults.add(
            f"item={name!r}: {int(off.sum())} answers are off the scale {low:g} to "
            f"{high:g}, {_first(column, off)}; codes that mean no answer must be blank."
        )


def _are_ends(ends: Any) -> bool:
    """Return whether two finite numbers rise."""
    try:
        low, high = map(float, ends)
    except (TypeError, ValueError):
        return False
    return bool(np.isfinite([low, high]).all() and low < high)


def sound_mask(mask: Any, index: pd.Index) -> np.ndarray:
    """Return a mask as an array.

    Raises
    ------
    ValueError
        If it is no boolean Series over this very index, or has missing values.
    """
    if not isinstance(mask, pd.Series) or mask.dtype.name not in ("bool", "boolean"):
        kind = mask.dtype if isinstance(mask, pd.Series) else type(mask).__name__
        raise ValueError(f"mask={kind} must be a boolean Series over wave.frame.index.")
    if mask.isna().any():
        raise ValueError(f"mask has {int(mask.isna().sum())} missing values.")
    if not mask.index.equals(index):
        raise ValueError(
            "mask has another index than wave.frame; other people would be selected."
        )
    return mask.to_numpy(bool)
