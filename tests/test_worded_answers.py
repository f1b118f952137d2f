"""Tests of the scales that answers in words make."""

import pytest

from csat_methods.worded_answers import worded_scales

ORDERED = [
    "Strongly disagree|Disagree|Neutral|Agree|Strongly agree",
    "Very dissatisfied|Dissatisfied|Neutral|Satisfied|Very satisfied",
    "Poor|Fair|Good|Very good|Excellent",
    "Never|Rarely|Sometimes|Often|Always",
    "Not at all|Slightly|Moderately|Very|Extremely",
    "کاملاً مخالفم|مخالفم|نظری ندارم|موافقم|کاملاً موافقم",
    "خیلی کم|کم|متوسط|زیاد|خیلی زیاد",
    "بسیار ناراضی|ناراضی|نه راضی نه ناراضی|راضی|بسیار راضی",
    "ضعیف|متوسط|خوب|عالی",
    "Not important|Slightly important|Moderately important|Important|Very important",
    "بسیار بی‌اهمیت|بی‌اهمیت|متوسط|مهم|بسیار مهم",
    "هرگز|به ندرت|گاهی|اغلب|همیشه",
]


@pytest.mark.parametrize("said", ORDERED)
def test_the_answers_of_usual_scales_come_from_the_worst_to_the_best(said):
    answers = said.split("|")
    (scale,) = worded_scales({"q": sorted(answers)})
    assert list(scale.codes().values()) == answers


@pytest.mark.parametrize(
    "said",
    [
        "North|South|Centre",
        "زن|مرد",
        "تهران|کرج|قم|اصفهان",
        "Low|Medium|High",
        "Yes|No",
        "Good|Very good|Excellent",
        "New customer|Good customer|Bad customer",
    ],
)
def test_words_whose_order_is_open_make_no_scale(said):
    assert worded_scales({"q": said.split("|")}) == []


def test_what_is_no_answer_stands_apart_with_a_code_of_its_own():
    said = ["موافقم", "مخالفم", "نظری ندارم", "بی‌پاسخ", "نمی‌دانم"]
    (scale,) = worded_scales({"q": said})
    assert list(scale.codes().values()) == ["مخالفم", "نظری ندارم", "موافقم"]
    assert scale.absent_codes() == {91: "بی‌پاسخ", 92: "نمی‌دانم"}


def test_columns_that_share_answers_share_a_scale_though_few_were_chosen():
    said = {
        "e": ["Agree", "Strongly agree"],
        "p": ["Disagree", "Neutral", "Agree", "Strongly agree"],
        "shop": ["North", "South"],
    }
    (scale,) = worded_scales(said)
    assert scale.columns == ["e", "p"]


def test_the_end_that_nobody_chose_is_a_point_all_the_same():
    (scale,) = worded_scales({"q": ["Disagree", "Neutral", "Agree", "Strongly agree"]})
    assert list(scale.codes().values()) == [
        "",
        "Disagree",
        "Neutral",
        "Agree",
        "Strongly agree",
    ]


def test_spellings_of_one_answer_are_one_point():
    said = ["کاملا موافقم", "کاملاً موافقم", "مخالفم", "موافقم"]
    (scale,) = worded_scales({"q": said})
    assert list(scale.codes().values())[-2:] == ["موافقم", "کاملا موافقم"]
    assert len(scale.answers) == 3


def test_answers_that_begin_with_their_codes_keep_these():
    said = ["۵ - خیلی خوب", "2", "4) خوب", "0: هیچ"]
    (scale,) = worded_scales({"q": said})
    assert scale.codes() == {
        0: "0: هیچ",
        1: "",
        2: "2",
        3: "",
        4: "4) خوب",
        5: "۵ - خیلی خوب",
    }
    assert worded_scales({"age": ["18-24", "25-34", "35-44", "45-54"]}) == []
    assert worded_scales({"visits": ["1 visit", "2 visits", "3 or more"]}) == []
