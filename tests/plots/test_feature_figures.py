"""Do the figures of features show where each lies, and how surely?"""

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Ellipse

import csat_methods as cs
from csat_methods.plots import draw

RNG = np.random.default_rng(3)
FRAME = pd.DataFrame(RNG.integers(1, 6, (200, 4)), columns=["f1", "d1", "f2", "d2"])
FRAME[["f2", "d2"]] = [2, 5]
FRAME["q"] = RNG.integers(1, 6, 200)
FRAME["overall"] = (FRAME["q"] >= 4) - 2.0 * (FRAME["q"] <= 2) + RNG.normal(0, 1, 200)
PAIRS = {"open": ("f1", "d1"), "safe": ("f2", "d2")}


@pytest.fixture
def features():
    return cs.kano(cs.Wave.from_frame(FRAME), PAIRS)


def test_worse_lies_across_and_better_upwards(features, drawn):
    found = drawn.offsets(draw(features), 0)
    table = features.table
    assert found[:, 0].tolist() == pytest.approx((-table["worse"]).tolist())
    assert found[:, 1].tolist() == pytest.approx(table["better"].tolist())


def test_every_feature_has_its_ellipse_and_its_line_in_the_key(features):
    ax = draw(features)
    assert len([p for p in ax.patches if isinstance(p, Ellipse)]) == 2
    texts = [t.get_text() for t in ax.figure.texts]
    assert any("safe: basic" in text for text in texts)


def test_a_hidden_feature_is_said_to_be_hidden(features):
    ax = draw(features, hidden=[{"term": "secret"}])
    assert any("secret (hidden)" in t.get_text() for t in ax.figure.texts)


def test_the_ellipse_holds_as_many_redrawn_points_as_it_says(features):
    row = features["open"]
    spread = np.array([row["worse_se"], row["better_se"]])
    together = -row["better_worse"] * spread.prod()
    matrix = np.array([[spread[0] ** 2, together], [together, spread[1] ** 2]])
    points = RNG.multivariate_normal([-row["worse"], row["better"]], matrix, 4000)
    shape = draw(features).patches[0]
    inside = shape.contains_points(shape.get_data_transform().transform(points))
    assert inside.mean() == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("phone", [False, True])
def test_penalties_lie_left_and_rewards_right(phone, drawn):
    wave = cs.Wave.from_frame(FRAME)
    found = cs.penalty_reward(wave, "overall", "q", low=2, high=4)
    ax = draw(found, phone=phone)
    row = found["q"]
    assert drawn.offsets(ax, 0)[0, 0] == pytest.approx(row["penalty"])
    assert drawn.offsets(ax, 1)[0, 0] == pytest.approx(row["reward"])
    texts = drawn.texts(ax)
    assert {"poor rating", "good rating", "basic"} <= set(texts)
