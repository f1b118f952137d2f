"""Is skewness that of R, and does each row move it as it says?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.skewness import skewness, skewness_influence


def test_three_answers_worked_by_hand():
    # 1, 1, 4: mean 2, m2 = (1 + 1 + 4) / 3 = 2, m3 = (-1 - 1 + 8) / 3 = 2.
    assert skewness([[1], [1], [4]], [1, 1, 1])[0] == pytest.approx(2 / 2**1.5)


def test_skewness_is_rs_type_one(reference, reference_data):
    case = reference("psychometrics/items/hs1939")
    x = reference_data(case["data"])[case["items"]].dropna().to_numpy(float)
    known = [case["values"]["items"][item]["skew"]["type1"] for item in case["items"]]
    assert skewness(x, np.ones(len(x))) == pytest.approx(known, rel=1e-9)


@given(st.integers(0, 2**20))
def test_the_influence_is_the_slope_of_the_weights(seed):
    rng = np.random.default_rng(seed)
    x, w = rng.gamma(2, size=(12, 1)), rng.uniform(0.5, 2, 12)
    z = skewness_influence(x, w)[:, 0]
    for row in range(12):
        step = np.eye(12)[row] * 1e-6
        slope = (skewness(x, w + step) - skewness(x, w - step))[0] / 2e-6
        assert z[row] == pytest.approx(slope, rel=1e-4, abs=1e-7)


def test_answers_that_do_not_vary_have_no_skewness_and_move_nothing():
    assert np.isnan(skewness([[3.0], [3.0]], [1, 1])[0])
    assert skewness_influence([[3.0], [3.0]], [1, 1]).tolist() == [[0], [0]]


def test_a_weight_of_two_is_two_alike_rows():
    x = np.array([[1.0], [2.0], [5.0]])
    twice = skewness(np.vstack([x, x[2:]]), np.ones(4))
    assert skewness(x, [1, 1, 2]) == pytest.approx(twice)
