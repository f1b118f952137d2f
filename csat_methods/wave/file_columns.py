"""Which column of a file is which item, and what becomes of the other columns?"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods._messages import normal_text
from csat_methods._near_names import did_you_mean
from csat_methods.study.fields import code_key
from csat_methods.study.instrument import Study
from csat_methods.study.plan import Design, WaveFile
from csat_methods.study.questions import Item
from csat_methods.wave.cells import Cells
from csat_methods.wave.file_kinds import another_kind
from csat_methods.wave.raw_table import RawTable, heading

Values = Mapping[str, Any]
"""Column to one value a row, as an array."""


# ----------------------------------------------------------------------- items
def columns_of(item: Item, file: WaveFile) -> list[str]:
    """Return the columns that hold an item in a wave's file."""
    if item.columns:
        return [heading(column) for column in item.columns.values()]
    return [heading(file.renamed.get(item.id, item.column or item.id))]


def item_columns(
    table: RawTable, study: Study, file: WaveFile, faults: Faults
) -> dict[str, list[str]]:
    """Return the columns of each item that the file has; missing ones are faults."""
    found = {}
    for name, item in study.items.items():
        columns = columns_of(item, file)
        missing = [c for c in columns if c not in table.frame.columns]
        if not missing:
            found[name] = columns
        elif name not in file.not_asked:
            for column in missing:
                hint = did_you_mean(column, table.frame.columns)
                faults.add(
                    f"column {column!r} of item {name!r} is not in the file; if it was "
                    f"not asked in this wave, name it under not_asked{hint}"
                )
    if faults.sentences and table.unmatched:
        listed = ", ".join(table.unmatched)
        faults.add(f"columns of the file that are no item: {listed}.")
    hint = another_kind(table.frame, file.sources.responses.kind)
    if faults.sentences and hint:
        faults.add(hint)
    return found


# ------------------------------------------------------------------- the others
def other_columns(
    table: RawTable,
    study: Study,
    design: Design,
    used: Mapping[str, list[str]],
    pseudonyms: Pseudonyms,
    faults: Faults,
) -> dict[str, Any]:
    """Return the columns that are no item: numbers where all are, else text."""
    taken = {column for columns in used.values() for column in columns}
    names = {c for item in study.items.values() for c in item.frame_columns}
    hidden = {heading(c) for c in (design.person, design.respondent) if c}
    numeric = _numeric(design, table.frame.columns)
    made = {}
    for column in table.frame.columns:
        if column in taken:
            continue
        cells = Cells.of(table, column)
        if column in names:
            faults.add(
                f"column {column!r} has the name of an item that is read from another "
                "column; leave it out or rename the item."
            )
        elif column in hidden:
            made[column] = pseudonyms.of(cells)
        elif column in numeric:
            made[column] = numbers_of(cells, faults)
        else:
            made[column] = plain_cells(cells)
    return made


KEPT_IN = "CSAT_ID_KEY"
"""Variable of the environment that holds the key of pseudonyms."""


@cache
def _random_key() -> bytes:
    """Return a key that nobody knows, and that is gone with this process."""
    return secrets.token_bytes(32)


def pseudonym_key() -> bytes:
    """Return the key of pseudonyms: one kept outside, or a new one a process.

    Without it an id cannot be had from its pseudonym, not even by trying all ids.
    """
    given = os.environ.get(KEPT_IN, "")
    return hashlib.sha256(given.encode()).digest() if given else _random_key()


class Pseudonyms(dict[Any, str]):
    """A keyed digest of each id: the same person has the same in all waves.

    One reading of a wave holds one, since its files are mostly about the same people.

    Parameters
    ----------
    study : str
        The id of the study.
    """

    def __init__(self, study: str) -> None:
        super().__init__()
        self._begun = hmac.new(pseudonym_key(), f"{study}\0".encode(), "sha256")

    def __missing__(self, cell: Any) -> str:
        """Return the digest of an id that was in no column before."""
        digest = self._begun.copy()
        digest.update(code_key(cell).encode())
        return self.setdefault(cell, digest.hexdigest()[:16])

    def of(self, cells: Cells) -> Any:
        """Return the digests of a column, one a row."""
        return cells.spread_text([self[cell] for cell in cells.distinct])


def numbers_of(cells: Cells, faults: Faults) -> np.ndarray:
    """Return the numbers of a column; cells that are none are faults."""
    numbers = cells.numbers()
    cells.refuse([number is None for number in numbers], "no finite number", faults)
    return cells.spread([1.0 if number is None else number for number in numbers])


def plain_cells(cells: Cells) -> Any:
    """Return a column as days, as numbers where every cell is one, else as text."""
    if any(isinstance(cell, pd.Timestamp) for cell in cells.distinct):
        return np.array([*cells.distinct, None], "datetime64[us]")[cells.codes]
    numbers = cells.numbers(guess=False)
    if not numbers or None in numbers:
        texts = [normal_text(str(cell)) for cell in cells.distinct]
        return cells.spread_text(texts)
    values = cells.spread(numbers)
    whole = (values % 1 == 0).all() and (abs(values) < 2**53).all()
    return values.astype(np.int64) if whole else values


def made_columns(columns: Values, design: Design, faults: Faults) -> dict[str, Any]:
    """Return the new columns that a wave file makes of others."""
    made: dict[str, Any] = {}
    for make, wanted in ((_joined, design.combined), (_first, design.first_of)):
        for name, parts in wanted.items():
            known = {**columns, **made}
            missing = [part for part in map(heading, parts) if part not in known]
            for part in missing:
                hint = did_you_mean(part, known)
                faults.add(f"{name!r} is made of {part!r}, which is no column{hint}")
            if name in known:
                faults.add(f"{name!r} is a column already; choose another name.")
            if not missing:
                made[name] = make({part: known[heading(part)] for part in parts})
    return made


def _first(parts: Values) -> Any:
    """Return the first cell that is not empty; later columns are told by name."""
    found = None
    for name, values in parts.items():
        text = pd.Series(values).map(_shown).mask(pd.isna(values)).astype("str")
        found = text if found is None else found.fillna(f"{name}: " + text)
    return pd.Series(found).array


def _joined(parts: Values) -> Any:
    empty = np.any([pd.isna(part) for part in parts.values()], axis=0)
    text = [pd.Series(part).map(_shown).astype("str") for part in parts.values()]
    joined = text[0].str.cat(text[1:], sep=" / ") if text[1:] else text[0]
    return joined.mask(empty).astype("str").array


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, str) else code_key(value)


# ---------------------------------------------------------------------- design
def matching(patterns: Iterable[str], columns: Iterable[str]) -> list[str]:
    """Return the columns that names or patterns such as ``repw*`` stand for."""
    known = list(columns)
    return [
        column
        for pattern in map(heading, patterns)
        for column in ([c for c in known if fnmatchcase(c, pattern)] or [pattern])
    ]


def _numeric(design: Design, columns: Iterable[str]) -> set[str]:
    """Return the columns of a design that must hold numbers."""
    named = [design.weights] if design.weights else []
    wanted = [*named, *design.population_size, *design.replicate_weights]
    return set(matching(wanted, columns))


def check_design(
    columns: Values, design: Design, rows: np.ndarray, faults: Faults
) -> None:
    """Refuse design columns that are missing, or have cells that cannot be."""
    for use, names in _uses(design, columns).items():
        for name in names:
            if name not in columns:
                hint = did_you_mean(name, columns)
                faults.add(f"{use}: column {name!r} is not in the file{hint}")
                continue
            for rule, wrong in _wrong(use, columns[name]).items():
                _refuse(name, rule, wrong, columns[name], rows, faults)


def _uses(design: Design, columns: Values) -> dict[str, list[str]]:
    """Return the columns behind each part of a design."""
    single = ("weights", "strata", "person", "respondent")
    several = ("clusters", "population_size", "replicate_weights")
    uses = {use: getattr(design, use) for use in (*single, *several)}
    listed = {u: (g,) if isinstance(g, str) else g or () for u, g in uses.items()}
    return {use: matching(names, columns) for use, names in listed.items()}


def _wrong(use: str, values: Any) -> dict[str, np.ndarray]:
    """Return the rows that break each rule of a use."""
    if use in {"person", "respondent"}:
        return {}
    empty = {f"{use}: {{cells}} empty": np.asarray(pd.isna(values))}
    if use in {"strata", "clusters"} or np.asarray(values).dtype.kind not in "fiu":
        return empty
    low = 1 if use == "population_size" else 0
    return empty | {f"{use}: {{cells}} below {low}": np.asarray(values, float) < low}


def _refuse(
    name: str,
    rule: str,
    wrong: np.ndarray,
    values: Any,
    rows: np.ndarray,
    faults: Faults,
) -> None:
    hits = np.flatnonzero(wrong)
    if len(hits):
        cells = f"{len(hits)} cells are" if len(hits) > 1 else "1 cell is"
        first = values[hits[0]]
        shown = "" if pd.isna(first) else f": {first}"
        faults.add(
            f"column {name!r}, {rule.format(cells=cells)}; first in row "
            f"{rows[hits[0]]}{shown}."
        )
