"""Which rows does an XLSForm have: its questions, its choices, its settings?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from csat_methods.forms.form import Answer, Block, Form, Question, Words
from csat_methods.forms.form_words import (
    hint,
    in_each,
    phrases,
    said_answers,
    speaking,
    tongue,
)
from csat_methods.study.fields import code_key
from csat_methods.study.form_codes import (
    RESPONDENT,
    Code,
    FormCodes,
    unused,
    xlsform_names,
)
from csat_methods.study.questions import Condition

Row = dict[str, str]
"""Column to cell; absent cells are empty."""
TYPES = {"number": "decimal", "date": "date"}
"""Types of questions without a list of answers; others are text."""


def sheets_of(form: Form) -> dict[str, list[Row]]:
    """Return the rows of each sheet."""
    sheets = _Sheets(form)
    return {
        "survey": list(sheets.survey()),
        "choices": list(sheets.choices()),
        "settings": [_settings(form)],
    }


def _settings(form: Form) -> Row:
    first = form.languages[0]
    return {
        "form_title": _plain(form.title[first]),
        "form_id": form.study.id,
        "version": form.study.key[:12],
        "default_language": language_name(first),
    }


# ----------------------------------------------------------------------- words
def _said(column: str, words: Words) -> Row:
    """Return words in all languages: ``label::English (en)`` and so on."""
    return {
        f"{column}::{language_name(name)}": _plain(text) for name, text in words.items()
    }


def language_name(name: str) -> str:
    """Return a language as XLSForm names it.

    Examples
    --------
    >>> language_name("fa")
    'فارسی (fa)'
    """
    return f"{tongue(name)} ({name})"


def _plain(text: str) -> str:
    """Return words in which ``${`` refers to no question."""
    return text.replace("${", "$\u2060{")


# ----------------------------------------------------------------------- rules
def _appearance(question: Question) -> str:
    item = question.item
    if item.type == "date" and item.calendar == "jalali":
        return "persian"
    if item.type == "text":
        return "multiline"
    return "columns-pack" if question.numbered else ""


def _bounds(question: Question) -> str:
    """Return which numbers are taken."""
    low, high = question.item.lowest, question.item.highest
    ends = {">=": low, "<=": high}
    parts = [f". {sign} {end:.15g}" for sign, end in ends.items() if end is not None]
    absent = [f". = {code_key(answer.code)}" for answer in question.absents]
    inside = f"({' and '.join(parts)})" if absent else " and ".join(parts)
    return " or ".join([inside, *absent]) if parts else ""


def _alone(absents: tuple[Answer, ...], codes: FormCodes) -> str:
    """Return the rule that "not applicable" stands beside no option."""
    chosen = [f"selected(., '{codes.name_of(a.code)}')" for a in absents]
    return f"not(({' or '.join(chosen)}) and count-selected(.) > 1)" if chosen else ""


# ---------------------------------------------------------------------- sheets
class _Sheets:
    """The rows of a form, under names that are made once."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.names = xlsform_names(form.study)
        named = self.names.values()
        self.taken = {name for c in named for name in (c.question, c.own_words)}
        self.told = phrases(form.languages)

    # ------------------------------------------------------------------- lists
    @cached_property
    def lists(self) -> dict[str, str]:
        """The list of choices of each question that has one.

        Questions with the same answers share a list, named after their scale or the
        first of them.
        """
        known: dict[Any, str] = {}
        found = {}
        for name, question in self.form.questions.items():
            if question.listed:
                wanted = question.item.scale or self.names[name].question
                fresh = unused(re.sub(r"[^\w.-]+", "_", wanted), known.values())
                content = tuple(
                    (code_key(code), tuple(words.items()))
                    for code, words in self._words(question).items()
                )
                found[name] = known.setdefault(content, fresh)
        return found

    def _words(self, question: Question) -> dict[Code, Words]:
        """Return the words of each answer in all languages."""
        names = self.form.languages
        told = {}
        for name in names:
            with speaking(name):
                told[name] = said_answers(question, name)
        codes = [answer.code for answer in question.answers]
        return {code: {name: told[name][code] for name in names} for code in codes}

    def choices(self) -> Iterator[Row]:
        """Yield the rows of all lists."""
        first = {here: name for name, here in reversed(self.lists.items())}
        for name in reversed(first.values()):
            question, codes = self.form.questions[name], self.names[name]
            for code, words in self._words(question).items():
                row = {"list_name": self.lists[name], "name": codes.name_of(code)}
                yield row | _said("label", words)

    # --------------------------------------------------------------- questions
    def survey(self) -> Iterator[Row]:
        """Yield the rows of the questionnaire."""
        yield {"type": "start", "name": "start"}
        yield {"type": "end", "name": "end"}
        yield {"type": "hidden", "name": RESPONDENT}
        if self.form.consent:
            yield self._note("consent_note", self.form.consent)
        for block in self.form.blocks:
            if block.heading:
                part = {name: f"## {text}" for name, text in block.heading.items()}
                yield self._note(f"part_{self._name(block.first)}", part)
            yield from self._grid(block) if block.grid else self._single(block)

    def _name(self, question: Question) -> str:
        return self.names[question.item.id].question

    def _note(self, wanted: str, words: Words) -> Row:
        name = unused(wanted, self.taken)
        return {"type": "note", "name": name} | _said("label", words)

    def _grid(self, block: Block) -> Iterator[Row]:
        """Yield a group that is shown as a table."""
        group = unused(f"grid_{self._name(block.first)}", self.taken)
        stem = {**self.told.each_line, **block.stem}
        row = {"type": "begin_group", "name": group, "appearance": "table-list"}
        yield row | _said("label", stem) | self._relevant(block)
        for question, rest in zip(block.questions, block.rests, strict=True):
            asked = self._asked(question, rest)
            yield {key: cell for key, cell in asked.items() if key != "appearance"}
        yield {"type": "end_group", "name": group}

    def _single(self, block: Block) -> Iterator[Row]:
        question = block.first
        yield self._asked(question, question.words) | self._relevant(block)
        item, other = question.item, question.item.other
        if other is not None:
            codes = self.names[question.item.id]
            yield {
                "type": "text",
                "name": codes.own_words,
                "relevant": self._met(Condition(**{"item": item.id, "in": [other]})),
            } | _said("label", self.told.own_words)

    def _asked(self, question: Question, words: Words) -> Row:
        """Return the row of one question."""
        item = question.item
        several = "select_multiple" if item.type == "multiple" else "select_one"
        choice = f"{several} {self.lists[item.id]}" if item.id in self.lists else ""
        row = {
            "type": choice or TYPES.get(item.type, "text"),
            "name": self._name(question),
            **_said("label", words),
        }
        hints = in_each(lambda: hint(question), self.form.languages)
        row |= _said("hint", hints) if all(hints.values()) else {}
        row |= {"required": "yes"} if question.listed else {}
        row |= {"appearance": _appearance(question)}
        return row | self._constraint(question, hints)

    def _constraint(self, question: Question, hints: Words) -> Row:
        """Return which answers are taken, and what is said of others."""
        kind, codes = question.item.type, self.names[question.item.id]
        rules: dict[str, tuple[str, Words]] = {
            "number": (_bounds(question), hints),
            "multiple": (_alone(question.absents, codes), self.told.not_alone),
        }
        rule, words = rules.get(kind, ("", {}))
        told = _said("constraint_message", words)
        return {"constraint": rule, **told} if rule else {}

    # ----------------------------------------------------------------- routing
    def _relevant(self, block: Block) -> Row:
        """Return the conditions under which a block is asked."""
        parts = [self._met(each) for each in block.first.item.asked_if]
        return {"relevant": " and ".join(parts)} if parts else {}

    def _met(self, condition: Condition) -> str:
        question = self.form.questions[condition.item]
        codes = self.names[condition.item]
        here = f"${{{codes.question}}}"
        values = [_value(question, codes, code) for code in condition.in_]
        if question.item.type == "multiple":
            made = [f"selected({here}, {value})" for value in values if value]
        else:
            made = [f"{here} = {value}" for value in values if value]
        return f"({' or '.join(made)})" if len(made) > 1 else "".join(made)


def quoted(text: str) -> str:
    r"""Return words as an expression has them; XPath knows no way to escape a mark.

    Examples
    --------
    >>> print(quoted("it"), quoted("it's"), quoted('it\'s "it"'))
    'it' "it's" concat('it', "'", 's "it"')
    """
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    parts = """, "'", """.join(f"'{part}'" for part in text.split("'"))
    return f"concat({parts})"


def _value(question: Question, codes: FormCodes, code: Code) -> str | None:
    """Return a code as an expression has it; None for one that is not offered."""
    if question.item.type == "number":
        return code_key(code)
    if not question.answers:
        return quoted(str(code))
    offered = {code_key(each) for each in codes.answers.values()}
    return f"'{codes.name_of(code)}'" if code_key(code) in offered else None
