"""Does a line of the ledger say what was done, and to how many?"""

from dataclasses import FrozenInstanceError

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import Message
from csat_methods.wave.ledger import Entry


def test_a_line_does_not_change():
    line = Entry("rake", Message("to {v}", {"v": "sex"}), 10, 10, 10)
    with pytest.raises(FrozenInstanceError):
        line.after = 9


def test_lines_follow_the_order_of_the_work():
    frame = pd.DataFrame({"q1": [1, 2, 3, 4, 5], "sex": list("ffmmm")})
    wave = cs.Wave.from_frame(frame)
    wave = wave.drop(frame["q1"] == 5, reason="staff")
    wave = cs.rake(wave, {"sex": {"f": 10, "m": 10}})
    wave = cs.replicate(wave.where(wave.frame["q1"] > 0), method="jk1")
    said = [(line.step, str(line.detail)) for line in wave.ledger]
    assert said == [
        ("drop", "ineligible: staff"),
        ("rake", "to sex"),
        ("replicate", "4 jackknife replicates"),
    ]
    assert [line.before for line in wave.ledger] == [5, 4, 4]
    assert [line.rows for line in wave.ledger] == [1, 4, 4]
