"""Are answers measured as they were given, block by block?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.answers.careless_measures import grids_of, measures, one_line

ITEMS = ["a", "b", "c", "d", "e"]


def wave(rows):
    items = {
        name: {"answers": [1, 2, 3, 4, 5], "block": "one" if name != "e" else "two"}
        for name in ITEMS
    }
    items["b"]["reversed"] = True
    blocks = {"one": "One", "two": "Two"}
    study = cs.Study.from_dict(
        {"id": "x", "title": "X", "items": items, "blocks": blocks}
    )
    return cs.Wave.from_frame(
        pd.DataFrame(rows, columns=ITEMS, dtype=float), study=study
    )


def test_reversed_items_count_as_they_were_given():
    frame = [[2, 4, 2, 2, 5], [2, 2, 2, 2, 5], [1, 2, 3, 4, 5]]
    made = wave(frame)
    found = measures(made, ITEMS, {}, grids_of(made, ITEMS)).people
    assert found["longstring"].tolist() == [4, 2, 1]
    assert found["straight_lines"].tolist() == [1, 0, 0]


def test_what_does_not_apply_has_no_column():
    found = measures(wave([[1, 2, 3, 4, 5]] * 4), ITEMS, {}, {}).people
    assert "even_odd" not in found
    assert "seconds_per_item" not in found
    assert "nearest_match" not in found


def test_blanks_at_the_end_are_a_break_off():
    rows = [[1, 2, np.nan, np.nan, np.nan], [1, np.nan, np.nan, np.nan, 5]]
    found = measures(wave(rows), ITEMS, {}, {}).people
    assert found["broke_off"].tolist() == [1, 0]
    assert found["missing"].tolist() == [0.6, 0.6]


def test_a_grid_is_a_block_or_items_of_one_role_and_scale():
    names = [f"q{i}" for i in range(9)]
    items = {
        name: {"scale": "five", "role": "expectation" if i < 4 else "perception"}
        for i, name in enumerate(names)
    }
    items["q8"] = {"scale": "seven", "role": "perception"}
    study = cs.Study.from_dict(
        {
            "id": "x",
            "title": "X",
            "items": items,
            "scales": {
                "five": {"lowest": 1, "highest": 5},
                "seven": {"lowest": 1, "highest": 7},
            },
        }
    )
    frame = pd.DataFrame(np.full((3, 9), 3.0), columns=names)
    made = cs.Wave.from_frame(frame, study=study)
    assert grids_of(made, names) == {"q0": [0, 1, 2, 3], "q4": [4, 5, 6, 7]}
    assert grids_of(wave([[1, 2, 3, 4, 5]]), ITEMS) == {"one": [0, 1, 2, 3]}


def test_a_line_needs_four_answers_and_blanks_do_not_break_it():
    x = np.array([[2, 2, np.nan, 2, 2], [2, 2, 3, 2, 2], [2, 2, 2] + [np.nan] * 2])
    assert one_line(x).tolist()[:2] == [1, 0]
    assert np.isnan(one_line(x)[2])
