"""Are half-samples fully balanced, whatever the number of pairs?"""

import numpy as np
import pytest

from csat_methods.survey_design.hadamard import balanced, hadamard


@pytest.mark.parametrize("order", [1, 2, *range(4, 92, 4)])
def test_columns_stand_at_right_angles(order):
    made = hadamard(order)
    if made is None:
        assert order == 52  # needs the squares of a field of 25 elements
        return
    assert set(np.unique(made)) <= {-1, 1}
    assert (made.T @ made == order * np.eye(order)).all()
    assert (made[:, 0] == 1).all()


@pytest.mark.parametrize("order", [3, 6, 10, 92])
def test_orders_that_none_is_known_for_have_none(order):
    assert hadamard(order) is None


@pytest.mark.parametrize(("pairs", "count"), [(1, 2), (3, 4), (4, 8), (7, 8), (50, 56)])
def test_halves_are_balanced_one_by_one_and_two_by_two(pairs, count):
    made = balanced(pairs)
    assert made.shape == (pairs, count)
    assert (made.sum(axis=1) == 0).all()
    assert (made @ made.T == count * np.eye(pairs)).all()


def test_more_replicates_may_be_asked_for():
    assert balanced(3, 10).shape == (3, 12)
