"""Does a code file find in comments what its person meant?"""

import pandas as pd
import pytest

from csat_methods.expectations.theme_rules import Reader, pieces, themes_of
from csat_methods.wave.code_file import answer_key, code_file_of

SURE = {"status": "confirmed", "confirmed_by": "A. B.", "date": "2025-11-30"}


def codes(rows):
    return code_file_of(pd.DataFrame(rows).assign(**SURE))


@pytest.mark.parametrize(
    ("phrase", "comment", "holds"),
    [
        ("price", "Prices rose.", True),
        ("prices", "the price rose", True),
        ("price", "priceless", False),
        ("price*", "priceless", True),
        ("next day", "It came the next days", True),
        ("next day", "Next, day and night", False),
        ("next day", "day next", False),
        ("قیمت", "قيمت‌هاتون زیاده", True),
        ("گرون", "خیلی گرونه", True),
        ("گران", "گرون گرون گرون", True),
        ("دیر رسید", "دیر رسیدند", True),
        ("سر وقت", "سرِ وقت آوردند", True),
        ("قیمت", "قیمه خوردیم", False),
    ],
)
def test_a_phrase_stands_in_a_comment_whatever_its_endings(phrase, comment, holds):
    assert (phrase in Reader([phrase]).holds(comment)) is holds


def test_words_may_stand_for_several_themes_and_themes_have_several_words():
    rules = codes(
        [
            {"theme": "time", "words": "late; delay*"},
            {"theme": "cost", "words": "dear"},
            {"theme": "cost", "words": "late"},
        ]
    )
    held = themes_of(["Late", "delayed and dear", "kind"], rules)
    assert rules.themes == ("time", "cost")
    assert held.tolist() == [[True, True], [True, True], [False, False]]


def test_what_a_person_has_read_stands_above_words():
    rules = codes(
        [
            {"theme": "time", "words": "late", "answer": ""},
            {"theme": "", "words": "", "answer": answer_key("Late? Never!")},
            {"theme": "time;cost", "words": "", "answer": answer_key("so so")},
        ]
    )
    held = themes_of(["late? never", "too late", "So so."], rules)
    assert held.tolist() == [[False, False], [True, False], [True, True]]


def test_words_that_name_nothing_are_refused():
    assert pieces("هایی") == ()
    with pytest.raises(ValueError, match=r"words=\['هایی'\] hold no word"):
        themes_of(["x"], codes([{"theme": "a", "words": "هایی"}]))
