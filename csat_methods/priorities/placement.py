"""Where does each item lie, how surely, and where would other lines put it?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from csat_methods import _checks
from csat_methods.priorities.priority_inputs import Inputs
from csat_methods.priorities.quadrants import (
    ACT,
    CUTS,
    QUADRANTS,
    agreement,
    moved_by,
    quadrants,
    standard_scores,
)
from csat_methods.statistics.normal_draws import drawn
from csat_methods.wave.estimate import Estimates, interval

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

DECIDED = 0.80
"""A place, or a disagreement, of a lower probability is undecided."""

UNDECIDED = "undecided"


@dataclass(frozen=True, eq=False)
class Placement:
    """Where the items lie.

    Attributes
    ----------
    columns : dict
        Columns of the table: quadrant, probability, probability_first, place, moved_by,
        and what compares stated with derived importance.
    places : dict
        Cut to the quadrants of all items.
    crosshair : list of float
        Performance and importance where the lines cross; NaN for a diagonal.
    """

    columns: dict[str, Any]
    places: dict[str, list[str]]
    crosshair: list[float]


def aimed_at(
    wave: Wave, cut: str, target: float | Sequence[float] | None
) -> np.ndarray:
    """Return the target's performance and importance, NaN where there is none.

    Raises
    ------
    ValueError
        If the cut needs a target and there is none, or it is no number or pair.
    """
    if target is None and wave.study is not None:
        target = wave.study.analysis.lines.get("mean")
    if target is None:
        if cut == "target":
            raise ValueError(
                "target=None: cut='target' needs the performance that is aimed at."
            )
        return np.full(2, np.nan)
    return np.array(_pair(target))


def _pair(target: Any) -> tuple[float, float]:
    """Return the two numbers of a target; the second is missing where one is given.

    Raises
    ------
    ValueError
        If it is neither a number nor a pair of them.
    """
    if not isinstance(target, Iterable):
        return _checks.finite("target", target), np.nan
    pair = [] if isinstance(target, str) else list(target)
    if len(pair) != 2:
        raise ValueError(f"target={target!r} must be a number or a pair of them.")
    return _checks.finite("target", pair[0]), _checks.finite("target", pair[1])


def placement(
    inputs: Inputs,
    found: Estimates,
    cut: str,
    aims: np.ndarray,
    chance: tuple[int, int],
) -> Placement:
    """Return where the items lie, with probabilities over normal draws.

    Parameters
    ----------
    found : Estimates
        Of all parts of all items, jointly.
    aims : ndarray, shape (2,)
        Of :func:`aimed_at`.
    chance : tuple of int
        Draws and seed.
    """
    parts = _parts(inputs, found.estimate)
    covariance = np.zeros((1, 1)) if found.covariance is None else found.covariance()
    each = _parts(inputs, drawn(found.estimate, covariance, *chance))
    how = {"target": aims, "locked": inputs.statutory}
    here, there = parts["performance"], parts[inputs.kind]
    cuts = [name for name in CUTS if name != "target" or not np.isnan(aims[0])]
    places = {name: quadrants(here, there, name, **how) for name in cuts}
    again = quadrants(each["performance"], each[inputs.kind], cut, **how)
    probability = agreement(again, places[cut], found.df)
    names = {name: [QUADRANTS[q] for q in found] for name, found in places.items()}
    columns = {
        "quadrant": names[cut],
        "probability": probability,
        "probability_first": agreement(
            again, np.full(len(inputs.items), ACT), found.df
        ),
        "place": [
            place if sure >= DECIDED else UNDECIDED
            for place, sure in zip(names[cut], probability, strict=True)
        ],
        "moved_by": [", ".join(others) for others in moved_by(places, cut)],
        **_comparison(inputs, parts, each),
    }
    return Placement(columns, names, _crosshair(here, there, cut, aims))


def estimate_columns(
    inputs: Inputs, found: Estimates, level: float
) -> dict[str, np.ndarray]:
    """Return performance and importance with errors and intervals, and n.

    Parameters
    ----------
    found : Estimates
        Of all parts of all items, jointly.
    level : float
        Of the intervals.
    """
    low, high = interval(found.estimate, found.se, found.df, level)
    named = {"": found.estimate, "_se": found.se, "_low": low, "_high": high}
    columns = {}
    for part, name in (("performance", "performance"), (inputs.kind, "importance")):
        for suffix, values in named.items():
            columns[f"{name}{suffix}"] = _parts(inputs, values)[part]
    counts = _parts(inputs, found.n)
    columns["n"] = np.minimum(counts["performance"], counts[inputs.kind])
    return columns


def _parts(inputs: Inputs, values: np.ndarray) -> dict[str, np.ndarray]:
    """Return joint values as one array a part, shape (…, k)."""
    blocks = np.split(values, len(inputs.parts), axis=-1)
    return dict(zip(inputs.parts, blocks, strict=True))


def _comparison(
    inputs: Inputs, parts: dict[str, np.ndarray], each: dict[str, np.ndarray]
) -> dict[str, Any]:
    """Return stated beside derived importance on one scale, and where they differ."""
    if not {"stated", "derived"} <= set(inputs.parts):
        return {}
    stated, derived = (standard_scores(parts[name]) for name in ("stated", "derived"))
    sides = [standard_scores(each[name]) for name in ("stated", "derived")]
    more = _disagree(*sides).mean(axis=0) >= DECIDED
    less = _disagree(*sides[::-1]).mean(axis=0) >= DECIDED
    return {
        "stated_score": stated,
        "derived_score": derived,
        "disagree": np.select([more, less], ["stated", "derived"], "").tolist(),
    }


def _disagree(higher: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """Return where one score is above the mean and a whole score above the other."""
    return (higher > 0) & (lower < 0) & (higher - lower > 1)


def _crosshair(
    performance: np.ndarray, importance: np.ndarray, cut: str, aims: np.ndarray
) -> list[float]:
    lines = CUTS[cut](performance, importance, aims)
    return [line.item() if line.size == 1 else np.nan for line in lines]
