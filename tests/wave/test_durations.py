"""Is it known how long each person took, in seconds?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import stack
from csat_methods.study.plan import Duration
from csat_methods.wave.durations import timed
from csat_methods.wave.reading import read_wave

STUDY = """\
schema: 1
id: shop
title: {en: Shop}
items:
  overall: {role: overall, answers: [1, 2, 3, 4, 5]}
"""
WAVE = "schema: 1\nid: w\nsources: {responses: data/w.csv}\n"
SPAN = "duration: {start: began, end: ended}\n"


@pytest.fixture
def read(tmp_path):
    def make(data, duration):
        folder = tmp_path / "params" / "shop" / "waves"
        folder.mkdir(parents=True, exist_ok=True)
        (folder.parent / "study.yaml").write_text(STUDY, "utf8")
        (folder / "w.yaml").write_text(WAVE + duration, "utf8")
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / "w.csv").write_text(data, "utf8")
        return read_wave(folder / "w.yaml")

    return make


def test_a_column_of_seconds_is_the_duration(read):
    wave = read("overall,took\n5,61.5\n4,\n3,۱۲۰\n", "duration: took\n")
    np.testing.assert_equal(wave.duration.tolist(), [61.5, np.nan, 120])
    assert wave.duration.index.tolist() == [2, 3, 4]


def test_start_and_end_make_the_duration(read):
    # 10:00 in Tehran is 06:30 UTC: four minutes and half a second, and a day.
    data = (
        "overall,began,ended\n"
        "5,2026-05-01T10:00:00.500+03:30,2026-05-01T06:34:01Z\n"
        "4,2026-05-01T10:00:00+03:30,2026-05-02T10:00:00+03:30\n"
        "4,2026-05-01T10:00:00+03:30,\n"
    )
    wave = read(data, SPAN)
    np.testing.assert_equal(wave.duration.tolist(), [240.5, 86400, np.nan])
    assert wave.frame["duration"].tolist()[:2] == [240.5, 86400]


def test_nothing_is_known_of_the_duration_unless_it_is_said(read):
    assert read("overall,took\n5,61.5\n", "").duration is None


def test_an_end_before_its_start_is_blank_and_counted(read):
    data = (
        "overall,began,ended\n5,2026-05-01 10:00,2026-05-01 09:00\n"
        "4,2026-05-01 10:00,2026-05-01 10:01\n"
    )
    wave = read(data, SPAN)
    np.testing.assert_equal(wave.duration.tolist(), [np.nan, 60])
    assert "data/w.csv: 1 people end before they start" in str(wave.notes[-1])


def test_durations_stay_with_their_people(read):
    wave = read("overall,took\n5,10\n4,20\n3,30\n", "duration: took\n")
    out = wave.drop(wave.frame["overall"] == 4, reason="a test")
    assert out.duration.tolist() == [10, 30]
    assert wave.where(wave.frame["overall"] > 3).duration.tolist() == [10, 20, 30]
    again = wave._with(file=None)
    assert stack([wave, again]).duration.tolist() == [10, 20, 30] * 2
    assert stack([wave, again._with(timed=None)]).duration is None


@pytest.mark.parametrize(
    ("data", "duration", "words"),
    [
        (
            "overall,took\n5,1\n4,soon\n3,late\n",
            "duration: took\n",
            "column 'took': 2 cells are no number of seconds; first in row 3: 'soon'",
        ),
        (
            "overall,began,ended\n5,10:00,2026-05-01\n",
            SPAN,
            "column 'began': 1 cell is no time such as .* first in row 2: '10:00'",
        ),
        (
            "overall,began,ended\n5,2026-05-01T10:00Z,2026-05-01T10:00\n",
            SPAN,
            r"\['began', 'ended'\] hold times with a time zone and times without",
        ),
        ("overall,took\n5,1\n", "duration: tok\n", "duration: column 'tok' is not"),
        (
            "overall,began,ended,duration\n5,2026-05-01,2026-05-02,7\n",
            SPAN,
            "data/w.csv: 'duration' is a column already; name it as the duration",
        ),
        (
            "overall,took\n5,1\n",
            "duration: {start: took}\n",
            "duration names one column of seconds, or start and end",
        ),
        (
            "overall,took\n5,1\n",
            "duration: {column: took, start: took, end: took}\n",
            "duration names one column of seconds, or start and end",
        ),
    ],
)
def test_what_is_no_duration_is_refused(read, data, duration, words):
    with pytest.raises(ValueError, match=words):
        read(data, duration)


def test_days_of_their_own_type_are_moments():
    days = pd.to_datetime(["2026-05-01 10:00", None, "2026-05-01 10:00"])
    ends = pd.to_datetime(["2026-05-01 10:02", "2026-05-01 10:00", None])
    frame = pd.DataFrame({"a": days, "b": ends})
    told = Duration(start="a", end="b")
    made, column, notes = timed(frame, told, "x")
    np.testing.assert_equal(made[column].tolist(), [120, np.nan, np.nan])
    assert notes == ()
