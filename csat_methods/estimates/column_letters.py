"""Which columns of a banner is each of its cells higher than?"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase
from typing import Any

import pandas as pd


def column_names(count: int) -> list[str]:
    """Return the letters of columns: A to Z, then AA, AB and on.

    Examples
    --------
    >>> column_names(28)[-3:]
    ['Z', 'AA', 'AB']
    """
    return [_letters(place) for place in range(1, count + 1)]


def _letters(place: int) -> str:
    letters = ""
    while place:
        place, rest = divmod(place - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return letters


def column_letters(
    comparisons: pd.DataFrame,
    segments: Sequence[Any] | None = None,
    *,
    alpha: float = 0.05,
    keys: Sequence[str] = ("term",),
) -> pd.DataFrame:
    """Return the letters of the columns that each cell is clearly higher than.

    Parameters
    ----------
    comparisons : pandas.DataFrame
        One row a pair: `keys`, ``segment, reference, estimate`` (segment − reference),
        ``p_adjusted``, as :func:`csat_methods.compare_segments` makes them.
    segments : sequence, optional
        The columns of the banner from left to right, lettered A, B, C …; in the order
        of the comparisons when not given.
    alpha : float
        A difference with a smaller adjusted p is clear.
    keys : sequence of str
        Columns that name a row of the banner.

    Returns
    -------
    pandas.DataFrame
        Rows by key in their order, one column a segment, cells such as ``"AC"``; empty
        where a cell is higher than no other. Letters of more than one sign are joined
        by spaces.

    Examples
    --------
    Yazd rates delivery higher than Qom; nothing else is clear:

    >>> pairs = pd.DataFrame(
    ...     {
    ...         "term": ["delivery"] * 3,
    ...         "segment": ["Qom", "Rey", "Rey"],
    ...         "reference": ["Yazd", "Yazd", "Qom"],
    ...         "estimate": [-0.8, -0.3, 0.5],
    ...         "p_adjusted": [0.001, 0.4, 0.08],
    ...     }
    ... )
    >>> column_letters(pairs, ["Yazd", "Qom", "Rey"])
             Yazd Qom Rey
    term
    delivery    B
    """
    columns = _columns(comparisons) if segments is None else list(segments)
    names = dict(zip(columns, column_names(len(columns)), strict=True))
    rows = list(dict.fromkeys(map(tuple, comparisons[list(keys)].to_numpy(object))))
    higher: dict[tuple[Any, Any], list[str]] = {}
    clear = comparisons[comparisons["p_adjusted"] < alpha].to_dict("records")
    for row in clear:
        upper, lower = row["segment"], row["reference"]
        if row["estimate"] < 0:
            upper, lower = lower, upper
        if {upper, lower} <= set(names):
            place = (tuple(row[key] for key in keys), upper)
            higher.setdefault(place, []).append(names[lower])
    cells = [[_joined(higher.get((row, c), [])) for c in columns] for row in rows]
    index = pd.MultiIndex.from_tuples(rows, names=list(keys))
    if len(keys) == 1:
        index = pd.Index([row[0] for row in rows], name=keys[0])
    return pd.DataFrame(cells, index=index, columns=columns, dtype=object)


def _columns(comparisons: pd.DataFrame) -> list[Any]:
    """Return the segments, those that others are compared with first."""
    pairs = comparisons[["reference", "segment"]].to_numpy(object)
    return list(dict.fromkeys(pairs.ravel().tolist()))


def _joined(letters: list[str]) -> str:
    ordered = sorted(letters, key=lambda each: (len(each), each))
    return ("" if all(len(each) == 1 for each in letters) else " ").join(ordered)
