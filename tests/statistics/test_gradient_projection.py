"""Does gradient projection end at minima, and inside its set?"""

import numpy as np
import pytest

from csat_methods.statistics import rotation_criteria as criteria
from csat_methods.statistics.gradient_projection import (
    OBLIQUE,
    ORTHOGONAL,
    Problem,
    descend,
    random_starts,
)

A = np.random.default_rng(7).uniform(-0.7, 0.8, (9, 3))


@pytest.fixture(params=["orthogonal", "oblique"])
def problem(request):
    space = {"orthogonal": ORTHOGONAL, "oblique": OBLIQUE}[request.param]
    return Problem(A=A, criterion=criteria.geomin(0.01), space=space)


def test_random_starts_are_orthogonal_and_spread_evenly():
    T = random_starts(3, 4000, np.random.default_rng(1))
    np.testing.assert_allclose(
        np.swapaxes(T, 1, 2) @ T, np.broadcast_to(np.eye(3), T.shape), atol=1e-12
    )
    # every entry has mean 0 and variance 1/3: Monte Carlo error 1/sqrt(12000)
    assert np.abs(T.mean(0)).max() < 4 * np.sqrt(1 / 12000)
    assert np.abs((T**2).mean(0) - 1 / 3).max() < 0.02


def test_every_start_ends_where_nothing_goes_lower(problem):
    rng = np.random.default_rng(2)
    found = descend(problem, random_starts(3, 10, rng))
    assert (found.gradient < 1e-9).all()
    for T, value in zip(found.T, found.value, strict=True):
        near = problem.space.retract(T + 1e-4 * rng.normal(size=(50, 3, 3)))
        assert (problem.at(near)[0] > value - 1e-10).all()


def test_the_ends_are_rotations(problem):
    found = descend(problem, random_starts(3, 5, np.random.default_rng(3)))
    correlations = np.swapaxes(found.T, 1, 2) @ found.T
    np.testing.assert_allclose(np.diagonal(correlations, axis1=1, axis2=2), 1)
    if problem.space is ORTHOGONAL:
        expected = np.broadcast_to(np.eye(3), correlations.shape)
        np.testing.assert_allclose(correlations, expected, atol=1e-12)


def test_the_projected_gradient_is_the_slope_along_the_set(problem):
    rng = np.random.default_rng(4)
    T = problem.space.retract(rng.normal(size=(1, 3, 3)))
    _, G = problem.at(T)
    for _ in range(5):
        along = problem.space.project(T, rng.normal(size=(1, 3, 3)))
        ends = [
            problem.at(problem.space.retract(T + s * along))[0] for s in (1e-6, -1e-6)
        ]
        slope = (ends[0] - ends[1]) / 2e-6
        assert slope[0] == pytest.approx((G * along).sum(), abs=1e-6)


def test_oblique_rotation_gets_lower_than_orthogonal():
    starts = random_starts(3, 10, np.random.default_rng(5))
    lowest = [
        descend(
            Problem(A=A, criterion=criteria.crawford_ferguson(0.0), space=space), starts
        ).value.min()
        for space in (OBLIQUE, ORTHOGONAL)
    ]
    assert lowest[0] < lowest[1]
