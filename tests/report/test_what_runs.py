"""Tests of what a wave can show, and why not the rest."""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.chapters import find_chapters


@pytest.fixture(scope="module")
def abc():
    return cs.prepare(cs.read_wave("params/abc/waves/annual.yaml"))


def test_a_wave_without_expectations_lacks_the_gaps_and_says_so(abc):
    runs = cs.what_runs(abc)
    gaps = runs["08.gaps"]
    assert not gaps["runs"]
    assert "both an expectation and a perception" in str(runs.label(gaps["why"]))
    assert runs["06.means"]["runs"]


def test_every_kept_result_of_every_chapter_is_listed(abc):
    table = cs.what_runs(abc).table
    assert set(table["chapter"]) == {chapter.name for chapter in find_chapters()}
    assert table["term"].is_unique
    assert set(table["method"]) >= {"means", "gap_scores", "factor_analysis"}


def test_a_bare_frame_runs_little():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 3]}))
    runs = cs.what_runs(wave)
    assert not runs.table["runs"].all()
    assert "parts of the report can be made" in runs.summary()


ASKED = {
    "speed": {"role": "satisfaction"},
    "price": {"role": "satisfaction"},
    "whole": {"role": "overall"},
}


def wave_of(**more):
    """Twelve people, asked what is named; all on 1 to 5."""
    asked = ASKED | more
    items = {name: {"answers": [1, 2, 3, 4, 5], **item} for name, item in asked.items()}
    study = cs.Study.from_dict({"id": "x", "title": "X", "items": items})
    frame = pd.DataFrame({name: [1, 2, 3, 4, 5, 4] * 2 for name in asked})
    return cs.Wave.from_frame(frame, study=study)


def test_without_importance_items_only_derived_importance_is_given_and_this_is_said():
    runs = cs.what_runs(wave_of())
    assert runs["09.derived"]["runs"]
    assert not runs["09.stated"]["runs"]
    why = str(runs.label(runs["09.stated"]["why"]))
    assert why == "Left out: no question asks how much each characteristic matters."
    both = cs.what_runs(wave_of(weight={"role": "importance"}))
    assert both["09.stated"]["runs"]


def test_a_single_wave_has_no_trend_and_says_why():
    runs = cs.what_runs(wave_of())
    trend = runs.table[runs.table["chapter"] == "10_trends"]
    assert len(trend) >= 3
    assert not trend["runs"].any()
    why = {str(runs.label(key)) for key in trend["why"]}
    least = "Left out: comparing waves needs 2 of them; up to this one the study has 1."
    assert least in why
    assert all(words.startswith("Left out: ") for words in why)
    assert runs["06.means"]["runs"]
