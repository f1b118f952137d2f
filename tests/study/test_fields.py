"""Does each kind of value come in as it should, and stay as it is?"""

import copy
import pickle
from datetime import date

import pytest
from hypothesis import given, strategies as st
from pydantic import Field, ValidationError

from csat_methods._messages import Text
from csat_methods.study.fields import (
    Amount,
    Code,
    Codes,
    Columns,
    Day,
    FileName,
    Flag,
    Frozen,
    FrozenMapping,
    ItemName,
    Language,
    Part,
    Version,
    Whole,
    Words,
    code_key,
    number_of,
    read_code,
    read_day,
    read_words,
)


class Sample(Part):
    version: Version | None = Field(default=None, alias="schema")
    words: Words | None = None
    codes: Codes = ()
    labels: Frozen[Code, Words] = Field(default_factory=FrozenMapping)
    day: Day | None = None
    columns: Columns = ()
    whole: Whole | None = None
    amount: Amount | None = None
    flag: Flag | None = None
    file: FileName | None = None
    item: ItemName | None = None
    language: Language | None = None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("schema", True),
        ("schema", 2),
        ("schema", "1"),
        ("words", 5),
        ("words", {}),
        ("words", {"english": "x"}),
        ("words", {"en": ""}),
        ("words", {"en": None}),
        ("codes", [True]),
        ("codes", [None]),
        ("codes", [""]),
        ("labels", {1: ""}),
        ("day", "2026-13-01"),
        ("day", "31.3.2026"),
        ("day", "1405-01-01"),
        ("day", 20260331),
        ("columns", 5),
        ("whole", True),
        ("whole", 1.0),
        ("whole", "1"),
        ("amount", True),
        ("amount", "1.5"),
        ("amount", float("nan")),
        ("amount", float("inf")),
        ("flag", 1),
        ("flag", "yes"),
        ("file", "../evil"),
        ("file", "a b"),
        ("file", ".hidden"),
        ("file", "x" * 42),
        ("item", "a:b"),
        ("item", ""),
        ("language", "English"),
        ("other", 1),
    ],
)
def test_what_is_of_another_kind_is_refused(key, value):
    with pytest.raises(ValidationError):
        Sample.model_validate({key: value})


def test_nothing_of_a_part_can_be_changed():
    part = Sample.model_validate({"labels": {1: "bad"}, "codes": 3})
    with pytest.raises(ValidationError, match="frozen"):
        part.codes = ()
    for change in (
        lambda: part.labels.__setitem__(1, "x"),
        lambda: part.labels.pop(1),
        lambda: part.labels.update({2: "x"}),
        part.labels.clear,
    ):
        with pytest.raises(TypeError, match="cannot be changed"):
            change()
    assert part.codes == (3,)


def test_a_part_can_be_pickled_and_copied():
    part = Sample.model_validate({"labels": {1: {"en": "bad", "fa": "بد"}}})
    assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301 - our own bytes
    assert copy.deepcopy(part) == part


@given(st.integers(-(10**12), 10**12))
def test_a_code_is_the_same_code_however_it_is_written(number):
    persian = str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    written = (number, float(number), str(number), f" {number}.0 ", persian)
    assert {code_key(each) for each in written} == {str(number)}
    assert {read_code(each) for each in written} == {number}


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("3", 3),
        ("۳٫۵", 3.5),
        ("٣", 3),
        ("-0.5", -0.5),
        ("1e2", 100),
        ("007", None),
        ("+", None),
        ("e5", None),
        (".", None),
        ("1e999", None),
        ("1,5", None),
        ("nan", None),
        ("inf", None),
        ("1_000", None),
        pytest.param(float("nan"), None, id="not a number"),
        pytest.param(float("inf"), None, id="no finite number"),
        ("", None),
    ],
)
def test_a_number_is_a_number_and_an_id_is_none(cell, number):
    assert number_of(cell) == number


def test_texts_are_one_text_in_any_spelling():
    assert code_key("كتابي") == code_key("کتابی")
    assert code_key(" Very\u00a0 Good ") == code_key("very good")
    assert code_key("00123") == "00123"


def test_words_come_plain_or_by_language():
    assert read_words("Food").texts == {"en": "Food"}
    assert read_words({"en": "Food", "fa": "غذا"}).texts["fa"] == "غذا"
    assert read_words("two\n lines").texts == {"en": "two lines"}
    assert read_words(Text({"fa": "غذا"})).texts == {"fa": "غذا"}


def test_a_day_may_be_written_in_persian_digits():
    assert read_day("۲۰۲۶-۰۳-۳۱") == date(2026, 3, 31)


def test_a_wave_s_year_may_stand_as_a_number():
    assert Sample.model_validate({"file": 2017}).file == "2017"


def test_signs_of_vowels_and_what_parts_a_word_tell_no_answers_apart():
    spellings = ("کاملاً بی\u200cتفاوت", "کاملا بی تفاوت", "كاملاً  بی\u200cتفاوت\u200f")
    assert len({code_key(said) for said in spellings}) == 1
