"""Do both ways to tell a feature's kind meet?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(n=400):
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.integers(1, 6, (n, 2)), columns=["q1", "q2"])
    frame["overall"] = 4 - 1.5 * (frame["q1"] <= 2) + 1.5 * (frame["q2"] >= 4)
    frame["overall"] += rng.normal(0, 0.5, n)
    return frame.assign(f1=2, d1=5, f2=2, d2=5)


def test_features_meet_by_name():
    wave = cs.Wave.from_frame(survey())
    asked = cs.kano(wave, {"q1": ("f1", "d1"), "q2": ("f2", "d2")})
    rated = cs.penalty_reward(wave, "overall", ["q1", "q2"], low=2, high=4)
    found = cs.kind_agreement(wave, asked, rated)
    assert found.table["verdict"].tolist() == ["same", "different"]
    assert "different: q2" in found.summary()


def test_nothing_in_common_is_refused():
    wave = cs.Wave.from_frame(survey())
    asked = cs.kano(wave, {"other": ("f1", "d1")})
    rated = cs.penalty_reward(wave, "overall", ["q1", "q2"], low=2, high=4)
    with pytest.raises(ValueError, match="share no feature"):
        cs.kind_agreement(wave, asked, rated)
    with pytest.raises(ValueError, match=r"segments \['q1'\]"):
        cs.kind_agreement(wave, cs.kano(wave, {"q2": ("f1", "d1")}, by="q1"), rated)


def test_only_results_of_both_methods_are_compared():
    wave = cs.Wave.from_frame(survey())
    asked = cs.kano(wave, {"q1": ("f1", "d1")})
    with pytest.raises(ValueError, match="asked=Kano and rated=Kano must be results"):
        cs.kind_agreement(wave, asked, asked)
