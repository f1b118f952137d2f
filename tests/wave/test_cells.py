"""Is a column read once a distinct cell and spread over its rows?"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from csat_methods._checks import Faults
from csat_methods.wave.cells import Cells, points_of
from csat_methods.wave.raw_table import RawTable


def cells(values, **told):
    frame = pd.DataFrame({"q": values})
    return Cells.of(RawTable(frame, np.arange(len(values)) + 2, "f", **told), "q")


def test_empty_cells_are_no_cells():
    column = cells(["a", "", " ", None, "\u200f", "a"])
    assert column.distinct == ["a"]
    assert column.codes.tolist() == [0, -1, -1, -1, -1, 0]


def test_values_spread_over_the_rows():
    column = cells(["b", "", "a", "b"])
    np.testing.assert_array_equal(column.spread([1, 2]), [1, np.nan, 2, 1])
    assert column.spread_flags([True, False]).tolist() == [True, False, False, True]
    assert pd.isna(column.spread_text(["x", None])).tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_a_column_without_any_cell_spreads_to_nothing():
    column = cells(["", ""])
    assert np.isnan(column.spread([])).all()
    assert column.numbers() == []


@pytest.mark.parametrize(
    ("values", "numbers"),
    [
        (["1", "2.5", "x"], [1, 2.5, None]),
        (["۱", "۲٫۵", "٣"], [1, 2.5, 3]),
        (["0,5", "1", "2,25"], [0.5, 1, 2.25]),
        (["0,123", "1,500"], [0.123, 1.5]),
        (["1,234", "5,678"], [None, None]),
        (["1,5", "a, b"], [None, None]),
        (["-0,5", "+,5"], [-0.5, 0.5]),
    ],
)
def test_a_comma_is_a_decimal_one_where_it_can_be_nothing_else(values, numbers):
    assert cells(values).numbers() == numbers


def test_a_decimal_comma_may_be_told_and_a_guess_forbidden():
    assert cells(["1,234"], decimal=",").numbers() == [1.234]
    assert cells(["1.234,5"], decimal=",").numbers() == [1234.5]
    assert cells(["1,5"]).numbers(guess=False) == [None]
    assert cells(["1,5"], decimal=",").numbers(guess=False) == [1.5]
    assert cells(["1,5"], decimal=".").numbers() == [None]


def test_a_fault_tells_column_count_first_row_and_cell():
    faults = Faults()
    column = cells(["1", "7", "2", "9", "7"])
    column.refuse([False, True, False, True], "off the scale 1 to 5", faults)
    column.refuse([True, False, False, False], "odd", faults)
    column.refuse([False] * 4, "never", faults)
    assert faults.sentences == [
        "column 'q': 3 cells are off the scale 1 to 5; first in row 3: '7'.",
        "column 'q': 1 cell is odd; first in row 2: '1'.",
    ]


def test_a_long_cell_is_cut_in_a_fault():
    faults = Faults()
    cells(["x" * 100]).refuse([True], "no number", faults)
    assert "x" * 37 + "...'" in faults.sentences[0]


def test_what_a_file_calls_missing_is_empty():
    told = {"missing": {"q": [99, (-5.0, -1.0), "NA"]}}
    assert cells([1.0, 99, -3, -7], **told).distinct == [1.0, -7.0]
    assert cells(["1", "na", "99.0"], **told).distinct == ["1"]


def test_texts_in_several_pieces_of_memory_are_one_column():
    pieces = pa.chunked_array([["b", None, "a"], ["a", ""], ["c", "b"]])
    column = cells(pd.array(pieces.cast(pa.large_string()), dtype="str"))
    assert column.distinct == ["b", "a", "c"]
    assert column.codes.tolist() == [0, -1, 1, 1, -1, 2, 0]


def test_numbers_and_days_are_distinct_as_they_stand():
    assert cells([2.0, np.nan, 2.0, 1.0]).codes.tolist() == [0, -1, 0, 1]
    days = cells(pd.to_datetime(["2026-03-31", None, "2026-03-30"]))
    assert days.distinct == [pd.Timestamp("2026-03-31"), pd.Timestamp("2026-03-30")]
    assert days.codes.tolist() == [0, -1, 1]


def test_points_of_a_small_table_are_read_and_other_cells_named_by_row():
    frame = pd.DataFrame({"q": ["1", "", "۲", "x", "3", "x", None]})
    table, faults = RawTable(frame, np.arange(7) + 2, "f"), Faults()
    read = points_of(
        table, "q", lambda cell: cell == "", {1.0, 2.0}, "no point", faults
    )
    np.testing.assert_array_equal(read, [1, np.nan, 2, np.nan, 3, np.nan, np.nan])
    assert faults.sentences == [
        "f: column 'q', row 5: 'x' is no point. Likewise in rows 6, 7: 3 in all."
    ]


def test_any_number_is_a_point_where_none_are_told():
    table = RawTable(pd.DataFrame({"q": ["-7.5", "1e3"]}), np.array([2, 3]), "f")
    read = points_of(table, "q", lambda cell: cell == "", (), "no point", Faults())
    assert read.tolist() == [-7.5, 1000]
