"""How much more of a sum would be one thing if an item were not asked?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.one_factor_reliability import (
    FactorShare,
    one_factor_share,
)
from csat_methods.statistics.reliability import items_of

OMEGA_ITEMS = 4
"""Items of which one can be left out and three, which determine a factor, remain."""


def omega_rise(S: ArrayLike) -> np.ndarray:
    r"""Return how much higher omega is without each item.

    .. math:: \omega(S_{-i}) - \omega(S)

    Parameters
    ----------
    S : array_like, shape (k, k)
        Covariances of at least four items, positive definite.

    Returns
    -------
    ndarray, shape (k,)
        NaN where the others, or all, have no one factor.

    Raises
    ------
    ValueError
        If there are fewer than four items.

    References
    ----------
    Raykov, T. (2008). Alpha if item deleted: a note on loss of criterion validity in
    scale development if maximising coefficient alpha. *British Journal of
    Mathematical and Statistical Psychology*, 61, 275-285.

    Examples
    --------
    An item that goes with nothing lowers omega:

    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> S[3, :3] = S[:3, 3] = 0.0
    >>> bool(omega_rise(S)[3] > 0)
    True
    """
    whole, without = _shares(S)
    return np.array([_value(part) for part in without]) - _value(whole)


def omega_rise_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradients of :func:`omega_rise`, shape (k, k, k).

    Raises
    ------
    ValueError
        As :func:`omega_rise`.

    Examples
    --------
    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> omega_rise_gradient(S).shape
    (4, 4, 4)
    """
    whole, without = _shares(S)
    k = len(without)
    found = np.full((k, k, k), np.nan)
    for i, part in enumerate(without):
        if whole is None or part is None:
            continue
        rest = np.delete(np.arange(k), i)
        found[i] = -whole.gradient
        found[i][np.ix_(rest, rest)] += part.gradient
    return found


def _shares(S: ArrayLike) -> tuple[FactorShare | None, list[FactorShare | None]]:
    """Return omega of all items, and of all but each."""
    matrix = items_of(S, fewest=OMEGA_ITEMS)
    kept = [np.delete(np.arange(len(matrix)), i) for i in range(len(matrix))]
    return _share(matrix), [_share(matrix[np.ix_(rest, rest)]) for rest in kept]


def _share(S: np.ndarray) -> FactorShare | None:
    try:
        return one_factor_share(S)
    except ValueError:
        return None


def _value(found: FactorShare | None) -> float:
    return np.nan if found is None else found.value
