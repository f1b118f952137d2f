"""Do the words of a contrast say what is compared with what?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import language, plain
from csat_methods.estimates.contrast_words import compared


@pytest.fixture
def wave():
    frame = pd.DataFrame({"q1": [1, 2, 3, 4], "q2": [2, 2, 4, 4], "g": list("abab")})
    return cs.Wave.from_frame(frame, scales={"q1": (1, 4), "q2": (1, 4)})


def said(result, weights):
    return plain(compared(result, np.array(weights, float)))


def test_plain_differences_and_others_are_told_apart(wave):
    means = cs.means(wave, ["q1", "q2"])
    assert said(means, [1, -1]) == "q1 minus q2"
    assert said(means, [1, -2]) == "q1 against q2"
    assert said(means, [1, 1]) == "Weighted sum of q1, q2"
    assert said(means, [0, -1]) == "Weighted sum of q2"


def test_segments_answers_and_shares_are_named(wave):
    assert said(cs.means(wave, "q1", by="g"), [1, -1]) == "a minus b"
    both = cs.means(wave, ["q1", "q2"], by="g")
    assert said(both, [1, 0, -1, 0]) == "q1 (a) minus q1 (b)"
    shares = cs.proportions(wave, "q1")
    assert said(shares, [1, -1, 0, 0]) == "q1 (1) minus q1 (2)"
    halves = cs.quantiles(wave, "q1", q=[0.25, 0.75])
    assert said(halves, [-1, 1]) == "q1 (75%) minus q1 (25%)"
    with language("fa"):
        assert "منهای" in said(halves, [-1, 1])


def test_many_rows_are_not_listed(wave):
    wide = cs.proportions(wave, ["q1", "q2"])
    assert said(wide, [1] * 8) == "Weighted sum of several rows"
