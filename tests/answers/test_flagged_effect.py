"""Is the change by those flagged, and its error, what it should be?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(n=200, seed=1):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(1, 8, (n, 2)).astype(float), columns=["a", "b"])
    frame.loc[::9, "b"] = np.nan
    return frame.assign(w=rng.uniform(1, 3, n), odd=rng.random(n) < 0.2)


def test_the_change_by_hand():
    # 1, 4, 5, 4, 1: mean 3 of five, 3.5 of the first four.
    wave = cs.Wave.from_frame(pd.DataFrame({"q": [1, 4, 5, 4, 1]}))
    odd = pd.Series([False] * 4 + [True])
    row = cs.with_and_without(wave, odd, "q")["q"]
    assert (row["estimate"], row["n"], row["n_flagged"]) == (0.5, 5, 1)
    # Influence of the change: (y − 3.5)/4 of the four less (y − 3)/5 of all.
    z = np.array([-2.5, 0.5, 1.5, 0.5, 0]) / 4 - np.array([-2, 1, 2, 1, -2]) / 5
    assert row["se"] == pytest.approx(np.sqrt(5 / 4 * (z**2).sum()))


def test_both_means_are_those_of_means():
    frame = survey()
    wave = cs.Wave.from_frame(frame, weights="w")
    table = cs.with_and_without(wave, frame["odd"], ["a", "b"]).table.set_index("term")
    whole = cs.means(wave, ["a", "b"]).table.set_index("term")
    rest = cs.means(wave.where(~frame["odd"]), ["a", "b"]).table.set_index("term")
    for side, known in (("all", whole), ("without", rest)):
        assert table[side].tolist() == pytest.approx(known["estimate"].tolist())
        assert table[f"{side}_low"].tolist() == pytest.approx(known["ci_low"].tolist())
    change = rest["estimate"] - whole["estimate"]
    assert table["estimate"].tolist() == pytest.approx(change.tolist())
    assert (table["se"] < whole["se"]).all()


def test_the_error_is_that_of_the_jackknife():
    frame = survey()
    wave = cs.Wave.from_frame(frame, weights="w")
    line = cs.with_and_without(wave, frame["odd"], ["a", "b"]).table
    jack = cs.replicate(wave, method="jkn")
    again = cs.with_and_without(jack, frame["odd"], ["a", "b"]).table
    assert again["estimate"].tolist() == pytest.approx(line["estimate"].tolist())
    assert again["se"].tolist() == pytest.approx(line["se"].tolist(), rel=0.02)


def test_flags_of_careless_responses_are_taken():
    frame = pd.DataFrame(
        np.random.default_rng(1).integers(1, 6, (80, 20)).astype(float)
    ).add_prefix("q")
    frame.loc[:9] = 1.0
    wave = cs.Wave.from_frame(frame)
    found = cs.careless_responses(wave, list(frame))
    effect = cs.with_and_without(wave, found, list(frame))
    assert effect.flagged == found.people["flagged"].sum() >= 10
    assert effect.table["estimate"].tolist() == pytest.approx(
        found.comparison["difference"].tolist()
    )
    assert "would move" in effect.summary()


def test_nobody_flagged_changes_nothing():
    frame = survey().assign(odd=False)
    effect = cs.with_and_without(cs.Wave.from_frame(frame), frame["odd"], ["a"])
    assert effect.table["estimate"].tolist() == [0.0]
    assert "n_flagged" not in effect.table
    assert effect.summary() == "Nobody is flagged, so no mean would change."


def test_a_change_within_chance_is_said_to_be_none():
    frame = survey()
    effect = cs.with_and_without(cs.Wave.from_frame(frame), frame["odd"], ["a", "b"])
    assert "would change no mean beyond chance" in effect.summary()


def test_those_that_sum_up_are_taken_where_none_are_named():
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {"a": {"answers": list(range(1, 8)), "role": "overall"}},
        }
    )
    frame = survey()
    wave = cs.Wave.from_frame(frame, study=study)
    assert cs.with_and_without(wave, frame["odd"]).table["term"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("flagged", "items", "why"),
    [
        (lambda f: f["a"], ["a"], "flagged=Series must be a boolean Series"),
        (lambda f: f["odd"].iloc[:5], ["a"], "with the index of wave.frame"),
        (lambda f: f["odd"] | True, ["a"], "everybody is"),
        (lambda f: f["odd"], None, "the study has none that sum up"),
    ],
)
def test_what_cannot_be_compared_is_refused(flagged, items, why):
    frame = survey()
    with pytest.raises(ValueError, match=why):
        cs.with_and_without(cs.Wave.from_frame(frame), flagged(frame), items)
