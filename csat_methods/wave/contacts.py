"""What became of everybody who was to be asked, and how many customers are there?

The contact file and the frame of customers. Columns that nothing describes, people
without an outcome, and outcomes that the answers contradict are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csat_methods._checks import Faults, first_of
from csat_methods._near_names import did_you_mean
from csat_methods._once import once
from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.study.outcomes import OUTCOMES, outcome_of
from csat_methods.study.plan import Contacts, WaveFile
from csat_methods.wave.cells import Cells
from csat_methods.wave.file_columns import (
    Pseudonyms,
    check_design,
    numbers_of,
    plain_cells,
)
from csat_methods.wave.raw_table import RawTable, heading

ANSWERED = ("I", "P")
DISPOSITION, RESPONDED, ATTEMPTS, SIZE = "disposition", "responded", "attempts", "size"
DESIGN = ("weights", "strata")


@dataclass(frozen=True, eq=False)
class ContactFile:
    """A contact file while it is read."""

    table: RawTable
    study: Study
    file: WaveFile
    columns: Contacts
    pseudonyms: Pseudonyms
    faults: Faults

    def cells(self, column: str) -> Cells:
        """Return the cells of a column."""
        return Cells.of(self.table, heading(column))

    def rows(self, wrong: np.ndarray) -> str:
        """Return the rows of the file that are meant, in words."""
        return f"rows {first_of(self.table.rows[wrong].tolist())}"


def read_contacts(
    table: RawTable,
    study: Study,
    file: WaveFile,
    answers: pd.DataFrame,
    pseudonyms: Pseudonyms,
) -> pd.DataFrame:
    """Return everybody who was to be asked, one a row.

    Parameters
    ----------
    answers : pandas.DataFrame
        Those who answered, with their pseudonyms.
    pseudonyms : Pseudonyms
        What the study's ids become.

    Returns
    -------
    pandas.DataFrame
        The pseudonym under the name of ``columns.respondent``, ``disposition,
        responded, attempts`` and the file's other columns.

    Raises
    ------
    ValueError
        With one sentence a fault: columns that are missing or described nowhere, ids
        that are empty or twice there, people without a disposition, unknown codes,
        attempts that are no numbers, and answers that the dispositions contradict.
    """
    faults = Faults()
    contacts = file.contacts or Contacts(id="", disposition="")
    read = ContactFile(table, study, file, contacts, pseudonyms, faults)
    columns = _checked_columns(read)
    _stop(read)
    found = {**_who(read), **_outcomes(read), **_attempts(read)}
    found |= {c: _other(read, c) for c in columns}
    check_design(found, _design_of(file, found), table.rows, faults)
    _stop(read)
    frame = pd.DataFrame(found, index=pd.Index(table.rows, name="row"))
    _check_answers(read, frame, answers)
    _stop(read)
    return frame


def _stop(read: ContactFile) -> None:
    faults = read.faults
    faults.sentences = [f"{read.table.name}: {words}" for words in faults.sentences]
    faults.stop()


def _checked_columns(read: ContactFile) -> list[str]:
    """Return the columns besides id, outcome and attempts; unknown ones are faults."""
    told, design = read.columns, read.file.columns
    own = [heading(c) for c in (told.id, told.disposition, told.attempts) if c]
    known = [*read.study.segments, *read.study.items, *told.described]
    known += [c for c in (design.weights, design.strata) if c]
    present = list(read.table.frame.columns)
    for column in own:
        if column not in present:
            hint = did_you_mean(column, present)
            read.faults.add(f"contacts: column {column!r} is not in the file{hint}")
    others = [c for c in present if c not in own]
    described = {heading(c) for c in known}
    for column in others:
        if column not in described:
            read.faults.add(
                f"column {column!r} is described nowhere; name it under "
                "contacts.described, or under leave_out."
            )
    return others


def _who(read: ContactFile) -> dict[str, Any]:
    """Return the pseudonyms, under the name they have among the answers."""
    cells = read.cells(read.columns.id)
    empty, counts = cells.codes < 0, np.bincount(cells.codes[cells.codes >= 0])
    if empty.any():
        read.faults.add(f"{int(empty.sum())} people have no id: {read.rows(empty)}.")
    twice = ~empty & (np.append(counts, 0)[cells.codes] > 1)
    if twice.any():
        read.faults.add(
            f"{int((counts > 1).sum())} ids are there twice: {read.rows(twice)}."
        )
    name = heading(str(read.file.columns.respondent))
    return {name: read.pseudonyms.of(cells)}


def _outcomes(read: ContactFile) -> dict[str, Any]:
    """Return each person's outcome as a letter, and whether it is an answer."""
    cells = read.cells(read.columns.disposition)
    own = {code_key(code): letter for code, letter in read.columns.codes.items()}
    letters = [
        own.get(key) or outcome_of(cell)
        for key, cell in zip(cells.spelled, cells.distinct, strict=True)
    ]
    empty = cells.codes < 0
    if empty.any():
        read.faults.add(
            f"{int(empty.sum())} people have no disposition: {read.rows(empty)}."
        )
    unknown = [
        str(cell)
        for cell, letter in zip(cells.distinct, letters, strict=True)
        if letter is None
    ]
    if unknown:
        read.faults.add(
            f"the dispositions [{first_of(unknown)}] are not known; known: "
            f"{', '.join(OUTCOMES)}, their names, AAPOR's numbers, and what "
            "contacts.codes says."
        )
    came = cells.spread_flags(letter in ANSWERED for letter in letters)
    return {
        DISPOSITION: cells.spread_text(letters),
        RESPONDED: came.astype(np.int64),
    }


def _attempts(read: ContactFile) -> dict[str, Any]:
    if read.columns.attempts is None:
        return {}
    cells = read.cells(read.columns.attempts)
    numbers = cells.numbers()
    wrong = [n is None or n < 0 or n % 1 != 0 for n in numbers]
    cells.refuse(wrong, "no number of attempts", read.faults)
    if (cells.codes < 0).any():
        empty = cells.codes < 0
        read.faults.add(
            f"{int(empty.sum())} people have no number of attempts: {read.rows(empty)}."
        )
    return {ATTEMPTS: cells.spread(numbers)}


def _other(read: ContactFile, column: str) -> Any:
    cells = read.cells(column)
    if column == heading(read.file.columns.weights or ""):
        return numbers_of(cells, read.faults)
    return plain_cells(cells)


def _design_of(file: WaveFile, found: dict[str, Any]) -> Any:
    """Return the design without the parts that the contact file does not have."""
    design = file.columns
    named = {name: getattr(design, name) for name in DESIGN}
    kept = {n: c for n, c in named.items() if c and heading(c) in found}
    return type(design)(**kept)


def contact_design(file: WaveFile, contacts: pd.DataFrame) -> dict[str, Any]:
    """Return the weights and strata of everybody who was to be asked."""
    design = _design_of(file, {str(c): None for c in contacts})
    told = {name: getattr(design, name) for name in DESIGN}
    return {name: heading(column) for name, column in told.items() if column}


def _check_answers(
    read: ContactFile, contacts: pd.DataFrame, answers: pd.DataFrame
) -> None:
    """Refuse answers of people whose outcome is none, and outcomes without answers."""
    places = _places(contacts, answers, str(read.file.columns.respondent))
    strangers = answers.index[places < 0].tolist()
    if strangers:
        read.faults.add(
            f"{len(strangers)} who answered are not in it; first in row {strangers[0]} "
            "of the responses."
        )
    came = contacts[RESPONDED].to_numpy(bool)
    against = answers.index[(places >= 0) & ~came[places]].tolist()
    if against:
        read.faults.add(
            f"{len(against)} answered, though their disposition says otherwise; first "
            f"in row {against[0]} of the responses."
        )
    lost = (contacts[DISPOSITION] == "I").to_numpy(bool, copy=True)
    lost[places[places >= 0]] = False
    if lost.any():
        read.faults.add(
            f"{int(lost.sum())} answered in full by their disposition, and have no "
            f"answers: {read.rows(lost)}."
        )


def attempts_of_answers(
    contacts: pd.DataFrame, answers: pd.DataFrame, respondent: str
) -> pd.Series:
    """Return how many attempts each answer took."""
    places = _places(contacts, answers, respondent)
    attempts = np.append(contacts[ATTEMPTS].to_numpy(float), np.nan)
    return pd.Series(attempts[places], answers.index)


def _places(
    contacts: pd.DataFrame, answers: pd.DataFrame, respondent: str
) -> np.ndarray:
    """Return the place of each answer among the contacts, −1 where it is not there."""
    name = heading(respondent)
    known, said = (pa.array(frame[name].array) for frame in (contacts, answers))
    return pc.index_in(said, known).fill_null(-1).to_numpy()


# ----------------------------------------------------------------------- frame
@once
def read_customers(
    table: RawTable, size: str | None, segments: tuple[str, ...]
) -> pd.DataFrame:
    """Return all customers: their segments, and how many a row stands for.

    Parameters
    ----------
    size : str or None
        The column of how many customers a row stands for; one each without it.

    Raises
    ------
    ValueError
        If the column of sizes is missing or holds anything but numbers above 0, or a
        row that counts customers is there again, word for word.
    """
    faults = Faults()
    present = list(table.frame.columns)
    counts: Any = np.ones(len(table.rows))
    if size is not None and heading(size) not in present:
        faults.add(f"column {size!r} is not in the file{did_you_mean(size, present)}")
    elif size is not None:
        cells = Cells.of(table, heading(size))
        numbers = cells.numbers()
        wrong = [number is None or number <= 0 for number in numbers]
        cells.refuse(wrong, "no number of customers above 0", faults)
        if (cells.codes < 0).any():
            faults.add(f"column {size!r}: {int((cells.codes < 0).sum())} are empty.")
        again = table.frame.duplicated().to_numpy()
        if again.any():
            faults.add(
                f"row {table.rows[again][0]} says what an earlier row says (such rows: "
                f"{int(again.sum())}); a group of customers is counted in one row."
            )
        counts = cells.spread(numbers)
    faults.sentences = [f"{table.name}: {words}" for words in faults.sentences]
    faults.stop()
    kept = [c for c in present if c in {heading(s) for s in segments}]
    columns = {c: plain_cells(Cells.of(table, c)) for c in kept}
    return pd.DataFrame({**columns, SIZE: counts})
