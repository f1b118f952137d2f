"""What does the organization itself say: its staff, its standards, its own figures?

The levels of the chain that no customer is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._checks import Faults
from csat_methods.study.contradictions import unknown
from csat_methods.study.fields import code_key
from csat_methods.study.plan import WaveFile
from csat_methods.study.sources import FIGURES
from csat_methods.wave.cells import points_of
from csat_methods.wave.own_figures import (
    OwnFigure,
    Read,
    judged_item,
    own_figures,
    turned,
)
from csat_methods.wave.raw_table import RawTable


@dataclass(frozen=True, eq=False)
class Organization:
    """The organization's own levels, by characteristic.

    Attributes
    ----------
    staff : pandas.DataFrame or None
        One row a person of the staff, one column a characteristic: what customers are
        believed to expect.
    standards, delivered, promised : dict
        Characteristic to its figure.
    mapped : dict
        Source to (day, author) of its table.
    """

    staff: pd.DataFrame | None = None
    standards: Mapping[str, OwnFigure] = field(default_factory=dict)
    delivered: Mapping[str, OwnFigure] = field(default_factory=dict)
    promised: Mapping[str, OwnFigure] = field(default_factory=dict)
    mapped: Mapping[str, tuple[date, str]] = field(default_factory=dict)


def read_organization(file: WaveFile, study: Any, read: Read) -> Organization | None:
    """Return what the wave file's sources say of the organization; None for nothing.

    Parameters
    ----------
    read : callable
        A source to the rows of its file.

    Raises
    ------
    ValueError
        With one sentence a fault: unknown columns or characteristics, cells that are no
        numbers, points off the scale, figures outside their table.
    """
    told = {name: getattr(file.sources, name) for name in FIGURES}
    given = {name: figures for name, figures in told.items() if figures is not None}
    source = file.sources.staff
    if source is None and not given:
        return None
    staff = None
    if source is not None:
        staff = staff_answers(read(source).without(source.leave_out), study)
    return Organization(
        staff=staff,
        **{name: own_figures(each, study, name, read) for name, each in given.items()},
        mapped={
            name: (each.day, each.author)
            for name, each in given.items()
            if each.mapping and each.day is not None and each.author is not None
        },
    )


# ----------------------------------------------------------------------- staff
def staff_answers(table: RawTable, study: Any) -> pd.DataFrame:
    """Return the staff's answers by characteristic, the mean of several items.

    A column is a characteristic or one of its expectation items; any other is refused,
    lest a name be kept or an answer be lost.

    Raises
    ------
    ValueError
        If a column is neither, or a cell is no answer of the scale.
    """
    faults, columns = Faults(), {}
    for name in table.frame.columns:
        if _characteristic(study, name) is None:
            known = [*study.catalogue, *study.role("expectation")]
            for _, words in unknown((), [name], known, "characteristic or expectation"):
                faults.add(f"{table.name}: column {words}")
            continue
        columns[name] = _answers(table, study, name, faults)
    if not columns:
        faults.add(f"{table.name}: has no column of answers.")
    faults.stop()
    about = [_characteristic(study, name) for name in columns]
    answers = pd.DataFrame(columns)
    if len({*about}) == len(about):
        return answers.set_axis(about, axis=1)
    return answers.T.groupby(about, sort=False).mean().T


def _characteristic(study: Any, name: str) -> str | None:
    if name in study.catalogue:
        return name
    item = study.items.get(name)
    held = item is not None and item.role == "expectation"
    return item.characteristic if held else None


def _answers(table: RawTable, study: Any, name: str, faults: Faults) -> np.ndarray:
    item = name if name in study.items else judged_item(study, name)
    taken = study.answers(item) if item is not None else None
    empty = {""} | (taken.not_applicable | taken.blank if taken else set())
    points = {float(p) for p in taken.points} if taken and taken.ends else set()

    def is_empty(cell: Any) -> bool:
        return code_key(cell) in empty

    rule = "no point of the scale"
    return turned(points_of(table, name, is_empty, points, rule, faults), taken)
