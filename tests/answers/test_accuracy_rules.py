"""Were attention items missed, and do records agree?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.answers.accuracy_rules import against_records, missed, not_recorded
from csat_methods.answers.answer_sheet import sheet_of


def wave(frame):
    items = {
        "look": {"scale": "down", "role": "attention", "right": 1},
        "bought": {"type": "date"},
    }
    scale = {"lowest": 1, "highest": 5, "direction": "descending"}
    study = cs.Study.from_dict(
        {"id": "x", "title": "X", "items": items, "scales": {"down": scale}}
    )
    return cs.Wave.from_frame(frame, study=study, person="id")


FRAME = pd.DataFrame(
    {
        "id": ["a", "b", "c"],
        # Turned round on reading: code 1 has become 5.
        "look": [5.0, 1.0, np.nan],
        "bought": pd.to_datetime(["2026-01-01 10:00", "2026-01-05 00:00", None]),
    }
)


def test_the_right_answer_is_known_on_scales_that_are_turned():
    wrong = missed(wave(FRAME))["look"]
    assert wrong.tolist()[:2] == [0, 1]
    assert np.isnan(wrong[2])


def test_days_are_compared_whatever_the_hour():
    told = pd.DataFrame({"bought": pd.to_datetime(["2026-01-01", "2026-01-04"])})
    told.index = ["a", "b"]
    sheet = sheet_of(wave(FRAME), None, None, told)
    hits = against_records(sheet)
    assert (hits.found, hits.checked) == (1, 2)
    assert against_records(sheet_of(wave(FRAME), None, None, told, {"bought": 1})
                           ).found == 0  # fmt: skip
    assert not_recorded(sheet).found == 1
    assert against_records(sheet_of(wave(FRAME), None, None)) is None
