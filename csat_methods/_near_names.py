"""Which known name may be meant by one that is not known?"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache

from csat_methods._messages import normal_digits, normal_text


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown name: the nearest, or a full stop.

    Parameters
    ----------
    name : str
    known : iterable of str

    Examples
    --------
    >>> did_you_mean("sped", ["speed", "price"])
    "; did you mean 'speed'?"
    >>> did_you_mean("colour", ["speed", "price"])
    '.'
    """
    found = near_names(name, known)
    return f"; did you mean {found[0]!r}?" if found else "."


def near_names(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return the known names that are most like a name, the nearest first.

    Upper and lower case, blanks, joints and other signs between letters, Arabic and
    Persian letters and digits, and signs of vowels make no difference; names that only
    they tell apart come in the order of their own likeness.

    Parameters
    ----------
    name : str
    known : iterable of str
    most : int, default 1

    Examples
    --------
    >>> near_names("QUALITY-1", ["quality_1", "quality_2"])
    ['quality_1']
    >>> near_names("كيفيت ١", ["قیمت_۱", "کیفیت_۱"]) == ["کیفیت_۱"]
    True
    """
    written: dict[str, list[str]] = {}
    for each in dict.fromkeys(known):
        written.setdefault(_letters(each), []).append(each)
    likest = get_close_matches(_letters(name), written, most)
    in_order = (sorted(written[key], key=_unlike(name)) for key in likest)
    return [each for names in in_order for each in names][:most]


@lru_cache(maxsize=8192)  # the columns of a file are looked through for every fault
def _letters(name: str) -> str:
    """Return letters and digits in one spelling; the signs, where there are none."""
    plain = normal_text(unicodedata.normalize("NFKC", name)).casefold()
    return "".join(filter(str.isalnum, normal_digits(plain))) or plain


def _unlike(name: str) -> Callable[[str], float]:
    """Return what orders names by how little they are like another."""
    return lambda each: -SequenceMatcher(None, name, each).ratio()
