"""Which words of English comments look like proper names, though no file lists them?

Persian has no capital letters: there nothing tells a name from another word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_INSIDE = re.compile(r"(?<=[\w,;] )[^\W\d_]+")
"""A word that follows another one in its sentence."""


def likely_names(comments: Iterable[str]) -> frozenset[str]:
    """Return words that stand inside sentences with a capital more often than without.

    Each word counts once a comment, of comments that begin with a capital letter and
    are not all capitals: others do not tell names apart. A word that is all capitals,
    as an acronym is, is no name.

    Examples
    --------
    >>> sorted(likely_names(["I met Sarah, Kind Staff", "The kind staff", "SO RUDE"]))
    ['sarah']
    """
    capital, small = Counter[str](), Counter[str]()
    for comment in filter(_tells_names_apart, comments):
        for word in set(_INSIDE.findall(comment)):
            (capital if _is_capital(word) else small)[word.casefold()] += 1
    return frozenset(word for word, n in capital.items() if n > small[word])


def _tells_names_apart(comment: str) -> bool:
    first = next((sign for sign in comment if sign.isalpha()), "")
    return first.isupper() and not comment.isupper()


def _is_capital(word: str) -> bool:
    return word[0].isupper() and not word.isupper()
