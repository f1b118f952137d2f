"""Are the answers of a scale labelled, balanced, of one kind and in order?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Any

from csat_methods.questionnaire.answer_words import Answer, PrintedAnswers
from csat_methods.questionnaire.wording_rules import Asked, spaced, vocabulary

Hits = Iterator[tuple[str, str]]

PLAIN = 2
"""Strength of a word without an adverb; slight ones are below, strong ones above."""


@dataclass(frozen=True)
class ScaleWords:
    """What a language's words of scales mean.

    Attributes
    ----------
    given : dict
        Section ``scale`` of the language's file.
    """

    given: Mapping[str, Any]

    @cached_property
    def _found(self) -> dict[str, re.Pattern[str]]:
        return {
            name: _whole(words)
            for name, words in self.given.items()
            if name not in ("frequency", "dimensions", "asked")
        }

    @cached_property
    def _ranks(self) -> list[re.Pattern[str]]:
        return [_whole(words) for words in self.given["frequency"]]

    @cached_property
    def _dimensions(self) -> dict[str, re.Pattern[str]]:
        return {name: _whole(w) for name, w in self.given["dimensions"].items()}

    def has(self, name: str, text: str) -> bool:
        """Whether a text has a word of a list."""
        return bool(self._found[name].search(text))

    def sign(self, label: str) -> int:
        """Return whether an answer praises (1), blames (−1) or neither (0)."""
        if self.has("neutral", label) or self.has("zero", label):
            return 0
        blames = self.has("negative", label)
        rest = self._found["negative"].sub(" ", label)
        praises = self.has("positive", rest)
        if blames == praises:
            return 0
        return (1 if praises else -1) * (-1 if self.has("negator", label) else 1)

    def strength(self, label: str) -> int:
        """Return how strongly an answer speaks: 1 slightly, 2, 3 very, 4 extremely."""
        levels = {4: "extreme", 3: "strong", 1: "slight"}
        found = (n for n, name in levels.items() if self.has(name, label))
        return next(found, PLAIN)

    def rank(self, label: str) -> int | None:
        """Return how often, for an answer that says so."""
        found = (n for n, words in enumerate(self._ranks) if words.search(label))
        return max(found, default=None)

    def dimensions(self, label: str) -> set[str]:
        """Return which kinds of judgement the words of an answer belong to."""
        return {name for name, w in self._dimensions.items() if w.search(label)}

    def asked(self, text: str) -> set[str]:
        """Return which kinds of judgement a question asks for."""
        found = {
            name
            for name, words in self.given["dimensions"].items()
            if re.search(self._shape(words), text, re.IGNORECASE)
        }
        return found | ({"frequency"} if self.has("asks_often", text) else set())

    def _shape(self, words: str) -> str:
        return spaced(str(self.given["asked"]).replace("<dimension>", words))


def _whole(words: str | Sequence[str]) -> re.Pattern[str]:
    joined = words if isinstance(words, str) else "|".join(map(str, words))
    return re.compile(spaced(rf"(?<!\w)(?:{joined})(?!\w)"), re.IGNORECASE)


@cache
def scale_words(lang: str) -> ScaleWords:
    """Return the words of scales of a language."""
    return ScaleWords(vocabulary(lang)["scale"])


def scale_hits(asked: Asked, lang: str) -> Hits:
    """Yield the rule and the quotation of each fault in the answers of a scale."""
    answers, words = asked.answers, scale_words(lang)
    if asked.type != "scale" or len(answers.points) < 2:
        return
    if not (answers.points[0].words and answers.points[-1].words):
        yield "unlabelled_scale", answers.quote(answers.points)
        return
    mixed = list(_mixed(asked, words))
    yield from (("mixed_scale", quote) for quote in mixed[:1])
    if not mixed:
        yield from _unbalanced(answers, words)


# ------------------------------------------------------------------- balance
def _unbalanced(answers: PrintedAnswers, words: ScaleWords) -> Hits:
    points = answers.points
    signs = _signs(points, words)
    ends = (points[0], points[-1])
    if any(words.has("zero", end.words) for end in ends) or not (signs[0] or signs[-1]):
        return  # from nothing to much, or best in the middle
    above, below = signs.count(1), signs.count(-1)
    if above != below:
        side = 1 if above > below else -1
        heavy = [p for p, sign in zip(points, signs, strict=True) if sign == side]
        yield "unbalanced_scale", answers.quote(heavy)
    elif signs[0] * signs[-1] < 0 and _stronger_end(points, words):
        yield "unbalanced_scale", answers.quote(points)


def _signs(points: Sequence[Answer], words: ScaleWords) -> list[int]:
    """Return what each answer is: praise (1), blame (−1) or neither (0).

    A word for what is neither too little nor too much takes no side in the middle.
    """
    signs = [words.sign(point.words) for point in points]
    fitting = [n for n, point in enumerate(points) if words.has("fitting", point.words)]
    if fitting == [(len(points) - 1) / 2]:
        signs[fitting[0]] = 0
    return signs


def _stronger_end(points: Sequence[Answer], words: ScaleWords) -> bool:
    first, last = (words.strength(points[place].words) for place in (0, -1))
    return abs(first - last) > 1


# ------------------------------------------------------------- kind and order
def _mixed(asked: Asked, words: ScaleWords) -> Iterator[str]:
    """Yield a quotation for each way in which answers do not go together."""
    answers = asked.answers
    kinds = [words.dimensions(point.words) for point in answers.points]
    counted = Counter(kind for each in kinds for kind in each)
    main = counted.most_common(1)[0][0] if counted else ""
    odd = [p for p, k in zip(answers.points, kinds, strict=True) if k and main not in k]
    if odd:
        yield answers.quote(odd)
    elif _beside(asked, words, set.intersection(*kinds)) or _disordered(
        answers.points, words
    ):
        yield answers.quote(answers.points)


def _beside(asked: Asked, words: ScaleWords, kinds: set[str]) -> bool:
    """Whether the answers are of another kind than the question."""
    text = asked.text.read
    wanted = words.asked(text)
    if kinds and wanted:
        return not kinds & wanted
    if "agreement" in kinds:
        asks = text.rstrip().endswith(("?", "؟"))
        return asks and not words.has("asks_statement", text)
    return False


def _disordered(points: Sequence[Answer], words: ScaleWords) -> bool:
    codes = [point.code for point in points if point.code is not None]
    ranks = [words.rank(point.words) for point in points]
    known = [rank for rank in ranks if rank is not None]
    signs = [words.sign(point.words) for point in points]
    rising = [sign for sign in signs if sign]
    rows = (codes, known if len(known) == len(points) else [], rising)
    if any(not _one_way(row) for row in rows):
        return True
    full = len(rising) >= len(points) - 1 and len(set(rising)) > 1
    scores = [s * words.strength(p.words) for s, p in zip(signs, points, strict=True)]
    return full and _turns_back(points, scores, words)


def _one_way(numbers: Sequence[int]) -> bool:
    steps = [b - a for a, b in pairwise(numbers)]
    return all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


def _turns_back(
    points: Sequence[Answer], scores: Sequence[int], words: ScaleWords
) -> bool:
    """Whether a stronger word stands nearer to the middle than a weaker one of it."""
    direction = 1 if scores[-1] > scores[0] else -1
    steps = zip(pairwise(points), pairwise(scores), strict=True)
    return any(
        (after - before) * direction < 0
        and words.dimensions(a.words) & words.dimensions(b.words)
        and a.words.split()[-1] == b.words.split()[-1]
        for (a, b), (before, after) in steps
    )
