"""Does a list of answers have a place for everybody, and only one?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from csat_methods.questionnaire.wording_rules import Asked, spaced, vocabulary

FEWEST_RANGES = 2
"""Ranges from which gaps and overlaps can be seen."""


@cache
def _shapes(lang: str) -> Mapping[str, re.Pattern[str]]:
    given = vocabulary(lang)["options"]
    return {
        name: re.compile(spaced(text), re.IGNORECASE) for name, text in given.items()
    }


def option_hits(asked: Asked, lang: str) -> Iterator[tuple[str, str]]:
    """Yield ``missing_option`` and the answers, where there are gaps or overlaps.

    Ranges must neither leave a number out nor name one twice, and the last one must be
    open; a list of kinds needs "other" or "none".
    """
    points = asked.answers.points
    if asked.type not in ("nominal", "multiple") or len(points) < 2:
        return
    shapes, words = _shapes(lang), [point.words for point in points]
    ranges = [shapes["range"].search(text) for text in words]
    bounds = [(int(r["low"]), int(r["high"])) for r in ranges if r]
    counted = sum(bool(shapes["counted"].search(text)) for text in words)
    if len(bounds) >= FEWEST_RANGES:
        unsound = not _joined(bounds) or _closed(words, bounds, shapes)
    elif counted >= len(words) - 1:
        unsound = False
    else:
        unsound = not any(shapes["closing"].search(text) for text in words)
    if unsound:
        yield "missing_option", asked.answers.quote(points)


def _joined(bounds: Sequence[tuple[int, int]]) -> bool:
    """Whether each range begins where the one before has ended."""
    ordered = sorted(bounds)
    return all(after[0] == before[1] + 1 for before, after in pairwise(ordered))


def _closed(
    words: Sequence[str],
    bounds: Sequence[tuple[int, int]],
    shapes: Mapping[str, re.Pattern[str]],
) -> bool:
    """Whether no answer is left for what is above all ranges; shares end at 100."""
    open_end = any(shapes["open_end"].search(text) for text in words)
    return not open_end and max(high for _, high in bounds) != 100
