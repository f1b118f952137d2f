"""Which correlation makes the table of two ratings most likely?

Tables of all pairs are counted in one matrix product; thresholds come from the
margins; all correlations are sought together.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from csat_methods.statistics.bivariate_normal import (
    FAR,
    cell_probabilities,
    cell_slopes,
)

BLOCK = 8192
"""Rows a block of indicator columns; their counts are exact in single precision."""

EDGE = 1 - 1e-6
"""Correlations stop here: a table without exceptions has none of its own."""

TOLERANCE = 1e-11
MOST_STEPS = 100
REPAIR = 0.5
"""Added to an empty cell of a table of two by two, and to the opposite one."""


def pair_tables(
    place: np.ndarray, width: int, weights: np.ndarray | None = None
) -> np.ndarray:
    """Return the table of every pair of items, shape (k, k, C, C).

    Parameters
    ----------
    place : ndarray of int, shape (n, k)
        Categories counted from 0; -1 for a blank.
    width : int
        C, categories of the widest item.
    weights : ndarray, shape (n,), optional
        None counts rows, exactly.

    Examples
    --------
    >>> pair_tables(np.array([[0, 1], [1, 1]]), 2)[0, 1]
    array([[0., 1.],
           [0., 1.]])
    """
    n, k = place.shape
    kind = np.float32 if weights is None else np.float64
    table = np.zeros((k * width, k * width))
    for start in range(0, n, BLOCK):
        rows = slice(start, start + BLOCK)
        here = place[rows, :, None] == np.arange(width, dtype=place.dtype)
        ones = here.reshape(-1, k * width).astype(kind)
        table += ones.T @ (ones if weights is None else weights[rows, None] * ones)
    return table.reshape(k, width, k, width).transpose(0, 2, 1, 3)


def thresholds(place: np.ndarray, width: int, weights: np.ndarray) -> np.ndarray:
    """Return the thresholds of each item, from -FAR to FAR, shape (k, C + 1).

    Examples
    --------
    >>> thresholds(np.array([[0], [1]]), 2, np.ones(2))[0, 1:-1] + 0.0
    array([0.])
    """
    counted = np.array(
        [
            np.bincount(column + 1, weights, minlength=width + 1)[1:]
            for column in place.T
        ]
    )
    below = np.cumsum(counted, axis=1)[:, :-1] / counted.sum(axis=1, keepdims=True)
    after = np.cumsum(counted[:, ::-1], axis=1)[:, ::-1][:, 1:] > 0
    inner = np.where(after, ndtri(np.where(after, below, 0.5)), FAR)
    ends = np.full((len(counted), 1), FAR)
    return np.concatenate([-ends, inner, ends], axis=1)


def correlations_of_tables(
    tables: np.ndarray, rows: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    r"""Return the most likely rho of each table, its thresholds given.

    By Fisher's scoring in :math:`\mathrm{artanh}\,\rho`, kept inside the interval
    on which the slope is known to change its sign.

    Parameters
    ----------
    tables : ndarray, shape (P, C, C)
        Counts or sums of weights.
    rows, columns : ndarray, shape (P, C + 1)
        Thresholds from -FAR to FAR.

    Returns
    -------
    ndarray, shape (P,)
        At most `EDGE` in size.

    Examples
    --------
    >>> cuts = np.array([[-FAR, 0.0, FAR]])
    >>> correlations_of_tables(np.array([[[2.0, 1.0], [1.0, 2.0]]]), cuts, cuts)
    array([0.5])
    """
    end = np.arctanh(EDGE)
    z = np.arctanh(_code_correlations(tables))
    low, high = np.full(len(z), -end), np.full(len(z), end)
    active = np.arange(len(z))
    for _ in range(MOST_STEPS):
        rho = np.tanh(z[active])
        slope, curve = _slope(tables[active], rows[active], columns[active], rho)
        step = slope / (curve * (1 - rho * rho))
        low[active] = np.where(slope > 0, z[active], low[active])
        high[active] = np.where(slope > 0, high[active], z[active])
        new = z[active] + step
        outside = ~((new > low[active]) & (new < high[active]))
        new = np.where(outside, (low[active] + high[active]) / 2, new)
        moved, z[active] = np.abs(new - z[active]), new
        active = active[moved > TOLERANCE]
        if not len(active):
            break
    found: np.ndarray = np.clip(np.tanh(z), -EDGE, EDGE)
    return np.where(end - np.abs(z) < 1e-6, np.sign(found) * EDGE, found)


def _slope(
    tables: np.ndarray, rows: np.ndarray, columns: np.ndarray, rho: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return slope and expected curvature of the log-likelihood in rho."""
    chance = cell_probabilities(rows, columns, rho, tables)
    grown = cell_slopes(rows, columns, rho)
    slope = (tables * grown / chance).sum(axis=(1, 2))
    sound = chance > 1e-15
    curve = np.where(sound, grown * grown / np.where(sound, chance, 1.0), 0.0)
    return slope, tables.sum(axis=(1, 2)) * curve.sum(axis=(1, 2)) + 1e-300


def _code_correlations(tables: np.ndarray) -> np.ndarray:
    """Return the correlations of the codes 0, 1 … as starting values."""
    codes = np.arange(tables.shape[1], dtype=float)
    total = tables.sum(axis=(1, 2))
    down, across = (
        tables.sum(axis=2) / total[:, None],
        tables.sum(axis=1) / total[:, None],
    )
    x, y = down @ codes, across @ codes
    both = np.einsum("pab,a,b->p", tables, codes, codes) / total - x * y
    spread = (down @ codes**2 - x * x) * (across @ codes**2 - y * y)
    found = both / np.sqrt(np.where(spread > 0, spread, 1.0))
    return np.clip(found, -0.95, 0.95)


def mended_tables(
    tables: np.ndarray, categories: tuple[np.ndarray, ...], pairs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the tables without a single empty cell in those of two by two, and which.

    Where both cells of a diagonal are empty, the answers go wholly together; a half in
    each would hide that.

    Parameters
    ----------
    tables : ndarray, shape (P, C, C)
    categories : tuple of ndarray
        Of each item.
    pairs : ndarray of int, shape (P, 2)

    Examples
    --------
    >>> table, answers = np.array([[[4.0, 0.0], [2.0, 3.0]]]), (np.arange(2),) * 2
    >>> mended_tables(table, answers, np.array([[0, 1]]))[0]
    array([[[3.5, 0.5],
            [2.5, 2.5]]])
    """
    sizes = np.array([len(known) for known in categories])
    two = (sizes[pairs] == 2).all(axis=1)
    square = tables[:, :2, :2]
    diagonal, other = (
        (np.einsum("pii->pi", each) == 0).sum(axis=1) == 1
        for each in (square, square[:, :, ::-1])
    )
    diagonal, other = diagonal & two, other & two
    sign = np.where(diagonal, REPAIR, 0.0) - np.where(other, REPAIR, 0.0)
    mended = tables.copy()
    mended[:, :2, :2] += sign[:, None, None] * np.array([[1.0, -1.0], [-1.0, 1.0]])
    return np.maximum(mended, 0.0), diagonal | other
