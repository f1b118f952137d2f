"""Tests of who was asked and what is known of everybody."""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.fieldwork.propensities import asked_of, is_amount


def people(**columns):
    base = {"came": [1, 0, 1, 1, 0, 1], "city": list("AABBCC")}
    return cs.Wave.from_frame(pd.DataFrame(base | columns))


def test_levels_become_columns_less_the_first():
    asked = asked_of(people(), "came", "city")
    assert asked.x.tolist() == [
        [1, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1],
    ]  # fmt: skip


def test_numbers_enter_as_they_are_and_are_grouped_in_fifths():
    wave = cs.Wave.from_frame(
        pd.DataFrame({"came": [0, 1] * 50, "age": np.arange(100)})
    )
    asked = asked_of(wave, "came", ["age"])
    assert asked.x.shape == (100, 2)
    group = asked.groups["age"]
    assert group.cat.categories.tolist() == [
        "0 … 19", "20 … 39", "40 … 59", "60 … 79", "80 … 99",
    ]  # fmt: skip
    assert group.value_counts().tolist() == [20] * 5


def test_what_the_study_calls_a_segment_is_no_amount():
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {"q1": {"answers": [1, 2, 3], "role": "overall"}},
            "segments": {"region": {"text": "Region"}},
        }
    )
    frame = pd.DataFrame({"q1": [1.0, 2.0], "region": [1, 2], "orders": [4, 5]})
    wave = cs.Wave.from_frame(frame, study=study)
    assert not is_amount(wave, frame["region"])
    assert is_amount(wave, frame["orders"])


@pytest.mark.parametrize(
    ("columns", "predictors", "words"),
    [
        ({"came": [1, 0, 2, 1, 0, 1]}, "city", "must be 0 or 1 for everybody"),
        ({"came": [1, 0, None, 1, 0, 1]}, "city", "must be 0 or 1 for everybody"),
        ({"came": [1] * 6}, "city", "everybody answered"),
        ({"came": [0] * 6}, "city", "nobody answered"),
        ({"city": [None, *"AABBC"]}, "city", "'city' is empty for 1 of 6"),
        ({"one": [1] * 6}, ["city", "one"], "'one' is the same for everybody"),
        ({"town": list("xxyyzz")}, ["city", "town"], "follows from the others"),
        ({}, ["city", "city"], "each once"),
        ({}, [], "at least one column"),
        ({}, "came", "not 'came'"),
    ],
)
def test_what_cannot_tell_people_apart_is_refused(columns, predictors, words):
    with pytest.raises(ValueError, match=words):
        asked_of(people(**columns), "came", predictors)


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="'town'"):
        asked_of(people(), "came", "town")
