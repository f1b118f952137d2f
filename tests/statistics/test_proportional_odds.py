"""Are chances, scores and curvature of ordered answers those of the definition?"""

import numpy as np
import pytest
from scipy.special import expit

from csat_methods.statistics.proportional_odds import CumulativeLogits


@pytest.fixture
def model():
    rng = np.random.default_rng(9)
    x, y = rng.normal(size=(40, 2)), rng.integers(0, 4, 40)
    y[:4] = range(4)
    return CumulativeLogits(x, y, rng.uniform(1, 2, 40))


THETA = np.array([0.4, -0.7, -1.0, 0.2, 1.3])


def test_chances_of_all_categories_add_up_to_one(model):
    each = [
        CumulativeLogits(model.x, np.r_[np.full(39, c), 3], model.w) for c in range(4)
    ]
    total = sum(one.probabilities(THETA)[:39] for one in each)
    assert total == pytest.approx(np.ones(39))


def test_a_chance_is_the_difference_of_two_logits(model):
    cut = np.r_[-np.inf, THETA[2:], np.inf]
    eta = model.x @ THETA[:2]
    expected = expit(cut[model.y + 1] - eta) - expit(cut[model.y] - eta)
    assert model.probabilities(THETA) == pytest.approx(expected)


def test_chances_far_in_the_tail_keep_their_digits():
    far = CumulativeLogits(np.zeros((3, 1)), np.array([0, 1, 2]), np.ones(3))
    p = far.probabilities(np.array([0.0, 40.0, 41.0]))[1]
    assert p == pytest.approx(np.exp(-40) - np.exp(-41), rel=1e-12)


def test_scores_gradient_and_hessian_are_derivatives(model):
    value, gradient, hessian = model.curve(THETA)
    assert model.w @ model.scores(THETA) == pytest.approx(gradient)
    assert value == pytest.approx(model.w @ np.log(model.probabilities(THETA)))
    h = 1e-5
    for j, step in enumerate(np.eye(5) * h):
        up, down = model.curve(THETA + step), model.curve(THETA - step)
        assert (up[0] - down[0]) / (2 * h) == pytest.approx(gradient[j], rel=1e-6)
        slope = (up[1] - down[1]) / (2 * h)
        assert slope == pytest.approx(hessian[j], rel=1e-5, abs=1e-6)


def test_thresholds_out_of_order_are_impossible(model):
    value, *_ = model.curve(np.array([0, 0, 1.0, 0.0, 2.0]))
    assert value == -np.inf


def test_sides_ask_that_each_answer_lies_between_its_thresholds(model):
    rows = model.sides()
    assert rows.shape == ((model.y < 3).sum() + (model.y > 0).sum(), 5)
    assert model.thresholds == 3
