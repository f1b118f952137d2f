"""Which ranks may each of several estimates have?"""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit


def ranks(estimate: np.ndarray) -> np.ndarray:
    """Return the rank of each estimate, the largest first; ties share the mean."""
    larger = (estimate[None, :] > estimate[:, None]).sum(axis=1)
    alike = (estimate[None, :] == estimate[:, None]).sum(axis=1)
    return larger + (alike + 1) / 2


def rank_intervals(
    estimate: np.ndarray, covariance: np.ndarray, df: np.ndarray, level: float
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return the best and the worst rank each estimate may have, shape (k,) each.

    .. math:: R_j \in \bigl[1 + \#\{i : L_{ij} > 0\},\; k - \#\{i : U_{ij} < 0\}\bigr]

    with L and U the ends of the intervals of :math:`\theta_i - \theta_j` that hold for
    the k − 1 comparisons of one estimate together (Bonferroni).

    Parameters
    ----------
    estimate : ndarray, shape (k,)
    covariance : ndarray, shape (k, k)
    df : ndarray, shape (k,)
        Degrees of freedom; a comparison has the smaller of both.
    level : float
        Confidence of each estimate's interval of ranks.

    References
    ----------
    Klein, M., Wright, T. and Wieczorek, J. (2020). A joint confidence region for an
    overall ranking of populations. *JRSS C*, 69, 589-606, theorem 1 with marginal
    instead of joint adjustment.

    Examples
    --------
    >>> spread = np.diag([0.01, 0.01, 0.01])
    >>> low, high = rank_intervals(np.array([3, 2.9, 1]), spread, np.full(3, 50), 0.95)
    >>> low.tolist(), high.tolist()
    ([1, 1, 3], [2, 2, 3])
    """
    k = len(estimate)
    if k == 1:
        return np.ones(1, int), np.ones(1, int)
    apart = estimate[:, None] - estimate[None, :]
    variance = np.diag(covariance)
    spread = variance[:, None] + variance[None, :] - 2 * covariance
    tail = 1 - (1 - level) / (2 * (k - 1))
    shared = np.maximum(np.minimum(df[:, None], df[None, :]), 1)
    reach = stdtrit(shared, tail) * np.sqrt(np.maximum(spread, 0))
    better = (reach < apart.T) & ~np.eye(k, dtype=bool)
    worse = (apart > reach) & ~np.eye(k, dtype=bool)
    return 1 + better.sum(axis=1), k - worse.sum(axis=1)
