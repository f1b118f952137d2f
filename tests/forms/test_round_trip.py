"""Do answers to an exported form come back as they were given, with nothing mapped?"""

from pathlib import Path

import pytest

from csat_methods import Study, export_questionnaire
from csat_methods.study.strict_yaml import parse_yaml
from tests.forms.stand_ins import (
    TONGUES,
    assert_same,
    kobo,
    limesurvey,
    meant,
    read_back,
    structure,
    xlsform,
)

ROOT = Path(__file__).resolve().parents[2]
PLATFORMS = {
    "kobo": ("xlsform", "q.xlsx", xlsform, kobo),
    "limesurvey": ("limesurvey", "q.txt", structure, limesurvey),
}


@pytest.fixture
def project(tmp_path):
    """Where a study's params and data lie; gives the wave of some rows."""

    def read(mapping, kind, rows, name, **more):
        return read_back(tmp_path, mapping, kind, rows, name, **more)

    return read


def demo():
    text = (ROOT / "params" / "demo" / "study.yaml").read_text("utf8")
    return dict(parse_yaml(text, "study").data)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", [None, "en", "fa"])
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("which", ["every", "demo"])
def test_answers_to_an_exported_form_come_back(
    project, tmp_path, every_mapping, which, platform, language, ending
):
    mapping = every_mapping if which == "every" else demo()
    study = Study.from_dict(mapping)
    written, file, parse, answer = PLATFORMS[platform]
    form = parse(export_questionnaire(study, tmp_path / file, format=written))
    rows, asked = answer(study, form, meant(study, len(which)), language)
    wave = project(mapping, platform, rows, f"w.{ending}")
    assert_same(wave, study, asked)
    first = 90.25 if platform == "kobo" else 60
    assert wave.duration.tolist()[0] == first
    assert wave.frame["respondent"].str.fullmatch(r"[0-9a-f]{16}").all()
    said = " ".join(map(str, wave.notes))
    assert "no item of the study" not in said
    assert ("did not send off" in said) == (platform == "limesurvey")


def without_groups(study, folder):
    """The questions of a form, as an export without its groups heads them."""
    place = export_questionnaire(study, folder / "q.xlsx", format="xlsform")
    form = xlsform(place)
    for question in form:
        question.path = question.path[-1:]
    return form


def repeated(folder):
    """A study and answers to it without groups: words stand above several columns."""
    mapping = demo()
    study = Study.from_dict(mapping)
    rows, _ = kobo(study, without_groups(study, folder), meant(study, 3), "en")
    return mapping, rows


@pytest.mark.parametrize("language", TONGUES)
def test_words_without_their_groups_come_back_where_they_are_one_item_s(
    project, tmp_path, every_mapping, language
):
    study = Study.from_dict(every_mapping)
    form = without_groups(study, tmp_path)
    rows, asked = kobo(study, form, meant(study, 3), language)
    assert_same(project(every_mapping, "kobo", rows, "w.csv"), study, asked)


@pytest.mark.parametrize("language", TONGUES)
def test_words_of_many_items_without_their_groups_come_back_by_their_order(
    project, tmp_path, language
):
    mapping = demo()
    study = Study.from_dict(mapping)
    form = without_groups(study, tmp_path)
    rows, asked = kobo(study, form, meant(study, 3), language)
    assert rows[0].count({"en": "Fair prices", "fa": "قیمت منصفانه"}[language]) == 3
    assert_same(project(mapping, "kobo", rows, "w.csv"), study, asked)


def test_repeated_words_in_another_order_are_refused_by_name(project, tmp_path):
    mapping, rows = repeated(tmp_path)
    turned = [row[:3] + row[:2:-1] for row in rows]
    rule = r"w\.csv: the columns 'Careful use of .*not in the order.*XML values"
    with pytest.raises(ValueError, match=rule):
        project(mapping, "kobo", turned, "w.csv")


def test_repeated_words_of_too_few_columns_are_refused_by_name(project, tmp_path):
    mapping, rows = repeated(tmp_path)
    gone = rows[0].index("Fair prices")
    fewer = [row[:gone] + row[gone + 1 :] for row in rows]
    rule = r"column 'Fair prices' is there 2 times, and could be the items \w+, \w+"
    with pytest.raises(ValueError, match=rule):
        project(mapping, "kobo", fewer, "w.csv")


def test_repeated_words_in_a_plain_file_are_refused(project, tmp_path):
    mapping, rows = repeated(tmp_path)
    with pytest.raises(ValueError, match="column 'Fair prices' is there 3 times, at"):
        project(mapping, "csv", rows, "w.csv")


CHOICE = {
    "type": "multiple",
    "delimiter": ";",
    "other": "other",
    "text": "Where?",
    "options": {"shop": "Shop", "web": "Website", "other": "Elsewhere"},
}


@pytest.mark.parametrize("language", [None, "en"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_option_called_other_takes_words_of_ones_own(
    project, tmp_path, platform, language
):
    items = {"where": CHOICE, "where_other": CHOICE | {"text": "And where else?"}}
    mapping = {"id": "x", "title": "X", "languages": ["en"], "items": items}
    study = Study.from_dict(mapping)
    written, file, parse, answer = PLATFORMS[platform]
    form = parse(export_questionnaire(study, tmp_path / file, format=written))
    rows, asked = answer(study, form, meant(study, 5), language)
    wave = project(mapping, platform, rows, "w.csv")
    assert_same(wave, study, asked)
    assert wave.frame["where:other"].sum() > 3


def test_options_that_are_numbers_may_have_columns():
    item = CHOICE | {"other": None, "options": {1: "Shop", 2: "Web"}, "delimiter": None}
    item["columns"] = {1: "in_shop", 2: "on_web"}
    study = Study.from_dict({"id": "x", "title": "X", "items": {"where": item}})
    assert dict(study.items["where"].columns) == {"1": "in_shop", "2": "on_web"}


QUALTRICS = {
    "id": "x",
    "title": "X",
    "languages": ["en"],
    "items": {
        "p1": {"answers": {1: "Bad", 2: "Fair", 3: "Good"}, "text": "How was it? Food"},
        "why": CHOICE | {"text": "Why?", "options": {"a": "Price, fair", "b": "Else"}},
    },
}
QUALTRICS["items"]["why"]["other"] = "b"


@pytest.mark.parametrize("split", [False, True])
def test_three_header_rows_of_qualtrics_bring_the_answers(project, split):
    chosen = ["Q2_1", "Q2_2"] if split else ["Q2"]
    said = "Why? - Selected Choice"
    ends = [f"{said} - Price, fair", f"{said} - Else"] if split else [said]
    heads = ["ResponseId", "Q1", *chosen, "Q2_2_TEXT"]
    words = ["Response ID", "How was it? - Food", *ends, "Why? - Else - Text"]
    ids = [f'{{"ImportId":"{name}"}}' for name in ["_recordId", *heads[1:]]]
    both = ["Price, fair", "Else"] if split else ["Price, fair,Else"]
    one = ["Price, fair", ""] if split else ["Price, fair"]
    rows = [heads, words, ids]
    rows += [["R1", "3", *both, "near"], ["R2", "Fair", *one, ""]]
    wave = project(QUALTRICS | {"id": "q"}, "qualtrics", rows, "w.csv", person=False)
    assert wave.frame["p1"].tolist() == [3, 2]
    assert wave.frame[["why:a", "why:b"]].to_numpy().tolist() == [[1, 1], [1, 0]]
    rows[4][1] = "Awful"
    rule = r"w\.csv: column 'p1': 1 cell is .*first in row 5: 'Awful'"
    with pytest.raises(ValueError, match=rule):
        project(QUALTRICS | {"id": "q"}, "qualtrics", rows, "w.csv", person=False)


SAME = {
    "id": "same",
    "title": "Same",
    "languages": ["en"],
    "items": {
        "p_1": {"answers": [1, 2, 3], "role": "perception", "text": "How was it?"},
        "between": {"type": "number", "text": "How many visits?"},
        "p_2": {"answers": [1, 2, 3], "role": "perception", "text": "How was it?"},
    },
}


@pytest.mark.parametrize("language", [None, "en"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_two_questions_in_the_same_words_come_back_each_as_its_own(
    project, tmp_path, platform, language
):
    study = Study.from_dict(SAME)
    written, file, parse, answer = PLATFORMS[platform]
    form = parse(export_questionnaire(study, tmp_path / file, format=written))
    rows, asked = answer(study, form, meant(study, 6), language)
    assert rows[0].count("How was it?") == (2 if language else 0)
    wave = project(SAME, platform, rows, "w.csv")
    assert_same(wave, study, asked)
    assert wave.frame["p_1"].tolist() != wave.frame["p_2"].tolist()


def test_qualtrics_s_own_numbers_of_yes_and_no_are_refused_not_shifted(project):
    items = {"used": {"type": "binary", "text": "Used it?"}}
    mapping = {"id": "yn", "title": "X", "languages": ["en"], "items": items}
    heads = [["ResponseId", "Q1"], ["Response ID", "Used it?"]]
    heads += [['{"ImportId":"_recordId"}', '{"ImportId":"QID1"}']]
    codes = [["R1", "1"], ["R2", "2"], ["R3", "1"]]
    rule = r"column 'used': 1 cell is none of the answers 0, 1; first in row 5: '2'"
    with pytest.raises(ValueError, match=rule):
        project(mapping, "qualtrics", heads + codes, "w.csv", person=False)
    words = [["R1", "Yes"], ["R2", "No"], ["R3", "Yes"]]
    wave = project(mapping, "qualtrics", heads + words, "w.csv", person=False)
    assert wave.frame["used"].tolist() == [1, 0, 1]
