"""What does a form hold: which questions, in which words, with which answers?"""

import pytest

from csat_methods import read_study
from csat_methods.forms.form import form_of, spoken

BOTH = ("en", "fa")


def test_every_item_is_asked_once_in_its_order(every):
    form = form_of(every, BOTH)
    assert list(form.questions) == list(every.items)
    assert [q.number for q in form.questions.values()] == list(range(1, 11))


def test_ratings_of_the_same_thing_share_a_grid_and_say_its_question_once(every):
    grid = next(block for block in form_of(every, BOTH).blocks if block.grid)
    assert [question.item.id for question in grid.questions] == ["p_1", "p_2"]
    assert grid.stem == {"en": "How was this?", "fa": "این چگونه بود؟"}
    assert grid.rests[1] == {"en": "The room", "fa": "اتاق"}


def test_the_parts_of_the_questionnaire_are_named_where_they_begin(every):
    headings = [block.heading.get("en") for block in form_of(every, BOTH).blocks]
    assert [heading for heading in headings if heading] == ["About you", "About us"]


def test_do_not_know_is_an_answer_and_no_point_and_no_answer_is_not_offered(every):
    rated = form_of(every, BOTH).questions["p_1"]
    assert [point.code for point in rated.points] == [1, 2, 3, 4, 5]
    assert [(a.code, a.words["en"]) for a in rated.absents] == [(9, "I cannot say")]


def test_a_list_of_answers_must_be_answered_and_an_open_question_need_not(every):
    needed = [q.item.id for q in form_of(every, BOTH).questions.values() if q.listed]
    assert needed == ["used", "channels", "p_1", "p_2", "delay", "why"]


def test_a_low_is_good_scale_is_asked_in_its_own_codes(study_of):
    scale = {"points": [1, 2, 3], "direction": "descending", "labels": {1: "good"}}
    study = study_of({"q": {"scale": "s", "text": "Q?"}}, scales={"s": scale})
    points = form_of(study, ("en",)).questions["q"].points
    assert [(point.code, dict(point.words)) for point in points] == [
        (1, {"en": "good"}),
        (2, {}),
        (3, {}),
    ]


def test_the_demonstration_has_a_grid_for_each_way_of_asking():
    form = form_of(read_study("params/demo"), BOTH)
    sizes = [len(block.questions) for block in form.blocks if block.grid]
    assert sizes == [12, 4, 3, 5, 12]
    assert sum(len(block.questions) for block in form.blocks) == 55


def test_words_fall_back_on_the_first_language_they_have(every):
    assert spoken(every.title, ("de",)) == {"de": "Every kind"}
    assert spoken(None, BOTH) == {}


def test_a_form_of_unknown_wording_is_refused():
    with pytest.raises(ValueError, match=r"items q6, qi6, .* have no text in 'en'"):
        form_of(read_study("params/abc"), BOTH)
