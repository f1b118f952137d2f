"""How does one sentence read in every language?

A sentence is an English text with placeholders and the values that fill them; it is
translated and its numbers are written only when it is shown. The language is one
context variable; catalogues are ``locale/<language>.po``.
"""

from __future__ import annotations

import gettext
import io
import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from csat_methods._number_formats import BARE, FORMATS
from csat_methods._pseudo import pseudo
from csat_methods._quoting import in_marks
from csat_methods._signs import UNSAFE

RTL = frozenset({"fa", "ar", "he", "ur", "en-XA"})
PSEUDO = "en-XA"
MINUS = "\u2212"
MISSING = "\u2014"

_language: ContextVar[str] = ContextVar("csat_language", default="en")


@dataclass(frozen=True)
class Number:
    """A number inside a sentence.

    `ref` is where it stands in its result's table: ``row-key.column``.
    """

    value: float
    kind: str = "number"
    ref: str = ""


@dataclass(frozen=True)
class Day:
    """A day inside a sentence."""

    value: date


@dataclass(frozen=True)
class Text:
    """Words that the study wrote, in one or several languages."""

    texts: Mapping[str, str]


@dataclass(frozen=True)
class Listing:
    """Several parts of a sentence, joined as a list."""

    items: tuple[Any, ...]


@dataclass(frozen=True)
class Message:
    """A sentence: its English text, which is its id, and its values."""

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return plain(self)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that can be shown, English first."""
    folder = resources.files(__package__).joinpath("locale")
    found = sorted(p.name[:-3] for p in folder.iterdir() if p.name.endswith(".po"))
    return ("en", *found, PSEUDO)


@contextmanager
def language(name: str) -> Iterator[None]:
    """Show everything inside the block in a language, by its code: ``fa``.

    Raises
    ------
    ValueError
        If there is no catalogue for it.

    Examples
    --------
    >>> with language("fa"):
    ...     print(plain(Number(2.5)))
    ۲٫۵۰
    """
    if name not in languages():
        known = ", ".join(languages())
        raise ValueError(f"language={name!r} must be one of {known}.")
    token = _language.set(name)
    try:
        yield
    finally:
        _language.reset(token)


def current_language() -> str:
    """Return the language that is shown now."""
    return _language.get()


def direction() -> str:
    """Return ``rtl`` or ``ltr`` for the language that is shown now."""
    return "rtl" if _language.get() in RTL else "ltr"


@cache
def _catalogue(name: str) -> gettext.NullTranslations:
    from babel.messages import mofile, pofile

    path = resources.files(__package__).joinpath(f"locale/{name}.po")
    with path.open("rb") as source:
        catalogue = pofile.read_po(source, locale=name)
    binary = io.BytesIO()
    mofile.write_mo(binary, catalogue)
    binary.seek(0)
    return gettext.GNUTranslations(binary)


def translate(text: str) -> str:
    """Return an English text in the language that is shown now."""
    name = _language.get()
    if name == "en" or not text:
        return text
    return pseudo(text) if name == PSEUDO else _catalogue(name).gettext(text)


UNITS = {"share_difference": Message("pp"), "share_size": Message("pp")}
"""What stands after a kind of number: shares differ by percentage points."""

_PERSIAN = str.maketrans("0123456789.,%", "۰۱۲۳۴۵۶۷۸۹٫٬٪") | {ord("<"): "کمتر از"}
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def digits(text: str) -> str:
    """Return a text's digits and signs as the current language writes them."""
    text = text.replace("-", MINUS)
    if _language.get() != "fa":
        return text
    return text.removeprefix("=\u00a0").translate(_PERSIAN)


def local_name(text: str) -> str:
    """Return a name; one without letters has its digits in the language shown now."""
    foreign = _language.get() != "fa" or any(letter.isalpha() for letter in text)
    return text if foreign else text.translate(_DIGITS)


def number(value: float, kind: str = "number") -> str:
    """Return a number as the current language writes this kind, with its unit."""
    return "".join(number_parts(value, kind))


def number_parts(value: float, kind: str = "number") -> tuple[str, str]:
    """Return a number as :func:`number`, and apart from it what stands after it."""
    if value is None or math.isnan(value):
        return MISSING, ""
    if math.isinf(value):
        return ("-" if value < 0 else "").replace("-", MINUS) + "\u221e", ""
    unit = f"\u00a0{plain(UNITS[kind])}" if kind in UNITS else ""
    return digits(FORMATS[kind](value)), unit


def day(value: date) -> str:
    """Return a day as the current language writes it: Jalali in Persian."""
    if _language.get() == "fa":
        from persiantools.jdatetime import JalaliDate

        jalali = JalaliDate(value, locale="fa")
        return digits(f"{jalali.day} {jalali.strftime('%B')} {jalali.year}")
    return f"{value.day} {translate(value.strftime('%B'))} {value.year}"


def words(text: Text) -> str:
    """Return the study's words in the current language, else in its first one."""
    told = text.texts[language_of(text)]
    return pseudo(told) if _language.get() == PSEUDO else told


def language_of(text: Text) -> str:
    """Return the language in which the study's words are shown now."""
    wanted = (_language.get(), "en", *text.texts)
    return next(name for name in wanted if text.texts.get(name))


def listing(parts: list[str]) -> str:
    """Return the parts joined as the current language joins a list.

    Parts that hold a comma themselves stand between semicolons.
    """
    comma, semicolon = ("، ", "؛ ") if _language.get() == "fa" else (", ", "; ")
    return (semicolon if any(comma in part for part in parts) else comma).join(parts)


def plain(value: Any) -> str:
    """Return any value of a sentence, or a sentence, as plain text."""
    if isinstance(value, Message):
        parts = {key: plain(part) for key, part in _inside(value).items()}
        return translate(value.id).format(**parts)
    return _PLAIN.get(type(value), str)(value)


_PLAIN: dict[type, Callable[[Any], str]] = {
    str: local_name,
    Number: lambda value: number(value.value, value.kind),
    Day: lambda value: day(value.value),
    Text: words,
    Listing: lambda value: listing([plain(item) for item in value.items]),
}


def pieces(message: Message) -> Iterator[tuple[str, Any]]:
    """Yield a translated sentence as (literal text, value or None) in order."""
    told = _inside(message)
    for literal, name, _, _ in Formatter().parse(translate(message.id)):
        yield literal, told[name] if name else None


def _inside(message: Message) -> Mapping[str, Any]:
    """Return the values of a sentence as they stand in it: sentences in marks."""
    return {name: _quoted(part) for name, part in _unit_once(message.values).items()}


def _quoted(part: Any) -> Any:
    if isinstance(part, Listing):
        return Listing(tuple(map(_quoted, part.items)))
    if isinstance(part, Text):
        return Text({name: in_marks(name, told) for name, told in part.texts.items()})
    return part


def _unit_once(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the values of a sentence, where "low to high" has its unit at its end."""
    low, high = values.get("low"), values.get("high")
    if not (isinstance(low, Number) and isinstance(high, Number)):
        return values
    if low.kind != high.kind or low.kind not in BARE:
        return values
    return {**values, "low": replace(low, kind=BARE[low.kind])}


_LETTERS = str.maketrans("يكى\xa0", "یکی ", "\u200e\u200f\ufeff\u0640") | {0x6C0: "هٔ"}
_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫٬٪", "01234567890123456789.,%")


def safe_text(text: str) -> str:
    """Return a text without signs that turn what follows it, and without controls.

    An override of direction makes a name read otherwise than it is; in a file's name or
    an attribute nothing isolates it.

    Examples
    --------
    >>> safe_text("report\u202efdp.exe")
    'reportfdp.exe'
    """
    return text.translate(UNSAFE)


def normal_text(text: str) -> str:
    """Return a text with one spelling: NFC, Persian ya and kaf, plain spaces.

    Examples
    --------
    >>> normal_text("كتابي\u00a0") == "کتابی"
    True
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", safe_text(text)).translate(_LETTERS)
    return " ".join(text.split())


def normal_digits(text: str) -> str:
    """Return a text with Persian and Arabic digits and signs as Latin ones.

    Examples
    --------
    >>> normal_digits("۱۲٫۵")
    '12.5'
    """
    return text if text.isascii() else text.translate(_LATIN)
