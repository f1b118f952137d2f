"""Where does a respondent put an answer on paper: circles, squares, lines?"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from csat_methods._html import Html, join, tag
from csat_methods.forms.form import Answer, Question
from csat_methods.forms.form_words import code_words, said_answers

MOST = 7
"""Answers in words that stand side by side on a wide page."""
ROOM = 3
"""Columns that the words of a point may take where no other's stand near."""


def asked_number(question: Question) -> Html:
    """Return the number of a question."""
    return tag("b", code_words(question.number), class_="number")


def choice(question: Question, answer: Answer, language: str, **more: Any) -> Html:
    """Return the circle or the square of one answer."""
    several = question.item.type == "multiple"
    return tag(
        "input",
        type="checkbox" if several else "radio",
        name_=f"{language}.{question.item.id}",
        value=str(answer.code),
        **more,
    )


def field(question: Question, language: str) -> Html:
    """Return where the answer to a question goes."""
    if question.numbered:
        return _scale(question, language)
    if question.listed:
        return _list(question, language)
    return _line(question, language)


def own_words(question: Question, told: str) -> Html:
    """Return a line for words of one's own, where an option takes them."""
    if question.item.other is None:
        return Html("")
    line = tag("input", type="text", autocomplete="off", class_="line")
    return tag("label", tag("span", told), line, class_="own")


# ------------------------------------------------------------------ in one's words
def _line(question: Question, language: str) -> Html:
    """Return a line, or a box for many words."""
    name = question.words[language]
    if question.item.type == "text":
        return tag("textarea", rows=5, aria_label=name, class_="box")
    mode = "decimal" if question.item.type == "number" else None
    return tag(
        "input",
        type="text",
        inputmode=mode,
        autocomplete="off",
        aria_label=name,
        class_="line",
    )


# ------------------------------------------------------------------------ in words
def _list(question: Question, language: str) -> Html:
    """Return answers in words: few points of a scale side by side."""
    words = said_answers(question, language)
    rows = (
        tag(
            "li",
            tag(
                "label",
                choice(question, answer, language),
                tag("span", words[answer.code]),
            ),
            class_="apart" if answer.absent else None,
        )
        for answer in question.answers
    )
    side_by_side = question.item.type == "scale" and len(question.answers) <= MOST
    return tag(
        "ul",
        *rows,
        class_="beside" if side_by_side else "below",
        style=f"--n:{len(question.answers)}",
    )


# ---------------------------------------------------------------------- in numbers
def _scale(question: Question, language: str) -> Html:
    """Return numbers side by side, with the words of the ends below them."""
    words = said_answers(question, language)
    points = (
        tag(
            "li",
            tag(
                "label",
                choice(question, point, language),
                tag("span", code_words(point.code), class_="point"),
                tag("span", words[point.code], class_="unseen") if point.words else "",
            ),
        )
        for point in question.points
    )
    absents = (
        tag(
            "label",
            choice(question, answer, language),
            tag("span", words[answer.code]),
            class_="apart",
        )
        for answer in question.absents
    )
    return tag(
        "div",
        tag("ol", *points, class_="points", style=f"--n:{len(question.points)}"),
        anchors(question, language),
        join(*absents),
        class_="scale",
    )


def anchors(question: Question, language: str) -> Html:
    """Return the words of points, each at its own; labels say them already."""
    last = len(question.points)
    told = {
        place: point.words[language]
        for place, point in enumerate(question.points, start=1)
        if point.words
    }
    close = any(after - before < ROOM for before, after in pairwise(told))
    cells = (
        tag(
            "span",
            words,
            class_=None if close else {1: "low", last: "high"}.get(place),
            style=f"--at:{place}",
        )
        for place, words in told.items()
    )
    return tag(
        "p",
        *cells,
        class_="narrow" if close else "anchors",
        aria_hidden="true",
        style=f"--n:{last}",
    )
