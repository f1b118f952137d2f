"""Is a wave answers, design and domain, and does nothing in it change?"""

from dataclasses import FrozenInstanceError

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods._messages import Message, Number

FRAME = pd.DataFrame(
    {"q1": [1.0, 5, np.nan, 3], "w": [1.0, 2, 1, 1], "person": list("abcd")},
    index=[10, 20, 30, 40],
)


@pytest.fixture
def wave():
    return cs.Wave.from_frame(FRAME, weights="w", person="person")


def test_a_frame_becomes_a_wave_of_everybody(wave):
    assert wave.n == 4
    assert wave.domain.all()
    assert wave.person == "person"
    assert wave.weights.to_dict() == {10: 1, 20: 2, 30: 1, 40: 1}
    assert repr(wave) == "Wave wave: 4 of 4 rows in the domain."


def test_the_wave_does_not_change_with_the_frame_it_came_from():
    frame = FRAME.copy()
    wave = cs.Wave.from_frame(frame, weights="w")
    key = wave.key
    frame.loc[10, ["q1", "w"]] = 99.0
    frame["new"] = 1
    handed, weights = wave.frame, wave.weights
    handed.loc[10, "q1"] = 98.0
    weights.loc[10] = 97.0
    assert wave.frame.loc[10, "q1"] == 1
    assert "new" not in wave.frame
    assert wave.weights.loc[10] == 1
    assert wave.design.weights[0] == 1
    assert cs.Wave.from_frame(wave.frame, weights="w").key == key


def test_attributes_cannot_be_set(wave):
    with pytest.raises(FrozenInstanceError):
        wave.domain = np.zeros(4, bool)


def test_a_study_gives_the_scales_and_given_ones_come_first():
    study = cs.Study.from_dict(
        {
            "id": "shop",
            "title": {"en": "Shop"},
            "scales": {"five": {"points": [1, 2, 3, 4, 5]}},
            "items": {
                "q1": {
                    "type": "scale",
                    "role": "satisfaction",
                    "scale": "five",
                    "text": {"en": "Price"},
                }
            },
        }
    )
    assert cs.Wave.from_frame(FRAME, study=study).scales == {"q1": (1.0, 5.0)}
    own = cs.Wave.from_frame(FRAME, study=study, scales={"q1": (0, 10)})
    assert own.scales == {"q1": (0, 10)}


@hypothesis.given(st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter(order):
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "q1": rng.integers(1, 8, 12),
            "w": rng.uniform(1, 3, 12),
            "s": np.arange(12) // 6,
            "c": np.arange(12) // 2,
            "N": 20,
        },
        index=list("abcdefghijkl"),
    )
    design = {"strata": "s", "clusters": "c", "population_size": "N", "weights": "w"}
    plain = cs.Wave.from_frame(frame, **design)
    mixed = cs.Wave.from_frame(frame.iloc[list(order)], **design)
    for by in (None, "s"):
        a, b = (cs.means(w, "q1", by=by).table for w in (plain, mixed))
        for column in ("estimate", "se", "df", "n"):
            assert a[column].to_numpy() == pytest.approx(b[column].to_numpy())
    assert mixed.weights.sort_index().equals(plain.weights)


def test_a_line_of_the_ledger_is_added_to_a_new_wave(wave):
    detail = Message("{n} people", {"n": Number(2, "count")})
    new = wave.where(FRAME["q1"] > 1).noted("look", detail, wave, rows=2)
    (line,) = new.ledger
    assert (line.step, line.before, line.after, line.rows) == ("look", 4, 2, 2)
    assert wave.ledger == ()


# ---------------------------------------------------------------------- needs
def test_a_need_that_is_not_met_is_one_sentence(wave):
    assert wave.lacks(["n>=4", "weights"]) is None
    said = str(wave.lacks(["n>=4", "expectation", "strata"]))
    assert said
    with pytest.raises(ValueError, match=said.split(".", maxsplit=1)[0]):
        wave.require("expectation")
    wave.require("n>=4")
    with pytest.raises(ValueError, match=r"^needs='expectation': Left out: "):
        wave.require("n>=4", "expectation", "strata")


def test_needs_are_those_of_the_domain(wave):
    assert wave.where(FRAME["q1"] > 1).lacks(["n>=4"]) is not None


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA])
def test_numbers_that_pandas_keeps_as_objects_are_numbers(blank):
    loose = pd.DataFrame({"q": pd.Series([1, 5, blank, 4.0], dtype=object)})
    wave = cs.Wave.from_frame(loose, scales={"q": (1, 5)})
    assert wave.frame["q"].dtype == float
    assert cs.means(wave, "q").estimate == pytest.approx(10 / 3)
    assert loose["q"].dtype == object


def test_texts_and_numbers_in_one_column_stay_as_they_are():
    mixed = pd.DataFrame({"q": pd.Series([1, "often", None], dtype=object)})
    assert cs.Wave.from_frame(mixed).frame["q"].tolist()[:2] == [1, "often"]
    with pytest.raises(ValueError, match="holds no numbers from 1 to 5"):
        cs.Wave.from_frame(mixed, scales={"q": (1, 5)})


def test_ids_too_long_for_a_float_stay_as_they_are():
    ids = pd.Series([2**60 + 1, 2**60 + 2, 2**70], dtype=object)
    wave = cs.Wave.from_frame(pd.DataFrame({"who": ids, "q": [1, 2, 3]}), person="who")
    assert wave.frame["who"].tolist() == ids.tolist()
