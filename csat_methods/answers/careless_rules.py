"""From where on does a pattern of answers look careless, and who says so?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from csat_methods._messages import Message


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
    """

    column: str
    words: Message
    limit: Callable[[int], float]
    low: bool

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
        "even_odd", Message("halves of scales do not agree"), _always(0.30), low=True
    ),
    "synonyms": Rule(
        "psychometric_synonyms",
        Message("like items answered unlike"),
        _always(0.22),
        low=True,
    ),
    "against_all": Rule(
        "person_total",
        Message("answers run against all others"),
        _always(0.0),
        low=True,
    ),
    "far_off": Rule("mahalanobis", Message("a very rare combination"), _far, low=False),
    "far_off_robust": Rule(
        "mahalanobis_robust",
        Message("far from the bulk of the answers"),
        lambda items: _far(items) * 1.5,
        low=False,
    ),
    "speed": Rule(
        "seconds_per_item", Message("faster than one can read"), _always(2.0), low=True
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
Business and Psychology*, 33, 559-577); Mahalanobis p .001 (Meade and Craig 2012); two
seconds an item (Huang et al. 2012, *J. Business and Psychology*, 27, 99-114); a match
of .95 is stricter than the .85 of Kuriakose and Robbins (2016); the rest are this
project's."""
