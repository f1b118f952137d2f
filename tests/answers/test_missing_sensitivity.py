"""Do means under each belief about blanks stand where they must?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(n=300, seed=1):
    rng = np.random.default_rng(seed)
    a = rng.normal(size=n)
    b = (4 + 1.2 * a + 0.8 * rng.normal(size=n)).round().clip(1, 7)
    frame = pd.DataFrame({"a": (4 + a).round().clip(1, 7), "b": b, "whole": b})
    frame["w"] = rng.uniform(1, 2, n)
    frame.loc[rng.random(n) < 1 / (1 + np.exp(1.5 - 2 * a)), "b"] = np.nan
    return frame


def found(frame, **how):
    wave = cs.Wave.from_frame(
        frame, weights="w", scales={"a": (1, 7), "b": (1, 7), "whole": (1, 7)}
    )
    call = {"using": "a", "m": 5, "seed": 1} | how
    return cs.missing_sensitivity(wave, "b", **call), wave


def test_as_answered_are_the_means_and_filled_ones_are_pooled():
    result, wave = found(survey())
    plain, made = cs.means(wave, "b"), cs.impute(wave, ["b", "a"], m=5, seed=1)
    pooled = cs.pool(cs.means, made, "b")
    for name, known in (("answered", plain), ("imputed", pooled)):
        row = result.row(treatment=name)
        for column in ("estimate", "se", "ci_low", "ci_high"):
            assert row[column] == pytest.approx(getattr(known, column)), column
    assert result.row(treatment="imputed")["fmi"] > 0


def test_bounds_hold_every_other_belief_and_the_truth():
    frame = survey()
    result, wave = found(frame)
    at = result.table.set_index("treatment")["estimate"]
    assert at["lowest"] < at["imputed_lower"] < at["imputed"] < at["imputed_higher"]
    assert at["imputed_higher"] < at["highest"]
    assert at["lowest"] < cs.means(wave, "whole").estimate < at["highest"]
    blank = np.average(frame["b"].isna(), weights=frame["w"])
    share = result.table["blank"].iloc[0]
    assert share == pytest.approx(blank)
    # The bounds are apart by the share of blanks times the length of the scale.
    assert at["highest"] - at["lowest"] == pytest.approx(6 * blank)


def test_filled_answers_move_by_the_share_of_blanks():
    frame = survey()
    wave = cs.Wave.from_frame(frame, weights="w")
    at = cs.missing_sensitivity(wave, "b", using="a", m=5, seed=1, shift=0.3)
    at = at.table.set_index("treatment")["estimate"]
    blank = np.average(frame["b"].isna(), weights=frame["w"])
    moved = 0.3 * frame["b"].std() * blank
    assert at["imputed_higher"] - at["imputed"] == pytest.approx(moved)
    assert at["imputed"] - at["imputed_lower"] == pytest.approx(moved)
    # Without a scale there are no bounds.
    assert "lowest" not in at.index


def test_no_blanks_make_all_treatments_one():
    frame = survey().assign(b=lambda f: f["whole"])
    result, _ = found(frame)
    assert np.ptp(result.table["estimate"]) == pytest.approx(0)
    assert result.table["blank"].tolist() == [0] * 6
    assert result.table["fmi"].tolist() == [0] * 6
    assert np.ptp(result.table["se"]) == pytest.approx(0)


def test_the_wave_file_says_how_where_it_does():
    frame = survey()
    wave = cs.Wave.from_frame(frame, scales={"b": (1, 7)})
    told = cs.prepare(wave, [{"impute": {"items": ["a", "b"], "m": 4, "seed": 3}}])
    result = cs.missing_sensitivity(told, "b")
    known = cs.missing_sensitivity(wave, "b", using="a", m=4, seed=3)
    assert result.imputations == 4
    assert result.table["estimate"].tolist() == pytest.approx(
        known.table["estimate"].tolist(), abs=0.05
    )


def test_the_sentence_says_how_far_the_worst_item_moves():
    result, _ = found(survey())
    assert "left blank" in result.summary()
    assert "hold less or more than others like them" in result.summary()


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"shift": -1}, "shift=-1 must be a finite number from 0"),
        ({"seed": None}, "seed must be given"),
        ({"using": ()}, "items=|must name"),
        ({"m": 1}, "m=1"),
    ],
)
def test_what_cannot_be_filled_is_refused(how, why):
    with pytest.raises(ValueError, match=why):
        found(survey(60), **how)


def test_an_item_without_an_answer_is_refused():
    with pytest.raises(ValueError, match=r"items=\['b'\] have no answer"):
        found(survey(60).assign(b=np.nan))


def test_without_named_items_the_wave_files_are_taken_or_missed():
    wave = cs.Wave.from_frame(survey(60))
    with pytest.raises(ValueError, match="does not say how blanks are filled"):
        cs.missing_sensitivity(wave)
    told = wave._with(imputation={"items": ["a", "b"], "m": 4, "seed": 3})
    assert list(cs.missing_sensitivity(told).table["term"].unique()) == ["a", "b"]
