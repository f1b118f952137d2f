"""May an estimate have the ranks it is said it may have?"""

import numpy as np
import pytest
from scipy import stats

from csat_methods.statistics.rank_intervals import rank_intervals, ranks


def test_ties_share_their_ranks():
    assert ranks(np.array([3.0, 5.0, 3.0, 1.0])).tolist() == [2.5, 1, 2.5, 4]


def test_estimates_without_error_have_one_rank():
    low, high = rank_intervals(
        np.array([1.0, 3, 2]), np.zeros((3, 3)), np.ones(3), 0.95
    )
    assert low.tolist() == high.tolist() == [3, 1, 2]


def test_estimates_that_move_together_are_told_apart():
    spread = np.full((2, 2), 1.0) + np.eye(2) * 1e-6
    low, high = rank_intervals(np.array([1.0, 1.1]), spread, np.full(2, 99), 0.95)
    assert (low.tolist(), high.tolist()) == ([2, 1], [2, 1])


def test_the_line_between_two_is_that_of_their_t_interval():
    df, se = 20, np.sqrt(2 * 0.3)
    edge = stats.t.ppf(0.975, df) * se
    for off, wanted in ((edge * 0.999, [1, 1]), (edge * 1.001, [2, 1])):
        low, _ = rank_intervals(
            np.array([0.0, off]), np.eye(2) * 0.3, np.full(2, df), 0.95
        )
        assert low.tolist() == wanted


def test_true_ranks_are_held_as_often_as_is_said():
    rng = np.random.default_rng(2)
    truth = np.array([0.0, 0.3, 0.35, 1.0])
    held = np.zeros(4)
    for _ in range(500):
        low, high = rank_intervals(
            rng.normal(truth, 0.2), np.eye(4) * 0.04, np.full(4, 1e6), 0.95
        )
        held += (low <= [4, 3, 2, 1]) & (high >= [4, 3, 2, 1])
    assert (held / 500 > 0.95).all()


def test_one_estimate_is_first():
    low, high = rank_intervals(np.ones(1), np.ones((1, 1)), np.ones(1), 0.95)
    assert (low, high) == (pytest.approx([1]), pytest.approx([1]))
