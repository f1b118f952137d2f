"""Tests of a list as it is read."""

import numpy as np
import pandas as pd
import pytest

from csat_methods.sampling.frame_units import (
    cluster_sizes,
    id_texts,
    listed_ids,
    sorted_codes,
    strata_of,
)


def test_ids_read_alike_whatever_their_type():
    for ids in ([1, 2], [1.0, 2.0], ["1", "2"], pd.Categorical(["1", "2"])):
        assert id_texts(pd.Series(ids), "ids") == ["1", "2"]
    assert id_texts(pd.Series([1.5]), "ids") == ["1.5"]


def test_levels_are_sorted_as_numbers_or_as_texts():
    codes, levels = sorted_codes(pd.Series([10, 9, 10]))
    assert (codes.tolist(), levels) == ([1, 0, 1], [9, 10])
    codes, levels = sorted_codes(pd.Series([10, "9", 10], dtype=object))
    assert (codes.tolist(), levels) == ([0, 1, 0], [10, "9"])


def test_crossed_strata_are_those_that_occur():
    frame = pd.DataFrame({"a": [1, 1, 2, 2], "b": ["x", "y", "x", "x"], "c": [0] * 4})
    codes, levels = strata_of(frame, ["a", "b", "c"])
    assert levels == ((1, "x", 0), (1, "y", 0), (2, "x", 0))
    assert codes.tolist() == [0, 1, 2, 2]
    assert strata_of(frame, [])[1] == ()


def test_a_cluster_has_one_size_or_counts_its_customers():
    unit = np.array([0, 0, 1])
    assert cluster_sizes("srs", None, unit, "c") is None
    assert cluster_sizes("brewer", None, unit, "c").tolist() == [2, 1]
    assert cluster_sizes("brewer", np.array([9.0, 9, 4]), unit, "c").tolist() == [9, 4]
    with pytest.raises(ValueError, match="size differs inside 1 of the clusters 'c'"):
        cluster_sizes("brewer", np.array([9.0, 8, 4]), unit, "c")


def test_ids_are_told_in_several_ways():
    frame = pd.DataFrame({"id": [5, 6, 7]})
    for told in ([6, 7], (6, 7), np.array([6, 7]), pd.Series([6, 7]), frame["id"] > 5):
        assert listed_ids(told, frame, "exclude", "id") == ["6", "7"]
    assert listed_ids(None, frame, "exclude", "id") == []
    assert listed_ids([], frame, "exclude", "id") == []
    with pytest.raises(ValueError, match="exclude=6 must be ids"):
        listed_ids(6, frame, "exclude", "id")
