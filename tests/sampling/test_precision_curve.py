"""Tests of what a closer margin costs."""

import math
from dataclasses import replace

import pytest

from csat_methods import margin_of_error, precision_curve


def test_each_row_has_its_margin_its_invitations_and_its_cost():
    curve = precision_curve(
        cost=10, fixed_cost=500, sizes=[100, 400], population=1000, response_rate=0.3
    )
    margins = [margin_of_error(n, population=1000) for n in (100, 400)]
    assert curve.table["margin"].tolist() == pytest.approx(margins)
    assert curve.table["invitations"].tolist() == [334, 1334]
    assert curve.table["cost"].tolist() == [1500, 4500]


def test_more_answers_are_closer_and_dearer():
    table = precision_curve(cost=3).table
    assert table["n"].is_monotonic_increasing
    assert table["margin"].is_monotonic_decreasing
    assert table["cost"].is_monotonic_increasing
    assert (table["n"].min(), table["n"].max()) == (50, 2000)


def test_a_plan_that_costs_exactly_the_budget_is_paid_for_and_no_more():
    curve = precision_curve(cost=10, fixed_cost=1000, budget=4000)
    assert curve.best == {"all": 300}
    assert curve.row(term="all", n=300)["cost"] == 4000
    assert precision_curve(cost=10, fixed_cost=1000, budget=3999).best == {"all": 299}


def test_ways_of_asking_are_compared():
    curve = precision_curve(cost={"web": 2, "telephone": 20}, budget=2000)
    assert curve.best == {"web": 1000, "telephone": 100}
    assert curve.summary() == (
        "The budget pays for 1,000 answers and a margin of 3.1\xa0pp."
    )


def test_the_number_of_customers_ends_the_curve():
    assert precision_curve(population=300).table["n"].max() <= 300
    assert precision_curve(population=20).table["n"].tolist() == [20]
    assert precision_curve(cost=1, budget=9000, population=300).best == {"all": 300}


def test_without_costs_there_are_none():
    curve = precision_curve(sizes=[100, 400])
    assert all(math.isnan(cost) for cost in curve.table["cost"])
    assert curve.summary() == (
        "From 100 to 400 answers the margin falls from 9.8\xa0pp to 4.9\xa0pp."
    )


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"budget": 10}, "budget=10 needs cost"),
        ({"cost": 10, "budget": 5}, "budget=5 pays for no answer by 'all'"),
        ({"cost": 0}, "cost=0 must be a finite number above 0"),
        ({"sizes": [0]}, "sizes=0 must be a whole number"),
        ({"sizes": [50], "population": 20}, r"sizes=\[50\] must be 1 to 20"),
        ({"sizes": []}, "at least one"),
        (
            {"cost": 1, "budget": 9, "fixed_cost": -1},
            "fixed_cost=-1 must be a finite number from 0",
        ),
        ({"response_rate": 0}, "response_rate=0 must lie between"),
    ],
)
def test_a_wrong_argument_is_named(arguments, fault):
    with pytest.raises(ValueError, match=fault):
        precision_curve(**arguments)


def test_hidden_rows_leave_nothing_to_say():
    found = precision_curve(cost=1)
    hidden = replace(found, table=found.table.head(0))
    assert hidden.summary() == "No sizes are shown."
