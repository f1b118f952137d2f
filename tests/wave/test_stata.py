"""Does a Stata file keep its words, and the reasons of its blanks?"""

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from csat_methods.wave.cells import Cells
from csat_methods.wave.readers import read_table
from csat_methods.wave.reading import read_wave

ANSWERS = pd.DataFrame(
    {
        "q1": [1, 5, "a", None, "z", "a"],
        "q2": [1.5, 2, 3, None, 4, 5],
        "said": ["می‌خواهم", "", "x", "y", "z", "é"],
        "day": pd.to_datetime(["2026-05-01", None, *["2026-05-02"] * 4]),
    }
)
STUDY = """\
schema: 1
id: shop
title: {en: Shop}
items:
  q1:
    role: overall
    answers: {1: {en: bad}, 2: , 3: , 4: , 5: {en: good}}
    not_applicable: [.a]
  q2: {type: number}
  said: {type: text, role: open}
  day: {type: date}
"""


@pytest.fixture
def dta(tmp_path):
    """A file with value labels and two extended blanks."""
    path = tmp_path / "data" / "w.dta"
    path.parent.mkdir()
    pyreadstat.write_dta(
        ANSWERS,
        path,
        column_labels={"q1": "Overall / رضایت کلی"},
        variable_value_labels={"q1": {1: "bad", 5: "good", "a": "Do not know"}},
        missing_user_values={"q1": ["a", "z"]},
    )
    return path


def test_stata_brings_its_words_and_tells_its_blanks_apart(dta):
    table = read_table(dta, name="w.dta")
    assert table.labels == {"q1": "Overall / رضایت کلی"}
    assert table.value_labels == {"q1": {1: "bad", 5: "good", ".a": "Do not know"}}
    assert Cells.of(table, "q1").spelled == ["1", "5"]
    assert Cells.of(table, "q1", frozenset({".a"})).spelled == ["1", "5", ".a"]
    assert Cells.of(table, "q2").distinct == [1.5, 2, 3, 4, 5]
    assert Cells.of(table, "said").distinct == ["می‌خواهم", "x", "y", "z", "é"]
    days = [pd.Timestamp("2026-05-01"), pd.Timestamp("2026-05-02")]
    assert Cells.of(table, "day").distinct == days
    assert [str(note) for note in table.notes] == [
        "w.dta tells blanks apart, by reason and number of cells: .a: 2, .z: 1."
    ]


def test_a_blank_that_the_study_knows_is_not_applicable(dta, tmp_path):
    folder = tmp_path / "params" / "shop" / "waves"
    folder.mkdir(parents=True)
    (folder.parent / "study.yaml").write_text(STUDY, "utf8")
    wave = "schema: 1\nid: w\nsources: {responses: data/w.dta}\n"
    (folder / "w.yaml").write_text(wave, "utf8")
    wave = read_wave(folder / "w.yaml")
    np.testing.assert_equal(wave.frame["q1"].tolist(), [1, 5, *[np.nan] * 4])
    assert wave.absent["q1"].tolist() == [0, 0, 1, 0, 0, 1]
    assert wave.frame["said"].tolist()[0] == "می‌خواهم"
    assert wave.frame["day"].tolist()[0] == pd.Timestamp("2026-05-01")


def test_a_day_blank_for_a_reason_is_blank(tmp_path):
    # Stata's .b in a day: the last but 24 of the long integers.
    path = tmp_path / "a.dta"
    days = pd.to_datetime(["2026-05-01", "2026-05-02"])
    frame = pd.DataFrame({"day": days, "q1": [1, 2]})
    frame.to_stata(path, write_index=False, convert_dates={"day": "td"}, version=118)
    raw = path.read_bytes()
    stored = np.float64((days[1] - pd.Timestamp("1960-01-01")).days).tobytes()
    blank = float.fromhex("0x1.002p1023")
    assert raw.count(stored) == 1
    path.write_bytes(raw.replace(stored, np.float64(blank).tobytes()))
    table = read_table(path, name="a.dta")
    assert Cells.of(table, "day").spelled == ["2026-05-01t00:00:00"]
    assert ".b: 1" in str(table.notes[0])


def test_text_of_old_files_is_read_in_the_encoding_that_is_said(tmp_path):
    path = tmp_path / "a.dta"
    words = "خوب".encode("cp1256").decode("latin-1")
    pd.DataFrame({"said": [words]}).to_stata(path, write_index=False, version=114)
    assert read_table(path, encoding="cp1256").frame["said"].tolist() == ["خوب"]
    with pytest.raises(ValueError, match=r"a.dta: encoding='utf-8' does not fit"):
        read_table(path, name="a.dta", encoding="utf-8")


def test_a_broken_stata_file_is_refused_in_words(dta):
    raw = dta.read_bytes()
    for broken in (raw[:200], raw[:-400], b"<stata_dta>" + raw, b"\x71" * 999):
        dta.write_bytes(broken)
        with pytest.raises(ValueError, match=r"w.dta: (is no Stata|claims)"):
            read_table(dta, name="w.dta")


def test_a_file_that_claims_more_than_it_holds_is_refused_unread(dta):
    raw = bytearray(dta.read_bytes())
    place = raw.index(b"<N>") + 3
    raw[place : place + 8] = (2 * 10**9).to_bytes(8, "little")
    dta.write_bytes(bytes(raw))
    with pytest.raises(ValueError, match=r"w.dta: claims .* it is not whole"):
        read_table(dta, name="w.dta")


def test_whatever_byte_is_broken_nothing_but_words_is_said(dta):
    raw, rng, said = dta.read_bytes(), np.random.default_rng(4), []
    for place in rng.integers(len(raw), size=150).tolist():
        broken = bytearray(raw)
        broken[place] ^= int(rng.integers(1, 256))
        dta.write_bytes(bytes(broken))
        try:
            read_table(dta, name="w.dta")
        except ValueError as error:
            said.append(str(error))
    assert said
    assert all("w.dta" in words for words in said)
