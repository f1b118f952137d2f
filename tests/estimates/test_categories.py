"""Are the answers of an item listed in their order, and the best ones found?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.estimates.categories import (
    MOST,
    best_answers,
    categories_of,
    place_of,
    points_of,
)


def wave(answers, **more):
    return cs.Wave.from_frame(pd.DataFrame({"q": answers}), **more)


@pytest.mark.parametrize(
    ("answers", "scales", "expected"),
    [
        ([3, 1, 3], None, [1, 3]),
        ([3, 1, 3], {"q": (1, 4)}, [1, 2, 3, 4]),
        ([0, 55, 100], {"q": (0, 100)}, [0, 55, 100]),
        ([0.5, 1.5], {"q": (0.5, 1.5)}, [0.5, 1.5]),
        (["b", "a", None], None, ["a", "b"]),
        ([True, False], None, [False, True]),
    ],
)
def test_answers_are_those_offered_then_those_given(answers, scales, expected):
    assert categories_of(wave(answers, scales=scales), "q") == expected


def test_answers_outside_the_domain_are_not_listed():
    whole = wave([1, 2, 9])
    assert categories_of(whole.where(whole.frame["q"] < 9), "q") == [1, 2]


def test_too_many_different_answers_are_no_categories():
    assert len(categories_of(wave(np.arange(MOST) / 3), "q")) == MOST
    with pytest.raises(ValueError, match=f"has {MOST + 1} different answers"):
        categories_of(wave(np.arange(MOST + 1) / 3), "q")


def test_places_are_found_for_numbers_words_and_blanks():
    numbers = place_of(pd.Series([2.0, np.nan, 1.0, 7.0]), [1, 2])
    assert numbers.tolist() == [1, -1, 0, -1]
    words = place_of(pd.Series(["b", None, "a"], dtype="category"), ["a", "b"])
    assert words.tolist() == [1, -1, 0]


def test_the_best_answers_are_the_highest_points():
    assert best_answers(wave([1, 2], scales={"q": (1, 7)}), "q", 2) == 6
    study = cs.Study.from_dict(
        {"id": "x", "title": "X", "items": {"q": {"answers": [1, 3, 5]}}}
    )
    assert best_answers(wave([1, 3], study=study), "q", 2) == 3
    assert points_of(wave([1, 3], study=study), "q") == [1, 3, 5]


def test_points_need_a_scale_of_whole_numbers():
    with pytest.raises(ValueError, match="item='q' has no scale"):
        points_of(wave([1, 2]), "q")
    with pytest.raises(ValueError, match=r"item='q' has the scale 0\.5 to 2"):
        points_of(wave([1, 2], scales={"q": (0.5, 2)}), "q")
    with pytest.raises(ValueError, match="boxes=2 must be fewer than the 2 points"):
        best_answers(wave([1, 2], scales={"q": (1, 2)}), "q", 2)
