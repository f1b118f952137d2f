"""How is a questionnaire written as a survey structure for LimeSurvey?"""

import csv
import io
import re
from collections import Counter

import pytest

from csat_methods.forms.form import form_of
from csat_methods.forms.limesurvey import (
    COLUMNS,
    is_limesurvey,
    pages_of,
    safe,
    write_limesurvey,
)
from csat_methods.study.form_codes import limesurvey_codes, offered

BOTH = ("en", "fa")


def read(content):
    """The rows of a file, read as LimeSurvey reads them: tabs, double quotes."""
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quotechar='"'))


def taken_apart(rows, language):
    """The survey that rows tell by their order: {question: (row, subs, answers)}."""
    found, last = {}, None
    for row in rows:
        if row.get("language") != language:
            continue
        if row["class"] == "Q":
            last = found.setdefault(row["name"], (row, {}, {}))
        elif row["class"] == "SQ":
            assert row["name"] not in last[1]
            last[1][row["name"]] = row["text"]
        elif row["class"] == "A":
            assert row["name"] not in last[2]
            last[2][row["name"]] = row["text"]
    return found


@pytest.fixture(scope="module")
def form(every):
    return form_of(every, BOTH)


@pytest.fixture(scope="module")
def rows(form):
    return read(write_limesurvey(form))


@pytest.fixture(scope="module")
def survey(rows):
    return taken_apart(rows, "en")


# ------------------------------------------------------------------- structure
def test_codes_are_short_letters_and_digits_and_each_is_given_once(rows):
    first = [row for row in rows if row["language"] == "en"]
    questions = [row["name"] for row in first if row["class"] == "Q"]
    subs = [row["name"] for row in first if row["class"] == "SQ"]
    answers = [row["name"] for row in first if row["class"] == "A"]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", name) for name in questions)
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,20}", name) for name in subs)
    assert all(re.fullmatch(r"[A-Za-z0-9]{1,5}", name) for name in answers)
    assert max(Counter(name.casefold() for name in questions).values()) == 1


def test_every_language_tells_the_same_survey(rows):
    copies = {
        language: [
            (row["class"], row["type/scale"], row["name"], row["relevance"])
            for row in rows
            if row["language"] == language and row["class"] in {"G", "Q", "SQ", "A"}
        ]
        for language in BOTH
    }
    english, persian = (
        [each if each[0] != "G" else each[:2] for each in copy]
        for copy in copies.values()
    )
    assert english == persian


def test_the_whole_first_language_comes_before_the_next(rows):
    order = [row["language"] for row in rows if row["class"] in {"G", "Q", "SQ", "A"}]
    assert order == sorted(order, key=BOTH.index)


def test_the_survey_names_its_languages_and_its_title_in_each(rows):
    settings = {row["name"]: row["text"] for row in rows if row["class"] == "S"}
    assert (settings["language"], settings["additional_languages"]) == BOTH
    titles = {
        row["language"]: row["text"]
        for row in rows
        if (row["class"], row["name"]) == ("SL", "surveyls_title")
    }
    assert titles == {"en": "Every kind", "fa": "همه گونه"}


def test_every_item_comes_back_under_the_code_its_reader_knows(survey, every):
    headings = {
        *(name for name, (_, subs, _a) in survey.items() if not subs),
        *(sub for _, subs, answers in survey.values() if answers for sub in subs),
        *(name for name, (row, *_) in survey.items() if row["type/scale"] == "M"),
    }
    codes = {each.question for each in limesurvey_codes(every).values()}
    assert headings == codes | {"respondent"}


def test_the_answers_are_the_codes_of_the_study(survey, every):
    _, subs, answers = survey["Gp1"]
    assert subs == {"p1": "The food", "p2": "The room"}
    assert list(answers) == [str(code) for code in offered(every, "p_1")]
    assert answers["9"] == "I cannot say"
    assert list(survey["why"][2].values()) == ["Price", "Very good"]


def test_types_are_those_of_the_items(survey):
    types = {name: row["type/scale"] for name, (row, *_) in survey.items()}
    assert types == {
        "respondent": "S",
        "used": "L",
        "channels": "M",
        "Gp1": "F",
        "delay": "L",
        "orders": "N",
        "bought": "S",
        "came": "D",
        "why": "L",
        "comment": "T",
    }


# ------------------------------------------------------------------ attributes
def test_the_respondent_has_a_hidden_question(survey):
    assert survey["respondent"][0]["hidden"] == "1"


def test_a_list_must_be_answered_and_an_open_question_need_not(survey):
    needed = {name for name, (row, *_) in survey.items() if row["mandatory"] == "Y"}
    assert needed == {"used", "channels", "Gp1", "delay", "why"}


def test_own_words_are_limesurvey_s_own_and_not_applicable_stands_alone(survey):
    row, subs, _ = survey["channels"]
    assert (row["other"], row["other_replace_text"]) == ("Y", "Elsewhere")
    assert subs == {"shop": "Shop", "bypost": "By post", "none": "Not applicable"}
    assert row["exclude_all_others"] == "none"


def test_jalali_days_are_written_by_hand_and_checked(survey):
    rule = survey["bought"][0]["validation"].strip("/")
    assert re.match(rule, "1404-01-15")
    assert not re.match(rule, "2026-03-31")
    assert survey["came"][0]["date_format"] == "yyyy-mm-dd"


# ----------------------------------------------------------------------- words
def test_words_that_would_do_harm_stay_words(survey):
    text = survey["delay"][0]["text"]
    assert "<" not in text
    assert "{" not in text
    assert '"' not in text
    assert "&lt;script&gt;" in text
    assert safe("a\tb") == "a\tb"


def test_no_row_has_more_cells_than_columns(form):
    lines = (
        write_limesurvey(form).decode("utf-8-sig").removesuffix("\r\n").split("\r\n")
    )
    assert {len(next(csv.reader([line], "excel-tab"))) for line in lines} == {
        len(COLUMNS)
    }


# ------------------------------------------------------------------ the file
def test_the_parts_of_the_questionnaire_are_its_groups(rows, form):
    names = [row["name"] for row in rows if row["class"] == "G"]
    assert names == ["About you", "About us", "دربارهٔ شما", "دربارهٔ ما"]
    assert len(pages_of(form)) == 2


def test_a_file_written_here_is_known_and_another_is_not(form):
    assert is_limesurvey(write_limesurvey(form))
    assert not is_limesurvey(b"id\tanswer\r\n")
    assert write_limesurvey(form) == write_limesurvey(form)
