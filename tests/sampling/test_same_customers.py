"""Tests of customers written in different ways."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from csat_methods.sampling.same_customers import (
    like_codes,
    likeness,
    same_customers,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("علي كريمي", "علی کریمی"),  # Arabic and Persian ya and kaf
        ("می\u200cروم", "می روم"),  # half-space and space
        ("کد ۱۲۳", "كد 123"),  # Persian and Latin digits
        ("STRASSE", "straße"),
        ("Ａnn", "ann"),  # full width
        ("a\u00a0b", "AB"),
        ("de\u0301", "dé"),  # composed and decomposed
    ],
)
def test_spellings_of_one_name_read_alike(one, other):
    assert likeness(one) == likeness(other)


def test_different_names_do_not():
    assert likeness("Ann") != likeness("Anne")
    assert likeness("a.b@x.com") != likeness("ab@x.com")


@given(st.text())
def test_reading_twice_changes_nothing(text):
    assert likeness(likeness(text)) == likeness(text)


def test_blanks_have_no_number():
    codes = like_codes(pd.Series(["A", " a", None, "", "  ", "b"]))
    assert codes.tolist() == [0, 0, -1, -1, -1, 1]
    assert like_codes(pd.Series([12.0, np.nan])).tolist() == [0, -1]


@given(
    st.lists(st.tuples(st.integers(-1, 4), st.integers(-1, 4)), min_size=1, max_size=12)
)
def test_customers_are_the_chains_of_equal_values(rows):
    found = same_customers([np.array(c) for c in zip(*rows, strict=True)])
    group = list(range(len(rows)))
    for _ in rows:  # a naive closure
        for i, one in enumerate(rows):
            for j, other in enumerate(rows):
                if any(a == b >= 0 for a, b in zip(one, other, strict=True)):
                    group[i] = group[j] = min(group[i], group[j])
    for i in range(len(rows)):
        for j in range(len(rows)):
            assert (found[i] == found[j]) == (group[i] == group[j])
