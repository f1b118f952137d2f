"""Who breaks which rule, and how many must be broken?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods.answers.careless_flags import flagged_people, judged, parts_of


def people():
    return pd.DataFrame(
        {"longstring": [2.0, 8, 9], "irv": [1.0, 0.1, np.nan]}, index=[4, 5, 6]
    )


def test_each_rule_has_its_row_and_its_people():
    told = judged(people(), 10, {"same_answer": 8.0})
    rows, broken = told.rows, told.broken
    assert [r["term"] for r in rows] == ["same_answer", "no_variation"]
    assert [r["found"] for r in rows] == [2, 1]
    assert [r["checked"] for r in rows] == [3, 2]
    assert broken["no_variation"].tolist() == [False, True, False]
    assert told.untold == []
    assert not told.excused.any()


def test_signs_are_named_and_nobody_outside_is_flagged():
    whole = people().reindex([3, 4, 5, 6])
    broken = judged(people(), 10, {"same_answer": 8.0}).broken
    made = flagged_people(whole, broken, 2)
    assert made["signs"].tolist() == [
        "",
        "",
        "same_answer, no_variation",
        "same_answer",
    ]
    assert made["rules"].tolist() == [0, 0, 2, 1]
    assert made["flagged"].tolist() == [False, False, True, False]


def test_a_break_off_and_the_blanks_it_leaves_are_one_sign():
    seen = pd.DataFrame(
        {"broke_off": [1.0, 1.0, 0.0], "missing": [0.6, 0.6, 0.6],
         "seconds_per_item": [9.0, 0.5, 9.0]},
        index=[4, 5, 6],
    )  # fmt: skip
    made = flagged_people(seen, judged(seen, 10, {}).broken, 2)
    assert made["signs"].tolist() == [
        "broke_off, missing", "speed, broke_off, missing", "missing",
    ]  # fmt: skip
    assert made["rules"].tolist() == [1, 2, 1]
    assert made["flagged"].tolist() == [False, True, False]


def test_what_careful_people_do_too_is_no_sign_unless_its_limit_is_given():
    seen = people().assign(longstring_chance=[np.nan, 0.4, 0.001])
    told = judged(seen, 10, {})
    assert told.broken["same_answer"].tolist() == [False, False, True]
    assert told.excused.tolist() == [False, True, False]
    stands = judged(seen, 10, {"same_answer": 6.0})
    assert stands.broken["same_answer"].tolist() == [False, True, True]
    assert not stands.excused.any()


def test_parts_are_columns_of_the_items():
    assert parts_of("grids", {"g": ["b", "c"]}, ["a", "b", "c"]) == {"g": [1, 2]}
    with pytest.raises(ValueError, match="grids="):
        parts_of("grids", {"g": ["b", "z"]}, ["a", "b", "c"])
