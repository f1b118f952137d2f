"""Is the row that is meant the one that is given, and are its cells written right?"""

import math
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import Number
from csat_methods._rows import records_of
from csat_methods.result import Result, Used


def result(table, **more):
    return Result(
        table=pd.DataFrame(table), method="Mean", used=Used(9, (9, 9)), **more
    )


@pytest.fixture
def segments():
    table = {
        "city": ["A", "A", "B"],
        "term": ["q1", "q 2", "q1"],
        "estimate": [1.0, 2, 3],
        "n": [4, 5, 6],
    }
    return result(table, by=("city",))


def test_one_row_is_found_by_its_term():
    one = result({"term": ["q1", "q2"], "estimate": [1.0, 2]})
    assert one["q2"]["estimate"] == 2


def test_a_term_of_several_rows_needs_its_keys(segments):
    assert segments["q 2"]["n"] == 5
    with pytest.raises(ValueError, match=r"term='q1' names 2 rows; use row\(city, ter"):
        segments["q1"]
    assert segments.row(term="q1", city="B")["estimate"] == 3


def test_an_unknown_term_is_refused_with_those_there_are(segments):
    with pytest.raises(KeyError, match=r"term='q9' is not in the table; .*'q1', 'q 2'"):
        segments["q9"]
    with pytest.raises(KeyError, match=r"row\(.*'C'.*\) is not in the table"):
        segments.row(term="q1", city="C")
    with pytest.raises(KeyError, match=r"keys=\['region'\] must be among"):
        segments.row(region="A")
    with pytest.raises(ValueError, match=r"names 2 rows; keys: \('city', 'term'\)"):
        segments.row(city="A")


def test_a_row_that_was_handed_out_can_change_without_the_table(segments):
    for row in (segments.row(term="q1", city="B"), segments["q 2"]):
        row["estimate"] = 99
    assert segments.table["estimate"].tolist() == [1, 2, 3]


def test_a_reference_names_all_keys_percent_encoded(segments):
    row = segments.row(term="q 2")
    assert segments.key_of(row) == "city=A;term=q%202"
    assert segments.number(row, "n") == Number(5.0, "count", "city=A;term=q%202.n")


def test_the_only_row_is_called_all():
    one = result({"term": ["q1"], "estimate": [1.0]})
    assert one.key_of(one["q1"]) == "all"


def test_keys_are_those_of_the_class_that_the_table_has(segments):
    assert segments.keys == ("city", "term")
    assert result({"estimate": [1.0]}).keys == ()


def test_numbers_are_written_as_their_kind():
    class Shares(Result):
        kinds: ClassVar = {"estimate": "share", "gap": "points"}

    shares = Shares(
        table=pd.DataFrame({"term": ["q1"], "estimate": [0.5]}),
        method="Share",
        used=Used(9, (9, 9)),
    )
    kinds = {c: shares.kind(c) for c in ("estimate", "se", "ci_low", "n", "df", "x")}
    assert kinds == {
        "estimate": "share",
        "se": "share",
        "ci_low": "share",
        "n": "count",
        "df": "index",
        "x": "number",
    }


def test_an_error_in_points_has_no_sign():
    class Points(Result):
        kinds: ClassVar = {"estimate": "points"}

    points = Points(table=pd.DataFrame(), method="NPS", used=Used(9, (9, 9)))
    assert (points.kind("ci_low"), points.kind("se")) == ("points", "index")


def test_a_table_is_a_copy_with_a_plain_index():
    made = pd.DataFrame({"term": ["a"], "estimate": [1.0]}, index=["odd"])
    one = result(made)
    assert one.table.index.tolist() == [0]
    handed = one.table
    handed.loc[0, "estimate"] = math.pi
    made.loc["odd", "estimate"] = math.pi
    assert one["a"]["estimate"] == 1


KINDS_OF_CELLS = {
    "words": pd.Series(["a", None, "c"], dtype="str"),
    "numbers": pd.Series([1.5, np.nan, np.inf]),
    "narrow": pd.Series([1.5, 2.25, 3], dtype="float32"),
    "counts": pd.Series([1, 2, 3], dtype="uint8"),
    "yes": pd.Series([True, False, True]),
    "maybe": pd.Series([1, None, 3], dtype="Int64"),
    "days": pd.Series(pd.to_datetime(["2025-01-01", None, "2025-03-01"])),
    "levels": pd.Series(pd.Categorical(["b", None, "a"])),
    "any": pd.Series([np.float64(1.5), np.int64(2), "x"], dtype=object),
    "pairs": pd.Series([("a", 1), None, np.bool_(True)], dtype=object),
}


@pytest.mark.parametrize("kind", KINDS_OF_CELLS)
def test_rows_are_those_that_pandas_would_give_cell_by_cell(kind):
    frame = pd.DataFrame({"term": list("abc"), kind: KINDS_OF_CELLS[kind]})
    made, known = records_of(frame), frame.to_dict("records")
    assert list(map(repr, made)) == list(map(repr, known))
    cells = [
        (type(row[kind]), type(old[kind])) for row, old in zip(made, known, strict=True)
    ]
    assert all(new is old for new, old in cells)


def test_rows_of_a_frame_without_columns_or_rows_are_none_or_empty():
    assert records_of(pd.DataFrame(index=range(2))) == [{}, {}]
    assert records_of(pd.DataFrame({"term": []})) == []
