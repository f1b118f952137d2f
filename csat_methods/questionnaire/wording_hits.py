"""Where do the words of a question break a rule, and which?

Blocks of a questionnaire ask the same of one thing after the other: a sentence is
judged once, and the item decides what of it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from csat_methods.questionnaire.wording_rules import (
    Asked,
    Pattern,
    Places,
    Sentence,
    patterns,
    vocabulary,
)
from csat_methods.statistics.spelling import Spelling


def wording_hits(asked: Asked, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the rule and the quotation of each fault in the words of a question."""
    told: dict[str, list[tuple[int, int]]] = {}
    for pattern, start, end in _places(asked, lang):
        known = told.setdefault(pattern.rule, [])
        if not any(start < last and first < end for first, last in known):
            known.append((start, end))
            yield pattern.rule, asked.text.quote(start, end)
    yield from _long_sentences(asked.text, int(vocabulary(lang)["longest_sentence"]))


def _places(asked: Asked, lang: str) -> Iterator[tuple[Pattern, int, int]]:
    """Yield what breaks rules, and where: pattern by pattern, from the begin."""
    known = patterns(lang)
    found = [
        (number, begin, places)
        for begin, sentence in asked.sentences
        for number, places in _found(sentence, lang)
    ]
    for number, begin, places in sorted(found):
        if not known[number].excuses(asked):
            yield from ((known[number], begin + a, begin + b) for a, b in places)


@lru_cache(maxsize=1024)
def _found(sentence: Sentence, lang: str) -> tuple[tuple[int, Places], ...]:
    """Return the patterns that find anything in a sentence, and where."""
    found = ((n, each.places(sentence)) for n, each in enumerate(patterns(lang)))
    return tuple((number, places) for number, places in found if places)


def _long_sentences(text: Spelling, longest: int) -> Iterator[tuple[str, str]]:
    for start, sentence in text.sentences:
        end = start + len(sentence)
        if text.words_in(start, end) > longest:
            yield "too_long", text.quote(start, end)
