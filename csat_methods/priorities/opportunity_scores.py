"""Where is something important to customers and not yet served?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.priorities.placement import DECIDED, UNDECIDED
from csat_methods.priorities.priority_inputs import (
    Inputs,
    joint_inputs,
    priority_inputs,
)
from csat_methods.priorities.quadrants import agreement
from csat_methods.result import Result, method
from csat_methods.statistics.normal_draws import drawn
from csat_methods.wave import claims
from csat_methods.wave.estimate import Estimates, domains, interval
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

TOP = 10.0
"""The highest importance and satisfaction; the lowest is 0."""

UNDERSERVED = 10.0
"""Opportunity above which something is underserved (Ulwick 2005, p. 46)."""

QUADRANTS = ("underserved", "served", "overserved")
RULE = (
    "The opportunity is the importance, and what the rating lacks of it once more; "
    "above {line} it is underserved."
)
"""How the estimate comes about, in words."""

WORDS = {
    "underserved": Message("underserved"),
    "served": Message("served as it matters"),
    "overserved": Message("served more than it matters"),
    UNDECIDED: Message("undecided"),
}
"""Regions of importance and satisfaction in words."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Opportunities(Result):
    """Opportunity of each item: important, and not yet served.

    Attributes
    ----------
    underserved_above : float
        Opportunity above which something is underserved.
    """

    underserved_above: float = UNDERSERVED

    kinds: ClassVar[Mapping[str, str]] = {"probability": "percent"}
    clause: ClassVar[str] = "7.4.3"
    higher_is_better: ClassVar[bool] = False

    def headline(self) -> Message:
        """Return what is underserved for certain."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        rows.sort(key=lambda row: -row["estimate"])
        sure = [row for row in rows if row["place"] == "underserved"]
        if sure:
            named = Listing(tuple(claims.row_name(self, row) for row in sure))
            return Message(
                "Important to customers, and not yet served: {items}.",
                {"items": named},
            )
        values = claims.with_interval(self, rows[0])
        if all(row["place"] not in ("underserved", UNDECIDED) for row in rows):
            return Message(
                "Nothing important to customers is left unserved; the largest "
                "opportunity is {label} ({estimate}, {low} to {high}).",
                values,
            )
        return Message(
            "Whether anything important to customers is left unserved is undecided; "
            "the largest opportunity is {label} ({estimate}, {low} to {high}).",
            values,
        )


@method
def opportunity_scores(
    wave: Wave,
    *,
    performance: str | Sequence[str] | None = None,
    importance: str | Mapping[str, str] | None = None,
    scoring: str = "mean",
    threshold: float = UNDERSERVED,
    level: float = 0.95,
    draws: int = 4000,
    seed: int = 0,
) -> Opportunities:
    r"""Return how large the opportunity of each item is, with its probability.

    .. math:: O_j = I_j + \max(I_j - S_j, 0)

    with importance I and satisfaction S from 0 to 10, each over its own answers. The
    opportunity lies between 0 and 20; errors follow from the joint covariance of both.

    Parameters
    ----------
    wave : Wave
    performance : str or list of str, optional
        Ratings; by default those that have an importance item.
    importance : str or dict, optional
        {rating: importance item}; from the study when not given (``"stated"``).
    scoring : str
        ``mean``: where the mean stands between the ends of the scale; ``top_two``: the
        share of the two highest answers. Both times 10.
    threshold : float
        Opportunity above which something is underserved, 0 to 20.
    level : float
        Confidence of the intervals, between 0 and 1.
    draws, seed : int
        Of the probabilities.

    Returns
    -------
    Opportunities
        One row an item: ``term, estimate`` (opportunity, 0 to 20), ``se, ci_low,
        ci_high, n`` (fewest answers), ``df, importance, performance`` (0 to 10),
        ``quadrant`` (``underserved`` above the threshold; ``overserved`` where
        satisfaction is above importance, never of what the law requires; else
        ``served``), ``probability`` (of it), ``place`` (the quadrant, or ``undecided``
        below a probability of .8).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item has no importance item or no scale, nobody answered it, fewer than
        two items are given, or an argument is out of range.

    Notes
    -----
    Where importance and satisfaction are alike the formula has a corner, and its error
    there is that of the side the estimate lies on.

    References
    ----------
    Ulwick, A. W. (2005). *What Customers Want*. McGraw-Hill, ch. 3 (formula and
    regions).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, opportunity_scores
    >>> asked = {"p1": [1, 2, 3], "i1": [5, 5, 4], "p2": [5, 4, 5], "i2": [2, 1, 3]}
    >>> wave = Wave.from_frame(pd.DataFrame(asked), scales=dict.fromkeys(asked, (1, 5)))
    >>> found = opportunity_scores(wave, importance={"p1": "i1", "p2": "i2"})
    >>> found.table["estimate"].round(2).tolist(), found.table["quadrant"].tolist()
    ([15.83, 2.5], ['underserved', 'overserved'])
    """
    _checks.between("level", level, 0, 1)
    _checks.within("threshold", threshold, 0, 2 * TOP)
    _checks.one_of("scoring", scoring, SCORINGS)
    draws, seed = _checks.whole("draws", draws), _checks.whole("seed", seed, lowest=0)
    stated = "stated" if importance is None else importance
    if isinstance(stated, str):
        _checks.one_of("importance", stated, ("stated",))
    inputs = _scored(wave, priority_inputs(wave, performance, stated, None), scoring)
    found = joint_inputs(wave, inputs)
    table = _opportunities(found)
    place = _placed(found, inputs.statutory, threshold, (draws, seed))
    return estimates_result(
        wave,
        Opportunities,
        "Opportunity scores",
        domains(wave),
        inputs.items,
        table,
        level=level,
        about=inputs.about(),
        labels={**wave.labels(inputs.items), **WORDS},
        columns={**_sides(found), **place, **_kept_within(table, level)},
        averages=scoring == "mean",
        notes=[Message(RULE, {"line": Number(float(threshold), "rank")})],
        underserved_above=float(threshold),
    )


def _means(x: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return TOP * (x - low) / (high - low)


def _top_two(x: np.ndarray, _low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(x), np.nan, TOP * (x >= high - 1))


SCORINGS: dict[str, Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]] = {
    "mean": _means,
    "top_two": _top_two,
}
"""Answers (n, k) between the ends of their scales to points from 0 to 10."""


def _scored(wave: Wave, inputs: Inputs, scoring: str) -> Inputs:
    """Return the inputs with answers from 0 to 10.

    Raises
    ------
    ValueError
        If an item has no scale.
    """
    names = {"performance": inputs.items, "stated": inputs.stated}
    bare = [n for each in names.values() for n in each if n not in wave.scales]
    if bare:
        raise ValueError(
            f"items={bare} have no scale; opportunities need the ends of each."
        )
    scored = {}
    for part, values in inputs.values.items():
        low, high = np.array([wave.scales[name] for name in names[part]], float).T
        scored[part] = SCORINGS[scoring](values, low, high)
    return replace(inputs, values=scored)


def _opportunities(found: Estimates) -> Estimates:
    """Return I + max(I − S, 0), of satisfactions first and importances second."""
    satisfaction, importance = np.split(found.estimate, 2)
    short = (importance > satisfaction).astype(float)
    slope = np.hstack([-np.diag(short), np.diag(1 + short)])
    matrix = slope @ found.covariance() @ slope.T if found.covariance else None
    variance = np.full(len(short), np.nan) if matrix is None else np.diag(matrix)
    known = np.isfinite(found.se).reshape(2, -1).all(axis=0)
    df, n = (np.split(each, 2) for each in (found.df, found.n))
    return Estimates(
        importance + short * (importance - satisfaction),
        np.where(known, np.sqrt(np.maximum(variance, 0.0)), np.nan),
        np.minimum(*df),
        np.minimum(*n),
        None if matrix is None else (lambda: matrix),
    )


def _sides(found: Estimates) -> dict[str, Any]:
    satisfaction, importance = np.split(found.estimate, 2)
    return {"importance": importance, "performance": satisfaction}


def _placed(
    found: Estimates, must: np.ndarray, threshold: float, chance: tuple[int, int]
) -> dict[str, Any]:
    """Return the region of each item, its probability, and what it may be called."""
    covariance = np.zeros((1, 1)) if found.covariance is None else found.covariance()
    each = drawn(found.estimate, covariance, *chance)
    here = _regions(found.estimate, must, threshold)
    sure = agreement(_regions(each, must, threshold), here, found.df)
    names = [QUADRANTS[region] for region in here]
    return {
        "quadrant": names,
        "probability": sure,
        "place": [
            name if chance >= DECIDED else UNDECIDED
            for name, chance in zip(names, sure, strict=True)
        ],
    }


def _regions(values: np.ndarray, must: np.ndarray, threshold: float) -> np.ndarray:
    """Return the region of each item as a place in :data:`QUADRANTS`, (…, k)."""
    satisfaction, importance = np.split(values, 2, axis=-1)
    under = importance + np.maximum(importance - satisfaction, 0.0) > threshold
    over = (satisfaction > importance) & ~must
    return np.where(under, 0, np.where(over, 2, 1))


def _kept_within(found: Estimates, level: float) -> dict[str, np.ndarray]:
    """Return intervals that do not leave 0 to 20."""
    low, high = interval(found.estimate, found.se, found.df, level)
    return {"ci_low": np.maximum(low, 0.0), "ci_high": np.minimum(high, 2 * TOP)}
