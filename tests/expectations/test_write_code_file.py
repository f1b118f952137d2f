"""Can a person confirm the draft of a code file, and then count?"""

import pandas as pd
import pytest

import csat_methods as cs

SAID = ["Mr Smith was late", "Late!", "late", "call 020 7946 0958", None, "dear"] * 4


def wave():
    return cs.Wave.from_frame(pd.DataFrame({"why": SAID}))


def test_words_are_suggested_confirmed_and_counted(tmp_path):
    path = cs.write_code_file(wave(), tmp_path / "codes.csv", "why", least=4)
    draft = pd.read_csv(path, dtype=object)
    assert set(draft["words"]) >= {"late", "dear"}
    sure = draft["theme"] == "late"
    draft.loc[sure, ["status", "confirmed_by", "date"]] = ["confirmed", "A", "2025-1-1"]
    with pytest.raises(ValueError, match="date='2025-1-1'"):
        cs.comment_themes(wave(), "why", frame=draft)
    draft.loc[sure, "date"] = "2025-01-01"
    found = cs.comment_themes(wave(), "why", frame=draft)
    assert found.table[["term", "people", "n"]].to_numpy().tolist() == [
        ["late", 12, 20]
    ]
    assert any("nobody has confirmed" in note.id for note in found.notes)


def test_answers_are_drafted_once_each_without_names(tmp_path):
    path = cs.write_code_file(wave(), tmp_path / "a.csv", "why", of="answers")
    draft = pd.read_csv(path, dtype=object, keep_default_na=False)
    assert draft["times"].astype(int).tolist() == [8, 4, 4, 4]
    every = " ".join(draft["text"])
    assert "Smith" not in every
    assert "7946" not in every
    draft["theme"] = ["time", "time;staff", "", "cost"]
    draft = draft.assign(status="confirmed", confirmed_by="A. B.", date="2025-01-01")
    found = cs.comment_themes(wave(), "why", frame=draft).table
    assert dict(zip(found["term"], found["people"], strict=True)) == {
        "time": 12,
        "staff": 4,
        "cost": 4,
    }


def test_nobody_s_work_is_written_over(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("mine", "utf8")
    with pytest.raises(ValueError, match="exists; nobody's work is written over"):
        cs.write_code_file(wave(), path, "why")
    assert path.read_text("utf8") == "mine"


def test_wrong_arguments_are_refused(tmp_path):
    with pytest.raises(ValueError, match="of='themes' must be one of words, answers"):
        cs.write_code_file(wave(), tmp_path / "a.csv", "why", of="themes")
    with pytest.raises(ValueError, match=r"\['least'\] are for of='words' only"):
        cs.write_code_file(wave(), tmp_path / "a.csv", "why", of="answers", least=3)
    assert not list(tmp_path.iterdir())
