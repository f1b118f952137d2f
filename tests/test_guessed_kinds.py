"""Tests of the kind that a column of a file is of."""

import numpy as np
import pandas as pd
import pytest

from csat_methods.guessed_kinds import guessed
from csat_methods.wave.raw_table import RawTable


def kind(name, cells, **told):
    frame = pd.DataFrame({name: [str(cell) for cell in cells]})
    table = RawTable(frame, np.arange(len(frame)) + 2, "x.csv", **told)
    return guessed(table, name).kind


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("Name", ["Ada Lovelace", "Alan Turing"] * 20),
        ("customer_name", [f"Customer {n} of ours" for n in range(30)]),
        ("E-mail", [f"a{n}@example.org" for n in range(30)]),
        ("mobile", [f"0912{n:07d}" for n in range(30)]),
        ("نام و نام خانوادگی", [f"علی رضایی {n}" for n in range(30)]),
        ("شماره تماس:", [f"۰۹۱۲{n:07d}" for n in range(30)]),
        ("کد ملی", range(1000000000, 1000000030)),
        ("کدملی", range(1000000000, 1000000030)),
        ("نام و نام\u200cخانوادگی", [f"علی رضایی {n}" for n in range(30)]),
        ("پست الکترونیکی", [f"a{n}@example.org" for n in range(30)]),
    ],
)
def test_a_column_of_names_or_numbers_of_people_is_no_question(name, cells):
    cells = [*cells, *(f"another {n}" for n in range(16))] if name == "Name" else cells
    assert kind(name, cells) == "person"


@pytest.mark.parametrize(
    ("name", "cells", "found"),
    [
        ("از تماس ما راضی بودید؟", [1, 2, 3, 4, 5] * 5, "scale"),
        ("mobile", [1, 2, 3, 4, 5] * 5, "scale"),
        ("What should we change in our mobile app?", ["speed", "a " * 40] * 9, "text"),
        ("نام شعبه", ["ونک", "کرج", "قم"] * 9, "nominal"),
    ],
)
def test_a_question_is_not_taken_for_what_tells_who_somebody_is(name, cells, found):
    assert kind(name, cells) == found


def test_days_of_the_persian_calendar_are_told_from_others():
    assert kind("تاریخ", ["۱۴۰۳/۰۷/۱۲", "۱۴۰۳/۰۸/۰۱"] * 9) == "jalali"
    assert kind("day", ["1403/07/12", "1402/8/1"] * 9) == "jalali"
    assert kind("day", ["2024-07-12", "2024-08-01"] * 9) == "date"
    assert kind("month", ["2024-07", "2024-08"] * 9) == "other"
    assert kind("month", ["07_2015", "08_2015"] * 9) == "other"
    stamps = [f"2025/03/12 10:{n:02d}:07 AM GMT+3:30" for n in range(30)]
    assert kind("Timestamp", stamps) == "other"
    assert kind("stamp", ["1403/07/12 10:31", "1403/07/12 10:35"] * 9) == "other"


def test_a_country_is_no_missing_answer():
    labels = {"q": {1: "China", 2: "Iran", 3: "Tirana"}}
    frame = pd.DataFrame({"q": ["1", "2", "3"] * 9})
    table = RawTable(frame, np.arange(27) + 2, "x.sav", value_labels=labels)
    assert guessed(table, "q").absent == {}


@pytest.mark.parametrize("stray", ["3.4", "#REF!", "میانگین", "4,"])
def test_one_cell_that_is_no_answer_leaves_a_scale_a_scale(stray):
    assert kind("ادراک: قیمت", [1, 2, 3, 4, 5] * 8 + [stray]) == "scale"


def test_quantities_and_lists_are_no_scales_though_most_cells_are_whole():
    assert kind("hours", [1, 2, 3, 4, 5] * 8 + [2.5, 3.5] * 4) == "number"
    assert kind("spent", [120, 4500, 87, 9000] * 10 + [3.5]) == "number"
    assert kind("size", [1, 2, 3] * 8 + ["small", "large"] * 6) == "nominal"


def test_words_for_no_answer_among_numbers_are_told_from_faults():
    frame = pd.DataFrame({"q": [*"12345"] * 8 + ["N/A", "نمی‌دانم", "#N/A", "?"]})
    found = guessed(RawTable(frame, np.arange(len(frame)) + 2, "x.csv"), "q")
    assert found.absent == {"N/A": "", "نمی‌دانم": ""}
    assert list(found.codes) == [1, 2, 3, 4, 5]


def test_a_weight_below_nothing_leaves_the_others_weights():
    """Whoever reads it refuses it by its row; an unweighted report would not."""
    assert kind("weight", [0.8, 1.2, 1, 2.5] * 8 + [-2]) == "weight"


@pytest.mark.parametrize("name", ["وزن", "ضریب وزن", "وزن نهایی", "weight"])
def test_a_weight_is_known_by_its_whole_name(name):
    assert kind(name, [0.8, 1.2, 1, 2.5] * 8) == "weight"


@pytest.mark.parametrize("name", ["ادراک: وزن دستگاه", "وزن محصول مناسب بود"])
def test_how_heavy_something_is_weighs_nobody(name):
    assert kind(name, [1, 2, 3, 4, 5] * 8) == "scale"
