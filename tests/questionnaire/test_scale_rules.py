"""Are the answers of a scale labelled, balanced, of one kind and in order?"""

import pytest

from csat_methods.questionnaire.answer_words import read_answers
from csat_methods.questionnaire.scale_rules import scale_hits
from csat_methods.questionnaire.wording_rules import Asked
from csat_methods.statistics.spelling import Spelling


def rules(text, scale, lang="en"):
    answers = read_answers(scale, numbered=True)
    return [
        rule for rule, _ in scale_hits(Asked("scale", Spelling(text), answers), lang)
    ]


@pytest.mark.parametrize(
    "scale",
    [
        "1 badly bent … 5 fully straight",
        "1 bent | 2 slightly bent | 3 slightly straight | 4 straight",
    ],
)
def test_a_scale_between_the_ends_that_the_question_names_is_balanced(scale):
    assert rules("How bent or straight was the bar today?", scale) == []


@pytest.mark.parametrize(
    "scale",
    [
        "1 much too cold | 2 a little too cold | 3 right | 4 warm | 5 much too warm",
        "1 not at all useful | 2 slightly useful | 3 useful | 4 very useful",
        "1 frumious | 2 good | 3 neither good nor bad | 4 bad",
    ],
)
def test_scales_best_in_the_middle_of_one_side_or_of_unknown_words_are_let_pass(scale):
    assert rules("How was the slope of the ramp today?", scale) == []


def test_degrees_of_one_word_are_one_sided_whatever_the_word():
    scale = "1 frumious | 2 very frumious | 3 extremely frumious"
    assert rules("How was the soup today?", scale) == ["unbalanced_scale"]


def test_a_range_of_numbers_has_no_words():
    assert rules("How was the soup today?", "1 to 5") == ["unlabelled_scale"]
    assert rules("سوپ امروز چطور بود؟", "۱ تا ۵", "fa") == ["unlabelled_scale"]


def test_answers_of_another_kind_than_the_ends_that_are_asked_about_are_mixed():
    scale = "1 very dissatisfied … 5 very satisfied"
    assert rules("How early or late did it come today?", scale) == ["mixed_scale"]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("امروز چند دقیقه در صف ایستادید؟", "۱ بسیار ناراضی … ۵ بسیار راضی"),
        ("امروز چه کسی به شما پاسخ داد؟", "۱ بسیار بد | ۲ متوسط | ۳ بسیار خوب"),
        ("آیا فروشنده امروز رسید را داد؟", "۱ بسیار ناراضی … ۵ بسیار راضی"),
        ("از پیک امروز چقدر راضی بودید؟", "۱ بسیار بد | ۲ متوسط | ۳ بسیار خوب"),
        ("فروشنده امروز رسید را داد.", "۱ بسیار ناراضی … ۵ بسیار راضی"),
    ],
)
def test_a_fact_or_another_judgement_is_not_answered_by_degrees_of_one(text, scale):
    assert rules(text, scale, "fa") == ["mixed_scale"]


def test_one_word_behind_adverbs_that_nobody_listed_is_one_sided():
    scale = "1 frumious | 2 mimsily frumious | 3 outgrabingly frumious"
    assert rules("How was the soup today?", scale) == []
    scale = "1 good | 2 mimsily good | 3 outgrabingly good"
    assert rules("How was the soup today?", scale) == ["unbalanced_scale"]


def test_a_scale_from_just_right_to_one_side_is_unbalanced():
    scale = "۱ منصفانه | ۲ کم | ۳ بسیار کم | ۴ فوق‌العاده کم"
    assert rules("کرایهٔ جمعه چقدر زیاد یا کم بود؟", scale, "fa") == ["unbalanced_scale"]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("How many minutes did you wait today?", "1 very dissatisfied … 5 satisfied"),
        ("Who answered you today?", "1 very poor | 2 average | 3 very good"),
        ("When did the nurse come today?", "1 very poor … 5 very good"),
        ("Did the clerk give you a receipt today?", "1 dissatisfied … 5 satisfied"),
        ("The clerk gave me a receipt today.", "1 dissatisfied … 5 satisfied"),
        ("How clean or dirty was it today?", "1 dirty | 2 overheated | 3 clean"),
    ],
)
def test_an_english_fact_or_judgement_of_one_thing_has_its_own_answers(text, scale):
    assert rules(text, scale) == ["mixed_scale"]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("How many breaks were there today?", "1 too few | 2 enough | 3 too many"),
        ("How was the room today?", "1 too cold | 2 comfortable | 3 too warm"),
        ("How was the room today?", "1 poor … 5 excellent"),
        ("How long did it take today?", "1 too short | 2 about right | 3 too long"),
    ],
)
def test_english_answers_that_fit_what_is_asked_are_let_pass(text, scale):
    assert rules(text, scale) == []


def test_poor_to_excellent_is_heavier_on_the_good_side():
    # In wide use, and unbalanced all the same: one answer for who is dissatisfied.
    scale = "1 poor | 2 fair | 3 good | 4 very good | 5 excellent"
    assert rules("How was the soup today?", scale) == ["unbalanced_scale"]


def test_a_scale_from_unchanged_to_far_worse_is_unbalanced():
    scale = "1 unchanged | 2 somewhat worse | 3 worse | 4 far worse"
    assert rules("How has the noise changed since May?", scale) == ["unbalanced_scale"]


def test_an_adverb_of_degree_is_no_other_kind_of_answer():
    scale = "۱ اصلاً مطمئن نیستم | ۲ کمی مطمئنم | ۳ زیاد مطمئنم | ۴ کاملاً مطمئنم"
    assert rules("چقدر مطمئن هستید؟", scale, "fa") == []


def test_how_often_is_in_order_from_never_to_every_day():
    mixed = "1 never | 2 most days | 3 once | 4 every day"
    sound = "1 never | 2 once | 3 a few times | 4 most days | 5 every day"
    asked = "How often was the bus late in May?"
    assert rules(asked, mixed) == ["mixed_scale"]
    assert rules(asked, sound) == []
