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
    stamps = [f"2025/03/12 10:{n:02d}:07 AM GMT+3:30" for n in range(30)]
    assert kind("Timestamp", stamps) == "other"
    assert kind("stamp", ["1403/07/12 10:31", "1403/07/12 10:35"] * 9) == "other"


def test_a_country_is_no_missing_answer():
    labels = {"q": {1: "China", 2: "Iran", 3: "Tirana"}}
    frame = pd.DataFrame({"q": ["1", "2", "3"] * 9})
    table = RawTable(frame, np.arange(27) + 2, "x.sav", value_labels=labels)
    assert guessed(table, "q").absent == {}
