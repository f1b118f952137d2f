"""Are cells in order, and are thin ones joined to the nearest, and said so?"""

import numpy as np
import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.weighting.response_cells import collapsed, crossed_cells, flag


@pytest.fixture
def wave():
    frame = pd.DataFrame(
        {"a": ["y", "x", "y", None], "b": [2, 1, 1, 1], "r": [1, 0, np.nan, 3]}
    )
    return cs.Wave.from_frame(frame)


def test_cells_that_occur_stand_in_order(wave):
    cell, names = crossed_cells(wave, ["a", "b"], np.array([0, 1, 2]))
    assert names == [("x", 1), ("y", 1), ("y", 2)]
    assert cell.tolist() == [2, 0, 1]
    cell, names = crossed_cells(wave, [], np.array([0, 1]))
    assert (cell.tolist(), names) == ([0, 0], [()])


def test_blanks_and_unknown_columns_are_named(wave):
    with pytest.raises(ValueError, match=r"by=\['a'\]: 1 people have no value there"):
        crossed_cells(wave, ["a"], np.arange(4))
    with pytest.raises(KeyError, match=r"\['z'\] are not in the wave"):
        crossed_cells(wave, ["z"], np.arange(4))


def test_a_flag_is_nought_or_one_where_it_counts(wave):
    rows = np.array([True, True, False, False])
    assert flag(wave, "responded", "r", rows).tolist() == [True, False, False, False]
    assert not flag(wave, "unknown", None, rows).any()
    with pytest.raises(ValueError, match=r"responded='r': 3.0 in row 3 must be 0 or 1"):
        flag(wave, "responded", "r", np.array([True, True, False, True]))


NAMES = [("f", "20"), ("f", "30"), ("f", "40"), ("m", "20"), ("m", "30")]


def joined(counts, minimum):
    cell = np.repeat(np.arange(len(NAMES)), 10)
    enough = np.concatenate([np.arange(10) < count for count in counts])
    group, said = collapsed(cell, NAMES, enough, minimum)
    return group[::10].tolist(), [str(message) for message in said]


def test_cells_with_enough_people_stay_as_they_are():
    assert joined([5, 5, 5, 5, 5], 5) == ([0, 1, 2, 3, 4], [])


def test_a_thin_cell_joins_its_neighbour_of_the_same_kind():
    groups, said = joined([5, 5, 0, 5, 5], 1)
    assert groups == [0, 1, 1, 2, 3]
    assert said == [
        "Too few people answered in the cell f, 40; it was joined to f, 30."
    ]


def test_cells_are_joined_until_each_has_enough():
    groups, said = joined([1, 1, 1, 2, 1], 3)
    assert groups == [0, 0, 0, 1, 1]
    assert len(said) == 3


def test_too_few_people_in_all_are_refused():
    with pytest.raises(ValueError, match="minimum=9: only 5 people answered in all"):
        joined([1, 1, 1, 1, 1], 9)
