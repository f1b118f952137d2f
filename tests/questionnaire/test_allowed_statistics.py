"""Does the table of scale levels say what the methods do?"""

from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

ITEMS = {
    "rating": {"answers": [1, 2, 3]},
    "ticked": {"type": "binary"},
    "city": {"type": "nominal"},
    "age": {"type": "number"},
    "day": {"type": "date"},
    "why": {"type": "text"},
}


@pytest.fixture(scope="module")
def study():
    return cs.Study.from_dict({"id": "shop", "title": "Shop", "items": ITEMS})


def test_the_table_tells_each_level(study):
    table = cs.allowed_statistics(study).set_index("term")
    levels = table["level"].to_dict()
    assert levels["rating"] == "ordinal"
    assert levels["city"] == "nominal"
    assert levels["age"] == "ratio"
    assert table.loc["age", "ratio"]
    assert not table.loc["rating", "ratio"]
    assert table["note"]["rating"].startswith("A mean takes the steps")
    assert not table["note"]["age"]


def test_methods_refuse_what_the_table_does_not_allow(study):
    frame = pd.DataFrame({item: [1.0, 2.0, 1.0] for item in ITEMS})
    wave = cs.Wave.from_frame(frame.assign(rating=[1.0, 2.0, 3.0]), study=study)
    table = cs.allowed_statistics(study).set_index("term")
    for item, allowed in table["mean"].items():
        if allowed:
            assert wave.measured(item) == [item]
        else:
            with pytest.raises(ValueError, match=rf"items=\['{item}'\].*use prop"):
                wave.measured(item)


# -------------------------------------------------- every method reads the table
RATED = ["q1", "q2", "q3"]
NAME = "city"
MIXED = [*RATED, NAME]


COLUMNS = {
    "nominal": lambda codes: codes.astype(float),
    "text": lambda codes: pd.Series([f"town {code}" for code in codes]),
    "date": lambda codes: pd.Timestamp("2026-03-01") + pd.to_timedelta(codes, "D"),
}
"""Type of an item whose answers are no amounts to what is answered."""


@cache
def survey(kind: str = "nominal") -> cs.Wave:
    """Answers of which those to one item are no amounts: names written as numbers."""
    five = {"answers": [1, 2, 3, 4, 5]}
    rated = {f"q{i}": five | {"role": "perception"} for i in range(1, 6)}
    rated |= {f"e{i}": five | {"role": "expectation"} for i in (1, 2)}
    rated |= {"overall": five | {"role": "overall"}}
    names = {"type": kind} | ({"answers": [1, 2, 3, 4, 5]} if kind == "nominal" else {})
    items = {**rated, NAME: names, "group": {"type": "nominal", "answers": [1, 2]}}
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": items})
    rng = np.random.default_rng(0)
    person = rng.normal(size=200)
    frame = pd.DataFrame(
        {
            item: (3 + person + rng.normal(size=200) * 0.7).round().clip(1, 5)
            for item in rated
        }
    )
    frame[NAME] = COLUMNS[kind](rng.integers(1, 6, 200))
    frame["group"] = rng.integers(1, 3, 200).astype(float)
    return cs.Wave.from_frame(frame, study=study)


def pair(**more):
    return {"one": ("e1", NAME), **more}


CALLS: dict[str, Callable[[cs.Wave], object]] = {
    "means": lambda w: cs.means(w, MIXED),
    "totals": lambda w: cs.totals(w, MIXED),
    "top_box": lambda w: cs.top_box(w, MIXED),
    "ratios": lambda w: cs.ratios(w, "q1", NAME),
    "ratios, above": lambda w: cs.ratios(w, NAME, "q1"),
    "quantiles": lambda w: cs.quantiles(w, MIXED),
    "compare_segments": lambda w: cs.compare_segments(w, [NAME], by="group"),
    "regression": lambda w: cs.regression(w, NAME, ["q1"]),
    "compare_waves": lambda w: cs.compare_waves({"a": w, "b": w}, [NAME]),
    "design_effects": lambda w: cs.design_effects(w, [NAME]),
    "bias_range": lambda w: cs.bias_range(w, items=[NAME], response_rate=0.5),
    "compare_to_benchmarks": lambda w: cs.compare_to_benchmarks(w, {NAME: 3}),
    "level_of_effort": lambda w: cs.level_of_effort(w, attempts="group", items=[NAME]),
    "plan_kept": lambda w: cs.plan_kept(
        w, margin=0.05, difference=0.3, by="group", item=NAME
    ),
    "net_promoter_score": lambda w: cs.net_promoter_score(w, NAME),
    "satisfaction_index": lambda w: cs.satisfaction_index(w, MIXED),
    "satisfaction_index, importance": lambda w: cs.satisfaction_index(
        w, ["q1"], importance={"q1": NAME}
    ),
    "gap_scores": lambda w: cs.gap_scores(w, pair()),
    "gap_reliability": lambda w: cs.gap_reliability(
        w, {"one": (["e1", "e2"], ["q1", NAME])}
    ),
    "gap_chain": lambda w: cs.gap_chain(
        w, expected={"one": "e1"}, perceived={"one": NAME}
    ),
    "zone_of_tolerance": lambda w: cs.zone_of_tolerance(w, {"a": ("e1", "e2", NAME)}),
    "weighted_gap": lambda w: cs.weighted_gap(w, pair(), importance={"one": "q1"}),
    "weighted_gap, importance": lambda w: cs.weighted_gap(
        w, {"one": ("e1", "q1")}, importance={"one": NAME}
    ),
    "servperf": lambda w: cs.servperf(w, pair(), outcome="overall"),
    "servperf, outcome": lambda w: cs.servperf(
        w, {"one": ("e1", "q1"), "two": ("e2", "q2")}, outcome=NAME
    ),
    "polynomial_gap": lambda w: cs.polynomial_gap(w, NAME, "e1", "q1"),
    "penalty_reward": lambda w: cs.penalty_reward(w, "overall", [NAME], low=2, high=4),
    "penalty_reward, outcome": lambda w: cs.penalty_reward(
        w, NAME, ["q1"], low=2, high=4
    ),
    "stated_importance": lambda w: cs.stated_importance(w, [NAME]),
    "relative_importance": lambda w: cs.relative_importance(w, NAME, RATED),
    "importance_performance": lambda w: cs.importance_performance(
        w, importance={"q1": NAME, "q2": "e2"}
    ),
    "cronbach_alpha": lambda w: cs.cronbach_alpha(w, MIXED),
    "item_analysis": lambda w: cs.item_analysis(w, MIXED),
    "item_verdicts": lambda w: cs.item_verdicts(w, MIXED),
    "reliability": lambda w: cs.reliability(w, MIXED),
    "ordinal_alpha": lambda w: cs.ordinal_alpha(w, MIXED),
    "omega": lambda w: cs.omega(w, MIXED),
    "omega_hierarchical": lambda w: cs.omega_hierarchical(w, [*MIXED, "q4", "q5"]),
    "guttman_lambdas": lambda w: cs.guttman_lambdas(w, MIXED),
    "split_half": lambda w: cs.split_half(w, MIXED),
    "greatest_lower_bound": lambda w: cs.greatest_lower_bound(w, MIXED),
    "rescale": lambda w: cs.rescale(w, [NAME]),
    "sampling_adequacy": lambda w: cs.sampling_adequacy(w, MIXED),
    "correlation_matrix": lambda w: cs.correlation_matrix(w, MIXED),
    "parallel_analysis": lambda w: cs.parallel_analysis(w, MIXED, seed=1, draws=20),
    "number_of_factors": lambda w: cs.number_of_factors(w, MIXED, seed=1),
    "factor_analysis": lambda w: cs.factor_analysis(w, MIXED, n_factors=1),
    "confirmatory_factor_analysis": lambda w: cs.confirmatory_factor_analysis(
        w, {"f": MIXED}
    ),
    "discriminant_validity": lambda w: cs.discriminant_validity(
        w, {"f": ["q1", "q2"], "g": ["q3", NAME]}
    ),
    "common_method_variance": lambda w: cs.common_method_variance(w, MIXED),
    "common_method_variance, marker": lambda w: cs.common_method_variance(
        w, RATED, marker=NAME
    ),
    "measurement_invariance": lambda w: cs.measurement_invariance(
        w, {"f": MIXED}, group="group"
    ),
    "latent_means": lambda w: cs.latent_means(w, {"f": MIXED}, group="group"),
    "alignment": lambda w: cs.alignment(w, {"f": MIXED}, group="group"),
    "dimension_scores": lambda w: cs.dimension_scores(w, {"f": MIXED}),
    "mokken_scale": lambda w: cs.mokken_scale(w, MIXED),
    "graded_response_model": lambda w: cs.graded_response_model(w, MIXED),
    "differential_item_functioning": lambda w: cs.differential_item_functioning(
        w, MIXED, group="group"
    ),
    "little_mcar": lambda w: cs.little_mcar(w, MIXED),
    "careless_responses": lambda w: cs.careless_responses(w, MIXED),
    "impute": lambda w: cs.impute(w, MIXED, seed=1, m=2),
    "with_and_without": lambda w: cs.with_and_without(w, w.frame["q2"] == 3, [NAME]),
    "missing_sensitivity": lambda w: cs.missing_sensitivity(
        w, [NAME], using=["q2"], m=3, seed=1
    ),
    "comparability": lambda w: cs.comparability(w, {"f": MIXED}, groups="group"),
    "disconfirmation": lambda w: cs.disconfirmation(w, pair(), items={"one": "q1"}),
    "gap_priorities": lambda w: cs.gap_priorities(
        w, pair(two=("e2", "q2")), importance={"one": "q3", "two": "q4"}
    ),
    "opportunity_scores": lambda w: cs.opportunity_scores(
        w, importance={"q1": NAME, "q2": "e2"}
    ),
}
"""Calls that take the codes of a city for amounts."""

TAKE_NAMES = {
    # They count answers, or read names as names.
    *("proportions", "crosstab", "missingness", "check_responses", "pretest"),
    *("kano", "kano_drift", "kind_agreement", "verbatims", "suggest_themes"),
    *("write_code_file", "comment_themes", "answer_runs", "missingness_explained"),
    # They speak of people, of weights, or of another result.
    *("stack", "prepare", "what_runs", "write_scores", "plan_overview"),
    *("representativeness", "partial_indicators", "compare_to_frame", "calibrate"),
    *("base_weights", "adjust_nonresponse", "poststratify", "rake", "trim_weights"),
    *("effective_sample_size", "design_effect", "weight_report", "replicate"),
    *("preparation_log", "factor_scores"),
}
"""Public methods of a wave that take no codes for amounts."""


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("call", CALLS)
def test_every_method_refuses_what_is_no_amount_where_it_needs_amounts(call, kind):
    rule = rf"items=\['city'\].*are {kind}.*use prop"
    with pytest.raises(ValueError, match=rule):
        CALLS[call](survey(kind))


def test_no_method_is_missing_from_the_sweep():
    def first(name):
        made = getattr(getattr(cs, name), "__wrapped__", getattr(cs, name))
        code = getattr(made, "__code__", None)
        return code.co_varnames[:1] if code else ()

    methods = {name for name in cs.__all__ if first(name) in {("wave",), ("waves",)}}
    known = {call.split(",")[0] for call in CALLS} | TAKE_NAMES
    assert not methods - known, "add a call with a nominal item, or say it takes names"


TOLD = "A mean takes the steps between the answers as equal."


def two(**more):
    return {"one": ("e1", "q1"), "two": ("e2", "q2"), **more}


MEANS: dict[str, Callable[[cs.Wave], cs.Result]] = {
    "means": lambda w: cs.means(w, "q1"),
    "contrast": lambda w: cs.contrast(cs.means(w, ["q1", "q2"]), [1, -1]),
    "compare_segments": lambda w: cs.compare_segments(w, ["q1"], by="group"),
    "compare_waves": lambda w: cs.compare_waves({"a": w, "b": w}, ["q1"]),
    "wave_changes": lambda w: cs.wave_changes(
        cs.means(cs.stack({"a": w, "b": w}), "q1", by="wave"), {"a": w, "b": w}
    ),
    "compare_to_benchmarks": lambda w: cs.compare_to_benchmarks(w, {"q1": 3}),
    "level_of_effort": lambda w: cs.level_of_effort(w, attempts="group", items="q1"),
    "satisfaction_index": lambda w: cs.satisfaction_index(w, ["q1", "q2"]),
    "gap_scores": lambda w: cs.gap_scores(w, two()),
    "disconfirmation": lambda w: cs.disconfirmation(
        w, two(), items={"one": "q3", "two": "q4"}
    ),
    "weighted_gap": lambda w: cs.weighted_gap(
        w, two(), importance={"one": "q3", "two": "q4"}
    ),
    "zone_of_tolerance": lambda w: cs.zone_of_tolerance(w, {"a": ("e1", "e2", "q1")}),
    "gap_chain": lambda w: cs.gap_chain(
        w, expected={"one": "e1"}, perceived={"one": "q1"}
    ),
    "stated_importance": lambda w: cs.stated_importance(w, ["q1", "q2"]),
    "importance_performance": lambda w: cs.importance_performance(
        w, importance={"q1": "e1", "q2": "e2"}
    ),
    "gap_priorities": lambda w: cs.gap_priorities(
        w, two(), importance={"one": "q3", "two": "q4"}
    ),
    "opportunity_scores": lambda w: cs.opportunity_scores(
        w, importance={"q1": "e1", "q2": "e2"}
    ),
    "with_and_without": lambda w: cs.with_and_without(w, w.frame["q2"] == 3, ["q1"]),
    "missing_sensitivity": lambda w: cs.missing_sensitivity(
        gappy(w), ["q1"], using=["q2"], m=2, seed=1
    ),
    "pool": lambda w: cs.pool(
        cs.means, cs.impute(gappy(w), ["q1", "q2"], m=2, seed=1), "q1"
    ),
    "item_analysis": lambda w: cs.item_analysis(w, RATED),
}
"""Calls whose rows are means of ordered answers, or differences of such means."""


def gappy(wave):
    return wave.assign(q1=wave.frame["q1"].where(wave.frame["q2"] != 2))


@pytest.mark.parametrize("call", MEANS)
def test_a_mean_of_ordered_answers_carries_its_note(call):
    assert [str(note) for note in MEANS[call](survey()).notes].count(TOLD) == 1


def test_what_only_counts_ordered_answers_needs_no_note():
    counts = cs.opportunity_scores(
        survey(), importance={"q1": "e1", "q2": "e2"}, scoring="top_two"
    )
    for found in (cs.top_box(survey(), "q1"), counts):
        assert TOLD not in map(str, found.notes)


def test_a_mean_of_amounts_needs_no_note(study):
    frame = pd.DataFrame({"age": [30.0, 40, 50], "ticked": [0.0, 1, 1]})
    wave = cs.Wave.from_frame(frame, study=study)
    assert "steps" not in " ".join(map(str, cs.means(wave, ["age", "ticked"]).notes))
