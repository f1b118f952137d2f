"""Which rows meet the conditions that a wave file writes?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from csat_methods import _checks

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

CONDITIONS: dict[str, Callable[[pd.Series, Any], pd.Series]] = {
    "in": lambda column, values: column.isin(values),
    "not_in": lambda column, values: column.notna() & ~column.isin(values),
    "equals": lambda column, value: column == value,
    "not_equals": lambda column, value: column.notna() & (column != value),
    "at_least": lambda column, value: column >= value,
    "at_most": lambda column, value: column <= value,
    "above": lambda column, value: column > value,
    "below": lambda column, value: column < value,
    "missing": lambda column, value: column.isna() == value,
}
"""What a condition may ask of an item; a blank meets none but ``missing``."""


def holds(wave: Wave, when: Sequence[Mapping[str, Any]]) -> pd.Series:
    """Return which rows meet all conditions.

    Parameters
    ----------
    when : list of dict
        ``{item: q1, at_most: 2}``, one operator each; all must hold.

    Raises
    ------
    KeyError
        If an item is not in the wave.
    ValueError
        If a condition has no operator, several, or an unknown one.
    """
    frame = wave.frame
    _checks.columns(map(str, frame.columns), [c["item"] for c in when], "the wave")
    met = pd.Series(data=True, index=frame.index)
    for condition in when:
        operators = {key: value for key, value in condition.items() if key != "item"}
        if len(operators) != 1:
            raise ValueError(f"when={dict(condition)} must have one operator.")
        ((operator, value),) = operators.items()
        _checks.one_of("operator", operator, CONDITIONS)
        answer = CONDITIONS[operator](frame[condition["item"]], value)
        met &= answer.fillna(value=False).astype(bool)
    return met
