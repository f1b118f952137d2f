"""Are the right items tried, and comments put where they belong?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.questionnaire.tried_items import (
    all_comments,
    comments_on_items,
    tried_evidence,
    tried_items,
)

ITEMS = {
    "q1": {"answers": [1, 2, 3], "characteristic": "speed"},
    "why": {"type": "text", "role": "open", "characteristic": "speed"},
    "day": {"type": "date", "role": "background"},
    "check": {"type": "nominal", "role": "attention", "answers": [1, 2]},
    "away": {"answers": [1, 2, 3]},
}
FRAME = pd.DataFrame(
    {"q1": [1.0, 2, 3], "why": ["slow", "", None], "day": ["a"] * 3, "check": [1] * 3}
)


@pytest.fixture
def wave():
    study = cs.Study.from_dict({"id": "shop", "title": "Shop", "items": ITEMS})
    return cs.Wave.from_frame(FRAME, study=study)


def test_comments_checks_and_what_was_not_asked_are_not_tried(wave):
    assert tried_items(wave, None) == ["q1", "day"]
    assert tried_items(wave, ["check"]) == ["check"]


def test_without_a_study_scales_name_the_items():
    bare = cs.Wave.from_frame(FRAME, scales={"q1": (1, 3)})
    assert tried_items(bare, None) == ["q1"]


def test_comments_belong_to_the_items_on_their_characteristic(wave):
    assert comments_on_items(wave, ["q1", "day"], None) == [1, 0]
    assert comments_on_items(wave, ["q1", "day"], {"day": "why"}) == [0, 1]
    assert all_comments(wave, None) == 1


def test_words_enter_no_coefficient(wave):
    assert len(tried_evidence(wave, ["q1", "why"], 0.95)) == 0
