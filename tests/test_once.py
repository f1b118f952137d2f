"""Is what is worked out of a wave or a result made once, and anew for another?"""

from dataclasses import replace

import pandas as pd
import pytest

from csat_methods._once import once
from csat_methods.plots.draw import svg
from csat_methods.plots.interval_figures import in_order
from csat_methods.result import Result, Used


@pytest.fixture
def result():
    table = pd.DataFrame(
        {
            "term": ["a", "b"],
            "estimate": [1.0, 2.0],
            "ci_low": [0.5, 1.5],
            "ci_high": [1.5, 2.5],
            "n": [9, 9],
        }
    )
    return Result(table=table, method="Mean", used=Used(9, (9, 9)))


def test_it_is_made_once_for_each_result_and_its_arguments(result):
    made = []

    @once
    def rows(result, least, *, more=0):
        made.append((least, more))
        return len(result.table) + least + more

    assert [rows(result, 1), rows(result, 1), rows(result, 1, more=2)] == [3, 3, 5]
    assert rows(replace(result, method="Median"), 1) == 3
    assert made == [(1, 0), (1, 2), (1, 0)]


def test_two_functions_never_share_what_they_make(result):
    first = once(lambda result: "first")
    second = once(lambda result: "second")
    assert (first(result), second(result)) == ("first", "second")


@pytest.mark.parametrize("lowest_first", [False, True])
def test_drawing_changes_nothing_of_what_is_kept(result, lowest_first):
    kept = in_order(result, lowest_first=lowest_first).copy()
    for lang in ("en", "fa"):
        for phone in (False, True):
            svg(result, lang=lang, phone=phone)
    pd.testing.assert_frame_equal(in_order(result, lowest_first=lowest_first), kept)


def test_a_figure_drawn_again_is_the_same_as_one_drawn_first(result):
    drawn = [svg(each, lang="fa") for each in (result, result, replace(result))]
    assert len(set(drawn)) == 1
