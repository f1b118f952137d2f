"""Are Mardia's coefficients those of R?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.multivariate_normality import mardia

CASES = ["attitude", "bfi25", "bfi_A", "bfi_N_pairwise", "hs1939", "msq20_pairwise"]


@pytest.mark.parametrize("name", CASES)
def test_mardia_is_psych_s_with_divisor_n(reference, answers, name):
    case = reference(f"psychometrics/adequacy/{name}")
    got, expected = mardia(answers(case)), case["values"]["mardia_ml"]
    pairs = {
        "skewness": "b1p",
        "skewness_statistic": "skew",
        "skewness_df": "skew_df",
        "skewness_p": "p_skew",
        "kurtosis": "b2p",
        "kurtosis_statistic": "kurtosis_z",
        "kurtosis_p": "p_kurtosis",
    }
    for ours, theirs in pairs.items():
        assert getattr(got, ours) == pytest.approx(expected[theirs], rel=1e-9)


def test_it_is_the_double_sum_of_the_definition():
    x = np.random.default_rng(0).exponential(size=(30, 3)) @ np.tri(3)
    d = x - x.mean(0)
    g = d @ np.linalg.inv(d.T @ d / 30) @ d.T
    got = mardia(x)
    assert got.skewness == pytest.approx((g**3).sum() / 900)
    assert got.kurtosis == pytest.approx((np.diagonal(g) ** 2).mean())


@given(st.integers(0, 50))
def test_units_and_turns_do_not_matter(seed):
    rng = np.random.default_rng(seed)
    x, turn = rng.exponential(size=(40, 3)), rng.normal(size=(3, 3)) + 3 * np.eye(3)
    one, other = mardia(x), mardia(x @ turn + 7)
    assert other.skewness == pytest.approx(one.skewness, rel=1e-6)
    assert other.kurtosis == pytest.approx(one.kurtosis, rel=1e-6)


def test_one_item_is_the_ordinary_skewness_and_kurtosis():
    x = np.random.default_rng(1).exponential(size=(500, 1))
    d = (x - x.mean()) / x.std()
    got = mardia(x)
    assert got.skewness == pytest.approx((d**3).mean() ** 2)
    assert got.kurtosis == pytest.approx((d**4).mean())


def test_bad_answers_are_refused():
    with pytest.raises(ValueError, match="1 rows of x"):
        mardia([[1.0, 2.0], [np.nan, 1.0], [0.0, 1.0]])
    with pytest.raises(ValueError, match="an item does not vary"):
        mardia([[1.0, 2.0], [1.0, 1.0], [1.0, 5.0]])
    with pytest.raises(ValueError, match="an item is a sum of others"):
        mardia([[1.0, 2.0], [2.0, 4.0], [4.0, 8.0]])
