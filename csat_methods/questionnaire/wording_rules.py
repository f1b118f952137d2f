"""Which words of a question keep people from giving a clear answer?

The rules are patterns in ``wording_<language>.yaml``: lists of words by kind, and
shapes of grammar made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from csat_methods.questionnaire.answer_words import PrintedAnswers
from csat_methods.statistics.spelling import Spelling
from csat_methods.study.strict_yaml import read_yaml

LANGUAGES = ("en", "fa")
"""Languages that have rules."""

IN_QUESTIONS = frozenset({"double_barrelled", "negated"})
"""Rules for what is asked, and not for a sentence that leads up to a question."""

NOT_IN_QUOTES = IN_QUESTIONS | {"absolute", "hypothetical", "vague_referent"}
"""Rules for what is asked, and not for the words of a sign or label it names."""

_QUOTED = re.compile(r"""(?<![:\w])(?<!: )(?:"[^"]+"|«[^»]+»|'[^']+'(?!\w))""")
"""Words in quotation marks, but not a statement after a colon."""

_NAME = re.compile(r"(?<!P)<(\w+)>")
_CAPITAL = re.compile(r"(?<!\\)[A-Z](?!<)|\(\?-i:")
"""What tells capitals in a pattern: one that is no class and names no group."""

_SHAPES = ("find", "unless", "unless_item", "without")


Places = tuple[tuple[int, int], ...]
"""Where something begins and ends, each time it is there."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a question: equal ones are judged alike wherever they stand.

    Attributes
    ----------
    words : str
    type : str
        The type of item.
    way_out : bool
        Whether an answer stands outside the scale.
    leads_up : bool
        Whether it leads up to a question.
    """

    words: str
    type: str
    way_out: bool
    leads_up: bool

    @cached_property
    def read(self) -> Mapping[tuple[bool, bool], str]:
        """The words: by whether as written or in small letters, quotes seen or not."""
        seen = {True: self.words, False: _QUOTED.sub(_cover, self.words)}
        cased = {(True, quotes): words for quotes, words in seen.items()}
        return {**cased, **{(False, q): _lower(words) for q, words in seen.items()}}


@dataclass(frozen=True)
class Asked:
    """A question as respondents see it: its type, its words and its answers."""

    type: str
    text: Spelling
    answers: PrintedAnswers

    @cached_property
    def whole(self) -> str:
        """The text and its answers, in small letters."""
        return f"{self.text.read} | {self.answers.spelling.read}".lower()

    @property
    def sentences(self) -> Iterator[tuple[int, Sentence]]:
        """Where each sentence of the text begins, and the sentence."""
        read, way_out = self.text.read, bool(self.answers.sides)
        last = max(read.rfind("?"), read.rfind("؟"))
        for start, words in self.text.sentences:
            leads_up = start + len(words) <= last and words.rstrip()[-1] not in "?؟"
            yield start, Sentence(words, self.type, way_out, leads_up)


@dataclass(frozen=True)
class Shape:
    """Words to look for, in small letters unless they tell capitals.

    They are made ready when they are first looked for: hundreds take long.
    """

    text: str
    tells_case: bool

    @cached_property
    def made(self) -> re.Pattern[str]:
        """What finds them."""
        return _made(self.text, re.IGNORECASE if self.tells_case else 0)


_made = cache(re.compile)  # rules share shapes


@dataclass(frozen=True)
class Pattern:
    """One shape of words that breaks a rule.

    Attributes
    ----------
    rule : str
    find : Shape
        Searched in each sentence; a group ``words`` is what is quoted.
    unless : Shape or None
        The sentence is sound where this is in it.
    unless_item : Shape or None
        The item is sound where this is in its text or its answers.
    without : Shape or None
        What is covered before searching: set phrases, the two ends of one scale.
    types : tuple of str
        Types of item it is for; all if empty.
    no_way_out : bool
        Only where no answer stands outside the scale.
    """

    rule: str
    find: Shape
    unless: Shape | None = None
    unless_item: Shape | None = None
    without: Shape | None = None
    types: tuple[str, ...] = ()
    no_way_out: bool = False

    def places(self, sentence: Sentence) -> Places:
        """Return where a sentence breaks the rule, whatever else the item says."""
        if not self._concerns(sentence):
            return ()
        words = self._covered(sentence)
        if self.find.made.search(words) is None or self._is_sound(sentence):
            return ()
        return tuple(f.span(self._quoted) for f in self.find.made.finditer(words))

    def excuses(self, asked: Asked) -> bool:
        """Whether an item is sound whatever its sentences say."""
        sound = self.unless_item
        return sound is not None and sound.made.search(asked.whole) is not None

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """All that it looks for."""
        listed = (self.find, self.unless, self.unless_item, self.without)
        return tuple(shape for shape in listed if shape is not None)

    @cached_property
    def _quoted(self) -> str | int:
        """The group that is quoted."""
        return "words" if "words" in self.find.made.groupindex else 0

    def _concerns(self, sentence: Sentence) -> bool:
        if self.types and sentence.type not in self.types:
            return False
        if self.rule in IN_QUESTIONS and sentence.leads_up:
            return False
        return not (self.no_way_out and sentence.way_out)

    def _is_sound(self, sentence: Sentence) -> bool:
        if self.unless is None:
            return False
        words = sentence.read[self.unless.tells_case, True]
        return self.unless.made.search(words) is not None

    def _covered(self, sentence: Sentence) -> str:
        quotes = self.rule not in NOT_IN_QUOTES
        if self.without is None:
            return sentence.read[self.find.tells_case, quotes]
        cased = self.without.tells_case
        words = _cover_all(self.without, sentence.read[cased, quotes])
        return _lower(words) if cased and not self.find.tells_case else words


@lru_cache(maxsize=256)
def _cover_all(shape: Shape, words: str) -> str:
    """Return a sentence without a shape; rules that share one ask again at once."""
    return shape.made.sub(_cover, words)


def _cover(found: re.Match[str]) -> str:
    return "·" * len(found.group())


def _lower(text: str) -> str:
    """Return a text in small letters, each in its place."""
    low = text.lower()
    return low if len(low) == len(text) else text


@cache
def vocabulary(lang: str) -> Mapping[str, Any]:
    """Return the file of words and rules of a language.

    Raises
    ------
    ValueError
        If there is none.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang={lang!r} must be one of {', '.join(LANGUAGES)}.")
    path = Path(__file__).with_name(f"wording_{lang}.yaml")
    return {key: _read(value) for key, value in read_yaml(path, path.name).data.items()}


def _read(given: Any) -> Any:
    """Return words in the one spelling of texts; a joint is a gap or none."""
    if isinstance(given, Mapping):
        return {key: _read(value) for key, value in given.items()}
    if isinstance(given, str):
        return Spelling(given.replace("\u200c", " ?")).read
    return [_read(value) for value in given] if isinstance(given, list) else given


@cache
def patterns(lang: str) -> tuple[Pattern, ...]:
    """Return the patterns of a language."""
    words = vocabulary(lang)
    return tuple(
        Pattern(
            rule=given["rule"],
            types=tuple(given.get("types", ())),
            no_way_out=given.get("way_out") == "none",
            **_shapes(given, words),
        )
        for given in words["rules"]
    )


def _shapes(given: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, Shape]:
    """Return the shapes of a rule: each for small letters, unless it tells capitals.

    Letters of one case are found four times faster.
    """
    full = {name: expression(given[name], words) for name in _SHAPES if name in given}
    cased = {name for name, text in full.items() if _CAPITAL.search(text)}
    cased |= {"without"} if "find" in cased else set()
    return {name: Shape(text, name in cased) for name, text in full.items()}


def expression(text: str, words: Mapping[str, Any]) -> str:
    """Return a pattern: ``<name>`` is any word of a list, a space any gap.

    Examples
    --------
    >>> words = {"lists": {"fruit": ["apple", "wild plum"]}}
    >>> re.search(expression("two <fruit>s", words), "two wild  plums").group()
    'two wild  plums'
    """
    return spaced(_NAME.sub(lambda found: _any_of(found.group(1), words), text))


def spaced(text: str) -> str:
    """Return a pattern in which a space stands for any gap, and `` ?`` for none too."""
    return text.replace(" ?", r"\s*").replace(" ", r"\s+")


def _any_of(name: str, words: Mapping[str, Any]) -> str:
    listed = "|".join(str(word) for word in words["lists"][name])
    return f"(?:{_NAME.sub(lambda found: _any_of(found.group(1), words), listed)})"
