"""What are the columns of a table called, and the words in its cells?

The text of a cell is a term, a level, an answer or a word of the method's own; each has
its place where its words are found.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from numbers import Real
from typing import Any

import pandas as pd

from csat_methods import _html
from csat_methods._html import Html, tag
from csat_methods._messages import Day, Listing, Message, Number, Text, plain, translate
from csat_methods.result import Result

COLUMNS: dict[str, str] = {
    "term": "Item",
    "category": "Answer",
    "comment": "Comment",
    "taken_out": "Taken out",
    "category_value": "Code",
    "estimate": "Estimate",
    "se": "Standard error",
    "ci_low": "From",
    "ci_high": "To",
    "n": "n",
    "n_exact": "n, exact",
    "n_before": "n before",
    "n_after": "n after",
    "wave_before": "From wave",
    "wave_after": "To wave",
    "wave": "Wave",
    "df": "Degrees of freedom",
    "deff": "Design effect",
    "sum_before": "Sum before",
    "sum_after": "Sum after",
    "weight_low": "Lowest weight",
    "weight_high": "Highest weight",
    "weight_cv": "Variation of the weights",
    "n_effective": "Effective n",
    "factor_low": "Lowest factor",
    "factor_high": "Highest factor",
    "asked": "Asked",
    "not_applicable": "Not applicable",
    "p": "p",
    "p_adjusted": "p, adjusted",
    "expectation": "Expectation",
    "perception": "Perception",
    "performance": "Rating",
    "importance": "Importance",
    "q": "Share at or below",
    "row_share": "Share of the row",
    "residual": "Distance from independence",
    "segment": "Segment",
    "reference": "Reference",
    "odds_ratio": "Odds ratio",
    "n_segment": "n of the segment",
    "n_reference": "n of the reference",
    "quadrant": "Place",
    "probability": "Certainty",
    "share": "Share",
    "before": "Before",
    "after": "After",
    "minimum_detectable": "Smallest change to be seen",
    "promoters": "Promoters",
    "passives": "Passives",
    "detractors": "Detractors",
    "unmet": "Unmet",
    "met": "Met",
    "exceeded": "Exceeded",
    "alpha_expectation": "Alpha of expectations",
    "alpha_perception": "Alpha of perceptions",
    "alpha_gap": "Alpha of gaps",
    "correlation": "Correlation",
    "difference_reliability": "Reliability of the difference",
    "inversions": "Inversions",
    "floor": "At the lowest point",
    "ceiling": "At the highest point",
    "item_total": "With the sum of all items",
    "item_rest": "With the other items",
    "alpha_if_deleted": "Alpha without it",
    "sd": "Standard deviation",
    "missing": "Missing",
    "lowest": "Lowest",
    "highest": "Highest",
    "eigenvalue": "Eigenvalue",
    "expected": "By chance, on average",
    "threshold": "Threshold",
    "keep": "Kept",
    "communality": "Communality",
    "uniqueness": "Uniqueness",
    "complexity": "Complexity",
    "factor": "Dimension",
    "votes": "Counts",
    "stated_score": "Stated, standardized",
    "derived_score": "Derived, standardized",
    "disagree": "Disagreement",
    "content": "Content",
    "stated": "Stated",
    "chapter": "Chapter",
    "method": "Method",
    "runs": "Runs",
    "why": "Why",
    "fraction": "Fraction",
    "size": "Size",
    "found": "Found",
    "checked": "Checked",
    "unit": "Unit",
    "where": "Where",
    "step": "Step",
    "detail": "What was done",
    "rows": "Rows touched",
    "items": "Items",
    "cvr": "Content validity ratio",
    "cvr_p": "p of the ratio",
    "cvr_critical": "Least ratio beyond chance",
    "cvr_lawshe": "Least ratio, Lawshe's table",
    "i_cvi": "Share calling it relevant",
    "kappa": "Kappa of relevance",
    "aiken_v": "Aiken's V",
    "aiken_low": "V from",
    "aiken_high": "V to",
    "coders": "Coders",
    "raters": "Raters",
    "statistic": "Test statistic",
    "df1": "Degrees of freedom, upper",
    "df2": "Degrees of freedom, lower",
    "must_be": "Must-be",
    "one_dimensional": "One-dimensional",
    "attractive": "Attractive",
    "indifferent": "Indifferent",
    "reverse": "Reverse",
    "questionable": "Questionable",
    "category_berger": "Category, by Berger's rule",
    "strength": "Lead over the second",
    "total_strength": "Must-be, one-dimensional or attractive",
    "distinct": "Clear of the second",
    "better": "Better if present",
    "better_se": "Standard error of better",
    "better_low": "Better from",
    "better_high": "Better to",
    "worse": "Worse if absent",
    "worse_se": "Standard error of worse",
    "worse_low": "Worse from",
    "worse_high": "Worse to",
    "better_worse": "Correlation of both",
    "functional_mean": "Mean score if present",
    "dysfunctional_mean": "Mean score if absent",
    "worse_change": "Change of worse",
    "worse_change_se": "Standard error of the change of worse",
    "category_before": "Category before",
    "category_after": "Category after",
    "penalty": "Penalty",
    "penalty_se": "Standard error of the penalty",
    "reward": "Reward",
    "reward_se": "Standard error of the reward",
    "asymmetry": "Reward and penalty together",
    "n_low": "Poor ratings",
    "n_high": "Good ratings",
    "kind": "Kind",
    "verdict": "Verdict",
    "rank": "Rank",
    "rank_low": "Best rank",
    "rank_high": "Poorest rank",
    "mean_rank": "Mean rank",
    "best": "Best",
    "worst": "Worst",
    "shown": "Shown",
    "score": "Best less worst",
    "score_se": "Its standard error",
    "utility": "Utility",
    "utility_se": "Standard error of the utility",
    "numerator": "People above",
    "denominator": "People below",
    "adjusted": "Adjusted",
    "adjusted_low": "Adjusted, from",
    "adjusted_high": "Adjusted, to",
    "conditional": "Given the others",
    "response": "Answered",
    "frame": "All customers",
    "sample": "Those asked",
    "respondents": "Those who answered",
    "standardized": "Standardized difference",
    "effort": "Attempts",
    "later": "Later answers",
    "difference_se": "Standard error of the difference",
    "difference_low": "Difference, from",
    "difference_high": "Difference, to",
    "moderate_low": "If the others differ moderately, from",
    "moderate_high": "If the others differ moderately, to",
    "as_late": "If the others are as late answers",
    "ours": "Ours",
    "theirs": "Theirs",
    "benchmark": "Figure",
    "planned": "Planned",
    "achieved": "Reached",
    "enough": "Enough",
    "group": "Group",
    "adequate": "Adequate",
    "desired": "Desired",
    "perceived": "Perceived",
    "adequacy": "Above adequate",
    "superiority": "Above desired",
    "superiority_se": "Standard error of it",
    "position": "Position in the zone",
    "position_se": "Standard error of it",
    "inside": "Inside the zone",
    "inside_se": "Standard error of it",
    "gap": "Gap",
    "pairs": "Pairs",
    "mean": "Mean",
}
"""Column to its heading; other columns are read as their names, in words."""

CODE = frozenset({"function", "method", "result"})
"""Columns that hold names of this program."""

QUOTED = frozenset({"comment"})
"""Columns that hold what people wrote, in their own language."""

YES = {True: "yes", False: "no"}


def column_words(result: Result, column: str) -> Html:
    """Return the heading of a column: the study's words, else the method's."""
    known = result.labels.get(column)
    if known is not None and plain(known) != column:
        return _html.value(known)
    if column in result.by and column not in COLUMNS:
        return _html.value(column)
    return _html.text(translate(heading(column)))


def heading(column: str) -> str:
    """Return the English heading of a column.

    Examples
    --------
    >>> heading("n"), heading("delta_cfi")
    ('n', 'Delta cfi')
    """
    plain = column.replace("_", " ")
    return COLUMNS.get(column, plain[:1].upper() + plain[1:])


def cell_words(result: Result, row: Mapping[str, Any], column: str) -> Html:
    """Return a cell that is no number: a label, a level, a word of the method."""
    cell = row[column]
    if column in CODE:
        return tag("code", cell)
    words = label_of(result, row, column)
    if words is not None and column not in QUOTED:
        return _html.value(words)
    if column in result.keys or column in QUOTED:
        return _html.value(str(cell))
    return _word(cell)


def label_of(
    result: Result, row: Mapping[str, Any], column: str
) -> Text | Message | Listing | None:
    """Return the words that a result has for a cell, or None."""
    cell = str(row[column])
    places = [f"{column}={cell}", f"{row.get('term')}={cell}"]
    if column in result.by:
        return result.labels.get(places[0])
    own = result.label(cell)
    found = [*map(result.labels.get, places), None if isinstance(own, str) else own]
    return next((words for words in found if words is not None), None)


def _word(cell: Any) -> Html:
    if isinstance(cell, Message | Text | Number):
        return _html.value(cell)
    if not is_known(cell):
        return Html("")
    if isinstance(cell, bool):
        return _html.text(translate(YES[cell]))
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, pd.Timestamp) else cell
        return _html.value(Day(day))
    return _html.text(translate(str(cell)))


def is_known(cell: Any) -> bool:
    """Whether a cell holds anything."""
    return not (cell is None or pd.isna(cell) is True or cell == "")


def is_number(values: pd.Series) -> bool:
    """Whether a column holds numbers that are written by their kind."""
    return values.dtype.kind in "fiu"


def number_cell(
    result: Result, row: Mapping[str, Any], column: str, prefix: str
) -> Html:
    """Return a cell that is a number, as an element that names its place."""
    if not isinstance(row[column], Real) or pd.isna(row[column]):
        return tag("span", "\u2014", class_="none")
    return _html.data(result.number(row, column), prefix)
