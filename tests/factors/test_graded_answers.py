"""Do answers become categories, and are gaps of a scale seen?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.factors.graded_answers import graded_answers, step_labels


def wave():
    frame = pd.DataFrame(
        {
            "a": [1, 2, 5, 2, np.nan],
            "b": [0.5, 1.5, 0.5, 2.5, 1.5],
            "c": [3, 1, 2, 3, 1],
        }
    )
    return cs.Wave.from_frame(frame)


def test_categories_are_numbered_in_the_order_of_the_answers():
    given = graded_answers(wave(), ["a", "b", "c"], "complete", fewest=3)
    assert given.place.tolist() == [[0, 0, 2], [1, 1, 0], [2, 0, 1], [1, 2, 2]]
    assert given.n.tolist() == [4, 4, 4]


def test_a_blank_is_no_category():
    given = graded_answers(wave(), ["a", "b", "c"], "fiml", fewest=3)
    assert given.place[4].tolist() == [-1, 1, 0]
    assert given.n.tolist() == [4, 5, 5]


def test_only_whole_answers_can_lack_one():
    given = graded_answers(wave(), ["a", "b", "c"], "complete", fewest=3)
    (note,) = given.notes(wave())
    assert plain(note).endswith("own: a.")


def test_thresholds_are_numbered_up_to_the_item_with_the_most():
    words = step_labels(graded_answers(wave(), ["a", "b", "c"], "complete", fewest=3))
    assert list(words) == ["b1", "b2", "se_b1", "se_b2"]
    assert plain(words["b2"]) == "Threshold 2"
