"""What keeps a questionnaire from being asked: missing words, impossible routing?"""

import pytest

from csat_methods.forms.form_faults import check_form

ASKED = {"answers": [1, 2, 3], "text": "Q?"}


def test_a_sound_questionnaire_is_taken(every):
    check_form(every, ("en", "fa"))


def test_every_question_without_words_in_a_language_is_named_at_once(study_of):
    study = study_of(
        {"a": ASKED, "b": {"answers": [1, 2]}, "c": {"type": "text"}},
        languages=["en", "fa"],
    )
    with pytest.raises(ValueError, match="study='x' cannot be exported") as error:
        check_form(study, ("en", "fa"))
    assert "items b, c have no text in 'en'" in str(error.value)
    assert "items a, b, c have no text in 'fa'" in str(error.value)


def test_short_words_stand_in_for_a_question(study_of):
    check_form(study_of({"a": {"type": "date", "label": "Day"}}), ("en",))


def test_answers_with_words_have_them_in_every_language(study_of):
    text = {"en": "Q?", "fa": "پ؟"}
    items = {"a": {"answers": {1: "bad", 2: {"en": "x", "fa": "ی"}}, "text": text}}
    with pytest.raises(ValueError, match=r"items a have answers .* none in 'fa'"):
        check_form(study_of(items), ("en", "fa"))


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (
            {"a": ASKED | {"asked_if": [{"item": "z", "in": [1]}]}},
            "z, which is no item",
        ),
        (
            {
                "a": ASKED | {"asked_if": [{"item": "b", "in": [1]}]},
                "b": ASKED | {"asked_if": [{"item": "a", "in": [1]}]},
            },
            "which depends on it in turn",
        ),
        (
            {"a": ASKED, "b": ASKED | {"asked_if": [{"item": "a", "in": [7]}]}},
            "item b is asked of nobody: no answer to a meets its conditions",
        ),
        (
            {"a": ASKED | {"asked_if": [{"item": "b", "in": [1]}]}, "b": ASKED},
            "item a is asked depending on b, which is asked only later",
        ),
        (
            {
                "a": {
                    "type": "multiple",
                    "delimiter": ";",
                    "options": ["x"],
                    "text": "Q?",
                },
                "b": ASKED | {"asked_if": [{"item": "a", "in": ["y"]}]},
            },
            "item b is asked of nobody",
        ),
    ],
    ids=["dead skip", "loop", "unreachable", "late", "no option"],
)
def test_routing_that_no_form_can_ask_is_refused(study_of, items, words):
    with pytest.raises(ValueError, match=words):
        check_form(study_of(items), ("en",))
