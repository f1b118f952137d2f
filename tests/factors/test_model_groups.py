"""Are groups that cannot carry a model left out, and said to be?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.factors.model_groups import in_words

ONE = {"one": list("abcd")}


def answers(sizes, seed=3):
    rng = np.random.default_rng(seed)
    n = sum(sizes.values())
    x = rng.normal(size=(n, 1)) + rng.normal(size=(n, 4))
    groups = np.repeat(list(sizes), list(sizes.values()))
    return pd.DataFrame(x, columns=list("abcd")).assign(g=groups)


def test_a_group_with_too_few_people_is_left_out_and_named():
    wave = cs.Wave.from_frame(answers({"x": 200, "y": 30, "z": 150}))
    found = cs.measurement_invariance(wave, ONE, group="g", least=100)
    assert found.groups == ("x", "z")
    assert found.left_out == ("y",)
    assert any("too few answers: y" in str(note) for note in found.notes)
    alone = wave.where(wave.frame["g"] != "y")
    same = cs.measurement_invariance(alone, ONE, group="g")
    pd.testing.assert_frame_equal(found.table, same.table)


def test_a_group_that_was_not_asked_an_item_is_left_out():
    frame = answers({"x": 200, "y": 200, "z": 150})
    frame.loc[frame["g"] == "y", "d"] = np.nan
    wave = cs.Wave.from_frame(frame)
    found = cs.measurement_invariance(wave, ONE, group="g", missing="fiml", least=100)
    assert found.left_out == ("y",)
    with pytest.raises(ValueError, match="group y: nobody answered d"):
        cs.measurement_invariance(wave, ONE, group="g", missing="fiml")


def test_fewer_than_two_large_groups_are_refused_with_their_sizes():
    wave = cs.Wave.from_frame(answers({"x": 200, "y": 30}))
    with pytest.raises(ValueError, match=r"too few people .x: 200, y: 30.; two with"):
        cs.measurement_invariance(wave, ONE, group="g", least=100)
    with pytest.raises(ValueError, match="least=-1 must be a whole number"):
        cs.measurement_invariance(wave, ONE, group="g", least=-1)


def test_whole_numbers_are_written_without_a_point():
    assert [in_words(v) for v in (2.0, 2.5, "x", 3)] == ["2", "2.5", "x", "3"]
