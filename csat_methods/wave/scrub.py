"""What may a comment not hold before it is quoted?

Addresses, numbers of five digits and more, names: each is replaced by a mark, and
counted. Rather too much goes than too little.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from csat_methods._messages import normal_digits, safe_text
from csat_methods.wave.listed_names import name_finder

MARK = "[…]"
"""Stands where something was taken out."""

LEAST_DIGITS = 5
"""Shorter numbers are years, prices and hours."""

_GAP = r"[\s.,:;/\\()\[\]_+*#~'’\u200c\u200e\u200f\u2010-\u2015\u2212|-]*"
_COUNTED = (
    "zero|nought|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|ten|"
    "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|"
    "صفر|یک|یه|دو|سه|چهار|چار|پنج|شش|شیش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|"
    "چارده|پانزده|پونزده|شانزده|شونزده|هفده|هیفده|هجده|هیجده|هژده|نوزده|بیست|بیس|سی|"
    "چهل|چل|پنجاه|شصت|شص|هفتاد|هشتاد|نود|صد|یکصد|دویست|سیصد|سی صد|چهارصد|چارصد|"
    "پانصد|پونصد|ششصد|شیشصد|هفتصد|هشتصد|نهصد"
)
"""Words of numbers as telephones are said: no thousands, which amounts have."""

_SAID = rf"(?:{_COUNTED}|\d{{1,4}})\b[\s,،.\u200c-]*(?:(?:and\b|و)[\s\u200c]*)?"
_STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|square|sq|boulevard|blvd|court|close|"
    "terrace|gardens|crescent|flat|apartment|apt|house|po box"
)
_PLACES = "خیابان|کوچه|بلوار|میدان|پلاک|واحد|طبقه|کوی|بن‌بست|کدپستی|کد پستی"
_TITLES = r"mr|mrs|ms|miss|dr|prof|professor|sir|madam"
_PERSIAN_TITLES = "[آا]قای?|خانم|جناب|سرکار|دکتر|مهندس|استاد|حاج"
_FAREWELLS = (
    r"(?:با احترام|ارادتمند(?: شما)?)[\s،,:-]+"
    r"|(?:با تشکر|با سپاس|سپاس|سپاسگزارم|ممنون)[ \u200c]*[،,:-]\s*"
)
_FIRST_OF_TWO = "محمد|سید|سیده|امیر|علی|غلام|عبد|فاطمه|زهرا|حاج"
_CAPITAL = r"[^\W\d_a-z][\w'’-]+"
_PROPER = r"[A-Z][a-z'’-]+"
_BEFORE = r"(?:[A-Z]\.?\s+|(?:van|von|de|der|den|la|le|al|bin|di|da|du|del)\s+)*"
"""Initials and small words before a name."""

_PLATE_LETTER = r"(?:[\s\u200c-]*(?:الف|(?!و)[آ-ی])[\s\u200c-]*|و)"
_PLATE_CITY = r"[\s\u200c،|-]*(?:ایران[\s\u200c-]*)?"

PATTERNS: dict[str, re.Pattern[str]] = {
    "e-mail": re.compile(
        r"[\w.+%'-]{1,256}\s*(?:@|＠|[(\[{]\s*at\s*[)\]}])\s*[\w.-]+"
        r"(?:(?:\s+\.\s*|\s*[(\[{]\s*dot\s*[)\]}]\s*|\s+dot\s+)\w[\w.-]*)*"
        r"|[\w.+%'-]{1,256}\s+at\s+[\w-]+\s+dot\s+\w+|@\w{2,}"
        r"|\b[a-z][\w.+-]{0,255}\s+(?:at|در)\s+[\w-]+\.(?:com|org|net|ir)\b"
        r"|\b[a-z]\w*_\w+",
        re.IGNORECASE,
    ),
    "address": re.compile(
        r"(?:https?|ftp)://\S+|\bwww\.\S+"
        r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,9}"
        r"\.(?:com|org|net|ir|info|io|co|eu|uk|de|fr|me|app|biz)\b(?:/\S*)?",
        re.IGNORECASE,
    ),
    "plate": re.compile(
        rf"(?<!\d)\d{{2}}{_PLATE_LETTER}\d{{3}}(?:{_PLATE_CITY}\d{{2}})?(?!\d)"
        rf"|(?:ایران[\s-]*\d{{2}}[\s،-]*)?(?<!\d)\d{{3}}{_PLATE_LETTER}\d{{2}}(?!\d)"
        r"|\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"
        r"|\b(?=\w{5})(?=\w*\d\w*\d)(?:[A-Z]+\d+[A-Z]+|\d+[A-Z]+\d+)[A-Z\d]*\b"
        r"|(?-i:\b[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}\b)"
        r"|(?-i:\b(?!USD|EUR|GBP|CHF|AED|TRY|IRR)[A-Z]{3} \d{3,4}\b)"
        r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b",
        re.IGNORECASE,
    ),
    "number": re.compile(
        r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}\b|"
        rf"(?:[A-Za-z]{{2}})?\d(?:{_GAP}\d){{{LEAST_DIGITS - 1},}}[\w-]*"
        r"|\b0\d{2,3}(?:\s+(?:and|to|و)\s+\d{2,4})+"
        r"|\b[A-Za-z]+[-_]?\d{3,}[\w-]*|\b\d{3,}[-_]?[A-Za-z][\w-]*"
        rf"|\b(?:{_SAID}){{{LEAST_DIGITS},}}",
        re.IGNORECASE,
    ),
    "place": re.compile(
        rf"\b\d+\s?[a-z]?[\s,]+(?:\w+\s+){{0,3}}(?:{_STREETS})\b\.?"
        rf"|\b(?:{_STREETS})\.?\s+(?:no\.?\s*)?\d+\w*"
        rf"|(?:\b(?:{_PLACES})\b[\s:،]*[\w\u200c]+[\s،]*)+\d*"
        r"|\bخ\b\.?(?:\s+[^\W\d]+\.?){1,6}\s+\d+",
        re.IGNORECASE,
    ),
    "name": re.compile(
        rf"\b(?i:{_TITLES})\b\.?\s+{_BEFORE}{_CAPITAL}(?:\s+{_CAPITAL})*"
        r"|\b(?i:mr|mrs|ms)\b\.?\s+[a-z]\w+"
        rf"|\b(?i:my name is|my name['’]s|i am called|signed)[:,]?\s+\w+(?:\s+\w+)?"
        rf"|\b(?i:i am|i['’]m|regards|sincerely),?\s+{_PROPER}(?:\s+{_PROPER})*"
        rf"|\b(?:(?:{_PERSIAN_TITLES})\s+)+(?:(?:{_FIRST_OF_TWO})\s+)*"
        r"(?:\w+\s+)?[\w\u200c]+"
        rf"|\b(?:{_FAREWELLS})[^\W\d][\w\u200c]+"
        r"(?:\s+[^\W\d][\w\u200c]+){0,2}(?=[\s.!،,]*(?:$|\[))"
        r"|(?:نام من|اسم من|اسمم)\s+[\w\u200c]+(?:\s+[\w\u200c]+)?"
        r"|(?<!\w)[^\W\d_](?:[\s._*~+·-]{1,3}[^\W\d_]){3,}(?!\w)"
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
    places_of = name_finder(map(_plain, names))

    def scrub(comment: str) -> Scrubbed:
        text = _plain(comment)
        places = places_of(text)
        removed: Counter[str] = Counter(name=len(places))
        for start, end in reversed(places):
            text = text[:start] + MARK + text[end:]
        for kind, pattern in PATTERNS.items():
            text, count = pattern.subn(MARK, text)
            removed[kind] += count
        return Scrubbed(_joined(text), +removed)

    return scrub


def _plain(comment: str) -> str:
    """Return a comment in which numbers and names are spelled as they are matched."""
    text = safe_text(comment).translate(_HIDDEN)
    simple = "".join(map(_simple, text)) if not text.isascii() else text
    letters = simple.replace("ي", "ی").replace("ك", "ک")
    return " ".join(normal_digits(letters).split())


_HIDDEN = dict.fromkeys(map(ord, "\u200b\u200d\u2060\ufeff\u00ad\u200e\u200f\u0640"))
_LOOKS = ("<font>", "<wide>", "<circle>", "<initial>", "<medial>", "<final>", "<isol")


def _simple(sign: str) -> str:
    """Return a letter or digit that only looks otherwise, such as a ringed one, plain.

    Examples
    --------
    >>> _simple("Ａ"), _simple("④"), _simple("é")
    ('A', '4', 'é')
    """
    looks = unicodedata.decomposition(sign).startswith(_LOOKS)
    return unicodedata.normalize("NFKC", sign) if looks else sign


def _joined(text: str) -> str:
    mark = re.escape(MARK)
    return re.sub(rf"{mark}(?:[\s,.]*{mark})+", MARK, text)
