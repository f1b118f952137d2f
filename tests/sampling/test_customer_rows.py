"""Tests of records that become one row a customer."""

import datetime as dt

import pandas as pd
import pytest

from csat_methods.sampling.customer_rows import Told, one_row_each, read_day


def told(**changes):
    usual = {
        "id": "id", "date": None, "total": (), "match": (), "contacted": None,
        "as_of": None, "quiet_days": None,
    }  # fmt: skip
    return Told(**{**usual, **changes})


def test_a_day_is_read_from_a_text_or_a_date():
    assert read_day("2025-06-30") == read_day(dt.date(2025, 6, 30))
    assert read_day(dt.datetime(2025, 6, 30, 15)) == pd.Timestamp("2025-06-30")
    assert read_day(None) is None


def test_the_record_with_the_latest_day_stays():
    frame = pd.DataFrame(
        {"id": ["A", "a", "a"], "day": ["2025-01-01", "2025-03-01", "2025-02-01"]}
    )
    rows, duplicates, steps = one_row_each(
        frame, told(date="day", as_of=pd.Timestamp("2025-06-30")), ()
    )
    assert rows["id"].tolist() == ["a"]
    assert rows["transactions"].tolist() == [3]
    assert duplicates.to_dict("records") == [{"id": "A", "kept": "a", "match": "id"}]
    assert steps == {
        "rows": 3, "further transactions": 1, "duplicates": 1, "customers": 1
    }  # fmt: skip


def test_days_without_a_time_zone_or_hour_are_compared():
    frame = pd.DataFrame({"id": [1], "day": ["2025-06-30T23:30:00"]})
    rows, _, _ = one_row_each(
        frame, told(date="day", as_of=pd.Timestamp("2025-06-30")), ()
    )
    assert rows["days_since"].tolist() == [0]


def test_columns_that_will_be_added_are_refused():
    frame = pd.DataFrame({"id": [1], "reason": ["x"]})
    with pytest.raises(ValueError, match=r"frame has columns \['reason'\]"):
        one_row_each(frame, told(), ("reason",))
