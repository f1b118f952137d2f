"""Does each level set equal what it should, and free what follows?"""

from itertools import pairwise

import pytest

from csat_methods.statistics.factor_model import factor_model
from csat_methods.statistics.invariance_levels import Instrument, told

MODEL = factor_model({"f": list("abcd")})
AMOUNTS = Instrument(MODEL, 2)
RATINGS = Instrument(MODEL, 2, (4, 4, 4, 1))


def free(layout, term):
    return [
        int(place)
        for cell, place in zip(layout.cells, layout.free, strict=True)
        if cell.term == term
    ]


def test_degrees_of_freedom_grow_as_they_should():
    """Four items, two groups: each level adds 3, 3, 4 equalities."""
    counts = [AMOUNTS.at(level).n_free for level in AMOUNTS.levels]
    assert [a - b for a, b in pairwise(counts)] == [3, 3, 4]


def test_thresholds_of_ratings_come_first():
    assert RATINGS.levels == ("configural", "thresholds", "metric", "scalar")
    assert Instrument(MODEL, 2, (4,) * 4, scaled=False).levels[-1] == "strict"
    counts = [RATINGS.at(level).n_free for level in RATINGS.levels]
    assert counts[0] - counts[1] == 3 * (4 - 2)
    assert counts[1] - counts[2] == 4 - 1
    assert counts[2] - counts[3] == 3 + 1 - 1


def test_a_two_point_item_has_its_threshold_compared_last():
    assert len(set(free(RATINGS.at("metric"), "d | t1"))) == 2
    assert len(set(free(RATINGS.at("scalar"), "d | t1"))) == 1
    assert free(RATINGS.at("thresholds"), "d ~*~ d") == [-1, -1]


def test_what_is_released_differs_between_groups():
    layout = AMOUNTS.at("scalar", ["b ~1"])
    assert len(set(free(layout, "b ~1"))) == 2
    ratings = RATINGS.at("scalar", ["b ~1", "c |"])
    assert free(ratings, "b ~1")[1] >= 0
    assert len(set(free(ratings, "c | t1"))) == 2
    assert free(ratings, "c ~*~ c") == [-1, -1]


def test_a_released_marker_gives_its_place_to_the_next():
    layout = AMOUNTS.at("metric", ["f =~ a"])
    assert min(free(layout, "f =~ a")) >= 0
    assert free(layout, "f =~ b") == [-1, -1]


def test_candidates_are_what_the_level_sets_equal():
    assert ("b ~1",) in AMOUNTS.candidates("scalar", [])
    assert ("b ~1",) not in AMOUNTS.candidates("scalar", ["b ~1"])
    assert ("f =~ a",) in AMOUNTS.candidates("metric", [])
    thresholds = RATINGS.candidates("thresholds", [])
    assert [told(terms) for terms in thresholds] == ["a |", "b |", "c |"]
    assert RATINGS.candidates("configural", []) == []


@pytest.mark.parametrize(
    ("released", "left"),
    [((), 4), (("b ~1",), 3), (("b ~1", "f =~ b", "c |"), 2), (("b ~~ b",), 4)],
)
def test_items_with_nothing_released_are_counted(released, left):
    assert AMOUNTS.invariant(released) == {"f": left}
