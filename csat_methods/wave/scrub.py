"""What may a comment not hold before it is quoted?

Addresses, numbers of five digits and more, names: each is replaced by a mark, and
counted. Rather too much goes than too little.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from csat_methods._messages import normal_digits, safe_text

MARK = "[…]"
"""Stands where something was taken out."""

LEAST_DIGITS = 5
"""Shorter numbers are years, prices and hours."""

_GAP = r"[\s.,:;/\\()\[\]_+*#\u200c\u200e\u200f\u2010-\u2015\u2212|-]*"
_COUNTED = (
    "zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|"
    "صفر|یک|دو|سه|چهار|پنج|شش|شیش|هفت|هشت|نه"
)
_STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|square|sq|boulevard|blvd|court|close|"
    "terrace|flat|apartment|apt|house|po box"
)
_PLACES = "خیابان|کوچه|بلوار|میدان|پلاک|واحد|طبقه|کوی|بن‌بست|کدپستی|کد پستی"
_TITLES = r"mr|mrs|ms|miss|dr|prof|professor|sir|madam"
_PERSIAN_TITLES = "آقای|خانم|جناب|سرکار|دکتر|مهندس|استاد|حاج"
_CAPITAL = r"[^\W\d_a-z][\w'’-]+"

PATTERNS: dict[str, re.Pattern[str]] = {
    "e-mail": re.compile(
        r"[\w.+%'-]+\s*(?:@|＠|\(at\)|\[at\])\s*[\w.-]+"
        r"|[\w.+%'-]+\s+at\s+[\w-]+\s+dot\s+\w+|@\w{2,}",
        re.IGNORECASE,
    ),
    "address": re.compile(
        r"(?:https?|ftp)://\S+|\bwww\.\S+"
        r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ir|info|io|co|eu|uk|de|fr|me|app|biz)"
        r"\b(?:/\S*)?",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b|"
        rf"(?:[A-Za-z]{{2}})?\d(?:{_GAP}\d){{{LEAST_DIGITS - 1},}}[\w-]*"
        r"|\b[A-Za-z]+[-_]?\d{3,}[\w-]*|\b\d{3,}[-_]?[A-Za-z][\w-]*"
        rf"|\b(?:(?:{_COUNTED})\b[\s,\u200c-]*){{{LEAST_DIGITS},}}",
        re.IGNORECASE,
    ),
    "place": re.compile(
        rf"\b\d+\s?[a-z]?[\s,]+(?:\w+\s+){{0,3}}(?:{_STREETS})\b\.?"
        rf"|\b(?:{_STREETS})\.?\s+(?:no\.?\s*)?\d+\w*"
        rf"|(?:\b(?:{_PLACES})\b[\s:،]*[\w\u200c]+[\s،]*)+\d*",
        re.IGNORECASE,
    ),
    "name": re.compile(
        rf"\b(?i:{_TITLES})\b\.?\s+{_CAPITAL}(?:\s+{_CAPITAL})*"
        rf"|\b(?i:my name is|i am called|signed)[:,]?\s+\w+(?:\s+{_CAPITAL})*"
        rf"|\b(?:{_PERSIAN_TITLES})\s+(?:\w+\s+)?[\w\u200c]+"
        r"|(?:نام من|اسم من|اسمم)\s+[\w\u200c]+(?:\s+[\w\u200c]+)?"
    ),
}
"""Kind to what is taken out, in this order. Digits are Latin when they are matched."""


@dataclass(frozen=True)
class Scrubbed:
    """A comment without what may name somebody.

    Attributes
    ----------
    text : str
    removed : Counter
        Kind to how many pieces were taken out.
    """

    text: str
    removed: Counter[str]


def scrubber(names: Iterable[str] = ()) -> Callable[[str], Scrubbed]:
    """Return what takes names, addresses and numbers out of comments.

    Parameters
    ----------
    names : iterable of str
        Words that may not stand in a comment, however they are written.

    Examples
    --------
    >>> scrub = scrubber(["Parisa"])
    >>> scrub("Parisa never rang back on ۰۹۱۲ ۳۴۵ ۶۷۸۹.").text
    '[…] never rang back on […].'
    """
    listed = _pattern_of(names)
    first = {} if listed is None else {"name": listed}

    def scrub(comment: str) -> Scrubbed:
        text = _plain(comment)
        removed: Counter[str] = Counter()
        for kind, pattern in (*first.items(), *PATTERNS.items()):
            text, count = pattern.subn(MARK, text)
            removed[kind] += count
        return Scrubbed(_joined(text), +removed)

    return scrub


def _plain(comment: str) -> str:
    """Return a comment in which numbers and names are spelled as they are matched."""
    text = safe_text(comment).replace("ي", "ی").replace("ك", "ک")
    hidden = dict.fromkeys(map(ord, "\u200b\u200d\u2060\ufeff\u00ad\u200e\u200f\u0640"))
    return " ".join(normal_digits(text.translate(hidden)).split())


def _joined(text: str) -> str:
    mark = re.escape(MARK)
    return re.sub(rf"{mark}(?:[\s,.]*{mark})+", MARK, text)


def _pattern_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds listed names, the longest first."""
    known = {_plain(name).strip() for name in names}
    longest = sorted((n for n in known if len(n) > 1), key=lambda n: (-len(n), n))
    if not longest:
        return None
    spelled = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest)
    return re.compile(rf"(?<!\w)(?:{spelled})(?:['’]s)?(?!\w)", re.IGNORECASE)
