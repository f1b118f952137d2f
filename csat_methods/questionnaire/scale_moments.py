"""Which answers make the covariances of a construct when some are blank?

``complete`` takes people who answered all items, ``available`` each pair of items over
the people who answered both, ``em`` the most likely normal distribution of all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.questionnaire.constructs import Scale, complete_scale
from csat_methods.statistics.available_moments import available_moments
from csat_methods.statistics.correlation import SINGULAR
from csat_methods.statistics.em_moments import EMMoments, em_moments
from csat_methods.statistics.incomplete_influence import (
    available_influence,
    em_influence,
)
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import Moments, moments

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False)
class Rule:
    """How blanks are met.

    Attributes
    ----------
    moments : callable
        Answers (r, k) and weights (r,) → Moments.
    influence : callable
        Answers, weights, their Moments, gradients (m, k, k) → (r, m).
    """

    moments: Callable[[np.ndarray, np.ndarray], Moments]
    influence: Callable[[np.ndarray, np.ndarray, Moments, np.ndarray], np.ndarray]


def _available(x: np.ndarray, w: np.ndarray) -> Moments:
    found = available_moments(x, w)
    own = np.diagonal(found.means).copy()
    return Moments(
        n=len(x), weight=float(w.sum()), means=own, covariance=found.covariance
    )


def _em(x: np.ndarray, w: np.ndarray) -> Moments:
    found = em_moments(x, w)
    return Moments(
        n=found.n,
        weight=float(w.sum()),
        means=found.means,
        covariance=found.covariance * _unbiased(found),
    )


def _unbiased(found: EMMoments) -> float:
    return found.n / (found.n - 1)


def _em_influence(
    x: np.ndarray, w: np.ndarray, _found: Moments, B: np.ndarray
) -> np.ndarray:
    again = em_moments(x, w)
    return em_influence(x, again, B * _unbiased(again))


RULES = {
    "complete": Rule(moments, lambda x, _w, found, B: influence(x, None, found, B=B)),
    "available": Rule(
        _available,
        lambda x, w, _f, B: available_influence(x, available_moments(x, w), B),
    ),
    "em": Rule(_em, _em_influence),
}
"""What is done with blanks, by name."""


def scale_of(
    wave: Wave, name: str, items: Sequence[str], fewest: int, missing: str
) -> Scale | str:
    """Return the answers of a construct by the rule, or why there are none."""
    if missing == "complete":
        return complete_scale(wave, name, items, fewest)
    x = wave.answers(items)
    held = ~np.isnan(x) & (wave.domain & (wave.design.weights != 0))[:, None]
    together = held.T.astype(float) @ held
    if together.min() < fewest:
        i, j = np.unravel_index(together.argmin(), together.shape)
        pair = list(dict.fromkeys((items[i], items[j])))
        return (
            f"items={pair}: {int(together.min())} people answered "
            f"{'both' if i != j else 'it'}; at least {fewest} are needed."
        )
    rows = held.any(axis=1)
    weights = wave.design.weights[rows]
    lowest, highest = np.fmin.reduce(x[rows]), np.fmax.reduce(x[rows])
    flat = [i for i, a, b in zip(items, lowest, highest, strict=True) if a == b]
    if flat and missing == "em":
        return f"items={flat}: not estimable, because their answers do not vary."
    try:
        found = RULES[missing].moments(x[rows], weights)
    except ValueError as why:
        return (
            f"items={list(items)}: missing={missing!r} is not estimable, because {why}"
        )
    if not _definite(found.covariance):
        return (
            f"items={list(items)}: missing={missing!r} is not estimable, because the "
            "covariances of pairs are not those of any answers (not positive "
            "definite); use 'em'."
        )
    return Scale(name, tuple(items), rows, x[rows], weights, found)


def _definite(S: np.ndarray) -> bool:
    """Return whether S may be a covariance matrix: no eigenvalue below zero."""
    values = np.linalg.eigvalsh(S)
    return bool(values[0] > -SINGULAR * values[-1])
