"""What is left of a Result when some of its rows may not be shown?

Its table loses the rows; notes, counts and a class's own fields lose whatever could
know them. What cannot be told apart goes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Text
from csat_methods.report.placing import inside, numbers
from csat_methods.result import Result, Used

_BASE = frozenset(f.name for f in fields(Result))


def redacted(
    result: Result, hide: np.ndarray, *, people: int, drop: Iterable[str] = ()
) -> Result:
    """Return a result that knows nothing of its hidden rows, nor of single people.

    Parameters
    ----------
    result : Result
    hide : ndarray of bool, one a row
        Rows that must not be shown.
    people : int
        Rows of the wave: a field that has as many holds one value a person.
    drop : iterable of str
        Columns that may not be shown.

    Returns
    -------
    Result
        Of the same class; without the covariance of its estimates.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["a", "b"], "estimate": [1.0, 2.0], "n": [40, 3]})
    >>> result = Result(table=table, method="Mean", used=Used(43, (3, 40)))
    >>> shown = redacted(result, np.array([False, True]), people=43)
    >>> shown.used.used, shown.table["term"].tolist()
    ((40, 40), ['a'])
    """
    table = result.table
    visible = table[~hide] if hide.any() else table
    dropped = [c for c in drop if c in table]
    visible = visible.drop(columns=dropped) if dropped else visible
    changes: dict[str, Any] = {"table": visible, "covariance_source": None}
    if hide.any():
        changes |= {
            "used": _used(result, visible),
            "notes": _notes(result, visible),
            **_fields(result, table[hide], visible),
        }
    lengths = {people, result.used.asked} - {0, len(table)}
    return replace(result, **{**changes, **_without_people(result, changes, lengths)})


def _used(result: Result, visible: pd.DataFrame) -> Used:
    """Return what the visible rows rest on, and nothing of the others."""
    if len(visible) == 0:
        return Used(0, (0, 0))
    n = visible["n"] if "n" in visible else pd.Series(result.used.used)
    return Used(result.used.asked, (int(n.min()), int(n.max())))


def _notes(result: Result, visible: pd.DataFrame) -> tuple[Message, ...]:
    """Return the notes that speak of visible rows only: their numbers, their names."""
    known = {result.key_of(row) for row in visible.to_dict("records")}
    shown = [result.label(term) for term in sorted(_labels_of(result, visible))]
    named = [name for label in shown for name in inside(label, Text)]
    return tuple(
        note
        for note in result.notes
        if all(n.ref.rpartition(".")[0] in known for n in numbers(note))
        and all(name in named for name in inside(note, Text))
    )


def _labels_of(result: Result, rows: pd.DataFrame) -> set[str]:
    """Return the terms and levels that rows name."""
    named = [c for c in result.keys if c in rows]
    return {str(value) for column in named for value in rows[column]}


def _own_fields(result: Result) -> dict[str, Any]:
    names = (f.name for f in fields(result) if f.name not in _BASE)
    return {name: getattr(result, name) for name in names}


def _fields(
    result: Result, hidden: pd.DataFrame, visible: pd.DataFrame
) -> dict[str, Any]:
    """Return a class's own fields without what belongs to hidden rows.

    In a segmented result, and in one of which nothing is visible, only what is
    labelled by terms or levels can be told apart; the rest goes.
    """
    gone = _labels_of(result, hidden) - _labels_of(result, visible)
    redact = _without_labels
    if result.by or len(visible) == 0:
        redact = _labelled_only
    kept = {name: redact(value, gone) for name, value in _own_fields(result).items()}
    return kept | {name: _emptied(kept[name]) for name in result.wholes}


def _emptied(value: Any) -> Any:
    """Return a field of all rows together without what it says."""
    return (
        value[:0] if isinstance(value, pd.DataFrame) else _labelled_only(value, set())
    )


def _without_labels(value: Any, gone: set[str]) -> Any:
    """Return a field of a result without segments, hidden terms taken out."""
    if isinstance(value, pd.DataFrame):
        columns = [c for c in value if str(c) not in gone]
        return value.loc[~_names(value, gone), columns]
    if isinstance(value, pd.Series):
        return value[~value.index.astype(str).isin(gone)]
    if isinstance(value, Mapping):
        return {k: v for k, v in value.items() if str(k) not in gone}
    return value[:0] if isinstance(value, np.ndarray) else value


def _labelled_only(value: Any, gone: set[str]) -> Any:
    """Return the rows of a field that name what is visible; nothing else."""
    if isinstance(value, pd.DataFrame) and len(_words(value).columns):
        return value[~_names(value, gone)]
    if isinstance(value, pd.DataFrame | pd.Series | np.ndarray | tuple):
        return value[:0]
    if isinstance(value, Mapping):
        return {}
    return value if isinstance(value, str | bool) else _nothing(value)


def _nothing(value: Any) -> Any:
    return math.nan if isinstance(value, float | int) else None


def _words(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.select_dtypes(exclude="number").astype(str)


def _names(frame: pd.DataFrame, gone: set[str]) -> pd.Series:
    """Return which rows of a frame name something hidden."""
    named = _words(frame).isin(gone).any(axis=1)
    return named | frame.index.astype(str).isin(gone)


def _without_people(
    result: Result, changes: Mapping[str, Any], lengths: set[int]
) -> dict[str, Any]:
    """Return fields that hold one value a person, so are of such a length, emptied."""
    own = {**_own_fields(result), **changes}
    casewise = (pd.DataFrame, pd.Series, np.ndarray)
    personal = getattr(type(result), "personal", ())
    return {
        name: own[name][:0]
        for name in _own_fields(result)
        if isinstance(own[name], casewise)
        and (name in personal or len(own[name]) in lengths)
    }
