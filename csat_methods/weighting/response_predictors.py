"""On what may the chance of an answer rest, person by person?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.survey_design.stages import codes

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def predictor_cells(
    wave: Wave, names: list[str], rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the predictors of each cell of alike people, and everybody's cell.

    Numbers stay as they are; text and categories become one column a level but the
    first.

    Parameters
    ----------
    rows : ndarray of int, shape (r,)

    Returns
    -------
    x : ndarray, shape (C, q)
        A column of ones first.
    cell : ndarray of int, shape (r,)

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If somebody has no value.
    """
    _checks.columns(wave.frame.columns, names, "the wave")
    columns, alike = [np.ones((len(rows), 1))], np.zeros(len(rows), np.int64)
    faults = _checks.Faults()
    for name in names:
        values = wave.frame[name].iloc[rows]
        blank = int(values.isna().sum())
        if blank:
            faults.add(f"predictors: {blank} people have no value of {name!r}.")
            continue
        level, kinds = pd.factorize(values, sort=True)
        columns.append(_columns(values, level, len(kinds)))
        alike = codes(alike * len(kinds) + level)[0]
    faults.stop()
    firsts = np.zeros(int(alike.max(initial=-1)) + 1, np.int64)
    firsts[alike[::-1]] = np.arange(len(rows))[::-1]
    return np.hstack(columns)[firsts], alike


def _columns(values: pd.Series, level: np.ndarray, count: int) -> np.ndarray:
    """Return a predictor's columns, shape (r, q)."""
    if values.dtype.kind in "fiub":
        return values.to_numpy(float)[:, None]
    return np.eye(count)[level][:, 1:]
