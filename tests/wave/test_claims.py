"""Do headlines name rows by what varies, and claim only what intervals allow?"""

import numpy as np
import pandas as pd
import pytest

from csat_methods._messages import Message, Text, plain
from csat_methods.result import Result, Used
from csat_methods.wave import claims


def result(by=(), labels=None, **columns):
    table = pd.DataFrame(columns)
    return Result(
        table=table, method="Mean", used=Used(9, (1, 9)), by=by, labels=labels or {}
    )


def named(found):
    return [plain(claims.row_name(found, row)) for row in claims.known_rows(found)]


def test_rows_without_an_estimate_are_not_known():
    found = result(term=["a", "b"], estimate=[1.0, np.nan])
    assert [row["term"] for row in claims.known_rows(found)] == ["a"]
    assert claims.known_rows(result(term=[], estimate=[])) == []


def test_a_row_is_named_by_term_segment_or_both_as_they_vary():
    words = {"q1": Text({"en": "Speed"}), "city=1": Text({"en": "Paris"})}
    assert named(result(labels=words, term=["q1"], estimate=[1.0])) == ["Speed"]
    one = {"term": ["q1", "q1"], "city": [1, 2], "estimate": [1.0, 2.0]}
    assert named(result(by=("city",), labels=words, **one)) == ["Paris", "2"]
    two = {"term": ["q1", "q2"], "city": [1, 2], "estimate": [1.0, 2.0]}
    found = named(result(by=("city",), labels=words, **two))
    assert found == ["Speed (Paris)", "q2 (2)"]


def test_rows_are_apart_where_their_intervals_do_not_meet():
    rows = [
        {"estimate": 2.0, "ci_low": 1.5, "ci_high": 2.5},
        {"estimate": 1.0, "ci_low": 0.5, "ci_high": 1.5},
        {"estimate": 4.0, "ci_low": 3.5, "ci_high": 4.5},
    ]
    low, high = claims.extremes(rows)
    assert (low["estimate"], high["estimate"]) == (1, 4)
    assert claims.apart(low, high)
    assert not claims.apart(low, rows[0])


def groups(*intervals, term="q1"):
    return [
        {"term": term, "estimate": (low + high) / 2, "ci_low": low, "ci_high": high}
        for low, high in intervals
    ]


def test_the_clearest_difference_is_not_that_of_a_small_group():
    """The lowest of three is a few people: its interval meets all others."""
    rows = groups((0.0, 4.8), (3.0, 3.4), (4.0, 4.4))
    assert not claims.apart(*claims.extremes(rows))
    assert claims.widest_apart(rows) == (rows[1], rows[2])
    assert claims.clear_ends(rows) == (False, False)
    assert claims.clear_ends(rows[:2]) is None


def test_of_two_highest_groups_the_surer_one_differs_most_clearly():
    rows = groups((3.1, 3.3), (3.70, 3.90), (3.66, 3.95))
    assert rows[2]["estimate"] > rows[1]["estimate"]
    assert claims.widest_apart(rows) == (rows[0], rows[1])
    assert claims.clear_ends(rows) == (False, True)


def test_a_term_without_intervals_hides_no_difference():
    nan = {"term": "q0", "estimate": 1.0, "ci_low": np.nan, "ci_high": np.nan}
    rows = [nan, dict(nan), *groups((1, 2), (3, 4)), nan | {"term": "q1"}]
    assert claims.widest_apart(rows) == (rows[2], rows[3])
    assert not claims.apart(*claims.widest_apart([nan, dict(nan)]))


def test_an_interval_s_numbers_know_where_they_stand():
    found = result(
        term=["a"], estimate=[2.0], ci_low=[1.0], ci_high=[3.0], n=[7], se=[0.5]
    )
    values = claims.with_interval(found, claims.known_rows(found)[0])
    assert [plain(values[k]) for k in ("label", "estimate", "low", "high", "n")] == [
        "a",
        "2.00",
        "1.00",
        "3.00",
        "7",
    ]
    assert values["low"].ref == "all.ci_low"


def test_a_missing_interval_sets_nothing_apart():
    row = {"estimate": 1.0, "ci_low": np.nan, "ci_high": np.nan}
    assert not claims.apart(row, {"estimate": 9.0, "ci_low": 8.0, "ci_high": 10.0})


@pytest.mark.parametrize("count", [1, 2])
def test_extremes_of_few_rows_are_those_rows(count):
    rows = [{"estimate": float(i)} for i in range(count)]
    assert claims.extremes(rows) == (rows[0], rows[-1])


def test_rows_are_judged_by_their_whole_interval_and_counted():
    rows = [
        {"ci_low": low, "ci_high": high}
        for low, high in ((0.71, 0.9), (0.2, 0.69), (0.6, 0.8), (0.8, 0.9))
    ]
    judged = claims.verdicts(rows, 0.7)
    assert judged == ["good", "bad", "undecided", "good"]
    words = {"good": "{n} kept", "bad": "{n} dropped", "none": "{n} lost"}
    values = claims.counted(judged, words)
    assert values["all"].value == 4
    said = plain(Message("{all}: {counts}", values))
    assert said == "4: 2 kept, 1 dropped"
