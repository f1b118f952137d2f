"""Is one sentence right in every language, down to its digits?"""

import ast
import math
import re
import string
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from csat_methods import _messages
from csat_methods._messages import (
    FORMATS,
    MISSING,
    Day,
    Listing,
    Message,
    Number,
    Text,
    current_language,
    direction,
    language,
    languages,
    normal_digits,
    normal_text,
    number,
    pieces,
    plain,
    pseudo,
)

MINUS = "\u2212"
PACKAGE = Path(_messages.__file__).parent
CAUSE = re.compile(
    r"\b(caus(e|es|ed|ing)|due to|leads? to|led to|results? in|resulted in|affects?|"
    r"influences?|effect of|brings? about|drives?|owing to|thanks to)\b",
    re.IGNORECASE,
)


# ------------------------------------------------------------------ language
def test_english_is_shown_unless_another_language_is_asked_for():
    assert (current_language(), direction()) == ("en", "ltr")


def test_the_pseudo_locale_is_always_there_and_reads_from_the_right():
    assert languages()[0] == "en"
    assert languages()[-1] == "en-XA"
    with language("en-XA"):
        assert direction() == "rtl"


def test_a_language_ends_with_its_block_even_if_that_fails():
    def failing():
        with language("en-XA"):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    assert current_language() == "en"


def test_a_language_without_a_catalogue_is_refused():
    with pytest.raises(ValueError, match="language='xx' must be one of en, "):
        language("xx").__enter__()


# ------------------------------------------------------------------- pseudo
def test_the_pseudo_locale_keeps_placeholders():
    assert pseudo("one {name} two") == "\u27e6óñé {name} twó\u27e7"


@given(st.lists(st.sampled_from(["{a}", "{b}", "word ", "n = "]), max_size=6))
def test_a_pseudo_sentence_has_the_placeholders_of_the_sentence(parts):
    fields = [f for _, f, _, _ in string.Formatter().parse("".join(parts)) if f]
    shown = pseudo("".join(parts))
    assert [f for _, f, _, _ in string.Formatter().parse(shown) if f] == fields


# ------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (4.125, "number", "4.12"),
        (-1.1, "number", f"{MINUS}1.10"),
        (2809, "count", "2,809"),
        (76.05, "index", "76.0"),
        (0.8049, "share", "80.5%"),
        (0.95, "percent", "95%"),
        (35.11, "points", "+35.1"),
        (-5.3, "points", f"{MINUS}5.3"),
        (-0.183, "difference", f"{MINUS}0.18"),
        (0.29, "difference", "+0.29"),
        (-0.018, "share_difference", f"{MINUS}1.8\u00a0pp"),
        (0.7123, "coefficient", "0.712"),
        (0.0003, "probability", "<\u00a00.001"),
        (0.068, "share_size", "6.8\u00a0pp"),
        (2.0, "rank", "2"),
        (2.5, "rank", "2.5"),
        (0.04321, "probability", "0.043"),
        (0.04321, "chance", "=\u00a00.043"),
        (0.0007, "chance", "=\u00a00.001"),
        (0.0002, "chance", "<\u00a00.001"),
    ],
)
def test_each_kind_of_number_is_written_its_way(value, kind, shown):
    assert number(value, kind) == shown


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_what_is_not_known_is_a_dash_in_every_kind(kind):
    assert number(math.nan, kind) == MISSING


@pytest.mark.parametrize("kind", sorted(set(FORMATS) - {"probability", "chance"}))
def test_nothing_is_rounded_to_minus_zero(kind):
    assert MINUS not in number(-1e-9, kind)


def test_an_infinite_number_is_said_to_be_so():
    assert number(-math.inf) == f"{MINUS}\u221e"


@given(st.floats(-1e9, 1e9))
def test_a_number_is_within_half_a_unit_of_its_last_place(value):
    shown = float(number(value).replace(",", "").replace(MINUS, "-"))
    assert abs(shown - value) <= 0.005 * (1 + 1e-6) + 1e-9 * abs(value)


# ------------------------------------------------------------------- showing
def test_words_come_in_the_shown_language_else_in_english_else_in_the_first():
    assert plain(Text({"fa": "کیفیت", "en": "Quality"})) == "Quality"
    assert plain(Text({"fa": "کیفیت"})) == "کیفیت"


def test_a_day_is_written_out():
    assert plain(Day(date(2026, 3, 1))) == "1 March 2026"


def test_parts_of_a_sentence_may_be_sentences_lists_and_numbers():
    message = Message(
        "{what}: {parts}",
        {
            "what": Message("{n} people", {"n": Number(3, "count")}),
            "parts": Listing(("a", Number(0.5, "percent"))),
        },
    )
    assert str(message) == "3 people: a, 50%"


def test_parts_that_hold_a_comma_stand_between_semicolons():
    parts = Listing(("Easy to go back", "Accurate, fast touch"))
    assert plain(parts) == "Easy to go back; Accurate, fast touch"
    with language("fa"):
        assert plain(Listing(("دقت، رضایت", "اختیار"))) == "دقت، رضایت؛ اختیار"


def test_a_sentence_falls_into_its_words_and_values_in_order():
    message = Message("{a} and {b}.", {"a": "x", "b": "y"})
    assert list(pieces(message)) == [("", "x"), (" and ", "y"), (".", None)]


def test_an_empty_sentence_stays_empty_in_every_language():
    for name in languages():
        with language(name):
            assert _messages.translate("") == ""


# ------------------------------------------------------------- normalisation
@pytest.mark.parametrize(
    ("given_text", "one_spelling"),
    [
        ("كتابي", "کتابی"),
        ("a\u00a0b", "a b"),
        ("  a \t b ", "a b"),
        ("\ufeffname", "name"),
        ("\u200fمتن\u200e", "متن"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_texts_have_one_spelling(given_text, one_spelling):
    assert normal_text(given_text) == one_spelling


def test_digits_of_both_scripts_are_read():
    assert normal_digits("۱٬۲۳۴٫۵٪ ٦") == "1,234.5% 6"


@given(st.text(max_size=30))
def test_one_spelling_is_final(text):
    assert normal_text(normal_text(text)) == normal_text(text)


# ------------------------------------------------------------------ what is claimed
def texts_of(module):
    """Every text in a module's code; its docstrings are for those who read code."""
    tree = ast.parse(module.read_text("utf8"))
    alone = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    nodes = (n for n in ast.walk(tree) if isinstance(n, ast.Constant))
    return [n.value for n in nodes if isinstance(n.value, str) and id(n) not in alone]


def test_no_sentence_says_that_one_thing_causes_another():
    texts = [text for path in PACKAGE.rglob("*.py") for text in texts_of(path)]
    sentences = [text for text in texts if text[:1].isupper() and " " in text]
    assert len(sentences) > 300
    told = [text for text in texts if "|" not in text]  # a pattern is no sentence
    assert [text for text in told if CAUSE.search(text)] == []
    for claimed in ("Price causes {x}.", "It is due to {x}.", "{x} leads to {y}."):
        assert CAUSE.search(claimed)


@pytest.mark.parametrize("kind", ["points", "difference", "share_difference"])
def test_a_sign_stands_before_what_is_no_zero_only(kind):
    small = {"points": 0.04, "difference": -0.004, "share_difference": 0.0004}[kind]
    assert number(small, kind)[0] == "0"
    assert number(0.0, kind)[0] == "0"
    assert number(5.0, kind)[0] == "+"


def test_names_without_letters_take_the_digits_of_the_language():
    with language("fa"):
        assert plain(Message("{x}", {"x": "2018"})) == "۲۰۱۸"
        assert plain(Message("{x}", {"x": "55+"})) == "۵۵+"
        assert plain(Message("{x}", {"x": "2025h1"})) == "2025h1"
    assert plain(Message("{x}", {"x": "2018"})) == "2018"


def test_shares_differ_by_percentage_points_in_both_languages():
    assert number(0.021, "share_difference") == "+2.1\u00a0pp"
    assert number(math.nan, "share_difference") == MISSING
    with language("fa"):
        said = number(-0.021, "share_difference")
    assert said == f"{MINUS}۲٫۱\u00a0واحد درصد"


def test_a_question_stands_in_quotation_marks_inside_a_sentence():
    asked = Text({"en": "The room was warm.", "fa": "اتاق گرم بود."})
    short = Text({"en": "Warm rooms", "fa": "اتاق‌های گرم"})
    note = Message("Against the rest: {items}.", {"items": Listing((asked, short))})
    assert plain(note) == "Against the rest: “The room was warm”, Warm rooms."
    assert plain(asked) == "The room was warm."
    with language("fa"):
        assert plain(Message("{x}", {"x": asked})) == "«اتاق گرم بود»"
