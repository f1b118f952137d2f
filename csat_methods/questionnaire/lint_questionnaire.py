"""Which questions are worded or built so that their answers would mislead?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from csat_methods._messages import Listing, Message, Number, Text
from csat_methods.questionnaire.asked_questions import (
    check_language,
    languages_read,
    questions_of,
    read_items,
)
from csat_methods.questionnaire.language_rules import language_hits
from csat_methods.questionnaire.lint_advice import ADVICE, NAMES
from csat_methods.questionnaire.option_rules import option_hits
from csat_methods.questionnaire.questionnaire_load import (
    coverage_of,
    matrix_of,
    minutes_of,
)
from csat_methods.questionnaire.scale_rules import scale_hits
from csat_methods.questionnaire.wording_hits import wording_hits
from csat_methods.questionnaire.wording_rules import Asked
from csat_methods.result import Result, Used, method
from csat_methods.study.instrument import Study
from csat_methods.study.structure import (
    ROUTING,
    StructuralFault,
    structural_faults,
)

COLUMNS = ["id", "rule", "words", "advice"]
STOPS = Message(
    "Conditions of asking that cannot be met as they stand stop a run; all other "
    "findings are advice."
)
ADVISES = Message("No finding stops a run: all of them are advice.")
NAMED = 3
"""Most rules that a headline names."""

RULES = (wording_hits, scale_hits, option_hits)

Hit = tuple[str, str, str]
Questions = Mapping[str, Asked]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class QuestionnaireFindings(Result):
    """What a careful reader of a questionnaire would mark; advice, not a verdict.

    Attributes
    ----------
    minutes : float
        Estimated minutes to answer all items that have words, in the first language
        read; missing where none has.
    coverage : pandas.DataFrame
        Of items by characteristics: one where an item asks about it, else zero; empty
        without a catalogue.
    roles : pandas.DataFrame
        Of characteristics by roles: how many items ask.
    """

    minutes: float
    coverage: pd.DataFrame
    roles: pd.DataFrame

    term_keys: ClassVar[tuple[str, ...]] = ("id", "rule", "words")
    clause: ClassVar[str] = "7.3.3"

    def headline(self) -> Message:
        """Return how many findings there are, and the most frequent rules."""
        values: dict[str, Any] = {
            "items": Number(self.used.asked, "count"),
            "n": Number(len(self.table), "count"),
        }
        if not len(self.table) and not self.minutes > 0:
            return Message(
                "The words of the {items} items are not known: only their places were "
                "looked at, and no fault was found there.",
                values,
            )
        if not len(self.table):
            return Message("No fault was found in {items} items.", values)
        often = Counter(self.table["rule"]).most_common(NAMED)
        values["rules"] = Listing(tuple(self.label(rule) for rule, _ in often))
        return Message(
            "{n} findings in a questionnaire of {items} items, most often: {rules}.",
            values,
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what one finding says."""
        values = {name: self.label(row[name]) for name in COLUMNS}
        return Message("{id}: {rule} ({words}). {advice}", values)


@method
def lint_questionnaire(
    study: Study, *, lang: str | None = None
) -> QuestionnaireFindings:
    """Return the faults of a questionnaire: of its structure and of its wording.

    Findings are advice: a rule knows words and shapes of grammar, not the people who
    are asked.

    Parameters
    ----------
    study : Study
    lang : str, optional
        Language whose words are read, ``en`` or ``fa``; by default all those of the
        study that have rules.

    Returns
    -------
    QuestionnaireFindings
        One row a hit: ``id`` (item, characteristic, or the study's), ``rule, words``
        (quoted as written; for the structure the name concerned), ``advice``. Rules of
        wording: ``double_barrelled, leading, loaded, negated, jargon, too_long,
        vague_referent, hypothetical, absolute, unbalanced_scale, unlabelled_scale,
        mixed_scale, assumes, sensitive_demand, offensive_or_pressure,
        missing_option, other_language``; of structure: ``dead_skip, loop,
        unreachable_item, two_overall, no_overall, characteristic_without_item,
        item_without_characteristic, other`` (waits for a later item). A run stops at
        ``dead_skip, loop, unreachable_item`` and ``other``, which people cannot be
        asked as the study says; all else is advice, and a study may have its reasons.
        Items without words in a language are not read in it.

    Raises
    ------
    ValueError
        If there are no rules for `lang`.

    References
    ----------
    Dillman, Smyth and Christian (2014), chapters 4 and 5; Krosnick and Presser (2010).

    Examples
    --------
    >>> from csat_methods import Study, lint_questionnaire
    >>> items = {"q1": {"answers": {1: "bad", 5: "good"}, "role": "overall"}}
    >>> items["q1"]["text"] = "How would you rate the speed and accuracy of our staff?"
    >>> study = Study.from_dict({"id": "x", "title": "X", "items": items})
    >>> row = lint_questionnaire(study).table.iloc[0]
    >>> row["rule"], row["words"]
    ('double_barrelled', 'speed and accuracy')
    """
    read = languages_read(study, lang)
    faults = structural_faults(study)
    hits: list[Hit] = [(fault.id, fault.rule, fault.words) for fault in faults]
    for name in read:
        hits += _hits(questions_of(study, name), name)
    first = questions_of(study, read[0]) if read else {}
    return _result(
        hits,
        len(study.items),
        minutes=_minutes(first),
        coverage=matrix_of(study),
        roles=coverage_of(study),
        labels=_labels(study),
        notes=_notes(study, read, faults),
    )


@method
def lint_items(frame: pd.DataFrame, *, lang: str) -> QuestionnaireFindings:
    """Return the faults in the wording of items that are given as a table.

    Parameters
    ----------
    frame : DataFrame
        Columns ``id, type`` (``scale, binary, nominal, multiple, number, date`` or
        ``open``), ``text``, and ``scale``, the answers as printed: ``|`` separates
        them, ``…`` stands between the two labelled ends of a numbered scale, after
        ``;`` or ``؛`` come those that are no point of it.
    lang : str
        ``en`` or ``fa``.

    Returns
    -------
    QuestionnaireFindings
        As from :func:`lint_questionnaire`, without the rules of structure.

    Raises
    ------
    KeyError
        If a column is missing.
    ValueError
        If an id is given twice, a text is blank, or a type or `lang` is not known.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import lint_items
    >>> item = {"id": "q1", "type": "scale", "text": "How fair was the fee for May?"}
    >>> found = lint_items(pd.DataFrame([item | {"scale": "1 … 5"}]), lang="en")
    >>> found.table[["rule", "words"]].values.tolist()
    [['unlabelled_scale', '1 … 5']]
    """
    check_language(lang)
    questions = read_items(frame)
    return _result(
        list(_hits(questions, lang)),
        len(questions),
        minutes=_minutes(questions),
        coverage=pd.DataFrame(),
        roles=pd.DataFrame(),
        labels={},
        notes=(),
    )


# -------------------------------------------------------------------- result
def _hits(questions: Questions, lang: str) -> Iterator[Hit]:
    for name, asked in questions.items():
        strange = list(language_hits(asked, lang))
        yield from ((name, rule, words) for rule, words in strange)
        if asked.text.written not in {words for _, words in strange}:
            for rules in RULES:
                yield from ((name, rule, words) for rule, words in rules(asked, lang))


def _minutes(questions: Questions) -> float:
    return minutes_of(
        (
            asked.type,
            len(f"{asked.text.written} {asked.answers.spelling.written}".split()),
        )
        for asked in questions.values()
    )


def _labels(study: Study) -> dict[str, Text]:
    named = {name: study.label(name) for name in (*study.items, *study.catalogue)}
    return {name: words for name, words in named.items() if words is not None}


def _notes(
    study: Study, read: Iterable[str], faults: Collection[StructuralFault]
) -> tuple[Message, ...]:
    silent = [name for name in study.items if not _worded(study, name, read)]
    unread = Message(
        "Items whose words could not be read: {n}; only their place in the "
        "questionnaire was looked at.",
        {"n": Number(len(silent), "count")},
    )
    told = len(silent) == len(study.items) and not faults
    notes = [unread] if silent and not told else []
    broken = {fault.rule for fault in faults}
    if broken:
        notes.append(ADVISES if broken.isdisjoint(ROUTING) else STOPS)
    return tuple(notes)


def _worded(study: Study, name: str, read: Iterable[str]) -> bool:
    text = study.items[name].text
    return text is not None and any(text.texts.get(lang) for lang in read)


def _result(
    hits: Iterable[Hit],
    n: int,
    *,
    minutes: float,
    coverage: pd.DataFrame,
    roles: pd.DataFrame,
    labels: Mapping[str, Text],
    notes: tuple[Message, ...],
) -> QuestionnaireFindings:
    rows = [(*hit, ADVICE[hit[1]].id) for hit in dict.fromkeys(hits)]
    told = {message.id: message for message in ADVICE.values()}
    return QuestionnaireFindings(
        table=pd.DataFrame(rows, columns=COLUMNS, dtype=object),
        method="Questionnaire review",
        used=Used(n, (n, n)),
        labels={**labels, **NAMES, **told},
        notes=notes,
        minutes=minutes,
        coverage=coverage,
        roles=roles,
    )
