"""Are tests of ratings scaled and shifted to the moments of a chi-square?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.model_layout import Conventions, ratings_layout
from csat_methods.statistics.ordinal_scaling import (
    independence,
    shifted,
    shifted_statistic,
    traces,
)
from csat_methods.statistics.ordinal_structure import distance_fit
from csat_methods.statistics.rating_moments import Ratings
from csat_methods.statistics.starting_values import start

LOADS = np.array([0.8, 0.7, 0.6, 0.5])


@pytest.fixture
def fit():
    rho = np.outer(LOADS, LOADS)[np.triu_indices(4, 1)]
    cuts = tuple(np.array([0.1 * i]) for i in range(4))
    data = Ratings(cuts, rho, np.linspace(50, 150, 10), 300)
    layout = ratings_layout(
        factor_model({"f": list("abcd")}), [1] * 4, 1, Conventions(), scaled=True
    )
    begin = start(layout, [data.correlations], [np.zeros(4)], [cuts])
    return distance_fit(layout, [data], begin, scaled=True)


def test_slope_and_shift_give_the_mean_and_variance_of_a_chi_square():
    """Mean t1 and variance 2 t2 become df and 2 df."""
    at = shifted(7.0, 12.0, 5)
    assert at.slope * 7 + at.shift == pytest.approx(5)
    assert at.slope**2 * 2 * 12 == pytest.approx(10)


def test_traces_are_those_of_the_whole_matrix(fit):
    x = np.random.default_rng(1).normal(size=(40, 10))
    V = x.T @ x / 4000
    W, D = np.diag(fit.weights), fit.moves
    U = W - W @ D @ np.linalg.solve(D.T @ W @ D, D.T @ W)
    first, second = traces(fit, V)
    assert first == pytest.approx(np.trace(U @ V))
    assert second == pytest.approx(np.trace(U @ V @ U @ V))


def test_weights_that_are_the_truth_need_no_scaling(fit):
    V = np.diag(1 / fit.weights)
    first, second = traces(fit, V)
    df = 10 - fit.distance.layout.n_free
    assert (first, second) == pytest.approx((df, df))
    found = shifted_statistic(9.0, df, first, second)
    assert found.scaled == pytest.approx(9.0)
    assert found.stretch == pytest.approx(1.0)


def test_independence_has_the_correlations_alone(fit):
    V = np.diag(1 / fit.weights)
    chisq, df, first, _ = independence(fit, V)
    rho = fit.distance.data[0].rho
    assert df == 6
    assert first == pytest.approx(6)
    assert chisq == pytest.approx(fit.weights[4:] @ rho**2)


def test_no_degrees_of_freedom_leave_the_statistic_as_it_is():
    assert np.isnan(shifted_statistic(0.0, 0, 0.0, 0.0).stretch)
