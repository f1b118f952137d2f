"""Does a cell reach other programs as what it is?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import Message, Number
from csat_methods.report.plain_cells import LONGEST, excel_cell, json_value, plain_cell


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


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x0b", "\x1f", "\uffff", "\ud800"])
def test_what_excel_refuses_is_seen_to_have_been_there(sign):
    assert excel_cell(f"a{sign}b") == "a\ufffdb"


def test_a_cell_of_excel_is_cut_between_signs_where_its_room_ends():
    assert excel_cell("z" * 40_000) == "z" * LONGEST
    assert excel_cell("😀" * 40_000) == "😀" * (LONGEST // 2)
    assert excel_cell("") is excel_cell(None) is None
