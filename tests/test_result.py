"""Does every Result keep the contract, whichever method made it?"""

import functools
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import FrozenInstanceError, dataclass, replace
from html.parser import HTMLParser
from importlib import import_module
from operator import attrgetter
from pkgutil import walk_packages

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import csat_methods as cs
from csat_methods._findings import Finding
from csat_methods._messages import (
    Day,
    Listing,
    Message,
    Number,
    Text,
    language,
    languages,
)
from csat_methods.report.store import read_result, write_result
from csat_methods.result import Call, Domain, Result, Used

ITEMS = ["q1", "q2", "q3", "q4"]
PAIRS = {"Delivery": ("e1", "q1"), "Staff": ("e2", "q2")}
BOTH = {"Service": (["e1", "e2"], ["q1", "q2"])}


# --------------------------------------------------------- one of each method
def _words(english: str, persian: str) -> dict[str, str]:
    return {"en": english, "fa": persian}


def _item(english: str, persian: str, role: str, **more: object) -> dict:
    return {"scale": "seven", "role": role, "text": _words(english, persian)} | more


STUDY = {
    "id": "shop",
    "title": _words("Shop", "فروشگاه"),
    "scales": {"seven": {"points": [1, 2, 3, 4, 5, 6, 7]}},
    "items": {
        "q1": _item("Delivery", "تحویل", "perception"),
        "q2": _item("Staff", "کارکنان", "perception"),
        "q3": _item("Price", "قیمت", "perception"),
        "q4": _item("Range", "تنوع", "perception"),
        "e1": _item("Delivery expected", "تحویل مورد انتظار", "expectation"),
        "e2": _item("Staff expected", "کارکنان مورد انتظار", "expectation"),
        "overall": _item("Overall", "در کل", "overall"),
        "city": {
            "type": "nominal",
            "role": "background",
            "answers": {"A": _words("Yazd", "یزد"), "B": _words("Qom", "قم")},
            "text": _words("City", "شهر"),
        },
    },
    "constructs": {
        "service": {"items": ["q1", "q2", "q3"], "text": _words("Service", "خدمت")}
    },
    "segments": {"city": {"text": _words("City", "شهر")}},
}


@functools.cache
def survey(seed: int = 0, n: int = 160) -> cs.Wave:
    """Return answers of people in two cities, with blanks, weights and a study."""
    rng = np.random.default_rng(seed)
    person = rng.normal(size=n)
    frame = pd.DataFrame(
        {
            "who": np.arange(n),
            "w": rng.uniform(1, 3, n),
            "city": np.where(rng.random(n) < 0.5, "A", "B"),
            "nps": (7 + person * 2 + rng.normal(size=n)).round().clip(0, 10),
        }
    )
    for k, item in enumerate([*ITEMS, "e1", "e2", "overall"]):
        raw = 4.5 + person * (0.5 + 0.1 * k) + rng.normal(size=n)
        answers = raw.round().clip(1, 7)
        frame[item] = np.where(rng.random(n) < 0.05, np.nan, answers)
    scales = dict.fromkeys([*ITEMS, "e1", "e2", "overall"], (1, 7)) | {"nps": (0, 10)}
    return cs.Wave.from_frame(
        frame,
        study=cs.Study.from_dict(STUDY),
        scales=scales,
        weights="w",
        person="who",
    )


def customers() -> pd.DataFrame:
    return pd.DataFrame(
        {"id": range(60), "city": ["A", "B"] * 30, "orders": np.arange(60) % 7}
    )


KANO = {"q1": ("f1", "d1"), "q2": ("f2", "d2")}


def features(seed: int = 0) -> cs.Wave:
    rng = np.random.default_rng(seed)
    asked = rng.integers(1, 6, (160, 4))
    columns = dict(zip(("f1", "d1", "f2", "d2"), asked.T, strict=True))
    return survey(seed).assign(**columns)


def ratings_of_experts() -> pd.DataFrame:
    scores = [[4, 3, 4, 2], [4, 3, 4, 3], [4, 4, 3, 3], [3, 4, 4, 1], [4, 4, 3, 2]]
    return pd.DataFrame(scores, columns=ITEMS[:4])


def frame_of_customers() -> Result:
    rules = {"regular": {"orders": {"at_least": 3}}, "occasional": "rest"}
    return cs.customer_frame(customers(), id="id", rules=rules)


def quota() -> Result:
    numbers = {"A": 6, "B": 4}
    design = {"id": "id", "seed": 1, "strata": "city", "method": "quota"}
    return cs.draw_sample(customers(), numbers, **design)


def strata() -> pd.DataFrame:
    return pd.DataFrame({"size": [500, 300, 200], "sd": [1, 1, 4]}, index=list("ABC"))


def cleaned() -> cs.Wave:
    rule = {"when": [{"item": "q1", "below": 2}], "reason": "straight line"}
    return cs.prepare(survey(), [{"exclude": rule}])


def spoken() -> cs.Wave:
    """Return answers with comments, some of which name somebody."""
    asked = survey()
    said = ["kind staff", None, "Mr Jones rang 020 7946 0958", "too dear"]
    return asked.assign(why=[said[i % 4] for i in range(160)])


CODES = pd.DataFrame(
    {
        "theme": ["staff", "cost"],
        "words": ["staff; rang", "dear"],
        "status": "confirmed",
        "confirmed_by": "A. B.",
        "date": "2025-11-30",
    }
)


def contacted() -> cs.Wave:
    """Return everybody who was asked: who answered, at which attempt."""
    asked = survey()
    rng = np.random.default_rng(9)
    older = asked.frame["city"] == "A"
    return asked.assign(
        came=(rng.random(160) < np.where(older, 0.8, 0.4)).astype(int),
        calls=rng.choice([1, 2, 3], 160),
    )


STATED = {"q1": "e1", "q2": "e2"}
MAKERS: dict[str, Callable[[], Result]] = {
    "means": lambda: cs.means(survey(), ITEMS),
    "means by segment": lambda: cs.means(survey(), ITEMS, by="city"),
    "means of one": lambda: cs.means(survey(), "q1"),
    "means of replicates": lambda: cs.means(cs.replicate(survey()), ITEMS, by="city"),
    "totals": lambda: cs.totals(survey(), ITEMS, by="city"),
    "proportions": lambda: cs.proportions(survey(), ["q1", "city"]),
    "proportions by segment": lambda: cs.proportions(survey(), "q1", by="city"),
    "top_box": lambda: cs.top_box(survey(), ITEMS, by="city"),
    "top_box of one": lambda: cs.top_box(survey(), "q1"),
    "ratios": lambda: cs.ratios(survey(), "q1", "e1", by="city"),
    "quantiles": lambda: cs.quantiles(survey(), ["q1", "nps"]),
    "quantiles by segment": lambda: cs.quantiles(survey(), "nps", q=0.5, by="city"),
    "contrast": lambda: cs.contrast(
        cs.means(survey(), ["q1", "q2"]), {"q1": 1, "q2": -1}
    ),
    "crosstab": lambda: cs.crosstab(survey(), "q1", "city"),
    "compare_segments": lambda: cs.compare_segments(survey(), ITEMS, by="city"),
    "regression": lambda: cs.regression(survey(), "overall", ["q1", "city"]),
    "regression, ordinal": lambda: cs.regression(
        survey(), "overall", ["q1", "q2"], family="ordinal"
    ),
    "net_promoter_score": lambda: cs.net_promoter_score(survey(), "nps"),
    "net_promoter_score by segment": lambda: cs.net_promoter_score(
        survey(), "nps", by="city"
    ),
    "satisfaction_index": lambda: cs.satisfaction_index(survey(), ITEMS),
    "satisfaction_index by segment": lambda: cs.satisfaction_index(
        survey(), ["q1", "q2"], importance=STATED, by="city"
    ),
    "disconfirmation": lambda: cs.disconfirmation(
        survey(), {"first": ("e1", "q1")}, items={"first": "q4"}, middle=4
    ),
    "gap_scores": lambda: cs.gap_scores(survey(), PAIRS),
    "gap_scores by segment": lambda: cs.gap_scores(survey(), PAIRS, by="city"),
    "expectation_coverage": lambda: cs.expectation_coverage(
        cs.Study.from_dict(
            {
                "id": "shop",
                "title": "Shop",
                "items": {"q1": {"answers": [1, 2, 3]}},
                "characteristics": {
                    "staff": {"aspect": "organization", "expectation_type": "implicit"}
                },
                "waivers": {"product": "None is sold.", "delivery": "None is made."},
            }
        )
    ),
    "gap_chain": lambda: cs.gap_chain(
        survey(),
        expected={"first": "e1", "second": "e2"},
        perceived={"first": "q1", "second": "q2"},
        planned={"first": 5, "second": 4},
        delivered={"first": {"estimate": 4.5, "se": 0.1}},
        promised={"first": 6},
    ),
    "zone_of_tolerance": lambda: cs.zone_of_tolerance(
        survey(), {"speed": ("q1", "e1", "q2")}
    ),
    "weighted_gap": lambda: cs.weighted_gap(
        survey(), PAIRS, importance=dict(zip(PAIRS, ["nps", "q4"], strict=False))
    ),
    "servperf": lambda: cs.servperf(survey(), PAIRS, outcome="overall"),
    "polynomial_gap": lambda: cs.polynomial_gap(survey(), "overall", "e1", "q1"),
    "gap_reliability": lambda: cs.gap_reliability(survey(), BOTH),
    "cronbach_alpha": lambda: cs.cronbach_alpha(survey(), "service"),
    "item_analysis": lambda: cs.item_analysis(survey(), ITEMS),
    "ordinal_alpha": lambda: cs.ordinal_alpha(survey(), "service"),
    "omega": lambda: cs.omega(survey(), ITEMS),
    "omega, categorical": lambda: cs.omega(survey(), ITEMS, categorical=True),
    "omega_hierarchical": lambda: cs.omega_hierarchical(
        survey(), [*ITEMS, "overall", "e1", "e2"], n_factors=2
    ),
    "guttman_lambdas": lambda: cs.guttman_lambdas(survey(), ITEMS),
    "split_half": lambda: cs.split_half(survey(), ITEMS),
    "greatest_lower_bound": lambda: cs.greatest_lower_bound(survey(), ITEMS),
    "gap_priorities": lambda: cs.gap_priorities(
        survey(),
        {"first": ("e1", "q1"), "second": ("e2", "q2")},
        importance={"first": "q3", "second": "q4"},
    ),
    "opportunity_scores": lambda: cs.opportunity_scores(survey(), importance=STATED),
    "stated_importance": lambda: cs.stated_importance(survey(), ["e1", "e2"]),
    "theme_saturation": lambda: cs.theme_saturation(
        pd.DataFrame({"who": list("aabbcd"), "theme": list("xyxzxv")}),
        interview="who",
        theme="theme",
    ),
    "interview_themes": lambda: cs.interview_themes(
        pd.DataFrame({"who": list("aabbcd"), "theme": list("xyxzxv")}),
        interview="who",
        theme="theme",
    ),
    "suggest_themes": lambda: cs.suggest_themes(spoken(), "why"),
    "comment_themes": lambda: cs.comment_themes(spoken(), "why", frame=CODES),
    "comment_themes by segment": lambda: cs.comment_themes(
        spoken(), "why", frame=CODES, by="city"
    ),
    "kano": lambda: cs.kano(features(), KANO),
    "kano by segment": lambda: cs.kano(features(), KANO, by="city"),
    "kano_drift": lambda: cs.kano_drift([features(), features(1)], KANO),
    "penalty_reward": lambda: cs.penalty_reward(
        survey(), "overall", ["q1", "q2"], low=3, high=6
    ),
    "kind_agreement": lambda: cs.kind_agreement(
        features(),
        cs.kano(features(), KANO),
        cs.penalty_reward(survey(), "overall", ["q1", "q2"], low=3, high=6),
    ),
    "lint_questionnaire": lambda: cs.lint_questionnaire(survey().study),
    "lint_items": lambda: cs.lint_items(
        pd.DataFrame(
            [{"id": "a", "type": "binary", "text": "Do you use it often?", "scale": ""}]
        ),
        lang="en",
    ),
    "content_validity": lambda: cs.content_validity(ratings_of_experts()),
    "translation_equivalence": lambda: cs.translation_equivalence(
        ratings_of_experts(), back=ratings_of_experts()
    ),
    "item_verdicts": lambda: cs.item_verdicts(
        survey(), ITEMS, ratings=ratings_of_experts()
    ),
    "pretest": lambda: cs.pretest(survey()),
    "reliability": lambda: cs.reliability(survey(), {"all": ITEMS, "two": ITEMS[:2]}),
    "questionnaire_coverage": lambda: cs.questionnaire_coverage(
        cs.Study.from_dict(
            {
                "id": "shop",
                "title": "Shop",
                "items": {"q1": {"answers": [1, 2, 3], "characteristic": "staff"}},
                "characteristics": ["staff", "price"],
            }
        )
    ),
    "coder_agreement": lambda: cs.coder_agreement(
        ratings_of_experts().T, scale="ordinal"
    ),
    "intraclass_correlation": lambda: cs.intraclass_correlation(
        ratings_of_experts().rename_axis("who").reset_index().melt("who"),
        target="who",
        rater="variable",
        rating="value",
    ),
    "sampling_adequacy": lambda: cs.sampling_adequacy(survey(), ITEMS),
    "correlation_matrix": lambda: cs.correlation_matrix(survey(), ITEMS),
    "correlation_matrix, polychoric": lambda: cs.correlation_matrix(
        survey(), ITEMS[:3], kind="polychoric", missing="available"
    ),
    "number_of_factors": lambda: cs.number_of_factors(
        survey(), ITEMS, draws=50, seed=1
    ),
    "parallel_analysis": lambda: cs.parallel_analysis(
        survey(), ITEMS, draws=50, seed=1
    ),
    "factor_analysis": lambda: cs.factor_analysis(survey(), ITEMS, n_factors=1),
    "factor_analysis, intervals": lambda: cs.factor_analysis(
        survey(), ITEMS, n_factors=1, intervals="bootstrap", draws=20, seed=1
    ),
    "confirmatory_factor_analysis": lambda: cs.confirmatory_factor_analysis(
        survey(), {"all": ITEMS}
    ),
    "confirmatory_factor_analysis by group": lambda: cs.confirmatory_factor_analysis(
        survey(0, 400), {"all": ITEMS}, group="city", missing="fiml"
    ),
    "modification_indices": lambda: cs.modification_indices(
        cs.confirmatory_factor_analysis(survey(), {"all": ITEMS})
    ),
    "convergent_validity": lambda: cs.convergent_validity(
        cs.confirmatory_factor_analysis(survey(), {"all": ITEMS})
    ),
    "discriminant_validity": lambda: cs.discriminant_validity(
        survey(), {"one": ["q1", "q2"], "two": ["q3", "q4"]}, draws=30
    ),
    "common_method_variance": lambda: cs.common_method_variance(
        survey(), {"all": ITEMS}, marker="e1"
    ),
    "measurement_invariance": lambda: cs.measurement_invariance(
        survey(0, 400), {"all": ITEMS}, group="city"
    ),
    "comparability": lambda: cs.comparability(
        survey(0, 400), {"all": ITEMS}, groups="city", least=50
    ),
    "latent_means": lambda: cs.latent_means(
        survey(0, 400), {"all": ITEMS}, group="city"
    ),
    "dimension_scores": lambda: cs.dimension_scores(survey(), {"all": ITEMS}),
    "dimension_scores by segment": lambda: cs.dimension_scores(
        survey(), {"all": ITEMS, "two": ["q1", "q2"]}, by="city"
    ),
    "alignment": lambda: cs.alignment(survey(0, 400), {"all": ITEMS}, group="city"),
    "mokken_scale": lambda: cs.mokken_scale(survey(), ITEMS),
    "graded_response_model": lambda: cs.graded_response_model(survey(), ITEMS),
    "differential_item_functioning": lambda: cs.differential_item_functioning(
        survey(), ITEMS, group="city"
    ),
    "relative_importance": lambda: cs.relative_importance(survey(), "overall", ITEMS),
    "relative_importance, dominance": lambda: cs.relative_importance(
        survey(), "overall", ITEMS, method="dominance"
    ),
    "relative_importance by segment": lambda: cs.relative_importance(
        survey(), "overall", ITEMS, by="city"
    ),
    "importance_performance": lambda: cs.importance_performance(
        survey(), importance=STATED, draws=200
    ),
    "compare_waves": lambda: cs.compare_waves(
        {"spring": survey(), "autumn": survey(1)}, ["q1", "q2"]
    ),
    "wave_changes": lambda: cs.wave_changes(
        cs.top_box(
            cs.stack({"spring": survey(), "autumn": survey(1)}), ["q1"], by="wave"
        ),
        {"spring": survey(), "autumn": survey(1)},
    ),
    "plan_overview": lambda: cs.plan_overview(survey()),
    "verbatims": lambda: cs.verbatims(spoken(), "why"),
    "verbatims by segment": lambda: cs.verbatims(spoken(), "why", by="city"),
    "check_responses": lambda: cs.check_responses(survey()),
    "careless_responses": lambda: cs.careless_responses(survey(), ITEMS),
    "answer_runs": lambda: cs.answer_runs(survey(), ITEMS),
    "with_and_without": lambda: cs.with_and_without(
        survey(), survey().frame["q2"] == 3, ["q1"]
    ),
    "missing_sensitivity": lambda: cs.missing_sensitivity(
        survey(), ["q1"], using=["q2"], m=3, seed=1
    ),
    "missingness_explained": lambda: cs.missingness_explained(
        survey(), ["q1"], predictors="city"
    ),
    "pool_estimates": lambda: cs.pool_estimates([3.6, 3.7, 3.5], [0.01, 0.02, 0.01]),
    "missingness": lambda: cs.missingness(survey(), ITEMS),
    "little_mcar": lambda: cs.little_mcar(survey(), ITEMS),
    "preparation_log": lambda: cs.preparation_log(cleaned()),
    "weight_report": lambda: cs.weight_report(
        cs.trim_weights(
            cs.poststratify(survey(), {"city": {"A": 300, "B": 500}}), upper=12
        )
    ),
    "what_runs": lambda: cs.what_runs(survey()),
    "sample_size_mean": lambda: cs.sample_size_mean(margin=0.1, sd=1),
    "sample_size_proportion": lambda: cs.sample_size_proportion(
        margin=0.03, population=5000, response_rate=0.4
    ),
    "sample_size_nps": lambda: cs.sample_size_nps(
        margin=3, promoters=0.5, detractors=0.2
    ),
    "sample_size_gap": lambda: cs.sample_size_gap(
        margin=0.1, sd_expectation=1, sd_perception=1, correlation=0.4
    ),
    "sample_size_difference": lambda: cs.sample_size_difference(difference=0.2, sd=1),
    "sample_size_follow_up": lambda: cs.sample_size_follow_up(
        cost_first=50, cost_follow_up=200, response_rate=0.5, target_cv=0.05
    ),
    "precision_table": lambda: cs.precision_table(
        populations=[133, None], margins=[0.05, 0.1], levels=[0.95]
    ),
    "precision_curve": lambda: cs.precision_curve(
        cost=10, budget=3000, population=1000
    ),
    "cluster_size": lambda: cs.cluster_size(
        cost_cluster=500, cost_person=20, icc=0.05, budget=20_000, persons=10
    ),
    "response_rates": lambda: cs.response_rates({"I": 50, "R": 20, "NC": 20, "UO": 10}),
    "representativeness": lambda: cs.representativeness(
        contacted(), responded="came", predictors=["city", "who"]
    ),
    "partial_indicators": lambda: cs.partial_indicators(
        contacted(), responded="came", predictors=["city", "who"]
    ),
    "compare_to_frame": lambda: cs.compare_to_frame(
        contacted(), {"city": {"A": 700, "B": 300}}, by="city", responded="came"
    ),
    "level_of_effort": lambda: cs.level_of_effort(
        contacted(), attempts="calls", items=["q1", "q2"]
    ),
    "design_effects": lambda: cs.design_effects(survey(), ["q1", "q2"]),
    "bias_range": lambda: cs.bias_range(
        contacted(), items=["q1", "q2"], response_rate=0.6, attempts="calls"
    ),
    "compare_to_benchmarks": lambda: cs.compare_to_benchmarks(survey(), {"q1": 5}),
    "plan_kept": lambda: cs.plan_kept(
        survey(), margin=0.05, difference=0.3, by="city", item="q1"
    ),
    "allocate": lambda: cs.allocate(strata(), 160, method="neyman", sd="sd"),
    "draw_sample": lambda: cs.draw_sample(
        customers(), 10, id="id", seed=7, strata="city"
    ),
    "draw_sample, quota": quota,
    "quota_fill": lambda: cs.quota_fill(quota(), quota().frame["id"].head(6)),
    "customer_frame": frame_of_customers,
    "frame_coverage": lambda: cs.frame_coverage(frame_of_customers(), [4, 5, 6]),
}


@functools.cache
def made(name: str) -> Result:
    """Return the Result of a method, made once."""
    return MAKERS[name]()


@pytest.fixture(params=MAKERS)
def result(request: pytest.FixtureRequest) -> Result:
    return made(request.param)


def classes(parent: type = Result) -> Iterator[type]:
    """Yield every class of Result that the package defines."""
    for child in parent.__subclasses__():
        if child.__module__.startswith("csat_methods."):
            yield child
        yield from classes(child)


def test_there_is_one_of_every_class():
    for module in walk_packages(cs.__path__, "csat_methods."):
        import_module(module.name)
    whole = (c for c in classes() if not c.__subclasses__())
    without = {c.__name__ for c in whole} - {type(made(n)).__name__ for n in MAKERS}
    assert without == set()


# -------------------------------------------------------------------- the table
def test_a_result_is_frozen_and_can_be_hashed(result):
    with pytest.raises(FrozenInstanceError):
        result.method = "another"
    assert hash(result) == hash(result)
    assert type(result).__repr__ is Result.__repr__
    assert type(result).__eq__ is object.__eq__


def test_rows_are_numbered_and_columns_named_by_text(result):
    table = result.table
    assert table.index.equals(pd.RangeIndex(len(table)))
    assert all(isinstance(name, str) for name in table.columns)
    assert table.columns.is_unique


def test_keys_name_one_row_each_and_segments_lead(result):
    table, keys = result.table, list(result.keys)
    assert list(table.columns[: len(result.by)]) == list(result.by)
    assert keys
    assert not table[keys].duplicated().any()
    references = [result.key_of(row) for row in table.to_dict("records")]
    assert len(set(references)) == len(table)


def test_a_column_holds_one_type(result):
    for name, column in result.table.items():
        kinds = {type(cell) for cell in column[column.notna()]}
        assert len(kinds) <= 1, f"{name}: {kinds}"


def test_what_is_done_to_a_table_is_done_to_a_copy(result):
    before = result.table.copy()
    handed = result.table
    handed["new"] = 1
    handed.iloc[0, 0] = before.iloc[-1, 0]
    assert_frame_equal(result.table, before)


def test_each_row_is_found_by_its_keys(result):
    for row in result.table.to_dict("records"):
        found = result.row(**{key: row[key] for key in result.keys})
        assert result.key_of(found) == result.key_of(row)


def test_nobody_counts_who_was_not_asked(result):
    table, used = result.table, result.used
    assert used.used[0] <= used.used[1]
    if {"n", "asked"} <= set(table):
        assert (table["n"] <= table["asked"]).all()
        assert (table["asked"] <= used.asked).all()
        assert used.used[1] <= used.asked
    assert all(count > 0 for count in used.left_out.values())


def test_intervals_hold_their_estimate_and_errors_are_not_below_nought(result):
    table = result.table
    if not {"ci_low", "ci_high", "estimate"} <= set(table):
        return
    known = table.dropna(subset=["ci_low", "ci_high"])
    assert (known["ci_low"] <= known["estimate"] + 1e-12).all()
    assert (known["estimate"] <= known["ci_high"] + 1e-12).all()
    if "se" in table:
        assert not (table["se"] < 0).any()


def test_one_row_has_attributes_and_several_say_how_to_find_one(result):
    for column in ("estimate", "se", "ci_low", "ci_high"):
        if len(result.table) == 1 and column in result.table:
            assert getattr(result, column) == pytest.approx(
                result.table[column].iloc[0], nan_ok=True
            )
        elif len(result.table) == 1:
            with pytest.raises(AttributeError, match=f"has no column {column}"):
                getattr(result, column)
        else:
            rows = rf"this one has {len(result.table)} rows: use \.table or \.row\("
            with pytest.raises(AttributeError, match=rows):
                getattr(result, column)


def test_a_covariance_has_the_squared_errors_on_its_diagonal(result):
    if type(result).covariance is not Result.covariance:
        return  # that of the items, not of the estimates
    if result.covariance_source is None:
        with pytest.raises(AttributeError, match="has no covariance"):
            _ = result.covariance
        return
    matrix, table = result.covariance, result.table
    assert matrix.index.equals(table.index)
    assert matrix.columns.equals(table.index)
    values = matrix.to_numpy()
    assert values == pytest.approx(values.T, rel=1e-9, abs=1e-15, nan_ok=True)
    assert np.diag(values) == pytest.approx(
        table["se"].to_numpy() ** 2, rel=1e-6, abs=1e-15, nan_ok=True
    )


def test_results_stack(result):
    frame, table = result.to_frame(), result.table
    assert_frame_equal(frame[list(table.columns)], table)
    if "method" not in table:
        assert set(frame["method"]) == {result.method}
    if "level" not in table:
        assert set(frame["level"]) == {result.level}
    both = pd.concat([frame, frame], ignore_index=True)
    assert len(both) == 2 * len(result.table)
    assert both.dtypes.equals(frame.dtypes)


# -------------------------------------------------------------------- the words
WORDS = Text | Message | Listing | Number | Day
"""What can be shown in every language."""

filled = attrgetter("values")
"""What fills the placeholders of a message."""


def sentences(message: Message) -> Iterator[Message]:
    """Yield a message and the messages inside it."""
    yield message
    for value in filled(message).values():
        yield from _inside(value)


def _inside(value: object) -> Iterator[Message]:
    if isinstance(value, Message):
        yield from sentences(value)
    if isinstance(value, Listing):
        for item in value.items:
            yield from _inside(item)


def numbers(message: Message) -> Iterator[Number]:
    for part in sentences(message):
        for value in filled(part).values():
            parts = value.items if isinstance(value, Listing) else (value,)
            yield from (p for p in parts if isinstance(p, Number))


def check_references(result: Result, message: Message) -> None:
    """Every number of a sentence that names its place stands there."""
    rows = {result.key_of(row): row for row in result.table.to_dict("records")}
    for number in numbers(message):
        if number.ref:
            key, _, column = number.ref.rpartition(".")
            found = float(rows[key][column])
            assert found == number.value or math.isnan(found + number.value)


def test_a_summary_is_one_sentence(result):
    said = result.summary()
    assert said.endswith(".")
    assert "\n" not in said
    assert "{" not in said
    assert not any(rest[:1].isupper() for rest in said.split(". ")[1:])
    assert said == str(result.headline())


def test_numbers_in_a_headline_stand_in_the_table(result):
    check_references(result, result.headline())


def test_no_digit_is_written_into_a_sentence(result):
    said = [result.headline(), *result.notes]
    ids = {part.id for message in said for part in sentences(message)}
    written = {text for text in ids if any(c.isdigit() for c in text)}
    assert written - {result.method} == set()


def test_notes_and_labels_can_be_translated(result):
    assert all(isinstance(note, Message) for note in result.notes)
    assert all(isinstance(words, WORDS) for words in result.labels.values())
    assert isinstance(result.notes, tuple)


class Tags(HTMLParser):
    """Are all elements closed in order, and how many rows are there?"""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.rows += tag == "tr"
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("shown", languages())
def test_a_result_reads_in_every_language(result, shown):
    with language(shown):
        text, page, said = repr(result), result._repr_html_(), result.summary()
    assert text.startswith(said)
    assert "{" not in said
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert tags.rows == len(result.table) + 1
    if shown == "en-XA":
        assert said.startswith("\u27e6")
        assert said.endswith("\u27e7")
    if shown == "fa":
        figures = [n for n in numbers(result.headline()) if math.isfinite(n.value)]
        latin = set("0123456789") & set(said)
        assert not figures or not latin


def test_a_headline_can_do_without_any_rows(result):
    """Published tables have hidden rows: none may be needed for a sentence."""
    table = result.table
    first, last = table.iloc[:1], table.iloc[-1:]
    blank = {
        c: np.nan
        for c in ("estimate", "se", "ci_low", "ci_high")
        if c in table and table[c].dtype.kind == "f"
    }
    for part in (table.iloc[:0], first, last, table.iloc[::2], table.assign(**blank)):
        shown = replace(result, table=part, covariance_source=None)
        assert str(shown.headline()).endswith(".")
        if result.domain.digest:  # only tables of people are ever shortened
            check_references(shown, shown.headline())
        assert len(repr(shown)) > 0


# ------------------------------------------------------------- where it is from
def test_a_result_knows_its_call(result):
    assert isinstance(result.call, Call)
    module, _, name = result.call.function.rpartition(".")
    assert getattr(import_module(module), name) is getattr(cs, name)
    assert all(isinstance(text, str) for text in result.call.arguments.values())


def test_a_result_of_a_wave_knows_of_whom_it_speaks(result):
    if "wave" in result.call.arguments or "waves" in result.call.arguments:
        assert result.domain.digest
    if result.about:
        assert all(isinstance(c, str) for cols in result.about.values() for c in cols)


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_call_gives_the_same_result(name):
    assert MAKERS[name]().key == made(name).key


def test_a_result_outlives_its_process(result, tmp_path):
    write_result(result, tmp_path / "one")
    again = read_result(tmp_path / "one")
    assert type(again) is type(result)
    assert_frame_equal(again.table, result.table)
    for name in ("method", "used", "level", "by", "notes", "call", "name", "domain"):
        assert getattr(again, name) == getattr(result, name)
    assert dict(again.labels) == dict(result.labels)
    assert dict(again.about) == dict(result.about)
    assert again.summary() == result.summary()
    assert repr(again) == repr(result)
    if result.covariance_source is not None:
        assert_frame_equal(again.covariance, result.covariance)


# ------------------------------------------------------------------ the findings
def test_without_a_line_there_are_no_findings(result):
    assert result.findings() == ()
    assert result.findings({"some other line": 0.5}) == ()


def test_with_a_line_every_finding_is_judged_and_refers_to_its_row(result):
    if not result.line:
        return
    middle = float(result.table["estimate"].median())
    found = result.findings({result.line: middle})
    references = {result.key_of(row) for row in result.table.to_dict("records")}
    for finding in found:
        assert isinstance(finding, Finding)
        assert finding.kind == result.line
        assert finding.line == middle
        assert finding.verdict in {"good", "bad", "undecided"}
        assert finding.ref in references
        assert isinstance(finding.message, Message)
        assert isinstance(finding.label, Text | Message)
        assert str(finding.message).endswith(".")
        check_references(result, finding.message)


# --------------------------------------------------------------- the base itself
TABLE = pd.DataFrame(
    {
        "term": ["q1", "q2"],
        "estimate": [4.2, 3.4],
        "se": [0.1, 0.0],
        "ci_low": [4.1, 3.3],
        "ci_high": [4.3, 3.5],
        "n": [99, 98],
    }
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Means(Result):
    """A class with a line, for the tests of findings."""

    line = "mean"


def base(cls: type = Result, **more: object) -> Result:
    fields = {"table": TABLE, "method": "Mean", "used": Used(100, (98, 99))} | more
    return cls(**fields)


def test_a_plain_result_says_how_many_answered():
    assert base().summary() == "Mean: 99 of 100 people answered."
    assert base(used=Used(100, (50, 50))).summary().startswith("Mean: 50 of 100")


def test_a_finding_has_the_distance_in_errors_and_the_words_of_its_row():
    labels = {"q1": Text({"en": "Price"})}
    good, bad = base(Means, labels=labels).findings({"mean": 4.0})
    assert (good.verdict, bad.verdict) == ("good", "bad")
    assert good.distance == pytest.approx(2)
    assert math.isinf(bad.distance)
    assert str(good.message) == "Price: 4.20 (4.10 to 4.30; n = 99)."
    assert (good.label.texts, bad.label.texts) == ({"en": "Price"}, {"en": "q2"})


def test_a_row_without_an_interval_is_undecided():
    blank = TABLE.assign(ci_low=np.nan, ci_high=np.nan, se=np.nan, n=np.nan)
    for finding in base(Means, table=blank).findings({"mean": 4.0}):
        assert finding.verdict == "undecided"
        assert finding.n == 0


def test_segments_are_named_in_findings_and_shown_in_their_words():
    table = TABLE.assign(city=["A", "B"])[["city", *TABLE.columns]]
    labels = {"city=A": Text({"en": "Yazd"})}
    segments = base(Means, table=table, by=("city",), labels=labels)
    assert [f.segment for f in segments.findings({"mean": 4.0})] == ["A", "B"]
    assert segments.rounded()["city"].tolist() == ["Yazd", "B"]


def test_an_attribute_that_the_table_lacks_is_no_key_error():
    one = base(table=TABLE[["term", "estimate"]].head(1))
    assert one.estimate == 4.2
    assert not hasattr(one, "ci_low")


def test_a_covariance_may_wait_until_it_is_asked_for():
    asked = []

    def source() -> np.ndarray:
        asked.append(1)
        return np.diag([0.01, 0.0])

    late = base(covariance_source=source)
    assert asked == []
    assert late.covariance.loc[0, 0] == 0.01
    assert base(covariance_source=np.eye(2)).covariance.loc[1, 1] == 1


def test_names_in_a_table_are_escaped():
    nasty = TABLE.assign(term=["<script>", "&"])
    page = base(table=nasty)._repr_html_()
    assert "<script>" not in page
    assert "&amp;" in page


def test_numbers_are_written_as_their_kind():
    shown = base().rounded()
    assert shown["estimate"].tolist() == ["4.20", "3.40"]
    assert shown["n"].tolist() == ["99", "98"]
    assert base(table=TABLE.assign(se=np.nan)).rounded()["se"].tolist() == ["—", "—"]


def test_equal_tables_of_one_method_have_one_key():
    assert base().key == base().key
    assert base().key != base(method="Median").key
    assert base().key != base(table=TABLE.assign(n=1)).key


def test_other_facts_leave_rows_as_they_are_and_sentences_anew():
    result = base()
    rows, said = result.records(), result.summary()
    other = result.with_facts(name="06.means", used=Used(50, (40, 40)))
    assert other.records() is rows
    assert other.name == "06.means"
    assert other.summary() == "Mean: 40 of 50 people answered."
    assert (result.name, result.summary()) == ("", said)


def test_a_domain_is_everybody_unless_somebody_narrowed_it():
    assert base().domain == Domain()
    assert Domain().named
    assert isinstance(base().labels, Mapping)


def test_a_note_follows_the_table():
    note = Message("{n} rows are left.", {"n": Number(2, "count")})
    assert repr(base(notes=(note,))).endswith("Note: 2 rows are left.")
    assert "2</data> rows are left" in base(notes=(note,))._repr_html_()
