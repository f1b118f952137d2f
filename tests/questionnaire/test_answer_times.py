"""Is the time that people took its weighted median, with Woodruff's interval?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.questionnaire.answer_times import item_seconds, median_minutes

FRAME = pd.DataFrame(
    {
        "s": np.random.default_rng(5).gamma(4, 80, 200).round(),
        "w": np.random.default_rng(6).uniform(1, 3, 200),
        "q1": 1.0,
        "q2": [2.0, np.nan] * 100,
    }
)


@pytest.mark.parametrize("design", [{}, {"weights": "w"}])
def test_it_is_the_median_of_quantiles(design):
    wave = cs.Wave.from_frame(FRAME, **design)
    found = median_minutes(wave, "s", 0.95, fewest=10) * 60
    known = cs.quantiles(wave, "s", q=0.5).table.iloc[0]
    assert found["median"] == pytest.approx(known["estimate"])
    assert found["ci_low"] == pytest.approx(known["ci_low"])
    assert found["ci_high"] == pytest.approx(known["ci_high"])


def test_each_answered_item_has_an_equal_share():
    wave = cs.Wave.from_frame(FRAME.assign(s=120.0))
    assert item_seconds(wave, ["q1", "q2"], "s").tolist() == [60, 60]
    alone = cs.Wave.from_frame(FRAME.assign(s=120.0, q2=np.nan))
    assert item_seconds(alone, ["q1"], "s").tolist() == [120]
    assert np.isnan(item_seconds(alone, ["q1", "q2"], "s")[1])


def test_columns_by_item_are_taken_as_they_are():
    wave = cs.Wave.from_frame(FRAME)
    found = item_seconds(wave, ["q1", "q2"], {"q1": "s"})
    assert found[0] == FRAME["s"].sort_values().iloc[99]
    assert np.isnan(found[1])


def test_without_a_duration_nothing_is_known():
    wave = cs.Wave.from_frame(FRAME)
    assert median_minutes(wave, None, 0.95, fewest=10).isna().all()
    assert np.isnan(item_seconds(wave, ["q1"], None)).all()


def test_a_wave_that_knows_its_duration_needs_no_column():
    wave = cs.Wave.from_frame(FRAME)._with(timed="s")
    named = median_minutes(wave, "s", 0.95, fewest=10)
    assert median_minutes(wave, None, 0.95, fewest=10).equals(named)


def test_words_are_no_seconds():
    wave = cs.Wave.from_frame(FRAME.assign(s="long"))
    with pytest.raises(ValueError, match=r"items=\['s'\] hold text"):
        item_seconds(wave, ["q1"], "s")
