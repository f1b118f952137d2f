"""Which value do a given share of the weights not exceed?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

TIE = 1e-12
"""Shares that miss q by no more than this have reached it: sums are rounded."""


def weighted_quantiles(
    values: ArrayLike, weights: ArrayLike | None, q: ArrayLike
) -> np.ndarray:
    r"""Return the smallest values whose cumulative weight reaches the shares q.

    .. math:: Q(q) = \min\{v : \sum_{y_i \le v} w_i \ge q \sum w_i\}

    the inverse of the weighted distribution function, rule 1 of Hyndman and Fan.

    Parameters
    ----------
    values : array_like, shape (n,)
        None missing.
    weights : array_like, shape (n,), or None
        Not below zero; None for equal ones.
    q : array_like
        Shares; below 0 counts as 0, above 1 as 1.

    Returns
    -------
    ndarray, shape of `q`
        NaN where no value has weight.

    References
    ----------
    Hyndman, R. J. and Fan, Y. (1996). Sample quantiles in statistical packages. *The
    American Statistician* 50, 361-365.

    Examples
    --------
    >>> weighted_quantiles([1, 2, 3, 4, 5], [1, 2, 1, 1, 3], [0.375, 0.5, 0.9])
    array([2., 3., 5.])
    """
    y, shares = np.asarray(values, dtype=float), np.asarray(q, dtype=float)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=float)
    order = np.argsort(y[w > 0], kind="stable")
    y, reached = y[w > 0][order], np.cumsum(w[w > 0][order])
    if not len(y):
        return np.full(shares.shape, np.nan)
    place = np.searchsorted(reached / reached[-1], shares - TIE)
    return np.where(np.isnan(shares), np.nan, y[np.minimum(place, len(y) - 1)])
