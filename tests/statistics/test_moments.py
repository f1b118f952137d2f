"""Are means and covariances those of the textbook and of R?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as hnp

from csat_methods.statistics.moments import correlation, moments

COMPLETE = ["attitude", "bfi_A", "bfi_E_not_reversed", "epi_bfi", "hs1939"]


def tables(lowest=3):
    shape = st.tuples(st.integers(lowest, 20), st.integers(1, 4))
    return hnp.arrays(float, shape, elements=st.floats(-50, 50, width=32))


def test_covariances_are_right_by_hand():
    # deviations of 1, 3, 5 and 2, 1, 1 from 3 and 4/3; divisor n - 1 = 2
    got = moments([[1, 2], [3, 1], [5, 1]])
    assert got.means == pytest.approx([3, 4 / 3])
    assert got.covariance == pytest.approx(np.array([[4, -1], [-1, 1 / 3]]))
    assert got.sd == pytest.approx([2, np.sqrt(1 / 3)])


@pytest.mark.parametrize("name", COMPLETE)
def test_means_and_deviations_are_those_of_r(reference, answers, name):
    case = reference(f"psychometrics/items/{name}")
    items = case["values"]["items"].values()
    got = moments(answers(case))
    np.testing.assert_allclose(got.means, [i["mean"] for i in items], rtol=1e-12)
    np.testing.assert_allclose(got.sd, [i["sd"] for i in items], rtol=1e-12)
    assert got.n == case["values"]["n_used"]


def test_correlations_are_those_of_r(reference, answers):
    case = reference("psychometrics/correlations/moments_attitude")
    got, values = moments(answers(case)), case["values"]
    np.testing.assert_allclose(got.correlation, values["pearson"]["data"], rtol=1e-12)
    np.testing.assert_allclose(
        got.covariance, values["cov_pairwise"]["data"], rtol=1e-12
    )


@pytest.mark.parametrize("name", ["srs", "stratified"])
def test_weighted_covariances_are_those_of_svyvar(reference, reference_data, name):
    case = reference(f"survey/estimates/{name}")
    variance = case["values"]["variance"]["estimate"]
    frame = reference_data({"srs": "apisrs", "stratified": "apistrat"}[name])
    got = moments(frame[variance["rows"]], frame["pw"])
    np.testing.assert_allclose(got.covariance, variance["data"], rtol=1e-12)


@given(tables())
def test_equal_weights_change_nothing(x):
    plain, weighted = moments(x), moments(x, np.full(len(x), 2.5))
    np.testing.assert_allclose(weighted.means, plain.means, atol=1e-11)
    np.testing.assert_allclose(weighted.covariance, plain.covariance, atol=1e-9)
    np.testing.assert_allclose(
        plain.covariance, np.cov(x, rowvar=False).reshape(x.shape[1], -1), atol=1e-9
    )


@given(tables(), st.floats(0.01, 100))
def test_the_scale_of_the_weights_changes_nothing_but_their_sum(x, factor):
    w = np.linspace(1, 3, len(x))
    one, other = moments(x, w), moments(x, factor * w)
    np.testing.assert_allclose(other.covariance, one.covariance, atol=1e-9)
    assert other.weight == pytest.approx(factor * one.weight)


def test_a_far_centre_costs_no_digits():
    x = np.random.default_rng(0).normal(size=(9000, 2))
    near, far = moments(x), moments(x + 1e9)
    np.testing.assert_allclose(far.covariance, near.covariance, atol=1e-6)
    tiny = moments(1e-9 * x)
    np.testing.assert_allclose(tiny.covariance, 1e-18 * near.covariance, rtol=1e-10)


def test_a_single_row_has_no_covariance():
    with pytest.raises(ValueError, match="n=1 rows with a weight"):
        moments([[2.0], [3.0]], [1.0, 0.0])


def test_an_item_that_does_not_vary_has_no_correlation():
    flat = moments([[1.0, 2.0], [3.0, 2.0]])
    with pytest.raises(ValueError, match=r"columns=\[1\] do not vary"):
        correlation(flat.covariance)
    several = correlation([np.eye(2), np.diag([1.0, 0.0])])
    assert np.array_equal(several[0], np.eye(2))
    assert np.isnan(several[1, 0, 1])
