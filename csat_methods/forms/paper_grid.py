"""How do questions with the same answers stand in one table?"""

from __future__ import annotations

from csat_methods._html import Html, join, tag
from csat_methods.forms.form import Answer, Block, Question
from csat_methods.forms.form_words import code_words, said_answers
from csat_methods.forms.paper_answers import anchors, asked_number, choice


def grid(block: Block, language: str) -> Html:
    """Return the table of a block, and for narrow screens the words of its ends."""
    table = tag(
        "table",
        _columns(block.first),
        tag("thead", *_head(block, language)),
        tag("tbody", *_rows(block, language)),
        class_="grid",
        data_points="numbers" if block.first.numbered else "words",
        style=f"--n:{len(block.first.points)}",
    )
    return join(_ends(block.first, language), table)


def _columns(question: Question) -> Html:
    return tag(
        "colgroup",
        tag("col", class_="first"),
        *(tag("col") for _ in question.points),
        *(tag("col", class_="apart") for _ in question.absents),
    )


def _column(block: Block, answer: Answer, language: str) -> str:
    """Return the id of an answer's column."""
    place = block.first.answers.index(answer) + 1
    return f"{language}-{block.first.number}-{place}"


def _head(block: Block, language: str) -> list[Html]:
    """Return the words of the points, above their numbers where they have some."""
    first, words = block.first, said_answers(block.first, language)
    rows = 2 if first.numbered else None
    points = [
        tag(
            "th",
            *_point(point, words[point.code], numbered=first.numbered),
            id=_column(block, point, language),
            scope="col",
        )
        for point in first.points
    ]
    absents = [
        tag(
            "th",
            tag("span", words[answer.code], class_="words"),
            id=_column(block, answer, language),
            scope="col",
            rowspan=rows,
            class_="apart",
        )
        for answer in first.absents
    ]
    corner = tag("td", rowspan=rows)
    if not first.numbered:
        return [tag("tr", corner, *points, *absents)]
    ends = tag("td", anchors(first, language), colspan=len(points))
    return [tag("tr", corner, ends, *absents), tag("tr", *points)]


def _point(point: Answer, words: str, *, numbered: bool) -> tuple[Html, ...]:
    """Return the head of a point's column: its number or its words."""
    if not numbered:
        return (tag("span", words, class_="words"),)
    number = tag("span", code_words(point.code), class_="point")
    return (number, tag("span", words, class_="unseen")) if point.words else (number,)


def _rows(block: Block, language: str) -> list[Html]:
    return [
        _row(block, question, rest[language], language)
        for question, rest in zip(block.questions, block.rests, strict=True)
    ]


def _row(block: Block, question: Question, words: str, language: str) -> Html:
    """Return a question and its circles."""
    row = f"{language}-{question.number}"
    told = said_answers(question, language)
    pairs = zip(question.answers, block.first.answers, strict=True)
    cells = (
        tag(
            "td",
            tag(
                "label",
                choice(
                    question,
                    answer,
                    language,
                    aria_labelledby=f"{row} {_column(block, shown, language)}",
                ),
                tag(
                    "span",
                    _below(question, answer, told[answer.code]),
                    class_="point",
                    aria_hidden="true",
                ),
            ),
            class_="apart" if answer.absent else None,
        )
        for answer, shown in pairs
    )
    asked = tag("span", asked_number(question), tag("span", words), class_="asked")
    return tag("tr", tag("th", asked, id=row, scope="row"), *cells)


def _below(question: Question, answer: Answer, words: str) -> str:
    """Return what a narrow screen shows below a circle."""
    numbered = question.numbered and not answer.absent
    return code_words(answer.code) if numbered else words


def _ends(question: Question, language: str) -> Html:
    """Return the words of the points for narrow screens, where no head is shown."""
    if not question.numbered:
        return Html("")
    parts = (
        tag("span", tag("b", code_words(point.code)), " ", point.words[language])
        for point in question.points
        if point.words
    )
    return tag("p", *parts, class_="ends", aria_hidden="true")
