"""From where on does a pattern of answers look careless, and who says so?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from csat_methods._messages import Message

WHOLE = 0.999
"""Correlations nearer to one than this count as this."""

MAD = 1.4826
"""Makes the median deviation a standard deviation where values are normal."""

Moves = tuple[
    Callable[[np.ndarray], np.ndarray], Callable[[float], float], float, float
]

MOVES: Mapping[str, Moves] = {
    "correlation": (
        lambda r: np.arctanh(np.clip(r, -WHOLE, WHOLE)),
        lambda z: float(np.tanh(z)),
        -0.9,
        2.0,
    ),
    "distance": (
        lambda d: np.log(np.maximum(d, 1e-9)),
        lambda z: float(np.exp(z)),
        0.0,
        1.0,
    ),
}
"""To a scale on which values spread evenly, back, below what a limit tells nothing, and
how many robust standard deviations it keeps away: Fisher's z of correlations, the
logarithm of squared robust distances."""


@dataclass(frozen=True)
class Rule:
    """One pattern: its column, its words, and which values are flagged.

    Attributes
    ----------
    column : str
        Of the table of people.
    words : Message
    limit : callable
        Number of items to the limit.
    low : bool
        Whether low values are flagged; else high ones.
    moved : str
        How its limit moves with the people (a key of :data:`MOVES`); not at all where
        it is empty.
    """

    column: str
    words: Message
    limit: Callable[[int], float]
    low: bool
    moved: str = ""

    def fitting(self, values: np.ndarray, items: int) -> float:
        """Return the limit for these values; NaN where they can tell nothing.

        A correlation over few pairs is low by chance in careful people too, and a
        distance is large where answers pile up at one end. Their limits never lie
        nearer than two robust standard deviations, of distances one, beyond the median
        person.
        """
        limit = self.limit(items)
        known = values[~np.isnan(values)]
        if not self.moved or len(known) == 0:
            return limit
        to, back, lowest, many = MOVES[self.moved]
        z = to(known)
        middle = float(np.median(z))
        reach = many * MAD * float(np.median(np.abs(z - middle)))
        usual = float(back(middle - reach if self.low else middle + reach))
        if usual <= lowest:
            return float("nan")
        return min(limit, usual) if self.low else max(limit, usual)

    def flags(self, values: np.ndarray, limit: float) -> np.ndarray:
        """Return who is flagged; nobody whose value is missing."""
        known = ~np.isnan(values)
        beyond = values <= limit if self.low else values >= limit
        return known & beyond


def _half(items: int) -> float:
    return max(items / 2, 6.0)


def _far(items: int) -> float:
    return float(stats.chi2.isf(0.001, items))


def _always(value: float) -> Callable[[int], float]:
    return lambda _items: value


RULES: Mapping[str, Rule] = {
    "same_answer": Rule(
        "longstring", Message("the same answer many times in a row"), _half, low=False
    ),
    "no_variation": Rule(
        "irv", Message("hardly any variation"), _always(0.25), low=True
    ),
    "straight_lines": Rule(
        "straight_lines",
        Message("every block answered alike"),
        _always(1.0),
        low=False,
    ),
    "even_odd": Rule(
        "even_odd",
        Message("halves of scales do not agree"),
        _always(0.30),
        low=True,
        moved="correlation",
    ),
    "synonyms": Rule(
        "psychometric_synonyms",
        Message("like items answered unlike"),
        _always(0.22),
        low=True,
        moved="correlation",
    ),
    "against_all": Rule(
        "person_total",
        Message("answers run against all others"),
        _always(0.0),
        low=True,
        moved="correlation",
    ),
    "far_off": Rule(
        "mahalanobis",
        Message("a very rare combination"),
        _far,
        low=False,
    ),
    "far_off_robust": Rule(
        "mahalanobis_robust",
        Message("far from the bulk of the answers"),
        lambda items: _far(items) * 1.5,
        low=False,
        moved="distance",
    ),
    "speed": Rule(
        "seconds_per_item", Message("faster than one can read"), _always(2.0), low=True
    ),
    "attention": Rule(
        "attention_missed",
        Message("missed an attention item"),
        _always(1.0),
        low=False,
    ),
    "copied": Rule(
        "nearest_match",
        Message("nearly the answers of another"),
        _always(0.95),
        low=False,
    ),
    "broke_off": Rule("broke_off", Message("broke off"), _always(1.0), low=False),
    "missing": Rule(
        "missing", Message("half or more left blank"), _always(0.5), low=False
    ),
}
"""Limits: same answer, half of the items or six (Curran 2016, *J. Experimental Social
Psychology*, 66, 4-19); even-odd .30 and synonyms .22 (DeSimone and Harms 2018, *J.
Business and Psychology*, 33, 559-577); Mahalanobis p .001, one attention item missed
(Meade and Craig 2012); two seconds an item (Huang et al. 2012, *J. Business and
Psychology*, 27, 99-114); a match of .95 is stricter than the .85 of Kuriakose and
Robbins (2016); the rest are this project's."""
