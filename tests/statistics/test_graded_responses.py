"""Are derivatives of the graded likelihood those of its values?"""

import numpy as np
import pytest

from csat_methods.statistics.graded_fit import (
    GradedFit,
    expectation_maximisation,
    graded_fit,
    starting,
)
from csat_methods.statistics.graded_responses import GradedResponses, ItemCurves


@pytest.fixture(scope="module")
def model():
    rng = np.random.default_rng(2)
    latent = rng.normal(size=(300, 1)) * [1, 1.5, 2] + rng.logistic(size=(300, 3))
    place = (latent > -1).astype(int) + (latent > 1)
    place[:5, 0] = -1
    return GradedResponses(place, rng.uniform(0.5, 2, 300))


def slope(of, theta, h=1e-5):
    steps = np.eye(len(theta)) * h
    return np.array([(of(theta + s) - of(theta - s)) / (2 * h) for s in steps])


def test_the_gradient_and_the_second_derivatives_are_those_of_the_value(model):
    theta = starting(model)
    value, gradient, hessian = model.bent_curve(theta)
    assert value == pytest.approx(model.curve(theta)[0], rel=1e-12)
    assert gradient == pytest.approx(
        slope(lambda t: model.curve(t)[0], theta), rel=1e-5
    )
    wanted = slope(lambda t: model.curve(t)[1], theta)
    assert hessian == pytest.approx(wanted, rel=1e-5, abs=1e-5)


def test_scoring_ends_where_expectation_and_maximisation_ends(model):
    slowly = expectation_maximisation(model, starting(model), 400)
    found = graded_fit(model.place, model.w)
    assert found.settled
    assert found.theta == pytest.approx(slowly, abs=1e-5)


def test_every_round_of_expectation_and_maximisation_gains(model):
    theta = starting(model)
    values = []
    for _ in range(6):
        values.append(model.curve(theta)[0])
        theta = expectation_maximisation(model, theta, 1)
    assert (np.diff(values) > 0).all()


def test_chances_add_up_and_information_is_the_expected_squared_slope():
    at = np.linspace(-3, 3, 13)
    curves = ItemCurves(at, 1.4, np.array([2.0, 0.3, -1.1]))
    assert curves.p.sum(axis=1) == pytest.approx(1)
    h = 1e-6
    up, down = (ItemCurves(at + s, 1.4, curves.d).p for s in (h, -h))
    moved = (up - down) / (2 * h)
    wanted = (moved**2 / curves.p).sum(axis=1)
    assert curves.information == pytest.approx(wanted, rel=1e-6)


def test_intercepts_that_rise_are_not_allowed(model):
    theta = starting(model)
    theta[[1, 2]] = theta[[2, 1]]
    assert model.curve(theta)[0] == -np.inf
    assert model.bent_curve(theta)[0] == -np.inf


def test_people_lie_between_the_ends_and_are_surer_than_the_prior(model):
    fit = graded_fit(model.place, model.w)
    middle, error = GradedFit(model, fit.theta, fit.log_likelihood, True).people()
    assert np.abs(middle).max() < 3
    assert error.max() < 1


def test_three_slopes_of_a_category_are_all_that_it_has():
    one = ItemCurves(np.linspace(-2, 2, 5), 1.3, np.array([1.0, 0.2, -0.8]))
    whole, three = one.slopes, one.three
    for c in range(4):
        assert three[:, c, 0] == pytest.approx(whole[:, c, 0])
        if c > 0:
            assert three[:, c, 1] == pytest.approx(whole[:, c, c])
        if c < 3:
            assert three[:, c, 2] == pytest.approx(whole[:, c, c + 1])
    assert not three[:, 0, 1].any()
    assert not three[:, 3, 2].any()
