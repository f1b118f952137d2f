"""What does a form say beside the study's own words?

Whom a question is for, how it is answered, what may be written: said in the language of
the form, and in English where there is no catalogue for that language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce

from csat_methods._messages import (
    Message,
    Number,
    Text,
    language,
    languages,
    plain,
    translate,
)
from csat_methods.forms.form import Answer, Block, Form, Question, Words
from csat_methods.study.fields import code_key
from csat_methods.study.form_codes import Code
from csat_methods.study.questions import Condition

MOST_NUMBERS = 2
"""Numbers of a scale that a condition names one by one."""
TONGUES = {"en": "English", "fa": "فارسی"}
"""Languages as they call themselves; others are named by Babel."""


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Speak a language inside the block; English where there is no catalogue for it."""
    with language(name if name in languages() else "en"):
        yield


def in_each(said: Callable[[], str], names: tuple[str, ...]) -> dict[str, str]:
    """Return what is said in each language."""
    found = {}
    for name in names:
        with speaking(name):
            found[name] = said()
    return found


def tongue(name: str) -> str:
    """Return what a language calls itself.

    Examples
    --------
    >>> tongue("fa"), tongue("de")
    ('فارسی', 'Deutsch')
    """
    from babel import Locale, UnknownLocaleError

    if name in TONGUES:
        return TONGUES[name]
    try:
        return str(Locale.parse(name, sep="-").display_name or name)
    except (UnknownLocaleError, ValueError):
        return name


# --------------------------------------------------------------------- answers
def answer_words(answer: Answer, name: str) -> str:
    """Return the words of an answer, in the language that is spoken.

    An answer without words is its code; the one that says a question does not apply
    says so.
    """
    told = answer.words.get(name)
    if told:
        return told
    if answer.absent:
        return translate("Not applicable")
    return code_words(answer.code)


def code_words(code: Code) -> str:
    """Return a code as the language that is spoken writes it."""
    if isinstance(code, str):
        return code
    whole = float(code).is_integer()
    return plain(Number(code, "count")) if whole else plain(Number(code))


YES_NO = {"0": "No", "1": "Yes"}
"""Words of a question with two answers where the study has none."""


def said_answers(question: Question, name: str) -> dict[Code, str]:
    """Return the words of a question's answers, in the language that is spoken."""
    told = {a.code: answer_words(a, name) for a in question.answers}
    told |= _other(question, told)
    bare = question.item.type == "binary" and not any(
        answer.words for answer in question.points
    )
    if bare and {code_key(a.code) for a in question.points} == set(YES_NO):
        yes_no = {"0": translate("No"), "1": translate("Yes")}
        told |= {a.code: yes_no[code_key(a.code)] for a in question.points}
    return told


def _other(question: Question, told: Mapping[Code, str]) -> dict[Code, str]:
    """Return what an answer of one's own is called where the study has no words."""
    bare = [a.code for a in question.points if not a.words]
    named = {c: translate("Other") for c in bare if question.item.is_other(c)}
    return {code: words for code, words in named.items() if words not in told.values()}


# --------------------------------------------------------------------- routing
def routing(form: Form, block: Block, name: str) -> str:
    """Return whom a block is for, in words; nothing where it is for everybody."""
    conditions = block.first.item.asked_if
    if not conditions:
        return ""
    parts = [_condition(form, each, name) for each in conditions]
    every = reduce(_and, parts)
    if block.grid:
        told = Message("Answer these only if {conditions}.", {"conditions": every})
    else:
        told = Message("Answer this only if {conditions}.", {"conditions": every})
    return plain(told)


def _condition(form: Form, condition: Condition, name: str) -> Message:
    asked = form.questions[condition.item]
    run = _run(asked, {code_key(code) for code in condition.in_})
    if run:
        return Message(
            "your answer to question {number} is from {low} to {high}",
            {"number": Number(asked.number, "count"), **run},
        )
    words = {code_key(c): t for c, t in said_answers(asked, name).items()}
    keys = [code_key(code) for code in condition.in_]
    quoted = [_quoted(words.get(key, key)) for key in keys if key in words or not words]
    values = {
        "answers": reduce(_or, quoted),
        "number": Number(asked.number, "count"),
    }
    if asked.item.type == "multiple":
        return Message("you chose {answers} in question {number}", values)
    return Message("you answered {answers} to question {number}", values)


def _run(asked: Question, wanted: set[str]) -> dict[str, Text]:
    """Return the ends of three or more numbers that follow each other, else nothing."""
    points = [answer.code for answer in asked.points]
    inside = [place for place, code in enumerate(points) if code_key(code) in wanted]
    together = len(inside) == len(wanted) > MOST_NUMBERS and (
        inside[-1] - inside[0] == len(inside) - 1
    )
    if not (together and asked.numbered):
        return {}
    ends = {"low": points[inside[0]], "high": points[inside[-1]]}
    return {name: Text({"en": code_words(code)}) for name, code in ends.items()}


def _quoted(words: str) -> Message:
    return Message("“{answer}”", {"answer": Text({"en": words})})


def _or(first: Message, second: Message) -> Message:
    return Message("{first} or {second}", {"first": first, "second": second})


def _and(first: Message, second: Message) -> Message:
    return Message("{first} and {second}", {"first": first, "second": second})


# ----------------------------------------------------------------------- hints
def hint(question: Question) -> str:
    """Return how a question is answered, in the language that is spoken."""
    told = HINTS.get(question.item.type, lambda question: "")(question)
    codes = [a for a in question.absents if question.item.type == "number"]
    more = [
        plain(
            Message(
                "Write {code} if this does not apply to you.",
                {"code": Text({"en": code_words(answer.code)})},
            )
        )
        for answer in codes
    ]
    return " ".join(part for part in (told, *more) if part)


def _numbers(question: Question) -> str:
    low, high = question.item.lowest, question.item.highest
    values = {
        name: Text({"en": code_words(end)})
        for name, end in (("low", low), ("high", high))
        if end is not None
    }
    if low is not None and high is not None:
        return plain(Message("A number from {low} to {high}.", values))
    if low is not None:
        return plain(Message("A number of {low} or more.", values))
    if high is not None:
        return plain(Message("A number of {high} or less.", values))
    return translate("A number.")


def _days(question: Question) -> str:
    if question.item.calendar == "jalali":
        return translate("Year, month and day, in the Jalali calendar.")
    return translate("Year, month and day.")


HINTS: Mapping[str, Callable[[Question], str]] = {
    "multiple": lambda question: translate("Choose all that apply."),
    "number": _numbers,
    "date": _days,
}


# ------------------------------------------------------------------ of the form
@dataclass(frozen=True)
class Phrases:
    """What every form says once, by language."""

    each_line: Words
    own_words: Words
    thanks: Words
    office: Words
    respondent: Words
    not_alone: Words


def phrases(names: tuple[str, ...]) -> Phrases:
    """Return what every form says once."""
    return Phrases(
        in_each(lambda: translate("Choose one answer in each line."), names),
        in_each(lambda: translate("In your own words:"), names),
        in_each(lambda: translate("Thank you for your answers."), names),
        in_each(lambda: translate("We fill this in."), names),
        in_each(lambda: translate("Respondent"), names),
        in_each(
            lambda: translate("This answer cannot stand beside others."),
            names,
        ),
    )
