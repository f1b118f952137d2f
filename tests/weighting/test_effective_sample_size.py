"""Is the cost of unequal weights the published one, over the people who count?"""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def wave(weights):
    frame = pd.DataFrame({"w": np.asarray(weights, float)})
    return cs.Wave.from_frame(frame, weights="w")


def test_one_one_one_and_three_are_worth_three():
    # Kish (1965), section 11.7: 6² / 12, and 4 · 12 / 36
    assert cs.effective_sample_size(wave([1, 1, 1, 3])) == pytest.approx(3)
    assert cs.design_effect(wave([1, 1, 1, 3])) == pytest.approx(4 / 3)


@pytest.mark.parametrize("case", ["two", "three"])
def test_kishs_effect_of_raked_weights_is_rs(reference, clusters, case):
    values = reference("survey/weighting/rake")["values"]
    names = ["stype", "sch.wide", "comp.imp"][: 2 if case == "two" else 3]
    margins = {
        name: dict(zip(*values["margins"][name].values(), strict=True))
        for name in names
    }
    raked = cs.rake(clusters, margins)
    size, effect = values[case]["kish_n_eff"], values[case]["kish_deff"]
    assert cs.effective_sample_size(raked) == pytest.approx(size, rel=1e-9)
    assert cs.design_effect(raked) == pytest.approx(effect, rel=1e-9)


@hypothesis.given(st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_the_effect_is_one_plus_the_squared_variation(weights):
    w = np.array(weights)
    effect = cs.design_effect(wave(w))
    assert effect == pytest.approx(1 + (w.std() / w.mean()) ** 2)
    assert cs.effective_sample_size(wave(w)) == pytest.approx(len(w) / effect)
    assert cs.effective_sample_size(wave(7 * w)) == pytest.approx(len(w) / effect)


def test_only_people_who_count_are_counted():
    frame = pd.DataFrame({"w": [1.0, 1, 0, 9], "c": list("aaab")})
    made = cs.Wave.from_frame(frame, weights="w").where(frame["c"] == "a")
    assert (cs.effective_sample_size(made), cs.design_effect(made)) == (2, 1)


def test_nobody_has_no_size():
    some = wave([0, 1])
    nobody = some.where(some.weights == 0)
    with pytest.raises(ValueError, match="nobody in it has a weight"):
        cs.effective_sample_size(nobody)
    with pytest.raises(ValueError, match="nobody in it has a weight"):
        cs.design_effect(nobody)
