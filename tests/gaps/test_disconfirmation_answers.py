"""Which item asks directly about which pair, and what do both say of a person?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.gaps.disconfirmation_answers import (
    MEASURES,
    compared_pairs,
    measured,
    sound_items,
)
from csat_methods.wave.estimate import domains

PAIRS, ITEMS = {"speed": ("e", "p")}, {"speed": "d"}


def wave_of(**columns):
    asked = {"e": [6.0, 6, 5, 7], "p": [4.0, 5, 6, 6], "d": [2.0, 3, 5, 4]} | columns
    scales = dict.fromkeys(("e", "p", "d"), (1, 7))
    return cs.Wave.from_frame(pd.DataFrame(asked), scales=scales)


def pieces(wave, **how):
    named, asked = sound_items(wave, PAIRS, ITEMS)
    arguments = {"middle": None, "tolerance": 0.0} | how
    return measured(wave, domains(wave), named, asked, **arguments)


def test_measures_of_four_people_by_hand():
    (piece,) = pieces(wave_of())
    found = dict(zip(MEASURES, piece.estimate, strict=True))
    assert found["estimate"] == -0.5
    assert found["gap"] == -0.75
    assert (found["said_worse"], found["said_as_expected"]) == (0.5, 0.25)
    assert found["agreement"] == 0.75


def test_influence_values_are_the_derivatives_of_the_weights():
    wave = wave_of()
    (piece,) = pieces(wave)
    w, step = np.ones(4), 1e-6
    moved = piece.influence()
    for i in range(4):
        more = w + step * (np.arange(4) == i)
        slope = (piece.statistic(more) - piece.statistic(w)) / step
        means = slice(0, len(MEASURES) - 1)
        assert slope[means] == pytest.approx(moved[i, means], abs=1e-5)
    assert np.abs(moved.sum(axis=0)).max() < 1e-9


def test_rows_with_any_answer_missing_are_left_out():
    (piece,) = pieces(wave_of(d=[2.0, np.nan, 5, 4]))
    assert piece.rows.tolist() == [True, False, True, True]


def test_a_measure_without_weights_is_missing():
    (piece,) = pieces(wave_of())
    assert np.isnan(piece.statistic(np.zeros(4))).all()


def test_pairs_and_items_come_together():
    with pytest.raises(ValueError, match="pairs=None: give both"):
        compared_pairs(wave_of(), None, ITEMS)
    assert compared_pairs(wave_of(), PAIRS, ITEMS) == (PAIRS, ITEMS)


def test_one_item_may_stand_for_several_pairs():
    pairs = PAIRS | {"again": ("e", "p")}
    _, asked = sound_items(wave_of(), pairs, {"speed": "d", "again": "d"})
    assert asked == {"speed": "d", "again": "d"}
