"""Is information summed over many patterns that of each pattern by itself?"""

import numpy as np
import pytest

from csat_methods.statistics.pattern_information import (
    FEW,
    expected_information,
    observed_information,
)
from csat_methods.statistics.saturated_moments import all_moments


@pytest.fixture
def many():
    rng = np.random.default_rng(1)
    k, count = 4, 3 * FEW
    x = rng.normal(size=(count, k, 2 * k))
    W, R = (m @ m.transpose(0, 2, 1) / 9 for m in (x, x[:, :, ::2]))
    return rng.dirichlet(np.ones(count)), W, R, rng.normal(size=(count, k))


def test_many_patterns_are_the_sum_of_few(many):
    share, W, R, y = many
    moves = all_moments(4, means=True)
    parts = [slice(i, i + FEW) for i in range(0, len(share), FEW)]
    few = sum(expected_information(moves, share[p], W[p]) for p in parts)
    assert expected_information(moves, share, W) == pytest.approx(few)
    few = sum(observed_information(moves, share[p], W[p], R[p], y[p]) for p in parts)
    assert observed_information(moves, share, W, R, y) == pytest.approx(few)


def test_one_variance_worked_by_hand():
    """Σ_i = e1 e1': half the squared inverse variance, 4² / 2; means: 4."""
    found = expected_information(
        all_moments(1, means=True), np.ones(1), np.array([[[4.0]]])
    )
    assert found == pytest.approx(np.diag([4.0, 8.0]))
