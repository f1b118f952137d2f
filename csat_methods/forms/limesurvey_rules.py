"""When does LimeSurvey ask a question, take an answer, and turn the page?"""

from __future__ import annotations

from itertools import groupby

from csat_methods.forms.form import Block, Form, Question
from csat_methods.study.fields import code_key
from csat_methods.study.form_codes import (
    LIMESURVEY_OTHER as OTHER,
    Code,
    FormCodes,
)
from csat_methods.study.questions import Condition

Row = dict[str, str]
"""Column to cell; absent cells are empty."""
Codes = dict[str, FormCodes]
"""Item to its codes."""


# --------------------------------------------------------------------- routing
def relevance(form: Form, block: Block, codes: Codes) -> str:
    """Return the conditions under which a block is asked; 1 for everybody."""
    parts = [_met(form, each, codes) for each in block.first.item.asked_if]
    return " and ".join(parts) or "1"


def _met(form: Form, condition: Condition, codes: Codes) -> str:
    question = form.questions[condition.item]
    own = codes[condition.item]
    made = [_condition(question, own, code) for code in condition.in_]
    here = _variable(form, question, codes)
    return f"({' or '.join(f'{here}{each}' for each in made if each)})"


def _variable(form: Form, question: Question, codes: Codes) -> str:
    """Return what an expression calls a question: in an array by both codes."""
    own = codes[question.item.id].question
    for block in form.blocks:
        if block.grid and question in block.questions:
            return f"{array_code(block, codes)}_{own}"
    return own


def array_code(block: Block, codes: Codes) -> str:
    """Return the code of an array: of its first question, with another beginning."""
    first = codes[block.first.item.id].question
    taken = {each.question.casefold() for each in codes.values()}
    starts = ("G", "GG", *(f"G{number}" for number in range(len(taken))))
    tries = (f"{start}{first}"[:20] for start in starts)
    return next(name for name in tries if name.casefold() not in taken)


def _condition(question: Question, codes: FormCodes, code: Code) -> str:
    """Return what must hold of a question's variable; nothing for no such answer."""
    offered = {code_key(each) for each in codes.answers.values()}
    if question.item.type == "number":
        return f".NAOK == {code_key(code)}"
    if not question.answers:
        return ".NAOK == " + _quoted(str(code))
    if code_key(code) not in offered:
        return ""
    other = question.item.is_other(code)
    if question.item.type != "multiple":
        return f'.NAOK == "{OTHER if other else codes.name_of(code)}"'
    if other:
        return '_other.NAOK != ""'
    return f'_{codes.name_of(code)}.NAOK == "Y"'


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# ---------------------------------------------------------------------- answers
def bounds(question: Question) -> Row:
    """Return the attributes that say which numbers are taken."""
    low, high = question.item.lowest, question.item.highest
    if not question.absents:
        ends = {"min_num_value_n": low, "max_num_value_n": high}
        return {k: f"{end:.15g}" for k, end in ends.items() if end is not None}
    signs = {">=": low, "<=": high}
    parts = [f"self.NAOK {s} {end:.15g}" for s, end in signs.items() if end is not None]
    absent = [f"self.NAOK == {code_key(a.code)}" for a in question.absents]
    inside = f"({' and '.join(parts)})"
    return {"em_validation_q": " or ".join([inside, *absent])} if parts else {}


# ----------------------------------------------------------------------- pages
def pages_of(form: Form) -> list[list[Block]]:
    """Return what stands on each page: a part of the questionnaire, else by length.

    A grid begins a page where no parts are named; single questions that follow each
    other share one.
    """
    if any(block.heading for block in form.blocks):
        return _parts(form)
    return [list(same) for _, same in groupby(form.blocks, key=_page_of)]


def _parts(form: Form) -> list[list[Block]]:
    pages: list[list[Block]] = []
    for block in form.blocks:
        if block.heading or not pages:
            pages.append([])
        pages[-1].append(block)
    return pages


def _page_of(block: Block) -> int:
    return block.first.number if block.grid else 0
