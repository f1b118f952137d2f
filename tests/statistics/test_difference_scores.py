"""Is the reliability of a difference that of the literature?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics.difference_scores import (
    difference_reliability,
    difference_reliability_gradient,
)

SHARES = st.floats(0.1, 0.9)
SPREADS = st.floats(0.5, 3)


@pytest.mark.parametrize(("r", "expected"), [(0.5, 0.6), (0, 0.8), (0.8, 0)])
def test_two_equal_scores_of_reliability_point_eight(r, expected):
    # (.8 + .8 - 2r) / (2 - 2r)
    got = difference_reliability(0.8, 0.8, 1, 1, r)
    assert got == pytest.approx(expected, abs=1e-15)


@given(SHARES, SHARES, SPREADS, SPREADS, st.floats(-0.8, 0.8))
def test_it_is_the_share_of_true_variance(r_e, r_p, s_e, s_p, r):
    # Errors uncorrelated: var(true E) = r_e s_e^2, cov(true) = cov(seen) = r s_e s_p
    true = np.array([[r_e * s_e**2, r * s_e * s_p], [r * s_e * s_p, r_p * s_p**2]])
    errors = np.diag([(1 - r_e) * s_e**2, (1 - r_p) * s_p**2])
    gap = np.array([-1, 1])
    expected = (gap @ true @ gap) / (gap @ (true + errors) @ gap)
    got = difference_reliability(r_e, r_p, s_e, s_p, r)
    assert got == pytest.approx(expected, rel=1e-10, abs=1e-12)


@given(st.tuples(SHARES, SHARES, SPREADS, SPREADS, st.floats(-0.8, 0.8)))
def test_the_derivatives_are_slopes(point):
    ends = np.array(point) + 1e-6 * np.stack([-np.eye(5), np.eye(5)])
    low, high = difference_reliability(*np.moveaxis(ends, -1, 0))
    np.testing.assert_allclose(
        difference_reliability_gradient(*point),
        (high - low) / 2e-6,
        rtol=1e-5,
        atol=1e-6,
    )


def test_many_pairs_are_taken_at_once():
    r = np.array([0.0, 0.5])
    assert difference_reliability(0.8, 0.8, 1, 1, r) == pytest.approx([0.8, 0.6])
    assert difference_reliability_gradient(0.8, 0.8, 1, 1, r).shape == (2, 5)


def test_a_difference_that_does_not_vary_has_no_reliability():
    assert np.isnan(difference_reliability(0.8, 0.8, 1, 1, 1))
