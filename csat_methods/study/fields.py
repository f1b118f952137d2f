"""How is each kind of value in a params file read?

Words in several languages, codes of answers, days, names: each has one reader that
either returns the value, unchangeable, or says in words what is wrong with it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from numbers import Real
from typing import Annotated, Any, NoReturn, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StrictBool,
    StrictFloat,
    StrictInt,
)

from csat_methods._messages import Text, normal_digits, normal_text, safe_text
from csat_methods.study.file_names import FILE_NAME

K = TypeVar("K")
V = TypeVar("V")

_ITEM_NAME = r"^\w[\w.-]{0,59}$"
_LANGUAGE = r"^[a-z]{2,3}(-[A-Z]{2})?$"
_NUMBER = re.compile(
    r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?"
)

_UNSAID = {0x200C: " ", **dict.fromkeys([*range(0x064B, 0x0653), 0x0670])}
"""Signs of vowels, left out; what parts a word without a blank is one."""


class FrozenMapping(dict[K, V]):
    """A mapping that cannot be changed, yet can be pickled.

    Examples
    --------
    >>> FrozenMapping(a=1) == {"a": 1}
    True
    """

    def _refuse(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("a study cannot be changed; write another one")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenMapping, (dict(self),)

    def __deepcopy__(self, _memo: Any) -> FrozenMapping[K, V]:
        return self


class Part(BaseModel):
    """A part of a params file: unknown keys are refused, nothing can be changed."""

    model_config = ConfigDict(
        allow_inf_nan=False,
        defer_build=True,  # a part is checked as one of its study, hardly ever alone
        extra="forbid",
        frozen=True,
        protected_namespaces=(),
    )


# --------------------------------------------------------------------- codes
def number_of(value: Any) -> float | None:
    """Return a cell or code as a number, or None where it is none.

    Persian and Arabic digits are read; a number with leading zeros is a name.

    Examples
    --------
    >>> number_of("۴٫۵"), number_of(" 3 "), number_of("007"), number_of("")
    (4.5, 3.0, None, None)
    """
    if isinstance(value, str) or not isinstance(value, Real):
        return _number_in(normal_text(str(value)))
    return float(value) if math.isfinite(value) else None


def _number_in(text: str) -> float | None:
    """Return the number that a text of one spelling is, or None where it is none."""
    written = normal_digits(text)
    number = float(written) if _NUMBER.fullmatch(written) else math.inf
    return number if math.isfinite(number) else None


@lru_cache(maxsize=8192)  # columns repeat a few codes over all their rows
def _as_text(value: Any) -> Any:
    """Return a code as text: options have names, numbers too."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return code_key(value) if number else value


def code_key(value: Any) -> str:
    """Return the one spelling under which equal codes and cells meet.

    Examples
    --------
    >>> {code_key(value) for value in (1, 1.0, "1", "1.0", "۱")}
    {'1'}
    >>> code_key(" Yes ")
    'yes'

    Signs of vowels, which most people leave out, tell no answers apart, nor does what
    stands between the parts of a word:

    >>> code_key("کاملاً بی\u200cتفاوت") == code_key("کاملا بی تفاوت")
    True
    """
    if isinstance(value, bool):
        return str(int(value))
    text = normal_text(str(value))
    number = _number_in(text) if isinstance(value, str) else number_of(value)
    if number is None:
        plain = text if text.isascii() else " ".join(text.translate(_UNSAID).split())
        return plain.casefold()
    return str(int(number)) if number.is_integer() else repr(number)


def read_code(value: Any) -> int | float | str:
    """Return the code of an answer: a number where it is one, else a text.

    Raises
    ------
    ValueError
        If it is neither a number nor a text.
    """
    if isinstance(value, bool):
        raise ValueError(f"{str(value).lower()} is no code; write it in quotes")
    if not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is no code; a code is a number or a text")
    number = number_of(value)
    if number is not None:
        return int(number) if number.is_integer() else number
    text = normal_text(str(value))
    if not text:
        raise ValueError("an empty text is no code; empty cells count as blank anyway")
    return text


# --------------------------------------------------------------------- words
def read_words(value: Any) -> Text:
    """Return words given as a text, or as one text a language.

    Raises
    ------
    ValueError
        If a language is unknown by its form, or its words are empty.

    Examples
    --------
    >>> read_words("Food").texts
    {'en': 'Food'}
    """
    if isinstance(value, Text):
        return value
    texts = {"en": value} if isinstance(value, str) else value
    if not isinstance(texts, Mapping) or not texts:
        raise ValueError(f"{value!r} must be a text, or texts by language: {{en: …}}")
    for language, words in texts.items():
        if not isinstance(language, str) or not re.fullmatch(_LANGUAGE, language):
            raise ValueError(f"{language!r} must be a language such as en or fa")
        if not isinstance(words, str) or not words.strip():
            raise ValueError(f"{language}: {words!r} must be a text")
    return Text(
        FrozenMapping(
            {name: safe_text(" ".join(t.split())) for name, t in texts.items()}
        )
    )


# ------------------------------------------------------------- days and names
OLDEST = 1700
"""Years before it are of the Jalali calendar, or slips."""


def read_day(value: Any) -> date:
    """Return a day written as 2026-03-31.

    Raises
    ------
    ValueError
        If it is written otherwise, of another calendar, or there is no such day.
    """
    if type(value) is date:
        return value
    try:
        day = datetime.strptime(normal_digits(str(value)), "%Y-%m-%d").date()
    except ValueError as error:
        raise ValueError(f"{value!r} must be a day such as 2026-03-31") from error
    if day.year < OLDEST:
        raise ValueError(f"{value!r} must be a Gregorian day such as 2026-03-31")
    return day


def _named(pattern: str, rule: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = str(value) if type(value) is int else value
        if not isinstance(text, str) or not re.fullmatch(pattern, text):
            raise ValueError(f"{value!r} must be {rule}")
        return text

    return read


def one_or_many(value: Any) -> Any:
    """Return one value as a list of one; what is a list already stays."""
    return [value] if isinstance(value, str | int | float | Mapping) else value


def read_version(value: Any) -> int:
    """Return the version of the schema, which is 1.

    Raises
    ------
    ValueError
        If it is another.
    """
    if type(value) is not int or value != 1:
        raise ValueError(f"{value!r} must be 1, the version that is read here")
    return value


Whole = StrictInt
Amount = StrictFloat
Flag = StrictBool
Version = Annotated[int, PlainValidator(read_version, json_schema_input_type=int)]
FileName = Annotated[
    str,
    PlainValidator(
        _named(
            FILE_NAME,
            "at most 41 Latin letters, digits, '.', '_' or '-', not first a sign",
        ),
        json_schema_input_type=Annotated[str, Field(pattern=FILE_NAME)] | int,
    ),
]
ItemName = Annotated[
    str,
    PlainValidator(
        _named(_ITEM_NAME, "letters, digits, '_', '.' or '-', at most 60"),
        json_schema_input_type=Annotated[str, Field(pattern=_ITEM_NAME)],
    ),
]
Language = Annotated[
    str,
    PlainValidator(
        _named(_LANGUAGE, "a language such as en or fa"),
        json_schema_input_type=Annotated[str, Field(pattern=_LANGUAGE)],
    ),
]
Code = Annotated[
    int | float | str,
    PlainValidator(read_code, json_schema_input_type=int | float | str),
]
Words = Annotated[
    Text, PlainValidator(read_words, json_schema_input_type=str | dict[str, str])
]
Day = Annotated[
    date,
    PlainValidator(
        read_day,
        json_schema_input_type=Annotated[
            str, Field(json_schema_extra={"format": "date"})
        ],
    ),
]
Columns = Annotated[
    tuple[str, ...],
    BeforeValidator(one_or_many, json_schema_input_type=str | list[str]),
]
CodeName = Annotated[
    str, BeforeValidator(_as_text, json_schema_input_type=int | float | str)
]
Codes = Annotated[
    tuple[Code, ...],
    BeforeValidator(
        one_or_many, json_schema_input_type=int | float | str | list[int | float | str]
    ),
]
Amounts = Annotated[
    tuple[Amount, ...],
    BeforeValidator(one_or_many, json_schema_input_type=float | list[float]),
]
Frozen = Annotated[Mapping[K, V], AfterValidator(FrozenMapping)]
