"""Are ends and shape those of the answers, with blanks and weights too?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.stats import kurtosis, skew

from csat_methods.statistics.shape import shares_and_shape

ENDS = np.array([[1.0, 5.0], [1.0, 5.0]])


def answers(seed, n=40):
    rng = np.random.default_rng(seed)
    return rng.integers(1, 6, (n, 2)).astype(float)


@given(st.integers(0, 500), st.floats(-3, 9))
def test_scipy_agrees_wherever_the_sums_are_taken(seed, near):
    x = answers(seed)
    found = shares_and_shape(x, np.ones(len(x)), np.full(2, near), ENDS)
    assert found.skewness == pytest.approx(skew(x), abs=1e-9)
    assert found.kurtosis == pytest.approx(kurtosis(x), abs=1e-9)
    assert found.floor == pytest.approx((x == 1).mean(axis=0))
    assert found.ceiling == pytest.approx((x == 5).mean(axis=0))


def test_blanks_are_left_out_item_by_item():
    x = answers(1, 9000)
    x[::3, 0] = np.nan
    known = x[~np.isnan(x[:, 0]), 0]
    found = shares_and_shape(x, np.ones(len(x)), np.nanmean(x, axis=0), ENDS)
    assert found.skewness[0] == pytest.approx(skew(known))
    assert found.kurtosis[1] == pytest.approx(kurtosis(x[:, 1]))
    assert found.floor[0] == pytest.approx((known == 1).mean())


def test_a_weight_of_two_is_two_alike_rows():
    x, w = answers(2), np.tile([1.0, 2.0], 20)
    twice = np.repeat(x, w.astype(int), axis=0)
    found = shares_and_shape(x, w, x.mean(axis=0), ENDS)
    alike = shares_and_shape(twice, np.ones(len(twice)), x.mean(axis=0), ENDS)
    for one, other in zip(found, alike, strict=True):
        assert one == pytest.approx(other)


def test_what_does_not_vary_has_no_shape():
    x = np.full((5, 2), 5.0)
    found = shares_and_shape(x, np.ones(5), np.full(2, 5.0), ENDS)
    assert np.isnan(found.skewness).all()
    assert np.isnan(found.kurtosis).all()
    assert found.ceiling.tolist() == [1, 1]
