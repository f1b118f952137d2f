"""What do experts hold of the items of a questionnaire?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults, first_of
from csat_methods.study.contradictions import unknown
from csat_methods.study.plan import WaveFile
from csat_methods.wave.cells import Cells, points_of
from csat_methods.wave.file_columns import Pseudonyms
from csat_methods.wave.own_figures import Read
from csat_methods.wave.raw_table import RawTable, heading


@dataclass(frozen=True, eq=False)
class ExpertPanel:
    """Ratings of items by experts, and the scale they were given on.

    Attributes
    ----------
    ratings : pandas.DataFrame, shape (experts, items)
        Blank where an expert skipped an item; the index holds pseudonyms, or numbers.
    categories, lowest : int
        Points of the scale, and its lowest code.
    relevant, essential : tuple of int
        Codes that call an item relevant, and essential; the latter may be empty.
    """

    ratings: pd.DataFrame
    categories: int = 4
    lowest: int = 1
    relevant: tuple[Any, ...] = (3, 4)
    essential: tuple[Any, ...] = ()


def read_experts(file: WaveFile, study: Any, read: Read) -> ExpertPanel | None:
    """Return the experts of a wave file's sources; None where it names none.

    Parameters
    ----------
    read : callable
        A source to the rows of its file.

    Raises
    ------
    ValueError
        With one sentence a fault: columns that are no items, cells off the scale, an
        expert who stands in the file twice.
    """
    source = file.sources.experts
    if source is None:
        return None
    table = read(source).without(source.leave_out)
    points = [float(source.lowest + step) for step in range(source.categories)]
    faults = Faults()
    index = _experts(table, source.id, study, faults)
    hidden = heading(source.id) if source.id is not None else None
    columns = {}
    for name in table.frame.columns:
        if name == hidden:
            continue
        for _, words in unknown((), [name], study.items, "item"):
            faults.add(f"{table.name}: column {words}")
        columns[name] = _ratings(table, name, points, faults)
    if not columns:
        faults.add(f"{table.name}: has no column of ratings.")
    faults.stop()
    return ExpertPanel(
        ratings=pd.DataFrame(columns, index=index),
        categories=source.categories,
        lowest=source.lowest,
        relevant=source.relevant,
        essential=source.essential,
    )


def _experts(
    table: RawTable, column: str | None, study: Any, faults: Faults
) -> pd.Index:
    """Return who the experts are: pseudonyms, or numbers from one."""
    if column is None:
        return pd.RangeIndex(1, len(table.rows) + 1)
    if heading(column) not in table.frame.columns:
        faults.add(f"{table.name}: sources.experts.id={column!r} is no column of it.")
        return pd.RangeIndex(1, len(table.rows) + 1)
    found = pd.Index(Pseudonyms(study.id).of(Cells.of(table, heading(column))))
    twice = [int(table.rows[i]) for i in np.flatnonzero(found.duplicated())]
    if twice:
        rows = f"rows [{first_of(twice)}] are"
        faults.add(f"{table.name}: {rows} of experts who came before.")
    return found


def _ratings(
    table: RawTable, name: str, points: list[float], faults: Faults
) -> np.ndarray:
    """Return one item's ratings, NaN for a blank."""
    rule = f"no point from {points[0]:g} to {points[-1]:g}"
    return points_of(table, name, _is_blank, points, rule, faults)


def _is_blank(cell: Any) -> bool:
    return not str(cell).strip()
