"""Are the options that people chose found, whichever way they are laid out?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods import Study
from csat_methods._checks import Faults
from csat_methods.study.faults import validated
from csat_methods.study.plan import WaveFile
from csat_methods.study.strict_yaml import Document
from csat_methods.wave.form_answers import Form
from csat_methods.wave.form_columns import found_columns
from csat_methods.wave.form_names import Names
from csat_methods.wave.form_ticks import several_answers
from csat_methods.wave.platforms import KOBO, LIMESURVEY, QUALTRICS
from csat_methods.wave.raw_table import RawTable

OPTIONS = {"price": "Low price", "range": "Wide range", "x": "Low"}
WHY = {"type": "multiple", "delimiter": ";", "options": OPTIONS}


def read(platform, item, columns, **keys):
    study = Study.from_dict({"id": "x", "title": "X", "items": {"why": item}})
    source = {"file": "a.csv", **keys}
    file = {"schema": 1, "id": "w", "sources": {"responses": source}}
    file = validated(WaveFile, Document("w.yaml", file))
    frame = pd.DataFrame(columns, dtype="str")
    table = RawTable(frame, np.arange(len(frame)) + 2, "x")
    names, faults = Names(study, file, platform), Faults()
    found = found_columns(table, names, platform, list(frame), faults)
    form = Form(table, names, platform, found)
    made = several_answers(form, study.items["why"], faults)
    return {k: v.tolist() for k, v in made.items()}, faults.sentences


def test_words_with_spaces_are_told_apart_by_the_longest_that_fits():
    cells = ["Low price Low", "Low Wide range", "", "Low"]
    made, faults = read(KOBO, WHY, {"why": cells})
    assert made == {"": ["price;x", "range;x", "", "x"]}
    assert not faults


def test_what_reads_as_codes_and_as_words_is_refused_until_it_is_said():
    item = {**WHY, "options": {"low": "Near", "price": "Choice", "x": "Low price"}}
    _, faults = read(KOBO, item, {"why": ["low price"]})
    assert "'why' can be read as codes and as words; say which under" in faults[0]
    for form, chosen in (("codes", "low;price"), ("labels", "x")):
        made, faults = read(KOBO, item, {"why": ["low price"]}, value_form=form)
        assert made == {"": [chosen]}
        assert not faults


def test_columns_of_the_study_s_own_take_its_codes():
    item = {**WHY, "columns": {"price": "a", "range": "b", "x": "c"}}
    del item["delimiter"]
    item |= {"chosen": "x", "not_chosen": "o"}
    made, _ = read(KOBO, item, {"why": ["price x", "", "range"]})
    assert made == {"a": ["x", "", "o"], "b": ["o", "", "x"], "c": ["x", "", "o"]}


def test_a_tick_that_is_neither_yes_nor_no_is_refused():
    cells = {"why/price": ["1", "maybe"], "why/range": ["0", "1"], "why/x": ["", ""]}
    _, faults = read(KOBO, WHY, cells)
    (said,) = faults
    assert "'why/price': 1 cell is neither chosen nor not, for option 'price'" in said
    assert "first in row 3: 'maybe'" in said


def test_options_without_any_column_are_said():
    _, faults = read(KOBO, WHY, {"why/price": ["1"], "why/range": ["0"]})
    assert "item 'why': no column holds its options ['x']" in faults[0]


def test_an_option_of_one_s_own_words_is_ticked_by_them():
    item = {**WHY, "options": ["price", "else"], "other": "else"}
    cells = {"why[price]": ["Y", ""], "why[other]": ["", "luck"]}
    made, _ = read(LIMESURVEY, item, cells)
    assert made == {"": ["price", "else"]}
    made, _ = read(QUALTRICS, item, {"why": ["price,luck", "price"]})
    assert made == {"": ["price;else", "price"]}


choices = st.lists(st.sets(st.sampled_from(list(OPTIONS))), min_size=1, max_size=6)


@given(choices)
def test_one_cell_and_one_column_an_option_say_the_same(chosen):
    joined = {"why": [" ".join(sorted(each)) for each in chosen]}
    split = {
        f"why/{option}": [str(int(option in each)) if each else "" for each in chosen]
        for option in OPTIONS
    }
    words = {"why": [" ".join(OPTIONS[o] for o in sorted(each)) for each in chosen]}
    expected = [";".join(o for o in OPTIONS if o in each) for each in chosen]
    for columns in (joined, split, words, joined | split):
        made, faults = read(KOBO, WHY, columns)
        assert made == {"": expected}
        assert not faults


@pytest.mark.parametrize(
    ("platform", "cells"),
    [(KOBO, ("1", "0")), (LIMESURVEY, ("Y", "N")), (LIMESURVEY, ("1", "2"))],
)
def test_options_named_like_a_tick_or_none_are_ticked_by_the_tick_alone(
    platform, cells
):
    yes, no = cells
    item = {**WHY, "options": [0, 1, 2, "no"]}
    heads = {"why/0": [yes, no], "why/1": [no, yes], "why/2": [no, yes]}
    heads |= {"why/no": [yes, no]}
    if platform is LIMESURVEY:
        heads = {f"why[{head[4:]}]": cells for head, cells in heads.items()}
    made, faults = read(platform, item, heads)
    assert (made, faults) == ({"": ["0;no", "1;2"]}, [])


def test_qualtrics_ticks_an_option_by_its_words_whatever_they_are():
    item = {**WHY, "options": {"a": "No", "b": "0"}}
    heads = {"why_1": ["No", ""], "why_2": ["", "0"]}
    study = {"why_1": "Why? - No", "why_2": "Why? - 0"}
    table = RawTable(pd.DataFrame(heads, dtype="str"), np.arange(2), "x", labels=study)
    whole = Study.from_dict({"id": "x", "title": "X", "items": {"why": item}})
    source = {"schema": 1, "id": "w", "sources": {"responses": "a.csv"}}
    file = validated(WaveFile, Document("w.yaml", source))
    names, faults = Names(whole, file, QUALTRICS), Faults()
    found = found_columns(table, names, QUALTRICS, list(heads), faults)
    form = Form(table, names, QUALTRICS, found)
    made = several_answers(form, whole.items["why"], faults)
    assert made[""].tolist() == ["a", "b"]
