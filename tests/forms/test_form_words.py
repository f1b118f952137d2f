"""What does a form say beside the study's own words?"""

import pytest

from csat_methods._messages import current_language, languages
from csat_methods.forms.form import form_of
from csat_methods.forms.form_words import (
    HINTS,
    answer_words,
    code_words,
    hint,
    in_each,
    phrases,
    routing,
    said_answers,
    speaking,
    tongue,
)

BOTH = ("en", "fa")


@pytest.fixture
def form(every):
    return form_of(every, BOTH)


def block_of(form, name):
    return next(b for b in form.blocks if b.first.item.id == name)


def test_routing_is_said_in_words_with_the_question_s_number(form):
    told = routing(form, block_of(form, "channels"), "en")
    assert told == "Answer this only if you answered “Yes” to question 1."


def test_several_conditions_and_several_answers_are_joined(form):
    told = routing(form, block_of(form, "delay"), "en")
    assert told == (
        "Answer this only if you answered “Not at all” or “2” to question 3 and you "
        "chose “By post” in question 2."
    )


def test_what_is_asked_of_everybody_has_no_condition(form):
    assert not routing(form, block_of(form, "used"), "en")


def test_routing_is_said_in_persian_with_persian_digits(form):
    with speaking("fa"):
        told = routing(form, block_of(form, "channels"), "fa")
    assert "«بله»" in told
    assert "۱" in told
    assert not any(letter.isascii() and letter.isalnum() for letter in told)


def test_a_question_with_two_answers_says_yes_and_no_where_the_study_does_not(form):
    assert said_answers(form.questions["used"], "en") == {0: "No", 1: "Yes"}
    with speaking("fa"):
        assert said_answers(form.questions["used"], "fa") == {0: "خیر", 1: "بله"}


def test_an_answer_without_words_is_its_code_and_one_apart_says_so(study_of):
    items = {"q": {"answers": [1.5, 2], "not_applicable": [9], "text": "Q?"}}
    question = form_of(study_of(items), ("en",)).questions["q"]
    assert [answer_words(answer, "en") for answer in question.answers] == [
        "1.50", "2", "Not applicable",
    ]  # fmt: skip


def test_hints_say_how_to_answer(form):
    said = {name: hint(question) for name, question in form.questions.items()}
    assert said["channels"] == "Choose all that apply."
    assert said["orders"] == (
        "A number from 1 to 60. Write 99 if this does not apply to you."
    )
    assert said["bought"] == "Year, month and day, in the Jalali calendar."
    assert said["came"] == "Year, month and day."
    assert not said["comment"]
    assert set(HINTS) == {"multiple", "number", "date"}


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ({}, "A number."),
        ({"lowest": 0}, "A number of 0 or more."),
        ({"highest": 9}, "A number of 9 or less."),
    ],
)
def test_a_number_says_the_bounds_it_has(study_of, ends, told):
    items = {"q": {"type": "number", "text": "Q?"} | ends}
    question = form_of(study_of(items), ("en",)).questions["q"]
    assert hint(question) == told


def test_every_phrase_has_its_persian():
    said = phrases(BOTH)
    for words in vars(said).values():
        assert words["fa"] != words["en"]


def test_a_language_without_a_catalogue_is_told_in_english():
    assert "de" not in languages()
    assert in_each(current_language, ("de", "fa")) == {"de": "en", "fa": "fa"}


def test_languages_call_themselves_by_their_own_name():
    assert [tongue(name) for name in ("en", "fa", "fr")] == [
        "English", "فارسی", "français",
    ]  # fmt: skip
    assert tongue("xx") == "xx"


def test_a_code_of_words_stays_as_it_is():
    assert code_words("A1") == "A1"


def test_an_option_for_ones_own_words_is_called_other_where_nothing_is_said(study_of):
    item = {"type": "multiple", "delimiter": ";", "other": "b"}
    item["text"] = {"en": "Why?", "fa": "چرا؟"}
    worded = {"a": {"en": "Price", "fa": "بها"}, "b": None}
    taken = {"a": {"en": "Other", "fa": "دیگر"}, "b": None}
    study = study_of(
        {"why": item | {"options": worded}, "how": item | {"options": taken}},
        languages=["en", "fa"],
    )
    asked = form_of(study, ("en", "fa")).questions
    assert said_answers(asked["why"], "en") == {"a": "Price", "b": "Other"}
    assert said_answers(asked["how"], "en") == {"a": "Other", "b": "b"}
    with speaking("fa"):
        assert said_answers(asked["why"], "fa")["b"] == "دیگر"


@pytest.fixture
def routed(study_of):
    """The routing of a question that some answers to a scale lead to."""
    both = {"en": "How likely?", "fa": "چقدر؟"}
    ends = {0: {"en": "Never", "fa": "هرگز"}, 10: {"en": "Surely", "fa": "بی‌گمان"}}
    ten = {"lowest": 0, "highest": 10, "labels": ends}

    def said(codes, name="en"):
        asked_if = [{"item": "nps", "in": codes}]
        why = {"type": "text", "text": both, "asked_if": asked_if}
        items = {"nps": {"scale": "ten", "text": both}, "why": why}
        told = {"scales": {"ten": ten}, "languages": ["en", "fa"]}
        form = form_of(study_of(items, **told), BOTH)
        with speaking(name):
            return routing(form, block_of(form, "why"), name)

    return said


def test_numbers_that_follow_each_other_are_named_by_their_ends(routed):
    whole = "Answer this only if your answer to question 1 is from 0 to 6."
    assert routed([6, 0, 1, 2, 3, 4, 5]) == whole
    assert "۰" in routed([0, 1, 2], "fa")
    assert "از" in routed([0, 1, 2], "fa")


def test_few_or_scattered_numbers_are_named_one_by_one(routed):
    assert "“Never” or “1” to question 1" in routed([0, 1])
    assert "“1” or “2” or “5” to question 1" in routed([1, 2, 5])
