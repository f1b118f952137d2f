"""Is the row that is meant the one that is given, and are its cells written right?"""

import math
from typing import ClassVar

import pandas as pd
import pytest

from csat_methods._messages import Number
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
