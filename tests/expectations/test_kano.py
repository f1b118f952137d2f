"""Which features must be there, and which delight?"""

import json

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from tests.conftest import SHARED

RNG = np.random.default_rng(7)
ANSWERS = pd.DataFrame(
    {
        "f1": RNG.choice([1, 2, 3], 120, p=[0.2, 0.7, 0.1]),
        "d1": RNG.choice([3, 4, 5], 120, p=[0.1, 0.1, 0.8]),
        "f2": RNG.choice([1, 2, 3], 120, p=[0.8, 0.1, 0.1]),
        "d2": RNG.choice([2, 3, 4], 120),
        "w": RNG.uniform(1, 2, 120),
        "city": RNG.choice(["A", "B"], 120),
    }
)
PAIRS = {"brakes": ("f1", "d1"), "music": ("f2", "d2")}
LETTERS = {"M": "must_be", "O": "one_dimensional", "A": "attractive"}
LETTERS |= {"I": "indifferent", "R": "reverse", "Q": "questionable"}


def wave(frame=ANSWERS, **design):
    return cs.Wave.from_frame(frame, **design)


def test_the_kiosk_survey_item_by_item():
    source = SHARED / "data" / "real" / "kiosk_servqual_kano_ipa.csv"
    if not source.exists():
        pytest.skip("the kiosk survey is not there")
    fixtures = SHARED / "research" / "csat_fixtures.json"
    known = json.loads(fixtures.read_text("utf8"))["kiosk_kano"]
    pairs = {k: (f"K{k}_fun", f"K{k}_dys") for k in known}
    found = cs.kano(wave(pd.read_csv(source)), pairs)
    for item, want in known.items():
        row = found[item]
        for letter, category in LETTERS.items():
            assert row[category] * row["n"] == pytest.approx(want[letter])
        assert row["better"] == pytest.approx(want["SI"])
        assert row["worse"] == pytest.approx(want["DI"])


def test_better_s_error_is_that_of_a_share_of_those_who_are_not_against_it():
    row = cs.kano(wave(), PAIRS)["brakes"]
    n = row["n"] * (row[["must_be", "one_dimensional"]].sum() + row["attractive"])
    n += row["n"] * row["indifferent"]
    p = row["better"]
    assert row["better_se"] == pytest.approx(np.sqrt(p * (1 - p) / n), rel=0.02)


def test_scores_of_dumouchel():
    row = cs.kano(wave(), PAIRS)["music"]
    worth = {1: 4, 2: 2, 3: 0}
    assert row["functional_mean"] == pytest.approx(ANSWERS["f2"].map(worth).mean())
    worth = {2: -1, 3: 0, 4: 2}
    assert row["dysfunctional_mean"] == pytest.approx(ANSWERS["d2"].map(worth).mean())


def test_a_weight_of_two_is_two_alike_people():
    doubled = pd.concat([ANSWERS, ANSWERS.head(40)], ignore_index=True)
    weighted = ANSWERS.assign(w=np.where(np.arange(120) < 40, 2.0, 1.0))
    one, two = (
        cs.kano(wave(frame, **how), PAIRS).table
        for frame, how in ((doubled, {}), (weighted, {"weights": "w"}))
    )
    columns = [*LETTERS.values(), "better", "worse", "category", "strength"]
    pd.testing.assert_frame_equal(one[columns], two[columns])


def test_segments_are_the_same_as_narrowed_waves():
    found = cs.kano(wave(weights="w"), PAIRS, by="city")
    alone = cs.kano(wave(weights="w").by("city")["A"], PAIRS)
    part = found.table[found.table["city"] == "A"].reset_index(drop=True)
    columns = ["n", *LETTERS.values(), "better", "better_se", "worse_se"]
    pd.testing.assert_frame_equal(part[columns], alone.table[columns])


def test_the_order_of_rows_changes_nothing():
    mixed = ANSWERS.sample(frac=1, random_state=3)
    one, two = (cs.kano(wave(f, weights="w"), PAIRS).table for f in (ANSWERS, mixed))
    pd.testing.assert_frame_equal(one, two)


def test_codes_may_be_others():
    turned = ANSWERS.assign(**{c: 6 - ANSWERS[c] for c in ("f1", "d1", "f2", "d2")})
    one = cs.kano(wave(), PAIRS).table
    two = cs.kano(wave(turned), PAIRS, codes=(5, 4, 3, 2, 1)).table
    pd.testing.assert_frame_equal(one, two)


def test_a_scale_coded_from_its_other_end_is_noticed():
    turned = ANSWERS.assign(d1=6 - ANSWERS["d1"], d2=6 - ANSWERS["d2"])
    turned[["f1", "f2"]] = 1
    turned[["d1", "d2"]] = 1
    found = cs.kano(wave(turned), PAIRS)
    assert any("run the other way" in note.id for note in found.notes)
    assert not any("run the other way" in n.id for n in cs.kano(wave(), PAIRS).notes)


def test_one_feature_among_others_that_is_coded_from_its_other_end_is_named():
    turned = ANSWERS.assign(f2=6 - ANSWERS["f2"])
    notes = cs.kano(wave(turned), PAIRS).notes
    said = [str(note) for note in notes if "run the other way" in note.id]
    assert len(said) == 1
    assert "music" in said[0]
    assert "brakes" not in said[0]


def test_questionable_answers_are_said_by_feature():
    odd = ANSWERS.copy()
    odd.loc[:9, ["f2", "d2"]] = 1
    said = [str(n) for n in cs.kano(wave(odd), PAIRS).notes if "in twenty" in n.id]
    assert len(said) == 1
    assert "music" in said[0]
    assert not any("in twenty" in n.id for n in cs.kano(wave(), PAIRS).notes)


def test_what_the_law_requires_is_must_be_whatever_is_answered():
    told = {"text": "Brakes", "aspect": "product", "origin": "statutory"}
    given = {"id": "x", "title": "X", "items": {"f1": {"answers": [1, 2, 3, 4, 5]}}}
    study = cs.Study.from_dict({**given, "characteristics": {"brakes": told}})
    notes = cs.kano(cs.Wave.from_frame(ANSWERS, study=study), PAIRS).notes
    said = [str(note) for note in notes if "Required by law" in note.id]
    assert said == ["Required by law, and so basic whatever customers answer: Brakes."]


def test_the_plane_of_mean_scores_has_its_categories_and_errors():
    table = cs.kano(wave(weights="w"), PAIRS).table.set_index("term")
    kinds = ["one_dimensional", "attractive"]
    assert table["category_continuous"].tolist() == kinds
    scored = ANSWERS.assign(score=ANSWERS["f2"].map({1: 4.0, 2: 2.0, 3: 0.0}))
    known = cs.means(wave(scored, weights="w"), "score")
    assert table.loc["music", "functional_mean"] == pytest.approx(known.estimate)
    assert table.loc["music", "functional_mean_se"] == pytest.approx(known.se)


def test_an_all_questionable_feature_has_no_better_and_worse():
    found = cs.kano(wave(ANSWERS.assign(f1=1, d1=1)), PAIRS)
    row = found["brakes"]
    assert row["category"] == "questionable"
    assert np.isnan(row["better"])
    assert np.isnan(row["worse_se"])
    assert any("no better and worse" in note.id for note in found.notes)


def test_a_feature_that_nobody_answered_has_no_category():
    row = cs.kano(wave(ANSWERS.assign(f1=np.nan)), PAIRS)["brakes"]
    assert (row["n"], row["category"]) == (0, "")
    assert np.isnan(row["probability"])


@pytest.mark.parametrize(
    ("pairs", "how", "error", "why"),
    [
        ({"a": ("f1", "f1")}, {}, ValueError, r"pairs=\['a'\]"),
        ({}, {}, ValueError, "pairs={}"),
        ({"a": ("f1", "zz")}, {}, KeyError, "zz"),
        (PAIRS, {"codes": (1, 2, 3)}, ValueError, r"codes=\[1, 2, 3\]"),
        (PAIRS, {"codes": (0, 1, 2, 3, 4)}, ValueError, r"item='d1' has answers \[5"),
        (PAIRS, {"level": 2}, ValueError, "level=2"),
    ],
)
def test_wrong_arguments_are_refused(pairs, how, error, why):
    with pytest.raises(error, match=why):
        cs.kano(wave(), pairs, **how)


def test_the_headline_names_what_is_taken_for_granted_and_what_delights():
    said = cs.kano(wave(), PAIRS).summary()
    assert "missed if absent: brakes" in said
    assert "welcome: music" in said


def test_codes_that_run_the_other_way_are_said_before_any_category():
    turned = pd.DataFrame({"f": [5] * 40, "d": [2] * 40})
    said = cs.kano(cs.Wave.from_frame(turned), {"x": ("f", "d")}).summary()
    assert "see whether the codes of one question run the other way" in said
