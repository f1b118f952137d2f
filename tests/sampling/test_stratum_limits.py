"""Tests of how few and how many answers a stratum may get."""

import pandas as pd
import pytest

from csat_methods.sampling.stratum_limits import read_limits

FRAME = pd.DataFrame({"size": [50, 20], "least": [5, 30]}, index=["A", "B"])
SIZE = FRAME["size"].to_numpy(float)


def limits(minimum=0, maximum=None, take_all=()):
    low, high, _ = read_limits(FRAME, SIZE, minimum, maximum, take_all)
    return low.tolist(), high.tolist()


@pytest.mark.parametrize("minimum", ["least", {"A": 5, "B": 30}, FRAME["least"]])
def test_a_limit_is_a_column_or_a_mapping(minimum):
    assert limits(minimum) == ([5.0, 20.0], [50.0, 20.0])


def test_a_limit_is_one_number_for_all():
    assert limits(2.2, 10.9) == ([3.0, 3.0], [10.0, 10.0])


def test_strata_taken_whole_have_no_choice():
    assert limits(take_all=["B"]) == ([0.0, 20.0], [50.0, 20.0])
    assert limits(take_all="B") == ([0.0, 20.0], [50.0, 20.0])


def test_no_limit_is_zero_and_the_size():
    low, high = limits()
    assert str(low) == "[0.0, 0.0]"
    assert high == [50.0, 20.0]


def test_a_limit_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="maximum=-1 must lie from 0"):
        limits(maximum=-1)
    with pytest.raises(KeyError, match="most"):
        limits(maximum="most")
