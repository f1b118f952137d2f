"""Tests of the cheapest parts under several limits."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.optimize import minimize

from csat_methods.sampling import precise_shares
from csat_methods.sampling.precise_shares import cheapest_shares


def test_one_limit_has_a_closed_form():
    # n = sqrt(A / c) sum(sqrt(A c)) / V.
    squares, unit = np.array([[4.0], [9.0], [25.0]]), np.array([1.0, 4.0, 9.0])
    root = np.sqrt(squares[:, 0])
    expected = root / np.sqrt(unit) * (root @ np.sqrt(unit)) / 2.0
    none, plenty = np.zeros(3), np.full(3, 1e9)
    found = cheapest_shares(squares, np.array([2.0]), unit, none, plenty)
    assert found == pytest.approx(expected, rel=1e-9)


@given(st.integers(0, 10_000))
def test_no_plan_that_a_general_optimiser_finds_is_cheaper(seed):
    rng = np.random.default_rng(seed)
    squares, unit = rng.gamma(1.0, 50.0, (4, 3)), rng.uniform(0.5, 5, 4)
    low, high = rng.uniform(0.5, 4, 4), rng.uniform(10, 60, 4)
    limits = (squares / high[:, None]).sum(axis=0) * rng.uniform(1.05, 4, 3)
    found = cheapest_shares(squares, limits, unit, low, high)
    reached = (squares / found[:, None]).sum(axis=0) / limits
    assert reached.max() <= 1 + 1e-9
    assert ((found >= low) & (found <= high)).all()
    other = minimize(
        lambda n: unit @ n,
        high,
        jac=lambda n: unit,
        bounds=list(zip(low, high, strict=True)),
        constraints={
            "type": "ineq",
            "fun": lambda n: 1 - (squares / n[:, None]).sum(axis=0) / limits,
        },
        method="SLSQP",
        options={"maxiter": 500},
    )
    feasible = (squares / other.x[:, None]).sum(axis=0) <= limits * (1 + 1e-7)
    if feasible.all():
        assert unit @ found <= unit @ other.x * (1 + 1e-5)


def test_limits_that_are_met_anyway_leave_the_least():
    squares, one = np.ones((2, 1)), np.ones(2)
    found = cheapest_shares(squares, np.array([9.0]), one, one, 5 * one)
    assert found.tolist() == [1.0, 1.0]


def test_a_limit_that_only_a_census_meets_takes_everybody():
    squares, one = np.ones((2, 1)), np.ones(2)
    found = cheapest_shares(squares, np.array([0.4]), one, 0 * one, 5 * one)
    assert found.tolist() == [5.0, 5.0]


def test_a_cost_that_may_be_undercut_is_refused(monkeypatch):
    def stop(function, start, **arguments):
        arguments["options"] = {"maxiter": 0}
        return minimize(function, start, **arguments)

    monkeypatch.setattr(precise_shares, "minimize", stop)
    squares = np.array([[1.0, 90.0], [100.0, 2.0]])
    with pytest.raises(ValueError, match="did not settle"):
        cheapest_shares(
            squares, np.array([1.0, 9.0]), np.ones(2), np.zeros(2), np.full(2, 1e6)
        )
