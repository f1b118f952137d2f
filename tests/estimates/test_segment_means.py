"""Do pairs of segments know what they share?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.estimates.segment_means import SegmentMeans, paired, text_of
from csat_methods.wave.estimate import domains


def means(wave, items=("q",), by="g"):
    return SegmentMeans(wave, domains(wave, by), list(items))


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"g": list("abc") * 20, "u": np.arange(60) // 4})
    frame["h"] = frame["u"] // 5
    return frame.assign(q=rng.normal(size=60), r=rng.normal(size=60))


def test_all_pairs_take_the_earlier_segment_as_reference():
    assert paired(["a", "b", "c"], None) == [(1, 0), (2, 0), (2, 1)]
    assert paired(["a", "b", "c"], "b") == [(0, 1), (2, 1)]
    assert paired(["1", "2"], 2.0) == [(0, 1)]
    assert (text_of(2.0), text_of("x"), text_of(2.5)) == ("2", "x", "2.5")


def test_spread_is_the_sample_variance_of_each_segment(frame):
    found = means(cs.Wave.from_frame(frame), ["q", "r"]).spread
    expected = frame.groupby("g")[["q", "r"]].var().to_numpy()
    assert found == pytest.approx(expected)


def test_degrees_count_units_and_strata_of_both_segments(frame):
    pairs = [(1, 0), (2, 1)]
    rows = means(cs.Wave.from_frame(frame))
    assert rows.degrees(pairs).tolist() == [38, 38]
    units = means(cs.Wave.from_frame(frame, clusters="u"))
    assert units.degrees(pairs).tolist() == [13, 13]
    strata = means(cs.Wave.from_frame(frame, clusters="u", strata="h"))
    assert strata.degrees(pairs).tolist() == [11, 11]
    plain = cs.Wave.from_frame(frame, clusters="u", strata="h")
    inside = np.isin(frame["g"], ["a", "b"])
    assert strata.degrees(pairs)[0] == plain.design.degrees(inside) - 1
    again = means(cs.replicate(plain, method="jkn"))
    assert again.degrees(pairs).tolist() == [11, 11]


def test_contrasts_stand_item_by_item(frame):
    found = means(cs.Wave.from_frame(frame), ["q", "r"])
    pairs = paired(found.names, None)
    rows = found.contrasts(pairs) @ found.found.estimate
    by = frame.groupby("g")[["q", "r"]].mean()
    expected = [
        by.loc[s, item] - by.loc[r, item]
        for item in ("q", "r")
        for s, r in (("b", "a"), ("c", "a"), ("c", "b"))
    ]
    assert rows.tolist() == pytest.approx(expected)


def test_the_covariance_is_that_of_the_means(frame):
    wave = cs.Wave.from_frame(frame, clusters="u")
    found = means(wave)
    V = cs.means(wave, "q", by="g").covariance.to_numpy()
    pairs = [(1, 0), (2, 0)]
    C = np.array([[-1, 1, 0], [-1, 0, 1]])
    assert found.covariance(pairs) == pytest.approx(C @ V @ C.T)
