"""Are answers measured as they were given, block by block?"""

import numpy as np
import pandas as pd

import csat_methods as cs
from csat_methods.answers.careless_measures import measures

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
    found = measures(wave(frame), ITEMS, {}, None, 0)
    assert found["longstring"].tolist() == [4, 2, 1]
    assert found["straight_lines"].tolist() == [1, 0, 0]


def test_what_does_not_apply_has_no_column():
    found = measures(wave([[1, 2, 3, 4, 5]] * 4), ITEMS, {}, None, 0)
    assert "even_odd" not in found
    assert "seconds_per_item" not in found
    assert "nearest_match" not in found


def test_blanks_at_the_end_are_a_break_off():
    rows = [[1, 2, np.nan, np.nan, np.nan], [1, np.nan, np.nan, np.nan, 5]]
    found = measures(wave(rows), ITEMS, {}, None, 0)
    assert found["broke_off"].tolist() == [1, 0]
    assert found["missing"].tolist() == [0.6, 0.6]
