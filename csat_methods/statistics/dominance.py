"""Does one predictor add more than another, whatever else is known?

S is the covariance matrix with the outcome first. General dominance is `lmg`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.subset_regression import all_subsets_r2, subset_sizes


def conditional_dominance(
    S: ArrayLike, *, sizes: Sequence[int] | None = None
) -> np.ndarray:
    """Return each predictor's mean increase of R² by the number of others, (p, p).

    Row k, column s: added to all subsets of s other predictors. The mean of a row is
    the predictor's `lmg`.

    Raises
    ------
    ValueError
        As `lmg`.

    References
    ----------
    Azen, R., & Budescu, D. V. (2003). The dominance analysis approach for comparing
    predictors in multiple regression. *Psychological Methods*, 8, 129-148.

    Examples
    --------
    >>> conditional_dominance([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    array([[0.25  , 0.0833],
           [0.25  , 0.0833]])
    """
    explained = all_subsets_r2(S, sizes=sizes)
    p = len(explained).bit_length() - 1
    size = subset_sizes(p)
    by_size = np.bincount(size, explained, p + 1)
    counts = np.array([comb(p - 1, s) for s in range(p)])
    table = np.empty((p, p))
    for k in range(p):
        held = _halves(explained, k)[:, 1].ravel()
        holding = np.bincount(_halves(size, k)[:, 1].ravel(), held, p + 1)
        table[k] = (holding[1:] - (by_size - holding)[:-1]) / counts
    return table


def complete_dominance(
    S: ArrayLike, *, sizes: Sequence[int] | None = None
) -> np.ndarray:
    """Return who adds more whatever else is known, shape (p, p).

    1: the row's predictor adds more than the column's to every subset of the others;
    0: it adds less to every one; NaN: neither.

    Raises
    ------
    ValueError
        As `lmg`.

    References
    ----------
    Budescu, D. V. (1993). Dominance analysis: a new approach to the problem of
    relative importance of predictors. *Psychological Bulletin*, 114, 542-551.

    Examples
    --------
    >>> complete_dominance([[1.0, 0.5, 0.3], [0.5, 1.0, 0.0], [0.3, 0.0, 1.0]])
    array([[nan,  1.],
           [ 0., nan]])
    """
    explained = all_subsets_r2(S, sizes=sizes)
    p = len(explained).bit_length() - 1
    table = np.full((p, p), np.nan)
    for high in range(p):
        for low in range(high):
            pair = explained.reshape(-1, 2, 2 ** (high - low - 1), 2, 2**low)
            more = pair[:, 1, :, 0] - pair[:, 0, :, 1]
            if (more > 0).all() or (more < 0).all():
                table[high, low] = float(more.flat[0] > 0)
                table[low, high] = 1 - table[high, low]
    return table


def _halves(values: np.ndarray, k: int) -> np.ndarray:
    """Return values by subset as (above, without or with k, below)."""
    return values.reshape(-1, 2, 2**k)
