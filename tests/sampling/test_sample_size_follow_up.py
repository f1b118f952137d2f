"""Tests of how many of those who do not answer are asked once more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods import sample_size_follow_up

USUAL = {"cost_first": 50, "cost_follow_up": 200, "response_rate": 0.5}


def test_the_follow_up_agrees_with_practical_tools():
    # Valliant, Dever and Kreuter, PracTools 1.7.5: NRFUopt(50, 200, .5, CV0 = .05).
    found = sample_size_follow_up(**USUAL, target_cv=0.05)
    assert found["first"]["n_exact"] == pytest.approx(482.843, abs=5e-4)
    assert found["follow_up"]["n_exact"] == pytest.approx(170.711, abs=5e-4)
    assert found.fraction == pytest.approx(0.7071, abs=5e-5)
    assert found.cost == pytest.approx(58284.27, abs=0.005)


def test_a_budget_and_its_precision_turn_each_other_round():
    planned = sample_size_follow_up(**USUAL, target_cv=0.05)
    back = sample_size_follow_up(**USUAL, budget=planned.cost)
    assert back["first"]["n_exact"] == pytest.approx(planned["first"]["n_exact"])


@given(st.floats(1, 50), st.floats(1, 500), st.floats(0.1, 0.9), st.floats(0.3, 1.05))
def test_no_other_share_of_followers_up_is_cheaper(first, again, rate, ratio):
    found = sample_size_follow_up(
        cost_first=first, cost_follow_up=again, response_rate=rate, target_cv=0.05,
        variance_ratio=ratio,
    )  # fmt: skip
    v = np.linspace(0.01, 1, 400)
    n = (1 + (1 - rate) * ratio * (1 / v - 1)) / 0.05**2
    costs = n * (first + (1 - rate) * v * again)
    assert found.cost <= costs.min() * (1 + 1e-9)


def test_a_finite_population_needs_fewer():
    endless = sample_size_follow_up(**USUAL, target_cv=0.05)["first"]["n_exact"]
    finite = sample_size_follow_up(**USUAL, target_cv=0.05, population=2000)
    # 1.2071 / (.0025 + 1 / 2000).
    assert finite["first"]["n_exact"] == pytest.approx(endless * 0.0025 / 0.003)


def test_the_headline_says_whom_to_ask_again():
    assert sample_size_follow_up(**USUAL, target_cv=0.05).summary() == (
        "Ask 483 customers, and 171 of those who do not answer once more (70.7% of "
        "them)."
    )


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({}, "budget and target_cv: just one"),
        ({"target_cv": 0.05, "budget": 5}, "budget and target_cv: just one"),
        ({"target_cv": 0}, "target_cv=0 must be a finite number above 0"),
        ({"target_cv": 0.05, "response_rate": 1}, "response_rate=1 must lie between"),
        ({"target_cv": 0.05, "variance_ratio": 2.5}, r"variance_ratio=2\.5 must lie"),
        ({"budget": 1e6, "population": 100}, "population=100 must be .* at least"),
    ],
)
def test_a_wrong_argument_is_named(arguments, fault):
    with pytest.raises(ValueError, match=fault):
        sample_size_follow_up(**{**USUAL, **arguments})


def test_hidden_rows_leave_nothing_to_say():
    found = sample_size_follow_up(**USUAL, budget=9000)
    hidden = replace(found, table=found.table.head(0))
    assert hidden.summary() == "No sizes are shown."
