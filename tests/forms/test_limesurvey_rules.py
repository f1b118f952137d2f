"""When does LimeSurvey ask a question, take an answer, and turn the page?"""

import pytest

from csat_methods import read_study
from csat_methods.forms.form import form_of
from csat_methods.forms.limesurvey_rules import (
    array_code,
    bounds,
    pages_of,
    relevance,
)
from csat_methods.study.form_codes import limesurvey_codes

BOTH = ("en", "fa")


def told(study):
    """What each block's relevance says, by its first item."""
    form, codes = form_of(study, ("en",)), limesurvey_codes(study)
    return {b.first.item.id: relevance(form, b, codes) for b in form.blocks}


# --------------------------------------------------------------------- routing
def test_conditions_become_relevance(every):
    found = told(every)
    assert found["channels"] == '(used.NAOK == "1")'
    assert found["delay"] == (
        '(Gp1_p1.NAOK == "1" or Gp1_p1.NAOK == "2") and (channels_bypost.NAOK == "Y")'
    )
    assert found["used"] == found["p_1"] == "1"


def test_conditions_on_numbers_words_and_own_words_are_written_as_such(study_of):
    several = {"type": "multiple", "delimiter": ";", "options": ["x", "z"]}
    items = {
        "n": {"type": "number", "text": "N?"},
        "t": {"type": "text", "text": "T?"},
        "m": several | {"other": "z", "text": "M?"},
        "q": {
            "answers": [1, 2],
            "text": "Q?",
            "asked_if": [
                {"item": "n", "in": [3]},
                {"item": "t", "in": ['a "b"']},
                {"item": "m", "in": ["z"]},
            ],
        },
    }
    assert told(study_of(items))["q"] == (
        '(n.NAOK == 3) and (t.NAOK == "a \\"b\\"") and (m_other.NAOK != "")'
    )


def test_an_array_s_code_is_no_question_s(study_of):
    rated = {"answers": [1, 2, 3], "text": "Q?"}
    items = {"p1": rated, "p2": rated, "t": {"type": "text", "text": "T?"}}
    for more, code in ((), "Gp1"), (("Gp1",), "GGp1"), (("Gp1", "GGp1"), "G0p1"):
        study = study_of(items | {name: {"type": "text", "text": "?"} for name in more})
        block = form_of(study, ("en",)).blocks[0]
        assert array_code(block, limesurvey_codes(study)) == code


# --------------------------------------------------------------------- answers
@pytest.mark.parametrize(
    ("ends", "row"),
    [
        ({}, {}),
        (
            {"lowest": 0.5, "highest": 9},
            {"min_num_value_n": "0.5", "max_num_value_n": "9"},
        ),
        ({"highest": 9}, {"max_num_value_n": "9"}),
        (
            {"lowest": 1, "highest": 60, "not_applicable": [99]},
            {
                "em_validation_q": "(self.NAOK >= 1 and self.NAOK <= 60) or "
                "self.NAOK == 99"
            },
        ),
        ({"not_applicable": [99]}, {}),
    ],
)
def test_numbers_have_bounds_and_their_code_for_not_applicable(study_of, ends, row):
    study = study_of({"n": {"type": "number", "text": "N?"} | ends})
    assert bounds(form_of(study, ("en",)).questions["n"]) == row


# ----------------------------------------------------------------------- pages
def test_parts_of_the_questionnaire_are_pages(every):
    pages = pages_of(form_of(every, BOTH))
    assert [page[0].first.item.id for page in pages] == ["used", "p_1"]


def test_without_parts_a_grid_has_a_page_of_its_own():
    pages = pages_of(form_of(read_study("params/demo"), BOTH))
    assert [len(page) for page in pages] == [1, 1, 1, 1, 1, 1, 18]
