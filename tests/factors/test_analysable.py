"""Are items that cannot be analysed together refused by name?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.analysable import design_note, together

ITEMS = list("abcdef")


def test_the_complete_answers_are_weighted(planted):
    wave = cs.Wave.from_frame(planted, weights="w")
    found = together(wave, ITEMS)
    assert (found.n, found.asked) == (390, 400)
    assert found.n_effective < 390
    assert not found.alike
    rows = planted.dropna()
    wanted = np.cov(rows[ITEMS].T, aweights=rows["w"])
    scale = np.sqrt(np.diag(wanted))
    correlations = found.R
    assert correlations == pytest.approx(wanted / np.outer(scale, scale), rel=1e-10)


def test_equal_weights_are_all_people(planted):
    found = together(cs.Wave.from_frame(planted.assign(w=3.7), weights="w"), ITEMS)
    assert found.n_effective == found.n == 390
    assert found.alike


def test_the_domain_and_people_without_weight_are_left_out(planted):
    frame = planted.assign(w=np.where(planted["b"] > 0, planted["w"], 0.0))
    wave = cs.Wave.from_frame(frame, weights="w")
    wave = wave.where(wave.frame["c"] > -1)
    rows = frame.dropna()
    assert together(wave, ITEMS).n == int(((rows["b"] > 0) & (rows["c"] > -1)).sum())


def test_the_ratings_of_the_study_are_the_default():
    study = cs.Study.from_dict(
        {
            "id": "s",
            "title": "S",
            "scales": {"five": {"lowest": 1, "highest": 5}},
            "items": [
                {"id": f"q{i}", "scale": "five", "role": "perception"} for i in range(3)
            ],
        }
    )
    x = np.random.default_rng(1).integers(1, 6, (50, 3))
    frame = pd.DataFrame(x, columns=["q0", "q1", "q2"])
    found = together(cs.Wave.from_frame(frame, study=study), None)
    assert found.items == ("q0", "q1", "q2")


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda f: f.assign(b=2.0), r"items=\['b'\] are constant"),
        (lambda f: f.assign(b=f["c"] * 2 + 1), "b and c are copies of each other"),
        (lambda f: f.assign(b=-f["c"]), "items: b and c are copies"),
        (
            lambda f: f.assign(b=f["c"] + f["d"]),
            "b, c, d add up to one another",
        ),
        (lambda f: f.assign(b=np.nan), r"0 people answered all 6.*b \(0\)"),
        (lambda f: f.iloc[10:16], "6 people answered all 6; more people"),
        (lambda f: f.assign(b="x"), r"items=\['b'\] hold text"),
    ],
)
def test_what_cannot_be_analysed_is_named(planted, change, match):
    frame = change(planted).reset_index(drop=True)
    with pytest.raises(ValueError, match=match):
        together(cs.Wave.from_frame(frame), ITEMS)


def test_two_items_and_other_missing_rules_are_refused(planted):
    wave = cs.Wave.from_frame(planted)
    with pytest.raises(ValueError, match=r"items=\['a', 'b'\]: at least three"):
        together(wave, ["a", "b"])
    with pytest.raises(ValueError, match="missing='mean'"):
        together(wave, ITEMS, "mean")
    with pytest.raises(KeyError, match="zz"):
        together(wave, ["a", "b", "zz"])


def test_a_design_is_noted(planted):
    assert design_note(cs.Wave.from_frame(planted)) == []
    (note,) = design_note(cs.Wave.from_frame(planted, weights="w"))
    assert "drawn alone" in str(note)
