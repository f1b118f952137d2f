"""Does one answer in a person's own words reach every form, and come back from it?"""

import sqlite3

import pandas as pd
import pyreadstat
import pytest
from pyxform.xls2xform import convert

from csat_methods import (
    Study,
    export_questionnaire,
    lint_questionnaire,
    read_wave,
)
from tests.forms.conftest import both
from tests.forms.stand_ins import (
    assert_same,
    kobo,
    limesurvey,
    meant,
    read_back,
    structure,
    xlsform,
)

SOURCE = {
    "type": "nominal",
    "text": both("How did you hear of us?", "از کجا ما را شناختید؟"),
    "answers": {
        1: both("A friend", "یک دوست"),
        2: both("The web", "وب"),
        3: both("Elsewhere", "جای دیگر"),
    },
    "other": 3,
}
WHY = {
    "type": "text",
    "role": "open",
    "text": both("Tell us more", "بیشتر بگویید"),
    "asked_if": [{"item": "source", "in": [3]}],
}
MAPPING = {
    "id": "own",
    "title": both("Own", "خود"),
    "languages": ["en", "fa"],
    "items": {"source": SOURCE, "why": WHY},
}
PLATFORMS = {
    "kobo": ("xlsform", "q.xlsx", xlsform, kobo),
    "limesurvey": ("limesurvey", "q.txt", structure, limesurvey),
}


@pytest.fixture
def study():
    return Study.from_dict(MAPPING)


def bare(code):
    """The item with a code instead of words for its answer of one's own."""
    item = SOURCE | {"answers": ["friend", "web", code], "other": code}
    return MAPPING | {"items": {"source": item}}


# --------------------------------------------------------------------- what is written
def test_a_phone_asks_for_the_words_once_the_answer_is_chosen(study, tmp_path):
    path = export_questionnaire(study, tmp_path / "q.xlsx", format="xlsform")
    source, own, why = xlsform(path)[-3:]
    assert (source.kind, own.kind, own.name) == ("select_one", "text", "source_other")
    assert [row["name"] for row in source.choices] == ["1", "2", "3"]
    assert own.relevant[-1] == why.relevant[-1] == "${source} = '3'"
    assert convert(str(path), validate=False).warnings == []


def test_limesurvey_s_own_answer_stands_for_it(study, tmp_path):
    path = export_questionnaire(study, tmp_path / "q.txt", format="limesurvey")
    form = structure(path)
    row = form["source"]["row"]
    assert (row["type/scale"], row["other"]) == ("L", "Y")
    assert form["source"]["own"] == both("Elsewhere", "جای دیگر")
    assert list(form["source"]["A"]) == ["1", "2"]
    assert form["why"]["row"]["relevance"] == '(source.NAOK == "-oth-")'


def test_paper_has_a_line_for_it_and_the_review_copy_tells_it(study, tmp_path):
    page = export_questionnaire(study, tmp_path / "q.html", format="html")
    text = page.read_text("utf8")
    assert text.count('type="radio" name="en.source"') == 3
    assert text.count('class="own"') == 2
    copy = export_questionnaire(study, tmp_path / "q.md", format="markdown")
    assert "| 3 (in one’s own words) | Elsewhere |" in copy.read_text("utf8")


def test_numbers_without_words_are_a_list_where_one_takes_words(tmp_path):
    item = {"type": "nominal", "answers": [1, 2, 3], "other": 3, "text": "Which?"}
    study = Study.from_dict({"id": "x", "title": "X", "items": {"q": item}})
    page = export_questionnaire(study, tmp_path / "q.html", format="html")
    assert "<span>Other</span>" in page.read_text("utf8")


def test_a_list_with_room_for_other_answers_lacks_none():
    answers = {1: "Radio", 2: "Television", 3: "Somewhere"}
    item = {"type": "nominal", "answers": answers, "text": "Where did you see us?"}
    found = {
        own: lint_questionnaire(
            Study.from_dict({"id": "x", "title": "X", "items": {"q": item | more}})
        ).table["rule"]
        for own, more in ((False, {}), (True, {"other": 3}))
    }
    assert "missing_option" in set(found[False])
    assert "missing_option" not in set(found[True])


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"other": 4}, "other='4' must be one of the answers"),
        ({"other": 3, "not_applicable": [3]}, "other='3' must be one of the answers"),
        ({"answers": {}, "scale": "s"}, "other='3' must be one of the answers"),
        ({"type": "scale"}, "other is for items of type nominal, multiple"),
        ({"other": True}, "other"),
    ],
)
def test_an_answer_of_one_s_own_that_is_not_offered_is_refused(keys, words):
    with pytest.raises(ValueError, match=words):
        Study.from_dict(MAPPING | {"items": {"source": SOURCE | keys}})


# ---------------------------------------------------------------------- the way back
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("language", [None, "en", "fa"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_answers_and_their_words_come_back(study, tmp_path, platform, language, ending):
    written, file, parse, answer = PLATFORMS[platform]
    form = parse(export_questionnaire(study, tmp_path / file, format=written))
    rows, asked = answer(study, form, meant(study, 4), language)
    wave = read_back(tmp_path, MAPPING, platform, rows, f"w.{ending}")
    assert_same(wave, study, asked)
    (column,) = [c for c in wave.frame if c not in {"source", "why", "respondent"}
                 if "source" in c or "Elsewhere" in c or "جای دیگر" in c]  # fmt: skip
    chose = [person["source"] == 3 for person in asked]
    assert wave.frame[column].notna().tolist() == chose
    assert 3 < sum(chose) < len(chose)
    assert "no item of the study" not in " ".join(map(str, wave.notes))


@pytest.mark.parametrize(
    "cell", ["-oth-", "Other", "Elsewhere", "سایر", "جای دیگر", ""]
)
@pytest.mark.parametrize("heading", ["source[other]", "source_other"])
def test_limesurvey_s_spellings_of_the_answer_are_known(tmp_path, heading, cell):
    rows = [["id", "submitdate", "source", heading, "why"]]
    rows += [["1", "2026-05-01 11:00:00", cell, "on a bus", "luck"]]
    rows += [["2", "2026-05-01 11:00:00", "2", "", ""]]
    wave = read_back(tmp_path, MAPPING, "limesurvey", rows, "w.csv", person=False)
    assert wave.frame["source"].tolist() == [3, 2]
    assert wave.frame[heading].tolist()[0] == "on a bus"


@pytest.mark.parametrize("known_by", ["words", "name"])
def test_qualtrics_s_text_entry_is_the_words_of_the_answer(tmp_path, known_by):
    heads = ["ResponseId", "source", "source_3_TEXT", "why"]
    asked = "How did you hear of us?" if known_by == "words" else "Something else"
    words = ["Response ID", f"{asked} - Selected Choice", f"{asked} - Else - Text", "x"]
    if known_by == "words":
        heads[1:3] = ["Q7", "Q7_3_TEXT"]
    ids = [f'{{"ImportId":"{name}"}}' for name in ["_recordId", *heads[1:]]]
    rows = [heads, words, ids, ["R1", "Elsewhere", "on a bus", ""]]
    rows += [["R2", "3", "", ""], ["R3", "The web", "then not", ""], ["R4", "", "", ""]]
    wave = read_back(tmp_path, MAPPING, "qualtrics", rows, "w.csv", person=False)
    assert wave.frame["source"].tolist()[:3] == [3, 3, 2]
    assert wave.frame["source"].isna().tolist() == [False] * 3 + [True]
    assert wave.frame[heads[2]].tolist()[:1] == ["on a bus"]
    assert "no item of the study" not in " ".join(map(str, wave.notes))


@pytest.mark.parametrize("code", [3, "else"])
def test_words_in_the_place_of_an_answer_count_as_it_and_are_told(tmp_path, code):
    mapping = MAPPING if code == 3 else bare(code)
    first = ["1", "The web"] if code == 3 else ["friend", "Web"]
    rows = [["source", "why"], *([cell, "x"] for cell in [*first, "on a bus", ""])]
    wave = read_back(tmp_path, mapping, "csv", rows, "w.csv", person=False)
    found = wave.frame["source"].tolist()
    assert found[:3] == ([1, 2, 3] if code == 3 else ["friend", "web", "else"])
    assert pd.isna(found[3])
    told = "own words and none of those offered: 1. They count as the answer"
    assert told in " ".join(map(str, wave.notes))
    rows[1][0] = "7"
    with pytest.raises(ValueError, match=r"column 'source': 1 cell is .*first in row"):
        read_back(tmp_path, mapping, "csv", rows, "w.csv", person=False)


def test_words_of_answers_are_no_words_of_one_s_own_where_a_file_has_codes(tmp_path):
    rows = [["source", "why"], ["1", ""], ["The web", ""]]
    read_back(tmp_path, MAPPING, "csv", rows, "w.csv", person=False)
    path = tmp_path / "params" / "own" / "waves" / "w.yaml"
    text = path.read_text("utf8")
    path.write_text(text.replace("kind: csv", "kind: csv, value_form: codes"), "utf8")
    with pytest.raises(ValueError, match=r"column 'source': 1 cell is .*'The web'"):
        read_wave(path)


FRAME = pd.DataFrame(
    {
        "source": [1.0, 3.0, 3.0, 2.0, None],
        "source_text": ["", "on a bus", "در روزنامه", "", ""],
        "why": ["", "luck", "", "", ""],
    }
)
LABELS = {1: "A friend", 2: "The web", 3: "Other (please say)"}


def _stata(frame, path):
    frame.to_stata(
        path, write_index=False, value_labels={"source": LABELS}, version=118
    )


def _spss(frame, path):
    pyreadstat.write_sav(frame, path, variable_value_labels={"source": LABELS})


def _sql(frame, path):
    with sqlite3.connect(path) as base:
        frame.to_sql("answers", base, index=False)
    base.close()


@pytest.mark.parametrize(
    ("kind", "file", "write", "more"),
    [
        ("stata", "w.dta", _stata, ", value_form: codes"),
        ("spss", "w.sav", _spss, ", value_form: codes"),
        ("sql", "w.sqlite", _sql, ", table: answers"),
    ],
)
def test_files_with_codes_keep_the_words_beside_them(tmp_path, kind, file, write, more):
    read_back(tmp_path, MAPPING, "csv", [["source", "why"], ["1", ""]], "w.csv",
              person=False)  # fmt: skip
    write(FRAME, tmp_path / file)
    path = tmp_path / "params" / "own" / "waves" / "w.yaml"
    told = path.read_text("utf8").replace("w.csv", file)
    path.write_text(told.replace("kind: csv", f"kind: {kind}{more}"), "utf8")
    frame = read_wave(path).frame
    assert frame["source"].tolist()[:4] == [1, 3, 3, 2]
    assert frame["source"].isna().tolist()[4]
    assert frame["source_text"].tolist()[1:3] == ["on a bus", "در روزنامه"]
