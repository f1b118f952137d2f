"""How is a questionnaire written as a survey structure for LimeSurvey?

The tab-separated text that LimeSurvey imports, and documents under "Tab Separated Value
survey structure" in its manual: one row a setting, group, question, subquestion and
answer; all rows in the first language, then the same rows in each other one. Codes
are those of :func:`csat_methods.study.form_codes.limesurvey_codes`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape

from csat_methods.forms.form import Block, Form, Question
from csat_methods.forms.form_words import hint, phrases, said_answers, speaking
from csat_methods.forms.limesurvey_rules import (
    Row,
    array_code,
    bounds,
    pages_of,
    relevance,
)
from csat_methods.study.fields import code_key
from csat_methods.study.form_codes import RESPONDENT, limesurvey_codes

COLUMNS = (
    "class",
    "type/scale",
    "name",
    "relevance",
    "text",
    "help",
    "language",
    "validation",
    "mandatory",
    "other",
    "hidden",
    "date_format",
    "min_num_value_n",
    "max_num_value_n",
    "em_validation_q",
    "exclude_all_others",
    "other_replace_text",
)
"""Those after ``other`` are question attributes, as LimeSurvey calls them."""
ARRAY, ONE, SEVERAL, NUMBER, DAY, SHORT, LONG = "F", "L", "M", "N", "D", "S", "T"
"""LimeSurvey's types of questions."""
JALALI_DAY = r"/^1[34]\d\d-\d{1,2}-\d{1,2}$/"
"""A day of the Jalali calendar, for which LimeSurvey has no type."""
_SETTINGS = {"format": "G", "allowprev": "Y", "datestamp": "Y", "savetimings": "Y"}
"""A page a group; days and times of answers are kept."""


def write_limesurvey(form: Form) -> bytes:
    """Return the survey structure of a form."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", dialect="excel-tab")
    writer.writeheader()
    writer.writerows(rows_of(form))
    return out.getvalue().encode("utf-8-sig")


def is_limesurvey(content: bytes) -> bool:
    """Whether a file is a survey structure with the columns that are written here."""
    first = content.removeprefix(b"\xef\xbb\xbf").split(b"\r\n", 1)[0]
    return first == "\t".join(COLUMNS).encode()


def rows_of(form: Form) -> list[Row]:
    """Return the rows of a form: column to cell; absent cells are empty."""
    first, *others = form.languages
    settings = {
        "language": first,
        "additional_languages": " ".join(others),
        **_SETTINGS,
        "showgroupinfo": "N" if any(b.heading for b in form.blocks) else "X",
    }
    rows = [{"class": "S", "name": k, "text": v} for k, v in settings.items()]
    copies = [_Copy(form, name) for name in form.languages]
    for copy in copies:
        rows += copy.settings()
    for copy in copies:
        rows += copy.groups()
    return rows


def safe(text: str) -> str:
    """Return words as LimeSurvey shows them: no markup, no expression.

    Examples
    --------
    >>> safe("<b>{SID}</b>")
    '&lt;b&gt;&#123;SID&#125;&lt;/b&gt;'
    """
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


class _Copy:
    """The rows of a form in one language."""

    def __init__(self, form: Form, language: str) -> None:
        self.form = form
        self.language = language
        self.codes = limesurvey_codes(form.study)
        self.told = phrases((language,))

    def _row(self, kind: str, name: str, text: str, **more: str) -> Row:
        told = {"class": kind, "name": name, "text": safe(text)}
        return {**told, "language": self.language, **more}

    def settings(self) -> Iterator[Row]:
        """Yield the survey's own words."""
        said = {
            "surveyls_title": self.form.title[self.language],
            "surveyls_welcometext": self.form.consent.get(self.language, ""),
            "surveyls_endtext": self.told.thanks[self.language],
        }
        for name, text in said.items():
            if text:
                yield self._row("SL", name, text)

    # ------------------------------------------------------------------ groups
    def groups(self) -> Iterator[Row]:
        """Yield each group, and what stands in it."""
        pages = pages_of(self.form)
        for number, page in enumerate(pages, start=1):
            heading = page[0].heading.get(self.language)
            name = safe(heading) if heading else str(number)
            row = self._row("G", name, "", relevance="1")
            yield row | {"type/scale": str(number)}
            if number == 1:
                yield self._question(
                    SHORT, RESPONDENT, self.told.respondent[self.language], hidden="1"
                )
            for block in page:
                yield from self._array(block) if block.grid else self._single(block)

    def _question(self, kind: str, name: str, text: str, **more: str) -> Row:
        row = {"type/scale": kind, "relevance": "1", "mandatory": "N", "other": "N"}
        return self._row("Q", name, text) | row | more

    def _array(self, block: Block) -> Iterator[Row]:
        """Yield a grid: its questions as subquestions, then the answers of all."""
        own = [self._code(question) for question in block.questions]
        stem = block.stem.get(self.language) or self.told.each_line[self.language]
        yield self._question(
            ARRAY,
            array_code(block, self.codes),
            stem,
            relevance=relevance(self.form, block, self.codes),
            mandatory="Y",
        )
        for name, rest in zip(own, block.rests, strict=True):
            yield self._row("SQ", name, rest[self.language]) | {"type/scale": "0"}
        yield from self._answers(block.first)

    def _single(self, block: Block) -> Iterator[Row]:
        question = block.first
        kind = self._kind(question)
        with speaking(self.language):
            told = hint(question)
        row = self._question(
            kind,
            self._code(question),
            question.words[self.language],
            help=safe(told),
            relevance=relevance(self.form, block, self.codes),
            mandatory="Y" if question.listed else "N",
        )
        yield row | self._attributes(question, kind)
        listed = self._options if kind == SEVERAL else self._answers
        yield from listed(question)

    # --------------------------------------------------------------- questions
    def _code(self, question: Question) -> str:
        return self.codes[question.item.id].question

    def _kind(self, question: Question) -> str:
        item = question.item
        if item.type == "multiple":
            return SEVERAL
        if question.listed:
            return ONE
        jalali = item.type == "date" and item.calendar == "jalali"
        kinds = {"number": NUMBER, "date": SHORT if jalali else DAY, "text": LONG}
        return kinds.get(item.type, SHORT)

    def _attributes(self, question: Question, kind: str) -> Row:
        """Return the settings that only some types of questions have."""
        item, codes = question.item, self.codes[question.item.id]
        if kind == DAY:
            return {"date_format": "yyyy-mm-dd"}
        if item.type == "date":
            return {"validation": JALALI_DAY}
        if kind == NUMBER:
            return bounds(question)
        if kind == SEVERAL:
            alone = ";".join(codes.name_of(answer.code) for answer in question.absents)
            row = {"exclude_all_others": alone} if alone else {}
            return row | self._other(question)
        return self._other(question)

    def _other(self, question: Question) -> Row:
        """Return the words of an answer that takes words of one's own."""
        other = question.item.other
        if other is None:
            return {}
        words = self._said(question)
        return {"other": "Y", "other_replace_text": safe(words[code_key(other)])}

    def _said(self, question: Question) -> dict[str, str]:
        with speaking(self.language):
            told = said_answers(question, self.language)
        return {code_key(code): words for code, words in told.items()}

    def _answers(self, question: Question) -> Iterator[Row]:
        if self._kind(question) == ONE:
            yield from self._listed(question, "A")

    def _options(self, question: Question) -> Iterator[Row]:
        yield from self._listed(question, "SQ")

    def _listed(self, question: Question, kind: str) -> Iterator[Row]:
        """Yield the answers; the one with words of one's own is LimeSurvey's."""
        words = self._said(question)
        for name, code in self.codes[question.item.id].answers.items():
            if not question.item.is_other(code):
                row = self._row(kind, name, words[code_key(code)])
                yield row | {"type/scale": "0"}
