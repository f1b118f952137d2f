"""Which rows belong to which level of a known margin?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NEARLY = 0.2
"""Shares that miss their whole by less are a slip, not another unit."""


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
        If the levels are no mapping, a total is negative or not finite, a value of the
        domain is missing or has no total, or a level with a total has nobody.
    """
    if not isinstance(levels, Mapping) or not levels:
        raise ValueError(f"margin {name!r}={levels!r} must be {{level: total}}.")
    names = list(name) if isinstance(name, tuple) else [name]
    frame = wave.frame
    _checks.columns(frame.columns, [str(n) for n in names], "the wave")
    rows, keys = _crossed(frame[names]) if names[1:] else _single(frame[names[0]])
    known = {_plain(level): code for code, level in enumerate(levels)}
    found = np.array([known.get(key, -1) for key in keys], np.int64)
    totals = np.array([_total(name, k, v) for k, v in levels.items()], float)
    people = np.bincount(rows[wave.domain], minlength=len(keys))
    _check_levels(name, levels, keys, found, people)
    return np.where(wave.domain, found[rows], -1), totals


def _single(column: pd.Series) -> tuple[np.ndarray, list[Any]]:
    """Return the value of each row as a number, and the values."""
    codes, values = pd.factorize(column, use_na_sentinel=False)
    return codes, [_plain(value) for value in values.tolist()]


def _crossed(columns: pd.DataFrame) -> tuple[np.ndarray, list[Any]]:
    """Return the values of each row as a number, and the values together."""
    groups = columns.groupby(list(columns), sort=False, dropna=False, observed=True)
    codes = groups.ngroup().to_numpy()
    firsts = np.zeros(int(codes.max()) + 1, np.int64)
    firsts[codes[::-1]] = np.arange(len(codes))[::-1]
    listed = columns.iloc[firsts].itertuples(index=False, name=None)
    return codes, [_plain(key) for key in listed]


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
    found: np.ndarray,
    people: np.ndarray,
) -> None:
    """Refuse answers without a total and totals without answers.

    Parameters
    ----------
    keys : list
        Values that occur; `found` their level or −1, `people` how many of the domain.
    """
    faults = _checks.Faults()
    lost = [k for k, f, n in zip(keys, found, people, strict=True) if f < 0 and n]
    blank = sum(n for k, n in zip(keys, people, strict=True) if _missing(k))
    if blank:
        faults.add(f"margin {name!r}: {blank} people have no value.")
    unknown = [key for key in lost if not _missing(key)]
    if unknown:
        faults.add(
            f"margin {name!r}: levels [{_checks.first_of(unknown)}] have answers but "
            f"no total.{_spaced(unknown, levels)}"
        )
    seen = set(found[people > 0])
    empty = [k for c, (k, t) in enumerate(levels.items()) if c not in seen and t > 0]
    if empty:
        listed = _checks.first_of(empty)
        faults.add(f"margin {name!r}: levels [{listed}] have a total but no answers.")
    faults.stop()


def _spaced(unknown: list[Any], levels: Mapping[Any, float]) -> str:
    """Return a hint where a level and a total differ in their spaces only."""
    written = {_letters(level): level for level in levels}
    pairs = [
        f"{k!r} and {written[_letters(k)]!r}" for k in unknown if _letters(k) in written
    ]
    return f" Spaces or type alone tell {', '.join(pairs)} apart." if pairs else ""


def _letters(level: Any) -> str:
    return "".join(str(level).split()).casefold()


def _missing(key: Any) -> bool:
    return any(pd.isna(part) for part in (key if isinstance(key, tuple) else (key,)))


def check_sums(totals: Mapping[str, np.ndarray], tolerance: float = 1e-6) -> None:
    """Refuse margins whose totals add up to different populations, or to nobody.

    Raises
    ------
    ValueError
        If a sum is 0, or two differ by more than `tolerance` of their size.
    """
    sums = {name: float(total.sum()) for name, total in totals.items()}
    if not min(sums.values()):
        raise ValueError(f"margins={list(totals)} must add up to people; one has none.")
    if max(sums.values()) - min(sums.values()) > tolerance * max(sums.values()):
        listed = ", ".join(f"{name} {value:,.10g}" for name, value in sums.items())
        raise ValueError(f"margins add up to different populations: {listed}.")


def check_shares(
    wave: Wave, totals: Mapping[str, np.ndarray], tolerance: float = 1e-6
) -> None:
    """Refuse shares that leave a part out: nearly, but not, 1 or 100 in all.

    Totals that add up to fewer people than answered are shares, unless they are near
    the weights now, and these do not count the people themselves.

    Raises
    ------
    ValueError
        If their sum misses 1 or 100 by less than a fifth.
    """
    found = max(float(total.sum()) for total in totals.values())
    now = float(wave.design.weights[wave.domain].sum())
    counting = abs(now - wave.n) <= tolerance * wave.n
    if found >= wave.n or (abs(found - now) <= now / 2 and not counting):
        return
    for whole in (1.0, 100.0):
        if tolerance < abs(found / whole - 1) < NEARLY:
            raise ValueError(
                f"margins={list(totals)} add up to {found:.10g}, fewer than the people "
                f"who answered: shares must add up to {whole:g}."
            )
