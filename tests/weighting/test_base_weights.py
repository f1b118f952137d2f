"""Do base weights stand for all who could have been drawn, through every stage?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def test_stages_multiply_as_in_mu284(reference_data):
    # Särndal, Swensson and Wretman (1992), example 4.3.1: the total 15 080
    frame = reference_data("mu284")
    units = frame.groupby("id1")["id2"].transform("size")
    chances = frame.assign(first=5 / frame["n1"], second=units / frame["n2"])
    sizes = {"clusters": ["id1", "id2"], "population_size": ["n1", "n2"]}
    wave = cs.Wave.from_frame(chances, **sizes)
    made = cs.base_weights(wave, probabilities=["first", "second"])
    total = cs.totals(made, "y1")
    assert total.estimate == pytest.approx(15_080)
    assert total.se == pytest.approx(2274.25470087333, rel=1e-12)
    assert made.weights.tolist() == pytest.approx(wave.weights.tolist())


def test_weights_of_a_stratified_sample_are_rs(strata, reference_data):
    frame = reference_data("apistrat")
    counts = frame.groupby("stype")["stype"].transform("size")
    frame = frame.assign(chance=counts / frame["fpc"])
    wave = cs.Wave.from_frame(frame, strata="stype", population_size="fpc")
    made = cs.base_weights(wave, probabilities="chance")
    assert made.weights.tolist() == pytest.approx(strata.weights.tolist(), rel=1e-6)


@hypothesis.given(st.lists(st.floats(0.01, 1), min_size=2, max_size=30))
def test_the_weight_is_the_inverse_and_comes_first(chances):
    wave = cs.Wave.from_frame(pd.DataFrame({"p": chances, "w": 3.0}), weights="w")
    made = cs.base_weights(wave, probabilities="p")
    assert made.weights.to_numpy() * chances == pytest.approx(1)
    assert made.design.base is made.design.weights
    assert (made.ledger[-1].step, str(made.ledger[-1].detail)) == (
        "base_weights",
        "inverse of p",
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([0.5, 0], r"probabilities='p': 0 in row 1 must lie above 0 and at most at 1"),
        ([-0.1, 1], r"probabilities='p': -0.1 in row 0 must lie above 0"),
        ([1.5, 2], r"1.5 in row 0 must lie .*; so must 1 others"),
        ([0.5, np.nan], "probabilities='p': 1 are missing, the first in row 1"),
        (["a", "b"], "probabilities='p' must hold numbers"),
    ],
)
def test_what_is_no_chance_is_refused(values, sentence):
    wave = cs.Wave.from_frame(pd.DataFrame({"p": values}))
    with pytest.raises(ValueError, match=sentence):
        cs.base_weights(wave, probabilities="p")


def test_base_weights_come_before_every_step():
    frame = pd.DataFrame({"p": [0.5, 0.5], "city": ["A", "B"]})
    wave = cs.Wave.from_frame(frame)
    raked = cs.rake(wave, {"city": {"A": 5, "B": 5}})
    with pytest.raises(ValueError, match="has weighting steps or replicate weights"):
        cs.base_weights(raked, probabilities="p")
    with pytest.raises(KeyError, match=r"\['q'\] are not in the wave"):
        cs.base_weights(wave, probabilities="q")
    with pytest.raises(ValueError, match="must name at least one column"):
        cs.base_weights(wave, probabilities=[])
