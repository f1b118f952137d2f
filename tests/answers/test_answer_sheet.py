"""Does the sheet know who was asked what?"""

from dataclasses import replace

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.answers.answer_sheet import sheet_of

FRAME = pd.DataFrame(
    {
        "q1": [1.0, np.nan, np.nan, 4.0],
        "q2": [2.0, 3.0, np.nan, np.nan],
        "id": ["a", "b", "c", "d"],
    }
)


def test_asked_held_and_blank_are_told_apart():
    wave = cs.Wave.from_frame(FRAME, scales={"q1": (1, 5), "q2": (1, 5)}, person="id")
    # q1: answered, not asked, blank, answered; q2: two answers, not applicable, blank
    absent = {"q1": np.array([0, 2, 0, 0]), "q2": np.array([0, 0, 1, 0])}
    sheet = sheet_of(replace(wave, absent=absent), None, None)
    assert sheet.items == ("q1", "q2")
    assert sheet.held[:, 0].tolist() == [True, False, False, True]
    assert sheet.asked[:, 0].tolist() == [True, False, True, True]
    assert sheet.blank.tolist() == [
        [False, False],
        [False, False],
        [True, False],
        [False, True],
    ]
    assert sheet.by_item(sheet.blank.sum(axis=0)) == {"q1": 1, "q2": 1}


def test_an_answer_shows_that_it_was_asked():
    wave = cs.Wave.from_frame(FRAME, scales={"q1": (1, 5)})
    sheet = sheet_of(replace(wave, absent={"q1": np.full(4, 2)}), None, None)
    assert sheet.asked[:, 0].tolist() == [True, False, False, True]


def test_without_study_and_scales_all_columns_but_the_person_count():
    wave = cs.Wave.from_frame(FRAME, person="id")
    assert sheet_of(wave, None, None).items == ("q1", "q2")


def test_only_the_domain_is_looked_at():
    wave = cs.Wave.from_frame(FRAME)
    north = wave.where(wave.frame["id"] > "b")
    assert sheet_of(north, None, None).held.shape == (2, 3)
