"""Does a mean of ordered answers say what it supposes?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.scale_note import EQUAL_STEPS, equal_steps_note

ITEMS = {
    "rating": {"answers": [1, 2, 3]},
    "ticked": {"type": "binary"},
    "age": {"type": "number"},
}


@pytest.mark.parametrize(
    ("items", "notes"),
    [
        (["rating"], (EQUAL_STEPS,)),
        (["age", "rating"], (EQUAL_STEPS,)),
        (["age", "ticked"], ()),
        (["unknown"], ()),
    ],
)
def test_only_ordered_answers_need_the_note(items, notes):
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": ITEMS})
    wave = cs.Wave.from_frame(pd.DataFrame({"rating": [1.0, 2.0]}), study=study)
    assert equal_steps_note(wave, items) == notes


def test_without_a_study_nothing_is_known():
    wave = cs.Wave.from_frame(pd.DataFrame({"rating": [1.0, 2.0]}))
    assert equal_steps_note(wave, ["rating"]) == ()
