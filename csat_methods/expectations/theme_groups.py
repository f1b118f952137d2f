"""Which words of comments belong together, and may be one theme?

Words and pairs of neighbouring words, by the comments that hold them. The word of most
comments leads; words that clearly go with it join it; the comments that hold any are
then set aside, and the next word leads what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from csat_methods.expectations.comment_words import stem, stop_words
from csat_methods.statistics.collocation import CLEAR, log_likelihood_ratio

Comment = Sequence[Sequence[str]]
"""Words of a comment, between its pauses."""


@dataclass(frozen=True)
class WordGroup:
    """Words that may be one theme.

    Attributes
    ----------
    words : tuple of str
        The leading word or pair of words, then those that go with it.
    comments : frozenset of int
        Places of the comments that hold any of them.
    rarest : int
        Comments that hold the rarest of the words.
    """

    words: tuple[str, ...]
    comments: frozenset[int]
    rarest: int


def stems_of(
    comments: Sequence[Comment], lang: str, known: Collection[str] = ()
) -> list[list[list[str]]]:
    """Return comments with each word's stem; words that name no theme become empty.

    Parameters
    ----------
    known : collection of str
        More words that endings may be cut down to.
    """
    stops = stop_words(lang)
    said = {word for comment in comments for part in comment for word in part}
    vocabulary = (said | set(known)) - stops
    cut = {word: stem(word, lang, vocabulary) for word in said}
    return [
        [["" if w in stops else cut[w] for w in part] for part in comment]
        for comment in comments
    ]


def word_groups(
    comments: Sequence[Comment], least: int, most: int, aside: Collection[int] = ()
) -> list[WordGroup]:
    """Return groups of words that may be themes, those of most comments first.

    Parameters
    ----------
    comments : sequence
        Stems; an empty one stands for a word that names no theme.
    least : int
        Comments that must hold a word.
    most : int
        Groups returned.
    aside : collection of int
        Places of comments whose theme is known already.
    """
    held = _held(comments, least)
    free = set(range(len(comments))).difference(aside)
    found: list[WordGroup] = []
    while len(found) < most:
        lead = max(held, key=lambda w: _rank(w, held[w] & free), default="")
        if not lead or len(held[lead] & free) < least:
            break
        words = (lead, *_fellows(lead, held, len(comments)))
        group = frozenset().union(*(held[word] for word in words))
        found.append(WordGroup(words, group, min(len(held[w]) for w in words)))
        free -= group
        held = {word: where for word, where in held.items() if word not in words}
    return found


def _rank(word: str, where: frozenset[int] | set[int]) -> tuple[int, int, list[int]]:
    """Return what is compared: comments, a pair before its words, the alphabet."""
    return len(where), word.count(" "), [-ord(letter) for letter in word]


def _held(comments: Sequence[Comment], least: int) -> dict[str, frozenset[int]]:
    """Return words and clear pairs to the comments that hold them."""
    places: dict[str, set[int]] = {}
    for place, comment in enumerate(comments):
        for term in _terms(comment):
            places.setdefault(term, set()).add(place)
    often = {t: frozenset(p) for t, p in places.items() if len(p) >= least}
    n = len(comments)
    return {t: p for t, p in often.items() if " " not in t or _joined(t, often, n)}


def _terms(comment: Comment) -> Iterator[str]:
    for part in comment:
        yield from (word for word in part if word)
        yield from (f"{a} {b}" for a, b in pairwise(part) if a and b and a != b)


def _joined(pair: str, held: Mapping[str, frozenset[int]], n: int) -> bool:
    """Whether two neighbouring words meet more often than by chance."""
    first, second = (held[word] for word in pair.split(" "))
    return _together(first, second, n) >= CLEAR


def _together(one: frozenset[int], two: frozenset[int], n: int) -> float:
    both = len(one & two)
    either = len(one | two)
    return log_likelihood_ratio(both, len(one) - both, len(two) - both, n - either)


def _fellows(lead: str, held: Mapping[str, frozenset[int]], n: int) -> list[str]:
    """Return the words that clearly go with the leading one, the closest first.

    Most comments of one of both hold the other too. Words of a pair that stands there
    already are left out.
    """
    close = {
        word: _together(held[lead], where, n)
        for word, where in held.items()
        if word != lead
        and 2 * len(held[lead] & where) > min(len(held[lead]), len(where))
    }
    ordered = sorted(
        (word for word, value in close.items() if value >= CLEAR),
        key=lambda word: (-close[word], -word.count(" "), word),
    )
    kept: list[str] = []
    for word in ordered:
        if not any(_inside(word, other) for other in (lead, *kept)):
            kept.append(word)
    return kept


def _inside(word: str, other: str) -> bool:
    """Whether one of two phrases is made of words of the other."""
    one, two = set(word.split(" ")), set(other.split(" "))
    return one <= two or two <= one
