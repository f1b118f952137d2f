"""How do mean scores, weighted by fixed or by estimated weights, make one index?

The means stand in one vector: k scores, then, where the weights are estimated, k mean
importances.
"""

from __future__ import annotations

import numpy as np


def column_means(
    values: np.ndarray, enters: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    """Return the weighted mean of each column over its own answers; NaN without any.

    Parameters
    ----------
    values : ndarray, shape (n, m)
        0 where an answer does not enter.
    enters : ndarray, shape (n, m)
        1 where it enters.
    weights : ndarray, shape (n,)

    Examples
    --------
    >>> held = np.array([[1.0, 1.0], [1.0, 0.0]])
    >>> column_means(np.array([[2.0, 5.0], [4.0, 0.0]]), held, np.array([1.0, 3.0]))
    array([3.5, 5. ])
    """
    size = weights @ enters
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(size > 0, weights @ values / size, np.nan)


def item_weights(means: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    """Return the weights of the k scores: the importances, else the fixed ones."""
    k = len(fixed)
    return means[k:] if len(means) > k else fixed


def index_of(means: np.ndarray, fixed: np.ndarray) -> float:
    r"""Return :math:`\sum a_i \bar y_i / \sum a_i`.

    Parameters
    ----------
    means : ndarray, shape (k,) or (2k,)
    fixed : ndarray, shape (k,)
        Weights of the scores, where no importances follow them.

    Examples
    --------
    The textbook's weights 7, 5, 9, 3, 6 and scores 8, 4, 8, 3, 4:

    >>> means = np.array([8.0, 4, 8, 3, 4, 7, 5, 9, 3, 6])
    >>> round(index_of(means, np.ones(5)), 4)
    6.0333
    """
    a = item_weights(means, fixed)
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(means[: len(fixed)] @ a / a.sum())


def index_slopes(means: np.ndarray, fixed: np.ndarray) -> np.ndarray:
    r"""Return how much the index moves with each mean.

    .. math:: \frac{\partial}{\partial \bar y_i} = \frac{a_i}{\sum a}, \qquad
              \frac{\partial}{\partial \bar I_i}
              = \frac{\bar y_i - \mathrm{index}}{\sum a}

    Examples
    --------
    >>> index_slopes(np.array([8.0, 4.0, 3.0, 1.0]), np.ones(2))
    array([ 0.75,  0.25,  0.25, -0.75])
    """
    k, a = len(fixed), item_weights(means, fixed)
    by_importance = (means[:k] - index_of(means, fixed)) / a.sum()
    return np.concatenate([a / a.sum(), by_importance[: len(means) - k]])
