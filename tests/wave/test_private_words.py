"""Are the words that name people known, and nowhere kept?"""

import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from csat_methods import Study, Wave, read_wave
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
        columns=Design(**design),
        sources=SimpleNamespace(responses=responses),
        contacts=None,
        purchases=None,
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


def test_each_word_counts_of_a_column_of_names_that_is_left_out():
    assert found(leave_out=("name",)) >= {"Parisa Ahmadi", "Parisa", "Ahmadi"}


# ------------------------------------------------------ other files about customers
def private_of(tmp_path, files, **wave):
    """What may not be quoted of a wave whose other files hold these rows."""
    waves = tmp_path / "params" / "shop" / "waves"
    waves.mkdir(parents=True)
    (tmp_path / "data.csv").write_text("id,q1,why\n7001,3,Thank Sara\n")
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text)
    study = {"schema": 1, "id": "shop", "title": "Shop", "items": {**TEXT, **RATED}}
    told = {"schema": 1, "id": "w", "columns": {"respondent": "id"}, **wave}
    told["sources"] = {"responses": "data.csv", **told["sources"]}
    (waves.parent / "study.yaml").write_text(json.dumps(study))
    (waves / "w.yaml").write_text(json.dumps(told))
    return read_wave(waves / "w.yaml").private


def test_names_in_the_frame_of_customers_count_whole_and_word_by_word(tmp_path):
    rows = "no,customer name,town\n1,Sara Rad,York\n2,Omid Far,Leeds\n"
    found = private_of(tmp_path, {"frame": rows}, sources={"frame": "frame.csv"})
    assert found == {"7001", "Sara Rad", "Sara", "Rad", "Omid Far", "Omid", "Far"}


def test_what_is_left_out_of_the_frame_counts_though_it_is_no_name(tmp_path):
    rows = "mail,town\ns@x.org,York\no@x.org,Leeds\n"
    source = {"file": "frame.csv", "leave_out": ["mail"]}
    found = private_of(tmp_path, {"frame": rows}, sources={"frame": source})
    assert found == {"7001", "s@x.org", "o@x.org"}


def test_a_frame_that_only_counts_customers_names_nobody(tmp_path):
    rows = "customer group,customers\ngold,5\nnew,9\n"
    found = private_of(
        tmp_path,
        {"frame": rows},
        sources={"frame": "frame.csv"},
        customers={"size": "customers"},
    )
    assert found == {"7001"}


def test_names_and_ids_in_the_file_of_contacts_count(tmp_path):
    rows = "no,name,came\n7001,Sara Rad,I\n7002,Omid Far,R\n"
    source = {"file": "contacts.csv", "leave_out": ["name"]}
    found = private_of(
        tmp_path,
        {"contacts": rows},
        sources={"dispositions": source},
        contacts={"id": "no", "disposition": "came"},
    )
    assert found >= {"7001", "7002", "Sara", "Omid Far"}
    assert "I" not in found


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
