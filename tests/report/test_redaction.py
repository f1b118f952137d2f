"""Is everything gone that knew a hidden row?"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from csat_methods import Wave, means
from csat_methods._messages import Listing, Message, Text
from csat_methods.report.redaction import redacted
from csat_methods.result import Result, Used


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Segmented(Result):
    """A result by city with a frame that names cities and one that does not."""

    components: pd.DataFrame = field(default_factory=pd.DataFrame)
    loose: pd.DataFrame = field(default_factory=pd.DataFrame)
    words: str = "as it is"
    total: float = 3.5
    pair: tuple = (1, 2)


def segmented():
    table = pd.DataFrame(
        {"city": ["A", "B"], "term": ["q1", "q1"], "estimate": [1.0, 2.0], "n": [40, 3]}
    )
    return Segmented(
        table=table,
        method="S",
        used=Used(43, (3, 40), {"no answer": 2}),
        by=("city",),
        components=pd.DataFrame({"city": ["A", "B"], "share": [0.3, 0.7]}),
        loose=pd.DataFrame({"share": [0.3, 0.7]}),
    )


HIDE_B = np.array([False, True])


def test_a_frame_that_names_segments_keeps_the_visible_ones():
    assert redacted(segmented(), HIDE_B, people=0).components["city"].tolist() == ["A"]


def test_what_names_no_segment_goes_from_a_segmented_result():
    left = redacted(segmented(), HIDE_B, people=0)
    assert len(left.loose) == 0
    assert np.isnan(left.total)
    assert left.pair == ()
    assert left.words == "as it is"


def test_nothing_hidden_leaves_everything():
    result = segmented()
    left = redacted(result, np.array([False, False]), people=0)
    assert left.used == result.used
    assert left.total == 3.5
    pd.testing.assert_frame_equal(left.components, result.components)


def test_columns_to_drop_need_not_be_there():
    left = redacted(segmented(), HIDE_B, people=0, drop=("asked", "n"))
    assert list(left.table) == ["city", "term", "estimate"]


def test_the_result_given_stays_as_it_was():
    result = segmented()
    redacted(result, HIDE_B, people=0)
    assert len(result.table) == len(result.components) == 2


def test_a_note_that_names_a_hidden_item_goes():
    table = pd.DataFrame({"term": ["a", "b"], "estimate": [1.0, 2.0], "n": [40, 3]})
    labels = {"a": Text({"en": "Price"}), "b": Text({"en": "Staff"})}
    notes = tuple(
        Message("All gave one answer to: {items}.", {"items": Listing((told,))})
        for told in (*labels.values(), Text({"en": "Shop"}))
    )
    rule = Message("A rule names nobody.")
    result = Result(
        table=table,
        method="M",
        used=Used(43, (3, 40)),
        labels=labels,
        notes=(*notes, rule),
    )
    assert redacted(result, HIDE_B, people=0).notes == (notes[0], rule)
    assert redacted(result, np.array([True, True]), people=0).notes == (rule,)


def test_a_note_on_one_row_goes_where_it_may_be_a_hidden_one():
    # "One row rests on fewer than two" says of three hidden people that one answered.
    frame = pd.DataFrame({"q": [1.0, 2.0, 3.0] * 14, "city": ["A"] * 41 + ["B"]})
    result = means(Wave.from_frame(frame), "q", by="city")
    assert len(result.notes) == 1
    assert redacted(result, HIDE_B, people=42).notes == ()
