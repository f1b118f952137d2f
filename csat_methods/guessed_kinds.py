"""Of which kind is each column of a file: answers, a list, a weight, an id, a name?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from csat_methods._messages import normal_digits, normal_text
from csat_methods.wave.raw_table import RawTable
from csat_methods.worded_answers import NOT_AN_ANSWER

MOST_LEVELS = 15
"""Distinct words a column may have and still be a list of answers."""
MOST_POINTS = 11
MOSTLY = 0.9
"""Share of the cells that tell the kind of a column, whatever the others hold."""

STRAY = frozenset({-9, -1, 9, 97, 98, 99, 998, 999})
"""Codes that stand for no answer where they stand apart from the others."""

ID = re.compile(
    r"(^|_)(id|no|nr|number|respondent|customer)$|شناسه|^(کد|ردیف|شماره)\b",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"^((first|last|full|family|customer|your)[ _]?)?name$|e-?mail|(tele)?phone|mobile|"
    r"^نام( و نام.خانوادگی|.خانوادگی| مشتری)?( شما)?$|تلفن|موبایل|همراه|تماس|"
    r"ایمیل|رایانامه|پست الکترونیک|نشانی|آدرس|کد.?ملی",
    re.IGNORECASE,
)
"""What a column is called that tells who somebody is."""
WEIGHT = re.compile(
    r"^(weight|wt|w|gewicht)s?$|_weight$|"
    r"^(ضریب.)?وزن(.(نهایی|پایه|طرح|نمونه|نمونه.?گیری|آماری|پاسخ.?گو|پاسخ.?دهنده))?$",
    re.IGNORECASE,
)

HELD = frozenset({"text", "number", "id", "other"})
"""Kinds of columns that may hold names, addresses and numbers of people."""
LONGEST_HEADING = 4

JALALI_YEAR = re.compile(r"1[34]\d\d(?!\d)")
JALALI_DAY = re.compile(rf"{JALALI_YEAR.pattern}[-/]\d\d?[-/]\d\d?")
DAY = re.compile(r"\d{4}-?\d\d-?\d\d")
MOMENT = re.compile(r"\d{1,4}[-/.]\d\d?[-/.]\d{1,4}[ T]+\d\d?:\d\d")
LETTER = re.compile(r"[^\W\d_]")


@dataclass
class Guess:
    """What a column probably is.

    Attributes
    ----------
    column : str
    kind : str
        ``scale, binary, nominal, multiple, number, date, jalali, text, id, weight,
        person, other``; the last two are no questions: who somebody is, and signs.
    words : str
        Its label in the file, or its name.
    codes : dict
        Code to words, where the column has codes.
    absent : dict
        Codes that mean "not applicable" or no answer, to their words.
    role, characteristic : str
    about : str
        What the characteristic is, in words.
    why : list of str
        What the guess rests on.
    """

    column: str
    kind: str
    words: str
    codes: dict[Any, str] = field(default_factory=dict)
    absent: dict[Any, str] = field(default_factory=dict)
    role: str = ""
    characteristic: str = ""
    about: str = ""
    why: list[str] = field(default_factory=list)


def guessed(table: RawTable, name: str) -> Guess:
    """Return what a column of a file probably is; its role is open."""
    column = table.frame[name]
    labels = {
        float(k): v for k, v in _numbers(table.value_labels.get(name, {})).items()
    }
    words = table.labels.get(name) or name
    stray = [*_stray(column, labels), *_missing_codes(table, name)]
    kind, codes, why = _kind(column[~_holds(column, stray)], name, labels)
    guess = Guess(name, kind, normal_text(words), codes, why=why)
    if kind in HELD and any(map(_of_a_person, (guess.words, name))):
        guess.kind, guess.why = "person", ["its name: it tells who somebody is"]
    if kind in {"scale", "binary"}:
        unsaid = [code for code, text in codes.items() if NOT_AN_ANSWER.search(text)]
        guess.absent = {c: labels.get(c, "") for c in sorted({*stray, *unsaid})}
        guess.absent |= dict.fromkeys(_words_among_numbers(column), "")
        guess.codes = {c: t for c, t in codes.items() if c not in guess.absent}
    return guess


def _words_among_numbers(column: pd.Series) -> list[str]:
    """Return the words for no answer that stand among numbers: "N/A", not "#N/A"."""
    words = (text for text in texts_of(column) if _as_number(text) is None)
    return [w for w in words if NOT_AN_ANSWER.search(w) and not w.startswith("#")]


def _of_a_person(heading: str) -> bool:
    """Return whether a heading, and no question, asks who somebody is."""
    plain = " ".join(re.sub(r"[_:؟?*]+", " ", normal_text(heading)).split())
    return len(plain.split()) <= LONGEST_HEADING and bool(PERSON.search(plain))


def _holds(column: pd.Series, codes: list[float]) -> pd.Series:
    """Return which cells hold one of these codes."""
    return column.map(lambda cell: _as_number(cell) in codes)


def _stray(column: pd.Series, labels: Mapping[float, str]) -> list[float]:
    """Return codes without words that stand apart, as 9 after 1 to 7."""
    numbers = {_as_number(cell) for cell in column.dropna().unique()}
    values = sorted(n for n in numbers if n is not None)
    rest = [v for v in values if v not in STRAY]
    if len(rest) < 3 or len(values) > MOST_POINTS + 3:
        return []
    apart = (v for v in values if v in STRAY and v not in labels)
    return [v for v in apart if v < min(rest) - 1 or v > max(rest) + 1]


def _numbers(labels: Mapping[Any, str]) -> dict[Any, str]:
    """Return the labels of codes that are numbers."""
    return {code: text for code, text in labels.items() if _as_number(code) is not None}


def texts_of(column: pd.Series) -> list[str]:
    """Return the different texts of a column in one spelling, without empty ones."""
    texts = (normal_text(text) for text in column.dropna().astype(str).unique())
    return [text for text in dict.fromkeys(texts) if text]


def _as_number(cell: Any) -> float | None:
    text = normal_digits(str(cell)).replace(",", ".")
    if "_" in text:  # Python reads 07_2015 as 72015
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _missing_codes(table: RawTable, name: str) -> list[float]:
    told = [code for code in table.missing.get(name, ()) if not isinstance(code, tuple)]
    return [value for code in told if (value := _as_number(code)) is not None]


def _kind(
    column: pd.Series, name: str, labels: dict[float, str]
) -> tuple[str, dict[Any, str], list[str]]:
    """Return kind, codes with words, and why."""
    counts = _counted(column)
    held: Counter[float] = Counter()
    for cell, count in counts.items():
        if (number := _as_number(cell)) is not None:
            held[number] += count
    if not counts:
        return "text", {}, ["no cell has anything in it"]
    if held.total() < MOSTLY * counts.total():
        return _kind_of_words(list(counts), counts.total(), name)
    least = sum(count for number, count in held.items() if number >= 0)
    if WEIGHT.search(name) and least >= MOSTLY * held.total():
        return "weight", {}, ["its name, and numbers from 0 on"]
    return _kind_of_numbers(dict(sorted(held.items())), name, labels)


def _counted(column: pd.Series) -> Counter[str]:
    """Return how many cells hold each text, in one spelling, without empty ones."""
    found: Counter[str] = Counter()
    for text, count in column.dropna().astype(str).value_counts(sort=False).items():
        found[normal_text(str(text))] += int(count)
    del found[""]
    return found


def _kind_of_words(
    distinct: list[str], answers: int, name: str
) -> tuple[str, dict[Any, str], list[str]]:
    if len(distinct) == answers and ID.search(name):
        return "id", {}, ["its name, and no value twice"]
    cells = list(map(normal_digits, distinct))
    if not any(map(LETTER.search, cells)) or all(map(MOMENT.match, cells)):
        return _kind_of_signs(cells)
    parts = {part.strip() for cell in distinct for part in cell.split(";")}
    if len(parts) <= MOST_LEVELS and any(";" in cell for cell in distinct):
        return "multiple", dict.fromkeys(sorted(parts - {""}), ""), ["words and ';'"]
    short = sum(len(cell.split()) for cell in distinct) <= 3 * len(distinct)
    if len(distinct) <= MOST_LEVELS and short:
        return "nominal", {}, [f"different words: {len(distinct)}"]
    return "text", {}, [f"different texts: {len(distinct)}"]


def _kind_of_signs(cells: list[str]) -> tuple[str, dict[Any, str], list[str]]:
    if all(map(JALALI_DAY.fullmatch, cells)):
        return "jalali", {}, ["every cell is a day of the Persian calendar"]
    days = pd.to_datetime(pd.Series(cells), errors="coerce", format="ISO8601")
    whole = all(map(DAY.match, cells)) and not any(map(JALALI_YEAR.match, cells))
    if days.notna().all() and whole:
        return "date", {}, ["every cell is a day"]
    if all(map(MOMENT.match, cells)):
        return "other", {}, ["days with times; the first and last tell the fieldwork"]
    return "other", {}, ["no cell has words of its own"]


def _kind_of_numbers(
    held: dict[float, int], name: str, labels: dict[float, str]
) -> tuple[str, dict[Any, str], list[str]]:
    """Return the kind of numbers by how many cells hold each.

    A few that are not whole, as a row of means below the answers, do not make a scale a
    quantity: whoever reads the answers refuses them, and names the row.
    """
    answers, values = sum(held.values()), list(held)
    whole = [value for value in values if value.is_integer()]
    if len(whole) == len(values) == answers > MOST_POINTS and ID.search(name):
        return "id", {}, ["its name, and no value twice"]
    scored = {v: t for v, t in labels.items() if not NOT_AN_ANSWER.search(t)}
    codes = {**dict.fromkeys(whole, ""), **labels}
    points = {v for v in {*whole, *scored} if v in scored or v not in labels}
    mostly = sum(held[value] for value in whole) >= MOSTLY * answers
    if not mostly or max(points) - min(points) > MOST_POINTS:
        return "number", {}, [f"numbers from {values[0]:g} to {values[-1]:g}"]
    if len(points) == 2:
        return "binary", dict(sorted(codes.items())), ["two codes"]
    low, high = min(points), max(points)
    full = {low + k: "" for k in range(int(high - low) + 1)}
    why = [f"whole numbers from {low:g} to {high:g}"]
    return "scale", dict(sorted({**full, **codes}.items())), why
