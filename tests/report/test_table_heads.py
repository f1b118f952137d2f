"""Do headings of one kind of table belong to a kind that there is?"""

import pandas as pd
import pytest

import csat_methods as cs
from csat_methods.report.table_heads import ASIDE, HEADS, IDLE, aside, own_heading
from tests.test_locale import names_of_classes


def test_headings_are_of_kinds_of_results_that_there_are():
    known = names_of_classes()
    assert set(HEADS) <= known
    assert {*ASIDE, *IDLE} <= known


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


def test_most_tables_have_nothing_to_put_aside():
    wave = cs.Wave.from_frame(pd.DataFrame({"q1": [1, 2, 5]}))
    assert aside(cs.means(wave, "q1")) == frozenset()
