"""Does the search end at the minimum, and say when there is none?"""

import numpy as np
import pytest

from csat_methods.statistics.scoring import minimum


class Valley:
    """Rosenbrock's banana, whose information is its Gauss-Newton matrix."""

    def value(self, t):
        return float((1 - t[0]) ** 2 + 100 * (t[1] - t[0] ** 2) ** 2)

    def slope(self, t):
        bend = t[1] - t[0] ** 2
        return np.array([-2 * (1 - t[0]) - 400 * t[0] * bend, 200 * bend])

    def expected(self, t):
        J = np.array([[-1, 0], [-20 * t[0], 10]])
        return 2 * J.T @ J

    def observed(self, t):
        first = 2 - 400 * (t[1] - 3 * t[0] ** 2)
        return np.array([[first, -400 * t[0]], [-400 * t[0], 200]])


class Slope(Valley):
    """A slide without an end."""

    def value(self, t):
        return float(np.exp(-t[0]) + t[1] ** 2)

    def slope(self, t):
        return np.array([-np.exp(-t[0]), 2 * t[1]])

    def expected(self, t):
        return np.diag([1e-6, 2.0])

    observed = expected


def test_the_bottom_of_a_valley_is_found():
    found = minimum(Valley(), np.array([-1.2, 1.0]))
    assert found.converged
    assert found.theta == pytest.approx([1, 1], abs=1e-9)
    assert found.steps < 60


def test_a_slide_does_not_converge_at_a_point_with_a_slope():
    found = minimum(Slope(), np.array([0.0, 1.0]))
    slope = np.abs(Slope().slope(found.theta)).max()
    assert not found.converged or slope < 1e-7


def test_an_impossible_start_does_not_converge():
    class Nowhere(Valley):
        def value(self, t):
            return np.inf

    assert not minimum(Nowhere(), np.zeros(2)).converged
