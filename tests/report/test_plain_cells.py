"""Does a cell reach other programs as what it is?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import Message, Number
from csat_methods.report.plain_cells import json_value, plain_cell


@pytest.mark.parametrize(
    ("cell", "held"),
    [
        (float("nan"), None),
        (pd.NaT, None),
        (None, None),
        (float("inf"), "inf"),
        (np.int64(3), 3),
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),
        ("x", "x"),
        (Message("every {n}", {"n": Number(6, "count")}), "every 6"),
    ],
)
def test_json_holds_whole_numbers_whole_and_unknown_ones_as_null(cell, held):
    assert json_value(cell) == held
    assert type(json_value(cell)) is type(held)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " ="])
def test_no_text_is_a_formula(sign):
    assert plain_cell(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("value", [-1.5, 3, True, "1-2", ""])
def test_everything_else_stays_as_it_is(value):
    assert plain_cell(value) == value


def test_what_is_not_known_is_empty():
    assert plain_cell(float("nan")) == plain_cell(None) == ""
