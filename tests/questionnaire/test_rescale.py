"""Do answers keep their place when they move to another scale?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

import csat_methods as cs
from csat_methods.wave.own_figures import turned


def wave_on(low, high, values):
    frame = pd.DataFrame({"q1": values, "other": 3.0})
    return cs.Wave.from_frame(frame, scales={"q1": (low, high)})


def test_seven_point_six_on_ten_points_is_7333_of_a_hundred():
    # Six and six tenths of nine steps, times a hundred.
    moved = cs.rescale(wave_on(1, 10, [7.6, 1, 10, np.nan]), "q1")
    assert moved.frame["q1"][:3].to_numpy() == pytest.approx([660 / 9, 0, 100])
    assert np.isnan(moved.frame["q1"][3])
    assert (moved.frame["other"] == 3).all()
    assert moved.scales["q1"] == (0, 100)


@given(
    low=st.integers(-5, 3),
    span=st.integers(1, 20),
    shares=st.lists(st.floats(0, 1), min_size=2, max_size=20),
)
def test_there_and_back_changes_nothing(low, span, shares):
    values = low + span * np.array(shares)
    wave = wave_on(low, low + span, values)
    there = cs.rescale(wave, ["q1"], to=(-3, 12))
    back = cs.rescale(there, ["q1"], to=(low, low + span))
    assert back.frame["q1"].to_numpy() == pytest.approx(values, abs=1e-12)


def test_turned_twice_and_moved_there_and_back_an_item_is_itself():
    scale = {"lowest": 1, "highest": 7, "direction": "descending"}
    items = {"q1": {"scale": "seven"}}
    mapping = {"id": "x", "title": "X", "scales": {"seven": scale}, "items": items}
    taken = cs.Study.from_dict(mapping).answers("q1")
    values = np.array([1.0, 2, 4, 7, 7])
    once = turned(values, taken)
    assert once.tolist() == [7, 6, 4, 1, 1]
    assert turned(once, taken).tolist() == values.tolist()
    there = cs.rescale(wave_on(1, 7, once), "q1")
    back = cs.rescale(there.assign(q1=100 - there.frame["q1"]), "q1", to=(1, 7))
    assert back.frame["q1"].to_numpy() == pytest.approx(values)


def test_the_mean_and_its_error_move_along():
    values = np.random.default_rng(1).integers(1, 6, 50).astype(float)
    wave = wave_on(1, 5, values)
    plain, moved = cs.means(wave, "q1"), cs.means(cs.rescale(wave, "q1"), "q1")
    assert moved.estimate == pytest.approx(25 * (plain.estimate - 1), rel=1e-12)
    assert moved.se == pytest.approx(25 * plain.se, rel=1e-12)


def test_the_ledger_and_the_key_tell():
    wave = wave_on(1, 5, [1.0, 3.0, 5.0])
    moved = cs.rescale(wave, "q1", to=(0, 10))
    assert moved.ledger[-1].step == "rescale"
    assert moved.key != wave.key
    assert wave.frame["q1"].tolist() == [1, 3, 5]


@pytest.mark.parametrize("to", [(100, 0), (1, 1), (0, np.inf), (0, 1, 2), 7])
def test_a_scale_that_does_not_rise_is_refused(to):
    with pytest.raises(ValueError, match="must be two numbers, the lower first"):
        cs.rescale(wave_on(1, 5, [1.0, 3.0]), "q1", to=to)


def test_an_item_without_a_known_scale_is_refused():
    with pytest.raises(ValueError, match=r"items=\['other'\] have no known scale"):
        cs.rescale(wave_on(1, 5, [1.0, 3.0]), ["q1", "other"])
    with pytest.raises(KeyError, match="q9"):
        cs.rescale(wave_on(1, 5, [1.0, 3.0]), "q9")
