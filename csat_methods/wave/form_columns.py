"""Which column of a platform's file is which item of the study, or which option?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from csat_methods._checks import Faults
from csat_methods._messages import language, languages, translate
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.questions import Item
from csat_methods.study.scales import Answers
from csat_methods.wave.file_columns import columns_of
from csat_methods.wave.platforms import Heading, Platform, fold, squeezed
from csat_methods.wave.raw_table import RawTable, heading

Rank = tuple[int, int]
"""How likely a reading of a heading is; the smallest is the likeliest."""
Match = tuple[Rank, str]
Spelling = Callable[[str], str]
SENTENCE = re.compile(r"[.?!:;…؟؛]\s+")
"""Where a sentence ends."""
OWN_WORDS = ("other", "text", "comment")
"""Ends of the columns that hold a person's own words for an option."""


@dataclass(frozen=True)
class Found:
    """Where the items of a study stand in a file.

    Attributes
    ----------
    whole : dict
        Item to its column.
    options : dict
        Item with several answers to {code of an option: its column}.
    own_words : dict
        Item with several answers to the columns of a person's own words.
    strange : dict
        Item to {column: the option it names, which the study does not have}.
    """

    whole: dict[str, str] = field(default_factory=dict)
    options: dict[str, dict[str, str]] = field(default_factory=dict)
    own_words: dict[str, list[str]] = field(default_factory=dict)
    strange: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def columns(self) -> set[str]:
        """The columns that are items or options."""
        lists: list[Iterable[str]] = [self.whole.values(), *self.strange.values()]
        lists += [each.values() for each in self.options.values()]
        return {column for each in lists for column in each}


class Names:
    """The names under which a platform may know a study's items and options.

    Parameters
    ----------
    study : Study
    file : WaveFile
    platform : Platform
    """

    def __init__(self, study: Study, file: WaveFile, platform: Platform) -> None:
        self.study = study
        self.form = file.sources.responses.value_form
        self.codes = platform.codes(study)
        items = study.items.values()
        own = [(columns_of(i, file)[0], i.id) for i in items if not i.columns]
        own += [(i.id, i.id) for i in items]
        codes = [(self.codes[i.id].question, i.id) for i in items]
        self.tables: tuple[tuple[Spelling, dict[str, str]], ...] = (
            (heading, _unique(heading, own)),
            (fold, _unique(fold, own)),
            (fold, _unique(fold, codes)),
            (fold, _unique(fold, ((t, i.id) for i in items for t in _words(i)))),
            (fold, _unique(fold, ((t, i.id) for i in items for t in _rests(i)))),
            (squeezed, _unique(squeezed, ((i.id, i.id) for i in items))),
        )
        self.literal = {
            fold(column): (item.id, str(option))
            for item in items
            for option, column in item.columns.items()
        }

    def item(self, names: Iterable[str], *, loosely: bool = True) -> Match | None:
        """Return the item that the likeliest of these names stands for.

        Parameters
        ----------
        names : iterable of str
        loosely : bool
            Whether letters and digits are enough to know an id.
        """
        tables = self.tables if loosely else self.tables[:-1]
        for place, name in enumerate(names):
            for table, (spelled, known) in enumerate(tables):
                key = spelled(name)
                if key and key in known:
                    return (place, table), known[key]
        return None

    def options_of(self, item: str) -> dict[str, str]:
        """Return the spellings of an item's options, and of "not applicable"."""
        return self.words_of(item) | self.codes_of(item)

    def codes_of(self, item: str) -> dict[str, str]:
        """Return the codes of options, the platform's too."""
        asked = self.study.items[item]
        named = {fold(n): str(c) for n, c in self.codes[item].answers.items()}
        answers = self.study.answers(item)
        absent = {fold(key): key for key in answers.not_applicable}
        absent |= dict.fromkeys(*unsaid(answers))
        return named | absent | {fold(option): option for option in asked.option_names}

    def words_of(self, item: str) -> dict[str, str]:
        """Return the words of options, in every language."""
        return {
            fold(text): str(option)
            for option, label in self.study.items[item].options.items()
            for text in (label.texts.values() if label else ())
        }


def _rests(item: Item) -> Iterator[str]:
    """Yield what a grid's line shows of a question: what follows a sentence of it."""
    for text in item.text.texts.values() if item.text is not None else ():
        for end in SENTENCE.finditer(text):
            yield text[end.end() :]


@cache
def said(text: str) -> frozenset[str]:
    """Return a word of exported forms in every language that they speak."""
    found = set()
    for name in languages():
        with language(name):
            found.add(fold(translate(text)))
    return frozenset(found)


def unsaid(answers: Answers) -> tuple[frozenset[str], str]:
    """Return what a form says of a lone "not applicable" without words, and its code.

    Nothing where there is none, or several.
    """
    bare = [key for key in answers.not_applicable if key not in answers.labels]
    return (said("Not applicable"), bare[0]) if len(bare) == 1 else (frozenset(), "")


def _words(item: Item) -> Iterator[str]:
    for words in (item.text, item.label):
        yield from words.texts.values() if words is not None else ()


def _unique(spelled: Spelling, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the names that stand for one item."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, item in pairs:
        found[spelled(name)].add(item)
    return {name: min(items) for name, items in found.items() if len(items) == 1}


# ------------------------------------------------------------------------ matching
def found_columns(
    table: RawTable, names: Names, platform: Platform, free: Iterable[str], told: Faults
) -> Found:
    """Return where the items stand; columns that could both be one item are faults.

    Parameters
    ----------
    table : RawTable
    names : Names
    platform : Platform
    free : iterable of str
        Columns that may be items.
    told : Faults
    """
    found = Found()
    claims: dict[str, dict[str, Rank]] = defaultdict(dict)
    for column in free:
        parts = platform.parts(column, table)
        if not _as_option(column, parts, names, found, told):
            match = names.item(parts.questions)
            if match is not None:
                claims[match[1]][column] = match[0]
    for item, ranks in claims.items():
        best = min(ranks.values())
        columns = [column for column, rank in ranks.items() if rank == best]
        if len(columns) > 1:
            told.add(
                f"the columns {columns} could each be item {item!r}; name the others "
                "under leave_out."
            )
        found.whole[item] = columns[0]
    return found


def _as_option(
    column: str, parts: Heading, names: Names, found: Found, told: Faults
) -> bool:
    """Note a column that is one option of an item, and say whether it is."""
    literal = names.literal.get(fold(column))
    if literal is not None:
        found.options.setdefault(literal[0], {})[literal[1]] = column
        return True
    if names.item(parts.questions[:1], loosely=False) is not None:
        return False
    several = [
        (item, option)
        for question, option in parts.options
        for item in _several(names, question)
    ]
    for item, option in several:
        code = names.options_of(item).get(fold(option))
        if code is not None:
            first = found.options.setdefault(item, {}).setdefault(code, column)
            if first != column:
                told.add(
                    f"the columns {[first, column]} could each be option {code!r} of "
                    f"item {item!r}; name the other under leave_out."
                )
            return True
    if not several or names.item(parts.questions) is not None:
        return False
    item, option = several[-1]
    if fold(option).endswith(OWN_WORDS):
        found.own_words.setdefault(item, []).append(column)
    else:
        found.strange.setdefault(item, {})[column] = option
    return True


def _several(names: Names, question: str) -> list[str]:
    """Return the item with several answers that a name stands for."""
    match = names.item([question])
    known: Mapping[str, Item] = names.study.items
    return [match[1]] if match and known[match[1]].type == "multiple" else []
