"""How do the cells of a platform's file become the study's own codes?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from csat_methods._messages import normal_digits, normal_text
from csat_methods.study.fields import OLDEST, code_key
from csat_methods.study.form_codes import LIMESURVEY_OTHER as OTHER
from csat_methods.study.questions import CLOSED, Item
from csat_methods.wave.cells import Cells
from csat_methods.wave.form_columns import Found
from csat_methods.wave.form_names import Names, said, unsaid
from csat_methods.wave.platforms import Platform, fold
from csat_methods.wave.raw_table import RawTable


@dataclass(frozen=True)
class Form:
    """A platform's file, and what is known of it.

    Attributes
    ----------
    table : RawTable
    names : Names
    platform : Platform
    found : Found
    """

    table: RawTable
    names: Names
    platform: Platform
    found: Found

    def cells(self, column: str) -> Cells:
        """Return the cells of a column."""
        return Cells.of(self.table, column)


# ------------------------------------------------------------- one cell an answer
def whole_answers(form: Form, item: Item) -> np.ndarray:
    """Return the cells of an item with one answer, in the study's own codes."""
    cells = form.cells(form.found.whole[item.id])
    translate = _TRANSLATIONS[item.type](form, item)
    answers = _spread(cells, [translate(str(c)) for c in cells.distinct])
    if item.other is None:
        return answers
    named = form.names.names_of_other(item.id)
    unclear = cells.spread_flags(fold(str(c)) in named for c in cells.distinct)
    own = in_own_words(form, item) & (unclear | (cells.codes < 0))
    return np.where(own, item.other, answers)


def in_own_words(form: Form, item: Item) -> np.ndarray:
    """Return who wrote words of their own beside an item's answers, (n,).

    They tell the answer that takes them from another of the same name.
    """
    platform = form.platform
    nothing = platform.no | platform.silent | platform.always_silent
    found = np.zeros(len(form.table.rows), bool)
    for column in form.found.own_words.get(item.id, ()):
        cells = form.cells(column)
        found |= cells.spread_flags(key not in nothing for key in cells.spelled)
    return found


def _spread(cells: Cells, texts: list[str]) -> np.ndarray:
    """Return one text a row from one a distinct cell; empty where there is none."""
    return np.array([*texts, ""], object)[cells.codes]


Translate = Callable[[str], str]


def _closed(form: Form, item: Item) -> Translate:
    """Return a reader of codes: the study's own, the platform's, or words."""
    answers = form.names.study.answers(item.id)
    words = {fold(t): c for c, w in answers.labels.items() for t in w.texts.values()}
    known = {code_key(p) for p in answers.points}
    known |= answers.not_applicable | answers.blank
    named = form.names.codes[item.id].answers
    codes = {fold(name): code_key(code) for name, code in named.items()}
    silent = form.platform.silent | form.platform.always_silent
    two = len(answers.points) == 2
    meant = _meanings(form.platform, words, known) if two else {}
    tries = (code_key(item.other or ""), "other", words.get("other", ""))
    other = next((c for c in tries if c in known), "")
    meant |= dict.fromkeys(*unsaid(answers)) | {OTHER: other}
    if item.other is not None:
        meant |= dict.fromkeys(form.names.names_of_other(item.id), other)

    def translate(cell: str) -> str:
        key = code_key(cell)
        if key in known or fold(cell) in words:
            return cell
        if key in silent:
            return ""
        return codes.get(fold(cell)) or meant.get(fold(cell)) or cell

    return translate


def _meanings(
    platform: Platform, words: Mapping[str, str], known: set[str]
) -> dict[str, str]:
    """Return the codes behind yes and no of an item with two answers."""

    def first(spellings: frozenset[str], default: str) -> str | None:
        named = [words[s] for s in sorted(spellings) if s in words]
        return next(iter(named), default if default in known else None)

    agreed, denied = platform.yes | said("Yes"), platform.no | said("No")
    yes, no = first(agreed, "1"), first(denied, "0")
    if yes is None or no is None:
        return {}
    return dict.fromkeys(agreed, yes) | dict.fromkeys(denied, no)


def _day(form: Form, item: Item) -> Translate:
    """Return a reader of days: platforms write Gregorian ones as ISO does."""

    def translate(cell: str) -> str:
        if code_key(cell) in form.platform.silent | form.platform.always_silent:
            return ""
        try:
            day = datetime.fromisoformat(normal_digits(normal_text(cell)))
        except ValueError:
            return cell
        if day.year < OLDEST or not (item.format or item.calendar == "jalali"):
            return cell
        return _written(day, item)

    return translate


def _written(day: datetime, item: Item) -> str:
    """Return a day as the study says that the item's days are written."""
    if item.calendar == "jalali":
        from persiantools.jdatetime import JalaliDateTime

        return str(JalaliDateTime.to_jalali(day).strftime(item.format or "%Y-%m-%d"))
    return day.strftime(item.format or "%Y-%m-%d")


def _number(form: Form, _item: Item) -> Translate:
    """Return a reader of numbers."""
    silent = form.platform.silent | form.platform.always_silent
    return lambda cell: "" if code_key(cell) in silent else cell


def _words(form: Form, _item: Item) -> Translate:
    """Return a reader of a person's own words."""
    masked, silent = form.platform.mask, form.platform.always_silent

    def translate(cell: str) -> str:
        if code_key(cell) in silent:
            return ""
        return cell[1:] if masked and cell.startswith(masked) else cell

    return translate


_TRANSLATIONS: dict[str, Callable[[Form, Item], Translate]] = {
    **dict.fromkeys(CLOSED, _closed),
    "date": _day,
    "number": _number,
    "text": _words,
}
