"""Are a reader's doubts about a feature said once, and with its name?"""

import numpy as np
import pandas as pd

import csat_methods as cs


def notes(frame, **how):
    found = cs.kano(cs.Wave.from_frame(frame), {"x": ("f", "d")}, **how)
    return [str(note) for note in found.notes]


def test_segments_of_a_feature_are_taken_together():
    frame = pd.DataFrame({"f": [1] * 40, "d": [3] * 36 + [1] * 4})
    frame["city"] = ["A"] * 36 + ["B"] * 4
    said = notes(frame, by="city")
    assert sum("in twenty" in note for note in said) == 1
    assert not any("other way" in note for note in said)


def test_a_feature_that_nobody_answered_raises_no_doubt():
    frame = pd.DataFrame({"f": [np.nan] * 9, "d": [3.0] * 9})
    assert not any("answers" in note for note in notes(frame))


def test_sound_answers_raise_no_doubt():
    frame = pd.DataFrame({"f": [1, 2, 3] * 9, "d": [5, 4, 3] * 9})
    assert notes(frame) == []
