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


def apart(**more):
    """Return answers of which each person gave one side only."""
    rows = {"e": [5, 6, 7, None, None, None], "p": [None, None, None, 4, 5, 6]}
    frame = pd.DataFrame(rows | {"y": [1, 2, 3, 4, 5, 6]} | more, dtype=float)
    return cs.Wave.from_frame(frame, scales=dict.fromkeys(("e", "p", "y"), (1, 7)))


PAIR = {"speed": ("e", "p")}


METHODS = {
    "gaps": lambda wave: cs.gap_scores(wave, PAIR),
    "reliability": lambda wave: cs.gap_reliability(wave, PAIR),
    "zone": lambda wave: cs.zone_of_tolerance(wave, {"speed": ("y", "e", "p")}),
    "directly": lambda wave: cs.disconfirmation(wave, PAIR, items={"speed": "y"}),
    "chain": lambda wave: cs.gap_chain(
        wave, expected={"speed": "e"}, perceived={"speed": "p"}
    ),
}


@pytest.mark.parametrize("name", METHODS)
def test_different_people_on_the_two_sides_are_refused(name):
    with pytest.raises(ValueError, match=r"\['speed'\]: different people answered"):
        METHODS[name](apart())


def test_one_pair_among_others_that_nobody_gave_both_sides_of_is_missing():
    wave = apart(q=[1, 2, 3, 4, 5, 5], r=[2, 2, 3, 4, 5, 6])
    found = cs.gap_scores(wave, PAIR | {"staff": ("q", "r")})
    assert found["speed"]["n"] == 0
    assert np.isnan(found["speed"]["estimate"])
    assert found["staff"]["estimate"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("pairs", [["e", "p"], "speed", {("e", "p")}])
def test_pairs_that_are_no_dict_are_refused(pairs):
    with pytest.raises(
        ValueError, match=r"must be \{name: \(expectation, perception\)\}"
    ):
        cs.gap_scores(apart(), pairs)


def test_a_missing_partner_is_noted():
    scale = {"answers": list(range(1, 8))}
    items = {
        name: scale | {"role": role, "characteristic": about}
        for name, role, about in [
            ("e1", "expectation", "speed"),
            ("p1", "perception", "speed"),
            ("e2", "expectation", "staff"),
            ("p3", "perception", "price"),
        ]
    }
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    asked = pd.DataFrame(np.arange(24).reshape(6, 4) % 7 + 1, columns=list(items))
    notes = map(str, cs.gap_scores(cs.Wave.from_frame(asked, study=study)).notes)
    assert "Without a gap, as only one side was asked: staff, price." in list(notes)
    chosen = {"speed": ("e1", "p1")}
    given = cs.gap_scores(cs.Wave.from_frame(asked, study=study), chosen)
    assert not any("only one side" in str(note) for note in given.notes)


@pytest.mark.parametrize(
    ("pair", "error", "why"),
    [
        ((1, 2), ValueError, "must each be"),
        ((None, "p"), ValueError, "must each be"),
        ((["e"], []), ValueError, "must each be"),
        ((["e"], [["p"]]), KeyError, r"Columns \[\['p'\]\] are not in the wave"),
    ],
)
def test_a_side_that_is_no_column_is_refused(pair, error, why):
    with pytest.raises(error, match=why):
        cs.gap_scores(apart(), {"speed": pair})


def test_a_side_may_be_any_list_of_columns():
    both = apart(q=[1, 2, 3, 4, 5, 5], r=[2, 2, 3, 4, 5, 6])
    listed = cs.gap_scores(both, {"x": [["q"], ["r"]]})
    for kind in (tuple, np.array, pd.Index):
        found = cs.gap_scores(both, {"x": (kind(["q"]), kind(["r"]))})
        assert found.table.equals(listed.table)


@pytest.mark.parametrize("twice", [True, False])
def test_satisfaction_that_was_asked_too_is_said_to_be_another_answer(twice):
    roles = ("expectation", "perception", *(("satisfaction",) if twice else ()))
    items = {
        role: {"role": role, "characteristic": "speed", "answers": [1, 2, 3, 4, 5]}
        for role in roles
    }
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    frame = pd.DataFrame({role: [3.0, 4.0, 5.0] for role in roles})
    found = cs.gap_scores(cs.Wave.from_frame(frame, study=study))
    assert any("another answer" in str(note) for note in found.notes) is twice
