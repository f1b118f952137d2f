"""Does the fit find planted slopes, whatever it starts with?"""

import numpy as np
import pytest

from csat_methods.statistics.graded_fit import graded_fit


def answers(n, a, seed=1):
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(n, 1)) * a + rng.logistic(size=(n, len(a)))
    return (latent > -1).astype(int) + (latent > 1)


def test_another_start_ends_at_the_same_place():
    place = answers(500, [1.0, 1.5, 2.0, 0.7])
    one = graded_fit(place, np.ones(500))
    other = graded_fit(place, np.ones(500), start=one.theta * 0.8)
    assert other.theta == pytest.approx(one.theta, abs=1e-6)


def test_all_items_turned_give_the_same_slopes():
    place = answers(500, [1.0, 1.5, 2.0, 0.7])
    one, other = graded_fit(place, np.ones(500)), graded_fit(2 - place, np.ones(500))
    assert other.theta[::3] == pytest.approx(one.theta[::3], abs=1e-6)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-8)


def test_few_people_with_many_parameters_settle_or_say_so():
    fit = graded_fit(answers(25, [1.0] * 8), np.ones(25))
    assert np.isfinite(fit.log_likelihood)
    assert fit.settled in (True, False)
