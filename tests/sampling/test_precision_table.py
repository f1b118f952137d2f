"""Tests of sizes that are looked up."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from csat_methods import margin_of_error, precision_table


def brute_force(population, margin, level, p=0.5, deff=1.0):
    """The smallest number, counted up from one."""
    arguments = {"population": population, "level": level, "p": p, "deff": deff}
    n = 1
    while margin_of_error(n, **arguments) > margin * (1 + 1e-12):
        n += 1
    return n


def test_every_cell_is_the_smallest_number_that_meets_its_margin():
    populations = [1, 2, 7, 50, 100, 133, 266, 1000, 20_000]
    margins, levels = [0.02, 0.03, 0.05, 0.1, 0.3], [0.9, 0.95, 0.99]
    table = precision_table(
        populations=populations, margins=margins, levels=levels
    ).table
    assert len(table) == len(populations) * len(margins) * len(levels)
    for row in table.to_dict("records"):
        cell = int(row["population"]), row["margin"], row["level"]
        assert row["n"] == brute_force(*cell)
        assert row["share"] == row["n"] / row["population"]


@given(
    st.integers(1, 3000), st.floats(0.03, 0.5), st.floats(0.05, 0.95), st.floats(0.5, 3)
)
def test_other_shares_and_design_effects_are_met_too(population, margin, p, deff):
    found = precision_table(
        populations=[population], margins=[margin], levels=[0.95], p=p, deff=deff
    )
    assert found.table["n"][0] == brute_force(population, margin, 0.95, p, deff)


def test_endless_is_a_population_too():
    found = precision_table(populations=[None, 1000], margins=[0.05], levels=[0.95])
    assert found.table["n"].tolist() == [385, 278]
    assert found.table["population"][0] == math.inf
    assert "∞" in repr(found)


def test_a_closer_margin_never_needs_fewer():
    table = precision_table(
        populations=[500], margins=[0.1, 0.08, 0.05, 0.03, 0.01], levels=[0.95]
    ).table
    assert table["n"].is_monotonic_increasing


def test_a_cell_is_named_by_its_three_values():
    found = precision_table(
        populations=[100, 1000], margins=[0.05, 0.1], levels=[0.9, 0.95]
    )
    assert found.row(population=1000, margin=0.05, level=0.95)["n"] == 278
    assert found.to_frame()["level"].tolist() == found.table["level"].tolist()
    assert found.summary().startswith("41 to 278 answers")


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"margins": []}, "margins must name at least one value"),
        ({"margins": [5]}, "margins=5 must lie between 0 and 1"),
        ({"levels": [95]}, "level=95 must lie between 0 and 1"),
        ({"populations": [0]}, "populations=0 must be a finite number above 0"),
        ({"p": 0}, "p=0 must lie between 0 and 1"),
    ],
)
def test_a_wrong_value_is_named(arguments, fault):
    usual = {"populations": [100], "margins": [0.1], "levels": [0.95]}
    with pytest.raises(ValueError, match=fault):
        precision_table(**{**usual, **arguments})


def test_hidden_rows_leave_nothing_to_say():
    found = precision_table(populations=[9], margins=[0.1], levels=[0.9])
    hidden = replace(found, table=found.table.head(0))
    assert hidden.summary() == "No sizes are shown."
