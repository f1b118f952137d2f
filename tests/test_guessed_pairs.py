"""Tests of which columns ask about one characteristic."""

import pytest

from csat_methods.guessed_pairs import pairs_by_names, rest_of


def test_names_pair_by_their_prefix_and_others_do_not():
    found = pairs_by_names(["E01", "P01", "exp_x", "overall", "q7"])
    assert found == {"E01": ("expectation", "c01"), "P01": ("perception", "c01")}


@pytest.mark.parametrize(
    ("words", "pattern", "rest"),
    [
        ("انتظار: نصب و راه‌اندازی", "انتظار", "نصب و راه‌اندازی"),
        ("[ادراک] قیمت", "ادراک", "قیمت"),
        ("Price - expected", "expect", "Price"),
        ("Expectations", "expect", ""),
        ("Customers' self-service (perception)", "percep", "Customers' self-service"),
    ],
)
def test_what_a_question_is_about_is_what_remains(words, pattern, rest):
    assert rest_of(words, pattern) == rest
