"""Do items form scales only where they go together beyond chance?"""

import numpy as np

from csat_methods.statistics.item_selection import item_scales
from csat_methods.statistics.scalability import Scalability


def of(x, bound=0.3):
    return item_scales(Scalability(x, np.ones(len(x))), bound).tolist()


def test_unrelated_items_are_in_no_scale():
    x = np.random.default_rng(5).integers(1, 6, (500, 5)).astype(float)
    assert of(x) == [0] * 5


def test_two_traits_make_two_scales_and_the_stronger_is_first():
    rng = np.random.default_rng(6)
    people = rng.normal(size=(600, 2)).repeat(3, axis=1)
    x = people * [1, 1, 1, 3, 3, 3] + rng.normal(size=(600, 6))
    assert of((x > 0).astype(float)) == [2, 2, 2, 1, 1, 1]


def test_an_item_of_opposite_sign_is_left_out():
    rng = np.random.default_rng(7)
    x = rng.normal(size=(600, 1)) * [2, 2, 2, -2] + rng.normal(size=(600, 4))
    assert of((x > 0).astype(float)) == [1, 1, 1, 0]


def test_the_higher_the_bound_the_fewer_items():
    rng = np.random.default_rng(8)
    x = rng.normal(size=(600, 1)) * [2, 2, 1, 0.7] + rng.normal(size=(600, 4))
    kept = [sum(map(bool, of((x > 0).astype(float), b))) for b in (0.2, 0.5, 0.99)]
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] == 0
