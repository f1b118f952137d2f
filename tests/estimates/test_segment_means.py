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


def test_shares_of_variation_are_rs(reference, reference_data):
    expected = reference("survey/rank_tests/effect_sizes")["values"]
    wave = cs.Wave.from_frame(reference_data("airquality_small"))
    found = cs.compare_segments(wave, "Temp", by="Month").between.loc["Temp"]
    assert found["eta_squared"] == pytest.approx(expected["eta_squared"], rel=1e-9)
    epsilon = expected["epsilon_squared"]
    assert found["epsilon_squared"] == pytest.approx(epsilon, rel=1e-9)


def test_the_planted_share_of_variation_between_segments_is_recovered():
    # segments apart with variance .5 of 1.5 in all: a third lies between them
    rng = np.random.default_rng(21)
    shift = rng.normal(size=40)
    shift = (shift - shift.mean()) / shift.std() * np.sqrt(0.5)
    group = np.repeat(np.arange(40), 200)
    frame = pd.DataFrame({"g": group, "w": rng.uniform(0.5, 2, 8000)})
    frame["q"] = shift[group] + rng.normal(size=8000)
    frame["noise"] = rng.normal(size=8000)
    wave = cs.Wave.from_frame(frame, weights="w")
    found = cs.compare_segments(wave, ["q", "noise"], by="g").between
    assert found.loc["q", "epsilon_squared"] == pytest.approx(1 / 3, abs=0.02)
    assert found.loc["noise", "epsilon_squared"] == pytest.approx(0, abs=0.01)
    assert found.loc["noise", "eta_squared"] > found.loc["noise", "epsilon_squared"]


def test_a_constant_item_has_no_variation_to_share():
    wave = cs.Wave.from_frame(pd.DataFrame({"q": [4.0] * 6, "g": list("aabbcc")}))
    found = cs.compare_segments(wave, "q", by="g").between
    assert found.isna().all(axis=None)
