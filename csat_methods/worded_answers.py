"""Which scale do answers in words make, in which order, and which is no answer?

Words are known from the reviews of questionnaires, English and Persian. Where they
leave the order open there is no scale: a wrong order would look like any other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from csat_methods._messages import normal_digits
from csat_methods.questionnaire.scale_words import ScaleWords, scale_words
from csat_methods.study.fields import code_key

NOT_AN_ANSWER = re.compile(
    r"don.?t know|do not know|not applicable|no answer|refused|\bn/?a\b|never used|"
    r"نمی.?دانم|مورد.? ندارد|بی.?پاسخ|بدون پاسخ|استفاده نکرده",
    re.IGNORECASE,
)

NUMBERED = re.compile(r"(\d{1,2})(?:\s*[-–—.:=)(]+\s*[^\W\d].*)?")
"""An answer that begins with its code: ``4 - good``; where others do, a code alone."""

LADDERS = (
    (
        ("not at all", "none"),
        ("very low", "very little"),
        ("slightly", "a little", "low", "little"),
        ("moderately", "somewhat", "moderate", "medium"),
        ("high", "very", "quite a bit", "a lot", "much"),
        ("very high", "extremely", "very much", "a great deal", "completely"),
    ),
    (
        ("very poor",),
        ("poor",),
        ("fair", "average", "acceptable"),
        ("good",),
        ("very good",),
        ("excellent",),
    ),
    (
        ("not important at all", "not at all important"),
        ("not important", "unimportant"),
        ("slightly important", "a little important"),
        ("moderately important", "somewhat important"),
        ("important", "fairly important"),
        ("very important",),
        ("extremely important",),
    ),
    (
        ("بسیار بی اهمیت", "خیلی بی اهمیت", "اصلا مهم نیست"),
        ("بی اهمیت", "مهم نیست"),
        ("کم اهمیت", "کمی مهم"),
        ("متوسط", "تا حدی مهم", "تا حدودی مهم", "نسبتا مهم"),
        ("مهم", "مهم است"),
        ("بسیار مهم", "خیلی مهم", "خیلی مهم است"),
    ),
    (
        ("اصلا", "هیچ", "به هیچ وجه"),
        ("خیلی کم", "بسیار کم"),
        ("کم", "کمی"),
        ("متوسط", "تا حدودی", "تا حدی", "تا اندازه ای"),
        ("زیاد",),
        ("خیلی زیاد", "بسیار زیاد"),
        ("کاملا",),
    ),
)
"""Answers from the least to the most whose words alone do not tell their order."""

FEWEST = 3
"""Answers that make a scale, where words praise and blame or say how often."""
FEWEST_AMOUNTS = 4
"""The same of mere amounts, which groups of customers are told apart by, too."""

TWO_SIDED = frozenset({"agreement", "satisfaction"})
"""Kinds of judgement whose scales have as many answers on either side."""

SHARED = 2
"""Answers that two columns have in common when they share a scale."""


@dataclass
class WordedScale:
    """A scale whose answers are words.

    Attributes
    ----------
    columns : list of str
        What is answered on it.
    answers, absent : dict
        Words by the spelling under which they meet; those that are no answers apart.
    """

    columns: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)

    def codes(self) -> dict[float, str]:
        """Return the words of each code, from 1; ``""`` for a place nobody chose."""
        order = places(self.answers)
        words = {place: self.answers[key] for key, place in order.items()}
        if _numbers(self.answers):
            span = range(min(words), max(words) + 1)
            return {float(code): words.get(code, "") for code in span}
        held = (
            _both_sides(words) if _two_sided(self.answers.values()) else sorted(words)
        )
        return {float(n): words.get(place, "") for n, place in enumerate(held, 1)}

    def absent_codes(self) -> dict[float, str]:
        """Return the words of each code that is no answer, beyond all points."""
        return {float(n): words for n, words in enumerate(self.absent.values(), 91)}


def worded_scales(columns: Mapping[str, Collection[str]]) -> list[WordedScale]:
    """Return the scales on which columns are answered in words.

    Parameters
    ----------
    columns : dict of str to collection of str
        Column to the different words in it.

    Examples
    --------
    >>> said = {"q1": ["Agree", "Neutral", "Disagree"], "q2": ["Agree", "Neutral"]}
    >>> (scale,) = worded_scales(said)
    >>> scale.columns, scale.codes()
    (['q1', 'q2'], {1.0: 'Disagree', 2.0: 'Neutral', 3.0: 'Agree'})
    """
    apart = {name: _apart(name, words) for name, words in columns.items()}
    made: list[WordedScale] = []
    for one in sorted(apart.values(), key=lambda scale: -len(scale.answers)):
        joined = next((scale for scale in made if _share(scale, one)), None)
        if joined is not None:
            _join(joined, one)
        elif places(one.answers):
            made.append(one)
    for scale in made:
        scale.columns.sort(key=list(columns).index)
    return made


def _apart(name: str, words: Iterable[str]) -> WordedScale:
    """Return a column's words, those that are no answers apart."""
    scale = WordedScale([name])
    for said in words:
        kind = scale.absent if NOT_AN_ANSWER.search(said) else scale.answers
        kind.setdefault(code_key(said), said)
    return scale


def _share(scale: WordedScale, one: WordedScale) -> bool:
    """Return whether a column is answered on a scale, too."""
    both = scale.answers.keys() & one.answers.keys()
    alike = len(both) >= SHARED or (both and both == one.answers.keys())
    return bool(alike) and bool(places({**scale.answers, **one.answers}))


def _join(scale: WordedScale, one: WordedScale) -> None:
    scale.columns += one.columns
    scale.answers = {**one.answers, **scale.answers}
    scale.absent = {**one.absent, **scale.absent}


# --------------------------------------------------------------------------- order
def places(answers: Mapping[str, str]) -> dict[str, int]:
    """Return where each answer stands, from the worst or the least; none if open."""
    numbers = _numbers(answers)
    if numbers:
        return _if_all_differ(numbers)
    for ladder in LADDERS:
        known = {word: n for n, words in enumerate(ladder) for word in words}
        if answers.keys() <= known.keys():
            found = {key: known[key] for key in answers}
            return _if_all_differ(found, FEWEST_AMOUNTS)
    for words in map(scale_words, ("en", "fa")):
        often = {key: words.rank(key) for key in answers}
        signed = {key: words.sign(key) * words.strength(key) for key in answers}
        if None not in often.values():
            return _if_all_differ({k: n for k, n in often.items() if n is not None})
        if _has_both(signed.values()) and _known(words, signed):
            return _if_all_differ(signed)
    return {}


def _numbers(answers: Iterable[str]) -> dict[str, int]:
    """Return the code that each answer begins with; none where one has no code."""
    found = {key: NUMBERED.fullmatch(normal_digits(key)) for key in answers}
    codes = {key: int(code[1]) for key, code in found.items() if code is not None}
    worded = any(not key.isdecimal() for key in codes)
    return codes if worded and len(codes) == len(found) else {}


def _if_all_differ(found: dict[str, int], fewest: int = FEWEST) -> dict[str, int]:
    differ = len(set(found.values())) == len(found) >= fewest
    return found if differ else {}


def _has_both(signed: Collection[int]) -> bool:
    return bool(signed) and min(signed) < 0 < max(signed)


def _known(words: ScaleWords, signed: Mapping[str, int]) -> bool:
    """Return whether an answer in the middle is known to be there."""
    return all(value or words.known(key) for key, value in signed.items())


def _two_sided(answers: Iterable[str]) -> bool:
    kinds = (words.dimensions(x) for x in answers for words in _languages())
    return bool(TWO_SIDED & set().union(*kinds))


def _languages() -> list[ScaleWords]:
    return [scale_words("en"), scale_words("fa")]


def _both_sides(held: Iterable[int]) -> list[int]:
    """Return the places of a scale, with one that nobody chose across from another."""
    found = set(held)
    across = {-place for place in found} - found
    return sorted(found | across if len(across) == 1 else found)
