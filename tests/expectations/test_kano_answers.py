"""Are the two questions of a feature read as they were asked?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.expectations.kano_answers import features

FRAME = pd.DataFrame({"f": [1, 5, None], "d": [2, 3, 4], "e": [9, 1, 1]})


def test_answers_become_places():
    found = features(cs.Wave.from_frame(FRAME), {"x": ("f", "d")}, (1, 2, 3, 4, 5))
    assert found["x"].functional.tolist() == [0, 4, -1]
    assert found["x"].dysfunctional.tolist() == [1, 2, 3]
    assert found["x"].category.tolist()[2] == -1


def test_every_column_off_the_scale_is_named_at_once():
    wave = cs.Wave.from_frame(FRAME.assign(g=[7, 1, 1]))
    pairs = {"x": ("f", "e"), "y": ("g", "d")}
    with pytest.raises(ValueError, match=r"(?s)'e' has answers \[9.*'g' has answers"):
        features(wave, pairs, (1, 2, 3, 4, 5))


def test_answers_outside_the_domain_may_be_anything():
    wave = cs.Wave.from_frame(FRAME)
    narrow = wave.where(wave.frame["e"] < 5)
    assert features(narrow, {"x": ("f", "e")}, (1, 2, 3, 4, 5))


def test_a_wave_without_a_study_needs_pairs():
    with pytest.raises(ValueError, match="kano_functional"):
        features(cs.Wave.from_frame(FRAME), None, (1, 2, 3, 4, 5))


@pytest.mark.parametrize("pairs", [["f", "d"], "f", 3, {("f", "d")}])
def test_pairs_that_are_no_dict_are_refused(pairs):
    with pytest.raises(ValueError, match=r"must be \{name: \(functional, dysfunc"):
        features(cs.Wave.from_frame(FRAME), pairs, (1, 2, 3, 4, 5))


@pytest.mark.parametrize("codes", [None, 5, "1234", [[1], 2, 3, 4], (1, 1, 2, 3, 4)])
def test_codes_that_are_not_five_are_refused(codes):
    with pytest.raises(ValueError, match=r"codes=.* must be five different codes"):
        features(cs.Wave.from_frame(FRAME), {"x": ("f", "d")}, codes)
