"""Which figure belongs to which Result?

By the name of the Result's class, so that no figure imports a method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csat_methods._once import once
from csat_methods.result import Result

Choice = Callable[[Result], str]

SMALL_TREND = 5
"""Most items whose waves are lines in one panel; more are rows."""


@once
def _segments(result: Result) -> str:
    """Return how estimates with segments are drawn."""
    terms = result.table[result.term_keys[0]].nunique()
    if result.by == ("wave",):
        return "trend" if terms <= SMALL_TREND else "profile"
    return "heat" if len(result.by) == 1 and terms > 1 else "intervals"


def _plain_or_cells(name: str) -> Choice:
    """Return a choice: a table of cells where there are segments, else the figure."""
    return lambda result: _segments(result) if result.by else name


@once
def _answers(result: Result) -> str:
    """Return whether all answers have a place on a scale of three points or more."""
    values = result.table["category_value"].astype(float)
    return "distribution" if values.notna().all() and values.nunique() > 2 else "shares"


FIGURES: Mapping[str, str | Choice] = {
    "Adequacy": "points",
    "Allocation": "allocation",
    "AnswerRuns": "run_bars",
    "BiasRange": "bias_ends",
    "CommentThemes": _segments,
    "Comparability": "invariance_levels",
    "ContentValidity": "expert_agreement",
    "ConvergentValidity": "convergence",
    "Correlations": "correlation_heat",
    "Coverage": "points",
    "Crosstab": "crosstab",
    "DesignEffects": "points",
    "DimensionScores": _segments,
    "Dimensions": "scree",
    "Disconfirmation": "two_estimates",
    "FactorModelFit": "paths",
    "FactorNumbers": "scree_rules",
    "Factors": "loadings",
    "FrameComparison": "frame_shares",
    "GapChain": "waterfall",
    "GapReliability": "gap_reliability",
    "GapScores": _plain_or_cells("dumbbell"),
    "GradedModel": "thresholds",
    "Importance": _plain_or_cells("drivers"),
    "Invariance": "invariance_levels",
    "ItemAnalysis": "item_analysis",
    "ItemBiases": "item_biases",
    "ItemVerdicts": "verdict_grid",
    "Kano": "kano_plane",
    "LevelOfEffort": "effort_lines",
    "Means": _segments,
    "Missingness": "missingness_map",
    "Modifications": "modifications",
    "NetPromoterScore": "promoters",
    "PartialIndicators": "group_chances",
    "PenaltyReward": "penalties_rewards",
    "PlanKept": "plan_bars",
    "PolynomialGap": "surface",
    "PrecisionCurve": "cost_curve",
    "PreparationLog": "funnel",
    "Pretest": "verdict_grid",
    "Priorities": "matrix",
    "Proportions": _answers,
    "Quantiles": "quantile_rows",
    "QuestionnaireCoverage": "coverage_grid",
    "Ratios": _segments,
    "Regression": "coefficients",
    "ReliabilityForest": "reliability_forest",
    "Representativeness": "adjusted_indicators",
    "ResponseRates": "response_funnel",
    "SampleSize": "size_steps",
    "SatisfactionIndex": _segments,
    "SegmentDifferences": "differences",
    "TopBox": _segments,
    "WaveChanges": "changes",
    "WeightReport": "weights",
    "ZoneOfTolerance": "tolerance_bars",
}
"""Class name to the name of its figure, or to what chooses one."""

FROM_LEFT = frozenset(
    {
        *("allocation", "drivers", "funnel", "plan_bars", "response_funnel"),
        *("run_bars", "shares", "size_steps"),
        *("cost_curve", "information", "scree", "scree_rules", "weights"),
    }
)
"""Figures whose names or beginnings lie on the left in every language."""

LEAST_WRITTEN = {"Factors": 0.3}
"""Class of result to the size below which its figure leaves numbers out."""

WITHOUT_INTERVALS = frozenset(
    {
        *("convergence", "correlation_heat", "crosstab", "expert_agreement", "heat"),
        *("item_biases", "loadings", "paths", "response_funnel", "run_bars"),
        *("surface", "thresholds", "verdict_grid"),
    }
)
"""Figures that draw no intervals, also of estimates that have some."""

NAMED: Mapping[str, str] = {
    "adjusted_indicators": "fieldwork_figures",
    "allocation": "bar_figures",
    "bias_ends": "fieldwork_figures",
    "changes": "wave_figures",
    "coefficients": "model_figures",
    "convergence": "factor_model_figures",
    "correlation_heat": "dimension_figures",
    "cost_curve": "cost_figures",
    "coverage_grid": "questionnaire_figures",
    "crosstab": "model_figures",
    "differences": "model_figures",
    "distribution": "answer_figures",
    "drivers": "bar_figures",
    "dumbbell": "gap_figures",
    "effort_lines": "fieldwork_figures",
    "expert_agreement": "questionnaire_figures",
    "frame_shares": "fieldwork_figures",
    "funnel": "bar_figures",
    "gap_reliability": "gap_figures",
    "group_chances": "fieldwork_figures",
    "heat": "segment_figures",
    "histogram": "bar_figures",
    "information": "response_figures",
    "intervals": "interval_figures",
    "invariance_levels": "factor_model_figures",
    "item_analysis": "factor_figures",
    "item_biases": "response_figures",
    "kano_plane": "feature_figures",
    "loadings": "factor_figures",
    "matrix": "priority_figures",
    "missingness_map": "missing_figures",
    "modifications": "factor_model_figures",
    "paths": "factor_model_figures",
    "penalties_rewards": "feature_figures",
    "plan_bars": "fieldwork_figures",
    "points": "interval_figures",
    "profile": "wave_figures",
    "promoters": "answer_figures",
    "quantile_rows": "model_figures",
    "reliability_forest": "questionnaire_figures",
    "response_funnel": "fieldwork_figures",
    "run_bars": "missing_figures",
    "scree": "factor_figures",
    "scree_rules": "dimension_figures",
    "shares": "bar_figures",
    "size_steps": "bar_figures",
    "surface": "surface_figures",
    "thresholds": "response_figures",
    "tile": "wave_figures",
    "tolerance_bars": "gap_figures",
    "trend": "trend_figures",
    "two_estimates": "gap_figures",
    "verdict_grid": "questionnaire_figures",
    "waterfall": "chain_figures",
    "weights": "weight_figures",
}
"""Name of a figure, which is its function's, to its module."""


def figure_of(result: Result) -> str:
    """Return the figure of a result's class, or of the nearest class above it."""
    for above in type(result).__mro__:
        found = FIGURES.get(above.__name__)
        if found is not None:
            return found if isinstance(found, str) else found(result)
    if {"estimate", "ci_low", "ci_high"} <= set(result.table):
        return "intervals"
    raise ValueError(
        f"result={type(result).__name__} has no figure: it holds no estimates with "
        "intervals; show it as a table."
    )
