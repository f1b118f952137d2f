"""Is an outcome read as the family needs it?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.estimates.model_outcome import amount, ordered, yes_or_no

EVERYBODY = np.ones(4, bool)


def wave(y):
    return cs.Wave.from_frame(pd.DataFrame({"y": y}))


def test_amounts_stay_as_they_are():
    outcome = amount(wave([1.0, 2.5, 3.0, 2.0]), "y", EVERYBODY)
    assert outcome.y.tolist() == [1, 2.5, 3, 2]
    assert outcome.categories == 0


def test_the_later_of_two_answers_is_yes():
    assert yes_or_no(wave(list("nyyn")), "y", EVERYBODY).y.tolist() == [0, 1, 1, 0]
    assert yes_or_no(wave([1, 2, 2, 1]), "y", EVERYBODY).y.tolist() == [0, 1, 1, 0]
    turned = pd.Categorical(list("nyyn"), ["y", "n"], ordered=True)
    assert yes_or_no(wave(turned), "y", EVERYBODY).y.tolist() == [1, 0, 0, 1]
    flags = yes_or_no(wave([True, False, True, True]), "y", EVERYBODY)
    assert flags.y.tolist() == [1, 0, 1, 1]


def test_ordered_answers_are_places_with_thresholds_between():
    outcome = ordered(wave([5.0, 1, 3, 1]), "y", EVERYBODY)
    assert outcome.y.tolist() == [2, 0, 1, 0]
    assert dict(outcome.thresholds) == {"1|3": ("1", "3"), "3|5": ("3", "5")}
    assert outcome.categories == 3


def test_an_answer_nobody_gave_has_no_threshold():
    scale = pd.Categorical(list("acca"), ["a", "b", "c"], ordered=True)
    outcome = ordered(wave(scale), "y", EVERYBODY)
    assert list(outcome.thresholds) == ["a|c"]


def test_outcomes_that_do_not_fit_say_why():
    with pytest.raises(ValueError, match="outcome='y': everybody answered 2"):
        amount(wave([2.0] * 4), "y", EVERYBODY)
    with pytest.raises(ValueError, match=r"has 3 answers \(a, b, c\)"):
        yes_or_no(wave(list("abca")), "y", EVERYBODY)
    with pytest.raises(ValueError, match="holds names without an order"):
        ordered(wave(list("abca")), "y", EVERYBODY)
    days = pd.date_range("2026-01-01", periods=4)
    with pytest.raises(ValueError, match="holds days or open answers"):
        yes_or_no(wave(days), "y", EVERYBODY)
