"""Does alignment find means when few items differ much?"""

import numpy as np
import pytest

from csat_methods.statistics.aligned_factor import aligned

TRUTH = np.array([1.0, 0.9, 0.8, 0.7, 0.6])
MEANS, SDS = np.array([0.0, 0.5, -0.4, 0.8]), np.array([1.0, 1.2, 0.9, 1.1])
N = np.array([200.0, 300, 250, 220])


def configural(shift=()):
    loads = SDS[:, None] * TRUTH
    starts = 3 + MEANS[:, None] * TRUTH
    for group, item, size in shift:
        starts[group, item] += size
    return loads, starts


def test_an_invariant_instrument_is_aligned_exactly():
    found = aligned(*configural(), N)
    assert found.converged
    assert found.means == pytest.approx(MEANS, abs=1e-6)
    assert found.sds == pytest.approx(SDS, abs=1e-6)
    assert found.loadings == pytest.approx(np.tile(TRUTH, (4, 1)), abs=1e-6)
    assert found.explained(*configural()) == pytest.approx(np.ones((5, 2)), abs=1e-9)


def test_a_shifted_item_hardly_moves_the_means():
    """Plain averages of five items would move by a fifth of 1.5, over a loading."""
    loads, starts = configural([(1, 2, 1.5)])
    found = aligned(loads, starts, N)
    assert found.means[1] == pytest.approx(MEANS[1], abs=0.1)
    explained = found.explained(loads, starts)[:, 1]
    assert explained.argmin() == 2
    assert explained[2] < 0.6


def test_the_slope_of_the_means_is_that_of_finite_differences():
    loads, starts = configural([(1, 2, 0.5), (3, 0, -0.4)])
    found = aligned(loads, starts, N)
    for place, column in (((1, 2), 7), ((2, 0), 10)):
        ends = []
        for step in (1e-4, -1e-4):
            moved = starts.copy()
            moved[place] += step
            ends.append(aligned(loads, moved, N).means)
        wanted = (ends[0] - ends[1]) / 2e-4
        assert found.means_slope[:, 20 + column] == pytest.approx(wanted, abs=2e-3)
