"""Is this outcome an amount, a yes or no, or an ordered answer?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods.estimates.model_columns import is_category, levels_of, text_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST_CATEGORIES = 30
"""An ordered answer with more categories is an amount."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """The outcome of a model.

    Attributes
    ----------
    name : str
    y : ndarray, shape (r,)
        Amounts, 0 and 1, or the places 0 to C − 1 of ordered answers.
    categories : int
        How many categories it has; 0 for amounts.
    thresholds : dict
        ``1|2`` to the categories on both sides, of ordered answers.
    """

    name: str
    y: np.ndarray
    categories: int = 0
    thresholds: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def amount(wave: Wave, name: str, rows: np.ndarray) -> Outcome:
    """Return an outcome of amounts.

    Raises
    ------
    ValueError
        If it holds names, or everybody gave the same answer.
    """
    wave.measured([name])
    y = wave.answers(name)[rows, 0]
    if not np.ptp(y):
        raise ValueError(f"outcome={name!r}: everybody answered {y[0]:g}.")
    return Outcome(name, y)


def yes_or_no(wave: Wave, name: str, rows: np.ndarray) -> Outcome:
    """Return an outcome of two answers; the later one in order is yes.

    Raises
    ------
    ValueError
        If it has not exactly two.
    """
    is_category(wave, name)
    column = wave.frame[name]
    levels = levels_of(column, rows)
    if len(levels) != 2:
        shown = ", ".join(map(text_of, levels[:5]))
        raise ValueError(
            f"outcome={name!r} has {len(levels)} answers ({shown}); family='logistic' "
            "needs two."
        )
    y = (column == levels[1]).to_numpy(bool)[rows].astype(float)
    return Outcome(name, y, 2)


def ordered(wave: Wave, name: str, rows: np.ndarray) -> Outcome:
    """Return an outcome of ordered answers.

    Raises
    ------
    ValueError
        If its answers have no order, or there is one only, or too many.
    """
    column = wave.frame[name]
    has_order = isinstance(column.dtype, pd.CategoricalDtype) and column.dtype.ordered
    if is_category(wave, name) and not has_order:
        raise ValueError(
            f"outcome={name!r} holds names without an order; family='ordinal' needs "
            "numbers or an ordered categorical."
        )
    levels = levels_of(column, rows)
    if not 2 <= len(levels) <= MOST_CATEGORIES:
        raise ValueError(
            f"outcome={name!r} has {len(levels)} different answers; family='ordinal' "
            f"needs 2 to {MOST_CATEGORIES}."
        )
    place = {level: i for i, level in enumerate(levels)}
    y = np.array([place[answer] for answer in column[rows].tolist()], float)
    texts = [text_of(level) for level in levels]
    thresholds = {f"{a}|{b}": (a, b) for a, b in pairwise(texts)}
    return Outcome(name, y, len(levels), thresholds)


OUTCOMES: dict[str, Callable[[Wave, str, np.ndarray], Outcome]] = {
    "linear": amount,
    "logistic": yes_or_no,
    "ordinal": ordered,
}
"""How the outcome of each family is read."""
