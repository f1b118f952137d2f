"""Tests of early and late answers."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

import csat_methods as cs


def wave(n=300, slope=0.0, seed=3, **design):
    rng = np.random.default_rng(seed)
    tries = rng.choice([1, 2, 3], n, p=[0.5, 0.3, 0.2])
    frame = pd.DataFrame({"calls": tries, "q1": 4 + slope * tries + rng.normal(size=n)})
    frame["w"] = rng.uniform(1, 2, n)
    return cs.Wave.from_frame(frame, **design)


def test_estimates_are_the_means_of_those_who_had_answered():
    answers = wave(weights="w")
    table = cs.level_of_effort(answers, attempts="calls", items="q1").table
    for row in table.itertuples():
        early = answers.frame[answers.frame["calls"] <= row.effort]
        assert row.estimate == pytest.approx(
            np.average(early["q1"], weights=early["w"])
        )
        assert row.n == len(early)
        late = answers.frame[answers.frame["calls"] > row.effort]
        if len(late):
            mean = np.average(late["q1"], weights=late["w"])
            assert row.later == pytest.approx(mean)
            assert row.difference == pytest.approx(mean - row.estimate)


def test_the_last_row_is_the_mean_of_everybody_and_has_no_later():
    answers = wave(weights="w")
    last = cs.level_of_effort(answers, attempts="calls", items="q1").table.iloc[-1]
    mean = cs.means(answers, "q1")
    assert last["estimate"] == pytest.approx(mean.estimate)
    assert last["se"] == pytest.approx(mean.se)
    assert np.isnan(last["difference"])


def test_late_against_early_is_the_two_sample_error():
    answers = wave()
    row = cs.level_of_effort(answers, attempts="calls", items="q1").table.iloc[0]
    first = answers.frame["calls"] == 1
    test = ttest_ind(
        answers.frame["q1"][~first], answers.frame["q1"][first], equal_var=False
    )
    assert row["difference"] / row["difference_se"] == pytest.approx(
        test.statistic, rel=0.01
    )


def test_the_errors_are_the_jackknifes():
    answers = wave(weights="w")
    given = {"attempts": "calls", "items": "q1"}
    linear = cs.level_of_effort(answers, **given).table
    again = cs.level_of_effort(cs.replicate(answers, method="jkn"), **given).table
    for column in ("se", "difference_se"):
        assert linear[column].to_numpy() == pytest.approx(
            again[column], rel=0.02, nan_ok=True
        )


def test_over_repeated_surveys_nine_in_ten_intervals_and_more_hold_the_difference():
    held = []
    for seed in range(150):
        found = cs.level_of_effort(
            wave(200, slope=-0.3, seed=seed), attempts="calls", items="q1"
        ).table.iloc[1]
        # up to two attempts: 5 of 8 took one
        true = -0.3 * 3 - -0.3 * (1 * 5 + 2 * 3) / 8
        held.append(found["difference_low"] <= true <= found["difference_high"])
    assert np.mean(held) >= 0.9


def test_the_headline_says_whether_late_answers_differ():
    worse = cs.level_of_effort(wave(slope=-0.8), attempts="calls", items="q1")
    assert worse.summary().startswith("Those who answered later rate q1 lower, by −")
    better = cs.level_of_effort(wave(slope=0.8), attempts="calls", items="q1")
    assert better.summary().startswith("Those who answered later rate q1 higher, by +")
    alike = cs.level_of_effort(wave(), attempts="calls", items="q1")
    assert alike.summary().startswith("No item is rated otherwise")


def test_many_attempts_end_in_one_step():
    frame = pd.DataFrame({"calls": np.arange(1, 41), "q1": np.arange(40.0)})
    table = cs.level_of_effort(
        cs.Wave.from_frame(frame), attempts="calls", items="q1"
    ).table
    assert table["effort"].tolist() == [1, 2, 3, 4, 5, 40]


def test_one_attempt_each_leaves_nothing_to_compare():
    frame = pd.DataFrame({"calls": [1] * 20, "q1": np.arange(20.0)})
    found = cs.level_of_effort(cs.Wave.from_frame(frame), attempts="calls", items="q1")
    assert len(found.table) == 1
    assert found.summary() == "Early and late answers cannot be compared."


@pytest.mark.parametrize("calls", [[1, 0, 2], [1, None, 2], [1, 1.5, 2]])
def test_attempts_are_whole_numbers_from_one_on(calls):
    frame = pd.DataFrame({"calls": calls, "q1": [1.0, 2.0, 3.0]})
    with pytest.raises(ValueError, match="attempts='calls' must be whole numbers"):
        cs.level_of_effort(cs.Wave.from_frame(frame), attempts="calls", items="q1")


def test_a_missing_column_is_named():
    with pytest.raises(KeyError, match="'tries'"):
        cs.level_of_effort(wave(), attempts="tries", items="q1")
