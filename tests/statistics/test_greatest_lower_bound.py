"""Is the greatest lower bound the optimum, and does it move as its dual says?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.greatest_lower_bound import greatest_lower_bound


def covariances(seed, k):
    A = np.random.default_rng(seed).normal(size=(k, k + 4))
    return A @ A.T + 1


@given(st.integers(0, 100), st.integers(2, 8))
def test_the_optimum_is_feasible_and_cannot_be_bettered(seed, k):
    S = covariances(seed, k)
    found = greatest_lower_bound(S)
    left = np.linalg.eigvalsh(S - np.diag(found.errors))
    assert left[0] > -1e-9 * np.trace(S)
    assert (found.errors >= 0).all()
    # Weak duality: any Y ⪰ 0 with diagonal ≥ 1 bounds the sum of errors from above.
    total = S.sum()
    dual = (1 - found.value) * np.ones((k, k)) - found.gradient * total
    assert np.linalg.eigvalsh(dual)[0] > -1e-4
    assert np.diagonal(dual).min() > 1 - 1e-4
    bound = np.trace(dual @ S)
    assert found.errors.sum() == pytest.approx(bound, rel=1e-4)


def test_two_items_have_twice_their_covariance_over_the_variance():
    # S - diag(e) must be singular: e1 = e2 = 1 - r when variances are alike.
    found = greatest_lower_bound([[1.0, 0.6], [0.6, 1.0]])
    assert found.value == pytest.approx(1 - 0.8 / 3.2, abs=1e-8)
    assert found.errors == pytest.approx([0.4, 0.4], abs=1e-6)


def test_items_that_are_sums_of_others_are_refused():
    S = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 2.0]])
    with pytest.raises(ValueError, match="sum of others"):
        greatest_lower_bound(S)
