"""Which share of all customers is in each group?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.fieldwork.propensities import is_amount

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_GROUPS = 50
"""Most groups of a column; more are measurements that nobody has grouped."""


def frame_shares(
    wave: Wave, frame: Any, names: list[str], size: str | None
) -> dict[str, pd.Series]:
    """Return, by column, each group's share of all customers.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If levels of the wave are not in the frame, cells are empty, or sizes are no
        numbers above 0; everything at once.
    """
    counted = _counts(frame, names, size)
    faults = _checks.Faults()
    for counts in counted.values():
        _check_levels(wave, counts, faults)
    faults.stop()
    return {name: counts / counts.sum() for name, counts in counted.items()}


def _counts(frame: Any, names: list[str], size: str | None) -> dict[str, pd.Series]:
    """Return the customers of each group, by column."""
    if isinstance(frame, Mapping):
        _checks.columns(map(str, frame), names, "the frame")
        return {name: _of_totals(name, frame[name]) for name in names}
    if not isinstance(frame, pd.DataFrame) or len(frame) == 0:
        raise ValueError(
            f"frame={type(frame).__name__} must be a table of customers with rows, or "
            "{variable: {level: customers}}."
        )
    wanted = [*names, *([size] if size else [])]
    _checks.columns(map(str, frame.columns), wanted, "the frame")
    weights = _sizes(frame, size)
    return {name: _of_column(frame[name], weights) for name in names}


def _of_totals(name: str, totals: Mapping[Any, float]) -> pd.Series:
    texts = [level_text(level) for level in totals]
    counts = pd.Series(list(totals.values()), texts, dtype=float, name=name)
    _refuse_sizes(f"frame[{name!r}]", counts.to_numpy())
    if counts.index.has_duplicates:
        raise ValueError(f"frame[{name!r}] names a level twice: {texts}.")
    return counts


def _sizes(frame: pd.DataFrame, size: str | None) -> np.ndarray:
    if size is None:
        return np.ones(len(frame))
    values = pd.to_numeric(frame[size], errors="coerce").to_numpy(float)
    _refuse_sizes(f"size={size!r}", values)
    return values


def _refuse_sizes(name: str, values: np.ndarray) -> None:
    wrong = ~(np.isfinite(values) & (values > 0))
    if wrong.any() or not len(values):
        raise ValueError(
            f"{name}: {int(wrong.sum())} of {len(values)} are no numbers of customers "
            "above 0."
        )


def _of_column(column: pd.Series, weights: np.ndarray) -> pd.Series:
    blanks = int(column.isna().sum())
    if blanks:
        raise ValueError(f"frame: column {column.name!r} is empty in {blanks} rows.")
    texts = column.map(level_text)
    counts = pd.Series(weights).groupby(texts.to_numpy()).sum()
    return counts.rename(str(column.name))


def _check_levels(wave: Wave, counts: pd.Series, faults: _checks.Faults) -> None:
    name = str(counts.name)
    column = wave.frame.loc[wave.domain, name]
    blanks = int(column.isna().sum())
    if blanks:
        faults.add(f"column {name!r} is empty for {blanks} people of the wave.")
    if len(counts) > MOST_GROUPS and is_amount(wave, column):
        faults.add(
            f"column {name!r} has {len(counts)} values; group it first, as by the step "
            "categorise."
        )
        return
    unknown = sorted({level_text(v) for v in column.dropna()} - set(counts.index))
    if unknown:
        listed = _checks.first_of(sorted(counts.index))
        faults.add(
            f"column {name!r}: [{_checks.first_of(unknown)}] are not in the frame, "
            f"only [{listed}]."
        )


def level_text(level: Any) -> str:
    """Return one spelling of a level: 1, 1.0 and "1" are the same."""
    if isinstance(level, float | np.floating) and float(level).is_integer():
        return str(int(level))
    return str(level)
