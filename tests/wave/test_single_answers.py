"""Does each type of question read its answers, and only those?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods._checks import Faults
from csat_methods.study.instrument import Study
from csat_methods.wave.cells import Cells
from csat_methods.wave.coding import READERS
from csat_methods.wave.question import Question
from csat_methods.wave.raw_table import RawTable

FIVE = {
    "lowest": 1,
    "highest": 5,
    "not_applicable": [6],
    "blank": [0, "-"],
    "labels": {
        1: {"en": "Very bad", "fa": "خیلی بد"},
        5: {"en": "Very good", "fa": "خیلی خوب"},
        6: {"en": "Does not apply"},
    },
}


def read(item, values, form=None):
    """The reading of one column, and the sentences about it."""
    study = Study.from_dict(
        {"id": "x", "title": "X", "scales": {"five": FIVE}, "items": {"q": item}}
    )
    frame = pd.DataFrame({"q": values})
    table = RawTable(frame, np.arange(len(values)) + 2, "f.csv")
    question = Question(study.items["q"], study.answers("q"), form)
    faults = Faults()
    cells = [Cells.of(table, "q", question.silent)]
    return READERS[question.item.type](question, cells, faults), faults.sentences


def answers(item, values, form=None):
    reading, sentences = read(item, values, form)
    assert not sentences
    return pd.Series(reading.columns["q"]).tolist()


def same(found, expected):
    np.testing.assert_array_equal(np.array(found, float), np.array(expected, float))


SCALE = {"scale": "five"}
NAN = np.nan


def test_codes_blanks_and_not_applicable_are_told_apart():
    reading, sentences = read(SCALE, ["5", "6", "0", "", "-", "1.0", "۳"])
    assert not sentences
    same(reading.columns["q"], [5, NAN, NAN, NAN, NAN, 1, 3])
    assert reading.known.tolist() == [True, True, False, False, False, True, True]
    assert np.flatnonzero(reading.not_applicable).tolist() == [1]


def test_words_become_codes_in_any_language_and_case():
    values = ["very GOOD", "خيلي بد", " Very  bad ", "Does not apply", "4"]
    same(answers(SCALE, values), [5, 1, 1, NAN, 4])


def test_words_that_look_like_codes_are_words_where_the_file_has_words():
    item = {"answers": {1: {"en": "3"}, 2: {"en": "2"}, 3: {"en": "1"}}}
    same(answers(item, ["1", "3"]), [1, 3])
    same(answers(item, ["1", "3"], "labels"), [3, 1])


def test_words_are_no_codes_where_the_file_has_codes():
    _, sentences = read(SCALE, ["1", "Very bad"], "codes")
    assert sentences == [
        "column 'q': 1 cell is off the scale 1 to 5; first in row 3: 'Very bad'."
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (["1", "7", "7"], "2 cells are off the scale 1 to 5; first in row 3: '7'"),
        (["1", "good"], "1 cell is off the scale 1 to 5; first in row 3: 'good'"),
        (["3.5"], "off the scale 1 to 5; first in row 2: '3.5'"),
        (["05"], "off the scale 1 to 5; first in row 2: '05'"),
        (["nan"], "off the scale"),
        (["3,5"], "off the scale"),
    ],
)
def test_answers_off_the_scale_are_faults(values, words):
    _, sentences = read(SCALE, values)
    assert words in sentences[0]


def test_low_is_good_scales_and_reversed_items_are_turned_round():
    item = {"scale": "five", "reversed": True}
    same(answers(item, ["1", "2", "3", "6", ""]), [5, 4, 3, NAN, NAN])


def test_a_condition_sees_the_codes_of_the_questionnaire_not_the_turned_ones():
    reading, _ = read({"scale": "five", "reversed": True}, ["1", "5", "6", "0"])
    assert reading.meets(frozenset({"1"})).tolist() == [True, False, False, False]
    assert reading.meets(frozenset({"6"})).tolist() == [False, False, True, False]


def test_numbers_of_a_typed_format_are_codes_too():
    same(answers(SCALE, [5.0, 6.0, NAN, 1.0]), [5, NAN, NAN, 1])


def test_a_binary_item_keeps_its_codes():
    same(answers({"type": "binary"}, ["1", "0", ""]), [1, 0, NAN])
    yes_no = {"type": "binary", "answers": ["yes", "no"], "blank": [9]}
    found = answers(yes_no, ["Yes", "no", "9"])
    assert found[:2] == ["yes", "no"]
    assert pd.isna(found[2])
    _, sentences = read(yes_no, ["maybe"])
    assert "none of the answers yes, no; first in row 2: 'maybe'" in sentences[0]


def test_a_nominal_item_without_answers_takes_any():
    free = {"type": "nominal", "blank": [0]}
    same(answers(free, ["3", "0", "12"]), [3, NAN, 12])
    found = answers(free, ["a", "0", "Shiraz\u00a0 "])
    assert found[0] == "a"
    assert found[2] == "Shiraz"


def test_numbers_have_bounds_and_may_have_decimal_commas():
    item = {"type": "number", "lowest": 0, "highest": 10, "not_applicable": [99]}
    same(answers(item, ["0,5", "10", "", "99"]), [0.5, 10, NAN, NAN])
    _, sentences = read(item, ["12", "many", "-1", "99"])
    assert sentences == [
        "column 'q': 1 cell is no number; first in row 3: 'many'.",
        "column 'q': 2 cells are outside 0 to 10; first in row 2: '12'.",
    ]


def days(item, values):
    found = answers({"type": "date", **item}, values)
    return [None if pd.isna(day) else str(pd.Timestamp(day)) for day in found]


def test_days_are_read_in_iso_form_and_persian_digits():
    values = ["2026-03-31", "2026/04/01", "۲۰۲۶-۰۴-۰۲", "", "2026-04-03 10:30"]
    assert days({}, values) == [
        "2026-03-31 00:00:00",
        "2026-04-01 00:00:00",
        "2026-04-02 00:00:00",
        None,
        "2026-04-03 10:30:00",
    ]


def test_days_may_have_another_form_calendar_or_type():
    assert days({"format": "%d.%m.%Y"}, ["31.03.2026"]) == ["2026-03-31 00:00:00"]
    # 1 Farvardin 1405 is the spring equinox of 2026: 21 March.
    assert days({"calendar": "jalali"}, ["۱۴۰۵/۰۱/۰۱"]) == ["2026-03-21 00:00:00"]
    typed = pd.to_datetime(["2026-03-31", None])
    assert days({}, typed) == ["2026-03-31 00:00:00", None]
    assert days({"blank": [0]}, ["0"]) == [None]


@pytest.mark.parametrize(
    ("item", "value", "words"),
    [
        ({}, "31.03.2026", "no gregorian day such as 2026-03-31; first in row 2"),
        ({}, "2026-02-30", "no gregorian day"),
        ({"format": "%d.%m.%Y"}, "2026-03-31", "no gregorian day written as %d.%m.%Y"),
        ({"calendar": "jalali"}, "1405/13/01", "no jalali day"),
        ({}, "1403/07/12", "such as 2026-03-31 (as 'calendar: jalali' they are days)"),
        ({"calendar": "jalali"}, "2024-07-12", "(as 'calendar: gregorian' they are"),
        ({"format": "%d.%m.%Y"}, "12.07.1403", "written as %d.%m.%Y (as 'calendar:"),
    ],
)
def test_days_that_are_none_are_faults(item, value, words):
    _, sentences = read({"type": "date", **item}, [value])
    assert words in sentences[0]


def test_words_stay_as_they_were_written():
    found = answers({"type": "text", "blank": ["-"]}, [" كتاب ۵\nline ", "-", ""])
    assert found[0] == "كتاب ۵\nline"
    assert pd.isna(found[1:]).all()


def test_words_that_a_form_says_where_the_study_has_none_are_answers():
    binary = {"type": "binary"}
    reading, sentences = read(binary, ["Yes", "خیر", "no", ""])
    assert not sentences
    assert np.asarray(reading.columns["q"]).tolist()[:3] == [1, 0, 0]
    bare = {"answers": [1, 2, 3], "not_applicable": [9]}
    reading, sentences = read(bare, ["2", "Not applicable", "بی‌مصداق"])
    assert not sentences
    assert reading.not_applicable.tolist() == [False, True, True]
    _, sentences = read(bare, ["Not applicable"], "codes")
    assert "'Not applicable'" in sentences[0]
    worded = {"type": "binary", "answers": {0: "Never", 1: "Once"}}
    assert "'Yes'" in read(worded, ["Yes"])[1][0]
