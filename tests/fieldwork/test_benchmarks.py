"""Tests of our results beside the figures of others."""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def study(**benchmark):
    return cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": {"q1": {"answers": [1, 2, 3, 4, 5], "role": "overall"}},
            "benchmarks": [{"name": "Others", "of": "q1", **benchmark}],
        }
    )


def wave(study=None):
    frame = pd.DataFrame({"q1": [3.0, 4.0, 5.0, 4.0]})
    return cs.Wave.from_frame(frame, study=study, scales={"q1": (1, 5)})


def test_a_figure_given_is_taken_as_exact():
    row = cs.compare_to_benchmarks(wave(), {"q1": 3.5}).table.iloc[0]
    assert row["estimate"] == pytest.approx(0.5)
    assert row["se"] == pytest.approx(cs.means(wave(), "q1").se)


def test_a_figure_with_n_adds_its_own_error():
    told = study(value=3.5, n=50)
    row = cs.compare_to_benchmarks(wave(told)).table.iloc[0]
    own = cs.means(wave(), "q1").se
    assert row["se"] == pytest.approx(np.sqrt(own**2 + 0.5 / 50))


def test_a_figure_without_n_is_described_not_tested():
    row = cs.compare_to_benchmarks(wave(study(value=3.5))).table.iloc[0]
    assert row["estimate"] == pytest.approx(0.5)
    assert row[["se", "ci_low", "ci_high", "p"]].isna().all()


def test_a_figure_on_another_scale_is_brought_to_ours():
    told = study(value=80, lowest=0, highest=100, n=10)
    assert cs.compare_to_benchmarks(wave(told)).table["theirs"].item() == 4.2


def test_the_headline_names_what_is_clear():
    frame = pd.DataFrame({"q1": [4.0, 5.0] * 50})
    many = cs.Wave.from_frame(frame, scales={"q1": (1, 5)})
    assert cs.compare_to_benchmarks(many, {"q1": 3}).summary() == (
        "q1 is above the figure given, by +1.50."
    )
    assert cs.compare_to_benchmarks(many, {"q1": 4.5}).summary().startswith("No figure")


@pytest.mark.parametrize(
    ("benchmarks", "words"),
    [
        ({}, "there is no figure of others"),
        (None, "there is no figure of others"),
        ({"q1": 7}, "benchmark 'given'=7 lies off the scale of 'q1', 1 to 5"),
        ({"q1": "good"}, r"benchmarks\['q1'\]='good' must be a number"),
    ],
)
def test_figures_that_cannot_be_compared_are_refused(benchmarks, words):
    with pytest.raises(ValueError, match=words):
        cs.compare_to_benchmarks(wave(), benchmarks)
