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

LOWEST = -0.9
"""A limit below this would tell nothing."""


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
    consistency : bool
        Whether it is a correlation inside a person, which few pairs leave uncertain.
    """

    column: str
    words: Message
    limit: Callable[[int], float]
    low: bool
    consistency: bool = False

    def fitting(self, values: np.ndarray, items: int) -> float:
        """Return the limit for these values; NaN where they can tell nothing.

        A correlation over few pairs is low by chance in careful people too. Its limit
        is therefore lowered to two robust standard deviations of Fisher's z below the
        median person, where that lies lower.
        """
        limit = self.limit(items)
        if not self.consistency:
            return limit
        z = np.arctanh(np.clip(values[~np.isnan(values)], -WHOLE, WHOLE))
        if len(z) == 0:
            return limit
        middle = float(np.median(z))
        spread = MAD * float(np.median(np.abs(z - middle)))
        lowest = float(np.tanh(middle - 2 * spread))
        return min(limit, lowest) if lowest > LOWEST else float("nan")

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
        consistency=True,
    ),
    "synonyms": Rule(
        "psychometric_synonyms",
        Message("like items answered unlike"),
        _always(0.22),
        low=True,
        consistency=True,
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
