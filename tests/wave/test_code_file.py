"""Is a theme counted only where a person has confirmed it?"""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.code_file import answer_key, code_file_of

ROW = {
    "theme": "time",
    "words": "late; دیر",
    "answer": "",
    "status": "confirmed",
    "confirmed_by": "A. B.",
    "date": "2025-11-30",
}


def codes(*changes):
    return code_file_of(pd.DataFrame([ROW | change for change in changes]))


def test_only_confirmed_rows_are_rules():
    found = codes({}, {"status": "suggested"}, {"status": "Rejected", "date": None})
    assert [row.words for row in found.rows] == [("late", "دیر")]
    assert (found.themes, found.open) == (("time",), 1)
    assert found.rows[0].day == date(2025, 11, 30)


def test_days_persian_digits_and_empty_columns_are_read():
    found = codes({"date": date(2025, 1, 2)}, {"date": "۲۰۲۵-۱۱-۳۰", "answer": np.nan})
    assert [row.day.year for row in found.rows] == [2025, 2025]
    bare = pd.DataFrame([ROW]).drop(columns="answer")
    assert code_file_of(bare).themes == ("time",)


def test_themes_have_words_in_the_languages_of_the_file():
    found = code_file_of(pd.DataFrame([ROW | {"en": "Punctual", "fa": "وقت‌شناسی"}]))
    assert found.labels["time"].texts == {"en": "Punctual", "fa": "وقت‌شناسی"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"status": "sure"},
            "row 2: status='sure' must be one of confirmed, sugg",
        ),
        ({"status": None}, "row 2: status='' must be one of"),
        ({"confirmed_by": " "}, "row 2: is confirmed, but confirmed_by names nobody"),
        ({"date": "30.11.2025"}, r"row 2: date='30.11.2025' must be the day"),
        ({"date": "1404-09-09"}, "row 2: date='1404-09-09' must be the day"),
        ({"date": date.today() + timedelta(days=2)}, "and not lie ahead"),
        ({"words": ""}, "row 2: must have either words or an answer"),
        ({"answer": "a1"}, "row 2: must have either words or an answer"),
        ({"theme": "a;b"}, "row 2: theme='a;b' must be one theme for words"),
        ({"theme": None}, "row 2: theme='' must be one theme for words"),
        ({"words": "late;12"}, "row 2: words='late;12' hold a part without letters"),
    ],
)
def test_a_confirmation_that_is_none_is_refused(change, why):
    with pytest.raises(ValueError, match=why):
        codes(change)


def test_every_fault_is_said_at_once():
    with pytest.raises(ValueError, match=r"(?s)row 2: status.*row 3: is confirmed"):
        codes({"status": "x"}, {"confirmed_by": ""})
    with pytest.raises(ValueError, match=r"has no columns \['status'\]"):
        code_file_of(pd.DataFrame([ROW]).drop(columns="status"))
    with pytest.raises(ValueError, match=r"has no columns \['words', 'answer'\]"):
        code_file_of(pd.DataFrame([ROW]).drop(columns=["words", "answer"]))
    with pytest.raises(ValueError, match=r"answers \['a1'\] are confirmed in two rows"):
        codes(*[{"words": "", "answer": "a1"}] * 2)


def test_the_key_of_an_answer_is_that_of_its_words():
    assert answer_key("قيمت‌ها، بالا!") == answer_key("قیمت ها بالا")
    assert answer_key("late") != answer_key("later")


def test_a_wave_file_names_its_code_file(tmp_path):
    folder = tmp_path / "params" / "x" / "waves"
    folder.mkdir(parents=True)
    (tmp_path / "params" / "x" / "study.yaml").write_text(
        "schema: 1\nid: x\ntitle: X\nitems:\n  why: {type: text, role: open}\n"
        "  q: {answers: [1, 2]}\n",
        "utf8",
    )
    (folder / "w.yaml").write_text(
        "schema: 1\nid: w\nsources: {responses: a.csv, themes: codes.csv}\n", "utf8"
    )
    (tmp_path / "a.csv").write_text("why,q\nlate,1\nkind,2\nدیر شد,1\n", "utf8")
    pd.DataFrame([ROW]).to_csv(tmp_path / "codes.csv", index=False)
    wave = cs.read_wave(folder / "w.yaml")
    assert cs.comment_themes(wave).table["people"].tolist() == [2]
    pd.DataFrame([ROW | {"date": ""}]).to_csv(tmp_path / "codes.csv", index=False)
    with pytest.raises(ValueError, match=r"codes.csv: row 2: date='' must be"):
        cs.read_wave(folder / "w.yaml")


def test_a_long_file_of_faults_is_told_in_few_sentences():
    with pytest.raises(ValueError, match="2979 more: 3000 in all") as caught:
        codes(*[{"status": f"x{i}"} for i in range(3000)])
    assert len(str(caught.value).splitlines()) == 1
    with pytest.raises(ValueError, match=r"date='x0' must be .* 3000 in all") as caught:
        codes(*[{"date": f"x{i}", "words": ""} for i in range(3000)])
    assert len(str(caught.value).splitlines()) == 2
    with pytest.raises(ValueError, match=r"'a115' and 480 more\] are confirmed in two"):
        codes(*[{"words": "", "answer": f"a{i % 500}"} for i in range(3000)])
