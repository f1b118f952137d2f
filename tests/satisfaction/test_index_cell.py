"""Does a group's index come with the influence of each of its people?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.satisfaction.index_cell import Cell, components_of
from csat_methods.wave.estimate import domains

FRAME = pd.DataFrame(
    {"a": [50.0, 100, 0, 20], "b": [0.0, 100, 50, np.nan], "g": ["x", "x", "x", "y"]}
)


@pytest.fixture
def cells():
    wave = cs.Wave.from_frame(FRAME.assign(w=[1.0, 2, 1, 1]), weights="w")
    where, values = domains(wave, "g"), wave.answers(["a", "b"])
    enters = ~np.isnan(values)
    return where, [Cell.of(wave, where, d, values, enters) for d in range(2)]


def test_means_are_of_the_group_s_own_answers(cells):
    _, (x, y) = cells
    assert x.means == pytest.approx([250 / 4, 250 / 4])
    assert y.means[0] == 20
    assert np.isnan(y.means[1])


def test_the_influence_values_add_up_to_nothing_and_give_the_change(cells):
    _, (x, _) = cells
    fixed = np.array([0.75, 0.25])
    piece = x.piece(fixed)
    z = piece.influence()[:, 0]
    assert x.weights @ z == pytest.approx(0)
    step = np.array([1e-6, 0, 0])
    moved = piece.statistic(x.weights + step) - piece.estimate
    assert moved[0] / 1e-6 == pytest.approx(z[0], rel=1e-4)


def test_a_group_without_all_means_has_no_index(cells):
    _, (_, y) = cells
    piece = y.piece(np.ones(2))
    assert np.isnan(piece.estimate).all()
    assert piece.rows.tolist() == [False, False, False, True]


def test_components_add_up(cells):
    where, found = cells
    table = components_of(
        where, ["a", "b"], [c.means for c in found], np.array([0.5, 0.5])
    )
    assert table["g"].tolist() == ["x", "x", "y", "y"]
    assert table["weight"].tolist() == [0.5] * 4
    assert table["contribution"].tolist()[:2] == [31.25, 31.25]
