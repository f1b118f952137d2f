"""Do post-stratified weights and their errors equal R's, and do all cells hold?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def test_one_variable_is_rs(reference, clusters, assert_weights, assert_estimates):
    values = reference("survey/weighting/poststratify")["values"]["one"]
    made = cs.poststratify(clusters, {"stype": {"E": 4421, "H": 755, "M": 1018}})
    assert_weights(made, values, rel=1e-12)
    assert_estimates(made, values, rel=1e-9)


def test_crossed_cells_are_rs(
    reference, reference_data, assert_weights, assert_estimates
):
    values = reference("survey/weighting/poststratify")["values"]
    cells = values["crossed_population"]
    keys = zip(cells["stype"], cells["sch.wide"], strict=True)
    totals = {("stype", "sch.wide"): dict(zip(keys, cells["Freq"], strict=True))}
    frame = reference_data("apisrs")
    wave = cs.Wave.from_frame(frame, weights="pw", population_size="fpc")
    made = cs.poststratify(wave, totals)
    assert_weights(made, values["crossed"], rel=1e-12)
    assert_estimates(made, values["crossed"], rel=1e-9)
    effect = values["crossed"]["kish_deff"]
    assert cs.design_effect(made) == pytest.approx(effect, rel=1e-12)


def test_the_variance_of_stratification_after_the_fact_by_hand():
    # Särndal et al. (1992), eq. 7.6.6: N_c²/n_c² Σ (y − ȳ_c)² n/(n − 1), no population
    y = pd.Series([1.0, 3, 2, 5, 9, 7])
    wave = cs.Wave.from_frame(pd.DataFrame({"y": y, "c": list("aabbbb")}))
    made = cs.poststratify(wave, {"c": {"a": 20, "b": 80}})
    left = np.r_[y[:2] - 2, y[2:] - 5.75] * made.weights
    expected = np.sqrt(6 / 5 * (left**2).sum())
    assert cs.totals(made, "y").se == pytest.approx(expected)


@hypothesis.settings(max_examples=20)
@hypothesis.given(st.integers(0, 3000))
def test_cells_hold_in_the_weights_and_in_every_replicate(seed):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"w": rng.uniform(1, 3, 30), "c": np.arange(30) % 3})
    totals = dict(enumerate(rng.uniform(50, 90, 3)))
    wave = cs.Wave.from_frame(frame, weights="w")
    made = cs.replicate(cs.poststratify(wave, {"c": totals}), method="jk1")
    for w in (made.weights.to_numpy(), *made.design.replicates.weights.T):
        assert np.bincount(frame["c"], w) == pytest.approx(list(totals.values()))


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        ({}, r"totals=\{\} must be one set of cells"),
        ({"c": {"a": 1}, "d": {"x": 1}}, "cross the variables, or use rake"),
        ({"c": {"a": 10}}, r"levels \['b'\] have answers but no total"),
        ({"c": {"a": 10, "b": 5, "z": 3}}, r"levels \['z'\] have a total but no ans"),
        ({"c": {"a": 10, " b": 5}}, r"Spaces or type alone tell 'b' and ' b' apart"),
        ({"c": {"a": -1, "b": 5}}, "total of 'a'=-1 must be a number from 0 on"),
    ],
)
def test_cells_that_do_not_fit_are_refused(totals, sentence):
    frame = pd.DataFrame({"c": list("aab"), "d": list("xxx")})
    with pytest.raises(ValueError, match=sentence):
        cs.poststratify(cs.Wave.from_frame(frame), totals)


@pytest.mark.parametrize("shares", [(45, 50), (0.45, 0.5)])
def test_shares_that_leave_a_part_out_are_refused(shares):
    wave = cs.Wave.from_frame(pd.DataFrame({"c": np.arange(300) % 2}))
    with pytest.raises(ValueError, match=r"add up to (95|0.95), .* must add up to 1"):
        cs.poststratify(wave, {"c": dict(enumerate(shares))})
    whole = dict(enumerate(np.array(shares) / sum(shares)))
    assert cs.poststratify(wave, {"c": whole}).weights.sum() == pytest.approx(1)
