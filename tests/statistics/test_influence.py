"""Do influence values give the errors of the survey literature?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.influence import correlation_gradient, influence
from csat_methods.statistics.moments import correlation, moments


@pytest.fixture
def survey():
    rng = np.random.default_rng(11)
    x = rng.normal(size=(400, 3)) @ rng.normal(size=(3, 3)) + [1, 5, -2]
    return x, rng.uniform(0.5, 3, 400)


def test_the_mean_s_influence_is_the_weighted_deviation_by_hand():
    # weights 1, 1, 2 of answers 1, 2, 6: mean 15/4, sum of weights 4
    x, w = [[1.0], [2.0], [6.0]], [1, 1, 2]
    z = influence(x, w, moments(x, w), a=[1.0])
    assert z == pytest.approx(np.array([-11, -7, 18]) / 16)


@pytest.mark.parametrize("name", ["srs", "stratified"])
def test_the_error_of_a_covariance_is_svyvar_s(reference, reference_data, name):
    case = reference(f"survey/estimates/{name}")["values"]["variance"]
    frame = reference_data({"srs": "apisrs", "stratified": "apistrat"}[name])
    items = case["estimate"]["rows"]
    stratum = frame["stype"] if name == "stratified" else frame["pw"] * 0
    units = np.eye(2)
    B = [(np.outer(units[i], units[j]) + np.outer(units[j], units[i])) / 2
         for i in (0, 1) for j in (0, 1)]  # fmt: skip
    x, w = frame[items].to_numpy(), frame["pw"].to_numpy()
    z = influence(x, w, moments(x, w), B=B)
    variance = np.zeros((4, 4))
    for level in set(stratum):
        rows = (stratum == level).to_numpy()
        n, size = rows.sum(), frame["fpc"][rows].iloc[0]
        variance += (1 - n / size) * n * np.cov(z[rows], rowvar=False)
    np.testing.assert_allclose(np.sqrt(np.diag(variance)), case["se"], rtol=1e-9)
    np.testing.assert_allclose(variance, case["vcov"]["data"], rtol=1e-9)


def test_influence_values_add_up_to_zero(survey):
    x, w = survey
    m = moments(x, w)
    z = influence(x, w, m, a=[1, -1, 2], B=np.cov(x, rowvar=False))
    assert abs(z.sum()) < 1e-12


@given(st.integers(0, 399))
def test_influence_is_the_effect_of_a_little_more_weight(row):
    rng = np.random.default_rng(11)
    x, w = rng.normal(size=(400, 2)), rng.uniform(0.5, 3, 400)
    more = w.copy()
    more[row] *= 1 + 1e-6
    a, B = np.array([1.0, -2.0]), np.array([[1.0, 0.5], [0.5, -1.0]])

    def value(weights):
        m = moments(x, weights)
        return a @ m.means + np.trace(B @ m.covariance)

    z = influence(x, w, moments(x, w), a=a, B=B)
    assert (value(more) - value(w)) / 1e-6 == pytest.approx(z[row], abs=1e-7)


def test_several_statistics_are_columns(survey):
    x, w = survey
    m = moments(x, w)
    a, B = np.eye(3)[:2], np.stack([np.eye(3), np.ones((3, 3))])
    z = influence(x, w, m, a=a, B=B)
    assert z.shape == (400, 2)
    for j in range(2):
        np.testing.assert_allclose(z[:, j], influence(x, w, m, a=a[j], B=B[j]))


def test_without_weights_the_factor_is_left_to_the_caller(survey):
    x, w = survey
    m = moments(x, w)
    np.testing.assert_allclose(
        w * influence(x, None, m, a=[1, 0, 0]), influence(x, w, m, a=[1, 0, 0])
    )


def test_the_gradient_of_a_correlation_is_its_slope(spread, slope):
    S = spread(4)
    G = np.arange(16.0).reshape(4, 4)
    G = G + G.T
    expected = slope(lambda M: np.sum(G * correlation(M)), S)
    np.testing.assert_allclose(correlation_gradient(S, G), expected, atol=1e-8)


def test_the_diagonal_of_a_correlation_gradient_does_not_matter(spread):
    S, G = spread(3), np.ones((3, 3))
    np.testing.assert_allclose(
        correlation_gradient(S, G), correlation_gradient(S, G + 5 * np.eye(3))
    )


def test_a_gradient_and_complete_answers_are_needed(survey):
    x, w = survey
    with pytest.raises(ValueError, match="a=None and B=None"):
        influence(x, w, moments(x, w))
    x[3, 1] = np.nan
    with pytest.raises(ValueError, match="1 rows of x"):
        influence(x, w, moments(np.nan_to_num(x), w), a=[1, 0, 0])
