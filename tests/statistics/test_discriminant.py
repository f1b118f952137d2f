"""Are ratios of correlations, and their gradients, what the formulas say?"""

import numpy as np
import pytest

from csat_methods.statistics.discriminant import (
    arithmetic_ratio,
    geometric_ratio,
    keyed,
)

BLOCKS = [[0, 1], [2, 3, 4]]
R = np.array(
    [
        [1.0, 0.5, 0.3, 0.2, 0.4],
        [0.5, 1.0, 0.1, 0.3, 0.2],
        [0.3, 0.1, 1.0, 0.6, 0.4],
        [0.2, 0.3, 0.6, 1.0, 0.5],
        [0.4, 0.2, 0.4, 0.5, 1.0],
    ]
)


def test_htmt_worked_by_hand():
    """Between .25 on average; within .5 and .5: .25 / .5."""
    assert arithmetic_ratio(R, BLOCKS).estimate == pytest.approx([0.5])


def test_htmt2_worked_by_hand():
    between = np.prod([0.3, 0.2, 0.4, 0.1, 0.3, 0.2]) ** (1 / 6)
    within = np.sqrt(0.5 * (0.6 * 0.4 * 0.5) ** (1 / 3))
    assert geometric_ratio(R, BLOCKS).estimate == pytest.approx([between / within])


@pytest.mark.parametrize("ratio", [arithmetic_ratio, geometric_ratio])
def test_gradients_are_those_of_finite_differences(ratio, slope):
    found = ratio(R, BLOCKS).gradient
    wanted = slope(lambda S: ratio(S, BLOCKS).estimate, R)
    off = ~np.eye(5, dtype=bool)
    assert found[0][off] == pytest.approx(wanted[0][off], abs=1e-8)


def test_items_that_run_against_their_factor_are_keyed():
    turned = R.copy()
    turned[3] *= -1
    turned[:, 3] *= -1
    assert keyed(R, BLOCKS).tolist() == [1, 1, 1, 1, 1]
    assert keyed(turned, BLOCKS).tolist() == [1, 1, 1, -1, 1]


def test_a_mean_within_that_is_not_above_zero_has_no_ratio():
    low = R.copy()
    low[0, 1] = low[1, 0] = -0.5
    assert np.isnan(arithmetic_ratio(low, BLOCKS).estimate[0])


def test_one_item_has_no_mean_within():
    assert np.isnan(arithmetic_ratio(R, [[0], [2, 3]]).estimate[0])
