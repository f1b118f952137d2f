"""How are complete answers added up, in one exact pass?

Rows are added in blocks that fit the processor's cache, about a fixed centre.
Whole-number answers without weights are added in single precision where that is
exact, else in double.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

BLOCK = 4096
"""Rows a block: 30 columns of it stay in the cache."""

EXACT = 2**24
"""Whole numbers below this are exact in single precision."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Sums:
    """Sums about a fixed centre.

    Attributes
    ----------
    n : int
        Rows with a weight other than zero.
    weight : float
        Sum of the weights.
    first : ndarray, shape (k,)
        Weighted sums of the answers less the centre.
    cross : ndarray, shape (k, k)
        Weighted sums of their products.
    centre : ndarray, shape (k,)
        Near the means: found from the first rows.
    """

    n: int
    weight: float
    first: np.ndarray
    cross: np.ndarray
    centre: np.ndarray


def sums(x: ArrayLike, weights: ArrayLike | None = None) -> Sums:
    """Add up complete answers in one pass.

    Parameters
    ----------
    x : array_like, shape (n, k)
        Answers without blanks.
    weights : array_like, shape (n,), optional

    Returns
    -------
    Sums

    Raises
    ------
    ValueError
        If an answer or a weight is missing or infinite, shapes differ, or the
        weights do not add up to more than zero.

    Examples
    --------
    >>> total = sums([[1.0], [2.0], [6.0]], [1, 1, 2])
    >>> total.n, total.weight, float(total.centre[0] + total.first[0] / total.weight)
    (3, 4.0, 3.75)
    """
    rows, w = complete_answers(x, weights)
    total = _sums(rows, w, _centre(rows[:BLOCK]))
    if total.weight <= 0 and total.n:
        raise ValueError(f"weights add up to {total.weight!r}: it must be above 0.")
    return total


def complete_answers(
    x: ArrayLike, weights: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return answers and weights as arrays that fit each other.

    Whether an answer is missing shows in the sums: see :func:`missing_answers`.

    Raises
    ------
    ValueError
        If the answers are no table of numbers, or there is not one weight a row.

    Examples
    --------
    >>> rows, w = complete_answers([[1, 2], [3, 4]], [1, 2])
    >>> rows.shape, w
    ((2, 2), array([1., 2.]))
    """
    rows = np.asarray(x)
    if rows.ndim != 2 or rows.dtype.kind not in "biuf":
        raise ValueError(
            f"x of shape {rows.shape} and type {rows.dtype} must be a table of "
            "numbers, rows by columns."
        )
    if weights is None:
        return rows, None
    w = np.asarray(weights, dtype=float)
    if w.shape != rows.shape[:1]:
        raise ValueError(
            f"weights of shape {w.shape} must be one for each of {len(rows)} rows."
        )
    return rows, w


def missing_answers(rows: np.ndarray, w: np.ndarray | None) -> str:
    """Return the sentence that says how many answers and weights are missing.

    Examples
    --------
    >>> missing_answers(np.array([[1.0], [np.nan]]), None)[:41]
    '1 rows of x and 0 weights are missing or '
    """
    blank = np.count_nonzero(~np.isfinite(rows).all(axis=1))
    loose = 0 if w is None else np.count_nonzero(~np.isfinite(w))
    return (
        f"{blank} rows of x and {loose} weights are missing or infinite: "
        "moments are of complete answers."
    )


def blocks(n: int) -> Iterator[slice]:
    """Return the slices of n rows, block by block.

    Examples
    --------
    >>> [(s.start, s.stop) for s in blocks(5000)]
    [(0, 4096), (4096, 5000)]
    """
    return (slice(i, min(i + BLOCK, n)) for i in range(0, n, BLOCK))


def side_by_side(columns: Sequence[np.ndarray]) -> np.ndarray:
    """Return columns as one table, shape (n, k), written block by block.

    Examples
    --------
    >>> side_by_side([np.array([1.0]), np.array([3.0])])
    array([[1., 3.]])
    """
    found = np.empty((len(columns[0]), len(columns)))
    for rows in blocks(len(found)):
        np.stack([column[rows] for column in columns], axis=1, out=found[rows])
    return found


def _centre(rows: np.ndarray) -> np.ndarray:
    """Return the means of a few rows: whole numbers if all of them are."""
    with np.errstate(invalid="ignore", over="ignore"):
        mean = rows.sum(axis=0, dtype=float) / max(len(rows), 1)
        return np.rint(mean) if np.array_equal(rows, np.rint(rows)) else mean


def _sums(rows: np.ndarray, w: np.ndarray | None, centre: np.ndarray) -> Sums:
    k = rows.shape[1]
    w = None if w is None or (w == 1).all() else w
    first, cross = np.zeros(k), np.zeros((k, k))
    with np.errstate(invalid="ignore", over="ignore"):
        for s in blocks(len(rows)):
            one, two = _block(rows[s], None if w is None else w[s], centre)
            first += one
            cross += two
    weight = float(len(rows) if w is None else w.sum())
    n = len(rows) if w is None else int(np.count_nonzero(w))
    if not (np.isfinite(first).all() and np.isfinite(cross).all()):
        raise ValueError(missing_answers(rows, w))
    return Sums(n=n, weight=weight, first=first, cross=cross, centre=centre)


def _block(
    block: np.ndarray, w: np.ndarray | None, centre: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    if w is not None:
        y = block - centre
        return w @ y, (w[:, None] * y).T @ y
    small = _small_whole_numbers(block, centre)
    y = block - centre if small is None else small
    return np.ones(len(y), dtype=y.dtype) @ y, y.T @ y


def _small_whole_numbers(block: np.ndarray, centre: np.ndarray) -> np.ndarray | None:
    """Return the centred block in single precision if its sums are exact there."""
    if not np.array_equal(centre, np.rint(centre)):
        return None
    y = block.astype(np.float32)
    code = block.dtype.kind in "biu" and block.dtype.itemsize <= 2
    if not code and not np.array_equal(np.rint(y), block):
        return None
    y -= centre.astype(np.float32)
    largest = float(max(y.max(initial=0), -y.min(initial=0)))
    return y if max(largest, 1.0) * largest * len(y) < EXACT else None
