"""How does a respondent see the questionnaire, on paper and on a screen?

One page with the form in each language, to print, to read or to try: no script, nothing
to load, nothing sent. Every word of the study is escaped.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from csat_methods._html import Html, join, tag
from csat_methods._messages import RTL, translate
from csat_methods.forms.form import Block, Form
from csat_methods.forms.form_words import (
    Phrases,
    hint,
    phrases,
    routing,
    speaking,
    tongue,
)
from csat_methods.forms.paper_answers import asked_number, field, own_words
from csat_methods.forms.paper_grid import grid
from csat_methods.report.style_sheet import page_head, style_sheet

RULES = Path(__file__).resolve().parent / "form.css"
MARK = "<!--csat-methods:questionnaire-->"
"""The line after the first of a form that was written here."""


def write_paper_form(form: Form) -> bytes:
    """Return the page of a form."""
    first = form.languages[0]
    with speaking("fa" if "fa" in form.languages else first):
        style = style_sheet(figures=False) + _rules()
    body = tag(
        "body",
        _languages(form),
        tag("main", *(_Sheet(form, name).article() for name in form.languages)),
    )
    page = tag(
        "html",
        page_head(form.title[first], style),
        body,
        lang=first,
        dir=_direction(first),
        class_="questionnaire",
    )
    return f"<!DOCTYPE html>\n{MARK}\n{page}\n".encode()


def is_paper_form(content: bytes) -> bool:
    """Whether a file is a page that was written here."""
    return MARK.encode() in content[: len(MARK) + 20]


@cache
def _rules() -> str:
    bare = re.sub(r"/\*.*?\*/", "", RULES.read_text("utf8"), flags=re.DOTALL)
    return re.sub(r"\s+", " ", bare).strip()


def _direction(name: str) -> str:
    return "rtl" if name.split("-", maxsplit=1)[0] in RTL else "ltr"


def _languages(form: Form) -> Html:
    """Return links to the form in each of its languages, where it has several."""
    if len(form.languages) == 1:
        return Html("")
    links = (
        tag("a", tongue(name), href=f"#form-{name}", hreflang=name, lang=name)
        for name in form.languages
    )
    with speaking(form.languages[0]):
        label = translate("Languages")
    return tag("nav", *links, aria_label=label, class_="tongues")


class _Sheet:
    """A form in one language."""

    def __init__(self, form: Form, language: str) -> None:
        self.form = form
        self.language = language
        self.told: Phrases = phrases((language,))

    def article(self) -> Html:
        """Return the whole form."""
        with speaking(self.language):
            blocks = [self._block(block) for block in self.form.blocks]
            head = self._head()
        return tag(
            "article",
            head,
            *blocks,
            tag("p", self.told.thanks[self.language], class_="thanks"),
            id=f"form-{self.language}",
            lang=self.language,
            dir=_direction(self.language),
        )

    def _head(self) -> Html:
        words = self.form.organization.get(self.language)
        consent = self.form.consent.get(self.language)
        box = tag(
            "p",
            tag(
                "label",
                tag("span", self.told.respondent[self.language]),
                tag("input", type="text", autocomplete="off"),
            ),
            tag("small", self.told.office[self.language]),
            class_="office",
        )
        return tag(
            "header",
            box,
            tag("p", words, class_="eyebrow") if words else "",
            tag("h1", self.form.title[self.language]),
            tag("p", consent, class_="consent") if consent else "",
        )

    # ------------------------------------------------------------------ blocks
    def _block(self, block: Block) -> Html:
        heading = block.heading.get(self.language)
        shown = self._grid(block) if block.grid else self._single(block)
        return join(tag("h2", heading) if heading else "", shown)

    def _grid(self, block: Block) -> Html:
        stem = block.stem.get(self.language)
        each_line = self.told.each_line[self.language]
        return tag(
            "fieldset",
            tag("legend", tag("span", stem or each_line)),
            self._notes(
                routing(self.form, block, self.language), each_line if stem else ""
            ),
            grid(block, self.language),
            class_="many",
        )

    def _single(self, block: Block) -> Html:
        question = block.first
        words = tag("span", question.words[self.language])
        return tag(
            "fieldset",
            tag("legend", asked_number(question), words),
            self._notes(routing(self.form, block, self.language), hint(question)),
            field(question, self.language),
            own_words(question, self.told.own_words[self.language]),
            class_="question",
        )

    def _notes(self, *lines: str) -> Html:
        return join(*(tag("p", line, class_="how") for line in lines if line))
