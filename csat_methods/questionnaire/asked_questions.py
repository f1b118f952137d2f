"""Which questions does a respondent see: their words and their answers?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd

from csat_methods._messages import Text
from csat_methods.questionnaire.answer_words import print_answers, read_answers
from csat_methods.questionnaire.questionnaire_load import SECONDS
from csat_methods.questionnaire.wording_rules import LANGUAGES, Asked
from csat_methods.statistics.spelling import Spelling
from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.study.questions import Item

ASKED = ("id", "type", "text", "scale")
"""Columns of a frame of items."""


def check_language(lang: str) -> None:
    """Refuse a language without rules.

    Raises
    ------
    ValueError
        If there are none.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang={lang!r} must be one of {', '.join(LANGUAGES)}.")


def languages_read(study: Study, lang: str | None) -> tuple[str, ...]:
    """Return the languages of a study that have rules, or the one asked for."""
    if lang is not None:
        check_language(lang)
        return (lang,)
    return tuple(name for name in study.languages if name in LANGUAGES)


def read_items(frame: pd.DataFrame) -> dict[str, Asked]:
    """Return the questions of a table, by id."""
    absent = [name for name in ASKED if name not in frame.columns]
    if absent:
        raise KeyError(f"frame has no columns {absent}; it needs {list(ASKED)}.")
    rows = frame[list(ASKED)].fillna("").astype(str).to_dict("records")
    faults = list(_faults(rows))
    if faults:
        raise ValueError("; ".join(faults) + ".")
    return {r["id"]: _asked(r["type"], r["text"], r["scale"]) for r in rows}


def _faults(rows: list[dict[Any, Any]]) -> Iterator[str]:
    twice = [name for name, n in Counter(r["id"] for r in rows).items() if n > 1]
    if twice:
        yield f"id={twice} must name one item each"
    for number, row in enumerate(rows):
        if row["type"] not in SECONDS:
            known = ", ".join(SECONDS)
            yield f"row {number}: type={row['type']!r} must be one of {known}"
        if not row["text"].strip():
            yield f"row {number}: text of id={row['id']!r} must not be blank"


def _asked(kind: str, text: str, scale: str) -> Asked:
    numbered = kind in ("scale", "binary")
    return Asked(kind, Spelling(text), read_answers(scale, numbered=numbered))


def questions_of(study: Study, lang: str) -> dict[str, Asked]:
    """Return the questions of a study that have words in a language."""
    found = {}
    for name, item in study.items.items():
        text = item.text.texts.get(lang, "") if item.text else ""
        if text.strip():
            kind = "open" if item.type == "text" else item.type
            found[name] = _asked(kind, text, _printed(study, item, lang))
    return found


def _printed(study: Study, item: Item, lang: str) -> str:
    """Return an item's answers as they are printed; none where any answer goes."""
    comma = "؛" if lang == "fa" else ";"
    if item.other is not None:
        return ""
    if item.type == "multiple":
        words = [t.texts.get(lang, "") for t in item.options.values() if t]
        return " | ".join(filter(None, words))
    answers = study.answers(item.id)
    told = {c: _in(answers.labels.get(code_key(c)), lang) for c in answers.points}
    out = sorted(answers.not_applicable)
    sides = [_in(answers.labels.get(code), lang) or code for code in out]
    if item.type == "scale" and told:
        shown = {code_key(c) if isinstance(c, str) else c: t for c, t in told.items()}
        whole = {int(c) if float(c).is_integer() else c: t for c, t in shown.items()}
        return print_answers(whole, sides, comma=comma)
    named = [words for words in told.values() if words]
    listed = " | ".join(named) if len(named) == len(told) else ""
    return f"{listed}{comma} {' | '.join(sides)}" if listed and sides else listed


def _in(text: Text | None, lang: str) -> str:
    return text.texts.get(lang, "") if text else ""
