"""Are copies and sums found by name, and nothing else?"""

import numpy as np
from hypothesis import given, strategies as st

from csat_methods.statistics.dependence import dependence

NAMES = list("abcde")


def correlations(change=None):
    x = np.random.default_rng(2).normal(size=(60, 5))
    if change:
        change(x)
    return np.corrcoef(x, rowvar=False)


def copy(x):
    x[:, 3] = 5 - 2 * x[:, 1]


def total(x):
    x[:, 4] = x[:, 0] + x[:, 2]


def test_sound_items_are_not_named():
    assert dependence(correlations(), NAMES) == ""


def test_a_copy_is_named_whatever_its_unit_and_sign():
    words = dependence(correlations(copy), NAMES)
    assert words == "b and d are copies of each other"


def test_a_sum_is_named_with_its_parts():
    words = dependence(correlations(total), NAMES)
    assert words == "a, c, e add up to one another"


@given(st.permutations(range(5)))
def test_the_order_does_not_matter(order):
    R, names = correlations(total), [NAMES[i] for i in order]
    words = dependence(R[np.ix_(order, order)], names)
    assert sorted(words.split(" add")[0].split(", ")) == ["a", "c", "e"]


def test_an_item_alone_depends_on_nothing():
    assert dependence([[1.0]], ["a"]) == ""
    assert dependence(np.eye(3), ["a", "b", "c"]) == ""
