"""Where does a respondent put an answer on paper: circles, squares, lines?"""

import re

import pytest

from csat_methods.forms.form import form_of
from csat_methods.forms.paper_answers import (
    MOST,
    anchors,
    asked_number,
    choice,
    field,
    own_words,
)


def question_of(study_of, **item):
    return form_of(study_of({"q": {"text": "Q?"} | item}), ("en",)).questions["q"]


def labels(*codes):
    return {code: f"word {code}" for code in codes}


def test_a_choice_carries_its_item_its_code_and_its_language(study_of):
    question = question_of(study_of, answers=[1, 2, 3])
    assert choice(question, question.answers[1], "en") == (
        '<input type="radio" name="en.q" value="2">'
    )
    assert asked_number(question) == '<b class="number">1</b>'


def test_numbers_stand_side_by_side_with_the_words_of_the_ends(study_of):
    told = dict.fromkeys(range(2, 7))
    question = question_of(study_of, answers={1: "low", **told, 7: "high"})
    shown = field(question, "en")
    assert shown.count('type="radio"') == 7
    assert '<span class="low" style="--at:1">low</span>' in shown
    assert '<span class="high" style="--at:7">high</span>' in shown


def test_words_of_neighbouring_points_keep_to_their_own_columns(study_of):
    question = question_of(study_of, answers={1: "a", 2: "b", 3: None, 4: None, 5: "c"})
    assert 'class="narrow"' in anchors(question, "en")
    assert 'class="low"' not in anchors(question, "en")


@pytest.mark.parametrize(("points", "name"), [(MOST, "beside"), (MOST + 1, "below")])
def test_few_points_in_words_stand_side_by_side(study_of, points, name):
    question = question_of(study_of, answers=labels(*range(points)))
    assert f'<ul class="{name}"' in field(question, "en")


def test_a_list_of_names_stands_one_below_the_other(study_of):
    question = question_of(study_of, type="nominal", answers=labels("a", "b", "c"))
    assert '<ul class="below"' in field(question, "en")


def test_numbers_of_no_scale_stand_side_by_side_too(study_of):
    question = question_of(study_of, type="nominal", answers=[1, 2, 3])
    assert '<ol class="points"' in field(question, "en")


def test_open_answers_have_a_box_a_number_a_line(study_of):
    assert "<textarea" in field(question_of(study_of, type="text"), "en")
    number = field(question_of(study_of, type="number"), "en")
    assert re.search(r'<input type="text" inputmode="decimal".*class="line">', number)
    assert "inputmode" not in field(question_of(study_of, type="date"), "en")


def test_words_of_one_s_own_have_a_line_where_an_option_takes_them(study_of):
    item = {"type": "multiple", "delimiter": ";", "options": ["x", "z"]}
    assert not own_words(question_of(study_of, **item), "Own:")
    assert "Own:" in own_words(question_of(study_of, **item, other="z"), "Own:")
