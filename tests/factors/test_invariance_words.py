"""Is what differs between groups said in the study's words?"""

import pandas as pd

import csat_methods as cs
from csat_methods._messages import plain
from csat_methods.factors.invariance_words import (
    group_words,
    left_out_note,
    released_note,
    released_words,
)


def wave():
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {
                "q1": {
                    "role": "satisfaction",
                    "text": "Staff",
                    "answers": [1, 2, 3],
                }
            },
            "segments": {"g": {"text": "Region", "levels": {1: "North", 2: "South"}}},
        }
    )
    frame = pd.DataFrame({"q1": [1.0, 2.0], "g": [1, 2]})
    return cs.Wave.from_frame(frame, study=study)


def test_each_kind_of_term_has_its_words():
    said = {
        term: str(released_words(wave(), term))
        for term in ("all =~ q1", "q1 ~1", "q1 |", "q1 ~~ q1")
    }
    assert said == {
        "all =~ q1": "loading of Staff",
        "q1 ~1": "starting point of Staff",
        "q1 |": "categories of Staff",
        "q1 ~~ q1": "residual of Staff",
    }


def test_groups_have_the_study_s_words_or_their_own():
    assert [plain(w) for w in group_words(wave(), "g", ["2"])] == ["South"]
    bare = cs.Wave.from_frame(pd.DataFrame({"g": [1]}))
    assert group_words(bare, "g", ["1"]) == ("1",)


def test_nothing_is_said_of_nothing():
    assert released_note(wave(), ()) == []
    assert left_out_note(wave(), "g", ()) == []
