"""Which column of a platform's file is which item?"""

import numpy as np
import pandas as pd

from csat_methods import Study
from csat_methods._checks import Faults
from csat_methods.study.faults import validated
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.form_columns import found_columns
from csat_methods.wave.form_names import Names
from csat_methods.wave.platforms import KOBO, LIMESURVEY
from csat_methods.wave.raw_table import RawTable

FIVE = {"answers": [1, 2, 3, 4, 5]}
WHY = {"type": "multiple", "delimiter": ";", "options": ["price", "web shop"]}
PLAIN = {"schema": 1, "id": "w", "sources": {"responses": "a.csv"}}


def found(platform, columns, items, **keys):
    study = Study.from_dict({"id": "x", "title": "X", "items": items})
    file = validated(WaveFile, Document("w.yaml", {**PLAIN, **keys}))
    table = RawTable(pd.DataFrame(columns=columns, dtype=str), np.arange(0), "x")
    faults = Faults()
    made = found_columns(table, Names(study, file, platform), platform, columns, faults)
    return made, faults.sentences


def test_the_whole_name_wins_over_its_end():
    columns = ["delivery-time", "time", "g/other-time"]
    items = {"time": FIVE, "delivery-time": FIVE}
    made, faults = found(KOBO, columns, items)
    assert made.whole == {"time": "time", "delivery-time": "delivery-time"}
    assert made.columns == {"time", "delivery-time"}
    assert not faults


def test_capitals_tell_items_apart_where_they_must():
    made, _ = found(KOBO, ["P1", "p1"], {"p1": FIVE, "P1": FIVE})
    assert made.whole == {"p1": "p1", "P1": "P1"}
    assert found(KOBO, ["Q1"], {"q1": FIVE})[0].whole == {"q1": "Q1"}


def test_words_that_two_items_share_name_neither():
    items = {"a": {**FIVE, "text": "How?"}, "b": {**FIVE, "label": "How?"}}
    assert found(KOBO, ["How?"], items)[0].whole == {}


def test_what_the_wave_renames_is_found_under_that_name():
    made, _ = found(KOBO, ["g/Q7"], {"overall": FIVE}, renamed={"overall": "Q7"})
    assert made.whole == {"overall": "g/Q7"}


def test_options_are_found_by_name_code_and_words():
    several = {**WHY, "options": {"price": "Low price", "web shop": "Web"}}
    made, _ = found(KOBO, ["why/price", "why/web_shop"], {"why": several})
    assert made.options == {"why": {"price": "why/price", "web shop": "why/web_shop"}}
    made, _ = found(KOBO, ["g/why/Low price", "g/why/Web"], {"why": several})
    assert list(made.options["why"]) == ["price", "web shop"]


def test_a_person_s_own_words_are_no_option():
    columns = ["why[price]", "why[other]", "why[pricecomment]", "why[luck]"]
    made, _ = found(LIMESURVEY, columns, {"why": WHY})
    assert made.own_words == {"why": ["why[other]", "why[pricecomment]"]}
    assert made.strange == {"why": {"why[luck]": "luck"}}


def test_two_columns_that_could_be_one_item_are_said():
    made, faults = found(KOBO, ["a/q1", "b/q1"], {"q1": FIVE})
    assert len(faults) == 1
    assert "the columns ['a/q1', 'b/q1'] could each be item 'q1'" in faults[0]
    assert made.whole == {"q1": "a/q1"}


def test_two_columns_that_could_be_one_option_are_said():
    columns = ["a/why/price", "b/why/price"]
    _, (fault,) = found(KOBO, columns, {"why": WHY})
    assert fault.startswith(f"the columns {columns} could each be option 'price' of")


def moved(first, second):
    """What is said of an item that stands in two groups."""
    study = Study.from_dict({"id": "x", "title": "X", "items": {"nps": FIVE}})
    file = validated(WaveFile, Document("w.yaml", PLAIN))
    frame = pd.DataFrame({"nps": first, "grid/nps": second}, dtype=str)
    table = RawTable(frame, np.arange(len(first)) + 2, "x")
    names, faults = Names(study, file, KOBO), Faults()
    made = found_columns(table, names, KOBO, list(frame), faults)
    assert made.whole == {"nps": "nps"}
    return faults.sentences


def test_answers_under_an_item_s_name_in_another_group_are_not_passed_over():
    (told,) = moved(["3", "", ""], ["", "4", "5"])
    assert told == (
        "the columns ['nps', 'grid/nps'] could each be item 'nps', and 2 answers are "
        "only in the second, first in row 3; put them into one column, or name the "
        "other under leave_out."
    )
    assert not moved(["3", "", "5"], ["3", "", ""])
