"""Does each cell find its words?"""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import Message, Number, Text, language
from csat_methods.report import words
from csat_methods.result import Result, Used


def result(table, **fields):
    return Result(table=table, method="R", used=Used(9, (9, 9)), **fields)


ROW = {"city": "1", "term": "q1", "category": "1", "estimate": 2.0}


@pytest.fixture
def labelled():
    labels = {
        "city": Text({"en": "City"}),
        "city=1": Text({"en": "Ash"}),
        "q1": Text({"en": "Speed"}),
        "q1=1": Text({"en": "Never"}),
        "1": Text({"en": "wrong"}),
    }
    return result(pd.DataFrame([ROW]), by=("city",), labels=labels)


@pytest.mark.parametrize(
    ("column", "shown"), [("city", "Ash"), ("term", "Speed"), ("category", "Never")]
)
def test_a_cell_is_called_as_its_column_says(labelled, column, shown):
    assert words.cell_words(labelled, ROW, column) == f"<bdi>{shown}</bdi>"


def test_a_key_without_words_is_a_name_not_to_be_translated():
    bare = result(pd.DataFrame([ROW]))
    assert words.cell_words(bare, ROW, "term") == '<bdi translate="no">q1</bdi>'


def test_a_segment_is_called_by_the_study_else_by_its_name(labelled):
    assert words.column_words(labelled, "city") == "<bdi>City</bdi>"
    bare = result(pd.DataFrame([ROW]), by=("city",))
    assert words.column_words(bare, "city") == '<bdi translate="no">city</bdi>'


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (True, "yes"),
        (False, "no"),
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        ("keep up", "keep up"),
        ("a < b", "a &lt; b"),
        (date(2026, 3, 1), '<time datetime="2026-03-01">1 March 2026</time>'),
        (Message("so"), "so"),
        (Number(2, "count"), '<data value="2" data-ref="r#all.x">2</data>'),
    ],
)
def test_a_cell_of_the_method_is_written_out(cell, shown):
    bare = result(pd.DataFrame({"term": ["a"]}))
    named = replace(bare, name="r")
    assert words.cell_words(named, {"term": "a", "x": cell}, "x") == shown


@pytest.mark.parametrize("cell", [1, 1.5, np.float64(2)])
def test_cells_of_numbers_hold_them(cell):
    assert words.is_numeric(cell)


@pytest.mark.parametrize("cell", ["1", None, np.nan, pd.NaT])
def test_cells_without_a_number_are_told_from_others(cell):
    assert not words.is_numeric(cell)


def test_the_waves_of_a_table_are_headed_in_the_reader_s_language():
    named = {"wave": Text({"en": "wave"})}
    shown = result(pd.DataFrame([{"wave": "1"}]), by=("wave",), labels=named)
    assert words.column_words(shown, "wave") == "Wave"
    with language("fa"):
        assert words.column_words(shown, "wave") == "موج"
