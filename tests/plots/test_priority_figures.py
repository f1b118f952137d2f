"""What matters to customers and is rated low: what comes first?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods import Wave, importance_performance
from csat_methods._messages import language
from csat_methods.plots import draw, svg

ITEMS = {"p1": "i1", "p2": "i2", "p3": "i3", "p4": "i4"}
HIGH = {"p1": 0.1, "p2": 0.9, "p3": 0.15, "p4": 0.85}
HIGH |= {"i1": 0.9, "i2": 0.85, "i3": 0.1, "i4": 0.2}
"""Chance of a high answer; p1 matters much and is rated low."""


@pytest.fixture(scope="module")
def wave():
    rng = np.random.default_rng(5)
    answers = {name: 2 + 3.0 * (rng.random(300) < p) for name, p in HIGH.items()}
    return Wave.from_frame(pd.DataFrame(answers))


@pytest.fixture(scope="module")
def result(wave):
    return importance_performance(wave, importance=ITEMS)


@pytest.fixture
def table(result):
    order = {"act_first": 0, "keep_up": 1, "enough": 2, "low_priority": 3}
    place = result.table["quadrant"].map(order)
    return result.table.iloc[np.argsort(place, kind="stable")]


def test_marks_stand_at_importance_and_performance(result, table, drawn):
    found = drawn.offsets(draw(result))
    assert found == pytest.approx(table[["importance", "performance"]].to_numpy())


def test_both_intervals_are_drawn(result, table, drawn):
    ax = draw(result)
    spans = drawn.spans(ax, 4)
    across = table[["importance_low", "importance_high"]].to_numpy()
    up = table[["performance_low", "performance_high"]].to_numpy()
    assert any(np.allclose(s[:, :, 0], across) for s in spans)
    assert any(np.allclose(s[:, :, 1], up) for s in spans)


def test_quadrants_and_items_are_named(result, drawn):
    texts = set(drawn.texts(draw(result)))
    assert {"Act first", "Keep up", "Enough", "Low priority", "p1", "p4"} <= texts


def test_what_comes_first_is_shaded(result):
    ax = draw(result)
    shaded = next(p for p in ax.patches if p.get_alpha() == 0.18)
    corner = np.array([ax.get_xlim()[1], ax.get_ylim()[0]])
    assert (np.isclose(shaded.get_xy(), corner).all(axis=1)).any()


def test_the_lines_cross_where_the_result_says(result, drawn):
    ax = draw(result)
    (level,) = {y for line in ax.lines for y in line.get_ydata()}
    assert level == pytest.approx(result.crosshair["performance"])
    upright = [s[:, :, 0] for s in drawn.spans(ax, 1)]
    assert any(np.allclose(u, result.crosshair["importance"]) for u in upright)


def test_a_diagonal_is_drawn_as_one(wave):
    ax = draw(importance_performance(wave, importance=ITEMS, cut="diagonal"))
    low, high = ax.lines[0].get_ydata()
    assert high > low


def test_a_phone_has_numbers_and_a_key(result, drawn):
    texts = drawn.texts(draw(result, phone=True))
    assert {"p1", "p2", "p3", "p4"} <= set(texts)
    assert texts.count("1") == 2


def test_the_number_axis_stays_and_the_key_mirrors_in_persian(result):
    with language("fa"):
        ax = draw(result, phone=True)
    assert ax.get_xlim()[0] < ax.get_xlim()[1]
    assert ax.get_position().x0 > 0
    key = next(t for t in ax.figure.texts if "p1" in t.get_text())
    assert key.get_ha() == "right"


def test_a_hidden_item_is_named_below(result, drawn):
    texts = drawn.texts(draw(result, hidden=({"term": "p9"},)))
    assert "p9 (hidden)" in texts


def test_equal_maps_have_equal_bytes(result):
    assert svg(result, prefix="m-") == svg(result, prefix="m-")
