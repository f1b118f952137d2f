"""Tests of how many customers are asked in each cluster."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods import cluster_size


def test_ten_a_cluster_with_an_icc_of_a_twentieth_lose_45_percent():
    found = cluster_size(
        cost_cluster=500, cost_person=20, icc=0.05, budget=9e4, persons=10
    )
    assert found.deff == pytest.approx(1.45)
    assert found["planned"]["deff"] == pytest.approx(1.45)


def test_design_effects_and_the_optimum_agree_with_r(reference):
    values = reference("survey/sample_size/deff_response")["values"]
    clusters = values["clusters"]
    for m, rho, deff in zip(
        clusters["m"], clusters["rho"], clusters["deff"], strict=True
    ):
        found = cluster_size(
            cost_cluster=1, cost_person=1, icc=rho, budget=1e4, persons=m
        )
        assert found.deff == pytest.approx(deff, rel=1e-9)
    best = values["optimum_cluster_size"]
    found = cluster_size(
        cost_cluster=best["c1"], cost_person=best["c2"], icc=best["rho"], budget=1e5
    )
    assert found.m == pytest.approx(best["m"], rel=1e-9)


def test_optima_agree_with_practical_tools():
    # Valliant, Dever and Kreuter, PracTools 1.7.5, clusOpt2: budget, then CV.
    costs = {"cost_cluster": 750, "cost_person": 100}
    budget = cluster_size(**costs, icc=0.05, budget=100_000)
    assert budget.m == pytest.approx(11.9, abs=0.05)
    assert budget.clusters == pytest.approx(51.4, abs=0.05)
    assert budget["optimum"]["cv"] == pytest.approx(0.0502, abs=5e-5)
    target = cluster_size(**costs, icc=0.01, target_cv=0.05)
    assert target.m == pytest.approx(27.2, abs=0.06)
    assert target.clusters == pytest.approx(18.5, abs=0.05)
    assert target["optimum"]["cost"] == pytest.approx(64399.08, abs=0.005)


@given(st.floats(1, 500), st.floats(1, 50), st.floats(0.01, 0.5), st.floats(1, 20))
def test_no_other_cluster_size_is_worth_more_for_the_money(c1, c2, icc, times):
    budget = times * (c1 + 50 * c2)
    found = cluster_size(cost_cluster=c1, cost_person=c2, icc=icc, budget=budget)
    m = np.arange(1, 400)
    exact = m * budget / (c1 + m * c2) / (1 + (m - 1) * icc)
    assert found["optimum"]["n_eff"] >= exact.max() * (1 - 1e-9)
    whole = found["whole"]
    assert whole["cost"] <= budget * (1 + 1e-9)
    m = np.arange(1, 1200)
    k = np.floor(budget / (c1 + m * c2) + 1e-9)
    assert whole["n_eff"] >= (m * k / (1 + (m - 1) * icc)).max() * (1 - 1e-9)


def test_the_design_effect_is_the_one_of_simulated_clusters():
    rng = np.random.default_rng(4)
    icc, m, clusters, draws = 0.1, 8, 30, 4000
    between = rng.normal(scale=math.sqrt(icc), size=(draws, clusters, 1))
    within = rng.normal(scale=math.sqrt(1 - icc), size=(draws, clusters, m))
    variance = (between + within).mean(axis=(1, 2)).var()
    found = cluster_size(cost_cluster=1, cost_person=1, icc=icc, budget=1e5, persons=m)
    assert variance * m * clusters == pytest.approx(found.deff, rel=0.08)


def test_the_headline_names_the_best_whole_numbers():
    found = cluster_size(cost_cluster=500, cost_person=20, icc=0.05, budget=20_000)
    assert found.summary() == (
        "Best: 25 customers in each of 20 clusters, worth 227 drawn one by one."
    )
    assert found["whole"]["cost"] == 20_000


def test_a_single_cluster_is_warned_of():
    found = cluster_size(cost_cluster=500, cost_person=20, icc=0.05, budget=900)
    assert found["whole"]["clusters"] == 1
    assert "A single cluster" in str(found.notes[0])


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"icc": 0}, "icc=0 must lie between 0 and 1"),
        ({"cost_cluster": 0}, "cost_cluster=0 must be a finite number above 0"),
        ({"budget": None}, "budget and target_cv: just one"),
        ({"target_cv": 0.1}, "budget and target_cv: just one"),
        ({"budget": 100}, "budget=100.0 pays for no cluster"),
        ({"persons": 0}, "persons=0 must be a whole number"),
    ],
)
def test_a_wrong_argument_is_named(arguments, fault):
    usual = {"cost_cluster": 500, "cost_person": 20, "icc": 0.05, "budget": 20_000}
    with pytest.raises(ValueError, match=fault):
        cluster_size(**{**usual, **arguments})


def test_hidden_rows_leave_nothing_to_say():
    found = cluster_size(cost_cluster=9, cost_person=1, icc=0.1, budget=900)
    hidden = replace(found, table=found.table.head(0))
    assert hidden.summary() == "No sizes are shown."
