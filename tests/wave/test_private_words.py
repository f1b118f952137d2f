"""Are the words that name people known, and nowhere kept?"""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from csat_methods import Study, Wave
from csat_methods.study.plan import Design
from csat_methods.wave.private_words import private_words, words_to_hide
from csat_methods.wave.raw_table import RawTable

TEXT = {"why": {"type": "text", "role": "open"}}
RATED = {"q1": {"answers": [1, 2, 3], "role": "overall"}}


def found(items=TEXT, leave_out=(), **design):
    frame = pd.DataFrame(
        {
            "name": ["Parisa Ahmadi", None, "J. Lee"],
            "mail": ["p@x.org", "long " * 30, "-"],
            "who": ["C-1029", "۱۲۳۴۵", 7777.0],
        }
    )
    table = RawTable(frame, np.arange(3), "w.csv")
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    responses = SimpleNamespace(leave_out=leave_out)
    file = SimpleNamespace(
        columns=Design(**design), sources=SimpleNamespace(responses=responses)
    )
    return private_words(table, study, file)


def test_names_count_whole_and_word_by_word():
    assert found(names=["name"]) == {
        "Parisa Ahmadi",
        "Parisa",
        "Ahmadi",
        "J. Lee",
        "Lee",
    }


def test_ids_count_however_their_digits_are_written():
    assert found(person="who") == {"C-1029", "12345", "7777"}


def test_what_is_left_out_counts_unless_it_is_no_name():
    assert found(leave_out=("mail",)) == {"p@x.org"}


def test_without_comments_no_name_is_kept():
    assert found(RATED, names=["name"]) == frozenset()


def test_a_column_of_names_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"w.csv: columns.names=\['nam'\] are not in"):
        found(names=["nam"])


# ------------------------------------------------------------ nobody declared them
def hidden(column, cells, item="why", **study):
    frame = pd.DataFrame({column: cells, "why": ["Good Work"] * len(cells)})
    return words_to_hide(Wave.from_frame(frame, **study), item)


@pytest.mark.parametrize("column", ["Customer", "full_name", "نام مشتری", "AGENT"])
def test_a_column_whose_heading_says_so_holds_names(column):
    assert hidden(column, ["mina rad", "سارا کریمی"]) == {
        *("mina rad", "mina", "rad"),
        *("سارا کریمی", "سارا", "کریمی"),
    }


def test_a_column_of_given_and_family_names_holds_names():
    assert hidden("x", ["Mina Rad", "Zoé O'Brien"]) >= {"Mina Rad", "Zoé O'Brien"}


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("reason", ["late delivery", "very good"]),
        ("reason", ["تحویل دیر", "خیلی خوب"]),
        ("city", ["York", "Leeds"]),
        ("customer", ["New", "Old"] * 30),
        ("customer", ["12-A", "13-B"]),
        ("name", [1, 2]),
        ("why", ["Very Good", "Not Bad"]),
    ],
)
def test_other_columns_hold_no_names(column, cells):
    assert hidden(column, cells) == frozenset()


def test_what_the_study_asks_is_no_name_and_what_it_lists_is():
    items = {"customer": {"type": "nominal", "answers": ["Mina Rad", "Omid Far"]}}
    study = Study.from_dict(
        {"id": "x", "title": "X", "items": items, "analysis": {"names": ["Sara"]}}
    )
    assert hidden("customer", ["Mina Rad", "Omid Far"], study=study) == {"Sara"}
