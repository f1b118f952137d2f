"""What may the heading of a platform's column mean?

A platform joins what it knows of a question into one heading: groups, the words above a
grid, its line, an option. Where to cut cannot be told from the heading alone, so that
all cuts are tried, the one that holds most of the heading first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from csat_methods.wave.raw_table import RawTable

Parts = tuple[str, str]
"""A question and one of its options, as a heading may name them."""
LONGEST_HEADING = 2000
"""Signs of a heading that is taken apart."""
MOST_CUTS = 40
"""Places at which a heading is cut."""
FEW_CUTS = 12
"""Cuts, the first ones, before which a grid's own words may hold such a sign too."""


@dataclass(frozen=True)
class Heading:
    """What the heading of one column may mean, the likeliest first.

    Attributes
    ----------
    questions : tuple of str
        Names of a question that the whole column may be.
    options : tuple of (str, str)
        Names of a question, and of the option that the column may be.
    own_words : tuple of str
        Names of a question whose answers in words of one's own it may hold.
    """

    questions: tuple[str, ...]
    options: tuple[Parts, ...] = ()
    own_words: tuple[str, ...] = ()


# -------------------------------------------------------------------- Kobo and ODK
def _ends(name: str, signs: str) -> Iterator[tuple[str, str]]:
    """Yield a name cut in two at each of these signs, the longest end first."""
    places = (place for place, letter in enumerate(name) if letter in signs)
    for place in islice(places, MOST_CUTS):
        yield name[:place], name[place + 1 :]


def _tails(text: str) -> list[str]:
    """Return a name, and its ends after each sign that joins."""
    return [text, *(end for _, end in _ends(text, "/-:"))]


def odk_heading(name: str, _table: RawTable) -> Heading:
    """Read ``group/question`` and ``group/question/option``; ODK joins with ``-``.

    In words a grid's question is what its group says, and what it adds; either may
    hold the sign that joins them.
    """
    cuts = list(_ends(name, "/-:"))
    stems = [
        f"{tail} {end}"
        for place, (start, end) in enumerate(cuts)
        for tail in (_tails(start) if place < FEW_CUTS else _tails(start)[-1:])
    ]
    options = [(q, option) for start, option in reversed(cuts) for q in _tails(start)]
    own = name.removesuffix("_other")
    worded = tuple(_tails(own)) if own != name else ()
    whole, *ends = _tails(name)
    ordered = sorted(stems, key=len, reverse=True)
    return Heading((whole, *ordered, *ends), tuple(options), worded)


# ---------------------------------------------------------------------- LimeSurvey
_TWO_SUBS = re.compile(r"(.*?)\s*\[([^\[\]]*)\]\[([^\[\]]*)\]")
_CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[[^\[\]]*\])*)\. .*", re.DOTALL)


def limesurvey_heading(name: str, _table: RawTable) -> Heading:
    """Read ``code``, ``code[sub]``, ``code_sub`` and ``code. words``.

    The second name is the whole heading, without words that follow a code. Words may
    have underscores for spaces.
    """
    plain = _limesurvey_parts(name)
    if " " in name or "_" not in name:
        return plain
    worded = _limesurvey_parts(name.replace("_", " "))
    return Heading(
        (*plain.questions, *worded.questions),
        (*plain.options, *worded.options),
        (*plain.own_words, *worded.own_words),
    )


def _limesurvey_parts(name: str) -> Heading:
    coded = _CODE_AND_TEXT.fullmatch(name)
    whole = coded[1] if coded else name
    two = _TWO_SUBS.fullmatch(whole)
    if two is not None:
        return Heading((name, whole, "_".join(two.groups())))
    subs = _subs(whole)
    worded = tuple(start for start, sub in subs if sub == "other")
    if not subs:
        subs = list(reversed(list(_ends(whole, "_"))))
        return Heading((name, whole, *(sub for _, sub in subs)), tuple(subs))
    questions = [name, whole, *(f"{start}_{sub}" for start, sub in subs)]
    questions += [f"{start} {sub}" for start, sub in subs]
    questions += [sub for _, sub in subs]
    return Heading(tuple(questions), tuple(subs), worded)


def _subs(name: str) -> list[Parts]:
    """Return a heading cut before each bracket, where a bracket ends it."""
    if not name.endswith("]"):
        return []
    return [(start.rstrip(), end[:-1]) for start, end in _ends(name, "[")]


# ----------------------------------------------------------------------- Qualtrics
def qualtrics_heading(name: str, table: RawTable) -> Heading:
    """Read ``Q1``, ``Q1_2``, their ids, and words such as ``Why? - Price``."""
    text, known = table.labels.get(name, ""), table.aliases.get(name, ())
    plain = text.replace(_CHOICE, "")
    stems = [f"{start} {end}" for start, end in _cuts(plain)]
    ends = [plain, *stems, *(end for _, end in _cuts(text))]
    codes = [(n.rpartition("_")[0], n.rpartition("_")[2]) for n in (name, *known)]
    coded = [(question, option) for question, option in codes if question]
    worded = [(q, end) for q, _ in coded for end in reversed(ends)]
    worded += [*(_cuts(plain) if plain != text else ()), *_cuts(text)]
    told = tuple(dict.fromkeys((name, *known, text, *ends)))
    own = tuple(m[1] for n in (name, *known) if (m := _TEXT_ENTRY.fullmatch(n)))
    return Heading(tuple(t for t in told if t), (*worded, *coded), own)


_TEXT_ENTRY = re.compile(r"(.+?)(?:_\d+)?_TEXT")
"""The column of what was written beside a choice."""
_CHOICE = " - Selected Choice"
"""What follows the words of a question that takes words of one's own, too."""


def _cuts(text: str) -> list[Parts]:
    """Return a question's words cut in two at each dash."""
    parts = text[:LONGEST_HEADING].split(" - ", MOST_CUTS)
    places = range(1, len(parts))
    return [(" - ".join(parts[:i]), " - ".join(parts[i:])) for i in places]
