"""Tests of what a column probably is."""

import numpy as np
import pandas as pd
import pytest

from csat_methods.guesses import guesses
from csat_methods.wave.raw_table import RawTable


def table(columns, **told):
    frame = pd.DataFrame(
        {name: [str(c) for c in cells] for name, cells in columns.items()}
    )
    return RawTable(frame, np.arange(len(frame)) + 2, "x.csv", **told)


def guess(cells, name="q1", **told):
    (found,) = guesses(table({name: cells}, **told))
    return found


@pytest.mark.parametrize(
    ("name", "cells", "kind"),
    [
        ("q1", [1, 2, 3, 4, 5] * 4, "scale"),
        ("q1", [0, 1] * 10, "binary"),
        ("income", [120, 4500, 87, 9000] * 5, "number"),
        ("weight", [0.8, 1.2, 1.0, 2.5] * 5, "weight"),
        ("respondent_id", list(range(1, 41)), "id"),
        ("city", ["north", "south"] * 10, "nominal"),
        ("used", ["a;b", "a", "b", "a;c"] * 5, "multiple"),
        ("day", ["2025-01-02", "2025-02-03"] * 10, "date"),
        (
            "why",
            [f"the queue was long on day {k} of my stay" for k in range(30)],
            "text",
        ),
        ("empty", [""] * 20, "text"),
    ],
)
def test_the_kind_of_a_column_is_seen_from_its_cells(name, cells, kind):
    assert guess(cells, name).kind == kind


def test_every_guess_says_why():
    found = guesses(table({"a": [1, 2, 3] * 5, "b": ["x", "y"] * 7 + ["x"]}))
    assert all(each.why for each in found)


def test_a_code_that_stands_apart_is_no_point_of_the_scale():
    found = guess([1, 2, 3, 4, 5, 6, 7, 9] * 4)
    assert list(found.absent) == [9]
    assert list(found.codes) == [1, 2, 3, 4, 5, 6, 7]


def test_words_say_which_codes_are_no_answers():
    labels = {"q1": {1: "Poor", 5: "Good", 6: "Don't know", 7: "نمی‌دانم"}}
    found = guess([1, 2, 3, 4, 5, 6, 7] * 4, value_labels=labels)
    assert found.absent == {6: "Don't know", 7: "نمی‌دانم"}
    assert list(found.codes) == [1, 2, 3, 4, 5]


def test_codes_the_file_calls_missing_are_no_points():
    found = guess([1, 2, 3, 4, 5, 8] * 4, missing={"q1": [8]})
    assert 8 in found.absent
    assert list(found.codes) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("words", "cells", "role"),
    [
        ("All in all, how satisfied are you?", range(1, 8), "overall"),
        ("How likely are you to recommend us?", range(11), "recommend"),
        ("How likely are you to recommend us?", range(1, 6), "loyalty"),
        ("How important is this to you?", range(1, 6), "importance"),
        ("What did you expect of us?", range(1, 6), "expectation"),
        ("از این خدمت چه اندازه راضی هستید؟", range(1, 6), "satisfaction"),
        ("روی هم رفته چه اندازه راضی هستید؟", range(1, 6), "overall"),
    ],
)
def test_the_role_is_seen_from_the_words(words, cells, role):
    assert guess(list(cells) * 4, labels={"q1": words}).role == role


def test_names_that_differ_by_a_prefix_make_pairs():
    cells = [1, 2, 3, 4, 5] * 4
    found = {g.column: g for g in guesses(table({"E01": cells, "P01": cells}))}
    assert (found["E01"].role, found["P01"].role) == ("expectation", "perception")
    assert found["E01"].characteristic == found["P01"].characteristic == "c01"


def test_a_pair_has_one_scale_though_nobody_used_its_low_end():
    columns = {"e_staff": [4, 5, 6, 7] * 5, "p_staff": [1, 2, 3, 4] * 5}
    found = guesses(table(columns))
    assert [list(g.codes) for g in found] == [[1, 2, 3, 4, 5, 6, 7]] * 2


def test_one_item_is_the_overall_one():
    columns = {"overall_a": [1, 2, 3, 4, 5] * 4, "overall_b": [1, 2, 3, 4, 5] * 4}
    assert [g.role for g in guesses(table(columns))] == ["overall", "satisfaction"]


def test_answers_in_words_are_a_scale_and_places_are_a_list():
    words = ["کاملاً مخالفم", "مخالفم", "نظری ندارم", "موافقم", "کاملاً موافقم"]
    found = {
        g.column: g
        for g in guesses(
            table(
                {
                    "انتظار: قیمت": words * 4,
                    "قیمت (ادراک)": words * 4,
                    "شعبه": ["ونک", "کرج", "قم", "ری", "شوش"] * 4,
                }
            )
        )
    }
    assert [g.kind for g in found.values()] == ["scale", "scale", "nominal"]
    assert [g.role for g in found.values()] == ["expectation", "perception", ""]
    assert found["انتظار: قیمت"].characteristic == "قیمت"
    assert found["قیمت (ادراک)"].characteristic == "قیمت"


def test_codes_of_places_are_a_list_and_codes_of_ratings_are_a_scale():
    codes = [1, 2, 3, 4] * 5
    words = {"branch": dict(enumerate(["Vanak", "Karaj", "Qom", "Rey"], 1))}
    assert guess(codes, "branch", value_labels=words).kind == "nominal"
    words = {"overall": dict(enumerate(["Grim", "Bleak", "Sunny", "Bright"], 1))}
    assert guess(codes, "overall", value_labels=words).kind == "scale"


def test_nobody_gave_nought_and_it_is_a_net_promoter_score_all_the_same():
    found = guess(range(1, 11), labels={"q1": "How likely are you to recommend us?"})
    assert (found.role, min(found.codes), max(found.codes)) == ("recommend", 0, 10)


def test_waiting_is_no_expectation_though_persian_has_one_word_for_both():
    marks = [1, 2, 3, 4, 5] * 4
    said = ["انتظار: زمان انتظار", "ادراک: زمان انتظار", "رضایت از مدت انتظار"]
    found = guesses(table(dict.fromkeys(said, marks)))
    assert [g.role for g in found] == ["expectation", "perception", "satisfaction"]
    assert [g.characteristic for g in found] == ["زمان انتظار", "زمان انتظار", ""]


@pytest.mark.parametrize("ask", ["معرفی کنید", "پیشنهاد می‌کنید", "پیشنهاد دهید"])
def test_persian_has_several_words_for_recommending(ask):
    marks = list(range(11)) * 2
    found = guess(marks, f"چقدر احتمال دارد ما را به دوستانتان {ask}")
    assert found.role == "recommend"
