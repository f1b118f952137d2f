"""Tests of what must be known of a draw."""

import pandas as pd

from csat_methods import draw_sample
from csat_methods.sampling.draw_notes import COUNTED

FRAME = pd.DataFrame({"id": range(100), "g": ["a"] * 50 + ["b"] * 50})


def notes(**arguments):
    return list(map(str, draw_sample(FRAME, id="id", seed=1, **arguments).notes))


def test_a_plain_draw_needs_no_note():
    assert notes(n=10) == []


def test_each_thing_that_happens_is_said_once_with_how_often():
    said = notes(
        n={"a": 9, "b": 0}, strata="g", exclude=[1, 2, 3], keep=[4, 999], reserve=0
    )
    found = {name: text for name in COUNTED for text in said if _begins(text, name)}
    assert list(found) == ["excluded", "kept", "gone", "empty"]
    assert "Excluded before the draw: 3 customers" in found["excluded"]
    assert found["gone"].endswith("no longer in the list: 1 customers.")


def _begins(text, name):
    return text.startswith(COUNTED[name].split("{")[0])


def test_a_period_in_one_stratum_is_enough_for_a_warning():
    frame = FRAME.assign(turn=[i % 5 for i in range(50)] + [0, 1] * 25)
    arguments = {"id": "id", "seed": 1, "method": "systematic", "strata": "g"}
    said = draw_sample(frame, {"a": 10, "b": 10}, **arguments).notes
    assert [str(note).split(" in ")[2].split(":")[0] for note in said] == ["turn"]
