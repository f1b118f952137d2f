"""Do the two sides of a gap come from the study, and fit each other?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.wave.pairs import (
    Pair,
    declared_dimensions,
    declared_pairs,
    person_means,
    sound_pairs,
    unscaled_note,
)

FRAME = pd.DataFrame({"e1": [7, 6], "e2": [5, 4], "p1": [6, 6], "p2": [3, np.nan]})


def study(**more):
    items = {
        f"{side}{i}": {
            "role": role,
            "answers": list(range(1, 8)),
            "characteristic": f"c{i}",
        }
        for side, role in (("e", "expectation"), ("p", "perception"))
        for i in (1, 2)
    }
    return cs.Study.from_dict({"id": "x", "title": "X", "items": items, **more})


def test_columns_and_lists_become_pairs():
    wave = cs.Wave.from_frame(FRAME)
    found = sound_pairs(wave, {"a": ("e1", "p1"), "b": (["e1", "e2"], ["p1", "p2"])})
    assert found["a"] == Pair(("e1",), ("p1",))
    assert found["b"].columns == ("e1", "e2", "p1", "p2")


def test_a_person_s_mean_needs_all_the_answers():
    wave = cs.Wave.from_frame(FRAME)
    assert person_means(wave, ["e1", "e2"]).tolist() == [6, 5]
    assert np.isnan(person_means(wave, ["p1", "p2"])[1])


def test_dimensions_are_the_constructs_else_the_characteristics():
    plain = cs.Wave.from_frame(FRAME, study=study())
    assert declared_dimensions(plain) == declared_pairs(plain)
    assert declared_pairs(plain) == {"c1": ("e1", "p1"), "c2": ("e2", "p2")}
    grouped = study(constructs={"both": {"items": ["p1", "p2"]}})
    found = declared_dimensions(cs.Wave.from_frame(FRAME, study=grouped))
    assert found == {"both": (("e1", "e2"), ("p1", "p2"))}


def test_undeclared_scales_are_noted_declared_ones_are_not():
    bare, scaled = (
        cs.Wave.from_frame(FRAME, scales=scales)
        for scales in (None, dict.fromkeys(FRAME, (1, 7)))
    )
    pairs = {"a": Pair(("e1",), ("p1",))}
    assert len(unscaled_note(bare, pairs)) == 1
    assert unscaled_note(scaled, pairs) == ()


def test_nominal_codes_make_no_gap():
    items = {"e1": {"type": "nominal", "answers": [6, 7]}}
    nominal = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    wave = cs.Wave.from_frame(FRAME, study=nominal)
    with pytest.raises(ValueError, match=r"items=\['e1'\] are nominal"):
        sound_pairs(wave, {"a": ("e1", "p1")})
