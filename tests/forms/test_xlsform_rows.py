"""Which rows does an XLSForm have: its questions, its choices, its settings?"""

import pytest

from csat_methods.forms.form import form_of
from csat_methods.forms.xlsform_rows import language_name, sheets_of

BOTH = ("en", "fa")
FA = "label::فارسی (fa)"
EN = "label::English (en)"


@pytest.fixture(scope="module")
def sheets(every):
    return sheets_of(form_of(every, BOTH))


@pytest.fixture(scope="module")
def survey(sheets):
    rows = sheets["survey"]
    return {row["name"]: row for row in rows if row["type"] != "end_group"}


def test_questions_have_the_items_ids_in_their_order(sheets, every):
    names = [row["name"] for row in sheets["survey"] if row.get("name") in every.items]
    assert names == list(every.items)


def test_a_grid_is_a_table_list_with_its_question_said_once(survey, sheets):
    group = survey["grid_p_1"]
    assert group["appearance"] == "table-list"
    assert (group[EN], group[FA]) == ("How was this?", "این چگونه بود؟")
    assert survey["p_2"][EN] == "The room"
    ends = [row for row in sheets["survey"] if row["type"] == "end_group"]
    assert len(ends) == 1


def test_types_are_those_of_the_items(survey):
    types = {name: row["type"] for name, row in survey.items()}
    assert types["used"] == "select_one used"
    assert types["channels"] == "select_multiple channels"
    assert types["p_1"] == types["delay"] == "select_one agree"
    assert (types["orders"], types["came"]) == ("decimal", "date")
    assert types["comment"] == "text"


def test_days_of_the_jalali_calendar_are_picked_in_it(survey):
    assert survey["bought"]["appearance"] == "persian"
    assert not survey["came"]["appearance"]


def test_the_respondent_has_a_hidden_question_and_times_are_kept(survey):
    assert survey["respondent"]["type"] == "hidden"
    assert (survey["start"]["type"], survey["end"]["type"]) == ("start", "end")


def test_words_of_one_s_own_are_asked_for_where_an_option_takes_them(survey):
    own = survey["channels_other"]
    assert own["type"] == "text"
    assert own["relevant"] == "selected(${channels}, 'else')"


def test_consent_and_parts_are_notes(survey):
    assert survey["consent_note"][EN] == "Your answers stay here."
    assert survey["part_used"][EN] == "## About you"


def test_the_settings_name_the_form_its_version_and_its_language(sheets, every):
    assert sheets["settings"] == [
        {
            "form_title": "Every kind",
            "form_id": "every",
            "version": every.key[:12],
            "default_language": "English (en)",
        }
    ]


def test_lists_with_other_answers_have_other_names(study_of):
    scale = {"points": [1, 2, 3]}
    items = {
        "a": {"scale": "s", "text": "A?"},
        "b": {"scale": "s", "text": "B?", "not_applicable": [9]},
        "c": {"scale": "s", "text": "C?"},
    }
    rows = sheets_of(form_of(study_of(items, scales={"s": scale}), ("en",)))
    types = {row["name"]: row["type"] for row in rows["survey"]}
    assert types["a"] == types["c"] == "select_one s"
    assert types["b"] == "select_one s_2"
    names = [row["name"] for row in rows["choices"] if row["list_name"] == "s_2"]
    assert names == ["1", "2", "3", "9"]


def test_conditions_on_words_and_numbers_are_written_as_such(study_of):
    items = {
        "n": {"type": "number", "text": "N?"},
        "t": {"type": "text", "text": "T?"},
        "q": {
            "answers": [1, 2],
            "text": "Q?",
            "asked_if": [{"item": "n", "in": [3]}, {"item": "t", "in": ["it's"]}],
        },
    }
    rows = sheets_of(form_of(study_of(items), ("en",)))["survey"]
    told = next(row["relevant"] for row in rows if row["name"] == "q")
    assert told == '${n} = 3 and ${t} = "it\'s"'


def test_languages_are_named_as_xlsform_names_them():
    assert language_name("en") == "English (en)"
