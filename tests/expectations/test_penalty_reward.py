"""Are penalties and rewards those of one regression, with honest errors?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(n=500, seed=4):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(1, 6, (n, 3)), columns=["q1", "q2", "q3"])
    frame["overall"] = 5 - 1.0 * (frame["q1"] <= 2) + 0.2 * (frame["q1"] >= 4)
    frame["overall"] += 0.9 * (frame["q2"] >= 4) - 0.1 * (frame["q2"] <= 2)
    frame["overall"] += 0.7 * (frame["q3"] >= 4) - 0.7 * (frame["q3"] <= 2)
    frame["overall"] += rng.normal(0, 0.6, n) * (1 + 0.4 * (frame["q1"] <= 2))
    return frame.assign(w=rng.uniform(1, 3, n), unit=np.arange(n) // 5)


def found(frame=None, items=("q1", "q2", "q3"), **design):
    wave = cs.Wave.from_frame(survey() if frame is None else frame, **design)
    return cs.penalty_reward(wave, "overall", list(items), low=2, high=4)


def test_coefficients_and_hc3_errors_are_those_of_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    frame = survey()
    x = np.column_stack(
        [np.ones(len(frame))]
        + [frame[q] <= 2 for q in ("q1", "q2", "q3")]
        + [frame[q] >= 4 for q in ("q1", "q2", "q3")]
    ).astype(float)
    fit = sm.OLS(frame["overall"].to_numpy(), x).fit(cov_type="HC3")
    table = found(frame).table
    assert [*table["penalty"], *table["reward"]] == pytest.approx(fit.params[1:])
    assert [*table["penalty_se"], *table["reward_se"]] == pytest.approx(fit.bse[1:])
    each = np.zeros((3, 7))
    each[range(3), [1, 2, 3]] = each[range(3), [4, 5, 6]] = 1
    test = fit.t_test(each)
    assert table["asymmetry"].tolist() == pytest.approx(test.effect)
    assert table["se"].tolist() == pytest.approx(test.sd)
    assert found(frame).r_squared == pytest.approx(fit.rsquared)


@pytest.mark.parametrize(
    ("case", "outcome", "items"), [("five", "sat1", "qual"), ("value", "sat2", "val")]
)
def test_a_bank_s_penalties_are_those_of_r(
    reference, reference_data, case, outcome, items
):
    known = reference("survey/drivers/penalty_reward")
    want = known["values"][case]
    names = [n.removesuffix("_low") for n in want["coefficients"] if "_low" in n]
    assert all(name.startswith(items) for name in names)
    wave = cs.Wave.from_frame(reference_data(known["data"]))
    cuts = {"low": want["cut_low"], "high": want["cut_high"]}
    found = cs.penalty_reward(wave, outcome, names, **cuts)
    for row in found.table.to_dict("records"):
        for side, which in (("penalty", "low"), ("reward", "high")):
            key = f"{row['term']}_{which}"
            assert row[side] == pytest.approx(want["coefficients"][key], abs=1e-9)
            assert row[f"{side}_se"] == pytest.approx(want["se_hc3"][key], rel=1e-8)
            assert row[f"n_{which}"] == want["counts"][key]
    assert found.r_squared == pytest.approx(want["R2"])
    table = want["asymmetry"]
    columns = found.table[["asymmetry", "se", "statistic", "p"]].to_numpy()
    assert columns == pytest.approx(np.array(table["data"]), rel=1e-8)


def test_planted_kinds_are_found():
    assert found().table["kind"].tolist() == ["basic", "exciting", "performance"]
    said = found().summary()
    assert "a gain: q1; the reverse: q2" in said


def test_turning_everything_round_turns_penalties_into_rewards():
    frame = survey()
    turned = 6 - frame[["q1", "q2", "q3"]]
    turned["overall"] = -frame["overall"]
    one, two = found(frame).table, found(turned).table
    assert two["penalty"].tolist() == pytest.approx(-one["reward"])
    assert two["asymmetry"].tolist() == pytest.approx((-one["asymmetry"]).tolist())


def test_errors_are_those_of_the_jackknife_under_a_design():
    wave = cs.Wave.from_frame(survey(1000), weights="w", clusters="unit")
    call = {"low": 2, "high": 4}
    one = cs.penalty_reward(wave, "overall", ["q1", "q2"], **call).table
    again = cs.replicate(wave, method="jkn")
    two = cs.penalty_reward(again, "overall", ["q1", "q2"], **call).table
    assert one["penalty_se"].tolist() == pytest.approx(two["penalty_se"], rel=0.03)
    assert one["se"].tolist() == pytest.approx(two["se"], rel=0.03)


def test_tests_under_a_design_are_those_of_svyglm(reference_data):
    # survey 4.1-1: svyglm of rating on six dummies, svydesign(~rep(1:10, 3), weights
    # = ~1); reward + penalty by vcov, tested by t with df.residual = 3.
    data = reference_data("attitude").assign(c=list(range(10)) * 3)
    wave = cs.Wave.from_frame(data, clusters="c")
    items = ["complaints", "learning", "raises"]
    got = cs.penalty_reward(wave, "rating", items, low=55, high=70).table
    assert (got["df"] == 3).all()
    se = [6.313545620, 4.874888865, 4.322117817]
    assert got["se"].tolist() == pytest.approx(se, rel=1e-6)
    p = [0.633503098, 0.345024323, 0.140143828]
    assert got["p"].tolist() == pytest.approx(p, rel=1e-6)


def test_intervals_of_the_asymmetry_hold_the_truth():
    held = 0
    for seed in range(200):
        row = found(survey(200, seed))["q1"]
        held += row["ci_low"] <= -0.8 <= row["ci_high"]
    assert 0.90 < held / 200 <= 0.99


def test_few_poor_ratings_are_said():
    frame = survey()
    frame["q1"] = np.where(np.arange(len(frame)) < 10, 1, frame["q1"].clip(3))
    assert any("few people" in note.id for note in found(frame, ["q1", "q2"]).notes)


@pytest.mark.parametrize(
    ("change", "how", "why"),
    [
        ({"q1": 5}, {"items": ["q1"]}, "item='q1' has no ratings of at most low=2"),
        ({"q1": 5}, {"items": ["q1"]}, "item='q1' has only ratings of at least high=4"),
        ({}, {"low": 4, "high": 4}, "item=.q1.: low=4 must be below high=4"),
        ({"overall": 3.0}, {}, "outcome='overall' is the same"),
        ({}, {"items": ["q1", "overall"]}, "is among the items too"),
    ],
)
def test_what_cannot_be_fitted_is_refused(change, how, why):
    wave = cs.Wave.from_frame(survey().assign(**change))
    call = {"items": ["q1", "q2"], "low": 2, "high": 4} | how
    with pytest.raises(ValueError, match=why):
        cs.penalty_reward(wave, "overall", **call)


def test_items_that_repeat_each_other_are_refused():
    with pytest.raises(ValueError, match=r"items=\['q4', 'q4'\]"):
        found(survey().assign(q4=survey()["q1"]), ["q1", "q4"])


def test_too_few_people_are_refused():
    with pytest.raises(ValueError, match="n=6 people"):
        found(survey(6))


def test_a_constant_item_is_undecided_and_changes_no_other():
    frame = survey()
    frame = frame.assign(q4=5.0, q5=frame["q3"].clip(3))
    whole = found(frame, ["q1", "q2", "q4"])
    alone = found(frame, ["q1", "q2"]).table
    row = whole["q4"]
    assert row["kind"] == "undecided"
    assert np.isnan(
        row[["estimate", "se", "penalty", "reward", "p"]].astype(float)
    ).all()
    columns = ["term", "estimate", "se", "penalty", "reward", "n", "kind"]
    pd.testing.assert_frame_equal(whole.table[columns].head(2), alone[columns])
    said = [str(note) for note in whole.notes if "undecided" in note.id]
    assert len(said) == 1
    assert said[0].endswith("q4.")
    half = found(frame, ["q1", "q5"])["q5"]
    assert half["kind"] == "undecided"
    assert half["reward"] > 0
    assert np.isnan(half["penalty"])


def test_simulated_kinds_are_told_apart_in_at_least_19_of_20_surveys():
    """T030: items that only penalise, do both alike, only reward."""
    kinds = ["basic", "performance", "exciting"]
    right = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame(rng.integers(1, 6, (600, 3)), columns=["q1", "q2", "q3"])
        low, high = frame <= 2, frame >= 4
        frame["overall"] = rng.normal(5, 0.8, 600)
        frame["overall"] -= low["q1"] + 0.7 * low["q2"]
        frame["overall"] += high["q3"] + 0.7 * high["q2"]
        right += found(frame).table["kind"].tolist() == kinds
    assert right >= 95


def test_cuts_follow_from_each_item_s_scale_where_none_are_given():
    frame, items = survey(), ["q1", "q2"]
    wave = cs.Wave.from_frame(frame, scales=dict.fromkeys(items, (1, 5)))
    table = cs.penalty_reward(wave, "overall", items).table
    known = cs.penalty_reward(wave, "overall", items, low=2, high=4).table
    pd.testing.assert_frame_equal(table, known)
    wide = frame.assign(q2=2 * frame["q2"])
    uneven = cs.Wave.from_frame(wide, scales={"q1": (1, 5), "q2": (1, 10)})
    found = cs.penalty_reward(uneven, "overall", items).table
    assert found[["poor_to", "good_from"]].to_numpy().tolist() == [[2, 4], [5, 9]]
