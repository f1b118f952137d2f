"""Tests of where each item lies, how surely, and where other lines put it."""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave
from csat_methods.priorities.placement import aimed_at, estimate_columns, placement
from csat_methods.priorities.priority_inputs import joint_inputs, priority_inputs

PARTNERS = {"a": "ia", "b": "ib", "c": "ic", "d": "id"}


@pytest.fixture(scope="module")
def wave():
    """Four items, one in each corner, far from the lines."""
    rng = np.random.default_rng(3)
    levels = {"a": 2, "b": 6, "c": 2, "d": 6, "ia": 6, "ib": 6, "ic": 2, "id": 2}
    frame = {
        name: (level + rng.uniform(-1, 1, 200)).round()
        for name, level in levels.items()
    }
    return Wave.from_frame(pd.DataFrame(frame))


@pytest.fixture(scope="module")
def found(wave):
    inputs = priority_inputs(wave, None, PARTNERS, None)
    return inputs, joint_inputs(wave, inputs)


def placed(found, cut="mean", target=(np.nan, np.nan), chance=(500, 1)):
    return placement(*found, cut, np.array(target), chance)


def test_items_far_from_the_lines_lie_where_they_were_put(found):
    columns = placed(found).columns
    assert columns["quadrant"] == ["act_first", "keep_up", "low_priority", "enough"]
    assert columns["place"] == columns["quadrant"]
    assert columns["probability"] == pytest.approx(np.ones(4))
    assert columns["probability_first"] == pytest.approx([1, 0, 0, 0])


def test_an_item_on_the_line_is_undecided(wave):
    level = wave.assign(b=wave.frame["a"] * 0 + 4, d=wave.frame["a"] * 0 + 4)
    level = level.assign(b=np.tile([3.0, 5.0], 100), d=np.tile([5.0, 3.0], 100))
    level = level.assign(a=np.tile([3.0, 5.0, 5.0, 3.0], 50))
    inputs = priority_inputs(level, ["a", "b", "d"], PARTNERS, None)
    columns = placed((inputs, joint_inputs(level, inputs))).columns
    assert "undecided" in columns["place"]


def test_equal_seeds_give_equal_probabilities(found):
    first, again = (placed(found).columns["probability"] for _ in range(2))
    assert (first == again).all()


def test_the_lines_cross_at_the_means(wave, found):
    means = wave.frame.mean()
    sides = [means[list(PARTNERS)].mean(), means[list(PARTNERS.values())].mean()]
    assert placed(found).crosshair == pytest.approx(sides)


def test_a_target_moves_the_line(found):
    columns = placed(found, "target", (7.5, np.nan)).columns
    assert set(columns["quadrant"]) <= {"act_first", "low_priority"}


def test_the_columns_hold_estimates_and_errors(wave, found):
    columns = estimate_columns(*found, 0.95)
    mean = wave.frame[list(PARTNERS)].mean().to_numpy()
    assert columns["performance"] == pytest.approx(mean)
    spread = wave.frame[list(PARTNERS)].sem().to_numpy()
    assert columns["performance_se"] == pytest.approx(spread)


def test_an_aim_is_a_number_or_a_pair(wave):
    assert aimed_at(wave, "target", 5.0)[0] == 5.0
    assert aimed_at(wave, "target", (5.0, 6.0)).tolist() == [5.0, 6.0]
    assert np.isnan(aimed_at(wave, "mean", None)).all()


@pytest.mark.parametrize("target", [(1, 2, 3), np.nan, (np.inf, 1)])
def test_an_aim_that_is_none_is_refused(wave, target):
    with pytest.raises(ValueError, match="target="):
        aimed_at(wave, "target", target)


def test_a_target_cut_needs_a_target(wave):
    with pytest.raises(ValueError, match="target=None"):
        aimed_at(wave, "target", None)
