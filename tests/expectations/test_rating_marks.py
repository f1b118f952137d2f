"""Is it settled what is poor and good before anything is fitted?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.expectations.rating_marks import cuts, rated_marks, rating_notes

RNG = np.random.default_rng(2)
FRAME = pd.DataFrame(RNG.integers(1, 6, (40, 2)), columns=["a", "b"])
FRAME["overall"] = np.arange(40) % 7


def wave(low=1, high=5, **more):
    scales = dict.fromkeys(["a", "b"], (low, high))
    return cs.Wave.from_frame(FRAME.assign(**more), scales=scales)


@pytest.mark.parametrize(
    ("ends", "found"),
    [((1, 5), (2, 4)), ((1, 7), (3, 6)), ((1, 10), (5, 9)), ((0, 10), (4, 9))],
)
def test_poor_is_below_the_middle_and_good_the_two_highest_points(ends, found):
    assert cuts(wave(*ends), ["a", "b"], None, None) == found
    assert cuts(wave(*ends), ["a", "b"], 1, None) == (1, found[1])


def test_marks_are_who_rated_poor_then_who_rated_good():
    rows, marks = rated_marks(wave(), "overall", ["a", "b"], 2, 4)
    assert rows.all()
    a, b = FRAME["a"], FRAME["b"]
    known = np.column_stack([a <= 2, b <= 2, a >= 4, b >= 4])
    assert (marks == known).all()


def test_what_rests_on_few_or_on_nobody_is_said():
    made = wave(b=3)
    _, marks = rated_marks(made, "overall", ["a", "b"], 2, 4)
    said = [str(note) for note in rating_notes(made, marks, ["a", "b"])]
    assert said[0].endswith("undecided: b.")
    assert said[1].startswith("Characteristics with fewer than 30 poor ratings: 1;")


def test_scales_of_few_points_have_no_cuts():
    made = wave(1, 4, a=[1, 4] * 20, b=[1, 4] * 20)
    with pytest.raises(ValueError, match="no one scale of five points or more"):
        cuts(made, ["a", "b"], None, None)
