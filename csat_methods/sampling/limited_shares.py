"""How is a total shared out in proportion when every part has limits?

The parts are clip(λw, low, high): where a limit binds it holds, and the rest is solved
again. That is also the optimum of every allocation here (Karush, Kuhn and Tucker).
"""

from __future__ import annotations

import numpy as np

NOISE = 1e-9
"""What a computed part may miss a whole number by and still be that number."""


def shares_of_total(
    weights: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    total: float,
    unit: np.ndarray,
    spare: np.ndarray,
) -> np.ndarray:
    r"""Return parts in proportion to weights, within limits, that add up.

    .. math:: n_h = \min(\max(\lambda w_h, m_h), M_h), \qquad \sum_h u_h n_h = T

    Parameters
    ----------
    weights, low, high : ndarray, shape (H,)
    total : float
        T, between what the lower and what the upper limits add up to.
    unit : ndarray, shape (H,)
        What one of each part counts: 1, or its cost.
    spare : ndarray, shape (H,)
        Weights by which parts of weight zero share what the others cannot take.

    Returns
    -------
    ndarray, shape (H,)
    """
    total = min(total, float(unit @ high))
    full = np.where(weights > 0, high, low)
    if unit @ full < total:
        idle = np.where(weights > 0, 0.0, spare)
        return shares_of_total(idle, full, high, total, unit, spare)
    scales = _breaks(weights, low, high)
    reached = [unit @ np.clip(scale * weights, low, high) for scale in scales]
    return np.clip(np.interp(total, reached, scales) * weights, low, high)


def shares_of_variance(
    weights: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    squares: np.ndarray,
    limit: float,
) -> np.ndarray:
    r"""Return the smallest parts in proportion whose variance stays in its limit.

    .. math:: \sum_h A_h^2 / n_h \le V, \qquad
              n_h = \min(\max(\lambda w_h, m_h), M_h)

    Between two limits the sum is linear in 1/λ, so that it is solved, not searched.
    """
    scales = _breaks(weights, low, high)
    scales = scales[scales > 0]
    scales = np.concatenate([scales[:1] * 1e-12, scales])
    spent = [inverse_sum(squares, np.clip(s * weights, low, high)) for s in scales]
    inverse = np.interp(limit, spent[::-1], 1 / scales[::-1])
    return np.clip(weights / inverse, low, high)


def inverse_sum(squares: np.ndarray, parts: np.ndarray) -> float:
    """Return the sum of squares / parts; a part without spread adds nothing."""
    none = np.zeros(len(squares))
    with np.errstate(divide="ignore"):
        return float(np.divide(squares, parts, where=squares > 0, out=none).sum())


def _breaks(weights: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return the scales at which a limit begins or ends to bind."""
    some = weights > 0
    return np.unique(
        np.concatenate([low[some], high[some]]) / np.tile(weights[some], 2)
    )


def largest_remainder(exact: np.ndarray, total: int) -> np.ndarray:
    """Return whole parts that add up: the largest fractions are rounded up.

    Ties go to the earlier part.

    Examples
    --------
    >>> largest_remainder(np.array([1.5, 2.5, 3.0]), 7).tolist()
    [2, 2, 3]
    """
    whole = np.floor(exact + NOISE)
    rest = total - int(whole.sum())
    first = np.argsort(-np.round(exact - whole, 9), kind="stable")[:rest]
    whole[first] += 1
    return whole.astype(int)


def within_budget(
    weights: np.ndarray,
    exact: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    unit: np.ndarray,
    budget: float,
) -> np.ndarray:
    """Return whole parts near the exact ones that a budget pays for.

    One is added to a part when λw passes the middle between two whole numbers; the
    additions have one order whatever the budget is, and stop at the first that is not
    paid for, so that a larger budget never gives a smaller part.
    """
    whole = np.clip(np.floor(exact + 0.5), low, high)
    allowance = budget * (1 + 1e-12)
    while unit @ whole > allowance and (whole > low).any():
        whole[np.argmax(_entry(whole, weights, whole > low, -np.inf))] -= 1
    while True:
        after = _entry(whole + 1, weights, whole < high, np.inf)
        following = np.argmin(after)
        dear = unit @ whole + unit[following] > allowance
        if not np.isfinite(after[following]) or dear:
            return whole.astype(int)
        whole[following] += 1


def _entry(
    count: np.ndarray, weights: np.ndarray, open_: np.ndarray, shut: float
) -> np.ndarray:
    """Return the scale at which the last of each part came in."""
    some = open_ & (weights > 0)
    return np.divide(count - 0.5, weights, where=some, out=np.full(len(weights), shut))
