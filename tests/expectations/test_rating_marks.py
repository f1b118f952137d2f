"""Is it settled what is poor and good before anything is fitted?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.expectations.rating_marks import cuts, rated_marks, rating_notes

RNG = np.random.default_rng(2)
FRAME = pd.DataFrame(RNG.integers(1, 6, (40, 2)), columns=["a", "b"])
ENDS = np.array([2.0, 2.0]), np.array([4.0, 4.0])
FRAME["overall"] = np.arange(40) % 7


def wave(low=1, high=5, **more):
    scales = dict.fromkeys(["a", "b"], (low, high))
    return cs.Wave.from_frame(FRAME.assign(**more), scales=scales)


@pytest.mark.parametrize(
    ("ends", "found"),
    [((1, 5), (2, 4)), ((1, 7), (3, 6)), ((1, 10), (5, 9)), ((0, 10), (4, 9))],
)
def test_poor_is_below_the_middle_and_good_the_two_highest_points(ends, found):
    low, high = cuts(wave(*ends), ["a", "b"], None, None)
    assert (low.tolist(), high.tolist()) == ([found[0]] * 2, [found[1]] * 2)
    low, high = cuts(wave(*ends), ["a", "b"], 1, None)
    assert (low.tolist(), high.tolist()) == ([1, 1], [found[1]] * 2)


def test_marks_are_who_rated_poor_then_who_rated_good():
    rows, marks = rated_marks(wave(), "overall", ["a", "b"], *ENDS)
    assert rows.all()
    a, b = FRAME["a"], FRAME["b"]
    known = np.column_stack([a <= 2, b <= 2, a >= 4, b >= 4])
    assert (marks == known).all()


def test_what_rests_on_few_or_on_nobody_is_said():
    made = wave(b=3)
    _, marks = rated_marks(made, "overall", ["a", "b"], *ENDS)
    said = [str(note) for note in rating_notes(made, marks, ["a", "b"])]
    assert said[0].endswith("undecided: b.")
    assert said[1].startswith("Characteristics with fewer than 30 poor ratings: 1;")


def test_an_item_without_a_scale_needs_both_cuts():
    made = cs.Wave.from_frame(FRAME, scales={"a": (1, 5)})
    with pytest.raises(ValueError, match=r"low=None, high=4: items=\['b'\] have no s"):
        cuts(made, ["a", "b"], None, 4)
    assert cuts(made, ["a", "b"], 2, 4)[0].tolist() == [2, 2]


@pytest.mark.parametrize("low", [[2], "low", {"a": 2}, np.nan, True])
def test_a_cut_is_a_number(low):
    with pytest.raises(ValueError, match=r"low=.* must be a number"):
        cs.penalty_reward(wave(), "overall", ["a", "b"], low=low, high=4)
