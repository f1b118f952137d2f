"""How do two columns correlate over the rows that answered both?

Every pair of columns has its own rows, weights and means; each correlation comes with
what every row does to it, so that its error holds under any design.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.available_moments import (
    available_moments,
    checked_columns,
)

Effect = Callable[[int], np.ndarray]


@dataclass(frozen=True, eq=False, kw_only=True)
class Pairs:
    """Correlations of all pairs of k columns.

    Attributes
    ----------
    R : ndarray, shape (k, k)
        As found, pair by pair; not necessarily positive definite.
    n : ndarray of int, shape (k, k)
        Rows that answered both.
    pairs : ndarray of int, shape (P, 2)
        Columns of each pair: (0, 1), (0, 2) … (1, 2) …
    effect : callable
        Number of a pair → influence z of each row on its correlation, shape (n,):
        the estimate less its truth is near the sum of w z.
    thresholds : dict
        Column to the thresholds of its hidden normal variable, where it has one.
    at_edge, repaired : ndarray of bool, shape (P,)
        Polychoric: tables without exceptions; tables of two by two with an empty cell.
    """

    R: np.ndarray
    n: np.ndarray
    pairs: np.ndarray
    effect: Effect
    thresholds: dict[int, np.ndarray]
    at_edge: np.ndarray
    repaired: np.ndarray

    @property
    def estimates(self) -> np.ndarray:
        """The correlations in the order of the pairs, shape (P,)."""
        found: np.ndarray = self.R[tuple(self.pairs.T)]
        return found


def pearson(x: ArrayLike, weights: ArrayLike | None = None) -> Pairs:
    r"""Return Pearson correlations of all pairs with the influence of every row.

    .. math::

        z = \frac{1}{\sum w} \Bigl[uv - \tfrac{r}{2}(u^2 + v^2)\Bigr]

    for u and v standardized over the rows that answered both.

    Parameters and errors as in :func:`available_moments`.

    Returns
    -------
    Pairs

    References
    ----------
    Devlin, S. J., Gnanadesikan, R., & Kettenring, J. R. (1975). Robust estimation and
    outlier detection with correlation coefficients. *Biometrika*, 62, 531-545.

    Examples
    --------
    >>> pearson([[1.0, 2.0], [2.0, 4.0], [3.0, 3.0]]).R
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    rows, w = checked_columns(x, weights)
    found = available_moments(rows, w)
    R, pairs = found.correlation, all_pairs(rows.shape[1])

    def effect(number: int) -> np.ndarray:
        i, j = pairs[number]
        divisor = np.array([found.variances[i, j], found.variances[j, i]])
        n = found.n[i, j]
        centred = rows[:, [i, j]] - [found.means[i, j], found.means[j, i]]
        u, v = (centred / np.sqrt(divisor * (n - 1) / n)).T
        z = (u * v - R[i, j] * (u * u + v * v) / 2) / found.weight[i, j]
        return np.where(np.isnan(z) | (w == 0), 0.0, z)

    return pairs_of(R, found.n, pairs, effect)


def spearman(x: ArrayLike, weights: ArrayLike | None = None) -> Pairs:
    r"""Return Spearman's rank correlations of all pairs, ranked anew in each.

    Pearson's correlation of mid-ranks; with weights, of the weighted shares below,

    .. math::

        u_i = \sum_j w_j \bigl([x_j < x_i] + \tfrac12 [x_j = x_i]\bigr) \Big/ \sum w

    The influence of a row has three parts: its own place, and the ranks of the
    others that it moves in either column.

    Parameters and errors as in :func:`available_moments`.

    Returns
    -------
    Pairs

    Notes
    -----
    Checked against R's ``cor(method = "spearman")``.

    References
    ----------
    Croux, C., & Dehon, C. (2010). Influence functions of the Spearman and Kendall
    correlation measures. *Statistical Methods & Applications*, 19, 497-515.

    Examples
    --------
    >>> spearman([[1.0, 20.0], [2.0, 40.0], [9.0, 30.0]]).R
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    rows, w = checked_columns(x, weights)
    k, held = rows.shape[1], ~np.isnan(rows) & (w != 0)[:, None]
    codes = np.zeros(rows.shape, dtype=np.intp)
    for j in range(k):
        codes[held[:, j], j] = np.unique(rows[held[:, j], j], return_inverse=True)[1]
    there, pairs, R = held.astype(float), all_pairs(k), np.eye(k)

    def ranked(number: int) -> tuple[np.ndarray, _Ranks, _Ranks]:
        i, j = pairs[number]
        both = held[:, i] & held[:, j]
        return both, *(_ranks(codes[both, c], w[both]) for c in (i, j))

    for number, (i, j) in enumerate(pairs):
        both, u, v = ranked(number)
        R[i, j] = R[j, i] = _rank_correlation(w[both], u.place, v.place)

    def effect(number: int) -> np.ndarray:
        both, u, v = ranked(number)
        z = np.zeros(len(rows))
        z[both] = _rank_influence(w[both], u, v)
        return z

    return pairs_of(R, np.rint(there.T @ there).astype(int), pairs, effect)


@dataclass(frozen=True, eq=False)
class _Ranks:
    """Codes of some rows, and their weighted mid-ranks less one half."""

    code: np.ndarray
    place: np.ndarray


def _ranks(code: np.ndarray, w: np.ndarray) -> _Ranks:
    counted = np.bincount(code, w)
    below = np.cumsum(counted) - counted / 2
    return _Ranks(code, below[code] / counted.sum() - 0.5)


def _rank_correlation(w: np.ndarray, u: np.ndarray, v: np.ndarray) -> float:
    scale = (w @ (u * u)) * (w @ (v * v)) if len(w) else 0.0
    return float(w @ (u * v) / np.sqrt(scale)) if scale > 0 else np.nan


def _rank_influence(w: np.ndarray, u: _Ranks, v: _Ranks) -> np.ndarray:
    total = w.sum()

    def moved(a: _Ranks, b: _Ranks) -> np.ndarray:
        sums = np.bincount(a.code, w * b.place)
        after = sums.sum() - np.cumsum(sums) + sums / 2
        pushed: np.ndarray = after[a.code] / total
        return pushed

    uv, uu, vv = (w @ (a.place * b.place) / total for a, b in ((u, v), (u, u), (v, v)))
    if not uu * vv > 0:
        return np.zeros(len(w))
    on_uv = u.place * v.place + moved(u, v) + moved(v, u) - 3 * uv
    on_uu = u.place**2 + 2 * moved(u, u) - 3 * uu
    on_vv = v.place**2 + 2 * moved(v, v) - 3 * vv
    found: np.ndarray = on_uv / np.sqrt(uu * vv) - uv / np.sqrt(uu * vv) / 2 * (
        on_uu / uu + on_vv / vv
    )
    return found / total


def all_pairs(k: int) -> np.ndarray:
    """Return (0, 1), (0, 2) … (1, 2) … of k columns, shape (P, 2).

    Examples
    --------
    >>> all_pairs(3).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    return np.stack(np.triu_indices(k, 1), axis=1)


def pairs_of(R: np.ndarray, n: np.ndarray, pairs: np.ndarray, effect: Effect) -> Pairs:
    """Return correlations that no table stands behind.

    Examples
    --------
    >>> no = lambda number: np.zeros(2)
    >>> pairs_of(np.eye(2), np.full((2, 2), 2), all_pairs(2), no).estimates
    array([0.])
    """
    none = np.zeros(len(pairs), dtype=bool)
    return Pairs(
        R=R, n=n, pairs=pairs, effect=effect, thresholds={}, at_edge=none, repaired=none
    )
