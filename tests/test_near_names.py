"""Is the name found that somebody meant, however they write?"""

import pytest
from hypothesis import given, strategies as st

from csat_methods._near_names import did_you_mean, near_names

KNOWN = ["quality", "price_2", "waves>=2", "کیفیت", "می\u200cپسندم", "سؤال ۱۲"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("qualty", "quality"),
        ("QUALITY", "quality"),
        ("Price 2", "price_2"),
        ("price-۲", "price_2"),
        ("wave>=2", "waves>=2"),
        ("كيفيت", "کیفیت"),
        ("کِیفیّت", "کیفیت"),
        ("می پسندم", "می\u200cپسندم"),
        ("میپسندم", "می\u200cپسندم"),
        ("سوال_12", "سؤال ۱۲"),
    ],
)
def test_another_spelling_of_a_name_leads_to_it(written, meant):
    assert near_names(written, KNOWN) == [meant]
    assert did_you_mean(written, KNOWN) == f"; did you mean {meant!r}?"


@pytest.mark.parametrize("written", ["temperature", "", ">>", "رنگ", "None"])
def test_a_name_like_no_other_ends_the_sentence(written):
    assert near_names(written, KNOWN, 3) == []
    assert did_you_mean(written, KNOWN) == "."


def test_names_come_in_the_order_of_their_likeness():
    known = ["means", "mean", "median"]
    assert near_names("meann", known, 3) == ["mean", "means", "median"]
    assert near_names("meann", iter(known), 2) == ["mean", "means"]


def test_names_that_case_alone_tells_apart_come_by_their_own_likeness():
    assert near_names("SPED", ["speed", "SPEED"], 2) == ["SPEED", "speed"]
    assert near_names("sped", ["SPEED", "speed"]) == ["speed"]


def test_signs_are_compared_where_a_name_is_nothing_else():
    assert near_names(">", [">=", "<="]) == [">="]


@given(st.lists(st.text(max_size=12), max_size=8), st.text(max_size=12))
def test_what_is_suggested_is_known_once_and_never_too_much(known, written):
    found = near_names(written, known, 3)
    assert len(found) == len(set(found)) <= 3
    assert set(found) <= set(known)


@given(st.lists(st.text("abcdeکیفت", min_size=1, max_size=9), min_size=1))
def test_a_known_name_is_nearest_to_itself(known):
    assert near_names(known[-1], known) == [known[-1]]
