"""What do the words of a scale mean: which side, how strongly, of which kind?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from csat_methods.questionnaire.wording_rules import spaced, vocabulary

DEGREES = ("extreme", "strong", "slight")
"""Lists of adverbs of degree."""

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
            if name not in ("frequency", "dimensions", "asked", "asks", "same_side")
        }

    @cached_property
    def _ranks(self) -> list[re.Pattern[str]]:
        return [_whole(words) for words in self.given["frequency"]]

    @cached_property
    def _dimensions(self) -> dict[str, re.Pattern[str]]:
        return {name: _whole(w) for name, w in self.given["dimensions"].items()}

    @cached_property
    def _asked(self) -> dict[str, re.Pattern[str]]:
        """Kinds of judgement, and the words by which a question asks for them."""
        return {
            name: re.compile(
                spaced(str(self.given["asked"]).replace("<dimension>", words)),
                re.IGNORECASE,
            )
            for name, words in self.given["dimensions"].items()
        }

    @cached_property
    def _asks(self) -> list[tuple[re.Pattern[str], set[str]]]:
        """Shapes of questions, and the kinds of answers that fit them."""
        return [
            (re.compile(spaced(shape["find"]), re.IGNORECASE), set(shape["kinds"]))
            for shape in self.given.get("asks", ())
        ]

    @cached_property
    def _same_side(self) -> list[re.Pattern[str]]:
        """Words that name one end of a scale, the others by its side."""
        return [_whole(end) for pair in self.given.get("same_side", ()) for end in pair]

    def beside(self, label: str, end: str) -> bool:
        """Whether an answer is of the side that a word names: warm, of hot."""
        sides = (side for side in self._same_side if side.fullmatch(end))
        named = re.search(rf"(?<!\w){re.escape(end)}(?!\w)", label)
        return bool(named) or any(side.search(label) for side in sides)

    def sided(self, labels: Sequence[str]) -> list[tuple[int, int]]:
        """Return, for each known pair of ends, how many answers are by each of them."""
        counts = [sum(map(bool, map(x.search, labels))) for x in self._same_side]
        return list(zip(counts[::2], counts[1::2], strict=True))

    def has(self, name: str, text: str) -> bool:
        """Whether a text has a word of a list, where the language has that list."""
        return name in self._found and self._is_in(name, text)

    @cached_property
    def _is_in(self) -> Callable[[str, str], bool]:
        """Whether a text has a word of a list; items that share a scale ask again."""
        found = self._found
        return lru_cache(4096)(lambda name, text: bool(found[name].search(text)))

    def sign(self, label: str) -> int:
        """Return whether an answer praises (1), blames (−1) or neither (0)."""
        if self.has("neutral", label) or self.has("zero", label):
            return 0
        blames = self.has("negative", label)
        rest = self._found["negative"].sub(" ", label)
        praises = self.has("positive", rest)
        if blames == praises:
            return 0
        return (1 if praises else -1) * (-1 if self.has("negator", rest) else 1)

    def known(self, label: str) -> bool:
        """Whether an answer has a word of praise, of blame or of neither."""
        names = ("neutral", "zero", "negative", "positive", "fitting")
        return any(self.has(name, label) for name in names)

    def poles(self, text: str) -> list[tuple[str, str]]:
        """Return the two ends that a question names: "easy or difficult"."""
        return [(a.lower(), b.lower()) for a, b in self._found["poles"].findall(text)]

    def ends_asked(self, text: str) -> list[tuple[str, str]]:
        """Return the two ends between which a question asks how much."""
        found = self._found["asked_ends"].findall(text)
        return [(a.lower(), b.lower()) for a, b in found]

    def graded(self, label: str) -> bool:
        """Whether an answer has an adverb of degree."""
        return any(self.has(name, label) for name in DEGREES)

    def ungraded(self, label: str) -> str:
        """Return an answer without adverbs of degree."""
        for name in DEGREES:
            label = self._found[name].sub(" ", label)
        return " ".join(label.split())

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
        return set(self._kinds(label))

    @cached_property
    def _kinds(self) -> Callable[[str], tuple[str, ...]]:
        """Kinds of judgement in an answer; items that share a scale ask again."""
        kinds = self._dimensions.items()
        return lru_cache(1024)(
            lambda label: tuple(name for name, w in kinds if w.search(label))
        )

    def asked(self, text: str) -> set[str]:
        """Return which kinds of judgement a question asks for."""
        found = {name for name, shape in self._asked.items() if shape.search(text)}
        fitting = [kinds for shape, kinds in self._asks if shape.search(text)]
        often = {"frequency"} if self.has("asks_often", text) else set()
        return found.union(often, *fitting)


def _whole(words: str | Sequence[str]) -> re.Pattern[str]:
    joined = words if isinstance(words, str) else "|".join(map(str, words))
    return re.compile(spaced(rf"(?<!\w)(?:{joined})(?!\w)"), re.IGNORECASE)


@cache
def scale_words(lang: str) -> ScaleWords:
    """Return the words of scales of a language."""
    return ScaleWords(vocabulary(lang)["scale"])
