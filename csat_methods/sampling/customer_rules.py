"""Which customers do stated conditions speak of?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from csat_methods import _checks

REST = "rest"
"""A type that is whoever belongs to no other."""

OPERATORS: Mapping[str, Callable[[pd.Series, Any], pd.Series]] = {
    "in": lambda column, values: column.isin(list(values)),
    "not_in": lambda column, values: column.notna() & ~column.isin(list(values)),
    "equals": lambda column, value: column == value,
    "not_equals": lambda column, value: column.notna() & (column != value),
    "at_least": lambda column, value: column >= value,
    "at_most": lambda column, value: column <= value,
    "above": lambda column, value: column > value,
    "below": lambda column, value: column < value,
    "ends_with": lambda column, value: column.astype("str").str.endswith(value),
    "missing": lambda column, value: column.isna() == value,
}
"""What a condition may ask of a column; a blank meets none but ``missing``."""


def meets(frame: pd.DataFrame, rule: Mapping[str, Any], name: str) -> np.ndarray:
    """Return which rows meet all conditions of a rule.

    Parameters
    ----------
    rule : dict
        ``{column: value}``, ``{column: [values]}`` or
        ``{column: {"at_least": 5, "below": 20}}``; all must hold.
    name : str
        What the rule is called, for messages.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If a rule is no dict, an operator unknown, or a column of another kind.

    Examples
    --------
    >>> frame = pd.DataFrame({"orders": [0, 3, 9]})
    >>> meets(frame, {"orders": {"at_least": 1, "below": 9}}, "some").tolist()
    [False, True, False]
    """
    if not isinstance(rule, Mapping) or not rule:
        raise ValueError(f"{name}={rule!r} must be conditions by column.")
    _checks.columns(map(str, frame.columns), list(rule), "the frame")
    met = np.ones(len(frame), bool)
    for column, told in rule.items():
        for operator, value in _conditions(told, f"{name}: {column}").items():
            met &= _holds(frame[column], operator, value, f"{name}: {column}")
    return met


def _conditions(told: Any, name: str) -> Mapping[str, Any]:
    if isinstance(told, Mapping):
        _checks.keys(name, told, OPERATORS)
        return told
    listed = isinstance(told, Sequence) and not isinstance(told, str)
    return {"in" if listed else "equals": told}


def _holds(column: pd.Series, operator: str, value: Any, name: str) -> np.ndarray:
    try:
        answer = OPERATORS[operator](column, value)
    except (TypeError, ValueError) as fault:
        raise ValueError(
            f"{name}: {operator}={value!r} does not go with values such as "
            f"{column.iloc[0]!r}."
        ) from fault
    return answer.fillna(value=False).to_numpy(bool) & (
        column.notna().to_numpy() | (operator == "missing")
    )


def classes(
    frame: pd.DataFrame, rules: Mapping[str, Any], name: str, ids: pd.Series
) -> np.ndarray:
    """Return the type of each row: exactly one, or it is refused.

    Raises
    ------
    ValueError
        If a row belongs to no type or to several, or several types are the rest.
    """
    if not isinstance(rules, Mapping) or not rules:
        raise ValueError(f"{name}={rules!r} must name at least one type.")
    rests = [kind for kind, rule in rules.items() if rule == REST]
    if len(rests) > 1:
        raise ValueError(f"{name}: only one type can be the rest, not {rests}.")
    held = {
        kind: meets(frame, rule, kind) for kind, rule in rules.items() if rule != REST
    }
    count = np.sum([*held.values(), np.zeros(len(frame), int)], axis=0)
    _check_classes(name, rests, held, count, ids)
    found = np.full(len(frame), rests[0] if rests else "", dtype=object)
    for kind, rows in held.items():
        found[rows] = kind
    return found


def _check_classes(
    name: str,
    rests: list[str],
    held: Mapping[str, np.ndarray],
    count: np.ndarray,
    ids: pd.Series,
) -> None:
    """Refuse types that leave somebody out or overlap, both at once."""
    faults = _checks.Faults()
    none, several = np.flatnonzero(count == 0), np.flatnonzero(count > 1)
    if len(none) and not rests:
        faults.add(
            f"{name}: {len(none)} customers belong to no type, such as "
            f"{ids.iloc[none[0]]!r}; a type may be {REST!r}."
        )
    if len(several):
        kinds = [kind for kind, rows in held.items() if rows[several[0]]]
        faults.add(
            f"{name}: {len(several)} customers belong to several types, such as "
            f"{ids.iloc[several[0]]!r} to {kinds}."
        )
    faults.stop()
