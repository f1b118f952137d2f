"""From where on does a pattern of answers look careless, and who says so?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from csat_methods import _checks
from csat_methods._messages import Message

WHOLE = 0.999
"""Correlations nearer to one than this count as this."""

MAD = 1.4826
"""Makes the median deviation a standard deviation where values are normal."""

LOWEST = -0.9
"""A correlation whose limit lies below this tells nothing."""

AWAY = 2.0
"""Robust standard deviations of Fisher's z that a limit keeps from the median."""

RARE = 0.01
"""Share of careful people who would show as much of a pattern, if it is a sign."""

FARTHEST = 0.03
"""Share of careful people who lie as far off, if it is a sign."""


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
    moved : bool
        Whether it is a correlation within a person, whose limit moves with people.
    behaviour : str
        What people do whom it finds; rules of one behaviour make one sign. The rule's
        own name where it is not said.
    drawn : bool
        Whether its limit is what :data:`FARTHEST` of the people drawn pass, who answer
        carefully, with the shares and correlations of these answers.
    """

    column: str
    words: Message
    limit: Callable[[int], float]
    low: bool
    moved: bool = False
    drawn: bool = False
    behaviour: str = ""

    def fitting(
        self, values: np.ndarray, items: int, drawn: np.ndarray | None = None
    ) -> float:
        """Return the limit for these values; NaN where they can tell nothing.

        A correlation over few pairs is low by chance in careful people too: its limit
        never lies nearer than two robust standard deviations to the median person. A
        distance is large where answers pile up at one end: its limit is where few of
        the people drawn lie.
        """
        limit = self.limit(items)
        known = values[~np.isnan(values)]
        if self.drawn and drawn is not None and not np.isnan(drawn).any():
            return float(np.quantile(drawn, FARTHEST if self.low else 1 - FARTHEST))
        return _usual(known, limit) if self.moved and len(known) else limit

    def flags(self, values: np.ndarray, limit: float) -> np.ndarray:
        """Return who is flagged; nobody whose value is missing."""
        known = ~np.isnan(values)
        beyond = values <= limit if self.low else values >= limit
        return known & beyond


def _usual(known: np.ndarray, limit: float) -> float:
    """Return the limit, or what is as far below the median person as can be told.

    NaN where that is too low, or the median person lies there too: three items make
    three pairs whose correlation can be little else than −.5.
    """
    z = np.arctanh(np.clip(known, -WHOLE, WHOLE))
    middle = float(np.median(z))
    spread = MAD * float(np.median(np.abs(z - middle)))
    found = min(limit, float(np.tanh(middle - AWAY * spread)))
    return found if LOWEST < found < np.tanh(middle) else float("nan")


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
        moved=True,
    ),
    "synonyms": Rule(
        "psychometric_synonyms",
        Message("like items answered unlike"),
        _always(0.22),
        low=True,
        moved=True,
    ),
    "against_all": Rule(
        "person_total",
        Message("answers run against all others"),
        _always(0.0),
        low=True,
        moved=True,
    ),
    "far_off": Rule(
        "mahalanobis",
        Message("a very rare combination"),
        _far,
        low=False,
        drawn=True,
    ),
    "far_off_robust": Rule(
        "mahalanobis_robust",
        Message("far from the bulk of the answers"),
        lambda items: _far(items) * 1.5,
        low=False,
        drawn=True,
    ),
    "unlikely": Rule(
        "likelihood",
        Message("answers that hardly anyone gives together"),
        _always(-2.0),
        low=True,
        drawn=True,
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
    "broke_off": Rule(
        "broke_off",
        Message("broke off"),
        _always(1.0),
        low=False,
        behaviour="left blank",
    ),
    "missing": Rule(
        "missing",
        Message("half or more left blank"),
        _always(0.5),
        low=False,
        behaviour="left blank",
    ),
}
"""Limits: same answer, half of the items or six (Curran 2016, *J. Experimental Social
Psychology*, 66, 4-19); even-odd .30 and synonyms .22 (DeSimone and Harms 2018, *J.
Business and Psychology*, 33, 559-577); Mahalanobis p .001 where nobody can be drawn,
one attention item missed (Meade and Craig 2012); two seconds an item (Huang et al.
2012, *J. Business and Psychology*, 27, 99-114); a match of .95 is stricter than the .85
of Kuriakose and Robbins (2016); the rest are this project's."""


def check_limits(limits: Mapping[str, Any]) -> None:
    """Refuse limits of no rule, or that everybody meets.

    Raises
    ------
    ValueError
        If a rule is unknown, a limit is no number, or nought or less where high values
        are flagged: none is lower.
    """
    _checks.keys("limits", limits, RULES)
    for name, limit in limits.items():
        _checks.number(f"limits[{name!r}]", limit)
        if not RULES[name].low and limit <= 0:
            raise ValueError(
                f"limits[{name!r}]={limit} must be above 0: everybody would be flagged."
            )
