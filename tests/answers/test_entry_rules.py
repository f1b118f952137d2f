"""Can these answers have been given, and do they go together?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.answers.answer_sheet import sheet_of
from csat_methods.answers.entry_rules import (
    contradictions,
    hardly_answered,
    not_offered,
)

ITEMS = {
    "grade": {"scale": "down"},
    "city": {"type": "nominal", "answers": ["north", "south"]},
    "free": {"type": "nominal"},
    "age": {"type": "number", "lowest": 15, "highest": 99},
}
SCALES = {"down": {"points": [1, 2, 4], "direction": "descending"}}
CHECKS = {
    "version": 1,
    "day": "2026-01-01",
    "contradictions": {
        "young": {"text": "Y", "when": [{"item": "age", "below": 18},
                                        {"item": "city", "equals": "north"}]},
        "lost": {"text": "L", "when": [{"item": "zz", "equals": 1}]},
    },
}  # fmt: skip


def sheet(frame):
    study = cs.Study.from_dict(
        {"id": "x", "title": "X", "items": ITEMS, "scales": SCALES, "checks": CHECKS}
    )
    wave = cs.Wave.from_frame(frame, study=study, scales={"grade": (1, 4)})
    return sheet_of(wave, None, None)


def frame(**changes):
    made = pd.DataFrame(
        {"grade": [4.0, 3, 1], "city": ["north", "South", None], "free": ["x"] * 3,
         "age": [20.0, 99, np.nan]}
    )  # fmt: skip
    return made.assign(**changes)


def test_codes_off_a_turned_scale_and_unknown_words_are_found():
    # Of 1, 2, 4 turned round 4, 3, 1 are possible.
    assert not_offered(sheet(frame())).found == 0
    hits = not_offered(sheet(frame(grade=[2.0, 3, 1], city=["moon", None, None])))
    assert hits.places == {"grade": 1, "city": 1}
    assert not_offered(sheet(frame(age=[14.0, 100, 50]))).places == {"age": 2}


def test_who_meets_all_conditions_contradicts_itself():
    assert contradictions(sheet(frame())).found == 0
    hits = contradictions(sheet(frame(age=[16.0, 16, 30])))
    assert (hits.found, hits.places) == (1, {"young": 1})


def test_less_than_half_is_hardly_answered():
    few = frame(grade=np.nan, free=None, age=[20.0, np.nan, np.nan])
    # Two of four, one of four, and nothing at all.
    assert hardly_answered(sheet(few)).found == 1
