"""Which comments hold which confirmed theme?

A comment that a person has read has the themes the person gave it; any other has those
of whose words it holds one, in its own spelling and with its own endings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from csat_methods.expectations.comment_words import clauses, forms, language_of
from csat_methods.statistics.spelling import Spelling
from csat_methods.wave.code_file import CodeFile, answer_key

_PIECE = re.compile(r"[^\W\d_]+\*?")
Phrase = tuple[str, ...]


class Reader:
    """Reads comments by the rules of a code file.

    Examples
    --------
    >>> sorted(Reader(["price*", "next day"]).holds("Prices rose the next day."))
    ['next day', 'price*']
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = {phrase: pieces(phrase) for phrase in phrases}
        empty = sorted(name for name, phrase in self.phrases.items() if not phrase)
        if empty:
            raise ValueError(f"words={empty} hold no word that could name a theme.")
        self._matches: dict[str, frozenset[str]] = {}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word for phrase in self.phrases.values() for word in phrase)

    def _pieces_of(self, word: str) -> frozenset[str]:
        """Return the pieces of phrases that a word of a comment stands for."""
        if word not in self._matches:
            known, lang = self._known, language_of(word)
            stands_for = (p for p in known if _stands_for(word, p, lang))
            self._matches[word] = frozenset(stands_for)
        return self._matches[word]

    def holds(self, comment: str) -> set[str]:
        """Return the phrases that a comment holds, words side by side."""
        parts = [
            [self._pieces_of(word) for word in part]
            for part in clauses(comment, language_of(comment))
        ]
        return {
            name
            for name, phrase in self.phrases.items()
            if any(_stands(phrase, part) for part in parts)
        }


def pieces(phrase: str) -> Phrase:
    """Return the words of a phrase; ``*`` after one stands for any ending.

    Examples
    --------
    >>> pieces("Deliver* on time")
    ('deliver*', 'on', 'time')
    """
    read = Spelling(phrase).read.casefold()
    kept = {w for part in clauses(phrase, language_of(phrase)) for w in part}
    found = (piece for piece in _PIECE.findall(read) if piece.rstrip("*") in kept)
    return tuple(found)


def _stands_for(word: str, piece: str, lang: str) -> bool:
    """Whether a word of a comment is a piece of a phrase, but for its ending."""
    if piece.endswith("*"):
        return word.startswith(piece[:-1])
    return piece in forms(word, lang) or word in forms(piece, lang)


def _stands(phrase: Phrase, part: Sequence[frozenset[str]]) -> bool:
    """Whether the words of a phrase stand side by side in a part of a comment."""
    return bool(phrase) and any(
        all(piece in part[start + i] for i, piece in enumerate(phrase))
        for start in range(len(part) - len(phrase) + 1)
    )


def themes_of(comments: Sequence[str], codes: CodeFile) -> np.ndarray:
    """Return which comment holds which theme, shape (comments, themes).

    Parameters
    ----------
    comments : sequence of str
    codes : CodeFile
        Its `themes` are the columns.

    Raises
    ------
    ValueError
        If words of the code file are none.
    """
    place = {theme: j for j, theme in enumerate(codes.themes)}
    read = {row.answer: row.themes for row in codes.rows if row.answer}
    meant: dict[str, set[str]] = {}
    for row in codes.rows:
        for phrase in row.words:
            meant.setdefault(phrase, set()).update(row.themes)
    reader = Reader(meant)
    known: dict[str, list[int]] = {}
    found = np.zeros((len(comments), len(place)), bool)
    for i, comment in enumerate(comments):
        if comment not in known:
            named = read.get(answer_key(comment))
            if named is None:
                named = tuple(t for held in reader.holds(comment) for t in meant[held])
            known[comment] = [place[theme] for theme in named]
        found[i, known[comment]] = True
    return found
