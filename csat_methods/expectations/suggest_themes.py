"""Which words of comments may be themes that a person should look at?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.expectations.comment_words import (
    LANGUAGES,
    clauses,
    language_of,
    stop_words,
)
from csat_methods.expectations.likely_names import likely_names
from csat_methods.expectations.theme_groups import stems_of, word_groups
from csat_methods.expectations.theme_rules import themes_of
from csat_methods.result import Result, Used, method
from csat_methods.wave.code_file import (
    COLUMNS,
    SUGGESTED,
    CodeFile,
    code_file_of,
)
from csat_methods.wave.comments import comments_of, open_item
from csat_methods.wave.private_words import words_to_hide
from csat_methods.wave.scrub import MARK, Scrubbed, scrubber
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEAST = 3
"""Comments that must hold a word, where no study says its minimum cell."""

NAMED = 5
"""Suggestions that the sentence names."""

NO_CAPITALS = Message(
    "Persian has no capital letters: a name that many comments hold, and that no file "
    "or study lists, can be among the Persian words."
)

TONGUES = {"en": Message("English"), "fa": Message("Persian")}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SuggestedThemes(Result):
    """Words that may be themes; nothing is counted before a person confirms it.

    Attributes
    ----------
    aside : int
        Comments that name a theme of the catalogue or of the code file already.
    """

    aside: int

    kinds: ClassVar[Mapping[str, str]] = {}
    clause: ClassVar[str] = "7.2.2"

    def headline(self) -> Message:
        """Return which words a person should look at."""
        found = tuple(self.table["term"])[:NAMED]
        if not found:
            return Message("Comments hold no further words that may be a theme.")
        return Message(
            "Words of comments that may be themes nobody has named yet, such as "
            "{words}: for a person to confirm before anything is counted.",
            {"words": Listing(found)},
        )

    @property
    def code_file(self) -> pd.DataFrame:
        """The draft of a code file: one row a suggestion, nothing confirmed."""
        rows = {
            "theme": self.table["term"],
            "words": self.table["together"],
            "status": SUGGESTED,
        }
        return pd.DataFrame(rows).reindex(columns=list(COLUMNS), fill_value="")


@method
def suggest_themes(
    wave: Wave,
    item: str | None = None,
    *,
    lang: str | None = None,
    frame: pd.DataFrame | None = None,
    least: int | None = None,
    most: int = 20,
) -> SuggestedThemes:
    r"""Return words of comments that may be themes, for a person to confirm.

    Comments are read in one spelling, without names, addresses and numbers; words lose
    endings that change no theme, and words that name none are passed over, as are
    English words that look like names (mostly with a capital inside sentences). Of the
    comments that name no theme of the catalogue or of the code file, the word or pair
    of words that most hold leads the first suggestion; the words that clearly go with
    it (:math:`G^2 \ge 10.83`, in most comments of the rarer) join it; then the next.

    Parameters
    ----------
    wave : Wave
    item : str, optional
        An item of type text; the study's first open one when not given.
    lang : str, optional
        ``en`` or ``fa``: comments of this language only. Each comment is read by its
        letters.
    frame : DataFrame, optional
        The code file, as in `comment_themes`; the wave file's when not given.
    least : int, optional
        Comments that must hold a word; the study's minimum cell, 3 without a study.
    most : int
        Suggestions of each language.

    Returns
    -------
    SuggestedThemes
        One row a suggestion: ``term`` (the leading word), ``together`` (all, with
        ``;`` between them), ``language, n`` (comments that hold the rarest of the
        words: for hiding what few said, no count of a theme); `.code_file`.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the item holds no text, `lang` is not known, or `least` or `most` is no
        number from 1 on.

    References
    ----------
    Dunning, T. (1993). *Computational Linguistics*, 19, 61-74; Harman, D. (1991). How
    effective is suffixing? *Journal of the American Society for Information Science*,
    42, 7-15.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, suggest_themes
    >>> said = ["Parking is full", "no parking", "parking!", "kind", "kind staff"]
    >>> wave = Wave.from_frame(pd.DataFrame({"why": said}))
    >>> suggest_themes(wave, "why").table[["term", "n"]].values.tolist()
    [['parking', 3]]
    """
    wanted = LANGUAGES if lang is None else (_checks.one_of("lang", lang, LANGUAGES),)
    asked, most = open_item(wave, item), _checks.whole("most", most)
    fewest = _least(wave, least)
    said = comments_of(wave, asked)
    known = wave.codes if frame is None else code_file_of(frame)
    named = _named(wave, said, known)
    tongue = said.map(language_of)
    scrub = scrubber(words_to_hide(wave, asked))
    spoken = {each: _spoken(said[tongue == each], scrub, each) for each in wanted}
    names = _names(said[tongue == "en"], spoken.get("en", []), fewest)
    found = [
        _suggestions(_without(parts, names), named[tongue == each], each, fewest, most)
        for each, parts in spoken.items()
    ]
    table = pd.concat(found, ignore_index=True).astype({"n": "int64"})
    n = (int(table["n"].min()), int(table["n"].max())) if len(table) else (0, 0)
    return result_of(
        wave,
        SuggestedThemes,
        "Suggested themes",
        table,
        level=0.95,
        about={term: (asked, f"{asked}: {term}") for term in table["term"]},
        labels=dict(TONGUES),
        used=Used(wave.n, n),
        notes=_notes(len(said), int(named.sum()), len(names), set(table["language"])),
        aside=int(named.sum()),
    )


def _least(wave: Wave, least: int | None) -> int:
    if least is not None:
        return _checks.whole("least", least)
    return LEAST if wave.study is None else int(wave.study.analysis.minimum_cell)


def _named(wave: Wave, said: pd.Series, codes: CodeFile | None) -> pd.Series:
    """Return which comments name a theme of the catalogue or of the code file."""
    found = pd.Series(data=False, index=said.index)
    catalogue = _catalogue(wave)
    for rules in (codes, catalogue):
        if rules is not None and rules.rows:
            found |= themes_of(said.tolist(), rules).any(axis=1)
    return found


def _catalogue(wave: Wave) -> CodeFile | None:
    """Return the words of the catalogue's characteristics as rules."""
    if wave.study is None or not wave.study.catalogue:
        return None
    spelled = {name: wave.label(name).texts for name in wave.study.catalogue}
    rows = [
        {"theme": name, "words": ";".join(_content(texts)), "status": "confirmed"}
        for name, texts in spelled.items()
        if _content(texts)
    ]
    stated = pd.DataFrame(rows).assign(confirmed_by="study", date="2000-01-01")
    return code_file_of(stated) if rows else None


def _content(texts: Mapping[str, str]) -> list[str]:
    """Return the words of labels that may name a theme."""
    parts = [
        word
        for lang, text in texts.items()
        if lang in LANGUAGES
        for comment in stems_of([clauses(text, lang)], lang)
        for part in comment
        for word in part
    ]
    return [word for word in dict.fromkeys(parts) if word]


def _spoken(
    said: pd.Series, scrub: Callable[[str], Scrubbed], lang: str
) -> list[list[list[str]]]:
    """Return the words of comments of one language, without what must be hidden."""
    return [clauses(scrub(c).text.replace(MARK, "."), lang) for c in said]


def _names(
    said: pd.Series, spoken: list[list[list[str]]], least: int
) -> frozenset[str]:
    """Return the words that look like names, and that enough comments hold."""
    held = Counter(word for comment in spoken for word in set(chain(*comment)))
    likely = likely_names(said) - stop_words("en")
    return frozenset(word for word in likely if held[word] >= least)


def _without(
    spoken: list[list[list[str]]], names: frozenset[str]
) -> list[list[list[str]]]:
    """Return the words of comments without names, which break a clause."""
    return [
        [
            list(words)
            for part in comment
            for is_name, words in groupby(part, names.__contains__)
            if not is_name
        ]
        for comment in spoken
    ]


def _suggestions(
    spoken: list[list[list[str]]],
    named: pd.Series,
    lang: str,
    least: int,
    most: int,
) -> pd.DataFrame:
    """Return the suggestions of the comments of one language."""
    aside = [i for i, known in enumerate(named) if known]
    groups = word_groups(stems_of(spoken, lang), least, most, aside)
    rows = [(g.words[0], "; ".join(g.words), lang, g.rarest) for g in groups]
    return pd.DataFrame(rows, columns=["term", "together", "language", "n"])


def _notes(
    comments: int, aside: int, names: int, languages: Collection[str]
) -> tuple[Message, ...]:
    told = Message(
        "Of {comments} comments {aside} name a theme that is known already; the "
        "words are from the others.",
        {
            "comments": Number(comments, "count"),
            "aside": Number(aside, "count"),
        },
    )
    passed_over = Message(
        "Words passed over because they look like names: {names}. Inside English "
        "sentences they mostly stand with a capital letter.",
        {"names": Number(names, "count")},
    )
    return (
        told,
        *([passed_over] if names else []),
        *([NO_CAPITALS] if "fa" in languages else []),
    )
