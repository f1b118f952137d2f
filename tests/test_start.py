"""Tests of how one's own file becomes a study."""

import os
from pathlib import Path

import pandas as pd
import pytest
import yaml

import csat_methods as cs
from csat_methods.report.checking import check_wave
from csat_methods.start import new_study

HOTEL = Path(__file__).parents[1] / "data" / "tutorial" / "hotel.sav"


def test_a_labelled_file_becomes_a_study_that_reads(tmp_path):
    (tmp_path / "params").mkdir()
    study_file, wave_file, data = new_study("hotel", HOTEL, tmp_path)
    assert data.read_bytes() == HOTEL.read_bytes()
    wave = cs.read_wave(wave_file)
    assert wave.n == 320
    assert set(wave.study.pairs()) == {"wait", "staff", "rooms", "food", "bill"}
    assert wave.study.role("overall") == ("overall",)
    assert wave.study.role("recommend") == ("nps",)
    assert wave.scales["e_wait"] == (1, 7)
    assert "# review" in study_file.read_text("utf8")
    assert cs.gap_scores(wave)["wait"]["estimate"] < -0.5


def test_what_a_file_does_not_tell_is_left_open_with_a_reason(tmp_path):
    (tmp_path / "params").mkdir()
    _, wave_file, _ = new_study("hotel", HOTEL, tmp_path)
    lines = check_wave(wave_file)
    told = dict(line.split(maxsplit=1) for line in lines if line[0] == "0")
    assert told["01_expectations"] == "runs in part"
    assert told["06_satisfaction"] == "runs"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_other_formats_do_as_well(tmp_path, ending):
    (tmp_path / "params").mkdir()
    frame = pd.DataFrame(
        {"e_a": [1, 5, 7] * 9, "p_a": [2, 4, 6] * 9, "shop": list("xyz") * 9}
    )
    source = tmp_path / f"own file.{ending}"
    write = {"csv": "to_csv", "xlsx": "to_excel", "parquet": "to_parquet"}[ending]
    getattr(frame, write)(source, index=False)
    _, wave_file, _ = new_study("own", source, tmp_path)
    assert wave_file.name == "own-file.yaml"
    wave = cs.read_wave(wave_file)
    assert wave.study.pairs() == {"a": ("e_a", "p_a")}
    assert wave.segments == ["shop"]


HEADINGS = [
    "City, x: 1}",
    "[a, b]",
    "# no comment",
    "!!python/object/apply:os.system ['touch hacked']",
    "&a *a: - b",
    "a\nschema: 2\nitems: {}",
    "a\u2028schema: 2",
    "'\"\\",
    "no",
    "<script>alert(1)</script>",
    '=HYPERLINK("http://e","x")',
    "👩‍👩‍👧 \u202efdp",
    "%s {0} {n}",
    "e_{a: 1}",
    "p_{a: 1}",
]


@pytest.mark.parametrize("file", ["a\nitems: {}\nx.csv", "a, b}: #.csv", "a'b\".csv"])
@pytest.mark.skipif(os.name == "nt", reason="such a file cannot be there")
def test_no_heading_answer_or_file_name_is_taken_for_yaml(tmp_path, monkeypatch, file):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params").mkdir()
    asked = {name: [1, 2, 3, 4, 5] * 12 for name in HEADINGS}
    names = dict(zip(["", "x, y}", "a]: b", "#", "no"], "abcde", strict=True))
    shops = [f"{shop or 'plain'}" for shop in names] * 12
    frame = pd.DataFrame({**asked, "shop {type, a}": shops})
    frame["ticked"] = ["a, b;c]: d", "c]: d", "a, b"] * 20
    frame.to_csv(tmp_path / file, index=False)
    study_file, wave_file, _ = new_study("mine", file, tmp_path)
    content = yaml.safe_load(study_file.read_text("utf8"))
    columns = {item.get("column", name) for name, item in content["items"].items()}
    assert len(columns) == len(HEADINGS) + 1
    assert content["segments"]
    assert check_wave(wave_file)
    assert not list(tmp_path.rglob("hacked"))


def test_an_existing_study_is_never_overwritten(tmp_path):
    (tmp_path / "params").mkdir()
    new_study("hotel", HOTEL, tmp_path)
    with pytest.raises(ValueError, match="study='hotel' exists already"):
        new_study("hotel", HOTEL, tmp_path)


@pytest.mark.parametrize("name", ["", "../x", "a b", "-x", "x" * 60])
def test_a_name_that_is_no_folder_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="study="):
        new_study(name, HOTEL, tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ValueError, match=r"nothing\.csv"):
        new_study("x", tmp_path / "nothing.csv", tmp_path)


def test_headings_in_words_become_names_and_keep_their_columns(tmp_path):
    (tmp_path / "params").mkdir()
    said = "How satisfied were you with the time that our staff at the desk took?"
    frame = pd.DataFrame({f"{said} {end}": [1, 5, 3, 4, 2] * 8 for end in "ab"})
    frame["1. Price (€)"] = frame["1. Price [$]"] = [5, 1, 2, 3, 4] * 8
    frame.to_csv(tmp_path / "own.csv", index=False)
    study_file, wave_file, _ = new_study("own", tmp_path / "own.csv", tmp_path)
    wave = cs.read_wave(wave_file)
    names = list(wave.study.items)
    assert names[0].startswith("How_satisfied_were_you_with")
    assert names[1] == f"{names[0]}_2"
    assert names[2:] == ["1._Price", "1._Price_2"]
    assert wave.frame["1._Price_2"].tolist() == frame["1. Price [$]"].tolist()
    assert said in study_file.read_text("utf8")


PERSIAN = ["کاملاً مخالفم", "مخالفم", "نظری ندارم", "موافقم", "کاملاً موافقم"]


def test_a_persian_file_with_answers_in_words_becomes_a_persian_study(tmp_path):
    (tmp_path / "params").mkdir()
    said = [PERSIAN[k % 5] for k in range(40)]
    frame = pd.DataFrame(
        {
            "انتظار: قیمت": said,
            "ادراک: قیمت": said[3:] + said[:3],
            "رضایت کلی": [text.replace("ی", "ي") + "\u200f " for text in said],
            "شعبه": ["ونک", "کرج"] * 20,
            "تاریخ": ["۱۴۰۳/۰۷/۱۲", "۱۴۰۳/۰۸/۰۱"] * 20,
            "شماره تماس": [f"۰۹۱۲{k:07d}" for k in range(40)],
            "پیشنهاد شما": [f"لطفاً با ۰۹۱۲{k:07d} تماس بگیرید" for k in range(40)],
        }
    )
    frame.loc[3, "رضایت کلی"] = "بی‌پاسخ"
    frame.to_excel(tmp_path / "پیمایش.xlsx", index=False)
    study_file, wave_file, _ = new_study("own", tmp_path / "پیمایش.xlsx", tmp_path)
    wave = cs.read_wave(wave_file)
    assert wave.study.languages == ("fa",)
    assert wave.study.pairs() == {"قیمت": ("انتظار_قیمت", "ادراک_قیمت")}
    assert wave.frame["انتظار_قیمت"].tolist() == [k % 5 + 1 for k in range(40)]
    assert (wave.absent["رضایت_کلی"] == 1).sum() == 1
    assert wave.frame["تاریخ"].dt.year.unique().tolist() == [2024]
    assert wave.segments == ["شعبه"]
    assert wave.file.columns.names == ("شماره تماس",)
    assert wave.study.analysis.lines == {"gap": 0}
    assert "{fa: شعبه}" in study_file.read_text("utf8")


def test_a_list_of_a_labelled_file_is_a_segment_with_its_words(tmp_path):
    import pyreadstat

    (tmp_path / "params").mkdir()
    frame = pd.DataFrame({"branch": [1.0, 2, 3] * 9, "overall": [1.0, 4, 5] * 9})
    places = {1: "Vanak", 2: "Karaj", 3: "Qom"}
    pyreadstat.write_sav(
        frame, str(tmp_path / "a.sav"), variable_value_labels={"branch": places}
    )
    _, wave_file, _ = new_study("own", tmp_path / "a.sav", tmp_path)
    wave = cs.read_wave(wave_file)
    assert wave.segments == ["branch"]
    levels = wave.study.segments["branch"].levels
    assert {code: words.texts["en"] for code, words in levels.items()} == places
