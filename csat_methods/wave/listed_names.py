"""Where does a comment hold a name that is known, however it is written?

Names and comments are compared word by word by the shapes of their letters: whatever
their case, accents, vowel signs and alphabet; spelled out, in pieces, joined, with
digits for letters or with a last letter that goes on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from csat_methods._messages import normal_digits

LEAST_SPELLED = 3
"""Letters of a name that is looked for in pieces: two are a word too often."""

_APART = 3
"""Signs between two words, or two letters spelled out, of one name."""

_SIGNS = "\u0300-\u036f\u064b-\u0655\u0670"
_QUOTES = "'’ʼ`"
_WORD = re.compile(rf"[^\W_](?:[{_SIGNS}{_QUOTES}]*[^\W_])*[{_SIGNS}]*")
_GENITIVE = re.compile(rf"[{_QUOTES}]s$", re.IGNORECASE)

_ALPHABETS = {
    "авекмнорстухіјѕһԁԛԝѵӏ": "abekmhopctyxijshdqwvl",
    "αβεζηικμνορτυχω": "abezhikmnoptyxw",
    "օոսհցɑɡıłøđħŧ": "onuhgagilodht",
    "ةىيكھہەےٱ": "هییکهههیا",
}
_LIKE = str.maketrans("".join(_ALPHABETS), "".join(_ALPHABETS.values()))
"""Letters of other alphabets that look like these, and Arabic ones like Persian."""

_AS_LETTERS = tuple(
    str.maketrans(dict(zip("013457892", letters, strict=True)))
    for letters in ("oieastbgz", "oleastbgz")
)
"""Digits that stand for letters: ``Par1sa``."""


@dataclass(frozen=True)
class _Word:
    """A word of a comment: where it stands, and what it may be read as."""

    start: int
    end: int
    shape: str
    readings: frozenset[str]


@lru_cache(maxsize=4096)
def _letter(sign: str) -> str:
    if sign in _QUOTES:
        return ""
    parts = unicodedata.normalize("NFKD", sign.casefold())
    return "".join(c for c in parts if c.isalnum()).translate(_LIKE)


def shape_of(text: str) -> str:
    """Return a word by the shapes of its letters.

    Examples
    --------
    >>> shape_of("Zoé"), shape_of("Раrisа") == "parisa", shape_of("رِضائي") == "رضایی"
    ('zoe', True, True)
    """
    return "".join(map(_letter, normal_digits(text)))


def name_finder(names: Iterable[str]) -> Callable[[str], list[tuple[int, int]]]:
    """Return what finds the places of names in a text, from the first to the last.

    Examples
    --------
    >>> places = name_finder(["Parisa Ahmadi"])
    >>> places("Ask P.a.r.i.s.a Ahmadi"), places("Ask PARISA_AHMADI's boss")
    ([(4, 22)], [(4, 19)])
    """
    shapes = (map(shape_of, _WORD.findall(name)) for name in names)
    split = {tuple(filter(None, each)) for each in shapes}
    known = {name for name in split if len("".join(name)) > 1}
    joined = frozenset(map("".join, known))
    first: dict[str, list[tuple[str, ...]]] = {}
    for name in known:
        first.setdefault(name[0], []).append(name)
    parts = {part for name in known for part in name}
    wanted = {shape for shape in parts | joined if len(shape) >= LEAST_SPELLED}
    longest = max(map(len, joined), default=0)

    def find(text: str) -> list[tuple[int, int]]:
        words = list(_words(text)) if joined else []
        pieces = [*_pieces(words, text, wanted, longest)]
        return _apart(_names(_merged(words, pieces), first, joined))

    return find


def _words(text: str) -> Iterator[_Word]:
    """Yield the words of a text with all that each may be read as."""
    for match in _WORD.finditer(text):
        shape = shape_of(match[0])
        if shape:
            readings = frozenset(_readings(match[0], shape))
            yield _Word(match.start(), match.end(), shape, readings)


def _readings(word: str, shape: str) -> Iterator[str]:
    yield shape
    if _GENITIVE.search(word):
        yield shape[:-1]
    last = shape[-1]
    stem = shape.rstrip(last)
    if last.isalpha() and len(shape) - len(stem) > 2:
        yield stem + last
        yield stem + 2 * last
    if any(map(str.isdigit, shape)) and any(map(str.isalpha, shape)):
        yield shape.rstrip("0123456789")
        yield from (shape.translate(letters) for letters in _AS_LETTERS)


def _pieces(
    words: list[_Word], text: str, wanted: set[str], longest: int
) -> Iterator[tuple[int, int]]:
    """Yield the first and last of words that are one known word in pieces.

    Letters one by one with anything between them, or pieces without a space.
    """
    one_by_one = [len(word.shape) == 1 for word in words]
    spaces = [text[a.end : b.start] for a, b in pairwise(words)]
    for start in range(len(words)):
        shape, end = words[start].shape, start
        while end + 1 < len(words) and len(shape) < longest:
            gap = spaces[end]
            spelled = all(one_by_one[end : end + 2]) and len(gap) <= _APART
            if not (spelled or (len(gap) < _APART and not re.search(r"\s", gap))):
                break
            end += 1
            shape += words[end].shape
            if shape in wanted:
                yield start, end


def _merged(words: list[_Word], pieces: list[tuple[int, int]]) -> list[_Word]:
    """Return the words, those in pieces each as one; the longest at each place."""
    last = dict(sorted(pieces))
    merged, place = [], 0
    while place < len(words):
        end = last.get(place, place)
        parts = words[place : end + 1]
        shape = "".join(part.shape for part in parts)
        one = _Word(parts[0].start, parts[-1].end, shape, frozenset({shape}))
        merged.append(one if len(parts) > 1 else parts[0])
        place = end + 1
    return merged


def _names(
    words: list[_Word], first: dict[str, list[tuple[str, ...]]], joined: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Yield where each name begins and ends, the longest at each place."""
    for place, word in enumerate(words):
        ends = [word.end] if word.readings & joined else []
        for reading in word.readings & first.keys():
            for name in first[reading]:
                here = words[place : place + len(name)]
                if len(here) == len(name) and _is(here, name):
                    ends.append(here[-1].end)
        if ends:
            yield word.start, max(ends)


def _is(words: list[_Word], name: tuple[str, ...]) -> bool:
    """Whether these words are that name, near to each other."""
    near = all(b.start - a.end <= _APART for a, b in pairwise(words))
    return near and all(n in w.readings for n, w in zip(name, words, strict=True))


def _apart(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return places that do not overlap: what begins inside another is part of it."""
    found: list[tuple[int, int]] = []
    for start, end in places:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
