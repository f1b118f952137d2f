"""How are words and numbers written inside a figure, from left and from right?"""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods._messages import language
from csat_methods.plots import lettering


def test_english_needs_no_marks_of_direction():
    assert lettering.marked("Staff") == "Staff"
    assert lettering.number(-1.5, "difference") == "−1.50"


def test_persian_words_start_at_the_right_and_signs_stay_on_the_left():
    with language("fa"):
        assert lettering.marked("NPS شاخص").startswith(lettering.RIGHT_TO_LEFT)
        assert lettering.number(-1.5, "difference") == "\u200e−۱٫۵۰"


def test_a_unit_goes_on_in_the_direction_of_its_words():
    assert lettering.number(-0.015, "share_difference") == "−1.5\u00a0pp"
    with language("fa"):
        said = lettering.number(-0.015, "share_difference")
    assert said == "\u200f\u200e−۱٫۵\u200e\u00a0واحد درصد"


def test_an_axis_of_percentage_points_says_so_once_where_it_has_a_zero():
    ticks = lettering.tick_labels([-0.1, 0.0, 0.1], "share_difference")
    assert ticks == ["−10", "0\u00a0pp", "+10"]
    ticks = lettering.tick_labels([0.05, 0.1], "share_difference")
    assert ticks == ["+5\u00a0pp", "+10\u00a0pp"]


def test_a_sentence_that_begins_with_a_number_still_starts_at_its_own_side():
    assert lettering.sentence("{count} left out", count="55") == "55 left out"
    with language("fa"):
        count = lettering.number(55, "count")
        told = lettering.sentence("{count} left out", count=count)
    assert told.startswith(lettering.RIGHT_TO_LEFT + lettering.LEFT_TO_RIGHT + "۵۵")


def test_a_marked_text_is_not_marked_twice():
    with language("fa"):
        number = lettering.number(3.0)
        assert lettering.marked(number) == number


def test_a_name_keeps_its_hyphen_and_one_with_letters_its_digits():
    with language("fa"):
        assert lettering.local_digits("2018-03.1") == "۲۰۱۸-۰۳.۱"
        assert lettering.local_digits("2018-spring.1") == "2018-spring.1"


def test_a_level_without_words_is_written_as_it_is(segments):
    result = segments({"A": [4.0]})
    assert lettering.level_label(result, "city", "A") == "A"


def test_a_row_is_called_by_its_term_and_its_levels(segments):
    result = segments({"A": [4.0]})
    rows = result.records()
    assert lettering.row_names(result, rows) == ["A"]
    two = segments({"A": [4.0, 3.0]})
    assert lettering.row_names(two, rows) == ["Staff are helpful · A"]


def test_waves_are_named_in_rows_where_they_differ():
    rng = np.random.default_rng(2)
    answers = pd.DataFrame(rng.integers(1, 6, (60, 2)), columns=["f", "d"])
    waves = {name: cs.Wave.from_frame(answers) for name in ("one", "two", "three")}
    pairs = {"lid": ("f", "d")}
    both = cs.kano_drift(dict(list(waves.items())[:2]), pairs)
    assert lettering.row_names(both, both.records()) == ["lid"]
    three = cs.kano_drift(waves, pairs)
    told = lettering.row_names(three, three.records())
    assert told == ["lid · one · two", "lid · two · three"]


@pytest.mark.parametrize(
    ("values", "kind", "wanted"),
    [
        ([4.0, 5.0], "number", ["4", "5"]),
        ([3.5, 4.0], "number", ["3.5", "4.0"]),
        ([-1.0, 0.0, 1.0], "difference", ["−1", "0", "+1"]),
        ([0.0, 0.25], "share", ["0%", "25%"]),
        ([0.0, 0.025], "share", ["0%", "2.5%"]),
        ([0.0, 1500.0], "count", ["0", "1,500"]),
        ([-20.0, 20.0], "points", ["−20", "+20"]),
    ],
)
def test_numbers_of_an_axis_have_the_decimals_that_its_steps_need(values, kind, wanted):
    assert lettering.tick_labels(values, kind) == wanted


def test_numbers_of_an_axis_are_persian():
    with language("fa"):
        texts = lettering.tick_labels([-1.5, 0.0, 1.5], "difference")
    assert [t.strip("\u200e") for t in texts] == ["−۱٫۵", "۰", "+۱٫۵"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_an_axis_holds_all_values(values):
    low, high = lettering.limits(values)
    assert low < min(values) <= max(values) < high or low < high


def test_an_axis_of_nothing_is_still_an_axis():
    assert lettering.limits([math.nan]) == (0.0, 1.0)


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
def test_numbers_of_an_axis_lie_inside_it(low, width):
    found = lettering.ticks(low, low + width)
    room = 1e-6 * width
    assert all(low - room <= tick <= low + width + room for tick in found)


def test_a_wide_axis_has_three_numbers_where_they_are_as_short():
    assert lettering.ticks(-2.2, 1.95) == [-2, -1, 0, 1]
    assert lettering.ticks(0.05, 0.43) == [0.1, 0.2, 0.3, 0.4]
    assert lettering.ticks(0.66, 0.79) == [0.7, 0.75]
    assert lettering.ticks(-2.2, 1.95, 3) == [-2, 0]
