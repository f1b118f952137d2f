"""Are the reliabilities of gaps and their gradients what they should be?"""

import numpy as np
import pytest

from csat_methods.statistics.gap_covariances import (
    SLOPES,
    STATISTICS,
    gap_alpha,
    gap_contrast,
    gap_difference_reliability,
    gap_figures,
)


def unit_sides(reliability, correlation, k=4):
    """Return S of two sides of parallel items: alpha and correlation as given."""
    # alpha = k r / (1 + (k − 1) r); the means correlate by c k / (1 + (k − 1) r)
    r = reliability / (k - (k - 1) * reliability)
    across = correlation * (1 + (k - 1) * r) / k
    own = np.full((k, k), r) + (1 - r) * np.eye(k)
    return np.block([[own, np.full((k, k), across)], [np.full((k, k), across), own]])


@pytest.mark.parametrize(
    ("correlation", "expected"), [(0.5, 0.60), (0.0, 0.80), (0.8, 0.0)]
)
def test_sides_of_reliability_eight_tenths(correlation, expected):
    # (.8 + .8 − 2 r) / (2 − 2 r): .6, .8, 0
    S = unit_sides(0.8, correlation)
    assert gap_difference_reliability(S) == pytest.approx(expected, abs=1e-12)
    figures = gap_figures(S)
    assert figures["alpha_expectation"] == pytest.approx(0.8)
    assert figures["correlation"] == pytest.approx(correlation)


def test_with_unrelated_errors_the_formula_is_alpha_of_the_gaps():
    # between the sides all items covary alike: no error is shared
    S = unit_sides(0.7, 0.4)
    assert gap_alpha(S) == pytest.approx(gap_difference_reliability(S), abs=1e-12)


@pytest.mark.parametrize("name", STATISTICS)
def test_gradients_are_those_of_small_differences(name, spread, slope):
    S = spread(6)
    found = SLOPES[name](S)
    assert found == pytest.approx(found.T)
    assert found == pytest.approx(slope(STATISTICS[name], S), abs=1e-6)


def test_what_does_not_vary_has_no_reliability():
    S = unit_sides(0.8, 0.5)
    S[:4] = S[:, :4] = 0
    assert np.isnan(gap_difference_reliability(S))
    assert np.isnan(gap_figures(S)["correlation"])
    assert not np.isnan(gap_alpha(S))
    assert np.isnan(gap_alpha(np.eye(2)))


def test_the_contrast_is_perception_less_expectation():
    assert gap_contrast(2) @ [1, 2, 5, 7] == pytest.approx([4, 5])
