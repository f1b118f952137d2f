"""What was given for each level of the chain: columns, a number, a row, the staff?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.wave.own_figures import OwnFigure

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LEVELS = ("expected", "understood", "planned", "delivered", "perceived")
PROMISED = "promised"
CUSTOMERS, STAFF, FIGURE = "customers", "staff", "figure"

Given = Mapping[str, Any]
"""Level to {characteristic: column(s), number or row of a Result}, or to None."""


@dataclass(frozen=True, eq=False)
class Place:
    """One level of one characteristic: where its value comes from.

    Attributes
    ----------
    source : str
        ``customers``, ``staff`` or ``figure``.
    columns : tuple of str
        Of the wave, for customers.
    value, se, n, df : float
        Of a figure; the error of a number is 0, its degrees of freedom endless.
    mapping : tuple of (float, float)
        Measured figures and their points on the scale.
    """

    source: str
    columns: tuple[str, ...] = ()
    value: float = np.nan
    se: float = 0.0
    n: float = np.nan
    df: float = np.inf
    measured: float = np.nan
    mapping: tuple[tuple[float, float], ...] = ()


Chain = dict[str, dict[str, Place]]
"""Characteristic to its levels, in their order; the promise last."""


def placed(name: str, characteristic: str, given: Any, faults: _checks.Faults) -> Place:
    """Return where one level of a characteristic comes from.

    Parameters
    ----------
    given : str, sequence of str, number, OwnFigure, Place, or row of a Result
    """
    if isinstance(given, Place):
        return given
    if isinstance(given, OwnFigure):
        kept = ("value", "se", "n", "measured", "mapping")
        return Place(FIGURE, **{key: getattr(given, key) for key in kept})
    columns = (given,) if isinstance(given, str) else given
    if isinstance(columns, list | tuple) and columns and all(map(_is_text, columns)):
        return Place(CUSTOMERS, tuple(columns))
    row = _row(given)
    if row is None or not np.isfinite(row["estimate"]):
        faults.add(
            f"{name}[{characteristic!r}]={given!r} must be a column or columns, a "
            "finite number, or the row of a Result."
        )
        return Place(FIGURE)
    return _figure(row)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _row(given: Any) -> Mapping[str, Any] | None:
    """Return the row of a Result, a Result of one row, or a number as one."""
    if isinstance(given, bool):
        return None
    if isinstance(given, Real):
        return {"estimate": float(given), "se": 0.0}
    table = getattr(given, "table", None)
    if isinstance(table, pd.DataFrame):
        given = table.iloc[0] if len(table) == 1 else None
    if isinstance(given, pd.Series):
        given = given.to_dict()
    held = isinstance(given, Mapping) and {"estimate", "se"} <= set(given)
    return given if held else None


def _figure(row: Mapping[str, Any]) -> Place:
    df = float(row.get("df", np.inf))
    return Place(
        FIGURE,
        value=float(row["estimate"]),
        se=float(row["se"]),
        n=float(row.get("n", np.nan)),
        df=np.inf if np.isnan(df) else df,
    )


def check_scales(wave: Wave, chain: Chain) -> None:
    """Check that all levels of all characteristics stand on one scale.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If scales differ, or a figure lies outside.
    """
    faults, scales = _checks.Faults(), {}
    columns = [
        c for places in chain.values() for p in places.values() for c in p.columns
    ]
    wave.measured(list(dict.fromkeys(columns)))
    for name, places in chain.items():
        own = {wave.scales.get(c) for p in places.values() for c in p.columns}
        if len(own) > 1:
            words = ", ".join(sorted(map(_words, own)))
            faults.add(f"characteristic={name!r} has unequal scales: {words}.")
        ends = next(iter(own), None)
        scales[name] = ends
        for level, place in places.items():
            off = ends is not None and not ends[0] <= place.value <= ends[1]
            if place.source == FIGURE and off and not np.isnan(place.value):
                faults.add(
                    f"{level}[{name!r}]={place.value:g} must lie on the scale, "
                    f"{_words(ends)}."
                )
    known = {ends for ends in scales.values() if ends is not None}
    if len(known) > 1:
        words = ", ".join(sorted(map(_words, known)))
        faults.add(
            f"characteristics={list(chain)} have unequal scales: {words}; a chain "
            "needs one."
        )
    faults.stop()


def _words(scale: tuple[float, float] | None) -> str:
    return "none" if scale is None else f"{scale[0]:g} to {scale[1]:g}"
