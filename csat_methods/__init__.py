"""Measure customer satisfaction the way ISO 10004:2018 describes.

The public names, loaded when first used, so that the command line stays light.
"""

from __future__ import annotations

import importlib
from typing import Any

_WHERE = {
    "_messages": ("language",),
    "result": ("Result",),
    "study.instrument": ("Study",),
    "wave.wave": ("Wave",),
    "wave.reading": ("read_study", "read_wave"),
    "wave.stack": ("stack",),
    "preparation": ("prepare",),
    "simulation.simulate": ("simulate",),
    "report.session": ("open_wave", "open_waves", "keep", "show", "table"),
    "report.what_runs": ("what_runs",),
    "report.run": ("run_wave", "run_waves"),
    "report.publish": ("publish",),
    "report.portal": ("build_portal",),
    "report.tables": ("write_tables",),
    "report.scored_file": ("write_scores",),
    "report.figure_files": ("write_figures",),
    "sampling.sample_size": ("sample_size_mean", "sample_size_proportion"),
    "sampling.sample_size_scores": ("sample_size_gap", "sample_size_nps"),
    "sampling.sample_size_difference": ("sample_size_difference",),
    "sampling.sample_size_follow_up": ("sample_size_follow_up",),
    "sampling.margin_of_error": ("margin_of_error",),
    "sampling.precision_table": ("precision_table",),
    "sampling.precision_curve": ("precision_curve",),
    "sampling.cluster_size": ("cluster_size",),
    "sampling.allocate": ("allocate",),
    "sampling.customer_frame": ("customer_frame",),
    "sampling.frame_coverage": ("frame_coverage",),
    "sampling.draw_sample": ("draw_sample",),
    "sampling.sample": ("Sample",),
    "sampling.quota_fill": ("quota_fill",),
    "sampling.inclusion_probabilities": (
        "inclusion_probabilities",
        "joint_inclusion_probabilities",
    ),
    "fieldwork.response_rates": ("response_rates",),
    "fieldwork.representativeness": ("representativeness",),
    "fieldwork.partial_indicators": ("partial_indicators",),
    "fieldwork.frame_comparison": ("compare_to_frame",),
    "fieldwork.design_effects": ("design_effects",),
    "fieldwork.effort": ("level_of_effort",),
    "fieldwork.bias_range": ("bias_range",),
    "fieldwork.benchmarks": ("compare_to_benchmarks",),
    "fieldwork.plan_kept": ("plan_kept",),
    "weighting.base_weights": ("base_weights",),
    "weighting.adjust_nonresponse": ("adjust_nonresponse",),
    "weighting.poststratify": ("poststratify",),
    "weighting.rake": ("rake",),
    "weighting.calibrate": ("calibrate",),
    "weighting.trim_weights": ("trim_weights",),
    "weighting.effective_sample_size": ("effective_sample_size", "design_effect"),
    "weighting.weight_report": ("weight_report",),
    "weighting.replicate": ("replicate",),
    "estimates.means": ("means", "totals"),
    "estimates.proportions": ("proportions",),
    "estimates.top_box": ("top_box",),
    "estimates.ratios": ("ratios",),
    "estimates.quantiles": ("quantiles",),
    "estimates.contrast": ("contrast",),
    "estimates.crosstab": ("crosstab",),
    "estimates.compare_segments": ("compare_segments",),
    "estimates.regression": ("regression",),
    "estimates.adjust_p_values": ("adjust_p_values",),
    "planning.plan_overview": ("plan_overview",),
    "answers.check_responses": ("check_responses",),
    "answers.careless_responses": ("careless_responses",),
    "answers.missingness": ("missingness",),
    "answers.little_mcar": ("little_mcar",),
    "answers.preparation_log": ("preparation_log",),
    "answers.verbatims": ("verbatims",),
    "questionnaire.item_analysis": ("item_analysis",),
    "questionnaire.cronbach_alpha": ("cronbach_alpha",),
    "questionnaire.guttman_lambdas": ("guttman_lambdas",),
    "questionnaire.split_half": ("split_half",),
    "questionnaire.greatest_lower_bound": ("greatest_lower_bound",),
    "questionnaire.omega": ("omega",),
    "questionnaire.omega_hierarchical": ("omega_hierarchical",),
    "questionnaire.ordinal_alpha": ("ordinal_alpha",),
    "questionnaire.content_validity": ("content_validity",),
    "questionnaire.coder_agreement": ("coder_agreement",),
    "questionnaire.intraclass_correlation": ("intraclass_correlation",),
    "factors.sampling_adequacy": ("sampling_adequacy",),
    "factors.confirmatory_factor_analysis": ("confirmatory_factor_analysis",),
    "factors.modification_indices": ("modification_indices",),
    "factors.measurement_invariance": ("measurement_invariance",),
    "factors.latent_means": ("latent_means",),
    "factors.alignment": ("alignment",),
    "factors.mokken_scale": ("mokken_scale",),
    "factors.convergent_validity": ("convergent_validity",),
    "factors.common_method_variance": ("common_method_variance",),
    "factors.discriminant_validity": ("discriminant_validity",),
    "factors.correlation_matrix": ("correlation_matrix",),
    "factors.parallel_analysis": ("parallel_analysis",),
    "factors.number_of_factors": ("number_of_factors",),
    "factors.factor_analysis": ("factor_analysis",),
    "factors.factor_scores": ("factor_scores",),
    "factors.congruence": ("congruence",),
    "expectations.theme_saturation": ("theme_saturation",),
    "expectations.kano": ("kano",),
    "expectations.kano_drift": ("kano_drift",),
    "expectations.penalty_reward": ("penalty_reward",),
    "expectations.kind_agreement": ("kind_agreement",),
    "gaps.gap_scores": ("gap_scores",),
    "gaps.gap_chain": ("gap_chain",),
    "gaps.polynomial_gap": ("polynomial_gap",),
    "gaps.servperf": ("servperf",),
    "gaps.weighted_gap": ("weighted_gap",),
    "gaps.zone_of_tolerance": ("zone_of_tolerance",),
    "gaps.gap_reliability": ("gap_reliability",),
    "satisfaction.net_promoter_score": ("net_promoter_score",),
    "satisfaction.satisfaction_index": ("satisfaction_index",),
    "priorities.stated_importance": ("stated_importance",),
    "priorities.relative_importance": ("relative_importance",),
    "priorities.importance_performance": ("importance_performance",),
    "trends.compare_waves": ("compare_waves",),
    "trends.wave_changes": ("wave_changes",),
}
_MODULE = {name: module for module, names in _WHERE.items() for name in names}

__all__ = list(_MODULE)


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_MODULE[name]}")
    globals()[name] = getattr(module, name)
    return globals()[name]


def __dir__() -> list[str]:
    return sorted(__all__)
