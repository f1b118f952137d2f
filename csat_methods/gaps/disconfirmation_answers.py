"""Which item asks directly what a gap measures, and what do both say of a person?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from csat_methods import _checks
from csat_methods.statistics.influence import correlation_gradient, influence
from csat_methods.statistics.moments import correlation, moments
from csat_methods.wave.estimate import Domains
from csat_methods.wave.pairs import (
    Pair,
    Pairs,
    declared_pairs,
    person_means,
    same_people,
    sound_pairs,
)
from csat_methods.wave.smooth import Piece, nothing

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ROUNDING = 1e-9
"""Means of several items that differ by less are the same."""

MEASURES = (
    *("estimate", "gap", "said_worse", "said_as_expected", "said_better", "agreement"),
    "correlation",
)
"""What is measured of each pair, in order; all but the last are means."""

Items = Mapping[str, str]


def compared_pairs(
    wave: Wave, pairs: Pairs | None, items: Items | None
) -> tuple[Pairs, Items]:
    """Return pairs and the item that asks directly about each, as given or declared.

    Raises
    ------
    ValueError
        If only one of both is given, or the study asks nothing of the kind.
    """
    if (pairs is None) != (items is None):
        lacking = "items" if items is None else "pairs"
        raise ValueError(
            f"{lacking}=None: give both pairs and items, or neither to take them from "
            "the study."
        )
    if pairs is not None and items is not None:
        return pairs, items
    return _declared(wave)


def _declared(wave: Wave) -> tuple[Pairs, Items]:
    wave.require("disconfirmation", "pairs")
    known = declared_pairs(wave)
    asked = [i for i in wave.study.role("disconfirmation") if i in wave.frame]
    about = {item: wave.study.items[item].characteristic for item in asked}
    found = {name: (known[name], item) for item, name in about.items() if name in known}
    sides = (tuple(side[i] for side in known.values()) for i in (0, 1))
    everything = tuple(_flat(side) for side in sides)
    found |= {item: (everything, item) for item, name in about.items() if name is None}
    if not found:
        raise ValueError(
            f"disconfirmation={asked}: none of them is about a characteristic with "
            "both an expectation and a perception item."
        )
    return (
        {name: pair for name, (pair, _) in found.items()},
        {name: item for name, (_, item) in found.items()},
    )


def _flat(columns: tuple[object, ...]) -> tuple[str, ...]:
    each = ((c,) if isinstance(c, str) else tuple(c) for c in columns)  # type: ignore[arg-type]
    return tuple(column for held in each for column in held)


def sound_items(
    wave: Wave, pairs: Pairs, items: Items
) -> tuple[dict[str, Pair], dict[str, str]]:
    """Return pairs and items by name, each checked.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If items do not name exactly the pairs, or one is a side of its own pair.
    """
    named = sound_pairs(wave, pairs)
    if not isinstance(items, Mapping) or set(items) != set(named):
        raise ValueError(
            f"items={items!r} must name a column for exactly the pairs {sorted(named)}."
        )
    wave.measured(list(dict.fromkeys(items[name] for name in named)))
    twice = [name for name in named if items[name] in named[name].columns]
    if twice:
        raise ValueError(f"items: those of {twice} are a side of their own pair.")
    return named, {name: items[name] for name in named}


def measured(
    wave: Wave,
    where: Domains,
    pairs: Mapping[str, Pair],
    items: Items,
    *,
    middle: float | None,
    tolerance: float,
) -> list[Piece]:
    """Return the measures of each pair in each domain, with influence values.

    Raises
    ------
    ValueError
        If a middle is unsound, or different people answered the sides.
    """
    middles = _middles(wave, items, middle)
    answers = {
        name: _answers(wave, pair, items[name], middles[name], tolerance)
        for name, pair in pairs.items()
    }
    sides = {name: (*p.sides, (items[name],)) for name, p in pairs.items()}
    whole = [~np.isnan(each).any(axis=1) for each in answers.values()]
    same_people(wave, sides, np.column_stack(whole))
    counted = wave.design.weights > 0
    return [
        _piece(wave, (where.codes == d) & counted, answers[name])
        for d in range(len(where))
        for name in pairs
    ]


def _middles(wave: Wave, items: Items, middle: float | None) -> dict[str, float]:
    """Return the point of each item that says "as expected".

    Raises
    ------
    ValueError
        If it is not inside the item's scale, or there is neither scale nor point.
    """
    faults, found = _checks.Faults(), {}
    for name, item in items.items():
        ends = wave.scales.get(item)
        if ends is None and middle is None:
            faults.add(
                f"middle=None: item={item!r} has no scale; say which of its points "
                "means as expected."
            )
        elif ends is not None and middle is not None and not ends[0] < middle < ends[1]:
            faults.add(
                f"middle={middle:g} must lie inside the scale of item={item!r}, "
                f"{ends[0]:g} to {ends[1]:g}."
            )
        else:
            found[name] = sum(ends or ()) / 2 if middle is None else float(middle)
    faults.stop()
    return found


def _answers(
    wave: Wave, pair: Pair, item: str, middle: float, tolerance: float
) -> np.ndarray:
    """Return all measures of each person, (n, 6); NaN where an answer is missing."""
    direct = wave.answers(item)[:, 0] - middle
    gap = person_means(wave, pair.perception) - person_means(wave, pair.expectation)
    side = np.sign(np.where(np.abs(gap) <= tolerance + ROUNDING, 0.0, gap))
    said = np.sign(direct)
    alike = [said < 0, said == 0, said > 0, said == side]
    x = np.column_stack([direct, gap, *(np.asarray(each, float) for each in alike)])
    x[np.isnan(direct) | np.isnan(gap)] = np.nan
    return x


def _piece(wave: Wave, domain: np.ndarray, answers: np.ndarray) -> Piece:
    """Return the means of all measures, and the correlation of the first two."""
    rows = domain & ~np.isnan(answers).any(axis=1)
    if not rows.any():
        return nothing(rows, len(MEASURES))
    x, w = answers[rows], wave.design.weights[rows]
    estimate = _values(x, w)

    def moved() -> np.ndarray:
        means = (x - estimate[:-1]) / w.sum()
        return np.column_stack([means, _moved_correlation(x[:, :2], w, estimate[-1])])

    return Piece(rows, estimate, moved, lambda weights: _values(x, weights))


def _values(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the measures under some weights; NaN for what has no spread."""
    if not w.sum() > 0:
        return np.full(len(MEASURES), np.nan)
    return np.array([*(w @ x / w.sum()), _correlation(x[:, :2], w)])


def _correlation(x: np.ndarray, w: np.ndarray) -> float:
    if np.count_nonzero(w) < 2 or (np.ptp(x[w > 0], axis=0) == 0).any():
        return np.nan
    return float(correlation(moments(x, w).covariance)[0, 1])


def _moved_correlation(x: np.ndarray, w: np.ndarray, r: float) -> np.ndarray:
    if np.isnan(r):
        return np.zeros(len(x))
    whole = moments(x, w)
    half = np.array([[0.0, 0.5], [0.5, 0.0]])
    B = correlation_gradient(whole.covariance, half)
    return influence(x, None, whole, B=B[None])[:, 0]
