"""Which words does a comment hold, in English and in Persian?

One spelling, words without the endings that change no theme, and the words that name
none. An ending goes only where what is left is a word of its own among those given:
no word is cut down to one that nobody said.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib import resources

import yaml

from csat_methods.statistics.spelling import Spelling

LANGUAGES = ("en", "fa")
SHORTEST = 3
"""Letters that must be left of a word without its ending."""

ENDINGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (
        *((r"ies$", "y"), (r"ied$", "y"), (r"es$", ""), (r"s$", "")),
        *((r"(?<=(.))\1ed$", ""), (r"ed$", ""), (r"ed$", "e")),
        *((r"(?<=(.))\1ing$", ""), (r"ing$", ""), (r"ing$", "e"), (r"ly$", "")),
    ),
    "fa": (
        (r"های?(?:[تشم]ان)$", ""),
        (r"ها(?:[تشم]ون)?$", ""),
        (r"ها[یتشم]ی?$", ""),
        (r"تر(?:ین)?$", ""),
        (r"[تشم][او]ن$", ""),
        *((r"ونه$", "ان"), (r"ونه$", "ون"), (r"ونه$", "انه"), (r"ون", "ان")),
        *((ending + "$", "") for ending in ("یم", "ید", "ند")),
        *((f"(?<=.{{4}}){ending}$", "") for ending in "یومتش"),
    ),
}
"""Language to endings and what stands in their place: plurals, forms of verbs,
degrees, whose it is, and how words are said rather than written."""

_WORD = re.compile(r"[^\W\d_]+")
_PAUSE = re.compile(r"[^\w\s'\"-]+")
_PERSIAN = re.compile(r"[\u0600-\u06ff]")


def language_of(comment: str) -> str:
    """Return ``fa`` where half of the letters or more are Persian ones, else ``en``.

    Examples
    --------
    >>> language_of("قیمت OK بود"), language_of("Late!")
    ('fa', 'en')
    """
    letters = [letter for letter in comment if letter.isalpha()]
    persian = len(_PERSIAN.findall("".join(letters)))
    return "fa" if letters and 2 * persian >= len(letters) else "en"


def clauses(comment: str, lang: str) -> list[list[str]]:
    """Return the words of a comment between its pauses, without joints.

    Examples
    --------
    >>> clauses("Late, and nobody rang.", "en")
    [['late'], ['and', 'nobody', 'rang']]
    >>> clauses("قيمت‌ها بالاست", "fa")
    [['قیمت', 'بالاست']]
    """
    joints = _listed(lang, "joints")
    read = Spelling(comment).read.casefold()
    parts = (_WORD.findall(part) for part in _PAUSE.split(read))
    kept = ([word for word in part if word not in joints] for part in parts)
    return [part for part in kept if part]


def stem(word: str, lang: str, known: Collection[str]) -> str:
    """Return a word without endings, as far as what is left is among those known.

    Examples
    --------
    >>> stem("prices", "en", {"price"}), stem("prices", "en", {"prize"})
    ('price', 'prices')
    >>> stem("گرونه", "fa", {"گرون", "گران"})
    'گران'
    """
    cut = next((left for left in _without_ending(word, lang) if left in known), None)
    return word if cut is None else stem(cut, lang, known)


@cache
def forms(word: str, lang: str) -> frozenset[str]:
    """Return a word and all that is left of it when endings go, one after another.

    Examples
    --------
    >>> sorted(forms("prices", "en"))
    ['pric', 'price', 'prices']
    """
    shorter = (forms(left, lang) for left in _without_ending(word, lang))
    return frozenset({word}).union(*shorter)


def _without_ending(word: str, lang: str) -> Iterator[str]:
    """Yield what is left of a word without one of its endings."""
    for ending, instead in ENDINGS[lang]:
        left = re.sub(ending, instead, word, count=1)
        if left != word and SHORTEST <= len(left) <= len(word):
            yield left


@cache
def stop_words(lang: str) -> frozenset[str]:
    """Return the words of a language that name no theme."""
    return _listed(lang, "stop") | _listed(lang, "joints")


@cache
def _listed(lang: str, kind: str) -> frozenset[str]:
    return frozenset(_lists()[lang][kind].split())


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    path = resources.files(__package__).joinpath("comment_words.yaml")
    listed: Mapping[str, Mapping[str, str]] = yaml.safe_load(path.read_text("utf-8"))
    return listed
