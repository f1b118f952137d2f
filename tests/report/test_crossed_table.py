"""Does a crossed table say what the rows say, each number in its place?"""

import re

import pandas as pd
import pytest

from csat_methods import publish
from csat_methods.report.crossed_table import crossing, table_behind
from csat_methods.report.lint import lint_report
from csat_methods.report.policy import Policy
from csat_methods.report.tables import results_content
from csat_methods.result import Domain, Result, Used
from tests.report.references import lookup


def shown_of(cls=Result, **columns):
    by = ("city",) if "city" in columns else ()
    made = cls(
        table=pd.DataFrame(columns),
        method="Mean",
        used=Used(90, (90, 90)),
        by=by,
        domain=Domain((), "abc"),
    )
    return publish({"r": made}, Policy())["r"]


def grid(html):
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    return [[re.sub("<[^>]+>", "", cell) for cell in row] for row in cells]


def test_items_are_rows_and_segments_are_columns():
    shown = shown_of(
        city=["A", "A", "B", "B"],
        term=["q1", "q2", "q1", "q2"],
        estimate=[1.0, 2.0, 3.0, 4.0],
        n=[40, 40, 40, 4],
    )
    assert crossing(shown) == "city"
    assert grid(table_behind(shown, "x")) == [
        ["Item", "A", "B"],
        ["q1", "1.00", "3.00"],
        ["q2", "2.00", "hidden"],
    ]


def test_answers_stand_in_the_order_of_their_numbers(parcels_published):
    shown = parcels_published["06.answers"]
    made = grid(table_behind(shown, "Answers"))
    assert made[0] == ["Item", "1", "2", "3", "4", "5"]
    assert len(made) == 7
    table = shown.result.table
    assert len(table) == 30


def test_each_number_names_its_place(parcels_published):
    content = results_content(parcels_published)
    for name in ("06.segments", "06.answers"):
        made = table_behind(parcels_published[name], "x")
        found = re.findall(r'<data value="([^"]+)" data-ref="([^"]+)">', made)
        assert found
        for value, ref in found:
            assert lookup(content, ref) == float(value)
        assert lint_report(f"<h1>a</h1>{made}") == []


def test_a_combination_that_is_not_there_is_a_dash():
    shown = shown_of(
        city=["A", "A", "B"],
        term=["q1", "q2", "q1"],
        estimate=[1.0, 2.0, 3.0],
        n=[40, 40, 40],
    )
    assert grid(table_behind(shown, "x"))[2] == ["q2", "2.00", "—"]


@pytest.mark.parametrize(
    "columns",
    [
        {"term": ["a", "b"]},
        {"city": ["A", "B"], "term": ["a", "a"]},
        {"city": ["A", "A"], "term": ["a", "b"]},
        {"city": list("ABCDEFGHIJKLM") * 2, "term": ["a"] * 13 + ["b"] * 13},
        {"city": ["A", "B", "C", "D"], "term": ["a", "b", "c", "d"]},
    ],
    ids=["no segment", "one item", "one level", "too many levels", "mostly empty"],
)
def test_what_cannot_be_read_crossed_stands_row_by_row(columns):
    n = len(columns["term"])
    shown = shown_of(**columns, estimate=[1.0] * n, n=[40] * n)
    assert crossing(shown) == ""
    assert len(grid(table_behind(shown, "x"))) == n + 1


def test_only_what_passed_the_gate_is_shown(parcels_results):
    with pytest.raises(ValueError, match="must come from publish"):
        table_behind(parcels_results["06.answers"], "x")
