"""How likely is each customer who was asked to answer, by what is known of all?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.statistics.response_chances import (
    ChanceFit,
    independent,
    response_chances,
)

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

CLASSES = 5
"""Groups that a predictor of many numbers is cut into, of equal weight."""


@dataclass(frozen=True, eq=False)
class Asked:
    """People who were to be asked: whether they answered, and what is known of all.

    Attributes
    ----------
    rows : ndarray of bool, shape (n,)
        Rows of the wave, those inside the domain.
    x : ndarray, shape (r, k)
        A column of ones, then the predictors; the first level of each is left out.
    answered : ndarray, shape (r,)
        0 or 1.
    groups : dict of str to Series
        Predictor to the group of each row; numbers are in classes.
    """

    rows: np.ndarray
    x: np.ndarray
    answered: np.ndarray
    groups: Mapping[str, pd.Series]

    def fit(self, weights: np.ndarray) -> ChanceFit:
        """Return the weighted logistic regression of answering on the predictors."""
        return response_chances(self.x, self.answered, weights)


def asked_of(wave: Wave, responded: str, predictors: str | Sequence[str]) -> Asked:
    """Return who was to be asked, who answered, and what is known of all.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If `responded` has anything but 0 and 1, or everybody or nobody answered; if
        a predictor has blanks or a single level, is named twice, or follows from the
        others.
    """
    names = [predictors] if isinstance(predictors, str) else list(predictors)
    _checks.columns(map(str, wave.frame.columns), [responded, *names], "the wave")
    if not names or len(set(names)) < len(names) or responded in names:
        raise ValueError(
            f"predictors={names} must name at least one column, each once, and not "
            f"{responded!r}."
        )
    rows = wave.domain & (wave.design.weights > 0)
    frame = wave.frame.loc[rows]
    answered = _answered(frame[responded], responded)
    _check_predictors(frame, names)
    parts = [_coded(wave, frame[name]) for name in names]
    x = np.column_stack([np.ones(len(frame)), *parts])
    weights = wave.design.weights[rows]
    if not independent(x):
        raise ValueError(
            f"predictors={names}: one of them follows from the others; leave it out."
        )
    groups = {name: _groups(wave, frame[name], weights) for name in names}
    return Asked(rows, x, answered, groups)


def _answered(column: pd.Series, name: str) -> np.ndarray:
    values = pd.to_numeric(column, errors="coerce").to_numpy(float)
    if len(values) == 0 or not np.isin(values, (0, 1)).all():
        raise ValueError(f"responded={name!r} must be 0 or 1 for everybody asked.")
    if values.min() == values.max():
        said = "everybody" if values[0] else "nobody"
        raise ValueError(
            f"responded={name!r}: {said} answered, so nothing tells people apart."
        )
    return values


def _check_predictors(frame: pd.DataFrame, names: list[str]) -> None:
    faults = _checks.Faults()
    for name in names:
        blanks = int(frame[name].isna().sum())
        if blanks:
            faults.add(
                f"predictor {name!r} is empty for {blanks} of {len(frame)} people; it "
                "must be known of everybody asked."
            )
        elif frame[name].nunique() < 2:
            faults.add(f"predictor {name!r} is the same for everybody asked.")
    faults.stop()


def is_amount(wave: Wave, column: pd.Series) -> bool:
    """Whether a column's numbers mean amounts, not names of groups."""
    if column.dtype.kind not in "iuf":
        return False
    name = str(column.name)
    if name in wave.segments:
        return False
    item = wave.item(name)
    return item is None or item.type not in ("nominal", "binary")


def _coded(wave: Wave, column: pd.Series) -> np.ndarray:
    """Return the columns of the regression that a predictor makes, (r, ·)."""
    if is_amount(wave, column):
        values = column.to_numpy(float)
        if not np.isfinite(values).all():
            raise ValueError(f"predictor {column.name!r} holds infinite numbers.")
        return ((values - values.mean()) / values.std())[:, None]
    codes, levels = pd.factorize(column, sort=True)
    return (codes[:, None] == np.arange(1, len(levels))).astype(float)


def _groups(wave: Wave, column: pd.Series, weights: np.ndarray) -> pd.Series:
    """Return the group of each row: a level, or a class of equal weight."""
    if not is_amount(wave, column) or column.nunique() <= CLASSES:
        return column.map(_text)
    order = np.argsort(column.to_numpy(float), kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    values = column.to_numpy(float)
    places = np.searchsorted(reached, np.arange(1, CLASSES) / CLASSES)
    cuts = np.unique(values[order][np.minimum(places, len(order) - 1)])
    codes = np.searchsorted(cuts, values, side="left")
    codes = np.unique(codes, return_inverse=True)[1]
    names = [_range(values[codes == code]) for code in range(codes.max() + 1)]
    ordered = pd.Categorical.from_codes(codes, names, ordered=True)
    return pd.Series(ordered, column.index, name=column.name)


def _range(values: np.ndarray) -> str:
    low, high = (_text(v) for v in (values.min(), values.max()))
    return low if low == high else f"{low} … {high}"


def _text(level: Any) -> str:
    if isinstance(level, float | np.floating):
        return f"{level:.6g}"
    return str(level)
