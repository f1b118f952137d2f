"""Are implied moments, their movements and their curvature right?"""

import numpy as np
import pytest

from csat_methods.statistics.factor_model import (
    covariance_cells,
    factor_model,
    mean_cells,
)
from csat_methods.statistics.implied_moments import (
    Cells,
    curvature,
    directions,
    implied,
)

SECOND = {
    "a": ["x1", "x2", "x3"],
    "b": ["x3", "x4", "x5"],
    "g": ["a", "b", "x1"],
    "residuals": [("x1", "x5"), ("a", "b")],
}


@pytest.fixture
def case():
    model = factor_model(SECOND)
    cells = [*covariance_cells(model), *mean_cells(model)]
    arrays = Cells(
        np.array([c.kind for c in cells]),
        np.array([c.row for c in cells]),
        np.array([c.column for c in cells]),
    )
    values = np.random.default_rng(1).uniform(0.3, 1.2, len(cells))
    return arrays, values, len(model.items), len(model.factors)


def test_a_second_order_model_worked_by_hand():
    """g = 2; a = 3 g + 1, b = 1 g + 4 (variances): cov(a, b) = 6, var(a) = 19."""
    model = factor_model({"a": ["x"], "b": ["y"], "g": ["a", "b"]})
    cells = covariance_cells(model)
    known = {"g =~ a": 3, "g =~ b": 1, "a ~~ a": 1, "b ~~ b": 4, "g ~~ g": 2}
    values = np.array([known.get(c.term, c.fixed or 0.0) for c in cells], float)
    arrays = Cells(
        np.array([c.kind for c in cells]),
        np.array([c.row for c in cells]),
        np.array([c.column for c in cells]),
    )
    assert implied(arrays, values, 2, 3).sigma.tolist() == [[19, 6], [6, 6]]


def test_movements_are_those_of_finite_differences(case):
    cells, values, k, m = case
    moves = directions(cells, implied(cells, values, k, m))
    lower = np.tril_indices(k)
    for j in range(len(values)):
        step = np.zeros_like(values)
        step[j] = 1e-6
        up, down = (implied(cells, values + s * step, k, m) for s in (1, -1))
        slope = (up.sigma - down.sigma)[lower] / 2e-6
        assert moves.covariances()[j] == pytest.approx(slope, abs=1e-8)
        assert moves.mu[j] == pytest.approx((up.mu - down.mu) / 2e-6, abs=1e-8)


def test_curvature_is_that_of_finite_differences(case):
    cells, values, k, m = case
    rng = np.random.default_rng(2)
    G = rng.normal(size=(k, k))
    G, g = G + G.T, rng.normal(size=k)

    def slope(x):
        moves = directions(cells, implied(cells, x, k, m))
        return 2 * moves.s * ((moves.u @ G) * moves.v).sum(axis=1) + moves.mu @ g

    at = implied(cells, values, k, m)
    found = curvature(cells, at, directions(cells, at), G, g)
    wanted = np.array(
        [
            (slope(values + s) - slope(values - s)) / 2e-6
            for s in np.eye(len(values)) * 1e-6
        ]
    )
    assert found == pytest.approx(wanted, abs=1e-7)
    assert found == pytest.approx(found.T, abs=1e-12)
