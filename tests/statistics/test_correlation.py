"""Are matrices of correlations judged as by R?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.correlation import (
    bartlett_sphericity,
    inverse_of,
    smooth,
)
from csat_methods.statistics.moments import correlation

CASES = ["attitude", "bfi25", "bfi_A", "bfi_N_pairwise", "hs1939", "msq20_pairwise"]


@pytest.fixture(params=[*CASES, "harman74"])
def case(request, reference, reference_data, answers):
    found = reference(f"psychometrics/adequacy/{request.param}")
    if request.param == "harman74":
        return found["values"], reference_data("harman74").to_numpy(float)
    x = answers(found, complete=found["missing"] == "listwise")
    return found["values"], pd.DataFrame(x).corr().to_numpy()


def test_bartlett_s_test_is_psych_s(case):
    values, R = case
    got, expected = bartlett_sphericity(R, values["n"]), values["bartlett"]
    assert got.statistic == pytest.approx(expected["chisq"], rel=1e-9)
    assert got.df == expected["df"]
    assert got.log_p == pytest.approx(expected["log_p"], rel=1e-9)


def test_three_items_that_correlate_one_half():
    # ln |R| = ln(1/2): -(99 - 11/6) ln(1/2) = 67.35
    got = bartlett_sphericity(np.full((3, 3), 0.5) + 0.5 * np.eye(3), 100)
    assert got.statistic == pytest.approx(67.35, abs=0.005)
    assert got.df == 3


def test_items_that_do_not_correlate_give_no_statistic():
    got = bartlett_sphericity(np.eye(4), 50)
    assert (got.statistic, got.p, got.log_p) == (0, 1, 0)


def test_six_hundred_items_do_not_underflow():
    R = np.full((600, 600), 0.99) + 0.01 * np.eye(600)
    log_determinant = 599 * np.log(0.01) + np.log(0.01 + 600 * 0.99)
    got = bartlett_sphericity(R, 5000)
    expected = -(4999 - 1205 / 6) * log_determinant
    assert got.statistic == pytest.approx(expected, rel=1e-10)
    assert np.isfinite(got.log_p)


def test_a_sound_matrix_is_left_as_it_is(spread):
    R = correlation(spread(4))
    got, smoothed = smooth(R)
    assert not smoothed
    assert np.array_equal(got, R)


@given(st.integers(0, 200))
def test_an_impossible_matrix_is_made_possible_and_said_so(seed):
    rng = np.random.default_rng(seed)
    R = np.eye(4)
    R[np.triu_indices(4, 1)] = rng.uniform(-1, 1, 6)
    R = np.triu(R) + np.triu(R, 1).T
    got, smoothed = smooth(R, floor=1e-6)
    assert smoothed == (np.linalg.eigvalsh(R)[0] < 1e-6)
    assert np.linalg.eigvalsh(got)[0] > 1e-8
    assert np.array_equal(np.diagonal(got), np.ones(4))
    np.testing.assert_allclose(got, got.T)


def test_smoothing_twice_changes_nothing_more():
    R = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    once, _ = smooth(R, floor=1e-6)
    np.testing.assert_allclose(smooth(once, floor=1e-9)[0], once)


def test_a_matrix_without_inverse_is_refused():
    twice = np.ones((2, 2))
    with pytest.raises(ValueError, match="an item is a sum of others"):
        inverse_of(twice)
    with pytest.raises(ValueError, match="an item does not vary"):
        inverse_of(np.diag([1.0, 0.0]))
    with pytest.raises(ValueError, match="not positive definite: an item"):
        bartlett_sphericity(twice, 10)
    with pytest.raises(ValueError, match="n=1 must be a whole number"):
        bartlett_sphericity(np.eye(2), 1)
    with pytest.raises(ValueError, match=r"floor=0 must be a finite number above 0"):
        smooth(twice, floor=0)
