"""Are all splits visited, fast, and drawn ones repeatable?"""

import time

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs


def test_all_splits_of_sixteen_items_take_less_than_a_second():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(500, 1)) + rng.normal(size=(500, 16))
    wave = cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))
    before = time.process_time()
    found = cs.split_half(wave, list(wave.frame))
    assert time.process_time() - before < 1
    assert set(found.table["splits"]) == {6435}


def test_splits_of_many_items_are_drawn_with_a_seed():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(300, 1)) + rng.normal(size=(300, 22))
    wave = cs.Wave.from_frame(pd.DataFrame(x).add_prefix("q"))
    items = list(wave.frame)
    with pytest.raises(ValueError, match="seed=None: 352716 splits"):
        cs.split_half(wave, items)
    found = cs.split_half(wave, items, draws=500, seed=3)
    assert found.table.equals(cs.split_half(wave, items, draws=500, seed=3).table)
    assert found["mean"]["estimate"] == pytest.approx(
        cs.cronbach_alpha(wave, items).estimate, rel=1e-12
    )
    assert any("drawn at random" in str(note) for note in found.notes)
