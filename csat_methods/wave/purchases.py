"""What is recorded of each person's purchases, in the codes of the questionnaire?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods._near_names import did_you_mean
from csat_methods.study.checks import Purchases
from csat_methods.study.instrument import Study
from csat_methods.study.plan import WaveFile
from csat_methods.wave.cells import Cells
from csat_methods.wave.coding import READERS
from csat_methods.wave.file_columns import Pseudonyms
from csat_methods.wave.question import Question
from csat_methods.wave.raw_table import RawTable, heading

COMPARED = frozenset({"scale", "binary", "nominal", "number", "date"})
"""Types of items that one recorded value can be held against."""


def read_purchases(
    table: RawTable, study: Study, file: WaveFile, pseudonyms: Pseudonyms
) -> pd.DataFrame:
    """Return what is recorded of each person: one row a person, one column an item.

    Values are read as the answers are: the same codes, words, days and blanks. Its
    index is the pseudonym of the person, under the name of the wave's column.

    Raises
    ------
    ValueError
        With one sentence a fault: columns that are missing, ids that are empty or
        twice there, items that have no one value, cells that are no answer.
    """
    faults = Faults()
    told = file.purchases or Purchases(id="", answers={})
    present = list(table.frame.columns)
    for column in dict.fromkeys(map(heading, (told.id, *told.answers.values()))):
        if column not in present:
            hint = did_you_mean(column, present)
            faults.add(f"purchases: column {column!r} is not in the file{hint}")
    for item in told.answers:
        if study.items[item].type not in COMPARED:
            faults.add(
                f"purchases: item {item!r} is of type {study.items[item].type}; only "
                f"{', '.join(sorted(COMPARED))} can be held against a record."
            )
    _stop(table, faults)
    ids = _ids(table, pseudonyms, told, faults)
    columns = {item: _read(table, study, item, c, faults)
               for item, c in told.answers.items()}  # fmt: skip
    _stop(table, faults)
    return pd.DataFrame(columns, pd.Index(ids, name=heading(file.id_column)))


def _stop(table: RawTable, faults: Faults) -> None:
    faults.sentences = [f"{table.name}: {words}" for words in faults.sentences]
    faults.stop()


def _ids(
    table: RawTable, pseudonyms: Pseudonyms, told: Purchases, faults: Faults
) -> Any:
    """Return who each row is, as a pseudonym."""
    cells = Cells.of(table, heading(told.id))
    empty = cells.codes < 0
    if empty.any():
        first = table.rows[np.flatnonzero(empty)[0]]
        faults.add(f"{int(empty.sum())} rows have no id; first in row {first}.")
    times = np.bincount(cells.codes[~empty], minlength=len(cells.distinct))
    if (times > 1).any():
        again = ~empty & (np.append(times, 0)[cells.codes] > 1)
        first = table.rows[np.flatnonzero(again)[0]]
        faults.add(
            f"{int((times > 1).sum())} ids are there twice; first in row {first}. Give "
            "one row a person."
        )
    return pseudonyms.of(cells)


def _read(table: RawTable, study: Study, item: str, column: str, faults: Faults) -> Any:
    question = Question(study.items[item], study.answers(item))
    cells = Cells.of(table, heading(column), question.silent)
    return READERS[question.item.type](question, [cells], faults).columns[item]
