"""Do headings of one kind of table belong to a kind that there is?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.table_heads import (
    ASIDE,
    HEADS,
    IDLE,
    LARGEST_FIRST,
    aside,
    in_order,
    own_heading,
)
from tests.test_locale import names_of_classes


def test_headings_are_of_kinds_of_results_that_there_are():
    known = names_of_classes()
    assert set(HEADS) <= known
    assert {*ASIDE, *IDLE, *LARGEST_FIRST} <= known


@pytest.mark.parametrize(
    ("make", "column", "words"),
    [
        (cs.means, "estimate", "Mean"),
        (cs.proportions, "estimate", "Share"),
        (cs.means, "term", None),
    ],
)
def test_an_estimate_is_called_what_it_is(make, column, words):
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 5]}))
    assert own_heading(make(wave, "q1"), column) == words


@pytest.mark.parametrize(
    ("kind", "column", "words"),
    [
        ("Disconfirmation", "claim", "Verdict"),
        ("GapChain", "claim", None),
        ("Comparability", "delta_cfi", "Change of CFI over all steps"),
        ("Invariance", "delta_cfi", None),
    ],
)
def test_a_column_is_called_what_it_is_in_its_own_kind_of_table(kind, column, words):
    assert HEADS.get(kind, {}).get(column) == words


def test_a_category_of_kanos_is_not_called_an_answer():
    wave = cs.Wave.from_frame(pd.DataFrame({"f": [1, 2, 3], "d": [5, 4, 3]}))
    made = cs.kano(wave, {"lid": ("f", "d")})
    assert own_heading(made, "category") == "Most frequent category"


def test_most_tables_have_nothing_to_put_aside():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 5]}))
    assert aside(cs.means(wave, "q1")) == frozenset()


def test_what_matters_most_stands_first_and_what_is_hidden_last():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 5], "q2": [4, 5, 5]}))
    rows = [({"term": "q0"}, False)]
    rows += [(row, True) for row in cs.means(wave, ["q1", "q2"]).records()]
    assert in_order(cs.means(wave, "q1"), rows) == rows
    matters = in_order(cs.stated_importance(wave, ["q1", "q2"]), rows)
    assert [row["term"] for row, _ in matters] == ["q2", "q1", "q0"]
