"""How often was each answer, each pair of answers, each whole pattern given?

Answers are numbers from a short list of categories; a blank is NaN. Counts are of
rows, or weighted. Pairs come from one matrix product over indicator columns, exact
without weights; patterns are the distinct rows, blanks included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

BLOCK = 8192
"""Rows a block of indicator columns; their counts are exact in single precision."""

WIDEST = 2**20
"""A table from answer to position is used up to this span of whole numbers."""

RADIX = 2**62
"""Keys of patterns stay below this."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Patterns:
    """The distinct rows of answers.

    Attributes
    ----------
    rows : ndarray, shape (m, k)
        In ascending order, column after column, blanks (NaN) last.
    n : ndarray of int, shape (m,)
        How many rows show the pattern.
    weight : ndarray, shape (m,)
        Their weights added up.
    index : ndarray of int, shape (n,)
        The pattern of each row.
    """

    rows: np.ndarray
    n: np.ndarray
    weight: np.ndarray
    index: np.ndarray


def positions(x: ArrayLike, categories: ArrayLike) -> np.ndarray:
    """Return each answer's place in the list of categories, -1 for a blank.

    Parameters
    ----------
    x : array_like, shape (n, k)
    categories : array_like, shape (C,)
        Ascending, no two alike.

    Returns
    -------
    ndarray of int, shape (n, k)

    Raises
    ------
    ValueError
        If the categories do not ascend, or an answer is none of them.

    Examples
    --------
    >>> positions([[1.0, 5.0], [float("nan"), 3.0]], [1, 3, 5])
    array([[ 0,  2],
           [-1,  1]])
    """
    answers, known = _table(x), np.asarray(categories, dtype=float)
    if known.ndim != 1 or not known.size or not (np.diff(known) > 0).all():
        raise ValueError(f"categories={known.tolist()} must ascend.")
    blank = np.isnan(answers)
    place = _places(np.where(blank, known[0], answers), known)
    strange = np.unique(answers[(known[place] != answers) & ~blank])
    if strange.size:
        raise ValueError(
            f"answers={strange[:10].tolist()} are not among "
            f"categories={known.tolist()}."
        )
    return np.where(blank, -1, place)


def category_counts(
    x: ArrayLike, weights: ArrayLike | None, categories: ArrayLike
) -> np.ndarray:
    """Return how often each category was answered, item by item.

    Parameters
    ----------
    x : array_like, shape (n, k)
    weights : array_like, shape (n,), or None
        None counts rows.
    categories : array_like, shape (C,)

    Returns
    -------
    ndarray, shape (k, C)

    Raises
    ------
    ValueError
        If an answer is no category, or weights are missing or too few.

    Examples
    --------
    >>> category_counts([[1.0, 2.0], [1.0, float("nan")]], None, [1, 2])
    array([[2., 0.],
           [0., 1.]])
    """
    place = positions(x, categories) + 1
    w, c = _weights(weights, len(place)), np.size(categories)
    columns = [np.bincount(item, w, minlength=c + 1)[1:] for item in place.T]
    return np.array(columns, dtype=float).reshape(place.shape[1], c)


def pair_counts(
    x: ArrayLike, weights: ArrayLike | None, categories: ArrayLike
) -> np.ndarray:
    """Return the table of every pair of items, each over the rows that answered both.

    Parameters
    ----------
    x : array_like, shape (n, k)
    weights : array_like, shape (n,), or None
        None counts rows, exactly.
    categories : array_like, shape (C,)

    Returns
    -------
    ndarray, shape (k, k, C, C)
        Entry (i, j, a, b): item i answered with category a and item j with b.

    Raises
    ------
    ValueError
        If an answer is no category, or weights are missing or too few.

    Examples
    --------
    >>> pair_counts([[1.0, 2.0], [1.0, 1.0], [2.0, 2.0]], None, [1, 2])[0, 1]
    array([[1., 1.],
           [0., 1.]])
    """
    place = positions(x, categories)
    w, (n, k), c = _weights(weights, len(place)), place.shape, np.size(categories)
    kind = np.float32 if w is None else np.float64
    table = np.zeros((k * c, k * c))
    for start in range(0, n, BLOCK):
        rows = slice(start, start + BLOCK)
        here = (place[rows, :, None] == np.arange(c)).reshape(-1, k * c).astype(kind)
        table += here.T @ (here if w is None else w[rows, None] * here)
    return table.reshape(k, c, k, c).transpose(0, 2, 1, 3)


def patterns(x: ArrayLike, weights: ArrayLike | None = None) -> Patterns:
    """Return the distinct rows of answers, blanks included, and how many show each.

    Parameters
    ----------
    x : array_like, shape (n, k)
    weights : array_like, shape (n,), optional

    Returns
    -------
    Patterns

    Raises
    ------
    ValueError
        If weights are missing or too few.

    Examples
    --------
    >>> blank = float("nan")
    >>> found = patterns([[2.0, 1.0], [1.0, blank], [2.0, 1.0], [1.0, 4.0]])
    >>> found.rows
    array([[ 1.,  4.],
           [ 1., nan],
           [ 2.,  1.]])
    >>> found.n
    array([1, 1, 2])
    """
    answers = _table(x)
    w = _weights(weights, len(answers))
    keys = np.zeros(len(answers), dtype=np.int64)
    size = 1
    for column in answers.T:
        values, place = np.unique(column, return_inverse=True)
        if size * len(values) > RADIX:
            kept, keys = np.unique(keys, return_inverse=True)
            size = len(kept)
        keys, size = keys * len(values) + place, size * len(values)
    _, first, index, n = np.unique(
        keys, return_index=True, return_inverse=True, return_counts=True
    )
    weight = n.astype(float) if w is None else np.bincount(index, w, len(n))
    return Patterns(rows=answers[first], n=n, weight=weight, index=index)


def _table(x: ArrayLike) -> np.ndarray:
    answers = np.asarray(x)
    if answers.ndim != 2 or answers.dtype.kind not in "biuf":
        raise ValueError(
            f"x of shape {answers.shape} and type {answers.dtype} must be a table of "
            "numbers, rows by columns."
        )
    return answers.astype(float, copy=False)


def _weights(weights: ArrayLike | None, n: int) -> np.ndarray | None:
    if weights is None:
        return None
    w = np.asarray(weights, dtype=float)
    if w.shape != (n,) or not np.isfinite(w).all():
        raise ValueError(
            f"weights of shape {w.shape} must be finite and one for each of {n} rows."
        )
    return w


def _places(answers: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return the nearest category not above: by a table where that is short."""
    lowest, highest = known[0], known[-1]
    inside = np.clip(answers, lowest, highest)
    short = highest - lowest < WIDEST and np.array_equal(known, np.rint(known))
    if not short:
        return np.searchsorted(known, inside, side="right") - 1
    span = np.arange(lowest, highest + 1)
    table = np.searchsorted(known, span, side="right") - 1
    return table[(inside - lowest).astype(np.intp)]
