"""Do dummies, fit and errors add up?"""

import numpy as np
import pytest

from csat_methods.statistics.asymmetric_impact import (
    collinear,
    dummies,
    hc3,
    penalties_and_rewards,
)

X = np.array([[1.0], [1], [3], [3], [3], [5], [5], [5]])
Y = np.array([1.0, 2, 4, 4, 5, 5, 6, 7])


def test_one_item_s_penalty_and_reward_are_differences_of_means():
    found = penalties_and_rewards(dummies(X, 2, 5), Y, np.ones(8))
    middle = Y[2:5].mean()
    assert found.coefficients == pytest.approx(
        [Y[:2].mean() - middle, Y[5:].mean() - middle]
    )
    assert found.leverage == pytest.approx([1 / 2] * 2 + [1 / 3] * 6)


def test_influence_adds_up_to_nothing():
    w = np.linspace(1, 2, 8)
    found = penalties_and_rewards(dummies(X, 2, 5), Y, w)
    assert w @ found.influence == pytest.approx([0, 0], abs=1e-12)


def test_influence_is_the_derivative_by_a_weight():
    marks, w = dummies(X, 2, 5), np.linspace(1, 2, 8)
    found = penalties_and_rewards(marks, Y, w)
    for i in range(8):
        step = np.zeros(8)
        step[i] = 1e-6
        up, down = (
            penalties_and_rewards(marks, Y, w + s * step).coefficients for s in (1, -1)
        )
        assert (up - down) / 2e-6 == pytest.approx(found.influence[i], abs=1e-6)


def test_hc3_of_groups_is_the_sum_of_their_jackknifes():
    found = penalties_and_rewards(dummies(X, 2, 5), Y, np.ones(8))
    v = hc3(found, np.ones(8))
    groups = [Y[:2], Y[2:5], Y[5:]]
    each = [((g - g.mean()) ** 2).sum() / (len(g) - 1) ** 2 for g in groups]
    assert np.diag(v) == pytest.approx([each[0] + each[1], each[2] + each[1]])


def test_columns_made_of_others_are_found():
    marks = dummies(X, 2, 5)
    assert collinear(marks) == []
    assert collinear(np.column_stack([marks, marks[:, 0]])) == [2]
