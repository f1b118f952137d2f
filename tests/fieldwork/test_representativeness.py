"""Tests of the R-indicator: R's numbers, hand-worked groups, simulation."""

import math

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from tests.fieldwork.conftest import population


def api(reference_data, **design):
    frame = reference_data("apistrat")
    frame["came"] = (frame["comp.imp"] == "Yes").astype(int)
    return cs.Wave.from_frame(frame, weights="pw", **design)


def test_the_terms_are_those_of_r(reference, reference_data):
    wanted = reference("survey/weighting/nonresponse")["values"]["r_indicator"]
    found = cs.representativeness(
        api(reference_data), responded="came", predictors=["stype", "meals"]
    )
    terms = {
        "r_indicator": "R",
        "sd_propensity": "S",
        "cv": "CV",
        "mean_propensity": "rho_bar",
        "bias_bound": "lower_bound_bias",
    }
    for term, name in terms.items():
        assert found[term].estimate == pytest.approx(wanted[name], rel=1e-9)
    whole = found.partial.query("term == 'stype' and group == ''")
    assert whole["estimate"].item() == pytest.approx(wanted["P_u_stype"], rel=1e-9)


def test_two_groups_can_be_worked_by_hand(simple):
    """Chances one half and nine tenths, for 40 and 60 of 100."""
    found = cs.representativeness(simple, responded="came", predictors="age")
    mean, variance = 0.74, (40 * 0.24**2 + 60 * 0.16**2) / 99
    assert found["mean_propensity"].estimate == pytest.approx(mean)
    assert found["sd_propensity"].estimate == pytest.approx(math.sqrt(variance))
    noise = (40 * 0.5 * 0.5 / 40 + 60 * 0.9 * 0.1 / 60) / 100
    adjusted = 1 - 2 * math.sqrt(variance * (1 + 1 / 100) - noise)
    assert found["r_indicator"].adjusted == pytest.approx(adjusted, rel=1e-10)
    assert found["cv"].estimate == found["bias_bound"].estimate


def test_the_adjustment_is_that_of_shlomo_skinner_and_schouten():
    """(1 + 1/n - 1/N) S² - (1/n) Σ z' [Σ z x']⁻¹ z, for a simple random sample."""
    rng = np.random.default_rng(4)
    people = population(400, rng)
    people["came"] = (rng.random(400) < people["chance"]).astype(int)
    people["all"] = 2000
    wave = cs.Wave.from_frame(people, population_size="all")
    found = cs.representativeness(
        wave, responded="came", predictors=["age", "city", "orders"]
    )
    x = np.column_stack(
        [
            np.ones(400), people["age"] == "old", people["age"] == "young",
            people["city"] == "B", people["orders"],
        ]
    ).astype(float)  # fmt: skip
    beta = np.zeros(5)
    for _ in range(30):
        rho = 1 / (1 + np.exp(-x @ beta))
        z = x * (rho * (1 - rho))[:, None]
        beta += np.linalg.solve(z.T @ x, x.T @ (people["came"] - rho))
    square = rho.var() * 2000 / 1999
    noise = np.einsum("ij,jk,ik->i", z, np.linalg.inv(z.T @ x), z).sum() / 400
    spare = (1 / 400 - 1 / 2000) * rho.var(ddof=1)
    wanted = 1 - 2 * math.sqrt(square + spare - noise)
    assert found["r_indicator"].adjusted == pytest.approx(wanted, rel=1e-9)


def test_equal_chances_give_one_and_no_spread():
    people = pd.DataFrame({"age": ["a", "b"] * 50, "came": [1, 1, 0, 0] * 25})
    found = cs.representativeness(
        cs.Wave.from_frame(people), responded="came", predictors="age"
    )
    assert found["r_indicator"].estimate == pytest.approx(1)
    assert found["r_indicator"].adjusted == pytest.approx(1)


def test_over_repeated_surveys_the_interval_holds_the_true_indicator():
    """The adjustment takes the bias away; nine in ten and more intervals hold."""
    rng = np.random.default_rng(11)
    people = population(40_000, rng)
    true = 1 - 2 * people["chance"].std(ddof=0)
    plain, adjusted, held = [], [], []
    for _ in range(120):
        asked = people.iloc[rng.choice(len(people), 800, replace=False)].copy()
        asked["came"] = (rng.random(800) < asked["chance"]).astype(int)
        row = cs.representativeness(
            cs.Wave.from_frame(asked),
            responded="came",
            predictors=["age", "city", "orders"],
        )["r_indicator"]
        plain.append(row.estimate)
        adjusted.append(row.adjusted)
        held.append(row.adjusted_low <= true <= row.adjusted_high)
    assert abs(np.mean(adjusted) - true) < 0.012
    assert np.mean(plain) < np.mean(adjusted)
    assert 0.89 <= np.mean(held) <= 1
    assert np.std(adjusted) == pytest.approx(row.se, rel=0.3)


def test_a_scale_of_the_weights_changes_next_to_nothing(reference_data):
    wave = api(reference_data)
    tripled = cs.Wave.from_frame(
        wave.frame.assign(pw=wave.frame["pw"] * 1000), weights="pw"
    )
    one, other = (
        cs.representativeness(w, responded="came", predictors=["stype", "meals"])
        for w in (wave, tripled)
    )
    assert other.table["estimate"].to_numpy() == pytest.approx(
        one.table["estimate"], rel=1e-3
    )
    assert other["mean_propensity"].se == pytest.approx(one["mean_propensity"].se)


def test_the_order_of_the_rows_changes_nothing(reference_data):
    wave = api(reference_data)
    mixed = wave.frame.sample(frac=1, random_state=3)
    one, other = (
        cs.representativeness(w, responded="came", predictors=["stype", "meals"])
        for w in (wave, cs.Wave.from_frame(mixed, weights="pw"))
    )
    assert other.table["estimate"].to_numpy() == pytest.approx(
        one.table["estimate"], rel=1e-10
    )


def test_a_group_in_which_nobody_answers_is_estimated():
    people = pd.DataFrame(
        {"age": ["a"] * 50 + ["b"] * 50, "came": [0] * 50 + [0, 1] * 25}
    )
    found = cs.representativeness(
        cs.Wave.from_frame(people), responded="came", predictors="age"
    )
    assert found["mean_propensity"].estimate == pytest.approx(0.25)
    assert found["r_indicator"].estimate == pytest.approx(
        1 - 2 * math.sqrt(0.0625 * 100 / 99), rel=1e-6
    )


def test_limits_of_the_adjusted_terms_stay_in_order_and_possible():
    frame = pd.DataFrame({"city": ["A", "B"] * 20, "said": [1.0, 0.0] * 20})
    wave = cs.Wave.from_frame(frame)
    found = cs.representativeness(wave, responded="said", predictors="city").table
    assert (found["adjusted_low"] <= found["adjusted_high"]).all()
    assert (found["adjusted_low"] >= 0).all()


def test_the_headline_names_the_adjusted_indicator(simple):
    said = cs.representativeness(simple, responded="came", predictors="age").summary()
    assert said.startswith("Representativeness is 0.622 (0.448 to 0.795)")


def test_a_level_that_is_none_is_refused(simple):
    with pytest.raises(ValueError, match="level=2"):
        cs.representativeness(simple, responded="came", predictors="age", level=2)
