"""Which items form scales of their own?"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from csat_methods.statistics.scalability import Scalability

ALPHA = 0.05
"""Size of the test that an item goes with a scale at all, shared by all tries."""


def item_scales(pairs: Scalability, lower_bound: float) -> np.ndarray:
    """Return the number of the scale of each item, 0 for an item of none.

    A scale begins with the pair of highest H, and takes the item that leaves its H
    highest, as long as that item's own H reaches the bound, it goes against none of
    the others, and both are beyond chance. What is left tries again.

    Parameters
    ----------
    pairs : Scalability
    lower_bound : float

    Returns
    -------
    ndarray of int, shape (k,)

    References
    ----------
    Mokken, R. J. (1971), p. 190-199. Van der Ark, L. A. (2007). *Journal of
    Statistical Software*, 20(11).

    Examples
    --------
    >>> x = np.random.default_rng(1).normal(size=(300, 2)).repeat(2, axis=1)
    >>> item_scales(Scalability((x > 0).astype(float), np.ones(300)), 0.3).tolist()
    [1, 1, 2, 2]
    """
    scale = np.zeros(len(pairs.hij), dtype=int)
    for number in range(1, len(scale) // 2 + 1):
        first = _first_pair(pairs, scale == 0, lower_bound)
        if first is None:
            break
        chosen, tries = list(first), [int((scale == 0).sum())]
        while (
            item := _next_item(pairs, chosen, scale, tries, lower_bound)
        ) is not None:
            chosen.append(item)
        scale[chosen] = number
    return scale


def _critical(tries: list[int]) -> float:
    """Return the normal quantile of the tests so far: pairs first, then items."""
    first, *later = tries
    return float(-ndtri(ALPHA / (first * (first - 1) / 2 + sum(later))))


def _first_pair(
    pairs: Scalability, free: np.ndarray, lower_bound: float
) -> tuple[int, int] | None:
    if free.sum() < 2:
        return None
    open_ = np.outer(free, free) & ~np.eye(len(free), dtype=bool)
    beyond = np.abs(pairs.zij) >= _critical([int(free.sum())])
    values = np.where(open_ & beyond, pairs.hij, -np.inf)
    if values.max() < lower_bound:
        return None
    # Down the columns, as R counts: which of two alike pairs is first.
    second, first = np.unravel_index(values.T.argmax(), values.shape)
    return int(first), int(second)


def _next_item(
    pairs: Scalability,
    chosen: list[int],
    scale: np.ndarray,
    tries: list[int],
    lower_bound: float,
) -> int | None:
    """Return the item that joins a scale, noting how many were tried."""
    free = scale == 0
    free[chosen] = False
    free &= (pairs.hij[chosen] >= 0).all(axis=0)
    if not free.any():
        return None
    tries.append(int(free.sum()))
    critical, s, most = _critical(tries), pairs.covariances, pairs.largest
    own = s[chosen].sum(axis=0) / np.maximum(most[chosen].sum(axis=0), 1e-300)
    z = _with_scale(pairs, chosen)
    inside = np.ix_(chosen, chosen)
    whole = (s[inside].sum() / 2 + s[chosen].sum(axis=0)) / (
        most[inside].sum() / 2 + most[chosen].sum(axis=0)
    )
    joins = free & (own >= lower_bound) & (z >= critical)
    values = np.where(joins, whole, -np.inf)
    return int(values.argmax()) if values.max() >= lower_bound else None


def _with_scale(pairs: Scalability, chosen: list[int]) -> np.ndarray:
    """Return how far each item's covariance with the chosen is beyond chance."""
    null = pairs.null[chosen].sum(axis=0)
    together = pairs.covariances[chosen].sum(axis=0)
    return pairs.root * together / np.sqrt(np.maximum(null, 1e-300))
