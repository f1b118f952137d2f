"""Tests of the log of what was done to the answers."""

import pandas as pd

from csat_methods import Wave, preparation_log, prepare


def test_rows_in_are_rows_used_and_rows_left_out():
    wave = Wave.from_frame(pd.DataFrame({"q1": [1, 2, 4, 5], "c": list("aabb")}))
    low = {"when": [{"item": "q1", "below": 2}], "reason": "too low"}
    gone = {
        "when": [{"item": "q1", "at_least": 5}],
        "reason": "staff",
        "ineligible": True,
    }
    made = prepare(wave, [{"exclude": low}, {"exclude": gone}])
    log = preparation_log(made)
    assert log.used.asked == 4
    assert log.used.used == (2, 2)
    assert sum(log.used.left_out.values()) == 2
    assert log.table["after"].tolist() == [4, 3, 2]
    assert log.table["rows"].tolist() == [4, 1, 1]
    assert "too low" in repr(log)
    assert "staff" in repr(log)


def test_a_wave_as_it_came_has_one_line():
    log = preparation_log(Wave.from_frame(pd.DataFrame({"q1": [1, 2]})))
    assert log.table["step"].tolist() == ["read"]
    assert log.used.used == (2, 2)
