"""Which answers does an item print, and which of them are points of its scale?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from csat_methods.statistics.spelling import Spelling

_CODE = re.compile(r"^(\d+)(?![\w%.,])\s*")
_ENDS = re.compile(r"\s*(?:…|\.\.\.)\s*")


@dataclass(frozen=True)
class Answer:
    """One printed answer.

    Attributes
    ----------
    code : int or None
        Its number, where answers are numbered.
    words : str
        Its words in one spelling, lower case; empty if it has none.
    start, end : int
        Where it stands in the list as read.
    """

    code: int | None
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class PrintedAnswers:
    """The answers of an item as they are printed.

    Attributes
    ----------
    spelling : Spelling
        The list as written.
    points : tuple of Answer
        Without the answers that are no point of the scale.
    sides : tuple of str
        Not applicable, do not know, prefer not to say.
    ends_only : bool
        Whether only the two ends have words, with numbers between.
    """

    spelling: Spelling
    points: tuple[Answer, ...] = ()
    sides: tuple[str, ...] = ()
    ends_only: bool = False

    def quote(self, answers: Sequence[Answer]) -> str:
        """Return what was written from the first to the last of these answers."""
        return self.spelling.quote(answers[0].start, answers[-1].end)


@lru_cache(maxsize=256)  # most items of a questionnaire share a scale
def read_answers(written: str, *, numbered: bool) -> PrintedAnswers:
    """Return the answers that a printed list names.

    Parameters
    ----------
    written : str
        ``|`` separates answers, ``…`` the two labelled ends of a numbered scale; after
        ``;`` or ``؛`` come answers that are no point of the scale.
    numbered : bool
        Whether a number before an answer is its code.

    Examples
    --------
    >>> answers = read_answers("1 very bad … 5 very good; 9 not used", numbered=True)
    >>> [(point.code, point.words) for point in answers.points], answers.sides
    ([(1, 'very bad'), (5, 'very good')], ('9 not used',))
    """
    spelling = Spelling(written)
    main, _, rest = spelling.read.replace("؛", ";").partition(";")
    ends_only = "|" not in main and bool(_ENDS.search(main))
    cut = _ENDS if ends_only else re.compile(r"\|")
    points = tuple(_answer(main, a, b, numbered=numbered) for a, b in _parts(main, cut))
    sides = tuple(part.strip().lower() for part in rest.split("|") if part.strip())
    return PrintedAnswers(
        spelling, points if main.strip() else (), sides, ends_only and len(points) == 2
    )


def _parts(text: str, cut: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return where each part begins and ends."""
    seams = [match.span() for match in cut.finditer(text)]
    starts = [0, *(end for _, end in seams)]
    ends = [*(start for start, _ in seams), len(text)]
    return list(zip(starts, ends, strict=True))


def _answer(text: str, start: int, end: int, *, numbered: bool) -> Answer:
    shift = len(text[start:end]) - len(text[start:end].lstrip())
    part = text[start:end].strip()
    code = _CODE.match(part) if numbered else None
    words = part[code.end() :] if code else part
    number = int(code.group(1)) if code else None
    start += shift
    return Answer(number, words.strip().lower(), start, start + len(part))


def print_answers(
    words: Mapping[int | float | str, str], sides: Sequence[str], *, comma: str
) -> str:
    """Return a list of answers as it is printed: codes with their words.

    Examples
    --------
    >>> print_answers({1: "bad", 2: "", 3: "good"}, ["no use"], comma=";")
    '1 bad … 3 good; no use'
    """
    shown = [f"{code} {text}".strip() for code, text in words.items()]
    between = [text for text in list(words.values())[1:-1] if text]
    numbers = all(not isinstance(code, str) for code in words)
    short = numbers and len(shown) > 2 and not between
    listed = f"{shown[0]} … {shown[-1]}" if short else " | ".join(shown)
    return f"{listed}{comma} {' | '.join(sides)}" if sides else listed
