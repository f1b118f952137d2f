"""Who answered the outcome and all its drivers, and what is due to each driver?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.statistics import importance_gradients, relative_importance as pieces
from csat_methods.statistics.dependence import dependence
from csat_methods.statistics.influence import influence
from csat_methods.statistics.moments import correlation, moments
from csat_methods.statistics.subset_regression import MOST_PREDICTORS
from csat_methods.wave.smooth import Piece

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

BY_NUMBER = "auto"
"""LMG, or where its orders of drivers are too many, Johnson's weights."""

MOST_LEVELS = 20
"""Levels of a category that is a driver."""

Formula = Callable[..., np.ndarray]


class Division(NamedTuple):
    """A way to divide R² among drivers: its name, formula and gradient."""

    name: str
    formula: Formula
    gradient: Formula
    grouped: bool = False
    """Whether a driver may be a category with several columns."""


_LMG = pieces.lmg, importance_gradients.lmg_gradient
DIVISIONS = {
    "lmg": Division("Relative importance (LMG)", *_LMG, grouped=True),
    "johnson": Division(
        "Relative weights (Johnson)",
        pieces.johnson,
        importance_gradients.johnson_gradient,
    ),
    "dominance": Division("General dominance", *_LMG, grouped=True),
    "pratt": Division(
        "Pratt's measure", pieces.pratt, importance_gradients.pratt_gradient
    ),
    "first": Division(
        "Squared correlation", pieces.first, importance_gradients.first_gradient
    ),
    "last": Division(
        "Squared semi-partial correlation",
        pieces.last,
        importance_gradients.last_gradient,
    ),
}
"""Parts of R²; lmg, johnson, dominance and pratt add up to it."""


@dataclass(frozen=True, eq=False)
class Drivers:
    """The outcome and its drivers as columns.

    Attributes
    ----------
    outcome : str
    names : tuple of str
        The drivers.
    widths : tuple of int
        Columns of each driver: one, or the dummies of a category.
    x : ndarray, shape (n, 1 + sum(widths))
        The outcome first; NaN for no answer; all rows of the wave.
    """

    outcome: str
    names: tuple[str, ...]
    widths: tuple[int, ...]
    x: np.ndarray

    @property
    def behind(self) -> tuple[str, ...]:
        """The wave's columns that every piece rests on."""
        return (self.outcome, *self.names)

    @property
    def columns(self) -> list[str]:
        """The driver of each column of x but the first."""
        listed = zip(self.names, self.widths, strict=True)
        return [name for name, width in listed for _ in range(width)]

    def how(self) -> dict[str, Any]:
        """Return the argument that a formula needs where drivers are categories."""
        return {"sizes": self.widths} if max(self.widths) > 1 else {}


def drivers_of(
    wave: Wave, outcome: str | None, predictors: str | Sequence[str] | None
) -> Drivers:
    """Return the outcome and the drivers that are asked for, or those of the study.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the outcome is no amount or among the drivers, or a driver is a date, a
        text or a category of too many levels.
    """
    (outcome,) = wave.measured(wave.outcome() if outcome is None else outcome)
    listed = wave.columns(wave.drivers() if predictors is None else predictors)
    if outcome in listed:
        raise ValueError(f"outcome={outcome!r} is among the predictors {listed}.")
    blocks = [_columns(wave, name) for name in listed]
    return Drivers(
        outcome,
        tuple(listed),
        tuple(block.shape[1] for block in blocks),
        np.column_stack([wave.answers(outcome), *blocks]),
    )


def _columns(wave: Wave, name: str) -> np.ndarray:
    """Return a driver's answers, or a category's dummies without the first."""
    item, column = wave.item(name), wave.frame[name]
    if item is not None and item.type in {"date", "text"}:
        wave.measured([name])
    nominal = item is not None and item.type == "nominal"
    if not nominal and column.dtype.kind in "fiub":
        return wave.answers(name)
    levels = sorted(column[wave.domain].dropna().unique())
    if not 2 <= len(levels) <= MOST_LEVELS:
        raise ValueError(
            f"predictor={name!r} has {len(levels)} levels; a category needs 2 to "
            f"{MOST_LEVELS}."
        )
    held = column.notna().to_numpy()[:, None]
    dummies = np.column_stack([column == level for level in levels[1:]])
    return np.where(held, dummies.astype(float), np.nan)


def fault_of(drivers: Drivers, rows: np.ndarray, weights: np.ndarray) -> str:
    """Return why these rows cannot divide R², or an empty text."""
    x, q = drivers.x[rows], drivers.x.shape[1]
    if len(x) < q + 1:
        answered = (~np.isnan(drivers.x)).sum(axis=0)
        listed = [drivers.outcome, *drivers.columns]
        fewest = listed[int(answered.argmin())]
        return (
            f"predictors: {len(x)} people answered the outcome and all drivers; at "
            f"least {q + 1} are needed. Fewest answered {fewest!r}."
        )
    flat = np.flatnonzero(np.ptp(x, axis=0) == 0)
    if len(flat):
        names = [[drivers.outcome, *drivers.columns][j] for j in flat]
        return f"columns={names} are constant: nothing goes with them."
    R = correlation(moments(x[:, 1:], weights[rows]).covariance)
    tied = dependence(R, drivers.columns)
    return f"predictors: {tied}; leave one out." if tied else ""


def importance_piece(
    drivers: Drivers, rows: np.ndarray, weights: np.ndarray, division: Division
) -> Piece:
    """Return the parts of R² over some rows, with their influence values.

    Raises
    ------
    ValueError
        If the division knows no categories, or there are too many drivers.
    """
    how = drivers.how()
    if how and not division.grouped:
        several = sorted({n for n in drivers.columns if drivers.columns.count(n) > 1})
        raise ValueError(f"predictors={several} are categories; use method='lmg'.")
    x, w = drivers.x[rows], weights[rows]
    found = moments(x, w)
    S = found.covariance
    return Piece(
        rows,
        division.formula(S, **how),
        lambda: influence(x, None, found, B=division.gradient(S, **how)),
        lambda w: division.formula(moments(x, w).covariance, **how),
    )


def complete_rows(wave: Wave, drivers: Drivers, domain: np.ndarray) -> np.ndarray:
    """Return who answered the outcome and all drivers and counts, shape (n,)."""
    answered = ~np.isnan(drivers.x).any(axis=1)
    return domain & answered & (wave.design.weights != 0)


def plain_statistics(
    drivers: Drivers, rows: np.ndarray, weights: np.ndarray
) -> pd.DataFrame:
    """Return R², and each driver's correlation and standardized slope.

    The last two are missing where a driver is a category with several columns.
    """
    S = moments(drivers.x[rows], weights[rows]).covariance
    R = correlation(S)
    slopes = np.linalg.solve(R[1:, 1:], R[1:, 0])
    starts = np.cumsum([0, *drivers.widths[:-1]])
    single = np.array(drivers.widths) == 1
    return pd.DataFrame(
        {
            "r_squared": float(pieces.r2(S)),
            "correlation": np.where(single, R[0, 1:][starts], np.nan),
            "slope": np.where(single, slopes[starts], np.nan),
        }
    )


def division_of(method: str, drivers: Drivers) -> Division:
    """Return a way to divide R² by its name, or the one for so many drivers.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    name = _checks.one_of("method", method, (*DIVISIONS, BY_NUMBER))
    if name == BY_NUMBER:
        many = len(drivers.names) > MOST_PREDICTORS and max(drivers.widths) == 1
        name = "johnson" if many else "lmg"
    return DIVISIONS[name]
