"""Are comments those of the domain, and only what was written?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.comments import comments_of, open_item

FRAME = pd.DataFrame({"why": ["late", "", None, " \n", "dear"], "q": [1, 2, 3, 4, 5]})


def test_blank_comments_and_people_outside_are_left_out():
    wave = cs.Wave.from_frame(FRAME)
    assert comments_of(wave, "why").to_dict() == {0: "late", 4: "dear"}
    narrow = wave.where(wave.frame["q"] < 3)
    assert comments_of(narrow, "why").tolist() == ["late"]


def test_numbers_and_unknown_items_are_refused():
    wave = cs.Wave.from_frame(FRAME)
    with pytest.raises(ValueError, match="item='q' holds numbers"):
        comments_of(wave, "q")
    with pytest.raises(KeyError, match="whi"):
        comments_of(wave, "whi")


def test_the_first_open_question_is_read_where_none_is_named():
    items = {"q": {"answers": [1, 2, 3, 4, 5]}, "why": {"type": "text", "role": "open"}}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    wave = cs.Wave.from_frame(FRAME, study=study)
    assert open_item(wave, None) == "why"
    assert open_item(wave, "other") == "other"
    with pytest.raises(ValueError, match=r"needs='open'.*in the customer's own words"):
        open_item(cs.Wave.from_frame(FRAME), None)
