"""Are the options of a question with several answers told apart from no answer?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods._checks import Faults
from csat_methods.study.questions import Item
from csat_methods.wave.cells import Cells
from csat_methods.wave.multiple_answers import read_multiple
from csat_methods.wave.question import Question
from csat_methods.wave.raw_table import RawTable

NAN = np.nan


def read(item, **columns):
    """The reading of an item, and the sentences about it."""
    frame = pd.DataFrame(columns)
    table = RawTable(frame, np.arange(len(frame)) + 2, "f.csv")
    made = Item.model_validate({"id": "why", "type": "multiple", **item})
    question = Question(made, made.answers_with(None))
    faults = Faults()
    cells = [Cells.of(table, name) for name in columns]
    return read_multiple(question, cells, faults), faults.sentences


def ticks(reading):
    return {name: np.asarray(each).tolist() for name, each in reading.columns.items()}


LISTED = {
    "delimiter": ";",
    "options": {"price": {"en": "The price", "fa": "قیمت"}, "range": None, 3: None},
}


def test_options_in_one_cell_become_a_column_each():
    cells = ["price;range", "The price", " قيمت ; 3 ", "", "range;range;"]
    reading, sentences = read(LISTED, q=cells)
    assert not sentences
    np.testing.assert_equal(
        ticks(reading),
        {
            "why:price": [1, 1, 1, NAN, 0],
            "why:range": [1, 0, 0, NAN, 1],
            "why:3": [0, 0, 1, NAN, 0],
        },
    )
    assert reading.known.tolist() == [True, True, True, False, True]


def test_a_cell_with_something_else_is_a_fault_unless_an_option_takes_it():
    cells = ["price;my aunt", "range", "uncle"]
    _, sentences = read(LISTED, q=cells)
    words = "column 'q': 2 cells are not made of the options price, range, 3; first in"
    assert sentences == [f"{words} row 2: 'price;my aunt'."]
    reading, sentences = read({**LISTED, "other": "3"}, q=cells)
    assert not sentences
    assert ticks(reading)["why:3"] == [1, 0, 1]


def test_not_applicable_and_blank_are_whole_cells():
    item = {**LISTED, "not_applicable": ["none"], "blank": ["-"]}
    reading, sentences = read(item, q=["none", "-", "price"])
    assert not sentences
    assert reading.not_applicable.tolist() == [True, False, False]
    assert reading.known.tolist() == [True, False, True]
    np.testing.assert_equal(ticks(reading)["why:price"], [NAN, NAN, 1])


TICKED = {"columns": {"price": "w1", "range": "w2"}}


@pytest.mark.parametrize(
    ("yes", "no"),
    [("1", "0"), ("1", ""), ("Yes", "No"), ("true", "false"), (1.0, 0.0)],
    ids=["digits", "blank", "words", "booleans", "numbers"],
)
def test_a_tick_may_be_written_in_several_ways(yes, no):
    blank = NAN if yes == 1.0 else ""
    reading, sentences = read(TICKED, w1=[yes, no, blank], w2=[yes, yes, blank])
    assert not sentences
    np.testing.assert_equal(
        ticks(reading), {"why:price": [1, 0, NAN], "why:range": [1, 1, NAN]}
    )
    assert reading.known.tolist() == [True, True, False]


def test_an_option_s_own_words_are_a_tick():
    item = {**TICKED, "options": {"price": {"en": "The price"}, "range": None}}
    reading, sentences = read(item, w1=["The price", ""], w2=["", "range"])
    assert not sentences
    assert ticks(reading) == {"why:price": [1, 0], "why:range": [0, 1]}


def test_other_codes_of_ticks_are_told_or_are_faults():
    _, sentences = read(TICKED, w1=["1", "2"], w2=["2", "2"])
    assert len(sentences) == 2
    assert "neither chosen nor not, for option 'price'; first in row 3" in sentences[0]
    reading, sentences = read(
        {**TICKED, "not_chosen": [2]}, w1=["1", "2"], w2=["2", "2"]
    )
    assert not sentences
    assert ticks(reading) == {"why:price": [1, 0], "why:range": [0, 0]}


def test_not_applicable_in_any_column_of_an_item_is_not_applicable():
    item = {**TICKED, "not_applicable": [9]}
    reading, sentences = read(item, w1=["9", "1"], w2=["9", "9"])
    assert not sentences
    assert reading.not_applicable.tolist() == [True, False]


def test_a_condition_is_met_by_any_of_its_options():
    reading, _ = read(LISTED, q=["price", "range", "3;range", ""])
    assert reading.meets(frozenset({"price", "3"})).tolist() == [1, 0, 1, 0]
    assert reading.meets(frozenset({"nothing"})).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("option", [0, 2, "no", "No"])
def test_an_option_whose_name_means_not_chosen_is_read_by_what_stands_beside(option):
    item = {"columns": {option: "a", "x": "b"}, "not_chosen": [0, 2, "no"]}
    cells = [str(option), "1", "", str(option)]
    reading, sentences = read(item, a=cells, b=["1", "0", "1", "1"])
    assert not sentences
    assert ticks(reading)[f"why:{option}"] == [0, 1, 0, 0]


def test_a_name_alone_ticks_its_option_where_it_is_no_number():
    item = {"columns": {"no": "a", "0": "b"}}
    reading, _ = read(item, a=["no", ""], b=["0", "0"])
    assert ticks(reading) == {"why:no": [1, 0], "why:0": [0, 0]}


def test_what_a_form_says_of_not_applicable_is_no_answer_of_ones_own():
    item = {**LISTED, "other": "3", "not_applicable": ["none"]}
    reading, sentences = read(item, q=["price", "Not applicable", "بی‌مصداق", "none"])
    assert not sentences
    assert reading.not_applicable.tolist() == [False, True, True, True]
    np.testing.assert_equal(ticks(reading)["why:3"], [0, NAN, NAN, NAN])
    ticked = {"columns": {"x": "a", "y": "b"}, "not_applicable": ["none"]}
    reading, sentences = read(ticked, a=["1", "Not applicable"], b=["0", ""])
    assert (sentences, reading.not_applicable.tolist()) == ([], [False, True])


def test_an_option_may_be_called_not_applicable():
    item = {**LISTED, "options": {"a": "Not applicable"}, "not_applicable": ["none"]}
    reading, _ = read(item, q=["Not applicable", "none"])
    assert ticks(reading)["why:a"][0] == 1
    assert reading.not_applicable.tolist() == [False, True]
