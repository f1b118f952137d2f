"""Do columns and values go out with words that say all of what they are?"""

import pandas as pd
import pytest

from csat_methods import Study, Wave
from csat_methods.report.variable_words import column_words, value_words


def wave(**asked):
    told = {"type": "multiple", "delimiter": ";", "options": {"price": "Low price"}}
    items = {"why": {**told, **asked}, "q1": {"answers": {1: "no good", 2: "good"}}}
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    frame = pd.DataFrame({"why:price": [1.0], "q1": [2.0], "why:else": [0.0]})
    return Wave.from_frame(frame, study=study)


@pytest.mark.parametrize(
    ("name", "words", "values"),
    [
        ("why:price", "Why us? – Low price", {1: "yes", 0: "no"}),
        ("why:else", "why:else", {}),
        ("q1", "q1", {1: "no good", 2: "good"}),
        ("q9", "q9", {}),
    ],
)
def test_an_option_is_told_with_its_question(name, words, values):
    made = wave(label="Why us?")
    assert column_words(made, name) == words
    assert value_words(made, name) == values


def test_of_a_long_question_the_options_words_are_still_whole():
    words = column_words(wave(label="Why? " * 100), "why:price")
    assert len(words) == 255
    assert words.endswith(" – Low price")


def test_without_a_study_a_column_is_its_name():
    bare = Wave.from_frame(pd.DataFrame({"why:price": [1.0]}))
    assert column_words(bare, "why:price") == "why:price"
    assert value_words(bare, "why:price") == {}
