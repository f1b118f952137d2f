"""What did people answer to one question, whatever way the file writes it?

One reader a type of item. Blanks become missing, "not applicable" is told from no
answer, words become codes, and low-is-good scales are turned round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import compress
from typing import Any

import numpy as np

from csat_methods._checks import Faults
from csat_methods._messages import normal_digits, normal_text
from csat_methods.study.fields import OLDEST, code_key, number_of
from csat_methods.study.questions import Item
from csat_methods.study.scales import Answers
from csat_methods.wave.cells import Cells
from csat_methods.wave.question import Keys, Question, Reading, reading
from csat_methods.wave.value_words import words_of


# ------------------------------------------------------------- one code a person
def read_closed(question: Question, columns: list[Cells], faults: Faults) -> Reading:
    """Return the codes of an item of type scale, binary or nominal."""
    (cells,) = columns
    offered = _resolved(question, cells)
    found = [
        _or_other(question, *pair) for pair in zip(cells.spelled, offered, strict=True)
    ]
    cells.refuse([key is None for key in found], _rule(question.answers), faults)
    own = [a is None and b is not None for a, b in zip(offered, found, strict=True)]
    made = _closed(question, cells, [key or "" for key in found])
    count = int(cells.spread_flags(own).sum()) if any(own) else 0
    return replace(made, own_words=count) if count else made


def _or_other(question: Question, key: str, found: str | None) -> str | None:
    """Return the code of a cell; of words of one's own the answer that takes them.

    A number, or the words of an answer where a file has codes, is no such words.
    """
    other = question.item.other
    if found is not None or other is None or number_of(key) is not None:
        return found
    known = words_of(question.item, question.answers)
    return found if key in known else code_key(other)


def _closed(question: Question, cells: Cells, keys: list[str]) -> Reading:
    """Return the reading of codes, one a distinct cell; empty where there is none."""
    answers, out = question.answers, question.silent | {""}
    points = answers.spelled
    if not points:
        return reading(question, cells, keys, _free(cells, keys, out))
    if any(isinstance(point, str) for point in answers.points):
        texts = [str(points[key]) if key in points else None for key in keys]
        return reading(question, cells, keys, cells.spread_text(texts))
    codes = [float(points[key]) if key in points else None for key in keys]
    values = cells.spread(codes)
    if answers.turned and answers.ends is not None:
        values = sum(answers.ends) - values
    return reading(question, cells, keys, values)


def _resolved(question: Question, cells: Cells) -> list[str | None]:
    """Return the code of each distinct cell, None where it stands for none."""
    answers, form = question.answers, question.form
    words = words_of(question.item, answers)
    known = answers.spelled.keys() | answers.not_applicable | answers.blank

    def resolve(key: str) -> str | None:
        named = words.get(key) if form != "codes" else None
        tries = (named, key) if form == "labels" else (key, named)
        found = next((each for each in tries if each in known), None)
        return found if found is not None or answers.points else named or key

    return [resolve(key) for key in cells.spelled]


def _rule(answers: Answers) -> str:
    ends = answers.ends
    if ends is not None and len(answers.points) > 2:
        return f"off the scale {ends[0]:g} to {ends[1]:g}"
    return f"none of the answers {', '.join(map(str, answers.points))}"


def _free(cells: Cells, keys: list[str], out: Keys) -> Any:
    """Return cells of an item that takes any answer: numbers where all are."""
    numbers = [None if k in out else number_of(k) for k in keys]
    if all(n is not None or k in out for n, k in zip(numbers, keys, strict=True)):
        return cells.spread(numbers)
    pairs = zip(keys, cells.distinct, strict=True)
    return cells.spread_text(
        [None if k in out else normal_text(str(c)) for k, c in pairs]
    )


# ---------------------------------------------------------- numbers, days, words
def read_number(question: Question, columns: list[Cells], faults: Faults) -> Reading:
    """Return the numbers of an item of type number."""
    (cells,) = columns
    item, keys = question.item, cells.spelled
    out = question.silent
    numbers = [
        None if k in out else n for k, n in zip(keys, cells.numbers(), strict=True)
    ]
    pairs = list(zip(keys, numbers, strict=True))
    strange = [number is None and key not in out for key, number in pairs]
    cells.refuse(strange, "no number", faults)
    low = -np.inf if item.lowest is None else item.lowest
    high = np.inf if item.highest is None else item.highest
    off = [number is not None and not low <= number <= high for number in numbers]
    cells.refuse(off, f"outside {low:g} to {high:g}", faults)
    return reading(question, cells, keys, cells.spread(numbers))


def read_date(question: Question, columns: list[Cells], faults: Faults) -> Reading:
    """Return the days of an item of type date."""
    (cells,) = columns
    item, keys = question.item, cells.spelled
    out = question.silent
    pairs = list(zip(keys, cells.distinct, strict=True))
    days = [None if k in out else _day(item.calendar, item.format, c) for k, c in pairs]
    strange = [d is None and k not in out for k, d in zip(keys, days, strict=True)]
    other = _other_calendar(item, compress(cells.distinct, strange))
    cells.refuse(strange, f"no {item.calendar} day{_written(item)}{other}", faults)
    values = np.array([*days, None], "datetime64[us]")[cells.codes]
    return reading(question, cells, keys, values)


def _other_calendar(item: Item, strange: Iterable[Any]) -> str:
    """Say which calendar reads all cells that are no days of the item's own."""
    (other,) = _CALENDARS.keys() - {item.calendar}
    read = all(_day(other, item.format, cell) for cell in strange)
    return f" (as 'calendar: {other}' they are days)" if read else ""


def _written(item: Item) -> str:
    return f" written as {item.format}" if item.format else " such as 2026-03-31"


def _day(calendar: str, form: str | None, cell: Any) -> datetime | None:
    """Return a cell as a day, with its time of day where it has one."""
    if isinstance(cell, datetime | date):
        return datetime(*cell.timetuple()[:6])
    text = normal_digits(normal_text(str(cell)))
    try:
        day = _CALENDARS[calendar](text, form).replace(tzinfo=None)
    except ValueError:
        return None
    oldest, newest = YEARS[calendar]
    return day if oldest <= day.year < newest else None


def _gregorian(text: str, form: str | None) -> datetime:
    if form:
        return datetime.strptime(text, form)
    return datetime.fromisoformat(text.replace("/", "-"))


def _jalali(text: str, form: str | None) -> datetime:
    from persiantools.jdatetime import JalaliDateTime

    written = form or "%Y-%m-%d"
    plain = text if form else text.replace("/", "-")
    return JalaliDateTime.strptime(plain, written).to_gregorian()


_CALENDARS: dict[str, Callable[[str, str | None], datetime]] = {
    "gregorian": _gregorian,
    "jalali": _jalali,
}


YEARS = {"gregorian": (OLDEST, 9999), "jalali": (1, OLDEST + 621)}
"""From and before which year, as Gregorian, a day was written in each calendar."""


def read_text(question: Question, columns: list[Cells], _faults: Faults) -> Reading:
    """Return the words of an item of type text, as they were written."""
    (cells,) = columns
    keys = cells.spelled
    out = question.silent
    pairs = zip(keys, cells.distinct, strict=True)
    texts = [None if key in out else str(cell).strip() for key, cell in pairs]
    return reading(question, cells, keys, cells.spread_text(texts))
