"""What does the organization measure itself, on the scale of the customers' answers?

Figures stand on that scale, or are put there by a table in the wave file: a monotone
one, with the day it was set and its author.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from csat_methods._checks import Faults
from csat_methods.study.contradictions import undeclared
from csat_methods.study.fields import number_of
from csat_methods.study.sources import DataFile, Figures
from csat_methods.wave.cells import written
from csat_methods.wave.raw_table import RawTable

COLUMNS = ("characteristic", "value", "se", "n")
"""Columns of a file of figures; the last two may be left out."""

Read = Callable[[DataFile], RawTable]


@dataclass(frozen=True, eq=False)
class OwnFigure:
    """One figure of the organization.

    Attributes
    ----------
    value, se : float
        On the scale of the answers; the error is 0 where none is known.
    n : float
        What it rests on; NaN where that is not said.
    measured : float
        As the organization measures it.
    mapping : tuple of (float, float)
        Measured figures and their points on the scale; empty where it is measured on
        the scale itself.
    """

    value: float
    se: float = 0.0
    n: float = np.nan
    measured: float = np.nan
    mapping: tuple[tuple[float, float], ...] = ()


def own_figures(
    figures: Figures, study: Any, name: str, read: Read
) -> dict[str, OwnFigure]:
    """Return the figures of one source, on the scale of the answers.

    Raises
    ------
    ValueError
        If one names an unknown characteristic, lies outside its table, or comes out off
        the scale; all at once.
    """
    found: dict[str, OwnFigure] = {}
    faults = Faults()
    where = figures.source.file if figures.source else f"sources.{name}"
    for row, characteristic, value, se, n in _rows(figures, read, where, faults):
        rule = _misplaced(characteristic, study.catalogue, found)
        if rule:
            _note(faults, where, row, rule, name=characteristic)
            continue
        turn = _turning(study, characteristic)
        table = tuple(
            (x, turn(y)) for x, y in sorted(figures.mapping.get(characteristic, ()))
        )
        figure = _on_the_scale(value if table else turn(value), se, n, table)
        fault = _fault(study, characteristic, figure)
        if fault:
            _note(faults, where, row, "{fault}", fault=fault)
        found[characteristic] = figure
    faults.stop()
    return found


def _misplaced(name: str, known: Collection[str], found: Collection[str]) -> str:
    """Return why a row's characteristic cannot have its figure, or nothing."""
    if name in found:
        return "{name!r} has a figure already."
    if name in known:
        return ""
    return f"{{name!r}} {undeclared(name, known, 'characteristic')}"


def _note(faults: Faults, where: str, row: int, rule: str, **values: Any) -> None:
    if row:
        faults.add_row(f"{where}: ", row, rule, **values)
    else:
        faults.add(f"{where}: {rule.format(**values)}")


def _rows(
    figures: Figures, read: Read, where: str, faults: Faults
) -> Iterator[tuple[int, str, float, float, float]]:
    """Yield the row (0 of none), the characteristic, its figure, the error and n."""
    if figures.source is None:
        for name, value in figures.values.items():
            yield 0, name, value, 0.0, np.nan
        return
    table = read(figures.source)
    missing = [name for name in COLUMNS[:2] if name not in table.frame.columns]
    if missing:
        raise ValueError(f"{where}: has no column {', '.join(missing)}.")
    nothing = [""] * len(table.rows)
    cells = [written(table, c) if c in table.frame else nothing for c in COLUMNS]
    for row, name, *numbers in zip(table.rows, *cells, strict=True):
        read_numbers = [_number(cell, figures.decimal) for cell in numbers]
        for column, cell, number in zip(
            COLUMNS[1:], numbers, read_numbers, strict=True
        ):
            if number is None or (column != "value" and number < 0):
                rule = f"{column}={{cell!r}} must be a number."
                _note(faults, where, row, rule, cell=cell)
        value, se, n = (np.nan if each is None else each for each in read_numbers)
        if not np.isnan(value):
            yield row, str(name).strip(), value, float(np.nan_to_num(se)), n


def _number(cell: Any, decimal: str | None) -> float | None:
    """Return a cell as a number, NaN where it is empty, None where it is none."""
    text = str(cell).replace(",", ".") if decimal == "," else cell
    return np.nan if str(cell).strip() == "" else number_of(text)


def mapped(value: float, table: tuple[tuple[float, float], ...]) -> float:
    """Return the point of a figure on the scale, straight between those of a table.

    Examples
    --------
    >>> mapped(0.9, ((0.8, 3.0), (1.0, 7.0)))
    5.0
    """
    figures, points = zip(*table, strict=True)
    return float(np.interp(value, figures, points))


def slope(value: float, table: tuple[tuple[float, float], ...]) -> float:
    """Return how far a figure's point moves with the figure, the steeper side."""
    figures, points = (np.array(each) for each in zip(*table, strict=True))
    steps = np.abs(np.diff(points) / np.diff(figures))
    beside = (figures[:-1] <= value) & (value <= figures[1:])
    return float(steps[beside].max())


def _on_the_scale(
    value: float, se: float, n: float, table: tuple[tuple[float, float], ...]
) -> OwnFigure:
    if not table:
        return OwnFigure(value, se, n, value)
    if not table[0][0] <= value <= table[-1][0]:
        return OwnFigure(np.nan, np.nan, n, value, table)
    return OwnFigure(mapped(value, table), se * slope(value, table), n, value, table)


def _fault(study: Any, characteristic: str, figure: OwnFigure) -> str:
    """Return what is wrong with a figure, or nothing."""
    if np.isnan(figure.value):
        low, high = figure.mapping[0][0], figure.mapping[-1][0]
        return (
            f"{characteristic}={figure.measured:g} lies outside its mapping, {low:g} "
            f"to {high:g}."
        )
    item = judged_item(study, characteristic)
    ends = study.scale_of(item) if item is not None else None
    if ends is None:
        return ""
    low, high = ends
    points = [point for _, point in figure.mapping] or [figure.value]
    off = [point for point in points if not low <= point <= high]
    if off:
        name = characteristic
        return f"{name}={off[0]:g} must lie on the scale, {low:g} to {high:g}."
    return ""


def judged_item(study: Any, characteristic: str) -> str | None:
    """Return the item whose answers a characteristic's figures are held against."""
    asked = (
        name
        for name, item in study.items.items()
        if item.characteristic == characteristic
        and item.role in ("expectation", "perception")
    )
    return next(asked, None)


def turned(values: Any, taken: Any) -> Any:
    """Return values of a scale whose low codes are the good ones turned round."""
    return sum(taken.ends) - values if taken is not None and taken.turned else values


def _turning(study: Any, characteristic: str) -> Callable[[float], float]:
    item = judged_item(study, characteristic)
    taken = study.answers(item) if item is not None else None
    return lambda value: float(turned(value, taken))
