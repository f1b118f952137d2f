"""Which end of its scale is each answer of?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from csat_methods.questionnaire.answer_words import Answer
from csat_methods.questionnaire.scale_words import ScaleWords
from csat_methods.questionnaire.wording_rules import Asked


def named_ends(asked: Asked, words: ScaleWords) -> tuple[str, str] | None:
    """Return the words for both ends, where the question names those of the scale."""
    first, last = asked.answers.points[0].words, asked.answers.points[-1].words
    for pair in words.poles(asked.text.read):
        for one, other in (pair, pair[::-1]):
            if has_word(first, one) and has_word(last, other):
                return one, other
    return None


def told_ends(points: Sequence[Answer], words: ScaleWords) -> tuple[str, str] | None:
    """Return the words for both ends, where all answers are degrees of these two."""
    labels = [point.words for point in points if point.words]
    other = ("zero", "negator", "fitting")
    if any(words.has(name, label) for name in other for label in labels):
        return None
    meant = [words.ungraded(x) for x in labels if not words.has("neutral", x)]
    two = len(meant) > 2 and len(set(meant)) == 2 and all(meant)
    return (meant[0], meant[-1]) if two and meant[0] != meant[-1] else None


def has_word(label: str, word: str) -> bool:
    """Whether an answer has a word, whole."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", label) is not None


def sides_of(
    points: Sequence[Answer], words: ScaleWords, named: tuple[str, str] | None
) -> list[int]:
    """Return what each answer is: praise (1), blame (−1) or neither (0).

    A word for what is neither too little nor too much takes no side in the middle.
    Where the question names both ends, each answer is of the one it names.
    """
    if named:
        first, labels = points[0].words, [point.words for point in points]
        between = [words.has("neutral", x) for x in labels]
        between[0] = between[-1] = False
        return [
            0 if middle else _side(x, first, named)
            for x, middle in zip(labels, between, strict=True)
        ]
    signs = [words.sign(point.words) for point in points]
    fitting = [n for n, point in enumerate(points) if words.has("fitting", point.words)]
    if fitting == [(len(points) - 1) / 2]:
        signs[fitting[0]] = 0
    return signs


def _side(label: str, first: str, named: tuple[str, str]) -> int:
    """Return the end of a scale that an answer is of: −1, 1, or 0 for neither.

    Where one end's word is part of the other's ("reliable", "not reliable"), the longer
    one decides.
    """
    one, other = (has_word(label, end) for end in named)
    if one and other:
        return -1 if has_word(first, named[1]) else 0
    return other - one


def one_end_only(asked: Asked, words: ScaleWords) -> bool:
    """Whether the question asks between two ends, and the answers know only one."""
    labels = [point.words for point in asked.answers.points if point.words]
    if any(words.has(name, x) for name in ("zero", "negator") for x in labels):
        return False
    counts = [
        [sum(words.beside(label, end) for label in labels) for end in pair]
        for pair in words.ends_asked(asked.text.read)
    ]
    few = len(labels) - 1
    return few > 1 and any(min(pair) == 0 and max(pair) >= few for pair in counts)


def what_one_wants(points: Sequence[Answer], words: ScaleWords) -> Answer | None:
    """Return the answer in the middle of a scale from too little to too much."""
    ends = (points[0].words, points[-1].words)
    odd = len(points) % 2 and all(words.has("excess", end) for end in ends)
    return points[len(points) // 2] if odd else None


def lopsided(points: Sequence[Answer], words: ScaleWords) -> bool:
    """Whether all answers are of two known sides, two or more of them without match."""
    labels = [point.words for point in points if point.words]
    if any(words.has(name, x) for name in ("zero", "negator") for x in labels):
        return False
    return any(
        min(one, other) > 0 and abs(one - other) > 1 and one + other == len(labels)
        for one, other in words.sided(labels)
    )
