"""Are answers used only as people agreed?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.study.instrument import Study
from csat_methods.wave.consents import consenting
from csat_methods.wave.ledger import ledger_of
from csat_methods.wave.raw_table import RawTable


def table(**columns):
    frame = pd.DataFrame(columns, dtype="str")
    return RawTable(frame, np.arange(len(frame)) + 2, "w.csv")


def study(**consent):
    return Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "consent": {"text": "Your answers are used for statistics.", **consent},
            "scales": {"s": {"points": [1, 2, 3, 4, 5]}},
            "items": [{"id": "q", "text": "Quality", "scale": "s", "role": "overall"}],
        }
    )


@pytest.fixture
def written(tmp_path):
    """A study and a wave on disk, whose third person said no and fourth nothing."""
    folder = tmp_path / "params" / "s" / "waves"
    folder.mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (folder.parent / "study.yaml").write_text(
        "schema: 1\nid: s\ntitle: S\n"
        "consent: {text: Used for statistics, column: agree, agreed: [yes, بله]}\n"
        "scales: {s: {points: [1, 2, 3, 4, 5]}}\n"
        "items: [{id: q, text: Quality, scale: s, role: overall}]\n",
        "utf8",
    )
    (folder / "w1.yaml").write_text(
        "schema: 1\nid: w1\nsources: {responses: data/w1.csv}\n", "utf8"
    )
    (tmp_path / "data" / "w1.csv").write_text(
        "agree,q\nYes,5\nبله,4\nno,1\n,2\n", "utf8"
    )
    return folder / "w1.yaml"


def test_what_each_agreed_to_stays_with_the_answers(written):
    wave = cs.read_wave(written)
    assert wave.frame["agree"].tolist() == ["Yes", "بله"]
    assert wave.study.consent.text.texts["en"] == "Used for statistics"


def test_who_did_not_agree_is_left_out_and_counted(written):
    wave = cs.read_wave(written)
    assert wave.frame["q"].tolist() == [5, 4]
    assert wave.frame.index.tolist() == [2, 3]
    (entry,) = [e for e in wave.ledger if e.rows]
    assert (entry.before, entry.after, entry.rows) == (4, 2, 2)
    assert str(entry.detail) == "2 people did not agree that their answers be used"


def test_without_cells_that_say_yes_nobody_is_left_out():
    given = table(agree=["1", "0"], q=["5", "4"])
    assert consenting(given, study(column="agree")) is given
    assert consenting(given, study()) is given


@pytest.mark.parametrize("yes", ["1", 1.0, "۱"])
def test_yes_is_yes_however_it_is_spelled(yes):
    made = consenting(table(agree=["1.0", "0"]), study(column="agree", agreed=yes))
    assert made.rows.tolist() == [2]
    assert len(ledger_of(made)) == 1


def test_nothing_is_noted_where_all_agreed():
    made = consenting(table(agree=["1", "1"]), study(column="agree", agreed=1))
    assert made.left_out == ()


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"w.csv: consent names the column 'agre'"):
        consenting(table(agree=["1"]), study(column="agre", agreed=1))


def test_a_file_in_which_nobody_agreed_is_refused():
    with pytest.raises(
        ValueError, match=r"column 'agree': nobody agreed; yes is \[1\]"
    ):
        consenting(table(agree=["0", ""]), study(column="agree", agreed=[1]))
