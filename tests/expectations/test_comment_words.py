"""Are words of comments the same however they are written?"""

import pytest

from csat_methods.expectations.comment_words import (
    LANGUAGES,
    clauses,
    forms,
    language_of,
    stem,
    stop_words,
)
from csat_methods.statistics.spelling import Spelling


def said(comment):
    return [word for part in clauses(comment, language_of(comment)) for word in part]


@pytest.mark.parametrize(
    "written",
    [
        "قیمت‌ها بالاست",
        "قيمت‌ها بالاست",
        "قیمت ها بالاست",
        "قِیمَت‌ها بالاست!",
        "قیمـت بالاست",
    ],
)
def test_persian_letters_joints_and_vowel_signs_change_no_word(written):
    assert said(written) == ["قیمت", "بالاست"]


@pytest.mark.parametrize(
    ("word", "base", "lang"),
    [
        ("deliveries", "delivery", "en"),
        ("stopped", "stop", "en"),
        ("priced", "price", "en"),
        ("waiting", "wait", "en"),
        ("charging", "charge", "en"),
        ("قیمتهای", "قیمت", "fa"),
        ("قیمتش", "قیمت", "fa"),
        ("یخچالم", "یخچال", "fa"),
        ("ارزانتر", "ارزان", "fa"),
        ("ارزون", "ارزان", "fa"),
        ("گرونه", "گران", "fa"),
    ],
)
def test_endings_go_where_the_rest_is_a_word(word, base, lang):
    assert stem(word, lang, {base}) == base
    assert stem(word, lang, {"other"}) == word
    assert base in forms(word, lang)


@pytest.mark.parametrize(
    ("word", "other", "lang"),
    [("سالم", "سال", "fa"), ("قطعه", "قطع", "fa"), ("کارت", "کار", "fa")],
)
def test_short_words_of_another_meaning_stay_apart(word, other, lang):
    assert stem(word, lang, {other}) == word


def test_pauses_part_words():
    assert clauses("Late, nobody rang", "en") == [["late"], ["nobody", "rang"]]
    assert clauses("دیر رسید، زنگ نزدند", "fa") == [["دیر", "رسید"], ["زنگ", "نزدند"]]
    assert clauses("… 12 !", "en") == []


def test_the_language_is_that_of_most_letters():
    assert language_of("OK بود قیمت") == "fa"
    assert language_of("12") == language_of("") == "en"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_stop_words_stand_in_the_spelling_in_which_comments_are_read(lang):
    assert all(Spelling(word).read.casefold() == word for word in stop_words(lang))
    assert not {"price", "delivery", "قیمت", "تحویل"} & stop_words(lang)
