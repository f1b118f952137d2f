"""Which questions were asked and applied, and were left blank all the same?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.answers.blanks import absences, left_blank


def test_blanks_are_of_those_who_should_have_answered():
    frame = pd.DataFrame({"a": [1, np.nan, np.nan, np.nan], "b": [1, 2, 3, np.nan]})
    wave = cs.Wave.from_frame(frame)._with(absent={"a": np.array([0, 0, 1, 2])})
    wave = wave.where(pd.Series([True, True, True, False]))
    blank, asked = left_blank(wave, ["a", "b"])
    assert blank.tolist() == [[False] * 2, [True, False], [False] * 2, [False] * 2]
    assert asked[:, 0].tolist() == [True, True, False, False]
    assert asked[:, 1].tolist() == [True, True, True, False]
    assert absences(wave, ["a", "b"])[:, 0].tolist() == [0, 0, 1, 2]
