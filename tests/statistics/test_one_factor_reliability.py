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


@pytest.mark.parametrize("k", [3, 4, 6])
def test_items_that_do_not_go_together_have_no_factor(k):
    with pytest.raises(ValueError, match=f"0 of {k} items go together with any"):
        one_factor_share(np.diag(np.arange(1.0, k + 1)))
    every = np.array(np.meshgrid(*[[0.0, 1.0]] * k)).reshape(k, -1).T
    with pytest.raises(ValueError, match=f"0 of {k} items go together with any"):
        rating_factor_share(polychoric(every))


def test_a_single_pair_that_goes_together_has_no_factor_of_its_own():
    S = np.eye(4)
    S[0, 1] = S[1, 0] = 0.5
    with pytest.raises(ValueError, match="2 of 4 items go together"):
        one_factor_share(S)
    every = np.array(np.meshgrid(*[[0.0, 1.0]] * 4)).reshape(4, -1).T
    paired = np.vstack([every, every[every[:, 0] == every[:, 1]]])
    with pytest.raises(ValueError, match="2 of 4 items go together"):
        rating_factor_share(polychoric(paired))


def test_loadings_that_may_be_exchanged_for_others_are_refused():
    # Two pairs: any factor of one pair fits as well as any other of its length.
    S = np.kron(np.eye(2), [[1.0, 0.5], [0.5, 1.0]])
    with pytest.raises(ValueError, match="several sets of loadings fit alike"):
        one_factor_share(S)


def test_an_item_that_is_more_than_the_factor_is_named():
    x = np.random.default_rng(1).integers(1, 6, (200, 4))
    found = polychoric(x)
    with pytest.raises(ValueError, match=r"^\['b'\] load 1 or more on one factor"):
        rating_factor_share(found, list("abcd"))
    with pytest.raises(ValueError, match=r"^\[1\] load 1 or more on one factor"):
        rating_factor_share(found)
