"""Are ratios and totals of domains, with their errors, what the formulas say?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.survey_design.variance import covariance
from csat_methods.wave import ratios
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import (
    design_effect,
    ratio_estimates,
    ratio_values,
    simple_variances,
    total_estimates,
)

RTOL = 1e-9


def survey(seed=0, n=60):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "y": rng.gamma(4, 2, n),
            "x": rng.gamma(3, 1, n),
            "w": rng.uniform(1, 3, n),
            "s": np.arange(n) % 3,
            "c": np.arange(n) // 3,
            "g": rng.choice(["a", "b", "c"], n),
            "sex": np.where(np.arange(n) % 2 == 0, "f", "m"),
        }
    )
    frame.loc[rng.random(n) < 0.15, "y"] = np.nan
    return frame


DESIGNS = {
    "plain": {},
    "weights": {"weights": "w"},
    "strata": {"weights": "w", "strata": "s"},
    "clusters": {"weights": "w", "clusters": "c"},
}


def wave(seed=0, **design):
    return cs.Wave.from_frame(survey(seed), **design)


def parts(made):
    values = made.answers(["y", "x"])
    held = ~np.isnan(values).any(axis=1)
    return np.where(held[:, None], values, 0.0).T[:, :, None], held[:, None]


# ---------------------------------------------------------- against R's ratios
@pytest.mark.parametrize(
    ("topic", "case", "data", "design", "columns"),
    [
        (
            "estimates/domains_subset",
            "clus_middle_poor",
            "apiclus1",
            {"weights": "pw", "clusters": "dnum", "population_size": "fpc"},
            ("api.stu", "enroll"),
        ),
        (
            "estimates/weight_scale",
            "scale_1",
            "apistrat",
            {"weights": "pw", "strata": "stype"},
            ("api.stu", "enroll"),
        ),
    ],
)
def test_a_ratio_of_totals_is_rs(
    reference, reference_data, topic, case, data, design, columns
):
    frame = reference_data(data)
    made = cs.Wave.from_frame(frame, **design)
    if case == "clus_middle_poor":
        made = made.where((frame["stype"] == "M") & (frame["meals"] > 50))
    top, bottom = (made.answers(c) for c in columns)
    found = ratio_estimates(made, domains(made), top, bottom)
    expected = reference(f"survey/{topic}")["values"][case]["ratio"]
    (name,) = expected["estimate"]
    assert found.estimate[0] == pytest.approx(expected["estimate"][name], rel=RTOL)
    assert found.se[0] == pytest.approx(expected["se"][name], rel=RTOL)


@pytest.mark.parametrize("rule", ["remove", "certainty", "adjust", "average"])
def test_a_ratio_under_every_rule_for_lonely_strata_is_rs(
    reference, reference_data, rule
):
    made = cs.Wave.from_frame(
        reference_data("lonely"),
        weights="pw",
        strata="stype",
        population_size="fpc",
        singleton=rule,
    )
    top, bottom = made.answers("api00"), made.answers("enroll")
    found = ratio_estimates(made, domains(made), top, bottom)
    values = reference("survey/estimates/lonely_psu")["values"]
    expected = values[rule]["ratio_fpc"]
    assert found.estimate[0] == pytest.approx(expected["estimate"]["api00/enroll"])
    assert found.se[0] == pytest.approx(expected["se"]["api00/enroll"], rel=RTOL)


@pytest.mark.parametrize("rule", ["remove", "adjust", "average"])
def test_a_domain_with_one_member_in_a_stratum_is_not_lonely_under_any_rule(
    reference, reference_data, rule
):
    frame = reference_data("apistrat")
    made = cs.Wave.from_frame(
        frame, weights="pw", strata="stype", population_size="fpc", singleton=rule
    )
    high = frame["stype"] == "H"
    narrow = made.where(~high | (frame["api00"] == frame.loc[high, "api00"].max()))
    values = reference("survey/estimates/lonely_psu")["values"]
    expected = values[f"domain_{rule}"]["default"]
    result = cs.means(narrow, "api00")
    assert result.estimate == pytest.approx(expected["estimate"]["api00"], rel=RTOL)
    assert result.se == pytest.approx(expected["se"]["api00"], rel=RTOL)


def test_a_stratum_of_one_that_is_all_there_is_adds_no_error(reference, reference_data):
    frame = reference_data("lonely")
    certain = frame.assign(fpc=frame["fpc"].where(frame["stype"] != "M", 1))
    made = cs.Wave.from_frame(
        certain, weights="pw", strata="stype", population_size="fpc"
    )
    values = reference("survey/estimates/lonely_psu")["values"]["certainty_stratum"]
    result = cs.means(made, "api00")
    assert result.estimate == pytest.approx(values["estimate"]["api00"], rel=RTOL)
    assert result.se == pytest.approx(values["se"]["api00"], rel=RTOL)


# ----------------------------------------------------------- identities, ratios
@pytest.mark.parametrize("name", DESIGNS)
@hypothesis.settings(max_examples=10)
@hypothesis.given(seed=st.integers(0, 3000))
def test_the_covariance_of_domains_holds_their_errors_and_is_the_formulas(name, seed):
    made = wave(seed, **DESIGNS[name])
    (top, bottom), held = parts(made)
    where = domains(made, "g")
    found = ratio_estimates(made, where, top, bottom, rows=held)
    matrix = found.covariance()
    assert np.diag(matrix) == pytest.approx(found.se**2, rel=1e-8)
    z = np.zeros((60, 3))
    for d in range(3):
        rows = where.codes == d
        total = (made.design.weights * bottom[:, 0])[rows].sum()
        z[rows, d] = (top - found.estimate[d] * bottom)[rows, 0] / total
    assert matrix == pytest.approx(covariance(made.design, z), rel=1e-8, abs=1e-14)


def test_ratio_values_are_the_estimates():
    made = wave(weights="w")
    (top, bottom), held = parts(made)
    where = domains(made, ["g", "sex"])
    found = ratio_estimates(made, where, top, bottom, rows=held)
    assert ratio_values(made, where, top, bottom).ravel() == pytest.approx(
        found.estimate
    )


@pytest.mark.parametrize("name", DESIGNS)
def test_a_weighting_step_that_changes_nothing_leaves_domains_as_they_were(name):
    # a margin of one level keeps all weights and has the residuals of means, which
    # add up to nothing anyway
    made = wave(**DESIGNS[name]).assign(one=1)
    total = float(made.weights.sum())
    raked = cs.rake(made, {"one": {1: total}})
    plain, stepped = (cs.means(each, "x", by="g").table for each in (made, raked))
    assert stepped["estimate"].to_numpy() == pytest.approx(plain["estimate"])
    assert stepped["se"].to_numpy() == pytest.approx(plain["se"])


def test_many_columns_are_worked_in_parts(monkeypatch):
    made = cs.rake(wave(weights="w"), {"sex": {"f": 50, "m": 50}})
    whole = cs.means(made, ["x", "y"], by="g").table
    monkeypatch.setattr(ratios, "CHUNK", 100)
    again = cs.means(made, ["x", "y"], by="g").table
    assert again["se"].tolist() == pytest.approx(whole["se"].tolist(), rel=1e-12)


@pytest.mark.parametrize("steps", [False, True])
@pytest.mark.parametrize("replicated", [False, True])
def test_what_nobody_answered_has_no_estimate_and_disturbs_nobody(steps, replicated):
    frame = survey().assign(none=np.nan)
    frame["none"] = frame["none"].where(frame["g"] != "a", 3.0)
    made = cs.Wave.from_frame(frame, weights="w")
    if steps:
        made = cs.rake(made, {"sex": {"f": 50, "m": 50}})
    if replicated:
        made = cs.replicate(made, method="jk1")
    for estimator in (cs.means, cs.totals):
        result = estimator(made, ["none", "x"], by="g")
        empty = (result.table["g"] != "a") & (result.table["term"] == "none")
        assert result.table.loc[empty, ["estimate", "se"]].isna().all(axis=None)
        assert result.table.loc[~empty, ["estimate", "se"]].notna().all(axis=None)
        alone = estimator(made, "x", by="g").table
        others = result.table[result.table["term"] == "x"]
        assert others["se"].tolist() == pytest.approx(alone["se"].tolist(), rel=1e-9)
        matrix = result.covariance.to_numpy()
        assert np.isnan(matrix[empty]).all()
        assert np.isfinite(matrix[np.ix_(~empty, ~empty)]).all()
        assert (result.table.loc[empty, "n"] == 0).all()


# --------------------------------------------------------------------- totals
@hypothesis.given(st.integers(0, 3000))
def test_totals_of_segments_add_up(seed):
    made = wave(seed, weights="w", strata="s")
    whole = cs.totals(made, "x")
    by = cs.totals(made, "x", by="g")
    assert by.table["estimate"].sum() == pytest.approx(whole.estimate)
    # and so does their error, the covariances included
    assert by.covariance.to_numpy().sum() == pytest.approx(whole.se**2, rel=1e-8)


def test_a_total_that_weights_were_calibrated_to_has_no_error():
    made = cs.calibrate(wave(weights="w"), {"x": 500, "sex": {"f": 60, "m": 65}})
    result = cs.totals(made, "x")
    assert result.estimate == pytest.approx(500)
    assert result.se == pytest.approx(0, abs=1e-8)
    again = cs.totals(cs.replicate(made, method="jk1"), "x")
    assert again.se == pytest.approx(0, abs=1e-6)


def test_a_total_of_amounts_that_are_alike_has_no_error():
    made = cs.Wave.from_frame(pd.DataFrame({"x": np.full(1000, 4.1)}))
    assert cs.totals(made, "x").se < 1e-9


def test_totals_are_of_the_rows_that_enter():
    made = wave(weights="w")
    values = np.arange(60.0)[:, None]
    rows = (np.arange(60) < 30)[:, None]
    found = total_estimates(made, domains(made), values, rows)
    w = made.design.weights
    assert found.estimate[0] == pytest.approx((w * np.arange(60))[:30].sum())
    assert found.n.tolist() == [30]


# -------------------------------------------------------------- design effects
def test_a_simple_sample_has_a_design_effect_of_one():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"x": rng.normal(size=50), "N": 400})
    made = cs.Wave.from_frame(frame, population_size="N")
    assert cs.means(made, "x")["x"]["deff"] == pytest.approx(1)
    assert cs.totals(made, "x")["x"]["deff"] == pytest.approx(1)


def test_the_simple_variance_is_the_textbooks():
    # s² / n · (1 − n / N), Cochran (1977), eq. 2.20, of equal weights N / n
    made = cs.Wave.from_frame(survey().assign(w=5.0), weights="w")
    y = made.answers("x")
    found = simple_variances(made, domains(made), y, np.ones((60, 1), bool))
    expected = y.var(ddof=1) / 60 * (1 - 60 / 300)
    assert found[0] == pytest.approx(expected)
    total = simple_variances(made, domains(made), y, np.ones((60, 1), bool), total=True)
    assert total[0] == pytest.approx(expected * 300**2)


def test_where_weights_count_no_population_there_is_no_design_effect():
    assert np.isnan(cs.means(wave(), "x")["x"]["deff"])


def test_no_variance_has_no_design_effect():
    found = design_effect(np.array([1.0, 1.0, np.nan]), np.array([0.0, np.nan, 2.0]))
    assert np.isnan(found).all()
    assert design_effect(np.array([2.0]), np.array([2.0])).tolist() == [2]


# ----------------------------------------------------------------------- order
@pytest.mark.parametrize("replicated", [False, True])
@pytest.mark.parametrize("name", DESIGNS)
@hypothesis.settings(max_examples=8)
@hypothesis.given(seed=st.integers(0, 3000))
def test_the_order_of_rows_does_not_matter(name, replicated, seed):
    frame = survey(seed)
    tables = []
    for rows in (frame, frame.sample(frac=1, random_state=seed)):
        made = cs.Wave.from_frame(rows, **DESIGNS[name])
        made = cs.rake(made, {"sex": {"f": 50, "m": 50}, "g": _thirds(rows)})
        made = cs.replicate(made, method="jkn") if replicated else made
        tables.append(cs.means(made, ["x", "y"], by="sex").table)
    numbers = ["estimate", "se", "n", "df"]
    assert tables[0][numbers].to_numpy(float) == pytest.approx(
        tables[1][numbers].to_numpy(float), rel=1e-8
    )


def _thirds(rows):
    levels = rows["g"].unique()
    return dict.fromkeys(levels, 100 / len(levels))
