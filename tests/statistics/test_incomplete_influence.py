"""Is what a row does to covariances with blanks what leaving it out shows?"""

import numpy as np
import pytest

from csat_methods.statistics.available_moments import available_moments
from csat_methods.statistics.em_moments import em_moments
from csat_methods.statistics.incomplete_influence import (
    available_influence,
    em_influence,
)


def gappy(n=400):
    rng = np.random.default_rng(3)
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, 3))
    x[rng.random((n, 3)) < 0.15] = np.nan
    return x[~np.isnan(x).all(axis=1)]


RULES = {
    "available": (available_moments, available_influence),
    "em": (em_moments, em_influence),
}


@pytest.mark.parametrize("name", RULES)
def test_a_heavier_row_moves_covariances_by_its_influence(name):
    moments, influence = RULES[name]
    x, h = gappy(), 1e-3
    B = np.array([np.eye(3), np.ones((3, 3)), np.diag([1.0, 0, 0])])
    plain = np.ones(len(x))
    z = influence(x, moments(x), B)
    for row in (0, 7, 50):
        ends = []
        for sign in (1, -1):
            w = plain.copy()
            w[row] += sign * h
            ends.append(moments(x, w).covariance)
        moved = np.einsum("mij,ji->m", B, (ends[0] - ends[1]) / (2 * h))
        assert z[row] == pytest.approx(moved, rel=1e-2, abs=1e-5)


@pytest.mark.parametrize("name", RULES)
def test_influences_add_up_to_nothing(name):
    moments, influence = RULES[name]
    x = gappy()
    z = influence(x, moments(x), np.eye(3)[None])
    assert z.sum() == pytest.approx(0, abs=1e-6)
