"""Do codes for no answer come back in the file of scored respondents?"""

import json

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from csat_methods import read_wave, write_scores
from csat_methods.report.checking import check_wave
from csat_methods.report.no_answers import missing_codes, no_answers

FIVE = {
    "points": [1, 2, 3, 4, 5],
    "labels": {
        1: {"en": "poor", "fa": "بد"},
        5: {"en": "good", "fa": "خوب"},
        97: {"en": "Refused", "fa": "پاسخ نمی‌دهم"},
        98: {"en": "Do not know", "fa": "نمی‌دانم"},
    },
    "not_applicable": [98],
    "blank": [97],
}
STUDY = {
    "schema": 1,
    "id": "shop",
    "title": {"en": "Shop"},
    "scales": {"five": FIVE},
    "items": {
        "visited": {
            "type": "nominal",
            "role": "filter",
            "answers": {"yes": None, "no": None},
            "not_applicable": ["dk"],
            "label": "Visited",
        },
        "overall": {"scale": "five", "role": "overall", "label": "Overall"},
        "staff": {
            "scale": "five",
            "role": "satisfaction",
            "label": "Staff",
            "asked_if": [{"item": "visited", "in": ["yes"]}],
        },
        "visits": {"type": "number", "label": "Visits", "not_applicable": [999]},
        "plain": {"answers": [1, 2, 3], "role": "loyalty", "label": "Again"},
    },
}
ROWS = {
    "visited": ["yes", "no", "dk", "yes", "", "yes"] * 5,
    "overall": ["5", "98", "97", "", "4", "1"] * 5,
    "staff": ["98", "98", "", "97", "98", "5"] * 5,
    "visits": ["3", "999", "", "12", "0", "999"] * 5,
    "plain": ["1", "2", "3", "", "2", "1"] * 5,
}
READ = list(ROWS)


@pytest.fixture
def project(tmp_path):
    """A study whose answers stand in a file."""
    (tmp_path / "params" / "shop" / "waves").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "params" / "shop" / "study.yaml").write_text(json.dumps(STUDY))
    pd.DataFrame(ROWS).to_csv(tmp_path / "data" / "first.csv", index=False)
    return tmp_path


def wave_file(project, name, source):
    path = project / "params" / "shop" / "waves" / f"{name}.yaml"
    sources = {"responses": f"data/{source}"}
    path.write_text(json.dumps({"schema": 1, "id": name, "sources": sources}))
    return path


@pytest.fixture
def first(project):
    return read_wave(wave_file(project, "first", "first.csv"))


def scored(first, project, ending, lang="en"):
    """Return where a file of scores is, after it was written."""
    place = project / "data" / f"scored.{ending}"
    total = first.frame["overall"] * 2
    write_scores(first, {"total": total}, place, lang=lang)
    return place


def test_spss_has_them_as_user_missing_values_with_their_words(first, project):
    place = scored(first, project, "sav")
    raw, told = pyreadstat.read_sav(place, user_missing=True)
    assert raw["overall"][:3].tolist() == [5, 98, 97]
    assert np.isnan(raw["overall"][3])
    spans = [{"lo": code, "hi": code} for code in (97.0, 98.0)]
    assert told.missing_ranges["overall"] == spans
    assert told.variable_value_labels["overall"] == {
        1.0: "poor",
        5.0: "good",
        97.0: "Refused",
        98.0: "Do not know",
    }
    assert raw["visits"][:2].tolist() == [3, 999]
    assert told.variable_value_labels["visits"] == {999.0: "Not applicable"}
    assert raw["visited"][:3].tolist() == ["yes", "no", "dk"]
    assert "plain" not in told.missing_ranges
    assert "total" not in told.missing_ranges
    without, _ = pyreadstat.read_sav(place)
    for name in ("overall", "staff", "visits"):
        assert np.array_equal(without[name], first.frame[name], equal_nan=True)


def test_who_was_not_asked_is_empty_whatever_code_the_file_had(first, project):
    raw, _ = pyreadstat.read_sav(scored(first, project, "sav"), user_missing=True)
    assert first.absent["staff"][:6].tolist() == [1, 2, 2, 0, 1, 0]
    codes = raw["staff"][:6].tolist()
    assert np.array_equal(codes, [98, np.nan, np.nan, 97, 98, 5], equal_nan=True)


def test_a_workbook_has_their_words_where_no_formula_takes_a_mean_of_them(
    first, project
):
    book = openpyxl.load_workbook(scored(first, project, "xlsx"))
    head, *rows = book["data"].iter_rows(values_only=True)
    data = dict(zip(head, zip(*rows, strict=True), strict=True))
    assert data["overall"][:4] == (5, "Do not know", "Refused", None)
    assert data["visits"][:3] == (3, "999", None)
    told = {row[::2]: row[3] for row in book["codebook"].iter_rows(values_only=True)}
    assert told["overall", 98] == "Do not know"
    assert told["visits", 999] == "Not applicable"


def test_a_parquet_file_has_numbers_and_nothing_else(first, project):
    data = pd.read_parquet(scored(first, project, "parquet"))
    for name in ("overall", "visits"):
        assert np.array_equal(data[name], first.frame[name], equal_nan=True)


@pytest.mark.parametrize("ending", ["sav", "xlsx"])
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_read_as_a_new_wave_the_answers_and_their_absence_are_the_same(
    first, project, ending, lang
):
    place = scored(first, project, ending, lang)
    path = wave_file(project, "second", place.name)
    second = read_wave(path)
    for name in READ:
        one, other = (wave.frame[name].tolist() for wave in (first, second))
        assert pd.Series(one).equals(pd.Series(other)), name
        assert first.absent[name].tolist() == second.absent[name].tolist()
    assert first.reasons.keys() == second.reasons.keys()
    for name, places in first.reasons.items():
        assert places.tolist() == second.reasons[name].tolist()
    told = check_wave(path)
    assert told[0] == "Wave second: 30 of 30 rows in the domain."
    before = check_wave(wave_file(project, "first", "first.csv"))
    assert [t for t in told if "more sheets" not in t][1:] == before[1:]


def test_answers_made_anew_have_no_such_codes(first):
    filled = first.assign(overall=first.frame["overall"].fillna(3))
    assert no_answers(first, "overall") is not None
    assert no_answers(filled, "overall") is None
    assert no_answers(filled, "staff") is not None
    twenty = first.frame["overall"].to_numpy() * 20
    moved = first.with_answers({"overall": twenty}, {})
    assert no_answers(moved, "overall") is None


def test_of_rows_that_are_dropped_the_codes_go_too(first):
    out = first.frame["visits"] == 3
    left = first.drop(out, reason="few")
    assert no_answers(left, "overall").given.index.equals(left.frame.index)
    assert no_answers(left, "overall").given.iloc[0] == 98


def test_a_code_that_means_something_else_in_the_column_stays_out(first):
    assert 98 in no_answers(first, "overall").words
    known = no_answers(first, "overall", {98.0: "turned round"})
    assert list(known.words) == [97.0]
    assert set(known.given.dropna()) == {97.0}


def test_more_codes_than_spss_can_declare_are_left_empty_there(project):
    codes = [0, 1.5, 2.5, 9]
    item = {"scale": "five", "label": "Staff", "not_applicable": codes}
    scales = {"five": {"points": [1, 2, 3]}}
    study = {**STUDY, "scales": scales, "items": {"q": item}}
    (project / "params" / "shop" / "study.yaml").write_text(json.dumps(study))
    answers = ["1", "2", "3", *map(str, codes)]
    pd.DataFrame({"q": answers}).to_csv(project / "data" / "q.csv", index=False)
    wave = read_wave(wave_file(project, "q", "q.csv"))
    write_scores(wave, {}, project / "q.sav")
    raw, told = pyreadstat.read_sav(project / "q.sav", user_missing=True)
    assert np.array_equal(raw["q"], wave.frame["q"], equal_nan=True)
    assert "q" not in told.missing_ranges
    write_scores(wave, {}, project / "q.xlsx")
    book = openpyxl.load_workbook(project / "q.xlsx")
    column = [row[0] for row in book["data"].iter_rows(values_only=True)]
    assert column == ["q", 1, 2, 3, "0", "1.5", "2.5", "9"]


@pytest.mark.parametrize(
    ("codes", "answers", "told"),
    [
        ([9.0], [1.0], [9.0]),
        ([9.0, 8.0, 7.0], [1.0], [7.0, 8.0, 9.0]),
        ([6.0, 7.0, 8.0, 9.0], [1.0], [{"lo": 6.0, "hi": 9.0}]),
        ([0.0, 7.0, 8.0, 9.0], [1.0], [{"lo": 7.0, "hi": 9.0}, 0.0]),
        ([-3.0, -2.0, -1.0, 9.0], [1.0], [{"lo": -3.0, "hi": -1.0}, 9.0]),
        ([0.0, 3.0, 6.0, 9.0], [1.0, 4.0, 8.0], None),
        (["dk", "refused it"], ["yes"], None),
        (["a", "b", "c", "d"], ["yes"], None),
    ],
)
def test_spss_is_told_of_codes_one_by_one_or_as_a_range_without_answers(
    codes, answers, told
):
    assert missing_codes(codes, answers) == told
