"""Which words of a question keep people from giving a clear answer?

The rules are patterns in ``wording_<language>.yaml``: lists of words by kind, and
shapes of grammar made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Sentence:
    """One sentence of a question.

    Attributes
    ----------
    start : int
        Where it stands in the text.
    words : str
    unquoted : str
        The same with what is in quotation marks covered.
    leads_up : bool
        Whether it leads up to a question.
    """

    start: int
    words: str
    unquoted: str
    leads_up: bool


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

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        read = self.text.read
        last = max(read.rfind("?"), read.rfind("؟"))
        return tuple(
            Sentence(
                start,
                words,
                _QUOTED.sub(_cover, words),
                start + len(words) <= last and words.rstrip()[-1] not in "?؟",
            )
            for start, words in self.text.sentences
        )

    @cached_property
    def lowered(self) -> tuple[Sentence, ...]:
        """The same in small letters."""
        return tuple(
            replace(one, words=_lower(one.words), unquoted=_lower(one.unquoted))
            for one in self.sentences
        )


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

    def hits(self, asked: Asked) -> Iterator[tuple[int, int]]:
        """Yield where the text breaks the rule."""
        if not self._concerns(asked):
            return
        group: Any = self._quoted
        for sentence, low in zip(asked.sentences, asked.lowered, strict=True):
            if sentence.leads_up and self.rule in IN_QUESTIONS:
                continue
            found = list(self.find.made.finditer(self._covered(sentence, low)))
            if found and not self._sound(asked, sentence, low):
                start = sentence.start
                yield from (
                    (start + f.start(group), start + f.end(group)) for f in found
                )

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """All that it looks for."""
        listed = (self.find, self.unless, self.unless_item, self.without)
        return tuple(shape for shape in listed if shape is not None)

    @cached_property
    def _quoted(self) -> str | int:
        """The group that is quoted."""
        return "words" if "words" in self.find.made.groupindex else 0

    def _concerns(self, asked: Asked) -> bool:
        if self.types and asked.type not in self.types:
            return False
        return not (self.no_way_out and asked.answers.sides)

    def _sound(self, asked: Asked, sentence: Sentence, low: Sentence) -> bool:
        """Whether an item, or one sentence of it, is sound whatever was found."""
        if self.unless_item is not None and self.unless_item.made.search(asked.whole):
            return True
        if self.unless is None:
            return False
        read = sentence if self.unless.tells_case else low
        return self.unless.made.search(read.words) is not None

    def _covered(self, sentence: Sentence, low: Sentence) -> str:
        first = self.find if self.without is None else self.without
        read = sentence if first.tells_case else low
        words = read.unquoted if self.rule in NOT_IN_QUOTES else read.words
        if self.without is not None:
            words = _cover_all(self.without.made, words)
        lower = first.tells_case and not self.find.tells_case
        return _lower(words) if lower else words


@lru_cache(maxsize=256)
def _cover_all(shape: re.Pattern[str], words: str) -> str:
    """Return a sentence without a shape; rules that share one ask again at once."""
    return shape.sub(_cover, words)


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


def wording_hits(asked: Asked, lang: str) -> Iterator[tuple[str, str]]:
    """Yield the rule and the quotation of each fault in the words of a question."""
    told: dict[str, list[tuple[int, int]]] = {}
    for pattern in patterns(lang):
        for start, end in pattern.hits(asked):
            known = told.setdefault(pattern.rule, [])
            if not any(start < last and first < end for first, last in known):
                known.append((start, end))
                yield pattern.rule, asked.text.quote(start, end)
    yield from _long_sentences(asked.text, int(vocabulary(lang)["longest_sentence"]))


def _long_sentences(text: Spelling, longest: int) -> Iterator[tuple[str, str]]:
    for start, sentence in text.sentences:
        end = start + len(sentence)
        if text.words_in(start, end) > longest:
            yield "too_long", text.quote(start, end)
