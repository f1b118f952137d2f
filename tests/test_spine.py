"""Is every estimator's linearised error that of the jackknife, whatever the design?

Two hundred units; within two per cent. The replicates repeat every weighting step.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

UNITS = 200
ITEMS = ["q1", "q2", "q3", "q4"]
COMMENTS = {3: "late", 4: "kind", 5: "late and dear", 6: "kind"}
CODES = pd.DataFrame(
    {
        "theme": ["time", "cost"],
        "words": ["late", "dear"],
        "status": "confirmed",
        "confirmed_by": "A. B.",
        "date": "2025-11-30",
    }
)
SCALES = dict.fromkeys([*ITEMS, "e1", "e2", "overall"], (1, 7)) | {"nps": (0, 10)}


def survey(per_unit: int) -> pd.DataFrame:
    """Return answers of 200 units in 4 strata, correlated inside the units.

    Light-tailed, as answers on a scale are: what separates the jackknife from the
    linearised error is of the order of one unit in 200, and grows with the tails.
    """
    rng = np.random.default_rng(20180715)
    n = UNITS * per_unit
    unit = np.repeat(np.arange(UNITS), per_unit)

    def noise(size: int = n) -> np.ndarray:
        return rng.uniform(-1.7, 1.7, size)

    person = noise() * 0.9 + noise(UNITS)[unit] * 0.4
    frame = pd.DataFrame({"unit": unit, "stratum": unit % 4})
    frame["size"] = np.array([200, 160, 180, 150])[frame["stratum"]]
    frame["w"] = np.exp(noise() * 0.15) * 10
    frame["sex"] = np.where(rng.random(n) < 0.5, "f", "m")
    frame["region"] = rng.choice(["a", "b", "c"], n)
    frame["city"] = rng.choice(["x", "y", "z"], n)
    frame["orders"] = 8 + 2 * noise() + person
    for k, item in enumerate(ITEMS):
        frame[item] = (4 + person * (0.9 + 0.1 * k) + noise() * 0.8).round().clip(1, 7)
    summed = frame[ITEMS].mean(axis=1)
    frame["overall"] = (summed + noise() * 0.8).round().clip(1, 7)
    for item in ("e1", "e2"):
        frame[item] = (5 + person * 0.3 + noise()).round().clip(1, 7)
    frame["nps"] = (6 + person * 1.5 + noise() * 1.5).round().clip(0, 10)
    frame["calls"] = rng.choice([1, 2, 3], n, p=[0.5, 0.3, 0.2])
    frame["age"] = rng.choice(["old", "young"], n)
    lean = 2.2 * (frame["region"] == "a") - 1.4 * (frame["age"] == "old")
    frame["came"] = (rng.random(n) < 1 / (1 + np.exp(-lean))).astype(int)
    frame["answered"] = (rng.random(n) < 0.85).astype(int)
    return frame


def weighted(wave: cs.Wave, *margins: str) -> cs.Wave:
    """Return the wave raked, then calibrated, to totals near its own.

    A calibration to p totals leaves n − p of n rows to vary, in the jackknife and not
    in the linearised error (R's too): hence four rows a unit.
    """
    w, frame = wave.weights, wave.frame

    def near(column: str, shift: float) -> dict:
        sums = w.groupby(frame[column]).sum()
        sums = sums * np.linspace(1 - shift, 1 + shift, len(sums))
        return (sums / sums.sum() * w.sum()).to_dict()

    raked = cs.rake(wave, {name: near(name, 0.05) for name in margins})
    total = float((raked.weights * frame["orders"]).sum())
    people = raked.weights.groupby(frame["sex"]).sum().to_dict()
    return cs.calibrate(raked, {"sex": people, "orders": total * 1.02})


def answered(wave: cs.Wave, **how: object) -> cs.Wave:
    """Return the wave of respondents, post-stratified, trimmed and calibrated.

    Calibration comes last: a total after trimming alone would carry the trimmed
    weights' own variation.
    """
    made = cs.adjust_nonresponse(wave, responded="answered", **how)
    age = made.weights.groupby(made.frame["age"]).sum() * [0.97, 1.03]
    made = cs.poststratify(made, {"age": age.to_dict()})
    made = cs.trim_weights(made, upper=1.45 * float(made.weights[made.domain].mean()))
    w, frame = made.weights, made.frame
    orders = float((w * frame["orders"]).sum()) * 1.01
    people = {"sex": w.groupby(frame["sex"]).sum().to_dict(), "orders": orders}
    return cs.calibrate(made, people, distance="logit", bounds=(0.5, 2))


def _wave(per_unit: int = 1, **design: str) -> cs.Wave:
    return cs.Wave.from_frame(survey(per_unit), scales=SCALES, **design)


DESIGNS: dict[str, Callable[[], cs.Wave]] = {
    "plain": _wave,
    "weights": lambda: _wave(weights="w"),
    "strata": lambda: _wave(weights="w", strata="stratum"),
    "clusters": lambda: _wave(4, weights="w", clusters="unit"),
    "strata with clusters": lambda: _wave(
        4, weights="w", strata="stratum", clusters="unit"
    ),
    "finite population": lambda: _wave(strata="stratum", population_size="size"),
    "two chained steps": lambda: weighted(
        _wave(4, weights="w", clusters="unit"), "sex", "region"
    ),
    "two chained steps in strata": lambda: weighted(
        _wave(4, weights="w", strata="stratum", clusters="unit"), "sex"
    ),
    "nonresponse cells, post-strata, trimming, logit calibration": lambda: answered(
        _wave(5, weights="w", clusters="unit"), by=["sex", "region"]
    ),
    "propensities, post-strata, trimming, logit calibration": lambda: answered(
        _wave(5, weights="w", strata="stratum", clusters="unit"),
        method="propensity",
        predictors=["sex", "orders"],
    ),
}

ASKED = {"responded": "came", "predictors": ["region", "age"]}
PAIRS = {"first": ("e1", "q1"), "both": (["e1", "e2"], ["q1", "q2"])}
ESTIMATORS: dict[str, Callable[[cs.Wave], cs.Result]] = {
    "means": lambda wave: cs.means(wave, ITEMS),
    "means by segment": lambda wave: cs.means(wave, ["q1"], by="sex"),
    "totals": lambda wave: cs.totals(wave, ["q1"]),
    "proportions": lambda wave: cs.proportions(wave, "city"),
    "top_box": lambda wave: cs.top_box(wave, ITEMS),
    "representativeness": lambda wave: cs.representativeness(wave, **ASKED),
    "partial_indicators": lambda wave: cs.partial_indicators(wave, **ASKED),
    "compare_to_frame": lambda wave: cs.compare_to_frame(
        wave, {"city": {"x": 5, "y": 3, "z": 2}}, by="city"
    ),
    "level_of_effort": lambda wave: cs.level_of_effort(
        wave, attempts="calls", items=ITEMS
    ),
    "bias_range": lambda wave: cs.bias_range(wave, items=ITEMS, response_rate=0.5),
    "compare_to_benchmarks": lambda wave: cs.compare_to_benchmarks(wave, {"q1": 5}),
    "ratios": lambda wave: cs.ratios(wave, "q1", "orders", by="sex"),
    "with_and_without": lambda wave: cs.with_and_without(
        wave, wave.frame["q4"] <= 3, ["q1", "q2"]
    ),
    "missingness_explained": lambda wave: cs.missingness_explained(
        wave.assign(q1=wave.frame["q1"].mask(wave.frame["q4"] >= 5)),
        ["q1"],
        predictors=["sex", "orders"],
    ),
    "quantiles": lambda wave: cs.quantiles(wave, "orders", q=[0.3, 0.6]),
    "crosstab": lambda wave: cs.crosstab(wave, "city", "sex"),
    "compare_segments": lambda wave: cs.compare_segments(
        wave, ["q1", "q2"], by="region"
    ),
    "regression": lambda wave: cs.regression(wave, "overall", ["orders", "sex"]),
    "regression, logistic": lambda wave: cs.regression(
        wave, "sex", ["q1", "orders"], family="logistic"
    ),
    "regression, ordinal": lambda wave: cs.regression(
        wave, "e1", ["q1", "sex"], family="ordinal"
    ),
    "correlation_matrix": lambda wave: cs.correlation_matrix(wave, ITEMS),
    "correlation_matrix, spearman": lambda wave: cs.correlation_matrix(
        wave, ITEMS, kind="spearman"
    ),
    "net_promoter_score": lambda wave: cs.net_promoter_score(wave, "nps"),
    "satisfaction_index": lambda wave: cs.satisfaction_index(wave, ITEMS),
    "satisfaction_index by importance": lambda wave: cs.satisfaction_index(
        wave, ["q1", "q2"], importance={"q1": "e1", "q2": "e2"}
    ),
    "disconfirmation": lambda wave: cs.disconfirmation(
        wave, {"first": ("e1", "q1")}, items={"first": "q4"}, middle=4
    ),
    "gap_scores": lambda wave: cs.gap_scores(wave, PAIRS),
    "gap_chain": lambda wave: cs.gap_chain(
        wave,
        expected={"first": "e1"},
        perceived={"first": "q1"},
        planned={"first": 5},
    ),
    "zone_of_tolerance": lambda wave: cs.zone_of_tolerance(
        wave, {"speed": ("q1", "e1", "q2")}
    ),
    "weighted_gap": lambda wave: cs.weighted_gap(
        wave, {"a": ("e1", "q1"), "b": ("e2", "q2")}, importance={"a": "q3", "b": "q4"}
    ),
    "pretest": lambda wave: cs.pretest(wave, ["q1", "nps"]),
    "reliability": lambda wave: cs.reliability(
        wave, ITEMS, coefficients=["omega", "lambda2"]
    ),
    "cronbach_alpha": lambda wave: cs.cronbach_alpha(wave, ITEMS, interval="design"),
    "omega": lambda wave: cs.omega(wave, ITEMS),
    "guttman_lambdas": lambda wave: cs.guttman_lambdas(wave, ITEMS),
    "split_half": lambda wave: cs.split_half(wave, ITEMS),
    "greatest_lower_bound": lambda wave: cs.greatest_lower_bound(wave, ITEMS),
    "confirmatory_factor_analysis": lambda wave: cs.confirmatory_factor_analysis(
        wave, {"all": ITEMS[1:]}
    ),
    "discriminant_validity": lambda wave: cs.discriminant_validity(
        wave, {"one": ["q1", "q2"], "two": ["q3", "q4"]}, draws=20
    ),
    "discriminant_validity, polychoric": lambda wave: cs.discriminant_validity(
        wave, {"one": ["q1", "q2"], "two": ["q3", "q4"]}, kind="polychoric", draws=20
    ),
    "common_method_variance": lambda wave: cs.common_method_variance(wave, ITEMS),
    "dimension_scores": lambda wave: cs.dimension_scores(wave, {"all": ITEMS}),
    "latent_means": lambda wave: cs.latent_means(wave, {"all": ITEMS}, group="sex"),
    # Items of unlike levels: H bends where two steps are reached equally often.
    "mokken_scale": lambda wave: cs.mokken_scale(wave, ["q1", "e1", "nps"]),
    "opportunity_scores": lambda wave: cs.opportunity_scores(
        wave, importance={"q1": "e1", "q2": "e2"}
    ),
    "penalty_reward": lambda wave: cs.penalty_reward(
        wave, "overall", ["q1"], low=3, high=5
    ),
    "stated_importance": lambda wave: cs.stated_importance(wave, ["e1", "e2"]),
    "comment_themes": lambda wave: cs.comment_themes(
        wave.assign(why=wave.frame["q1"].map(COMMENTS)), "why", frame=CODES
    ),
    "relative_importance": lambda wave: cs.relative_importance(wave, "overall", ITEMS),
}


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_the_linearised_error_is_the_jackknifes(estimator, design):
    wave = DESIGNS[design]()
    assert wave.design.n_units == UNITS
    linear = ESTIMATORS[estimator](wave).table
    again = ESTIMATORS[estimator](cs.replicate(wave, method="jkn")).table
    assert again["estimate"].to_numpy() == pytest.approx(linear["estimate"], rel=1e-9)
    assert linear["se"].to_numpy() == pytest.approx(again["se"], rel=0.02)


def test_every_public_estimator_is_in_this_test():
    estimators = {
        name
        for name in cs.__all__
        if callable(getattr(cs, name)) and "wave" in _first_argument(getattr(cs, name))
    }
    without_errors = {
        "careless_responses",
        "check_responses",
        "design_effects",
        "differential_item_functioning",
        "alignment",
        "factor_analysis",
        "factor_scores",
        "number_of_factors",
        "comparability",
        "measurement_invariance",
        "gap_priorities",
        "gap_reliability",
        "graded_response_model",
        "importance_performance",
        "answer_runs",
        "impute",
        "missing_sensitivity",
        "item_analysis",
        "item_verdicts",
        "kano",
        "kano_drift",
        "kind_agreement",
        "little_mcar",
        "omega_hierarchical",
        "ordinal_alpha",
        "missingness",
        "parallel_analysis",
        "polynomial_gap",
        "servperf",
        "plan_kept",
        "plan_overview",
        "prepare",
        "preparation_log",
        "base_weights",
        "adjust_nonresponse",
        "poststratify",
        "rake",
        "trim_weights",
        "effective_sample_size",
        "design_effect",
        "weight_report",
        "verbatims",
        "suggest_themes",
        "write_code_file",
        "calibrate",
        "replicate",
        "rescale",
        "sampling_adequacy",
        "what_runs",
        "write_scores",
    }
    tested = {name.split(" ")[0] for name in ESTIMATORS}
    assert estimators - without_errors - tested == set()


def _first_argument(function: Callable) -> tuple[str, ...]:
    code = getattr(function, "__wrapped__", function)
    return getattr(code, "__code__", _first_argument.__code__).co_varnames[:1]


@pytest.mark.parametrize("design", DESIGNS)
def test_a_scale_of_the_weights_changes_nothing_but_totals(design):
    wave = DESIGNS[design]()
    if wave.design.first.finite:
        pytest.skip("weights follow from the population here")
    frame = wave.frame.assign(w=wave.weights * 3)
    tripled = cs.Wave.from_frame(frame, scales=SCALES, weights="w")
    plain = cs.Wave.from_frame(
        frame.assign(w=frame["w"] / 3), scales=SCALES, weights="w"
    )
    a, b = cs.means(tripled, ITEMS).table, cs.means(plain, ITEMS).table
    assert a["se"].to_numpy() == pytest.approx(b["se"], rel=1e-12)
    three, one = (cs.totals(w, ["orders"]).estimate for w in (tripled, plain))
    assert three == pytest.approx(3 * one, rel=1e-12)
