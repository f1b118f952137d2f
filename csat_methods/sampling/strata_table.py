"""Are the strata, and what is asked of their allocation, sound?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.sampling.stratum_limits import NOISE, numbers, read_limits

NEEDED: Mapping[str, tuple[str, ...]] = {
    "neyman": ("sd",),
    "cost": ("sd", "cost"),
    "precision": ("sd", "mean"),
    "budget": ("cost",),
    "target_cv": ("sd", "mean"),
}
"""Columns that a method or a target cannot do without."""


@dataclass(frozen=True)
class Strata:
    """Strata as arrays, and what is asked of their allocation; checked.

    `target` is ``n``, ``budget`` or ``target_cv`` and `amount` its value, or values;
    `low` and `high` are the limits, `wanted` the minimum before it was cut to the size.
    """

    names: tuple[Any, ...]
    size: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    sd_columns: tuple[str, ...]
    cost: np.ndarray
    priced: bool
    exponent: float
    target: str
    amount: Any
    cheapest: bool
    low: np.ndarray
    high: np.ndarray
    wanted: np.ndarray

    @property
    def terms(self) -> list[Any]:
        """Names of the strata; crossed ones joined."""
        if any(isinstance(name, tuple) for name in self.names):
            return [" · ".join(map(str, name)) for name in self.names]
        return list(self.names)

    @property
    def share(self) -> np.ndarray:
        """Share of the customers in each stratum."""
        return self.size / self.size.sum()

    @property
    def importance(self) -> np.ndarray:
        """The size of a stratum, in customers or in what they sum up to, to a power."""
        total = self.size * self.mean[:, 0] if self.mean.shape[1] else self.size
        return total**self.exponent

    @property
    def relative_spread(self) -> np.ndarray:
        """Standard deviation by mean; one where they are not known."""
        if not self.mean.shape[1]:
            return np.ones_like(self.size)
        return self.sd[:, 0] / self.mean[:, 0]

    @cached_property
    def squares(self) -> np.ndarray:
        """N²S², by stratum and variable."""
        return (self.size[:, None] * self.sd) ** 2

    @property
    def variances(self) -> np.ndarray:
        """What the sum of N²S²/n may come to so that each total has its CV."""
        cv = np.asarray(self.amount, float)
        return (cv * (self.size @ self.mean)) ** 2 + self.size @ self.sd**2


def read_strata(
    frame: pd.DataFrame,
    method: str,
    *,
    columns: Mapping[str, Any],
    target: Mapping[str, Any],
    exponent: float,
    limits: tuple[Any, Any, Sequence[Any]],
) -> Strata:
    """Return the strata as arrays, or refuse them with all that is wrong.

    Raises
    ------
    KeyError
        If a column or stratum is not there.
    ValueError
        If anything is missing or out of its range, or limits contradict each other.
    """
    _check_frame(frame)
    goal, amount = _goal(method, target)
    named = {key: _listed(value) for key, value in columns.items()}
    if len(named["size"]) != 1:
        raise ValueError(f"size={columns['size']!r} must be one column.")
    _check_needs(method, goal, named)
    _checks.columns(
        map(str, frame.columns), [c for cs in named.values() for c in cs], "strata"
    )
    arrays = {key: numbers(frame, cs) for key, cs in named.items()}
    _check_ranges(frame, named, arrays, method, goal)
    size = arrays["size"][:, 0]
    low, high, wanted = read_limits(frame, size, *limits)
    priced = bool(named["cost"])
    read = Strata(
        names=tuple(frame.index.tolist()),
        size=size,
        mean=arrays["mean"],
        sd=arrays["sd"],
        sd_columns=tuple(named["sd"]),
        cost=arrays["cost"][:, 0] if priced else np.ones_like(size),
        priced=priced,
        exponent=_checks.within("exponent", exponent, 0, 1),
        target=goal,
        amount=_amounts(goal, amount, len(named["sd"])),
        cheapest=method == "precision",
        low=low,
        high=high,
        wanted=wanted,
    )
    _check_reach(read)
    return read


# ------------------------------------------------------------------ arguments
def _check_frame(frame: pd.DataFrame) -> None:
    if not isinstance(frame, pd.DataFrame) or len(frame) == 0:
        raise ValueError(f"strata={type(frame).__name__} must be a frame with rows.")
    twice = frame.index[frame.index.duplicated()].unique().tolist()
    if twice or frame.index.to_frame().isna().to_numpy().any():
        raise ValueError(
            f"strata: the index must name each stratum, and once; twice: {twice}."
        )


def _goal(method: str, target: Mapping[str, Any]) -> tuple[str, Any]:
    given = {name: value for name, value in target.items() if value is not None}
    if len(given) != 1:
        raise ValueError(
            f"{', '.join(target)}: just one must be given, not {list(given) or 'none'}."
        )
    if method == "precision" and "target_cv" not in given:
        raise ValueError("method='precision' needs target_cv, not n or budget.")
    return next(iter(given.items()))


def _listed(names: str | Sequence[str] | None) -> list[str]:
    if names is None:
        return []
    return [names] if isinstance(names, str) else list(names)


def _check_needs(method: str, goal: str, named: Mapping[str, list[str]]) -> None:
    needed = dict.fromkeys((*NEEDED.get(method, ()), *NEEDED.get(goal, ())))
    lacking = [name for name in needed if not named[name]]
    if lacking:
        because = method if method in NEEDED else goal
        raise ValueError(f"{because!r} needs the columns {', '.join(lacking)}.")
    if method == "power" and len(named["sd"]) != len(named["mean"]):
        raise ValueError("method='power' needs both sd and mean, or neither.")
    several = len(named["sd"]) > 1 or len(named["mean"]) > 1
    if several and method != "precision":
        raise ValueError(
            f"sd={named['sd']}, mean={named['mean']}: method={method!r} takes one "
            "column each; several go with 'precision'."
        )
    if method == "precision" and len(named["sd"]) != len(named["mean"]):
        raise ValueError(
            f"sd={named['sd']} and mean={named['mean']} must be equally long lists."
        )


def _amounts(goal: str, amount: Any, variables: int) -> Any:
    if goal == "n":
        return _checks.whole("n", amount)
    if goal == "budget":
        return _checks.positive("budget", amount)
    listed = [amount] if np.isscalar(amount) else list(amount)
    if len(listed) != variables:
        raise ValueError(
            f"target_cv={listed} must hold one number for each of {variables} sd."
        )
    return [_checks.positive("target_cv", cv) for cv in listed]


# -------------------------------------------------------------------- numbers
LEAST: Mapping[str, tuple[float, bool, str]] = {
    "size": (0.0, True, "above 0: an empty stratum has nobody to ask"),
    "cost": (0.0, True, "above 0"),
    "sd": (0.0, False, "0 or more"),
    "mean": (0.0, True, "above 0"),
}
"""The lower end of each kind of column, whether it is outside, and the rule."""


def _check_ranges(
    frame: pd.DataFrame,
    named: Mapping[str, list[str]],
    arrays: Mapping[str, np.ndarray],
    method: str,
    goal: str,
) -> None:
    """Refuse every value that is missing, infinite or too small, all at once."""
    faults = _checks.Faults()
    for key, names in named.items():
        least, outside, rule = LEAST[key]
        for name, values in zip(names, arrays[key].T, strict=True):
            below = values <= least if outside else values < least
            wrong = frame.index[below | ~np.isfinite(values)].tolist()
            if wrong:
                faults.add(f"{key}: column {name!r} of strata {wrong} must be {rule}.")
    faults.stop()
    flat = [
        name
        for name, values in zip(named["sd"], arrays["sd"].T, strict=True)
        if not values.any()
    ]
    if flat and {method, goal} & {"neyman", "cost", "power", "precision", "target_cv"}:
        raise ValueError(f"sd: column {flat[0]!r} is 0 in every stratum.")


def _check_reach(strata: Strata) -> None:
    """Refuse what the limits leave no allocation for."""
    if strata.target == "target_cv":
        _check_precision(strata)
        return
    unit = strata.cost if strata.target == "budget" else np.ones_like(strata.size)
    least, most = float(unit @ strata.low), float(unit @ strata.high)
    told = f"{strata.target}={strata.amount:g}"
    if strata.amount < least * (1 - NOISE):
        raise ValueError(f"{told} must be {least:g} at least: the minima need as much.")
    if strata.target == "n" and strata.amount > most * (1 + NOISE):
        raise ValueError(
            f"{told} must be {most:g} at most: sizes and maxima allow no more."
        )


def _check_precision(strata: Strata) -> None:
    with np.errstate(divide="ignore"):
        least = np.where(strata.squares > 0, strata.squares / strata.high[:, None], 0)
    beyond = least.sum(axis=0) > strata.variances * (1 + NOISE)
    if beyond.any():
        wrong = [c for c, out in zip(strata.sd_columns, beyond, strict=True) if out]
        raise ValueError(
            f"target_cv={strata.amount} cannot be met for {wrong}: sizes and maxima "
            "allow too few answers."
        )
