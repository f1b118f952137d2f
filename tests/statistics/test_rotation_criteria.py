"""Are the criteria of rotation and their gradients right?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.statistics import rotation_criteria as criteria

PATTERN = np.where(np.arange(15).reshape(5, 3) % 4 == 0, np.nan, 0.1)
ALL = {
    "quartimax": criteria.quartimax(),
    "varimax": criteria.varimax(),
    "quartimin": criteria.crawford_ferguson(0.0),
    "equamax": criteria.crawford_ferguson(0.3),
    "geomin": criteria.geomin(0.01),
    "bifactor": criteria.bifactor(),
    "target": criteria.target(PATTERN),
}


def loadings(seed):
    return np.random.default_rng(seed).uniform(-0.9, 0.9, (5, 3))


@pytest.mark.parametrize("name", ALL)
@given(seed=st.integers(0, 20))
def test_the_gradient_is_the_slope(name, seed):
    L, slope = loadings(seed), np.zeros((5, 3))
    for i in np.ndindex(5, 3):
        move = np.zeros((5, 3))
        move[i] = 1e-6
        slope[i] = (ALL[name](L + move)[0] - ALL[name](L - move)[0]) / 2e-6
    np.testing.assert_allclose(ALL[name](L)[1], slope, atol=1e-7)


@pytest.mark.parametrize("name", ALL)
def test_many_loadings_are_taken_at_once(name):
    many = np.stack([loadings(seed) for seed in range(4)])
    value, gradient = ALL[name](many)
    assert value == pytest.approx([ALL[name](L)[0] for L in many])
    np.testing.assert_allclose(gradient[2], ALL[name](many[2])[1])


def test_criteria_are_their_definitions():
    L = loadings(0)
    S, p, m = L**2, 5, 3
    pairs = [(j, k) for j in range(m) for k in range(m) if j != k]
    rows = sum(S[:, j] @ S[:, k] for j, k in pairs)
    columns = sum(S[i] @ S[k] for i in range(p) for k in range(p) if i != k)
    expected = {
        "quartimax": -(L**4).sum() / 4,
        "varimax": -p * S.var(axis=0).sum() / 4,
        "quartimin": rows / 4,
        "equamax": (0.7 * rows + 0.3 * columns) / 4,
        "geomin": (np.prod(S + 0.01, axis=1) ** (1 / 3)).sum(),
        "bifactor": 2 * S[:, 1] @ S[:, 2],
        "target": np.nansum((L - PATTERN) ** 2),
    }
    for name, value in expected.items():
        assert ALL[name](L)[0] == pytest.approx(value)


def test_simple_loadings_have_the_lowest_values():
    simple = np.array([[0.8, 0], [0.7, 0], [0, 0.6], [0, 0.9]])
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    for name in ("quartimax", "varimax", "quartimin", "equamax", "geomin"):
        assert ALL[name](simple)[0] < ALL[name](simple @ turn)[0]
