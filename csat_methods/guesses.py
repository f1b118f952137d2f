"""What is each column of a file probably: a question, a segment, a weight, an id?

Guesses from names, labels, codes and words, English and Persian. Every guess says why,
so that a person can review it; nothing is read into the data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from csat_methods._messages import normal_digits, normal_text
from csat_methods.wave.raw_table import RawTable

MOST_LEVELS = 15
"""Distinct words a column may have and still be a list of answers."""
MOST_POINTS = 11

USUAL = ((1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 10), (0, 10))
"""Scales in use; a column without words takes the first that holds its codes."""
STRAY = frozenset({-9, -1, 9, 97, 98, 99, 998, 999})
"""Codes that stand for no answer where they stand apart from the others."""

NOT_AN_ANSWER = re.compile(
    r"don.?t know|do not know|not applicable|no answer|refused|n/?a\b|never used|"
    r"نمی.?دانم|موردی ندارد|بی.?پاسخ|استفاده نکرده",
    re.IGNORECASE,
)
ID = re.compile(r"(^|_)(id|no|nr|number|respondent|customer)$|شناسه", re.IGNORECASE)
WEIGHT = re.compile(r"^(weight|wt|w|gewicht)s?$|_weight$|وزن", re.IGNORECASE)

ROLE_WORDS = (
    ("recommend", r"recommend|توصیه"),
    ("overall", r"overall|all in all|in general|on the whole|روی هم رفته|رضایت کلی"),
    ("expectation", r"expect|should be|انتظار"),
    ("importance", r"importan|اهمیت|مهم است"),
    ("perception", r"perceiv|did we|provide|received|ادراک|فراهم کرد"),
    ("effort", r"effort|easy|آسان"),
    ("loyalty", r"again|stay with|remain|loyal|دوباره|وفادار"),
    ("satisfaction", r"satisf|rate|rating|رضایت|راضی"),
    ("open", r"comment|suggest|why|نظر|پیشنهاد"),
)
"""Words of a question that tell its role; the first that fits."""
PREFIXES = {
    "e": "expectation",
    "exp": "expectation",
    "p": "perception",
    "perc": "perception",
    "i": "importance",
    "imp": "importance",
    "s": "satisfaction",
    "sat": "satisfaction",
}
"""What the first letters of a block of names stand for."""


@dataclass
class Guess:
    """What a column probably is.

    Attributes
    ----------
    column : str
    kind : str
        ``scale, binary, nominal, multiple, number, date, text, id, weight``
    words : str
        Its label in the file, or its name.
    codes : dict
        Code to words, where the column has codes.
    absent : list
        Codes that mean "not applicable" or no answer.
    role, characteristic : str
    why : list of str
        What the guess rests on.
    """

    column: str
    kind: str
    words: str
    codes: dict[Any, str] = field(default_factory=dict)
    absent: list[float] = field(default_factory=list)
    role: str = ""
    characteristic: str = ""
    why: list[str] = field(default_factory=list)


def guesses(table: RawTable) -> list[Guess]:
    """Return a guess for each column of a file, pairs joined."""
    found = [_guess(table, name) for name in table.frame.columns]
    blocks = _blocks([g.column for g in found if g.kind == "scale"])
    for guess in found:
        _give_role(guess, blocks)
    _one_overall(found)
    _widen(found)
    return found


def _one_overall(found: list[Guess]) -> None:
    """Keep the first overall item; a second one rates something in general."""
    for guess in [g for g in found if g.role == "overall"][1:]:
        guess.role = "satisfaction"
        guess.why.append("another item is the overall one")


def _widen(found: list[Guess]) -> None:
    """Give items without words of codes a usual scale, paired items one and the same.

    Lowest answers that nobody gave are points of the scale all the same.
    """
    plain = [g for g in found if g.kind == "scale" and not any(g.codes.values())]
    paired = [g for g in plain if g.characteristic]
    for members in [paired, *([g] for g in plain if not g.characteristic)]:
        seen = {code for guess in members for code in guess.codes}
        fitting = (s for s in USUAL if seen and s[0] <= min(seen) and max(seen) <= s[1])
        low, high = next(fitting, (min(seen, default=0), max(seen, default=0)))
        for guess in members:
            guess.codes = {float(code): "" for code in range(int(low), int(high) + 1)}


def _guess(table: RawTable, name: str) -> Guess:
    column = table.frame[name]
    labels = {
        float(k): v for k, v in _numbers(table.value_labels.get(name, {})).items()
    }
    words = table.labels.get(name) or name
    stray = [*_stray(column, labels), *_missing_codes(table, name)]
    kind, codes, why = _kind(column[~_holds(column, stray)], name, labels)
    guess = Guess(name, kind, normal_text(words), codes, why=why)
    if kind in {"scale", "binary"}:
        unsaid = [code for code, text in codes.items() if NOT_AN_ANSWER.search(text)]
        guess.absent = sorted({*stray, *unsaid})
        guess.codes = {c: t for c, t in codes.items() if c not in guess.absent}
    return guess


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


def _as_number(cell: Any) -> float | None:
    try:
        return float(normal_digits(str(cell)).replace(",", "."))
    except ValueError:
        return None


def _missing_codes(table: RawTable, name: str) -> list[float]:
    told = [code for code in table.missing.get(name, ()) if not isinstance(code, tuple)]
    return [value for code in told if (value := _as_number(code)) is not None]


def _kind(
    column: pd.Series, name: str, labels: dict[float, str]
) -> tuple[str, dict[Any, str], list[str]]:
    """Return kind, codes with words, and why."""
    held = column[column.notna() & (column.astype(str).str.strip() != "")]
    distinct = list(dict.fromkeys(held.astype(str)))
    numbers = [_as_number(cell) for cell in distinct]
    if not distinct:
        return "text", {}, ["no cell has anything in it"]
    if None in numbers:
        return _kind_of_words(distinct, len(held), name)
    values = sorted({n for n in numbers if n is not None})
    if WEIGHT.search(name) and min(values) >= 0:
        return "weight", {}, ["its name, and numbers from 0 on"]
    return _kind_of_numbers(values, len(held), name, labels)


def _kind_of_words(
    distinct: list[str], answers: int, name: str
) -> tuple[str, dict[Any, str], list[str]]:
    if len(distinct) == answers and ID.search(name):
        return "id", {}, ["its name, and no value twice"]
    if (
        pd.to_datetime(pd.Series(distinct), errors="coerce", format="ISO8601")
        .notna()
        .all()
    ):
        return "date", {}, ["every cell is a day"]
    parts = {part.strip() for cell in distinct for part in cell.split(";")}
    if len(parts) <= MOST_LEVELS and any(";" in cell for cell in distinct):
        return "multiple", dict.fromkeys(sorted(parts - {""}), ""), ["words and ';'"]
    short = sum(len(cell.split()) for cell in distinct) <= 3 * len(distinct)
    if len(distinct) <= MOST_LEVELS and short:
        return "nominal", {}, [f"{len(distinct)} different words"]
    return "text", {}, [f"{len(distinct)} different texts"]


def _kind_of_numbers(
    values: list[float], answers: int, name: str, labels: dict[float, str]
) -> tuple[str, dict[Any, str], list[str]]:
    whole = all(value.is_integer() for value in values)
    if whole and len(values) == answers and answers > MOST_POINTS and ID.search(name):
        return "id", {}, ["its name, and no value twice"]
    scored = {v: t for v, t in labels.items() if not NOT_AN_ANSWER.search(t)}
    codes = {**dict.fromkeys(values, ""), **labels}
    points = {v for v in {*values, *scored} if v in scored or v not in labels}
    low, high = min(points), max(points)
    if not whole or high - low > MOST_POINTS:
        return "number", {}, [f"numbers from {values[0]:g} to {values[-1]:g}"]
    if len(points) == 2:
        return "binary", dict(sorted(codes.items())), ["two codes"]
    full = {low + k: "" for k in range(int(high - low) + 1)}
    why = [f"whole numbers from {low:g} to {high:g}"]
    return "scale", dict(sorted({**full, **codes}.items())), why


def _blocks(names: list[str]) -> dict[str, tuple[str, str]]:
    """Return {column: (role, characteristic)} of names that differ by a prefix only.

    Examples
    --------
    >>> _blocks(["e_staff", "p_staff", "x1"])
    {'e_staff': ('expectation', 'staff'), 'p_staff': ('perception', 'staff')}
    """
    parts = {}
    for name in names:
        match = re.fullmatch(r"([A-Za-z]+?)_?(\d+\w*|(?<=_)\w+)", name)
        if match and match[1].lower() in PREFIXES:
            parts[name] = (PREFIXES[match[1].lower()], match[2])
    ends = [end for _, end in parts.values()]
    paired = {name: part for name, part in parts.items() if ends.count(part[1]) > 1}
    return {
        name: (role, f"c{end}" if end[0].isdigit() else end)
        for name, (role, end) in paired.items()
    }


def _give_role(guess: Guess, blocks: Mapping[str, tuple[str, str]]) -> None:
    if guess.column in blocks:
        guess.role, guess.characteristic = blocks[guess.column]
        guess.why.append("its name makes a pair with another")
        return
    if guess.kind not in {"scale", "text"}:
        return
    text = f"{guess.words} {guess.column.replace('_', ' ')}"
    for role, pattern in ROLE_WORDS:
        if (role == "open") == (guess.kind == "text") and re.search(
            pattern, text, re.IGNORECASE
        ):
            guess.role = _fitting(role, guess)
            guess.why.append("words of the question")
            return
    guess.role = "open" if guess.kind == "text" else "satisfaction"
    guess.why.append("nothing in its words: a plain guess")


def _fitting(role: str, guess: Guess) -> str:
    """Return `recommend` on 0 to 10 only; on other scales it is loyalty."""
    if role == "recommend" and (min(guess.codes), max(guess.codes)) != (0, 10):
        return "loyalty"
    return role
