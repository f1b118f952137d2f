"""How is a questionnaire read by those who review it?"""

import pytest

from csat_methods.forms.form import form_of
from csat_methods.forms.review_copy import is_review_copy, safe, write_review_copy

BOTH = ("en", "fa")


@pytest.fixture(scope="module")
def text(every):
    return write_review_copy(form_of(every, BOTH)).decode()


def part(text, item):
    """What the copy says of one item."""
    _, _, rest = text.partition(f"`{item}`\n")
    return rest.partition("\n### ")[0]


def test_every_item_has_its_id_in_the_order_of_asking(text, every):
    heads = [line for line in text.split("\n") if line.startswith("### ")]
    assert heads == [
        f"### {place}. `{name}`" for place, name in enumerate(every.items, start=1)
    ]


def test_an_item_is_told_in_both_languages(text):
    told = part(text, "p_1")
    assert "- English: How was this? The food" in told
    assert "- فارسی: این چگونه بود؟ غذا" in told


def test_an_item_says_what_it_stands_on(text):
    told = part(text, "p_1")
    for fact in ("Type: `scale`", "Role: `perception`", "Scale: `agree`"):
        assert f"- {fact}" in told
    assert "- Shown with: `p_2`" in told
    assert "- Asked: everybody" in told


def test_the_answers_are_a_table_of_codes_and_words(text):
    told = part(text, "p_1")
    assert "| Code | English | فارسی |" in told
    assert "| 5 | Completely | کاملاً |" in told
    assert "| 9 (no point of the scale) | I cannot say | نمی‌دانم |" in told


def test_routing_is_told_in_words_and_in_codes(text):
    told = part(text, "channels")
    assert "Answer this only if you answered “Yes” to question 1. (`used: 1`)" in told


def test_a_low_is_good_scale_says_so(study_of):
    scale = {"points": [1, 2, 3], "direction": "descending"}
    study = study_of({"q": {"scale": "s", "text": "Q?"}}, scales={"s": scale})
    told = write_review_copy(form_of(study, ("en",))).decode()
    assert "- Direction: the lowest answer is the best" in told
    assert "## 1. `q`" in told


def test_a_persian_copy_is_persian(every):
    told = write_review_copy(form_of(every, ("fa",))).decode()
    assert "## ۱. `used`" in told
    assert "- نوع: `binary`" in told


def test_words_that_would_do_harm_stay_words(text):
    assert "<script>" not in text
    assert r"\<script\>" in text
    assert safe("a|b") == r"a\|b"


def test_a_copy_written_here_is_known_and_other_notes_are_not(every, text):
    assert is_review_copy(text.encode())
    assert not is_review_copy(b"# Notes")
