"""How few and how many answers may each stratum get?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks

NOISE = 1e-9


def read_limits(
    frame: pd.DataFrame,
    size: np.ndarray,
    minimum: Any,
    maximum: Any,
    take_all: Sequence[Any],
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return lower and upper limits, and the minimum before it was cut to the size.

    Raises
    ------
    KeyError
        If a limit names a column or stratum that is not there.
    ValueError
        If a limit is negative or no number, or a minimum above its maximum.
    """
    listed = [take_all] if isinstance(take_all, str) else list(take_all)
    _check_names(frame, "take_all", listed)
    whole = (
        np.asarray(frame.index.isin(listed)) if listed else np.zeros(len(size), bool)
    )
    wanted = np.ceil(np.maximum(_limit(frame, "minimum", minimum, 0.0) - NOISE, 0.0))
    most = np.floor(_limit(frame, "maximum", maximum, math.inf) + NOISE)
    low = np.where(whole, size, np.minimum(wanted, size))
    high = np.where(whole, size, np.minimum(most, size))
    crossed = frame.index[low > high].tolist()
    if crossed:
        raise ValueError(f"minimum is above maximum in strata {crossed}.")
    return low, high, wanted


def _limit(frame: pd.DataFrame, name: str, limit: Any, default: float) -> np.ndarray:
    """Return a limit of each stratum: a number, a column, or {stratum: number}."""
    if limit is None:
        return np.full(len(frame), default)
    if isinstance(limit, str):
        _checks.columns(map(str, frame.columns), [limit], "strata")
        values = numbers(frame, [limit])[:, 0]
    elif isinstance(limit, Mapping | pd.Series):
        told = dict(limit)
        _check_names(frame, name, list(told))
        values = np.array([told.get(h, default) for h in frame.index], float)
    else:
        values = np.full(len(frame), _checks.within(name, limit, 0, math.inf))
    wrong = frame.index[~(values >= 0)].tolist()
    if wrong:
        raise ValueError(f"{name} of strata {wrong} must be 0 or more.")
    return values


def _check_names(frame: pd.DataFrame, name: str, strata: Sequence[Any]) -> None:
    known = set(frame.index.tolist())
    unknown = [stratum for stratum in strata if stratum not in known]
    if unknown:
        raise KeyError(f"{name} names strata {unknown}, which are not in the index.")


def numbers(frame: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Return columns as floats, NaN for none, shape (strata, columns).

    Raises
    ------
    ValueError
        If a column holds no numbers.
    """
    if not names:
        return np.empty((len(frame), 0))
    text = [name for name in names if frame[name].dtype.kind not in "iuf"]
    if text:
        raise ValueError(f"strata: columns {text} must hold numbers.")
    return np.column_stack(
        [frame[name].to_numpy(float, na_value=np.nan) for name in names]
    )
