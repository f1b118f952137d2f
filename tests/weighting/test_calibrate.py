"""Do calibrated weights and their errors equal R's, and do all totals hold?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs

TYPES = {"stype": {"E": 4421, "H": 755, "M": 1018}}


@pytest.mark.parametrize("distance", ["linear", "raking"])
def test_calibrating_clusters_is_rs(
    reference, clusters, distance, assert_weights, assert_estimates
):
    values = reference("survey/weighting/calibrate")["values"]
    made = cs.calibrate(clusters, TYPES | {"api99": 3914069}, distance=distance)
    assert_weights(made, values[distance], rel=1e-8)
    assert_estimates(made, values[distance], rel=1e-7)
    total = cs.totals(made, "api99")
    assert total.estimate == pytest.approx(3914069, rel=1e-9)
    assert total.se == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("distance", ["linear", "raking"])
def test_calibrating_strata_is_rs(
    reference, strata, distance, assert_weights, assert_estimates
):
    values = reference("survey/weighting/calibrate_strat")["values"]
    known = {name: values["population"][name] for name in ("api99", "meals")}
    made = cs.calibrate(strata, TYPES | known, distance=distance)
    assert_weights(made, values[distance], rel=1e-8)
    assert_estimates(made, values[distance], rel=1e-7)


BOUNDED = [
    ("calibrate", "logit_.4_2.5", {"distance": "logit", "bounds": (0.4, 2.5)}),
    (
        "calibrate",
        "linear_bounded_.6_1.7",
        {"distance": "truncated", "bounds": (0.6, 1.7)},
    ),
    ("calibrate", "linear_bounded_.6_1.7", {"bounds": (0.6, 1.7)}),
    (
        "calibrate_trim",
        "bounds_const_20_60",
        {"bounds": (20, 60), "bounds_on": "weight"},
    ),
]


@pytest.mark.parametrize(("case", "name", "how"), BOUNDED)
def test_calibrating_between_bounds_is_rs(
    reference, clusters, case, name, how, assert_weights, assert_estimates
):
    values = reference(f"survey/weighting/{case}")["values"][name]
    made = cs.calibrate(clusters, TYPES | {"api99": 3914069}, **how)
    assert_weights(made, values, rel=1e-9)
    assert_estimates(made, values, rel=1e-8)


def test_calibrating_strata_by_the_logit_is_rs(
    reference, strata, assert_weights, assert_estimates
):
    values = reference("survey/weighting/calibrate_strat")["values"]
    known = {name: values["population"][name] for name in ("api99", "meals")}
    made = cs.calibrate(strata, TYPES | known, distance="logit", bounds=(0.7, 1.4))
    assert_weights(made, values["logit_.7_1.4"], rel=1e-9)
    assert_estimates(made, values["logit_.7_1.4"], rel=1e-8)


def test_the_logit_of_the_oracle_is_met(clusters):
    # R survey: mean 665.3663137, error 3.4255437; truncated 665.3174493, 3.4409257
    totals = TYPES | {"api99": 3914069}
    for distance, mean, se in (
        ("logit", 665.3663137, 3.4255437),
        ("truncated", 665.3174493, 3.4409257),
    ):
        made = cs.calibrate(clusters, totals, distance=distance, bounds=(0.4, 1.7))
        found = cs.means(made, "api00")
        assert (found.estimate, found.se) == pytest.approx((mean, se), abs=5e-8)


def test_the_design_effect_after_calibration_is_rs(reference, strata):
    values = reference("survey/weighting/calibrate_strat")["values"]
    known = {name: values["population"][name] for name in ("api99", "meals")}
    made = cs.calibrate(strata, TYPES | known)
    found = cs.means(made, "api00")["api00"]["deff"]
    assert found == pytest.approx(values["deff_after"], rel=1e-7)


def test_calibration_by_the_raking_distance_is_rs_raking(
    reference, clusters, assert_weights, assert_estimates
):
    values = reference("survey/weighting/rake")["values"]
    wide = values["margins"]["sch.wide"]
    totals = TYPES | {"sch.wide": dict(zip(*wide.values(), strict=True))}
    made = cs.calibrate(clusters, totals, distance="raking")
    assert_weights(made, values["two_by_calibrate_raking"], rel=1e-9)
    assert_estimates(made, values["two_by_calibrate_raking"], rel=1e-8)
    raked = cs.rake(clusters, totals)
    assert made.weights.tolist() == pytest.approx(raked.weights.tolist(), rel=1e-9)


def test_one_amount_with_nothing_else_is_the_ratio_estimator(clusters, reference):
    # R's ratio estimator has a variance proportional to the amount; ours does not, so
    # only the total itself is alike
    made = cs.calibrate(clusters, {"api99": 3914069})
    assert (made.weights * made.frame["api99"]).sum() == pytest.approx(3914069)


# ------------------------------------------------------------------ properties
def survey(seed, n=60):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "orders": rng.gamma(4, 2, n),
            "balance": rng.normal(size=n),
            "q1": rng.integers(1, 8, n),
            "sex": np.where(np.arange(n) % 2 == 0, "f", "m"),
            "w": rng.uniform(1, 3, n),
        }
    )


def near(frame, shift):
    """Totals a little off those of the sample."""
    people = frame["w"].groupby(frame["sex"]).sum() * np.array([1 - shift, 1 + shift])
    orders = (frame["w"] * frame["orders"]).sum() * (1 + shift)
    return {"sex": people.to_dict(), "orders": orders}


@hypothesis.settings(max_examples=20)
@hypothesis.given(
    st.integers(0, 3000),
    st.floats(-0.05, 0.05),
    st.sampled_from(["linear", "raking"]),
)
def test_all_totals_hold_in_the_weights_and_in_every_replicate(seed, shift, distance):
    frame = survey(seed)
    wave = cs.Wave.from_frame(frame, weights="w")
    totals = near(frame, shift)
    made = cs.replicate(cs.calibrate(wave, totals, distance=distance), method="jk1")
    for w in (made.weights.to_numpy(), *made.design.replicates.weights.T):
        assert w @ frame["orders"] == pytest.approx(totals["orders"], rel=1e-8)
        people = pd.Series(w).groupby(frame["sex"]).sum().to_dict()
        assert people == pytest.approx(totals["sex"], rel=1e-8)


@hypothesis.given(st.integers(0, 3000), st.sampled_from(["linear", "raking"]))
def test_whatever_a_total_explains_has_no_error(seed, distance):
    frame = survey(seed)
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.calibrate(wave, near(frame, 0.02), distance=distance)
    explained = made.assign(e=3 * frame["orders"] + 2 * (frame["sex"] == "f"))
    assert cs.totals(explained, "e").se == pytest.approx(0, abs=1e-6)
    assert cs.totals(made, "q1").se > 1


@hypothesis.given(st.integers(0, 3000))
def test_totals_the_sample_has_already_change_no_weight(seed):
    frame = survey(seed)
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.calibrate(wave, near(frame, 0))
    assert made.weights.tolist() == pytest.approx(frame["w"].tolist(), rel=1e-8)


def test_an_amount_may_have_a_total_of_nought():
    frame = survey(1)
    wave = cs.Wave.from_frame(frame, weights="w")
    people = frame["w"].groupby(frame["sex"]).sum().to_dict()
    made = cs.calibrate(wave, {"sex": people, "balance": 0})
    assert (made.weights * frame["balance"]).sum() == pytest.approx(0, abs=1e-7)


def test_the_unit_of_an_amount_changes_nothing():
    frame = survey(2)
    rials = frame.assign(orders=frame["orders"] * 1e9)
    results = []
    for each in (frame, rials):
        wave = cs.Wave.from_frame(each, weights="w")
        results.append(cs.means(cs.calibrate(wave, near(each, 0.03)), "q1"))
    assert results[1].estimate == pytest.approx(results[0].estimate, rel=1e-9)
    assert results[1].se == pytest.approx(results[0].se, rel=1e-6)


def test_calibrating_leaves_a_line():
    frame = survey(3)
    made = cs.calibrate(cs.Wave.from_frame(frame, weights="w"), near(frame, 0.01))
    assert (made.ledger[-1].step, str(made.ledger[-1].detail)) == (
        "calibrate",
        "to totals of sex, orders",
    )


# ---------------------------------------------------------------------- faults
@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        ({}, r"totals=\{\} must name at least one column"),
        (None, "totals=None must name at least one column"),
        ({"orders": "many"}, "total of 'orders'='many' must be a number"),
        ({"orders": True}, "total of 'orders'=True must be a number"),
        ({"orders": np.inf}, "total of 'orders'=inf must be finite"),
        ({"sex": {"f": 10}}, r"levels \['m'\] have answers but no total"),
        ({"sex": 10}, r"items=\['sex'\] hold text"),
        ({"orders": 500, "copy": 900}, "calibration did not converge; the worst total"),
        ({"blank": 50}, "total of 'blank': 3 people of the domain have none"),
        ({"orders": -1e5}, "makes 60 weights negative; use distance='raking'"),
    ],
)
def test_totals_that_cannot_be_met_are_refused(totals, sentence):
    frame = survey(5)
    frame["copy"] = frame["orders"]
    frame["blank"] = frame["orders"].where(frame.index > 2)
    with pytest.raises(ValueError, match=sentence):
        cs.calibrate(cs.Wave.from_frame(frame), totals)


def test_raking_cannot_reach_what_amounts_above_nought_never_add_up_to():
    with pytest.raises(ValueError, match=r"distance='raking': .* out of reach"):
        cs.calibrate(cs.Wave.from_frame(survey(5)), {"orders": -5}, distance="raking")


def test_an_unknown_column_or_distance_is_named():
    wave = cs.Wave.from_frame(survey(5))
    with pytest.raises(KeyError, match=r"\['spend'\] are not in the wave"):
        cs.calibrate(wave, {"spend": 5})
    with pytest.raises(ValueError, match="distance='cubic' must be one of linear, rak"):
        cs.calibrate(wave, {"orders": 500}, distance="cubic")
    with pytest.raises(ValueError, match="tolerance=0 must be a finite number above 0"):
        cs.calibrate(wave, {"orders": 500}, tolerance=0)
    with pytest.raises(ValueError, match="bounds_on='share' must be one of ratio, we"):
        cs.calibrate(wave, {"orders": 500}, bounds=(0, 2), bounds_on="share")


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"distance": "logit"}, "distance='logit' needs bounds="),
        ({"distance": "truncated"}, "distance='truncated' needs bounds="),
        ({"bounds": 2}, "bounds=2 must be "),
        ({"bounds": (1, 2, 3)}, r"bounds=\(1, 2, 3\) must be "),
        ({"bounds": (2, 1)}, r"bounds=\(2, 1\) must be numbers from 0 on that rise"),
        ({"bounds": (-1, 2)}, r"bounds=\(-1, 2\) must be numbers from 0 on"),
        ({"bounds": (1.1, 2)}, r"bounds=\(1.1, 2\) must lie on either side of 1"),
        (
            {"bounds": (0.99, 1.01)},
            "calibration did not converge.*within these bounds",
        ),
        (
            {"distance": "logit", "bounds": (2, 3), "bounds_on": "weight"},
            "weights lie outside already",
        ),
    ],
)
def test_bounds_that_cannot_hold_are_refused(how, sentence):
    frame = survey(5)
    wave = cs.Wave.from_frame(frame, weights="w")
    with pytest.raises(ValueError, match=sentence):
        cs.calibrate(wave, near(frame, 0.2), **how)


@hypothesis.settings(max_examples=20)
@hypothesis.given(st.integers(0, 3000), st.sampled_from(["logit", "truncated"]))
def test_no_weight_leaves_its_bounds_and_every_total_holds(seed, distance):
    frame = survey(seed)
    wave = cs.Wave.from_frame(frame, weights="w")
    totals = near(frame, 0.05)
    made = cs.calibrate(wave, totals, distance=distance, bounds=(0.6, 1.6))
    ratio = made.weights / frame["w"]
    assert ratio.between(0.6, 1.6).all()
    assert made.weights @ frame["orders"] == pytest.approx(totals["orders"], rel=1e-8)


def test_shuffling_rows_changes_no_calibrated_weight():
    frame = survey(8)
    turned = frame.sample(frac=1, random_state=1)
    for distance in ("linear", "raking", "logit", "truncated"):
        bounds = None if distance in ("linear", "raking") else (0.5, 2)
        made = [
            cs.calibrate(
                cs.Wave.from_frame(each, weights="w"),
                near(frame, 0.05),
                distance=distance,
                bounds=bounds,
            ).weights.sort_index()
            for each in (frame, turned)
        ]
        assert made[0].to_numpy() == pytest.approx(made[1].to_numpy(), rel=1e-9)
