"""Tests of how a sample covers the kinds of customers."""

from dataclasses import replace

import pandas as pd
import pytest

from csat_methods import customer_frame, draw_sample, frame_coverage

PEOPLE = pd.DataFrame(
    {"id": range(100), "shop": [0] * 60 + [1] * 40, "orders": [1, 9] * 50}
)


@pytest.fixture
def customers():
    return customer_frame(
        PEOPLE,
        id="id",
        rules={"occasional": {"orders": 1}, "regular": {"orders": 9}},
        channels={"direct": {"shop": 0}, "indirect": {"shop": 1}},
    )


def test_forty_percent_indirect_customers_and_none_sampled_gives_a_warning(customers):
    frame = customers.frame
    direct = frame.loc[frame["channel"] == "direct", "id"].head(20)
    found = frame_coverage(customers, direct)
    assert [str(note) for note in found.notes] == [
        "Nobody was drawn of indirect, 40.0% of the customers."
    ]
    assert found.summary() == "The sample reaches nobody of: indirect."


def test_a_proportional_sample_has_no_differences(customers):
    sample = draw_sample(
        customers.frame, 20, id="id", seed=1, strata=["customer_type", "channel"]
    )
    found = frame_coverage(customers, sample)
    assert found.table["difference"].tolist() == pytest.approx([0] * 4)
    assert found.table["n"].tolist() == [10, 10, 12, 8]
    assert found.notes == ()
    assert "every kind of customer" in found.summary()


def test_rows_are_named_by_variable_and_kind(customers):
    found = frame_coverage(customers, range(30))
    row = found.row(variable="channel", term="direct")
    assert (row["population"], row["n"], row["sample_share"]) == (60, 30, 1.0)
    assert row["difference"] == pytest.approx(0.4)
    by = frame_coverage(customers, range(30), by="shop").table
    assert by["term"].tolist() == ["0", "1"]


def test_hidden_kinds_leave_nothing_to_say(customers):
    for result in (customers, frame_coverage(customers, [1])):
        hidden = replace(result, table=result.table.head(0))
        assert hidden.summary() == "No groups are shown."


def test_strangers_and_nobody_are_refused(customers):
    with pytest.raises(ValueError, match=r"not among the customers: \['999'\]"):
        frame_coverage(customers, [1, 999])
    with pytest.raises(ValueError, match="sample: 0 ids"):
        frame_coverage(customers, [])
    with pytest.raises(KeyError, match="'region'"):
        frame_coverage(customers, [1], by="region")
