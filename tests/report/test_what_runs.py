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
