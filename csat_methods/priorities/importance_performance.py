"""What matters much and is rated low, and how sure is that?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.priorities.placed_items import placed_items
from csat_methods.priorities.placement import DECIDED, UNDECIDED, aimed_at
from csat_methods.priorities.priority_inputs import Importance, priority_inputs
from csat_methods.priorities.quadrants import CUTS
from csat_methods.result import Result, method

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NAMED = 3
"""Most items that a headline names."""

WORDS = {
    "act_first": Message("Act first"),
    "keep_up": Message("Keep up"),
    "low_priority": Message("Low priority"),
    "enough": Message("Enough"),
    UNDECIDED: Message("undecided"),
    "mean": Message("mean"),
    "median": Message("median"),
    "target": Message("target"),
    "diagonal": Message("diagonal"),
    "stated": Message("stated more than derived"),
    "derived": Message("derived more than stated"),
    "": Message(""),
}
"""Quadrants, cuts and disagreements in words."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Priorities(Result):
    """Importance, performance and quadrant of items.

    Attributes
    ----------
    crosshair : pandas.Series
        Where the lines cross: ``performance, importance``; NaN for a diagonal.
    places : pandas.DataFrame
        Items × cuts: the quadrant under each way to draw the lines.
    importance : str
        ``stated`` or ``derived``.
    outcome : str
        What importance is derived from.
    """

    crosshair: pd.Series
    places: pd.DataFrame
    importance: str
    outcome: str

    kinds: ClassVar[Mapping[str, str]] = {
        "probability": "percent",
        "probability_first": "percent",
    }
    clause: ClassVar[str] = "7.4.3"
    claims: ClassVar[Mapping[tuple[str, str], str]] = {
        ("many", "stated"): (
            "{items} (and {more} more) come first: customers call them important and "
            "rate them low."
        ),
        ("some", "stated"): (
            "{items} come first: customers call them important and rate them low."
        ),
        ("one", "stated"): (
            "{items} comes first: customers call it important and rate it low."
        ),
        ("none", "stated"): "Nothing that customers call important is rated low.",
        ("many", "derived"): (
            "{items} (and {more} more) come first: they go closely with {outcome} and "
            "are rated low."
        ),
        ("some", "derived"): (
            "{items} come first: they go closely with {outcome} and are rated low."
        ),
        ("one", "derived"): (
            "{items} comes first: it goes closely with {outcome} and is rated low."
        ),
        ("none", "derived"): "Nothing that goes closely with {outcome} is rated low.",
    }
    placed: ClassVar[str] = (
        "{label}: {place} (importance {importance}, rating {performance}, probability "
        "{probability})."
    )

    def kind(self, column: str) -> str:
        """Return how a column is written: derived importance as a part of R²."""
        derived = self.importance == "derived" and column.startswith("importance")
        return "share" if derived else super().kind(column)

    def label(self, key: Any) -> Any:
        """Return the words of an item, a quadrant, or several cuts."""
        if key in self.labels:
            return self.labels[key]
        parts = str(key).split(", ")
        if all(part in WORDS for part in parts):
            return Listing(tuple(WORDS[part] for part in parts))
        return super().label(key)

    def urgency(self, row: Mapping[str, Any]) -> float:
        """Return how it is rated: what falls furthest short is named first."""
        return float(row["performance"])

    def headline(self) -> Message:
        """Return what comes first."""
        rows = self.records()
        if not rows:
            return super().headline()
        placed = [row for row in rows if row["place"] == "act_first"]
        first = sorted(filter(self._matters, placed), key=self.urgency)
        if placed and not first:
            required = Listing(tuple(self.label(row["term"]) for row in placed))
            return Message(
                "What comes first is required by law: {items}.", {"items": required}
            )
        named = tuple(self.label(row["term"]) for row in first[:NAMED])
        values = {
            "items": Listing(named),
            "more": Number(len(first) - len(named), "count"),
            "outcome": self.label(self.outcome),
            "line": self._line(),
        }
        source = "derived" if self.importance == "derived" else "stated"
        if first:
            size = "many" if len(first) > NAMED else "some" if len(first) > 1 else "one"
            return Message(self.claims[size, source], values)
        if all(1 - row["probability_first"] >= DECIDED for row in rows):
            return Message(self.claims["none", source], values)
        return Message("What should come first is undecided.")

    def _matters(self, row: Mapping[str, Any]) -> bool:
        """Whether an item counts as important by itself, not by law alone."""
        return not row["importance"] < float(self.crosshair["importance"])

    def _line(self) -> Number | Message:
        """Return below what performance is low."""
        line = float(self.crosshair["performance"])
        diagonal = math.isnan(line)
        return WORDS["diagonal"] if diagonal else Number(line, self.kind("performance"))

    def sentence(self, row: Any, verdict: str) -> Message:
        """Return the place of one item."""
        return Message(
            self.placed,
            {
                "label": self.label(row["term"]),
                "place": self.label(row["place"]),
                "importance": self.number(row, "importance"),
                "performance": self.number(row, "performance"),
                "probability": self.number(row, "probability"),
            },
        )


@method
def importance_performance(
    wave: Wave,
    *,
    performance: str | Sequence[str] | None = None,
    importance: Importance = "stated",
    outcome: str | None = None,
    cut: str = "mean",
    target: float | Sequence[float] | None = None,
    level: float = 0.95,
    draws: int = 4000,
    seed: int = 0,
) -> Priorities:
    r"""Place items by importance and performance, with the probability of the place.

    .. math:: P(q_j) = \frac{1}{d} \sum_{s=1}^{d}
              1\bigl[q_j(\theta^{(s)}) = q_j(\hat\theta)\bigr], \qquad
              \theta^{(s)} \sim N(\hat\theta, \hat V)

    where θ holds the performance and importance of all items, V is their joint
    covariance under the survey design, and the quadrant q is found anew in every draw,
    cross-hair included.

    Parameters
    ----------
    wave : Wave
    performance : str or list of str, optional
        Ratings, each over its own answers; by default those that have an importance
        item, or for derived importance the study's drivers.
    importance : str or dict
        ``stated``: the mean of each rating's importance item, of the study or given
        as {item: importance item}; ``derived``: its LMG part of the R² of `outcome`,
        past 22 drivers its relative weight (Johnson).
    outcome : str, optional
        What derived importance goes with; the study's overall item by default. Given
        with ``stated``, the two are compared.
    cut : str
        ``mean`` or ``median`` of the items; ``target``; ``diagonal``: performance is
        low where it is below importance, both in standard scores over the items.
    target : float or pair, optional
        Performance, or performance and importance, of ``target``; by default the
        study's line of the mean, and the mean importance.
    level : float
        Confidence of the intervals, between 0 and 1.
    draws, seed : int
        Of the probabilities.

    Returns
    -------
    Priorities
        One row an item: ``term, performance, performance_se, performance_low,
        performance_high``, the same of ``importance``, ``quadrant`` (``act_first,
        keep_up, low_priority, enough``), ``probability``, ``probability_first`` (of
        ``act_first``), ``place`` (the quadrant, or ``undecided`` below a probability
        of .8), ``moved_by`` (other cuts that move
        it), ``n`` (fewest answers); where both kinds of importance are known
        ``stated_score, derived_score`` (standard scores over the items) and
        ``disagree`` (the kind that is higher, where the other lies on the other side
        of the mean and a whole score off, with a probability of .8). What the law
        requires always counts as important.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item has no importance item, nobody answered it, fewer than two items
        are given, importance cannot be derived, or an argument is out of range.

    References
    ----------
    Martilla, J. A. and James, J. C. (1977). *Journal of Marketing*, 41, 77-79. Bacon,
    D. R. (2003). *International Journal of Market Research*, 45, 55-71 (diagonal).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, importance_performance
    >>> answers = {"p1": [1, 2, 1], "p2": [5, 4, 5], "i1": [5, 5, 4], "i2": [2, 1, 1]}
    >>> wave = Wave.from_frame(pd.DataFrame(answers))
    >>> result = importance_performance(wave, importance={"p1": "i1", "p2": "i2"})
    >>> list(result.table["quadrant"])
    ['act_first', 'enough']
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("cut", cut, CUTS)
    inputs = priority_inputs(wave, performance, importance, outcome)
    aims = aimed_at(wave, cut, target)
    draws, seed = _checks.whole("draws", draws), _checks.whole("seed", seed, lowest=0)
    return placed_items(
        wave,
        Priorities,
        "Importance-performance analysis",
        inputs,
        (cut, aims),
        (draws, seed),
        level,
    )
