"""Do lines divide items as they are said to?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from csat_methods.priorities.quadrants import (
    CUTS,
    QUADRANTS,
    agreement,
    moved_by,
    quadrants,
    standard_scores,
)

NONE = {"target": np.full(2, np.nan), "locked": np.zeros(4, bool)}
P = np.array([2.0, 5.0, 2.5, 4.5])
I = np.array([9.0, 8.0, 1.0, 2.0])


def names(*arguments, **how):
    return [QUADRANTS[q] for q in quadrants(*arguments, **(NONE | how))]


@pytest.mark.parametrize("cut", ["mean", "median"])
def test_four_planted_items_lie_in_four_quadrants(cut):
    assert names(P, I, cut) == ["act_first", "keep_up", "low_priority", "enough"]


def test_a_target_has_its_own_lines():
    target = np.array([4.8, np.nan])
    assert names(P, I, "target", target=target)[3] == "low_priority"
    assert names(P, I, "target", target=np.array([1.0, 8.5])) == [
        "keep_up",
        "enough",
        "enough",
        "enough",
    ]


def test_the_diagonal_compares_performance_with_importance_itself():
    # Rated above the mean of the items, yet less above than it is important.
    p, i = np.array([1.0, 3.2, 4.0, 3.8]), np.array([1.0, 9.0, 5.0, 5.0])
    assert names(p, i, "mean")[1] == "keep_up"
    assert names(p, i, "diagonal")[1] == "act_first"


def test_what_is_locked_counts_as_important():
    locked = np.array([False, False, True, True])
    assert names(P, I, "mean", locked=locked) == [
        "act_first",
        "keep_up",
        "act_first",
        "keep_up",
    ]


@pytest.mark.parametrize("cut", [cut for cut in CUTS if cut != "target"])
@given(scale=st.floats(0.1, 10), shift=st.floats(-5, 5), seed=st.integers(0, 99))
def test_the_units_do_not_matter(cut, scale, shift, seed):
    p, i = np.random.default_rng(seed).normal(size=(2, 4))
    assert names(p, i, cut) == names(p * scale + shift, i * scale - shift, cut)


def test_draws_are_placed_as_single_items_are():
    rng = np.random.default_rng(1)
    p, i = rng.normal(size=(2, 50, 4))
    for cut in CUTS:
        how = NONE | {"target": np.array([0.1, 0.2])}
        all_at_once = quadrants(p, i, cut, **how)
        one_by_one = [quadrants(a, b, cut, **how) for a, b in zip(p, i, strict=True)]
        assert (all_at_once == one_by_one).all()


def test_agreement_is_a_share_of_draws():
    each = np.array([[0, 1], [0, 2], [0, 1], [3, 1]])
    here = np.array([0, 1])
    assert agreement(each, here, np.array([4.0, 4.0])).tolist() == [0.75, 0.75]
    assert np.isnan(agreement(each, here, np.array([0.0, 0.0]))).all()


def test_other_lines_that_move_an_item_are_named():
    places = {
        "mean": np.array([0, 1]),
        "median": np.array([0, 2]),
        "diagonal": np.array([3, 2]),
    }
    assert moved_by(places, "mean") == [("diagonal",), ("median", "diagonal")]


def test_scores_of_equal_values_are_zero():
    assert standard_scores(np.array([2.0, 2.0])).tolist() == [0, 0]
