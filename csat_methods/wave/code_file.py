"""Which themes may be counted in open answers, and which person confirmed each?

A code file has one row a rule: words that stand for a theme, or one answer that a
person has read. Rows that nobody confirmed are no themes yet.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults, first_of
from csat_methods._messages import Text, normal_digits, normal_text
from csat_methods._once import once
from csat_methods.statistics.spelling import Spelling
from csat_methods.study.plan import WaveFile
from csat_methods.study.sources import DataFile
from csat_methods.wave.raw_table import RawTable

Read = Callable[[DataFile], RawTable]
COLUMNS = ("theme", "words", "answer", "status", "confirmed_by", "date")
NEEDED = ("theme", "status", "confirmed_by", "date")
CONFIRMED, SUGGESTED, REJECTED = "confirmed", "suggested", "rejected"
STATES = (CONFIRMED, SUGGESTED, REJECTED)
EARLIEST = 1900
"""Years before are of another calendar, or slips."""

_LANGUAGE = re.compile(r"[a-z]{2}")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class CodeRow:
    """One rule that a person confirmed.

    Attributes
    ----------
    themes : tuple of str
        One theme for words; any number for an answer that was read.
    words : tuple of str
        Words and phrases, any of which stands for the theme.
    answer : str
        Key of the answer that was read; empty for words.
    """

    themes: tuple[str, ...]
    words: tuple[str, ...]
    answer: str
    confirmed_by: str
    day: date


@dataclass(frozen=True, eq=False)
class CodeFile:
    """The rules that a person confirmed, and how many rows nobody did.

    Attributes
    ----------
    rows : tuple of CodeRow
    open : int
        Rows that are suggested only.
    labels : dict
        Theme to its words, where the file has columns named like languages.
    key : str
        Digest of the file.
    """

    rows: tuple[CodeRow, ...]
    open: int = 0
    labels: Mapping[str, Text] = field(default_factory=dict)
    key: str = ""

    @property
    def themes(self) -> tuple[str, ...]:
        """The confirmed themes, in the order of the file."""
        return tuple(dict.fromkeys(t for row in self.rows for t in row.themes))


def answer_key(text: str) -> str:
    """Return a name for an answer that is equal for answers of equal words.

    Examples
    --------
    >>> answer_key("Late, again!") == answer_key(" late again")
    True
    """
    words = re.findall(r"\w+", Spelling(text).read.casefold())
    return "a" + hashlib.sha256(" ".join(words).encode()).hexdigest()[:12]


def read_code_file(file: WaveFile, read: Read) -> CodeFile | None:
    """Return the code file that a wave file names; None where it names none."""
    source = file.sources.themes
    return None if source is None else code_file(read(source).without(source.leave_out))


def code_file_of(frame: pd.DataFrame) -> CodeFile:
    """Return the code file that a frame holds; its rows are counted as in a CSV."""
    named = frame.rename(columns=str).reset_index(drop=True)
    return code_file(RawTable(named, np.arange(2, len(named) + 2), "frame"))


@once
def code_file(table: RawTable) -> CodeFile:
    """Return the confirmed rules of a table.

    Raises
    ------
    ValueError
        With one sentence a fault: columns that lack, a status that is none, a
        confirmation without a person or a day, a rule without words, an answer twice.
    """
    frame, faults = table.frame, Faults()
    missing = [name for name in NEEDED if name not in frame]
    if missing or not {"words", "answer"} & set(frame):
        faults.add(
            f"{table.name}: has no columns {missing or ['words', 'answer']}; a code "
            f"file has {', '.join(COLUMNS)}."
        )
        faults.stop()
    cells = {name: _texts(frame, name) for name in COLUMNS}
    states = [status.casefold() for status in cells["status"]]
    rows = []
    for place, state, *row in zip(table.rows, states, *cells.values(), strict=True):
        cell = dict(zip(COLUMNS, row, strict=True))
        broken = _broken(cell, state)
        for rule in broken:
            faults.add_row(f"{table.name}: ", place, rule, **cell)
        if state == CONFIRMED and not broken:
            rows.append(_row(cell))
    _once(rows, table.name, faults)
    faults.stop()
    return CodeFile(
        rows=tuple(rows),
        open=states.count(SUGGESTED),
        labels=_labels(frame, cells["theme"]),
        key=hashlib.sha256(frame.to_csv().encode()).hexdigest(),
    )


def _broken(cell: Mapping[str, str], state: str) -> list[str]:
    """Return the rules that a row breaks."""
    if state not in STATES:
        return [f"status={{status!r}} must be one of {', '.join(STATES)}."]
    return [
        rule for rule, broken in RULES.items() if state == CONFIRMED and broken(cell)
    ]


def _row(cell: Mapping[str, str]) -> CodeRow:
    """Return a confirmed row that breaks no rule."""
    themes, words = _parts(cell["theme"]), _parts(cell["words"])
    day = _day(cell["date"])
    return CodeRow(themes, words, cell["answer"], cell["confirmed_by"], day)


def _once(rows: list[CodeRow], name: str, faults: Faults) -> None:
    counts = Counter(row.answer for row in rows if row.answer)
    twice = sorted(answer for answer, count in counts.items() if count > 1)
    if twice:
        said = f"answers [{first_of(twice)}] are confirmed in two rows each, or more."
        faults.add(f"{name}: {said}")


def _text(cell: Any) -> str:
    if pd.isna(cell):
        return ""
    return cell.isoformat() if isinstance(cell, date) else normal_text(str(cell))


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    """Return the cells of a column as texts; empty ones where there is none."""
    return [_text(cell) for cell in frame[name]] if name in frame else [""] * len(frame)


def _parts(cell: str) -> tuple[str, ...]:
    split = re.split(r"[;؛]", cell)
    return tuple(dict.fromkeys(part.strip() for part in split if part.strip()))


def _day(cell: str) -> date:
    return date.fromisoformat(normal_digits(cell)[:10])


def _is_no_day(cell: str) -> bool:
    try:
        found = _day(cell)
    except ValueError:
        return True
    return not date(EARLIEST, 1, 1) <= found <= date.today()


RULES: Mapping[str, Callable[[Mapping[str, str]], bool]] = {
    "date={date!r} must be the day of the confirmation, such as 2025-11-30, and not "
    "lie ahead.": lambda cell: _is_no_day(cell["date"]),
    "is confirmed, but confirmed_by names nobody.": lambda cell: (
        not cell["confirmed_by"]
    ),
    "must have either words or an answer.": lambda cell: (
        bool(_parts(cell["words"])) == bool(cell["answer"])
    ),
    "theme={theme!r} must be one theme for words.": lambda cell: (
        bool(_parts(cell["words"])) and len(_parts(cell["theme"])) != 1
    ),
    "words={words!r} hold a part without letters.": lambda cell: any(
        not _LETTER.search(word) for word in _parts(cell["words"])
    ),
}
"""What a confirmed row must not be, in words with places for its cells."""


def _labels(frame: pd.DataFrame, themes: list[str]) -> dict[str, Text]:
    """Return the words of themes, from columns named like languages."""
    found: dict[str, dict[str, str]] = {}
    for language in (c for c in frame if _LANGUAGE.fullmatch(str(c))):
        for theme, words in zip(themes, _texts(frame, language), strict=True):
            if words:
                found.setdefault(theme, {}).setdefault(str(language), words)
    return {theme: Text(words) for theme, words in found.items()}
