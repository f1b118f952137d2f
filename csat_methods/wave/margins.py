"""Which rows belong to which level of a known margin?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def level_codes(
    wave: Wave, name: Any, levels: Mapping[Any, float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the level of each row (−1 outside the domain) and the levels' totals.

    Parameters
    ----------
    name : str or tuple of str
        A variable, or several that are crossed.

    Raises
    ------
    KeyError
        If a variable is not in the wave.
    ValueError
        If a total is negative or not finite, a value of the domain is missing or has
        no total, or a level with a total has nobody.
    """
    names = list(name) if isinstance(name, tuple) else [name]
    frame = wave.frame
    _checks.columns(map(str, frame.columns), [str(n) for n in names], "the wave")
    keys = _keys(frame[names])
    known = {_plain(level): code for code, level in enumerate(levels)}
    codes = np.array([known.get(key, -1) for key in keys], dtype=np.int64)
    codes[~wave.domain] = -1
    totals = np.array([_total(name, k, v) for k, v in levels.items()], float)
    _check_levels(name, levels, keys, codes, wave.domain, totals)
    return codes, totals


def _keys(columns: pd.DataFrame) -> list[Any]:
    """Return the value, or the tuple of values, of each row."""
    if columns.shape[1] == 1:
        return [_plain(value) for value in columns.iloc[:, 0].tolist()]
    return [_plain(row) for row in columns.itertuples(index=False, name=None)]


def _plain(value: Any) -> Any:
    """Return whole floats as whole numbers, so that 1 and 1.0 are one level."""
    if isinstance(value, tuple | list):
        return tuple(_plain(part) for part in value)
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return int(value)
    if isinstance(value, np.generic):
        return value.item()
    return value


def _total(name: Any, level: Any, value: Any) -> float:
    sound = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not sound or not np.isfinite(value) or value < 0:
        raise ValueError(
            f"margin {name!r}: total of {level!r}={value!r} must be a number from 0 on."
        )
    return float(value)


def _check_levels(
    name: Any,
    levels: Mapping[Any, float],
    keys: list[Any],
    codes: np.ndarray,
    domain: np.ndarray,
    totals: np.ndarray,
) -> None:
    faults = _checks.Faults()
    lost = [
        key
        for key, code, inside in zip(keys, codes, domain, strict=True)
        if inside and code < 0
    ]
    blank = sum(_missing(key) for key in lost)
    if blank:
        faults.add(f"margin {name!r}: {blank} people have no value.")
    unknown = list(dict.fromkeys(key for key in lost if not _missing(key)))
    if unknown:
        faults.add(f"margin {name!r}: levels {unknown} have answers but no total.")
    seen = np.bincount(codes[codes >= 0], minlength=len(totals))
    empty = [
        k for k, n, t in zip(levels, seen, totals, strict=True) if n == 0 and t > 0
    ]
    if empty:
        faults.add(f"margin {name!r}: levels {empty} have a total but no answers.")
    faults.stop()


def _missing(key: Any) -> bool:
    return any(pd.isna(part) for part in (key if isinstance(key, tuple) else (key,)))


def check_sums(totals: Mapping[str, np.ndarray], tolerance: float = 1e-6) -> None:
    """Refuse margins whose totals add up to different populations.

    Raises
    ------
    ValueError
        If two sums differ by more than `tolerance` of their size.
    """
    sums = {name: float(total.sum()) for name, total in totals.items()}
    if max(sums.values()) - min(sums.values()) > tolerance * max(sums.values()):
        listed = ", ".join(f"{name} {value:,.10g}" for name, value in sums.items())
        raise ValueError(f"margins add up to different populations: {listed}.")
