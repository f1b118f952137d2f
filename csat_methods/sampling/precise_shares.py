"""How few answers, or how little money, make several estimates precise at once?

The least cost under several limits on the variance: the problem of Bethel and Chromy,
solved by its dual, which has one unknown a limit however many strata there are.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq, minimize

from csat_methods.sampling.limited_shares import inverse_sum

SETTLED = 1e-6
"""Largest relative distance of the cost from what no plan can undercut."""

ROUNDING = 1e-12
"""How near to its limit a variance is when everybody is asked."""

LEAST = 1e-14
"""The smallest multiplier, as a share of the one that a single limit would have."""


def cheapest_shares(
    squares: np.ndarray,
    limits: np.ndarray,
    unit: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
) -> np.ndarray:
    r"""Return the cheapest parts that keep every variance within its limit.

    .. math:: \min \sum_h c_h n_h \quad\text{with}\quad
              \sum_h A_{hj} / n_h \le V_j, \qquad m_h \le n_h \le M_h

    The optimum is :math:`n_h = \sqrt{\sum_j \lambda_j A_{hj} / c_h}`, limited; the
    multipliers λ maximise the dual, and are scaled so that the tightest limit is met
    exactly.

    Parameters
    ----------
    squares : ndarray, shape (H, J)
        A, not below 0.
    limits : ndarray, shape (J,)
        V, above 0; met when all parts are at their upper limit.
    unit, low, high : ndarray, shape (H,)
        Costs above 0, and limits of the parts.

    Returns
    -------
    ndarray, shape (H,)

    Raises
    ------
    ValueError
        If the multipliers do not settle.
    """
    a = squares / limits
    if _excess(a, low) <= 0:
        return low.astype(float)
    if _excess(a, high) > -ROUNDING:
        return high.astype(float)
    single = np.array([np.sqrt(unit * column).sum() ** 2 for column in a.T])
    scale = max(single.max(), np.finfo(float).tiny)

    def parts(multipliers: np.ndarray) -> np.ndarray:
        return np.clip(np.sqrt(scale * a @ multipliers / unit), low, high)

    def minus_dual(multipliers: np.ndarray) -> tuple[float, np.ndarray]:
        n = parts(multipliers)
        over = _sums(a, n) - 1
        value = unit @ n + scale * multipliers @ over
        return -value / scale, -over

    start = np.full(a.shape[1], 1 / a.shape[1])
    found = minimize(
        minus_dual,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST, None)] * len(start),
        options={"maxiter": 5000, "ftol": 1e-15, "gtol": 1e-10},
    )
    log = brentq(lambda t: _excess(a, parts(found.x * np.exp(t))), -60, 60, xtol=1e-14)
    best = parts(found.x * np.exp(log))
    floor = -found.fun * scale
    if unit @ best - floor > SETTLED * floor:
        raise ValueError(
            f"target_cv: the allocation did not settle; its cost {unit @ best:g} may "
            f"lie {unit @ best - floor:g} above the least."
        )
    return best


def _sums(a: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.array([inverse_sum(column, n) for column in a.T])


def _excess(a: np.ndarray, n: np.ndarray) -> float:
    """Return by how much the tightest limit is passed, as a share of it."""
    worst = float(_sums(a, n).max())
    return min(worst, 1e300) - 1
