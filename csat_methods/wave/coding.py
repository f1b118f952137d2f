"""How do the cells of a file become a wave's typed answers?

The only place where codes, blanks and scales are met. Whatever is wrong is said at
once: the column, how many cells, the first row of the file and what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods._messages import Listing, Message, Number
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.study.questions import Item
from csat_methods.wave.cells import Cells
from csat_methods.wave.file_columns import (
    Pseudonyms,
    check_design,
    item_columns,
    made_columns,
    other_columns,
)
from csat_methods.wave.multiple_answers import read_multiple
from csat_methods.wave.question import Question, Reading
from csat_methods.wave.raw_table import RawTable, heading
from csat_methods.wave.routing import NOT_ASKED, UNKNOWN, Routing
from csat_methods.wave.single_answers import (
    read_closed,
    read_date,
    read_number,
    read_text,
)
from csat_methods.wave.value_words import by_their_words

READERS: dict[str, Callable[[Question, list[Cells], Faults], Reading]] = {
    "scale": read_closed,
    "binary": read_closed,
    "nominal": read_closed,
    "multiple": read_multiple,
    "number": read_number,
    "date": read_date,
    "text": read_text,
}
"""Type of an item to its reader."""

EMPTY_OF = {"date": "datetime64[us]", "text": "str"}
"""Type of an item to the type of a column without answers; else float."""


@dataclass(frozen=True, eq=False)
class Coded:
    """The typed answers of one file.

    Attributes
    ----------
    frame : pandas.DataFrame
        Items first, in the study's order, then the file's other columns; its index is
        the row of the file.
    absent : dict
        Column to codes by row: 0 asked, 1 answered "not applicable", 2 not asked.
    reasons : dict
        Item to the place, from 1, of the code by row that says why there is no answer,
        among the item's :attr:`Answers.reasons`; 0 where there is none.
    scales : dict
        Item to (lowest, highest).
    contradictions : dict
        Item to how many answered it though they were not asked; these answers are
        left out.
    notes : tuple of Message
        What a careful reader must know.
    """

    frame: pd.DataFrame
    absent: Mapping[str, np.ndarray]
    scales: Mapping[str, tuple[float, float]]
    contradictions: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    reasons: Mapping[str, np.ndarray] = field(default_factory=dict)


def coded(
    table: RawTable, study: Study, file: WaveFile, pseudonyms: Pseudonyms
) -> Coded:
    """Return the typed answers of a file.

    Parameters
    ----------
    table : RawTable
        The wave's rows.
    study : Study
    file : WaveFile
        Which columns hold the design, which items were not asked.
    pseudonyms : Pseudonyms
        What the study's ids become.

    Returns
    -------
    Coded

    Raises
    ------
    ValueError
        With one sentence a fault: columns that are missing, answers off their scale,
        text where numbers belong, weights below zero or not finite, and the like.
    """
    faults = Faults()
    used = item_columns(table, study, file, faults)
    asked = {name: c for name, c in used.items() if name not in file.not_asked}
    form = file.sources.responses.value_form
    table = by_their_words(table, study, asked, form, faults)
    readings = {
        name: _read(table, study, name, columns, form, faults)
        for name, columns in asked.items()
    }
    columns = _answers(table, study, file, readings)
    columns |= other_columns(table, study, file.columns, used, pseudonyms, faults)
    columns |= made_columns(columns, file.columns, faults)
    check_design(columns, file.columns, table.rows, faults)
    faults.sentences = [f"{table.name}: {words}" for words in faults.sentences]
    faults.stop()
    ignored = _ignored(table, study, {n: used[n] for n in used if n not in asked})
    return _routed(table, study, file, readings, columns, ignored)


def _read(
    table: RawTable,
    study: Study,
    name: str,
    columns: list[str],
    form: str | None,
    faults: Faults,
) -> Reading:
    question = Question(study.items[name], study.answers(name), form)
    cells = [Cells.of(table, column, question.silent) for column in columns]
    return READERS[question.item.type](question, cells, faults)


def _answers(
    table: RawTable, study: Study, file: WaveFile, readings: Mapping[str, Reading]
) -> dict[str, Any]:
    """Return the columns of the items; of those not asked, without any answer."""
    made: dict[str, Any] = {}
    for name, item in study.items.items():
        if name in readings:
            made |= readings[name].columns
        elif name in file.not_asked:
            made |= dict.fromkeys(item.frame_columns, _nothing(item, len(table.rows)))
    return made


def _nothing(item: Item, n: int) -> Any:
    kind = EMPTY_OF.get(item.type, "float")
    return pd.Series([None] * n, dtype=kind).array


def _ignored(
    table: RawTable, study: Study, used: Mapping[str, list[str]]
) -> dict[str, int]:
    """Return how many answers the file has to items that were not asked."""
    found = {}
    for name, columns in used.items():
        silent = Question(study.items[name], study.answers(name)).silent
        cells = [Cells.of(table, column) for column in columns]
        held = [c.spread_flags(k not in silent for k in c.spelled) for c in cells]
        found[name] = int(np.any(held, axis=0).sum())
    return found


# --------------------------------------------------------------------- routing
def _routed(
    table: RawTable,
    study: Study,
    file: WaveFile,
    readings: Mapping[str, Reading],
    columns: dict[str, Any],
    ignored: Mapping[str, int],
) -> Coded:
    """Return the answers without those of people who were not asked."""
    routing = Routing(study, readings, file.not_asked, len(table.rows))
    absent: dict[str, np.ndarray] = {}
    reasons: dict[str, np.ndarray] = {}
    found = dict(ignored)
    for name in (*readings, *file.not_asked):
        state, item = routing.asked(name), study.items[name]
        reading = readings.get(name)
        absent |= dict.fromkeys((name, *item.frame_columns), _absent(state, reading))
        if reading is not None:
            out = (state == NOT_ASKED) & reading.known
            found[name] = int((out & ~reading.not_applicable).sum())
            columns |= {c: _blanked(columns[c], out) for c in item.frame_columns}
            if reading.reasons is not None:
                reasons[name] = np.where(state == NOT_ASKED, 0, reading.reasons)
    contradictions = {name: count for name, count in found.items() if count}
    frame = pd.DataFrame(columns, index=pd.Index(table.rows, name="row"))
    repeated = _repeated_ids(file, columns, table.rows)
    notes = (*table.notes, *repeated, *_notes(study, readings, contradictions))
    scales = _scales(study, frame)
    return Coded(frame, absent, scales, contradictions, notes, reasons)


def _absent(state: np.ndarray, reading: Reading | None) -> np.ndarray:
    if reading is None:
        return np.full(len(state), 2, np.int8)
    silent = (state == UNKNOWN) & ~reading.known
    not_asked = (state == NOT_ASKED) | silent
    return np.where(not_asked, 2, reading.not_applicable).astype(np.int8)


def _blanked(values: Any, out: np.ndarray) -> Any:
    return pd.Series(values).mask(out).array if out.any() else values


def _scales(study: Study, frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    ends = {name: study.scale_of(name) for name in study.items if name in frame}
    return {name: scale for name, scale in ends.items() if scale is not None}


def _repeated_ids(
    file: WaveFile, columns: Mapping[str, Any], rows: np.ndarray
) -> Iterator[Message]:
    """Yield a note on rows whose own id another row has: one person may count twice."""
    name = heading(file.columns.respondent or "")
    ids = pd.Series(columns.get(name, ()), dtype=object)
    again = np.flatnonzero(ids.duplicated() & ids.notna())
    if len(again):
        yield Message(
            "Rows with the same {column} as an earlier row: {n}, the first of them row "
            "{row} of the file. Each counts as one more person; look whether somebody "
            "is there twice.",
            {
                "column": name,
                "n": Number(len(again), "count"),
                "row": Number(int(rows[again[0]]), "count"),
            },
        )


def _notes(
    study: Study, readings: Mapping[str, Reading], contradictions: Mapping[str, int]
) -> list[Message]:
    turned = [name for name in readings if study.answers(name).turned]
    notes = [
        Message(
            "{n} answers to {item} were left out: these people were not asked it.",
            {"n": Number(count, "count"), "item": study.label(name) or name},
        )
        for name, count in contradictions.items()
    ]
    notes += [
        Message(
            "Answers to {item} that are people's own words and none of those offered: "
            "{n}. They count as the answer that takes such words.",
            {
                "n": Number(reading.own_words, "count"),
                "item": study.label(name) or name,
            },
        )
        for name, reading in readings.items()
        if reading.own_words
    ]
    if turned:
        labels = tuple(study.label(name) or name for name in turned)
        notes.append(
            Message(
                "Low codes are the good ones of {items}; they were turned round, so "
                "that higher is better.",
                {"items": Listing(labels)},
            )
        )
    return notes
