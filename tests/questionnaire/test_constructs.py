"""Does a construct keep its items, and the people who answered all of them?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.questionnaire.constructs import (
    against_the_others,
    complete_scale,
    named_constructs,
)

FRAME = pd.DataFrame(
    {
        "q1": [1.0, 2.0, 3.0, 4.0, np.nan],
        "q2": [1.0, 2.0, 4.0, 4.0, 5.0],
        "q3": [5.0, 4.0, 3.0, 1.0, 1.0],
        "w": [1.0, 1.0, 1.0, 0.0, 1.0],
        "city": ["A", "B", "A", "B", "A"],
    }
)


def test_a_list_a_column_and_a_mapping_are_understood():
    wave = cs.Wave.from_frame(FRAME)
    assert named_constructs(wave, ["q1", "q2"], "x") == {"x": ["q1", "q2"]}
    assert named_constructs(wave, "q1", "x") == {"x": ["q1"]}
    assert named_constructs(wave, {"a": ["q2"]}, "x") == {"a": ["q2"]}


def test_people_without_weight_do_not_count():
    wave = cs.Wave.from_frame(FRAME, weights="w")
    scale = complete_scale(wave, "x", ["q1", "q2"], 2)
    assert scale.rows.tolist() == [True, True, True, False, False]
    assert scale.moments.n == 3
    assert scale.answers.tolist() == [[1, 1], [2, 2], [3, 4]]


def test_only_the_domain_counts():
    wave = cs.Wave.from_frame(FRAME)
    north = wave.where(wave.frame["city"] == "A")
    assert complete_scale(north, "x", ["q1", "q2"], 2).moments.n == 2


def test_too_few_answers_are_a_sentence_with_the_items():
    wave = cs.Wave.from_frame(FRAME.assign(q1=np.nan))
    fault = complete_scale(wave, "x", ["q1", "q2"], 2)
    assert fault == (
        "items=['q1', 'q2']: 0 people answered all of them; at least 2 are needed. "
        "Nobody answered ['q1']."
    )


def test_an_item_that_runs_against_the_others_is_named():
    wave = cs.Wave.from_frame(FRAME)
    scale = complete_scale(wave, "x", ["q1", "q2", "q3"], 2)
    (note,) = against_the_others(wave, [scale, "a fault"])
    assert "q3" in str(note)
    assert against_the_others(wave, [complete_scale(wave, "y", ["q1", "q2"], 2)]) == []


def test_without_a_study_there_are_no_constructs():
    with pytest.raises(ValueError, match="names no constructs"):
        named_constructs(cs.Wave.from_frame(FRAME), None, "x")
