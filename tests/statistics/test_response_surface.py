"""Do the surface, its constraints and R² add up?"""

import numpy as np
import pytest

from csat_methods.statistics.response_surface import (
    CONSTRAINTS,
    SURFACE,
    explained,
    explained_gradient,
    quadratic,
)

RNG = np.random.default_rng(4)


def test_an_outcome_of_the_gap_meets_every_constraint():
    b = np.array([3.0, -0.7, 0.7, 0, 0, 0])
    assert pytest.approx(np.zeros(4)) == CONSTRAINTS @ b


def test_slopes_are_those_along_both_lines():
    b = RNG.normal(size=6)
    t = np.array([1e-4, -1e-4])

    def height(e, p):
        return b[0] + quadratic(np.asarray(e), np.asarray(p)) @ b[1:]

    same, opposite = height(t, t), height(t, -t)
    assert np.dot(SURFACE["a1"], b) == pytest.approx((same[0] - same[1]) / 2e-4)
    assert np.dot(SURFACE["a3"], b) == pytest.approx((opposite[0] - opposite[1]) / 2e-4)
    one = np.array([1.0, -1.0])
    assert np.dot(SURFACE["a2"], b) == pytest.approx(height(one, one).mean() - b[0])
    assert np.dot(SURFACE["a4"], b) == pytest.approx(height(one, -one).mean() - b[0])


def test_r_squared_is_that_of_least_squares():
    x = RNG.normal(size=(80, 4))
    y = x @ [1, 0.5, 0, -1] + RNG.normal(size=80)
    way = np.array([[-1, 0, 1, 0], [0, -1, 0, 1.0]])
    z = np.column_stack([np.ones(80), x @ way.T])
    off = y - z @ np.linalg.lstsq(z, y, rcond=None)[0]
    S = np.cov(np.column_stack([y, x]), rowvar=False)
    assert explained(S, way) == pytest.approx(
        1 - off @ off / ((y - y.mean()) ** 2).sum()
    )


def test_its_gradient_is_that_of_finite_differences():
    S = np.cov(RNG.normal(size=(30, 5)) @ RNG.normal(size=(5, 5)), rowvar=False)
    way = np.hstack([-np.eye(2), np.eye(2)])
    found = explained_gradient(S, way)
    for i in range(5):
        for j in range(i + 1):
            step = np.zeros((5, 5))
            step[i, j] = step[j, i] = 1e-6
            slope = (explained(S + step, way) - explained(S - step, way)) / 2e-6
            assert slope == pytest.approx(
                np.trace(found @ step) / 1e-6, rel=1e-4, abs=1e-6
            )
