"""Do completions stand for what is missing, honestly?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def survey(seed=1, n=300):
    rng = np.random.default_rng(seed)
    a = rng.normal(size=n)
    frame = pd.DataFrame({"a": a, "b": 0.8 * a + 0.6 * rng.normal(size=n)})
    frame.loc[rng.random(n) < 1 / (1 + np.exp(-2 * a)), "b"] = np.nan
    return frame


def test_what_was_answered_stays_and_all_else_is_filled():
    frame = survey()
    made = cs.impute(cs.Wave.from_frame(frame), ["a", "b"], m=3, seed=1)
    known = frame["b"].notna()
    for wave in made:
        assert wave.frame["b"].notna().all()
        assert wave.frame.loc[known, "b"].tolist() == frame.loc[known, "b"].tolist()
    assert made.filled == {"a": 0, "b": int((~known).sum())}
    one, two = (w.frame["b"] for w in made.waves[:2])
    assert (one != two).any()


def test_equal_seeds_give_equal_completions():
    wave = cs.Wave.from_frame(survey())
    one, two = (cs.impute(wave, ["a", "b"], m=2, seed=3) for _ in range(2))
    assert one.key == two.key


def test_pooled_intervals_hold_the_truth_where_complete_answers_do_not():
    held = complete = 0
    for seed in range(40):
        wave = cs.Wave.from_frame(survey(seed))
        row = cs.pool(cs.means, cs.impute(wave, ["a", "b"], m=5, seed=seed), "b")
        held += row.ci_low <= 0 <= row.ci_high
        alone = cs.means(wave, "b")
        complete += alone.ci_low <= 0 <= alone.ci_high
    assert held >= 34
    assert complete <= 10


def test_draws_are_not_cut_off_at_the_ends_of_a_scale():
    """Half of those whose mean draw is the best answer would pull the mean down."""
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"a": np.r_[np.full(400, 5.0), rng.integers(1, 6, 100)]})
    frame["b"] = (frame["a"] + rng.normal(0, 0.8, 500)).round().clip(1, 5)
    whole = frame["b"].mean()
    frame.loc[rng.random(500) < 0.4, "b"] = np.nan
    wave = cs.Wave.from_frame(frame, scales={"b": (1, 5)})
    made = cs.impute(wave, ["a", "b"], m=20, seed=1)
    assert any((w.frame["b"] > 5).any() for w in made)
    assert all(w.scales["b"] == (1, 5) for w in made)
    assert cs.pool(cs.means, made, "b").estimate == pytest.approx(whole, abs=0.05)
    index = cs.pool(cs.satisfaction_index, made, ["b"])
    assert index.estimate == pytest.approx(25 * (whole - 1), abs=1.25)


@pytest.mark.parametrize(
    ("change", "how", "why"),
    [
        ({}, {"items": ["a"]}, "must be at least two"),
        ({}, {"m": 1}, "m=1"),
        ({"b": np.nan}, {}, r"items=\['b'\] have no answer"),
    ],
)
def test_what_cannot_be_filled_is_refused(change, how, why):
    wave = cs.Wave.from_frame(survey().assign(**change))
    call = {"items": ["a", "b"], "m": 2, "seed": 1} | how
    with pytest.raises(ValueError, match=why):
        cs.impute(wave, **call)


def test_the_step_of_a_wave_file_says_how_and_changes_no_answer():
    frame = survey()
    wave = cs.Wave.from_frame(frame)
    told = cs.prepare(wave, [{"impute": {"items": ["a", "b"], "m": 3, "seed": 7}}])
    assert told.frame.equals(frame)
    assert told.imputation == {"items": ["a", "b"], "m": 3, "seed": 7}
    blanks = int(frame["b"].isna().sum())
    entry = told.ledger[-1]
    assert (entry.step, entry.rows, entry.before, entry.after) == (
        *("impute", blanks),
        *(300, 300),
    )
    assert "stay as they are" in str(entry.detail)
    made, known = cs.impute(told), cs.impute(wave, ["a", "b"], m=3, seed=7)
    assert [w.frame["b"].tolist() for w in made] == [
        w.frame["b"].tolist() for w in known
    ]
    assert len(cs.impute(told, m=2)) == 2
    assert told.key != wave.key


def test_settings_that_nothing_says_are_asked_for():
    wave = cs.Wave.from_frame(survey())
    with pytest.raises(ValueError, match="items and seed must be given"):
        cs.impute(wave)
    with pytest.raises(ValueError, match=r"step 1 \(impute\): m=1 must"):
        cs.prepare(wave, [{"impute": {"items": ["a", "b"], "m": 1, "seed": 7}}])
    with pytest.raises(KeyError, match=r"step 1 \(impute\).*zz"):
        cs.prepare(wave, [{"impute": {"items": ["a", "zz"], "seed": 7}}])
