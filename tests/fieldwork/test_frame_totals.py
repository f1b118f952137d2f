"""Tests of the shares of all customers."""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.fieldwork.frame_totals import frame_shares

WAVE = cs.Wave.from_frame(pd.DataFrame({"city": [1.0, 2.0, 1.0], "age": list("aab")}))
CUSTOMERS = pd.DataFrame(
    {"city": [1, 2, 2, 2], "age": list("aabb"), "n": [10, 20, 30, 40]}
)


def test_rows_sizes_and_totals_say_the_same():
    by_size = frame_shares(WAVE, CUSTOMERS, ["city", "age"], "n")
    rows = CUSTOMERS.loc[CUSTOMERS.index.repeat(CUSTOMERS["n"])]
    by_rows = frame_shares(WAVE, rows, ["city", "age"], None)
    totals = {"city": {1: 10, 2: 90}, "age": {"a": 30, "b": 70}}
    by_totals = frame_shares(WAVE, totals, ["city", "age"], None)
    for found in (by_size, by_rows, by_totals):
        assert found["city"].to_dict() == pytest.approx({"1": 0.1, "2": 0.9})
        assert found["age"].to_dict() == pytest.approx({"a": 0.3, "b": 0.7})


@pytest.mark.parametrize(
    ("frame", "size", "words"),
    [
        (
            {"city": {1: 10}},
            None,
            r"'city': \['2'\] are not in the frame, only \['1'\]",
        ),
        ({"city": {1: 10, 2: 0}}, None, "1 of 2 are no numbers of customers"),
        ({"city": {1: 10, "1": 5, 2: 5}}, None, "names a level twice"),
        (pd.DataFrame({"city": [1, None, 2]}), None, "'city' is empty in 1 rows"),
        (CUSTOMERS.assign(n=[1, 2, 3, -1]), "n", "size='n': 1 of 4"),
        (pd.DataFrame(), None, "must be a table of customers with rows"),
        ([1, 2], None, "frame=list must be a table"),
        (pd.DataFrame({"city": range(60)}), None, "60 values; group it first"),
    ],
)
def test_a_frame_that_does_not_fit_is_refused(frame, size, words):
    with pytest.raises(ValueError, match=words):
        frame_shares(WAVE, frame, ["city"], size)


def test_a_blank_in_the_wave_is_refused():
    wave = cs.Wave.from_frame(pd.DataFrame({"city": [1, None]}))
    with pytest.raises(ValueError, match="'city' is empty for 1 people of the wave"):
        frame_shares(wave, {"city": {1: 5}}, ["city"], None)
