"""Do Guttman's bounds move as their gradients say?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.reliability import alpha
from csat_methods.statistics.reliability_bounds import (
    guttman,
    guttman_gradient,
    share_gradient,
    split_gradient,
    splits,
)


def covariances(seed, k):
    A = np.random.default_rng(seed).normal(size=(k, k + 4))
    return A @ A.T + 1


@given(st.integers(0, 100), st.integers(2, 7))
def test_bounds_move_as_their_gradients_say(seed, k):
    S, half = covariances(seed, k), np.arange(k) < k // 2
    D = np.random.default_rng(seed + 1).normal(size=(k, k))
    D, h = D + D.T, 1e-6
    moved = (guttman(S + h * D, half) - guttman(S - h * D, half)) / (2 * h)
    told = np.einsum("mij,ji->m", guttman_gradient(S, half), D)
    assert told == pytest.approx(moved, abs=1e-6, rel=1e-4)
    one = half[None].astype(float)
    assert split_gradient(S, one)[0] == pytest.approx(guttman_gradient(S, half)[3])
    assert splits(S, one)[0] == pytest.approx(guttman(S, half)[3], rel=1e-12)


def test_the_third_bound_is_alpha_and_a_matrix_without_inverse_has_no_sixth():
    S = covariances(1, 4)
    assert guttman(S, [1, 1, 0, 0])[2] == alpha(S)
    S[3] = S[:, 3] = 0.0
    assert np.isnan(guttman(S, [1, 1, 0, 0])[5])
    assert np.isnan(guttman_gradient(S, [1, 1, 0, 0])[5]).all()


def test_shares_do_not_change_with_the_unit():
    S, G = covariances(2, 3), np.eye(3)
    assert np.trace(share_gradient(S, G) @ S) == pytest.approx(0, abs=1e-12)


def test_one_item_is_refused():
    with pytest.raises(ValueError, match="items=1: at least 2"):
        guttman([[1.0]], [1])
