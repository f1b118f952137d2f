"""Does a table say how many were asked, answered and were left out, and why?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods._messages import Text
from csat_methods.result import Result, Used
from csat_methods.wave.estimate import domains
from csat_methods.wave.table import (
    asked_counts,
    domain_of,
    notes_of,
    result_of,
    selection_note,
    small_note,
    used_of,
)

FRAME = pd.DataFrame(
    {
        "q1": [1, np.nan, 3, np.nan, 5, np.nan, 4, np.nan],
        "q2": [1.0, 2, 3, 4, 5, 4, 4, 3],
        "sex": ["f", "f", "f", "f", "m", "m", "m", None],
        "w": [1.0] * 8,
    }
)
ABSENT = {"q1": np.array([0, 1, 0, 2, 0, 0, 0, 2], np.int8)}
"""Of q1: one "not applicable", two not asked, one without an answer."""


def wave(**more):
    return cs.Wave.from_frame(FRAME, **more)._with(absent=ABSENT)


def test_asked_and_not_applicable_are_counted_by_segment_and_term():
    made = wave()
    where = domains(made, "sex")
    about = {"q1": ("q1",), "q2": ("q2",), "both": ("q1", "q2")}
    asked, inapplicable = asked_counts(made, where, ["q1", "q2", "both"], about)
    assert asked.tolist() == [3, 4, 3, 3, 3, 3]
    assert inapplicable.tolist() == [1, 0, 1, 0, 0, 0]


def test_everybody_is_accounted_for():
    used = cs.means(wave(), ["q1", "q2"]).used
    assert used == Used(
        8, (4, 8), {"not asked": 2, "not applicable": 1, "no answer": 1}
    )
    assert 4 + sum(used.left_out.values()) == 8


def test_everybody_is_accounted_for_over_segments_too():
    used = cs.means(wave(), ["q1", "q2"], by="sex").used
    assert used.asked == 8
    assert used.used == (2, 4)
    assert used.left_out == {
        "no segment": 1,
        "not asked": 1,
        "not applicable": 1,
        "no answer": 1,
    }


def test_people_outside_the_domain_are_not_left_out():
    made = wave()
    used = cs.means(made.where(FRAME["sex"] == "f"), "q1").used
    assert used == Used(4, (2, 2), {"not asked": 1, "not applicable": 1})


def test_nothing_is_left_out_where_nothing_is_missing():
    assert cs.means(wave(), "q2").used == Used(8, (8, 8), {})


def test_an_empty_table_rests_on_nobody():
    assert used_of(wave(), pd.DataFrame({"n": []})) == Used(8, (0, 0), {})


def test_a_table_without_counts_of_asked_has_no_reasons():
    table = pd.DataFrame({"term": ["q1"], "n": [4]})
    assert used_of(wave(), table) == Used(8, (4, 4), {})


# ---------------------------------------------------------------------- notes
def test_a_domain_too_small_for_an_error_is_noted():
    frame = FRAME.assign(g=[1, 2, 2, 2, 3, 3, 3, 3])
    result = cs.means(cs.Wave.from_frame(frame), "q2", by="g")
    assert result.table["se"].isna().tolist() == [True, False, False]
    assert result.table["ci_low"].isna().tolist() == [True, False, False]
    assert result.table["estimate"].notna().all()
    assert str(result.notes[0]) == (
        "One row rests on fewer than two independent units; it has no error."
    )
    assert str(small_note(3)).startswith("3 rows rest on fewer than two")


def test_a_sample_without_known_chances_carries_a_caution():
    assert selection_note(wave()) == ()
    for selection in ("quota", "convenience"):
        note, *_ = cs.means(wave(selection=selection), "q2").notes
        assert f"known chances ({selection}); intervals are as if" in str(note)


def test_a_table_without_freedoms_has_no_note():
    assert notes_of(wave(), pd.DataFrame({"n": [1]})) == ()


# --------------------------------------------------------------------- results
def test_a_result_speaks_of_its_domain():
    made = wave().where(FRAME["q2"] > 1, name="q2 above 1")
    assert domain_of(made).words == ("q2 above 1",)
    assert domain_of(made).digest == made.key[:16]
    assert domain_of(made).named
    assert not domain_of(made.where(FRAME["q2"] > 2)).named


def test_extra_columns_and_fields_are_handed_on():
    table = pd.DataFrame({"term": ["q2"], "estimate": [3.25], "n": [8]})
    made = result_of(
        wave(),
        Result,
        "Mean",
        table,
        level=0.9,
        labels={"q2": Text({"en": "Staff"})},
        notes=[small_note(1)],
    )
    assert made.level == 0.9
    assert made.labels["q2"].texts == {"en": "Staff"}
    assert made.notes == (small_note(1),)
    assert made.used == Used(8, (8, 8), {})


def test_segments_lead_the_table_and_are_shown_in_the_studys_words():
    study = cs.Study.from_dict(
        {
            "id": "shop",
            "title": {"en": "Shop"},
            "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
            "items": {
                "q2": {
                    "type": "scale",
                    "role": "satisfaction",
                    "scale": "five",
                    "text": {"en": "Staff"},
                },
                "sex": {
                    "type": "nominal",
                    "role": "background",
                    "answers": {"f": {"en": "Women"}, "m": {"en": "Men"}},
                    "text": {"en": "Sex"},
                },
            },
        }
    )
    result = cs.means(cs.Wave.from_frame(FRAME, study=study), "q2", by="sex")
    assert result.table.columns[0] == "sex"
    assert result.labels["sex"].texts["en"] == "Sex"
    assert result.rounded()["sex"].tolist() == ["Women", "Men"]
    assert result.table["sex"].tolist() == ["f", "m"]
