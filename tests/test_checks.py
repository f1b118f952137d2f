"""Is an unsound argument refused by its name, its value and the rule?"""

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods import _checks
from csat_methods._checks import Faults

NUMBERS = st.floats(-1e6, 1e6)


@given(NUMBERS)
def test_a_number_between_comes_back_as_it_was(x):
    assert _checks.between("x", x, -2e6, 2e6) == x
    assert _checks.within("x", x, x, x) == x


@given(NUMBERS)
def test_the_ends_are_within_and_not_between(x):
    assert _checks.within("x", x, x, x + 1) == x
    with pytest.raises(ValueError, match=r"x=.* must lie between"):
        _checks.between("x", x, x, x + 1)


@given(st.integers(1, 10**9))
def test_whole_numbers_come_back_as_plain_ones(k):
    assert type(_checks.whole("k", np.int64(k))) is int
    assert _checks.whole("k", np.int64(k)) == k
    assert _checks.positive("k", k) == k


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (lambda: _checks.between("level", 95, 0, 1), "level=95 must lie between 0 and"),
        (lambda: _checks.between("level", True, 0, 1), "level=True must be a number."),
        (lambda: _checks.between("level", "a", 0, 1), "level='a' must be a number."),
        (lambda: _checks.within("p", 1.5, 0, 1), "p=1.5 must lie from 0 to 1."),
        (lambda: _checks.within("p", math.nan, 0, 1), "p=nan must be a number."),
        (lambda: _checks.positive("sd", 0), "sd=0 must be a finite number above 0."),
        (lambda: _checks.positive("sd", math.inf), "sd=inf must be a finite number"),
        (lambda: _checks.whole("n", 2.0), "n=2.0 must be a whole number from 1 on."),
        (lambda: _checks.whole("n", True), "n=True must be a whole number"),
        (lambda: _checks.whole("m", 1, 2), "m=1 must be a whole number from 2 on."),
    ],
)
def test_the_sentence_has_name_value_and_rule(check, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        check()


def test_a_name_out_of_a_list_is_suggested_when_it_is_near():
    assert _checks.one_of("method", "holm", ["holm", "bh"]) == "holm"
    with pytest.raises(ValueError, match=r"one of holm, bh; did you mean 'holm'\?"):
        _checks.one_of("method", "home", ["holm", "bh"])
    with pytest.raises(ValueError, match=r"method=None must be one of holm, bh\.$"):
        _checks.one_of("method", None, ["holm", "bh"])


def test_missing_columns_are_named_all_at_once_with_near_ones():
    _checks.columns(["q1", "q2"], ["q2", "q1", "q2"], "the wave")
    with pytest.raises(KeyError) as refused:
        _checks.columns(["q1", "region"], ["q9", "regoin", "q9", "zz"], "the wave")
    said = refused.value.args[0]
    assert said.startswith("Columns ['q9', 'regoin', 'zz'] are not in the wave.")
    assert "'regoin' for 'region'?" in said


def test_unknown_keys_are_named_all_at_once():
    _checks.keys("totals", {"a": 1}, ["a", "b"])
    with pytest.raises(ValueError, match=r"totals has unknown keys \['c', 'd'\]"):
        _checks.keys("totals", {"c": 1, "a": 2, "d": 3}, ["a", "b"])


def test_faults_end_in_one_error_or_in_nothing():
    faults = Faults("wave.yaml")
    faults.stop()
    faults.add("weights are negative.")
    faults.add("index repeats.")
    lines = "wave.yaml:\nweights are negative.\nindex repeats."
    with pytest.raises(ValueError, match=f"^{re.escape(lines)}$"):
        faults.stop()


def test_one_name_or_several_become_a_list():
    assert _checks.listed("by", "region") == ["region"]
    assert _checks.listed("by", ("region", "age")) == ["region", "age"]
    assert _checks.listed("items", pd.Index(["a", "b"])) == ["a", "b"]
    for wrong in (None, 3, float("nan")):
        with pytest.raises(ValueError, match=r"by=.* must be a column, or a list of"):
            _checks.listed("by", wrong)


def test_a_name_that_is_no_text_is_no_column():
    with pytest.raises(KeyError, match=r"Columns \[\['a'\], 3\] are not in the wave"):
        _checks.columns(["a", "3"], [["a"], 3, "a"], "the wave")


def test_no_answer_stands_in_a_sentence_where_answers_were_given_for_a_name():
    answers = np.array(["call me on 0912"] * 90)
    with pytest.raises(KeyError, match=r"Columns \[ndarray\] are not in the wave\.'$"):
        _checks.columns(["a"], [answers], "the wave")


# ------------------------------------------------------------------- many rows
def test_rows_with_one_fault_are_one_sentence_and_others_have_their_own():
    faults = Faults()
    for row in range(2, 60_002):
        faults.add_row("a.csv: column 'q', ", row, "{cell!r} is off.", cell=f"{{{row}")
        if row % 2:
            faults.add_row("a.csv: column 'q', ", row, "is odd.")
    first, odd = faults.sentences
    assert first.startswith(
        "a.csv: column 'q', row 2: '{2' is off. Likewise in rows 3, 4"
    )
    assert first.endswith(", 20, 21, 22 and 59979 more: 60000 in all.")
    assert odd.startswith(
        "a.csv: column 'q', row 3: is odd. Likewise in rows 5, 7, 9, "
    )
    assert odd.endswith(", 39, 41, 43 and 29979 more: 30000 in all.")


def test_one_row_of_a_fault_and_the_same_fault_elsewhere_stand_alone():
    faults = Faults()
    for place in "ab":
        faults.add_row(f"{place}.csv: ", np.int64(2), "{cell!r} is off.", cell="x")
    assert faults.sentences == [
        "a.csv: row 2: 'x' is off.",
        "b.csv: row 2: 'x' is off.",
    ]
