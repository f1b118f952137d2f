"""Tests of what a design costs in precision."""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def test_design_effects_are_those_of_r(reference_data):
    """survey 4.1-1: svymean(~api00, apistrat, deff = TRUE) gives 1.2044573."""
    wave = cs.Wave.from_frame(
        reference_data("apistrat"),
        weights="pw",
        strata="stype",
        population_size="fpc",
    )
    found = cs.design_effects(wave, "api00").table.iloc[0]
    assert found["estimate"] == pytest.approx(1.2044573, rel=1e-7)
    assert found["n_effective"] == pytest.approx(200 / 1.2044573, rel=1e-7)


def test_they_are_those_of_the_means():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"q1": rng.normal(size=100), "q2": rng.normal(size=100)})
    frame["w"] = rng.uniform(5, 20, 100)
    wave = cs.Wave.from_frame(frame, weights="w")
    found = cs.design_effects(wave, ["q1", "q2"]).table["estimate"]
    assert found.tolist() == cs.means(wave, ["q1", "q2"]).table["deff"].tolist()


def test_clusters_that_are_alike_are_worth_one_answer_each():
    frame = pd.DataFrame(
        {"q1": np.repeat([1.0, 2, 3, 5], 25), "shop": np.repeat(range(4), 25)}
    )
    frame["w"] = 1000
    wave = cs.Wave.from_frame(frame, weights="w", clusters="shop")
    found = cs.design_effects(wave, "q1")
    assert found.table["n_effective"].item() == pytest.approx(3, rel=0.02)
    assert found.summary() == (
        "The design costs most for q1: 100 answers are worth 3 drawn at random."
    )


def test_weights_that_count_nobody_have_no_design_effect():
    found = cs.design_effects(cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 3]})), "q1")
    assert found.table["estimate"].isna().all()
    assert found.summary() == "No design effect is known."
