"""What are columns called whose name means something else in each kind of table?

"Item" over constructs and "Estimate" over shares say less than they could.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from csat_methods.result import Result

TERM, ESTIMATE = "term", "estimate"
_CHARACTERISTIC = {TERM: "Characteristic"}
_CONSTRUCT = {TERM: "Construct"}
_DIFFERENCE = {ESTIMATE: "Difference"}

HEADS: Mapping[str, Mapping[str, str]] = {
    "Adequacy": {ESTIMATE: "Sampling adequacy"},
    "Allocation": {TERM: "Group"},
    "AnswerRuns": {TERM: "Longest run"},
    "CarelessResponses": {TERM: "Sign"},
    "CommentThemes": {TERM: "Theme", ESTIMATE: "Share"},
    "Comparability": {TERM: "Groups by", "delta_cfi": "Change of CFI over all steps"},
    "ConvergentValidity": _CONSTRUCT,
    "Coverage": {TERM: "Kind"},
    "DesignEffects": {ESTIMATE: "Design effect"},
    "Disconfirmation": {"claim": "Verdict"},
    "DimensionScores": {TERM: "Dimension", ESTIMATE: "Mean"},
    "DiscriminantValidity": {TERM: "Constructs"},
    "FactorNumbers": {TERM: "Rule", ESTIMATE: "Dimensions found"},
    "FlaggedEffect": _DIFFERENCE,
    "GapPriorities": {**_CHARACTERISTIC, "performance": "Gap"},
    "GapReliability": _CONSTRUCT,
    "GapScores": {**_CHARACTERISTIC, ESTIMATE: "Gap"},
    "Importance": {ESTIMATE: "Explained", "share": "Share of all explained"},
    "Kano": {**_CHARACTERISTIC, "category": "Most frequent category"},
    "KanoDrift": _CHARACTERISTIC,
    "KindAgreement": {
        **_CHARACTERISTIC,
        "category": "By the paired questions",
        "kind": "By ratings",
    },
    "Means": {ESTIMATE: "Mean"},
    "NetPromoterScore": {ESTIMATE: "Score"},
    "Opportunities": {
        ESTIMATE: "Opportunity",
        "importance": "Importance out of ten",
        "performance": "Rating out of ten",
    },
    "PlanOverview": {TERM: "Point"},
    "PrecisionCurve": {TERM: "Way of asking"},
    "Proportions": {ESTIMATE: "Share"},
    "QuestionnaireCoverage": _CHARACTERISTIC,
    "Reliability": {**_CONSTRUCT, ESTIMATE: "Alpha"},
    "ReliabilityForest": {TERM: "Coefficient"},
    "Representativeness": {TERM: "Measure"},
    "ResponseChecks": {TERM: "Check"},
    "ResponseRates": {TERM: "Rate"},
    "SampleSize": {TERM: "Step", "n_exact": "People"},
    "SatisfactionIndex": {ESTIMATE: "Index"},
    "SegmentDifferences": _DIFFERENCE,
    "Servperf": {TERM: "Told by", ESTIMATE: "Share explained"},
    "StatedImportance": {ESTIMATE: "Importance"},
    "SuggestedThemes": {TERM: "Possible theme"},
    "TopBox": {ESTIMATE: "Share"},
    "WaveChanges": {ESTIMATE: "Change"},
    "WeightReport": {TERM: "Step"},
    "WeightedGap": {**_CHARACTERISTIC, ESTIMATE: "Weighted gap"},
}
"""Name of a Result's class to the headings that its own columns have."""

ASIDE: Mapping[str, frozenset[str]] = {
    "Opportunities": frozenset({"quadrant"}),
    "ResponseChecks": frozenset({"n"}),
    "SampleSize": frozenset({"n"}),
}
"""Name of a Result's class to columns that say what others of its table say."""

IDLE: Mapping[str, frozenset[str]] = {
    "Coverage": frozenset({"not stated", "longer ago", "never"}),
}
"""Name of a Result's class to terms that say, with a zero, that nothing is amiss."""


LARGEST_FIRST = frozenset(
    {"DiscriminantValidity", "Importance", "Opportunities", "StatedImportance"}
)
"""Names of Results' classes whose rows stand in the order of their estimates."""

Shown = tuple[Mapping[str, Any], bool]
"""A row, and whether it is visible."""


def in_order(result: Result, rows: list[Shown]) -> list[Shown]:
    """Return the rows as a page shows them: hidden and unknown ones last."""
    if type(result).__name__ not in LARGEST_FIRST or result.by:
        return rows

    def place(each: Shown) -> float:
        estimate = float(each[0].get(ESTIMATE, math.nan))
        return math.inf if math.isnan(estimate) else -estimate

    return sorted(rows, key=place)


def idle(result: Result, row: Mapping[str, Any]) -> bool:
    """Return whether a row says no more than that nothing is amiss."""
    terms = IDLE.get(type(result).__name__)
    return terms is not None and row["term"] in terms and not row["estimate"]


def aside(result: Result) -> frozenset[str]:
    """Return the columns of a kind of table that are left to the spreadsheet."""
    return ASIDE.get(type(result).__name__, frozenset())


def own_heading(result: Result, column: str) -> str | None:
    """Return the English heading that a kind of table has for a column, or None.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, means
    >>> found = means(Wave.from_frame(pd.DataFrame({"q1": [1, 2]})), "q1")
    >>> own_heading(found, "estimate"), own_heading(found, "n")
    ('Mean', None)
    """
    for kind in type(result).__mro__:
        if kind.__name__ in HEADS:
            return HEADS[kind.__name__].get(column)
    return None
