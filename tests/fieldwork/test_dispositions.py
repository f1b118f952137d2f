"""Tests of what became of each person."""

import pandas as pd
import pytest

from csat_methods.fieldwork.dispositions import outcome_counts, outcomes_of


def test_every_id_without_a_disposition_and_every_unknown_code_is_listed():
    given = pd.Series(["I", None, "X", " ", "bounced"], index=[101, 102, 103, 104, 105])
    with pytest.raises(ValueError, match=r"2 ids have none: \[102, 104\]") as error:
        outcomes_of(given)
    assert "['X', 'bounced'] are not known; known: I (complete)" in str(error.value)


def test_codes_and_counts_say_the_same():
    codes = ["I"] * 3 + ["non-contact"] * 2 + ["2.1"]
    counted = outcome_counts(codes)
    assert counted == outcome_counts(pd.Series(codes))
    assert counted == outcome_counts({"complete": 3, "NC": 2, "refusal": 1})
    assert counted == outcome_counts(pd.Series({"I": 3, "NC": 2, "R": 1}))
    assert sum(counted.values()) == 6


def test_numbers_are_codes_unless_their_index_are():
    assert outcome_counts(pd.Series([1.1, 1.1, 2.2]))["I"] == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"I": 2.5}, r"\{'I': 2.5\} must be whole numbers"),
        ({"I": -1}, "must be whole numbers"),
        ({"I": float("nan")}, "must be whole numbers"),
        ({"X": 3}, r"the codes \['X'\] are not known"),
        ({}, "there are none"),
        ([], "there are none"),
        ({"I": 0}, "there are none"),
        ("I", "must be codes by person"),
        (pd.DataFrame({"a": ["I"]}), "must be codes by person"),
    ],
)
def test_what_cannot_be_counted_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        outcome_counts(given)
