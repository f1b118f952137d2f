"""Which item is each of several columns with the same words above them?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Study
from csat_methods._checks import Faults
from csat_methods.study.faults import validated
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.form_names import Names
from csat_methods.wave.form_order import placed
from csat_methods.wave.platforms import KOBO
from csat_methods.wave.raw_table import RawTable

FIVE = {"answers": [1, 2, 3, 4, 5]}
ITEMS = {
    "p_food": FIVE | {"text": "How was it? Food"},
    "p_room": FIVE | {"text": "How was it? Room"},
    "e_food": FIVE | {"text": "What do you expect? Food"},
    "e_room": FIVE | {"text": "What do you expect? Room"},
}


def items_of(columns, items=ITEMS, twins=()):
    """What each column is, as a file with such headings is read."""
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    told = {"schema": 1, "id": "w", "sources": {"responses": "a.csv"}}
    file = validated(WaveFile, Document("w.yaml", told))
    frame = pd.DataFrame(columns=columns, dtype=str)
    table = RawTable(frame, np.arange(0), "x", twins=dict(twins))
    faults = Faults()
    names = Names(study, file, KOBO)
    made = placed(table, names, KOBO, columns, faults)
    found = [names.item(parts.questions) for parts in made.values()]
    return [match[1] if match else None for match in found], faults.sentences


FOOD_AND_ROOM = ["Food", "Room", "Food (2)", "Room (2)"]
TWINS = {column: column[:4] for column in FOOD_AND_ROOM}


def test_repeated_lines_of_grids_are_their_items_in_order():
    assert items_of(FOOD_AND_ROOM, twins=TWINS) == (list(ITEMS), [])


def test_a_line_that_is_there_once_goes_to_the_item_that_is_left():
    columns = ["p_food", "Food"]
    assert items_of(columns)[0] == ["p_food", "e_food"]


def test_a_line_that_is_there_once_and_could_be_two_items_is_neither():
    assert items_of(["Food"]) == ([None], [])


def test_repeated_lines_that_are_too_few_are_refused():
    items = ITEMS | {"i_food": FIVE | {"text": "How important is it? Food"}}
    _, told = items_of(["Food", "Food (2)"], items, dict.fromkeys(TWINS, "Food"))
    assert "column 'Food' is there 2 times" in told[0]
    assert "could be the items p_food, e_food, i_food" in told[0]


@pytest.mark.parametrize("place", [0, 1])
def test_repeated_lines_in_a_file_with_another_order_are_refused(place):
    known = ["e_room", "p_room"]
    columns = [known[place], "Food", "Food (2)", known[1 - place]]
    _, told = items_of(columns, twins={"Food": "Food", "Food (2)": "Food"})
    assert "the columns 'Food' have the words of several items each" in told[0]


def test_options_of_two_questions_with_the_same_words_go_by_order():
    several = {"type": "multiple", "delimiter": ";", "text": "Which?"}
    items = {
        "a": several | {"options": ["x", "y"]},
        "b": several | {"options": ["x", "z"]},
    }
    columns = ["Which?/x", "Which?/y", "Which?/x (2)", "Which?/z"]
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    told = {"schema": 1, "id": "w", "sources": {"responses": "a.csv"}}
    file = validated(WaveFile, Document("w.yaml", told))
    table = RawTable(
        pd.DataFrame(columns=columns, dtype=str),
        np.arange(0),
        "x",
        twins={"Which?/x": "Which?/x", "Which?/x (2)": "Which?/x"},
    )
    faults = Faults()
    made = placed(table, Names(study, file, KOBO), KOBO, columns, faults)
    options = [made[column].options for column in columns]
    assert options == [(("a", "x"),), (("a", "y"),), (("b", "x"),), (("b", "z"),)]


def test_fields_for_words_of_ones_own_belong_to_the_question_before_them():
    several = {"type": "multiple", "delimiter": ";", "options": ["x", "y"]}
    items = {
        "a": several | {"other": "y"},
        "b": several | {"other": "y"},
    }
    columns = ["a", "In your own words:", "b", "In your own words: (2)"]
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    told = {"schema": 1, "id": "w", "sources": {"responses": "a.csv"}}
    file = validated(WaveFile, Document("w.yaml", told))
    own = "In your own words:"
    table = RawTable(
        pd.DataFrame(columns=columns, dtype=str),
        np.arange(0),
        "x",
        twins={own: own, f"{own} (2)": own},
    )
    made = placed(table, Names(study, file, KOBO), KOBO, columns, Faults())
    assert made[own].questions == ("a_other",)
    assert made[f"{own} (2)"].questions == ("b_other",)
