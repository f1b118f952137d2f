"""Are coefficients, with their errors and tests, R's under every design?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.report.policy import policy_of


def named(term):
    """Return R's name of a term as ours."""
    known = {"(Intercept)": "intercept", "stypeH": "stype: H", "stypeM": "stype: M"}
    return known.get(term, term)


def assert_agrees(model, expected, rel=1e-9):
    order = list(map(named, expected["coefficients"]["rows"]))
    table = model.table.set_index("term").loc[order]
    found = table[["estimate", "se", "statistic", "p"]].to_numpy()
    data = np.array(expected["coefficients"]["data"])
    assert found == pytest.approx(data, rel=rel, abs=1e-300)
    place = [model.table["term"].tolist().index(term) for term in order]
    matrix = model.covariance.to_numpy()[np.ix_(place, place)]
    assert matrix == pytest.approx(np.array(expected["vcov"]["data"]), rel=10 * rel)
    assert (table["df"] == expected["df_residual"]).all()
    if "ci" in expected:
        ends = table[["ci_low", "ci_high"]].to_numpy()
        ci = np.array(expected["ci"]["data"])
        assert ends == pytest.approx(ci, rel=max(rel, 1e-8))


def assert_test_agrees(model, predictor, expected):
    row = model.tests.set_index("term").loc[predictor]
    assert row["statistic"] == pytest.approx(expected["wald_F"], rel=1e-7)
    assert row["p"] == pytest.approx(expected["p"], rel=1e-6)
    assert row[["df1", "df2"]].tolist() == [expected["df"], expected["ddf"]]


# --------------------------------------------------------------- by R and by hand
def test_five_answers_by_hand():
    # slope Sxy / Sxx = 10/10; residuals 0, 0, ... of y = x + 1 but for ±1
    frame = pd.DataFrame({"x": [1, 2, 3, 4, 5], "y": [2, 4, 4, 4, 6]})
    model = cs.regression(cs.Wave.from_frame(frame), "y", "x")
    assert model.table["estimate"].tolist() == pytest.approx([1.6, 0.8])
    off = frame["y"] - 1.6 - 0.8 * frame["x"]
    slope_v = 5 / 4 * ((frame["x"] - 3) ** 2 * off**2).sum() / 100
    assert model["x"]["se"] == pytest.approx(np.sqrt(slope_v))
    assert model.r_squared == pytest.approx(1 - (off**2).sum() / 8)


def test_linear_models_are_rs(reference, strat, clus):
    values = reference("survey/tests_models/glm_gaussian")["values"]
    three = ["ell", "meals", "mobility"]
    model = cs.regression(strat, "api00", three)
    assert_agrees(model, values["strat"])
    assert_test_agrees(model, "ell", values["strat"]["tests"]["ell"])
    factor = cs.regression(strat, "api00", ["stype", "meals"])
    assert_agrees(factor, values["strat_factor"])
    assert_test_agrees(factor, "stype", values["strat_factor"]["tests"]["stype"])
    assert_agrees(cs.regression(clus, "api00", three), values["clus"])
    domain = clus.where(clus.frame["stype"] == "E")
    assert_agrees(cs.regression(domain, "api00", "meals"), values["clus_domain"])


def test_r_squared_is_that_of_the_deviances(reference, strat):
    expected = reference("survey/tests_models/glm_gaussian")["values"]["strat"]
    model = cs.regression(strat, "api00", ["ell", "meals", "mobility"])
    share = 1 - expected["deviance"] / expected["null_deviance"]
    assert model.r_squared == pytest.approx(share, rel=1e-9)


def test_logistic_models_are_rs(reference, strat, clus):
    values = reference("survey/tests_models/glm_logistic")["values"]
    three = ["ell", "meals", "mobility"]
    model = cs.regression(strat, "sch.wide", three, family="logistic")
    assert_agrees(model, values["strat"], rel=1e-8)
    found = cs.regression(clus, "comp.imp", ["meals", "stype"], family="logistic")
    assert_agrees(found, values["clus"], rel=1e-9)
    assert_test_agrees(found, "stype", values["clus"]["tests"]["stype"])
    two = cs.regression(strat, "sch.wide", ["ell", "meals"], family="logistic")
    assert two.r_squared == pytest.approx(values["pseudo_r2"]["nagelkerke"], rel=1e-9)


def test_predictions_of_a_logistic_model_are_rs(reference, strat):
    expected = reference("survey/tests_models/glm_logistic")["values"]["predict"]
    model = cs.regression(strat, "sch.wide", ["ell", "meals"], family="logistic")
    rows = zip(expected["ell"], expected["meals"], strict=True)
    for i, (ell, meals) in enumerate(rows):
        link = cs.contrast(model, [1, ell, meals])
        assert link.estimate == pytest.approx(expected["link"][i], rel=1e-9)
        assert link.se == pytest.approx(expected["link_se"][i], rel=1e-8)


@pytest.fixture
def meal_categories(school, reference_data):
    meals = reference_data("apiclus1")["meals"]
    cut = pd.cut(meals, [0, 25, 50, 75, 100])
    texts = cut.cat.rename_categories(lambda i: f"({i.left:g},{i.right:g}]")
    return school("apiclus1", mealcat=texts)


def test_ordinal_models_are_rs(reference, meal_categories):
    # R takes second derivatives by differences of 1e-3, which is coarse for mobility
    # (0 to 74): its error is exact to 2e-4, the coefficients to 1e-8
    expected = reference("survey/tests_models/svyolr")["values"]
    predictors = ["avg.ed", "mobility", "stype"]
    model = cs.regression(meal_categories, "mealcat", predictors, family="ordinal")
    table = model.table.set_index("term")
    assert table.index[-3:].tolist() == [
        "(0,25]|(25,50]",
        "(25,50]|(50,75]",
        "(50,75]|(75,100]",
    ]
    for term, estimate in expected["logistic"]["estimate"].items():
        row = table.loc[named(term)]
        assert row["estimate"] == pytest.approx(estimate, rel=1e-7)
        assert row["se"] == pytest.approx(expected["logistic"]["se"][term], rel=2e-4)
    assert (table["df"] == expected["logistic"]["df_residual"]).all()
    assert (table["n"] == expected["n_used"]).all()


# ------------------------------------------------------------------- identities
def test_one_category_is_the_difference_of_segments(clus):
    model = cs.regression(clus, "enroll", "comp.imp")
    pair = cs.compare_segments(clus, "enroll", by="comp.imp")["enroll"]
    slope = model["comp.imp: Yes"]
    for column in ("estimate", "se", "ci_low", "ci_high", "statistic", "df", "p"):
        assert slope[column] == pytest.approx(pair[column], rel=1e-9)


def test_logistic_odds_of_a_table_by_hand():
    # odds 1/3 and 3: intercept log 1/3, slope log 9
    frame = pd.DataFrame(
        {"x": [0] * 4 + [1] * 4, "y": ["no"] * 3 + ["yes"] + ["no"] + ["yes"] * 3}
    )
    model = cs.regression(cs.Wave.from_frame(frame), "y", "x", family="logistic")
    assert model["intercept"]["estimate"] == pytest.approx(np.log(1 / 3))
    assert model["x"]["odds_ratio"] == pytest.approx(9)
    assert np.isnan(model["intercept"]["odds_ratio"])


def test_two_ordered_categories_are_the_logistic_model(strat):
    wave = strat.assign(high=(strat.frame["api00"] > 660).astype(int))
    yes = cs.regression(wave, "high", ["ell", "stype"], family="logistic")
    order = cs.regression(wave, "high", ["ell", "stype"], family="ordinal")
    assert order["ell"]["estimate"] == pytest.approx(yes["ell"]["estimate"])
    assert order["ell"]["se"] == pytest.approx(yes["ell"]["se"])
    assert order["0|1"]["estimate"] == pytest.approx(-yes["intercept"]["estimate"])
    assert order["0|1"]["se"] == pytest.approx(yes["intercept"]["se"])
    assert order.r_squared == pytest.approx(yes.r_squared)


def test_ordinal_coefficients_turn_with_the_scale(strat):
    frame = strat.frame
    place = pd.cut(frame["api00"], 4, labels=False)
    up = strat.assign(y=place, z=3 - place)
    one = cs.regression(up, "y", ["ell", "meals"], family="ordinal").table
    other = cs.regression(up, "z", ["ell", "meals"], family="ordinal").table
    assert other["estimate"][:2].tolist() == pytest.approx(
        (-one["estimate"][:2]).tolist()
    )
    assert other["estimate"][2:].tolist() == pytest.approx(
        (-one["estimate"][2:][::-1]).tolist()
    )
    assert other["se"][:2].tolist() == pytest.approx(one["se"][:2].tolist())


@hypothesis.settings(max_examples=25)
@hypothesis.given(
    st.floats(0.01, 100), st.floats(-50, 50), st.sampled_from(["linear", "logistic"])
)
def test_units_of_a_predictor_carry_through(scale, shift, family):
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=60), "w": rng.uniform(1, 3, 60)})
    frame["y"] = (frame["x"] + rng.logistic(size=60) > 0).astype(int)
    wave = cs.Wave.from_frame(frame, weights="w")
    moved = cs.Wave.from_frame(
        frame.assign(x=frame["x"] * scale + shift, w=frame["w"] * 9), weights="w"
    )
    one = cs.regression(wave, "y", "x", family=family)
    other = cs.regression(moved, "y", "x", family=family)
    assert other["x"]["estimate"] * scale == pytest.approx(one["x"]["estimate"])
    assert other["x"]["statistic"] == pytest.approx(one["x"]["statistic"])
    assert other.r_squared == pytest.approx(one.r_squared)


@pytest.mark.parametrize("family", ["linear", "logistic", "ordinal"])
def test_a_weight_of_two_is_two_people_who_answer_alike(family):
    rng = np.random.default_rng(8)
    frame = pd.DataFrame({"x": rng.normal(size=80), "w": rng.integers(1, 3, 80)})
    raw = frame["x"] + rng.logistic(size=80)
    cuts = {"linear": raw, "logistic": raw > 0, "ordinal": np.digitize(raw, [-1, 1])}
    frame["y"] = np.asarray(cuts[family], float)
    twice = frame.loc[frame.index.repeat(frame["w"])].reset_index(drop=True)
    one = cs.regression(cs.Wave.from_frame(frame, weights="w"), "y", "x", family=family)
    other = cs.regression(cs.Wave.from_frame(twice), "y", "x", family=family)
    assert one.table["estimate"].tolist() == pytest.approx(
        other.table["estimate"].tolist()
    )


def test_intervals_hold_a_known_slope_under_clusters():
    rng, held = np.random.default_rng(4), 0
    for _ in range(200):
        unit = np.repeat(np.arange(50), 6)
        x = rng.normal(size=50)[unit] + rng.normal(size=300)
        y = 0.5 * x + rng.normal(size=50)[unit] + rng.normal(size=300)
        frame = pd.DataFrame({"u": unit, "x": x, "y": y})
        row = cs.regression(cs.Wave.from_frame(frame, clusters="u"), "y", "x")["x"]
        held += row["ci_low"] <= 0.5 <= row["ci_high"]
    assert 0.89 <= held / 200 <= 0.985


# ------------------------------------------------------------------------ terms
def test_categories_stand_against_the_first_level(strat):
    order = pd.Categorical(strat.frame["stype"], ["M", "E", "H"], ordered=True)
    loose = pd.Categorical(strat.frame["stype"], ["M", "E", "H"])
    wave = strat.assign(rank=order, loose=loose)
    terms = cs.regression(wave, "api00", "rank").table["term"].tolist()
    assert terms == ["intercept", "rank: E", "rank: H"]
    terms = cs.regression(wave, "api00", "loose").table["term"].tolist()
    assert terms == ["intercept", "loose: H", "loose: M"]


def test_nominal_codes_of_a_study_are_categories(strat):
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {
                "kind": {
                    "type": "nominal",
                    "answers": {
                        1: {"en": "Elementary", "fa": "دبستان"},
                        2: {"en": "High", "fa": "دبیرستان"},
                    },
                    "text": {"en": "School", "fa": "مدرسه"},
                }
            },
        }
    )
    frame = strat.frame.assign(kind=strat.frame["stype"].map({"E": 1, "H": 2}))
    wave = cs.Wave.from_frame(frame, study=study)
    model = cs.regression(wave, "api00", "kind")
    assert model.table["term"].tolist() == ["intercept", "kind: 2"]
    assert plain(model.label("kind: 2")) == "School: High"


def test_a_level_of_few_people_does_not_pass_the_gate():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"q": rng.normal(size=203), "x": rng.normal(size=203)})
    frame["city"] = ["A"] * 110 + ["B"] * 90 + ["C"] * 3
    wave = cs.Wave.from_frame(frame)
    model = cs.regression(wave, "q", ["x", "city"])
    assert model.table["n_level"].tolist() == [203, 203, 90, 3]
    shown = cs.publish({"m": model}, policy_of(wave))["m"].result
    # With n = 203 and 110 people in A, those 90 in B would say how many are in C.
    assert shown.table["term"].tolist() == ["intercept", "x"]
    plain(shown.headline())


# ----------------------------------------------------------------------- errors
def test_separation_names_its_predictor():
    frame = pd.DataFrame(
        {"x": [1, 2, 3, 4, 5, 6], "z": [1, 0, 1, 0, 1, 1], "y": [0, 0, 0, 1, 1, 1]}
    )
    wave = cs.Wave.from_frame(frame)
    words = r"predictors=\['x'\] tell the answers to 'y' apart"
    with pytest.raises(ValueError, match=words):
        cs.regression(wave, "y", ["x", "z"], family="logistic")
    with pytest.raises(ValueError, match=words):
        cs.regression(wave.assign(y=[0, 0, 1, 1, 2, 2]), "y", "x", family="ordinal")


def test_a_level_that_all_say_yes_is_separation(strat):
    wave = strat.assign(
        both=np.where(strat.frame["stype"] == "H", "yes", strat.frame["awards"])
    )
    wave = wave.assign(both=wave.frame["both"].str.lower())
    with pytest.raises(ValueError, match=r"predictors=\['stype: H'\] tell the answers"):
        cs.regression(wave, "both", ["stype", "meals"], family="logistic")


def test_strong_but_overlapping_predictors_are_fitted():
    rng = np.random.default_rng(1)
    x = rng.normal(size=400)
    y = (8 * x + rng.logistic(size=400) > 0).astype(int)
    wave = cs.Wave.from_frame(pd.DataFrame({"x": x, "y": y}))
    row = cs.regression(wave, "y", "x", family="logistic")["x"]
    assert 4 < row["estimate"] < 14


def test_collinear_constant_and_too_many_predictors_are_refused(strat):
    wave = strat.assign(copy=strat.frame["ell"] * 2, flat=1.0)
    with pytest.raises(ValueError, match="ell and copy are copies of each other"):
        cs.regression(wave, "api00", ["ell", "copy"])
    with pytest.raises(ValueError, match=r"predictors=\['flat'\] are constant"):
        cs.regression(wave, "api00", ["ell", "flat"])
    summed = wave.assign(sum=wave.frame["ell"] + wave.frame["meals"])
    with pytest.raises(ValueError, match="add up to one another"):
        cs.regression(summed, "api00", ["ell", "meals", "sum"])
    few = strat.where(pd.Series(np.arange(200) < 3, strat.frame.index))
    with pytest.raises(ValueError, match="3 people answered everything; 2 terms need"):
        cs.regression(few, "api00", ["ell", "meals"])
    with pytest.raises(ValueError, match="'stype' has 1 levels"):
        cs.regression(strat.where(strat.frame["stype"] == "E"), "api00", "stype")


def test_an_outcome_that_its_parts_add_up_to_is_said():
    # R 4.2.2, summary(lm(index ~ a + b)): "essentially perfect fit: summary may be
    # unreliable".
    frame = pd.DataFrame({"a": [1, 2, 4, 5, 3, 2.0], "b": [2, 2, 5, 4, 1, 3.0]})
    wave = cs.Wave.from_frame(frame.assign(index=frame["a"] / 2 + frame["b"] / 2))
    exact = cs.regression(wave, "index", ["a", "b"])
    assert "without an error" in str(exact.notes[0])
    loose = cs.regression(wave, "index", ["a"])
    assert not any("without an error" in str(note) for note in loose.notes)


def test_outcomes_that_do_not_fit_are_refused(strat):
    with pytest.raises(ValueError, match="outcome='api00' is among the predictors"):
        cs.regression(strat, "api00", ["api00", "ell"])
    with pytest.raises(ValueError, match="outcome='stype' has 3 answers"):
        cs.regression(strat, "stype", "ell", family="logistic")
    with pytest.raises(ValueError, match="'stype' holds names without an order"):
        cs.regression(strat, "stype", "ell", family="ordinal")
    with pytest.raises(ValueError, match=r"items=\['stype'\] hold text"):
        cs.regression(strat, "stype", "ell")
    with pytest.raises(ValueError, match="outcome='one': everybody answered 1"):
        cs.regression(strat.assign(one=1.0), "one", "ell")
    with pytest.raises(ValueError, match="outcome='one' has 1 answers"):
        cs.regression(strat.assign(one=1.0), "one", "ell", family="logistic")
    with pytest.raises(ValueError, match="outcome='one' has 1 different answers"):
        cs.regression(strat.assign(one=1.0), "one", "ell", family="ordinal")
    with pytest.raises(ValueError, match=r"'api00' has 1\d\d different answers"):
        cs.regression(strat, "api00", "ell", family="ordinal")
    with pytest.raises(ValueError, match="family='probit' must be one of"):
        cs.regression(strat, "api00", "ell", family="probit")
    with pytest.raises(KeyError, match="nowhere"):
        cs.regression(strat, "api00", ["ell", "nowhere"])
    with pytest.raises(ValueError, match="nobody answered all of them"):
        cs.regression(strat.assign(blank=np.nan), "api00", "blank")


def test_too_few_clusters_leave_no_errors(clus):
    few = clus.where(clus.frame["dnum"].isin(clus.frame["dnum"].unique()[:3]))
    model = cs.regression(few, "api00", ["meals", "ell"])
    assert model.table["se"].isna().all()
    assert model.table["df"].tolist() == [0, 0, 0]
    assert any("no error" in plain(note) for note in model.notes)


def test_a_replicate_without_a_fit_is_said():
    # the only "yes" at x = 0 is one person: without him x = 0 says no for sure
    frame = pd.DataFrame({"x": [0] * 6 + [1] * 6, "y": [1] + [0] * 5 + [0, 1] * 3})
    wave = cs.replicate(cs.Wave.from_frame(frame), method="jkn")
    model = cs.regression(wave, "y", "x", family="logistic")
    assert model.table["se"].isna().all()
    assert any("could not be fitted" in plain(note) for note in model.notes)


def test_headlines_say_what_goes_with_the_outcome(strat, clus):
    model = cs.regression(strat, "api00", ["ell", "meals", "stype"])
    assert plain(model.headline()).startswith("Clearly related to api00, the others")
    assert model.slopes["term"].tolist() == ["ell", "meals", "stype: H", "stype: M"]
    none = cs.regression(strat, "sch.wide", ["ell", "meals"], family="logistic")
    assert plain(none.headline()).startswith("None of 2 terms is clearly related to s")
