"""Does a list of answers have a place for everybody, and only one?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import inf

from csat_methods.questionnaire.wording_rules import Asked, spaced, vocabulary

FEWEST_RANGES = 2
"""Ranges from which gaps and overlaps can be seen."""

LATEST_START = 9
"""Highest number that a count begins with by mistake; groups of age begin above."""

SHARES_END = 100
"""Where shares in per cent end."""

SPANS = (
    *("between", "over_to", "range", "under", "up_to", "or_less", "over"),
    *("at_least", "count"),
)
"""Shapes of answers that name numbers, the longer ones first."""

Span = tuple[float, float]
Shapes = Mapping[str, re.Pattern[str]]


@cache
def _shapes(lang: str) -> Shapes:
    given = vocabulary(lang)["options"]
    return {
        name: re.compile(spaced(text), re.IGNORECASE)
        for name, text in given.items()
        if isinstance(text, str)
    }


@cache
def _numbers(lang: str) -> tuple[re.Pattern[str], ...]:
    """Return patterns of the words for 0, 1, 2 …, where a language lists them."""
    listed = vocabulary(lang)["options"].get("numbers", ())
    return tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in listed)


def option_hits(asked: Asked, lang: str) -> Iterator[tuple[str, str]]:
    """Yield ``missing_option`` and the answers, where there are gaps or overlaps.

    Ranges must neither leave a number out nor name one twice, and the last one must be
    open; a list of kinds needs "other" or "none".
    """
    points = asked.answers.points
    if asked.type not in ("nominal", "multiple") or len(points) < 2:
        return
    if _unsound(asked, [point.words for point in points], lang):
        yield "missing_option", asked.answers.quote(points)


def _unsound(asked: Asked, labels: Sequence[str], lang: str) -> bool:
    shapes = _shapes(lang)
    words = [_in_figures(label, lang) for label in labels]
    spans = _spans(words, shapes)
    if len(spans) >= FEWEST_RANGES:
        full = _figures(_in_figures(asked.text.read, lang)) | {SHARES_END, inf}
        full |= _wholes(asked.text.read, lang)
        starts_late = len(spans) == len(words) and 1 < min(spans)[0] <= LATEST_START
        return not _joined(spans) or starts_late or _closed(words, spans, full, shapes)
    if all(_has("rhythm", text, shapes) for text in labels):
        return not any(_has("rarer", text, shapes) for text in labels)
    counted = sum(_has("counted", text, shapes) for text in labels)
    if counted >= len(labels) - 1 or _has("complete", " | ".join(labels), shapes):
        return False
    if len(labels) in _named_whole(_in_figures(asked.text.read, lang), shapes):
        return False
    return not any(_has("closing", text, shapes) for text in labels)


def _has(name: str, text: str, shapes: Shapes) -> bool:
    """Whether a text has a shape that its language knows."""
    return name in shapes and shapes[name].search(text) is not None


# -------------------------------------------------------------------- numbers
def _in_figures(text: str, lang: str) -> str:
    """Return a text with figures for words of number, without marks of thousands."""
    for number, words in enumerate(_numbers(lang)):
        text = words.sub(str(number), text)
    return re.sub(r"(?<=\d)[, ](?=\d{3}\b)", "", text)


def _named_whole(text: str, shapes: Shapes) -> set[int]:
    """Return how many kinds a question says there are: of the two gates."""
    found = shapes["of_all"].finditer(text) if "of_all" in shapes else iter(())
    return {int(one["all"]) for one in found}


def _wholes(text: str, lang: str) -> set[float]:
    """Return how many there are at most of what a text counts: days of a week."""
    given = vocabulary(lang)["options"].get("wholes", ())
    return {
        float(whole["all"])
        for whole in given
        if re.search(spaced(whole["find"]), text, re.IGNORECASE)
    }


def _figures(text: str) -> set[float]:
    return {float(figure) for figure in re.findall(r"\d+", text)}


def _spans(words: Sequence[str], shapes: Shapes) -> list[Span]:
    """Return from where to where answers go; none if they count different things."""
    units = {m["unit"].rstrip("s") for text in words for m in _units(text, shapes)}
    if len(units) > 1:
        return []
    found = (_span(text, shapes) for text in words)
    return [span for span in found if span is not None]


def _units(text: str, shapes: Shapes) -> Iterator[re.Match[str]]:
    return shapes["unit"].finditer(text) if "unit" in shapes else iter(())


def _span(text: str, shapes: Shapes) -> Span | None:
    """Return the whole numbers that an answer covers, if it names any."""
    for name in SPANS:
        found = shapes[name].search(text) if name in shapes else None
        if found:
            return _bounds(name, found.groupdict())
    return None


def _bounds(name: str, found: Mapping[str, str]) -> Span:
    low = float(found["low"]) if "low" in found else -inf
    high = float(found["high"]) if "high" in found else inf
    if name == "count":
        return low, low
    low += name in ("over", "over_to")
    return low, high - (name in ("under", "between"))


def _joined(spans: Sequence[Span]) -> bool:
    """Whether each range begins where the one before has ended."""
    ordered = sorted(spans)
    return all(after[0] == before[1] + 1 for before, after in pairwise(ordered))


def _closed(
    words: Sequence[str], spans: Sequence[Span], full: set[float], shapes: Shapes
) -> bool:
    """Whether no answer is left for what is above all ranges.

    Shares end at 100, and what the question counts at the number it names.
    """
    open_end = any(shapes["open_end"].search(text) for text in words)
    return not open_end and max(high for _, high in spans) not in full
