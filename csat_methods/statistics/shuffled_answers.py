"""How large are eigenvalues when the answers themselves are shuffled?

The items keep their distributions, few categories and skewness included; what they
have in common is gone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import whole
from csat_methods.statistics.available_moments import available_moments
from csat_methods.statistics.correlation import smooth
from csat_methods.statistics.polychoric_tables import (
    correlations_of_tables,
    pair_tables,
    thresholds,
)
from csat_methods.statistics.retention import Parallel, parallel_draws


def parallel_permutation(
    x: ArrayLike,
    *,
    basis: str = "pca",
    draws: int = 500,
    quantile: float = 0.95,
    seed: int | np.random.Generator,
) -> Parallel:
    """Return eigenvalues of the answers themselves, shuffled item by item.

    The items keep their distributions, few categories and skewness included.

    Parameters
    ----------
    x : array_like, shape (n, k)
        NaN for a blank; blanks stay where they are.
    basis, draws, quantile, seed
        See :func:`parallel_normal`.

    Returns
    -------
    Parallel

    Raises
    ------
    ValueError
        If an item does not vary, there are fewer than two items or not more people
        than items, or an argument is out of range.

    References
    ----------
    Buja, A., & Eyuboglu, N. (1992). Remarks on parallel analysis. *Multivariate
    Behavioral Research*, 27, 509-540.

    Examples
    --------
    >>> answers = np.random.default_rng(0).integers(1, 6, (200, 3))
    >>> parallel_permutation(answers, draws=200, seed=1).expected.round(1)
    array([1.1, 1. , 0.9])
    """
    rows = checked_answers(x)
    rng = np.random.default_rng(seed)
    if np.isnan(rows).any():

        def draw(count: int) -> np.ndarray:
            shuffled = (_shuffled(rows, rng) for _ in range(count))
            return np.stack(
                [_sound(available_moments(s).correlation) for s in shuffled]
            )

        return parallel_draws(draw, rows.shape[1] ** 2, basis, draws, quantile)
    standard = _standard(rows)

    def draw_complete(count: int) -> np.ndarray:
        shuffled = (rng.permuted(standard, axis=1) for _ in range(count))
        return np.stack([(s @ s.T).astype(float) for s in shuffled])

    return parallel_draws(draw_complete, rows.shape[1] ** 2, basis, draws, quantile)


def parallel_polychoric(
    x: ArrayLike,
    *,
    basis: str = "pca",
    draws: int = 500,
    quantile: float = 0.95,
    seed: int | np.random.Generator,
) -> Parallel:
    """Return eigenvalues of polychoric correlations of shuffled ratings.

    Parameters
    ----------
    x : array_like, shape (n, k)
        Few categories each; NaN for a blank.
    basis, draws, quantile, seed
        See :func:`parallel_normal`.

    Returns
    -------
    Parallel

    Raises
    ------
    ValueError
        As :func:`parallel_permutation`.

    References
    ----------
    Garrido, L. E., Abad, F. J., & Ponsoda, V. (2013). A new look at Horn's parallel
    analysis with ordinal variables. *Psychological Methods*, 18, 454-474.

    Examples
    --------
    >>> answers = np.random.default_rng(0).integers(1, 6, (200, 3))
    >>> parallel_polychoric(answers, draws=50, seed=1).expected.round(1)
    array([1.1, 1. , 0.9])
    """
    rows = checked_answers(x)
    place, width = _places(rows)
    cuts = thresholds(place, width, np.ones(len(place)))
    k = rows.shape[1]
    pair = np.triu_indices(k, 1)
    rng = np.random.default_rng(seed)

    def draw(count: int) -> np.ndarray:
        R = np.tile(np.eye(k), (count, 1, 1))
        for one in R:
            tables = pair_tables(_shuffled_places(place, rng), width)[pair]
            one[pair] = correlations_of_tables(tables, cuts[pair[0]], cuts[pair[1]])
            one.T[pair] = one[pair]
            one[:] = _sound(one)
        return R

    return parallel_draws(draw, k * k, basis, draws, quantile)


def _standard(rows: np.ndarray) -> np.ndarray:
    """Return the items as rows of length one, in single precision."""
    centred = (rows - rows.mean(axis=0)).T
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    return (centred / length).astype(np.float32)


def checked_answers(x: ArrayLike) -> np.ndarray:
    """Return a table of answers of more people than items, blanks as NaN.

    Raises
    ------
    ValueError
        If it is something else, or an item does not vary.

    Examples
    --------
    >>> checked_answers([[1, 2], [2, 2], [3, 1]]).shape
    (3, 2)
    """
    rows = np.asarray(x, dtype=float)
    if rows.ndim != 2 or np.isinf(rows).any():
        raise ValueError(f"x of shape {rows.shape} must be a table of finite answers.")
    whole("items", rows.shape[1], lowest=2)
    whole("n", len(rows), lowest=rows.shape[1] + 1)
    flat = np.flatnonzero(~(np.fmax.reduce(rows) > np.fmin.reduce(rows))).tolist()
    if flat:
        raise ValueError(f"columns={flat} do not vary: they have no correlations.")
    return rows


def _shuffled(rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the answers shuffled item by item, blanks left where they are."""
    found = rows.copy()
    for column in found.T:
        there = ~np.isnan(column)
        column[there] = rng.permutation(column[there])
    return found


def _shuffled_places(place: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    found = place.copy()
    for column in found.T:
        there = column >= 0
        column[there] = rng.permutation(column[there])
    return found


def _places(rows: np.ndarray) -> tuple[np.ndarray, int]:
    """Return each answer's place among its item's categories, and the most of them."""
    place, width = np.full(rows.shape, -1, dtype=np.int16), 2
    for j, column in enumerate(rows.T):
        there = ~np.isnan(column)
        known, place[there, j] = np.unique(column[there], return_inverse=True)
        width = max(width, len(known))
    return place, width


def _sound(R: np.ndarray) -> np.ndarray:
    """Return correlations that have an inverse."""
    return smooth(R)[0]
