"""Does the report say what each step did to the weights?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


@pytest.fixture
def made():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"w": rng.uniform(1, 3, 80), "city": np.arange(80) % 2})
    frame["answered"] = (rng.random(80) < 0.7).astype(int)
    wave = cs.Wave.from_frame(frame, weights="w")
    wave = cs.adjust_nonresponse(wave, responded="answered", by="city")
    wave = cs.poststratify(wave, {"city": {0: 300, 1: 500}})
    return cs.poststratify(cs.trim_weights(wave, upper=20), {"city": {0: 300, 1: 500}})


def test_each_step_starts_where_the_one_before_ended(made):
    table = cs.weight_report(made).table
    terms = ["base", "adjust_nonresponse", "poststratify", "trim_weights"]
    assert table["term"].tolist() == [*terms, "poststratify 2"]
    assert table["sum_before"].tolist()[1:] == table["sum_after"].tolist()[:-1]
    assert table["sum_after"].tolist()[-3:] == pytest.approx([800] * 3)
    assert table["sum_after"][1] == pytest.approx(table["sum_after"][0])
    assert table["n"].tolist() == [80] + [made.n] * 4


def test_the_last_line_is_that_of_the_weights_now(made):
    last, w = cs.weight_report(made).table.iloc[-1], made.weights[made.domain]
    assert last["n_effective"] == pytest.approx(cs.effective_sample_size(made))
    assert last["deff"] == pytest.approx(cs.design_effect(made))
    assert last["deff"] == pytest.approx(1 + last["weight_cv"] ** 2)
    assert (last["weight_low"], last["weight_high"]) == (w.min(), w.max())


def test_factors_are_kept_row_by_row(made):
    table, factors = cs.weight_report(made).table, made.design.factors
    assert len(factors) == 4
    total = np.prod(factors, axis=0) * made.design.base
    assert total == pytest.approx(made.design.weights)
    for row, factor in zip(table.to_dict("records")[1:], factors, strict=True):
        own = factor[made.domain]
        assert (row["factor_low"], row["factor_high"]) == (own.min(), own.max())


def test_the_picture_counts_everybody_before_and_after(made):
    bins = cs.weight_report(made).bins
    assert bins[["before", "after"]].sum().tolist() == pytest.approx([1, 1])
    assert (bins["low"][1:].to_numpy() == bins["high"][:-1].to_numpy()).all()
    w = made.design.base
    heavy = (w > w.mean()).mean()
    assert bins["before"][bins["low"] >= 1].sum() == pytest.approx(heavy, abs=0.15)


def test_the_headline_says_what_the_weights_cost():
    wave = cs.Wave.from_frame(pd.DataFrame({"w": [1.0, 1, 1, 3]}), weights="w")
    assert cs.weight_report(wave).summary() == (
        "4 answers are worth 3 of equal weight; the weights make variances 1.33 times "
        "as large."
    )


def test_whoever_is_left_out_of_the_domain_with_a_weight_counts_nowhere():
    frame = pd.DataFrame({"city": [0, 0, 0, 1, 1, 1], "sound": [1, 1, 0, 1, 1, 1]})
    wave = cs.Wave.from_frame(frame).where(frame["sound"] == 1)
    report = cs.weight_report(cs.poststratify(wave, {"city": {0: 60, 1: 90}}))
    assert report.table["n"].tolist() == [5, 5]
    assert report.table["sum_before"].tolist() == [5, 5]
    assert report.table["sum_after"].tolist() == [5, pytest.approx(150)]


def test_a_part_of_those_who_answered_is_not_mixed_with_all_who_did_not(made):
    north = made.where(made.frame["city"] == 1)
    table = cs.weight_report(north).table
    assert table["n"].tolist() == [north.n] * 5
    assert table["sum_after"][0] == pytest.approx(made.design.base[north.domain].sum())
    last = table.iloc[-1]
    assert last["sum_after"] == pytest.approx(500)
    assert last["n_effective"] == pytest.approx(cs.effective_sample_size(north))


def test_a_domain_without_anybody_is_refused():
    wave = cs.Wave.from_frame(pd.DataFrame({"q": [1, 2]}))
    nobody = wave.where(wave.frame["q"] == 5)
    with pytest.raises(ValueError, match="domain: nobody in it has a weight"):
        cs.weight_report(nobody)


def test_a_wave_without_steps_has_one_line():
    table = cs.weight_report(cs.Wave.from_frame(pd.DataFrame({"q": [1, 2]}))).table
    assert (table["term"].tolist(), table["deff"].tolist()) == (["base"], [1])
