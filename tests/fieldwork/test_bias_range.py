"""Tests of what those who did not answer could change."""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def wave():
    frame = pd.DataFrame({"q1": [3, 4, 5, 4, 2], "calls": [1, 1, 1, 2, 3]})
    return cs.Wave.from_frame(frame, scales={"q1": (1, 5)})


def test_the_means_of_all_are_mixtures_worked_by_hand():
    row = cs.bias_range(
        wave(), items="q1", response_rate=0.25, attempts="calls"
    ).table.iloc[0]
    assert row["estimate"] == pytest.approx(3.6)
    assert row["lowest"] == pytest.approx(0.25 * 3.6 + 0.75 * 1)
    assert row["highest"] == pytest.approx(0.25 * 3.6 + 0.75 * 5)
    sd = np.std([3, 4, 5, 4, 2])
    assert row["moderate_low"] == pytest.approx(3.6 - 0.75 * sd / 2)
    assert row["moderate_high"] == pytest.approx(3.6 + 0.75 * sd / 2)
    assert row["as_late"] == pytest.approx(0.25 * 3.6 + 0.75 * 2)


def test_the_truth_lies_between_the_ends_whatever_the_others_think():
    rng = np.random.default_rng(1)
    views = rng.integers(1, 6, 500)
    for lean in (-1.5, 0, 1.5):
        came = rng.random(500) < 1 / (1 + np.exp(-lean * (views - 3)))
        wave = cs.Wave.from_frame(
            pd.DataFrame({"q1": views[came]}), scales={"q1": (1, 5)}
        )
        row = cs.bias_range(wave, items="q1", response_rate=came.mean()).table.iloc[0]
        assert row["lowest"] <= views.mean() <= row["highest"]


def test_if_everybody_answered_nothing_can_move():
    row = cs.bias_range(wave(), items="q1", response_rate=1.0).table.iloc[0]
    ends = row[["moderate_low", "moderate_high", "lowest", "highest"]].astype(float)
    assert ends.to_numpy() == pytest.approx(3.6)


def test_without_a_scale_there_are_no_ends():
    frame = pd.DataFrame({"q1": [3.0, 4.0]})
    row = cs.bias_range(cs.Wave.from_frame(frame), items="q1", response_rate=0.5)
    assert np.isnan(row.table["lowest"].iloc[0])


@pytest.mark.parametrize("rate", [0, -0.1, 1.1, float("nan")])
def test_a_response_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValueError, match="response_rate"):
        cs.bias_range(wave(), items="q1", response_rate=rate)


def test_the_headline_and_the_note_say_what_is_assumed():
    found = cs.bias_range(wave(), items="q1", response_rate=0.25)
    assert found.summary().startswith("q1 is 3.60 among those who answered")
    assert "stand for 75.0% of all customers" in str(found.notes[-1])
