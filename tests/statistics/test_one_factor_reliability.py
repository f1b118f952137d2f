"""Does the share of one factor come back as it was made, and move as it says?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.one_factor_reliability import (
    one_factor_share,
    rating_factor_share,
)
from csat_methods.statistics.polychoric import polychoric


@given(st.integers(0, 50))
def test_omega_moves_as_its_gradient_says(seed):
    rng = np.random.default_rng(seed)
    loading, sd = rng.uniform(0.5, 0.8, 5), rng.uniform(0.5, 3, 5)
    R = np.outer(loading, loading)
    np.fill_diagonal(R, 1.0)
    S = R * np.outer(sd, sd)
    found = one_factor_share(S)
    truth = (loading @ sd) ** 2 / S.sum()
    assert found.value == pytest.approx(truth, rel=1e-9)
    assert np.trace(found.gradient @ S) == pytest.approx(0, abs=1e-8)
    D = rng.normal(size=S.shape) * 0.02
    D, h = D + D.T, 1e-5
    S = S + D
    ends = [one_factor_share(S + s * h * D).value for s in (1, -1)]
    told = np.trace(one_factor_share(S).gradient @ D)
    assert told == pytest.approx((ends[0] - ends[1]) / (2 * h), rel=1e-4, abs=1e-7)


def test_many_categories_bring_the_categorical_omega_near_omega():
    rng = np.random.default_rng(6)
    x = rng.normal(size=(3000, 1)) + rng.normal(size=(3000, 5))
    fine = np.digitize(x, np.linspace(-2.5, 2.5, 14)).astype(float)
    ratings = rating_factor_share(polychoric(fine))
    answers = one_factor_share(np.cov(fine.T))
    assert ratings.value == pytest.approx(answers.value, abs=0.004)


def test_two_items_have_no_one_factor():
    with pytest.raises(ValueError, match="items=2: at least 3"):
        one_factor_share(np.eye(2))
