"""Which answer is meant by a code that a file itself puts words to?

Files of SPSS and Stata say what their codes mean. A code that the study does not know
is then known by its words; one that means something else there than in the study is
refused, since a scale read the wrong way round looks like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from csat_methods._checks import Faults
from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.study.questions import CLOSED, Item
from csat_methods.study.scales import Answers
from csat_methods.wave.form_names import said, unsaid
from csat_methods.wave.raw_table import RawTable

SHOWN = 3
"""Codes that a message names."""


@dataclass(frozen=True)
class Meanings:
    """What the cells of a column mean, by what stands there.

    Attributes
    ----------
    codes, words : dict
        Spelling of a code, or of words, to the study's own code.
    """

    codes: Mapping[str, str]
    words: Mapping[str, str]


def by_their_words(
    table: RawTable,
    study: Study,
    used: Mapping[str, list[str]],
    form: str | None,
    faults: Faults,
) -> RawTable:
    """Return a table in which codes that only the file knows are the study's.

    Parameters
    ----------
    table : RawTable
    study : Study
    used : dict
        Item to its columns.
    form : {"codes", "labels"}, optional
        Which of the two holds where they differ.
    faults : Faults
        Takes codes that mean something else in the study, where `form` does not say
        which holds.
    """
    made: dict[str, pd.Series] = {}
    for name, columns in used.items():
        for place, column in enumerate(columns):
            labels = table.value_labels.get(column)
            if labels and form != "codes":
                known = _meanings(study, study.items[name], place)
                cells = table.frame[column]
                fresh = _replaced(cells, labels, known, form, faults)
                made |= {column: cells.map(fresh)} if fresh else {}
    return replace(table, frame=table.frame.assign(**made)) if made else table


def _replaced(
    cells: pd.Series,
    labels: Mapping[Any, str],
    known: Meanings,
    form: str | None,
    faults: Faults,
) -> dict[Any, Any]:
    """Return the new cell of each distinct one, if any is new; conflicts are faults."""
    words = {code_key(code): text for code, text in labels.items()}
    made: dict[Any, Any] = {cell: cell for cell in cells.dropna().unique().tolist()}
    fresh: dict[Any, Any] = {}
    against = []
    for cell in sorted(made, key=str):
        key = code_key(cell)
        told = known.words.get(code_key(words.get(key, "")))
        here = known.codes.get(key)
        if told is None or told == here:
            continue
        if here is None or form == "labels":
            fresh[cell] = told
        else:
            against.append(f"{key} is {words[key]!r}, which is {told} in the study")
    if against:
        more = [f"and {len(against) - SHOWN} more"] if len(against) > SHOWN else []
        faults.add(
            f"column {str(cells.name)!r}: of the file's codes "
            f"{', '.join([*against[:SHOWN], *more])}; say under value_form whether "
            "codes or labels hold."
        )
    return made | fresh if fresh else {}


# ------------------------------------------------------------------------ meanings
def _meanings(study: Study, item: Item, place: int) -> Meanings:
    """Return what cells of an item's column mean; nothing of items without codes."""
    if item.type in CLOSED and study.answers(item.id).points:
        return _of_answers(item, study.answers(item.id))
    if item.columns:
        return _of_ticks(item, list(item.columns)[place])
    return Meanings({}, {})


def words_of(item: Item, answers: Answers) -> dict[str, str]:
    """Return the words of answers, and what a form says where the study has none.

    Parameters
    ----------
    item : Item
    answers : Answers

    Returns
    -------
    dict
        Spelling of the words to the study's code.
    """
    told, points = answers.words, answers.spelled.keys()
    bare = item.type == "binary" and not told and points == {"0", "1"}
    yes_no = _spelled("No", "0") | _spelled("Yes", "1") if bare else {}
    words, code = unsaid(answers)
    return {**dict.fromkeys(map(code_key, words), code), **yes_no, **told}


def _of_answers(item: Item, answers: Answers) -> Meanings:
    known = answers.spelled.keys() | answers.not_applicable | answers.blank
    codes = {key: key for key in known}
    return Meanings(codes, codes | words_of(item, answers))


def _of_ticks(item: Item, option: str) -> Meanings:
    yes, no = (str(next(iter(c), "")) for c in (item.chosen, item.not_chosen))
    codes = {code_key(code): no for code in item.not_chosen}
    codes |= {code_key(code): yes for code in item.chosen}
    label = next((w for o, w in item.options.items() if str(o) == option), None)
    own: Iterable[str] = label.texts.values() if label else ()
    words = _spelled("No", no) | _spelled("Yes", yes)
    return Meanings(codes, words | {code_key(text): yes for text in (option, *own)})


def _spelled(text: str, code: str) -> dict[str, str]:
    """Return words in every language that is spoken, for a code."""
    return {code_key(words): code for words in said(text)}
