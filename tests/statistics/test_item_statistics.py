"""Are the statistics of single items those of R?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.statistics.influence import influence
from csat_methods.statistics.item_statistics import (
    alpha_if_deleted,
    alpha_if_deleted_gradient,
    composite_correlation,
    composite_correlation_gradient,
    composite_correlation_influence,
    item_rest,
    item_rest_gradient,
    item_total,
)
from csat_methods.statistics.moments import correlation, moments

CASES = ["attitude", "bfi_A", "bfi_E_not_reversed", "bfi_N", "hs1939", "msq_energy"]


@pytest.fixture(params=CASES)
def case(request, reference, answers):
    found = reference(f"psychometrics/items/{request.param}")
    x = answers(found, complete=found["missing"] == "listwise")
    return found["values"], pd.DataFrame(x).cov().to_numpy()


def test_item_total_and_rest_are_those_of_r(case, vector):
    values, S = case
    expected = vector(values["item_total_from_covariances"])
    np.testing.assert_allclose(item_total(S), expected, rtol=1e-9)
    expected = vector(values["item_rest_from_covariances"])
    np.testing.assert_allclose(item_rest(S), expected, rtol=1e-9)


def test_standardised_item_rest_is_that_of_r(case, vector):
    values, S = case
    if values["n_used"] == values["n_complete"]:
        expected = vector(values["item_rest_from_correlations"])
        np.testing.assert_allclose(item_rest(correlation(S)), expected, rtol=1e-9)


def test_alpha_if_deleted_is_psych_s(case, vector):
    values, S = case
    expected = vector(values["alpha_if_deleted"]["raw"])
    np.testing.assert_allclose(alpha_if_deleted(S), expected, rtol=1e-9)
    if values["n_used"] == values["n_complete"]:
        expected = vector(values["alpha_if_deleted"]["std"])
        np.testing.assert_allclose(
            alpha_if_deleted(correlation(S)), expected, rtol=1e-9
        )


def test_item_rest_is_a_correlation_of_scores():
    x = np.random.default_rng(0).normal(size=(40, 4)) @ np.tri(4)
    got = item_rest(np.cov(x, rowvar=False))
    rest = x.sum(1, keepdims=True) - x
    expected = [np.corrcoef(x[:, i], rest[:, i])[0, 1] for i in range(4)]
    np.testing.assert_allclose(got, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("statistic", "gradient"),
    [
        (item_rest, item_rest_gradient),
        (alpha_if_deleted, alpha_if_deleted_gradient),
    ],
)
def test_the_gradients_are_slopes(spread, slope, statistic, gradient):
    S = spread(5)
    np.testing.assert_allclose(gradient(S), slope(statistic, S), atol=1e-8)


def test_the_gradient_of_any_two_sums_is_the_slope(spread, slope):
    S, a, b = spread(3), np.array([[1.0, 2, 0]]), np.array([[0, -1.0, 3]])
    np.testing.assert_allclose(
        composite_correlation_gradient(S, a, b),
        slope(lambda M: composite_correlation(M, a, b), S),
        atol=1e-8,
    )


def test_many_matrices_are_taken_at_once(spread):
    several = np.stack([spread(4, seed) for seed in range(3)])
    for statistic in (item_total, item_rest, alpha_if_deleted):
        assert statistic(several).shape == (3, 4)
        np.testing.assert_allclose(statistic(several)[1], statistic(several[1]))


def test_an_item_that_does_not_vary_is_missing_among_the_others():
    S = np.diag([1.0, 1.0, 0.0])
    assert np.isnan(item_rest(S)).tolist() == [False, False, True]


def test_too_few_items_are_refused():
    with pytest.raises(ValueError, match="items=1: at least 2 are needed"):
        item_rest([[1.0]])
    with pytest.raises(ValueError, match="items=2: at least 3 are needed"):
        alpha_if_deleted(np.eye(2))
    with pytest.raises(ValueError, match="items=2: at least 3 are needed"):
        alpha_if_deleted_gradient(np.eye(2))


@pytest.mark.parametrize("n", [12, 9000])
def test_the_quick_influence_is_that_of_the_gradient(n):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, 4))
    w = rng.uniform(1, 3, n)
    a, b = np.eye(4), 1 - np.eye(4)
    found = moments(x, w)
    B = composite_correlation_gradient(found.covariance, a, b)
    quick = composite_correlation_influence(x, found, a, b)
    np.testing.assert_allclose(quick, influence(x, None, found, B=B), atol=1e-12)
