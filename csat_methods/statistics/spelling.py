"""How is a text read whatever its spelling, and quoted as it was written?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

LETTERS = str.maketrans(
    "\u064a\u0643\u0649\u06c0\u0629\u0623\u0625\u0671\u0624\u200c\u200d\u00a0"
    "\u202f\u2009\u2019\u2018\u201c\u201d\u2010\u2011",
    "\u06cc\u06a9\u06cc\u0647\u0647\u0627\u0627\u0627\u0648     ''\"\"--",
)
"""Arabic letters to Persian ones, joints and narrow spaces to a space, quotes."""

SILENT = frozenset("\u0640\u200e\u200f\u061c\u00ad\ufeff")
"""Tatweel and invisible marks."""

_SENTENCE = re.compile(
    r"[^.?!\u061f]*(?:[.?!\u061f](?!\s|$)[^.?!\u061f]*)*[.?!\u061f]*"
)


@dataclass(frozen=True)
class Spelling:
    """A text in one spelling, each letter knowing its place in what was written.

    Persian ya and kaf, Latin digits, a space for every joint, no vowel signs, no
    tatweel.

    Examples
    --------
    >>> spelling = Spelling("مُدَّتِ ١٢ روز مي‌شود")
    >>> spelling.read
    'مدت 12 روز می شود'
    >>> spelling.quote(0, 3) == "مُدَّتِ"
    True
    """

    written: str

    @cached_property
    def _letters(self) -> list[tuple[int, str]]:
        return [
            (place, _plain(letter))
            for place, letter in enumerate(self.written)
            if not unicodedata.combining(letter) and letter not in SILENT
        ]

    @cached_property
    def read(self) -> str:
        """The text in its one spelling, letters of both cases."""
        return "".join(letter for _, letter in self._letters)

    def quote(self, start: int, end: int) -> str:
        """Return what was written where `read` has ``start:end``, without its rim."""
        places = [place for place, _ in self._letters]
        last = places[end] if end < len(places) else len(self.written)
        return self.written[places[start] : last].strip() if start < end else ""

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Where each sentence of `read` begins, and the sentence."""
        found = ((m.start(), m.group()) for m in _SENTENCE.finditer(self.read))
        return tuple((start, text) for start, text in found if text.strip())

    def words_in(self, start: int, end: int) -> int:
        """Return how many words stand there as written: a joint ends no word."""
        return len(self.quote(start, end).split())


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    digit = unicodedata.decimal(letter, None)
    return letter.translate(LETTERS) if digit is None else str(digit)
