"""Tests of what was drawn, as a Result."""

import pandas as pd
import pytest

from csat_methods import Sample, draw_sample, publish
from csat_methods.report.policy import Policy
from csat_methods.report.store import read_result, write_result


@pytest.fixture
def sample(customers):
    return draw_sample(
        customers,
        30,
        id="customer",
        seed=1,
        strata="region",
        reserve=6,
        exclude=["C001", "C002"],
    )


def test_a_sample_comes_back_from_a_folder_as_it_was(sample, customers, tmp_path):
    write_result(sample, tmp_path / "02.sample")
    again = read_result(tmp_path / "02.sample")
    assert isinstance(again, Sample)
    for name in ("table", "frame", "reserves", "lists"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(sample, name))
    assert dict(again.record) == dict(sample.record)
    assert again.verify(customers) == sample.verify(customers)


def test_the_table_says_how_many_of_how_many(sample, customers):
    table = sample.table
    assert list(table) == [
        "term", "population", "excluded", "kept", "n", "reserve", "fraction"
    ]  # fmt: skip
    assert table["population"].tolist() == customers.groupby("region").size().tolist()
    assert table["n"].sum() == 30
    assert table["excluded"].sum() == 2
    available = table["population"] - table["excluded"]
    assert table["fraction"].tolist() == (table["n"] / available).tolist()
    assert sample["north"]["n"] == table["n"].iloc[0]


def test_clusters_are_counted(customers):
    table = draw_sample(customers, 4, id="customer", seed=1, clusters="branch").table
    assert table["clusters"].tolist() == [12]
    assert table["clusters_drawn"].tolist() == [4]
    assert table["term"].tolist() == ["all"]


def test_the_headline_counts_customers_and_groups(sample, customers):
    assert sample.summary() == "30 of 300 customers are drawn from 3 groups."
    plain = draw_sample(customers, 10, id="customer", seed=1)
    assert plain.summary() == "10 of 300 customers are drawn."
    assert "All customers" in repr(plain)


def test_a_sample_knows_how_its_customers_were_selected(sample):
    assert sample.selection == "probability"


def test_what_names_people_is_named_so(sample):
    assert set(sample.personal) == {"frame", "reserves", "lists"}
    assert all(len(getattr(sample, name)) for name in sample.personal)


def test_nobody_who_was_drawn_passes_the_gate(sample):
    shown = publish({"02.sample": sample}, Policy())["02.sample"].result
    assert all(len(getattr(shown, name)) == 0 for name in sample.personal)
    assert shown.table["n"].sum() == 30
