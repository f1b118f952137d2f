"""Under which names may a platform's file know a study's items and their options?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from csat_methods._messages import Text, language, languages, translate
from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.questions import Item
from csat_methods.study.scales import Answers
from csat_methods.wave.file_columns import columns_of
from csat_methods.wave.platforms import Platform, fold, squeezed
from csat_methods.wave.raw_table import heading

Match = tuple[tuple[int, int], str]
"""How far a name is from the likeliest, and the item it stands for."""
Spelling = Callable[[str], str]
OWN_WORDS = "In your own words:"
"""What exported forms say above the field for an option of one's own."""
SENTENCE = re.compile(r"[.?!:;…؟؛]\s+")
"""Where a sentence ends."""


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
        self.others = platform.others
        items = study.items.values()
        lists = (
            [(columns_of(i, file)[0], i.id) for i in items if _renamed(i, file)],
            [(self.codes[i.id].question, i.id) for i in items],
            [(i.id, i.id) for i in items],
        )
        words = (
            [(text, i.id) for i in items for text in _words(i)],
            [(text, i.id) for i in items for text in _rests(i)],
        )
        self.shared = tuple(_all(fold, each) for each in words)
        self.tables: tuple[tuple[Spelling, dict[str, str]], ...] = (
            *((heading, _unique(heading, each)) for each in lists),
            *((fold, _unique(fold, each)) for each in lists),
            *((fold, _unique(fold, each)) for each in words),
            (squeezed, _unique(squeezed, ((i.id, i.id) for i in items))),
        )
        self.literal = {
            fold(column): (item.id, str(option))
            for item in items
            for option, column in item.columns.items()
        }
        self.own_words = {fold(c.own_words): i for i, c in self.codes.items()}

    def item(self, names: Iterable[str], *, loosely: bool = True) -> Match | None:
        """Return the item that the likeliest of these names stands for.

        Parameters
        ----------
        names : iterable of str
        loosely : bool
            Whether letters and digits are enough to know an id.
        """
        last = len(self.tables) - (not loosely)
        for place, name in enumerate(names):
            table, item = self._first(name)
            if table < last:
                return (place, table), item
        return None

    @cached_property
    def _first(self) -> Callable[[str], tuple[int, str]]:
        """The first table that has a name, and the item it stands for there."""

        def look(name: str) -> tuple[int, str]:
            ways: tuple[Spelling, ...] = (heading, fold, squeezed)
            keys = {way: way(name) for way in ways}
            for table, (spelled, known) in enumerate(self.tables):
                key = keys[spelled]
                if key and key in known:
                    return table, known[key]
            return len(self.tables), ""

        return cache(look)

    def is_id(self, name: str, item: str) -> bool:
        """Whether a name is an item's own, of the study or of the platform.

        Parameters
        ----------
        name, item : str
        """
        return fold(name) in {fold(item), fold(self.codes[item].question)}

    def sharing(self, names: Sequence[str]) -> tuple[list[str], ...]:
        """Return the items that any of these names may mean: all, by words, by rests.

        Parameters
        ----------
        names : sequence of str
        """
        kinds = [
            {item for name in names for item in known.get(fold(name), ())}
            for known in self.shared
        ]
        sets = (set.union(*kinds), *kinds)
        return tuple([item for item in self.study.items if item in s] for s in sets)

    def several(self, question: str) -> list[str]:
        """Return the item with several answers that a name stands for."""
        match = self.item([question])
        known: Mapping[str, Item] = self.study.items
        return [match[1]] if match and known[match[1]].type == "multiple" else []

    def taking_words(self, question: str) -> list[str]:
        """Return the item that takes words of one's own and a name stands for."""
        match = self.item([question])
        if match is None or self.study.items[match[1]].other is None:
            return self.several(question)
        return [match[1]]

    def names_of_other(self, item: str) -> set[str]:
        """Return what an item's answer in words of one's own may be called."""
        asked, answers = self.study.items[item], self.study.answers(item)
        label = answers.labels.get(code_key(asked.other or ""))
        texts = label.texts.values() if label is not None else ()
        return {*self.others, *(map(fold, texts) if label else said("Other"))}

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
        asked = self.study.items[item]
        bare = asked.other is not None and not _label(asked, asked.other)
        named = dict.fromkeys(said("Other") if bare else (), str(asked.other))
        return named | {
            fold(text): str(option)
            for option, label in asked.options.items()
            for text in (label.texts.values() if label else ())
        }


def _label(item: Item, option: str) -> Text | None:
    """Return the words of an option."""
    return next((w for o, w in item.options.items() if str(o) == option), None)


def _renamed(item: Item, file: WaveFile) -> bool:
    """Whether the params name a column of their own for an item."""
    return not item.columns and columns_of(item, file) != [heading(item.id)]


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
    every = _all(spelled, pairs)
    return {name: min(items) for name, items in every.items() if len(items) == 1}


def _all(spelled: Spelling, pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the items that each name stands for."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, item in pairs:
        found[spelled(name)].add(item)
    return found
