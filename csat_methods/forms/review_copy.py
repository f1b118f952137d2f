"""How is a questionnaire read by those who review it: every item with all it stands on?

Markdown: what a respondent sees in each language, and beside it the item's id, role,
characteristic, type, scale with its codes, and whom it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from csat_methods._messages import plain, translate
from csat_methods.forms.form import Block, Form, Question
from csat_methods.forms.form_words import (
    code_words,
    hint,
    routing,
    said_answers,
    speaking,
    tongue,
)
from csat_methods.study.questions import Condition

MARK = "<!--csat-methods:questionnaire-->"
"""How a copy that was written here begins."""
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&{}!])")


def write_review_copy(form: Form) -> bytes:
    """Return the review copy of a form."""
    with speaking(form.languages[0]):
        lines = list(_lines(form))
    return ("\n".join([MARK, "", *lines]).rstrip() + "\n").encode()


def is_review_copy(content: bytes) -> bool:
    """Whether a file is a copy that was written here."""
    return content.startswith(MARK.encode())


def safe(text: str) -> str:
    r"""Return words in which no sign is markup.

    Examples
    --------
    >>> print(safe("*all* <b>"))
    \*all\* \<b\>
    """
    return _SIGNS.sub(r"\\\1", text)


def _lines(form: Form) -> Iterator[str]:
    first = form.languages[0]
    yield f"# {safe(form.title[first])}"
    yield ""
    for name in form.languages[1:]:
        yield from _paragraph(safe(form.title[name]))
    facts = {
        translate("Study"): f"`{form.study.id}`",
        translate("Version"): f"`{form.study.key[:12]}`",
        translate("Questions"): code_words(len(form.questions)),
        translate("Languages"): ", ".join(tongue(name) for name in form.languages),
    }
    yield from _paragraph(*(f"- {word}: {fact}" for word, fact in facts.items()))
    for name in form.languages:
        if form.consent:
            yield from _paragraph(f"> {safe(form.consent[name])}")
    for block in form.blocks:
        yield from _block(form, block)


def _paragraph(*lines: str) -> Iterator[str]:
    yield from lines
    yield ""


def _block(form: Form, block: Block) -> Iterator[str]:
    if block.heading:
        told = " / ".join(safe(block.heading[name]) for name in form.languages)
        yield from _paragraph(f"## {told}")
    for question in block.questions:
        yield from _question(form, block, question)


def _question(form: Form, block: Block, question: Question) -> Iterator[str]:
    item = question.item
    level = "###" if any(each.heading for each in form.blocks) else "##"
    yield from _paragraph(f"{level} {code_words(question.number)}. `{item.id}`")
    words = (
        f"- {tongue(name)}: {safe(question.words[name])}" for name in form.languages
    )
    yield from _paragraph(*words, *_facts(form, block, question))
    yield from _answers(form, question)


def _facts(form: Form, block: Block, question: Question) -> Iterator[str]:
    """Yield what the item stands for, and whom it is asked."""
    item = question.item
    about = form.study.label(item.characteristic) if item.characteristic else None
    characteristic = f" ({safe(plain(about))})" if about else ""
    facts = {
        translate("Type"): f"`{item.type}`",
        translate("Role"): f"`{item.role}`" if item.role else "",
        translate("Characteristic"): f"`{item.characteristic}`{characteristic}"
        if item.characteristic
        else "",
        translate("Scale"): f"`{item.scale}`" if item.scale else "",
        translate("Direction"): _direction(form, question),
        translate("Shown with"): ", ".join(
            f"`{other.item.id}`" for other in block.questions if other is not question
        ),
        translate("Hint"): safe(hint(question)),
        translate("Asked"): _asked(form, block, question),
    }
    yield from (f"- {word}: {fact}" for word, fact in facts.items() if fact)


def _direction(form: Form, question: Question) -> str:
    """Return whether a low answer is the good one, which reading turns round."""
    turned = form.study.answers(question.item.id).turned
    return translate("the lowest answer is the best") if turned else ""


def _asked(form: Form, block: Block, question: Question) -> str:
    """Return whom a question is asked, in words and as the study says it."""
    told = routing(form, block, form.languages[0])
    if not told:
        return translate("everybody")
    rules = "; ".join(_rule(each) for each in question.item.asked_if)
    return f"{safe(told)} (`{rules}`)"


def _rule(condition: Condition) -> str:
    return f"{condition.item}: {', '.join(map(str, condition.in_))}"


def _answers(form: Form, question: Question) -> Iterator[str]:
    """Yield a table of the answers: code, words in each language."""
    if not question.answers:
        return
    told = {}
    for name in form.languages:
        with speaking(name):
            told[name] = said_answers(question, name)
    heads = [translate("Code"), *map(tongue, form.languages)]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for answer in question.answers:
        code = safe(str(answer.code))
        cells = [safe(told[name][answer.code]) for name in form.languages]
        apart = f" ({translate('no point of the scale')})" if answer.absent else ""
        if question.item.is_other(answer.code):
            apart = f" ({translate('in one’s own words')})"
        yield f"| {code}{apart} | {' | '.join(cells)} |"
    yield ""
