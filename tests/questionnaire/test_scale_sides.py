"""Which end of its scale is each answer of?"""

import pytest

from csat_methods.questionnaire.answer_words import read_answers
from csat_methods.questionnaire.scale_sides import (
    lopsided,
    named_ends,
    one_end_only,
    sides_of,
    told_ends,
    what_one_wants,
)
from csat_methods.questionnaire.scale_words import scale_words
from csat_methods.questionnaire.wording_rules import Asked
from csat_methods.statistics.spelling import Spelling

SCALE = "1 badly bent | 2 bent | 3 neither | 4 straight | 5 fully straight"


def question(text, scale=SCALE):
    return Asked("scale", Spelling(text), read_answers(scale, numbered=True))


def test_ends_are_those_that_the_question_names():
    asked = question("How bent or straight was the bar today?")
    assert set(named_ends(asked, scale_words("en"))) == {"bent", "straight"}
    assert named_ends(question("How was the bar today?"), scale_words("en")) is None


def test_ends_are_told_by_answers_that_are_degrees_of_two_words():
    points = question("?", "1 bent | 2 slightly bent | 3 straight").answers.points
    assert told_ends(points, scale_words("en")) == ("bent", "straight")


def test_answers_take_the_side_of_the_end_whose_word_they_have():
    asked = question("How bent or straight was the bar today?")
    ends = named_ends(asked, scale_words("en"))
    sides = sides_of(asked.answers.points, scale_words("en"), ends)
    assert sides[0] == sides[1] == -sides[3] == -sides[4] != 0
    assert sides[2] == 0


def test_answers_that_know_one_of_the_two_ends_asked_for_are_told():
    warm = question("How hot or cold was it today?", "1 lukewarm | 2 warm | 3 boiling")
    both = question("How hot or cold was it today?", "1 cool | 2 warm | 3 boiling")
    assert one_end_only(warm, scale_words("en"))
    assert not one_end_only(both, scale_words("en"))


def test_between_too_much_on_both_sides_the_middle_is_what_one_wants():
    points = question("?", "1 too dark | 2 pleasant | 3 too bright").answers.points
    assert what_one_wants(points, scale_words("en")).words == "pleasant"
    points = question("?", "1 dark | 2 pleasant | 3 too bright").answers.points
    assert what_one_wants(points, scale_words("en")) is None


@pytest.mark.parametrize(
    ("labels", "lang", "unmatched"),
    [
        (["cool", "warm", "very warm", "hot", "scalding"], "en", True),
        (["cold", "cool", "warm", "hot"], "en", False),
        (["خنک", "گرم", "خیلی گرم", "بسیار داغ", "سوزان"], "fa", True),
        (["سرد", "خنک", "گرم", "داغ"], "fa", False),
    ],
)
def test_answers_of_two_sides_are_lopsided_where_one_has_many_more(
    labels, lang, unmatched
):
    points = read_answers(" | ".join(labels), numbered=True).points
    assert lopsided(points, scale_words(lang)) == unmatched
