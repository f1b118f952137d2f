"""With what chance is each unit, and each pair of units, in the sample?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from csat_methods import _checks
from csat_methods._refusals import refusing
from csat_methods.sampling.unequal_chances import (
    CERTAIN,
    brewer_weights,
    systematic_counts,
)

MOST_SETS = 50_000
"""Sets of units up to which Brewer's pairs are computed; they are not approximated."""

WHOLE = 1e-6
"""What the sum of chances may miss a whole number by."""


@refusing
def inclusion_probabilities(size: Sequence[float] | np.ndarray, n: int) -> np.ndarray:
    r"""Return chances of being drawn in proportion to size.

    .. math:: \pi_k = n \frac{x_k}{\sum x}

    Where that passes 1 the unit is taken for certain and the rest is solved again,
    until no chance passes 1. A unit of size zero has no chance.

    Parameters
    ----------
    size : sequence of float, shape (N,)
        Sizes, 0 or more.
    n : int
        Units to draw, at most as many as have a size.

    Returns
    -------
    ndarray, shape (N,)
        Chances from 0 to 1 that add up to n.

    Raises
    ------
    ValueError
        If a size is missing, infinite or negative, or n too large.

    References
    ----------
    Särndal, Swensson and Wretman (1992), section 3.6.2.

    Examples
    --------
    >>> from csat_methods import inclusion_probabilities
    >>> inclusion_probabilities([1, 2, 3, 4, 50, 60], 3).tolist()
    [0.1, 0.2, 0.3, 0.4, 1.0, 1.0]
    """
    x = _vector("size", size)
    _checks.whole("n", n)
    if (x < 0).any() or not np.isfinite(x).all():
        wrong = np.flatnonzero(~((x >= 0) & np.isfinite(x)))[:5].tolist()
        raise ValueError(f"size of units {wrong} must be a finite number from 0 on.")
    if n > (x > 0).sum():
        raise ValueError(f"n={n} must be {(x > 0).sum()} at most: so many have a size.")
    certain = np.zeros(len(x), bool)
    while True:
        rest = np.where(certain, 0.0, x)
        left = n - certain.sum()
        chances = left * rest / (rest.sum() or 1.0)
        over = chances > 1
        if not over.any():
            return np.where(certain, 1.0, np.minimum(chances, 1.0))
        certain |= over


@refusing
def joint_inclusion_probabilities(
    probabilities: Sequence[float] | np.ndarray, *, method: str
) -> np.ndarray:
    r"""Return the chance that both units of each pair are in the sample.

    The rows add up to :math:`n \pi_k`, since the sample always has n units. All three
    are exact.

    Parameters
    ----------
    probabilities : sequence of float, shape (N,)
        Chances of the units, from 0 to 1, that add up to a whole number n.
    method : str
        ``sampford``; ``brewer`` (which draws one after another: a sum over all sets of
        up to n − 1 units, refused where these are too many); ``systematic`` (in the
        order of the list: pairs may have no chance at all).

    Returns
    -------
    ndarray, shape (N, N)
        Symmetric; the diagonal holds the chances themselves.

    Raises
    ------
    ValueError
        If a chance lies outside 0 to 1, their sum is not whole, or Brewer's sets are
        too many.

    References
    ----------
    Sampford (1967), eq. 8 to 10. Brewer (1975). Särndal, Swensson and Wretman (1992),
    section 3.6.2.

    Examples
    --------
    >>> from csat_methods import joint_inclusion_probabilities
    >>> joint = joint_inclusion_probabilities([0.5, 0.5, 0.5, 0.5], method="sampford")
    >>> joint[0].round(4).tolist()
    [0.5, 0.1667, 0.1667, 0.1667]
    """
    p = _vector("probabilities", probabilities)
    _checks.one_of("method", method, PAIRS)
    if not ((p >= 0) & (p <= 1)).all():
        wrong = np.flatnonzero(~((p >= 0) & (p <= 1)))[:5].tolist()
        raise ValueError(f"probabilities of units {wrong} must lie from 0 to 1.")
    if abs(p.sum() - round(p.sum())) > WHOLE:
        raise ValueError(f"probabilities add up to {p.sum():g}; it must be whole.")
    joint = np.outer(p, p)
    open_ = np.flatnonzero((p > CERTAIN) & (p < 1 - CERTAIN))
    if method == "systematic":
        joint = _systematic_pairs(p)
    elif len(open_):
        joint[np.ix_(open_, open_)] = PAIRS[method](p[open_])
    np.fill_diagonal(joint, p)
    return joint


def _vector(name: str, values: Any) -> np.ndarray:
    try:
        vector = np.asarray(values, float)
    except (TypeError, ValueError) as fault:
        raise ValueError(f"{name} must be numbers, one a unit.") from fault
    if vector.ndim != 1 or not len(vector):
        raise ValueError(f"{name} of shape {vector.shape} must be a row of numbers.")
    return vector


def _sampford_pairs(p: np.ndarray) -> np.ndarray:
    """Return Sampford's pairs from the generating polynomials of the sample size.

    A sample of Sampford is one marked unit (weight p_k q_k) and others (p_k against
    q_k = 1 − p_k). Polynomials in z that count the units are multiplied at the roots
    of unity, and the coefficient of z^n is their mean there; a factor of an odd number
    of roots is never zero.
    """
    n, count = round(p.sum()), len(p) + 1 + len(p) % 2
    z = np.exp(2j * np.pi * np.arange(count) / count)
    q = 1 - p
    inverse = 1 / (q[:, None] + p[:, None] * z)
    product = np.prod(q[:, None] + p[:, None] * z, axis=0)
    marked = (p * q) @ inverse * z
    coefficient = product * z ** (-n)
    whole = (coefficient * marked).mean().real
    others = (inverse * (coefficient * z**2 * marked)) @ inverse.T
    one = (inverse**2 * (coefficient * z**2)) @ inverse.T * (q**2)[:, None]
    return np.outer(p, p) * (others + one + one.T).real / count / whole


def _brewer_pairs(p: np.ndarray) -> np.ndarray:
    """Return Brewer's pairs by going through every set that can be drawn before."""
    n, count = round(p.sum()), len(p)
    sets = sum(math.comb(count, k) for k in range(n))
    if sets > MOST_SETS:
        raise ValueError(
            f"method='brewer' would go through {sets} sets of units for n={n} of "
            f"{count}; at most {MOST_SETS} are gone through: use 'sampford'."
        )
    joint = np.zeros((count, count))
    before: dict[tuple[int, ...], float] = {(): 1.0}
    for left in range(n, 0, -1):
        after: dict[tuple[int, ...], float] = {}
        for drawn, chance in before.items():
            chances = chance * _next_chances(p, drawn, left)
            joint[list(drawn)] += chances
            if left > 1:
                _add(after, drawn, chances)
        before = after
    return joint + joint.T


def _next_chances(p: np.ndarray, drawn: tuple[int, ...], left: int) -> np.ndarray:
    chosen = np.isin(np.arange(len(p)), drawn)
    weights = brewer_weights(p, chosen, left)
    sure = np.isinf(weights)
    weights = sure.astype(float) if sure.any() else weights
    return weights / weights.sum()


def _add(
    sets: dict[tuple[int, ...], float], drawn: tuple[int, ...], chances: np.ndarray
) -> None:
    """Add the sets that one more unit makes, whatever order they came in."""
    for k in np.flatnonzero(chances):
        key = tuple(sorted((*drawn, int(k))))
        sets[key] = sets.get(key, 0.0) + float(chances[k])


def _systematic_pairs(p: np.ndarray) -> np.ndarray:
    """Return the pairs of a fixed list: each stretch of starts gives one sample."""
    cuts = np.unique(np.round(np.cumsum(p) % 1.0, 12) % 1.0)
    cuts = np.unique(np.concatenate([[0.0], cuts, [1.0]]))
    middles, widths = (cuts[1:] + cuts[:-1]) / 2, np.diff(cuts)
    samples = np.array([systematic_counts(p, start) for start in middles], float)
    return samples.T @ (samples * widths[:, None])


PAIRS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "sampford": _sampford_pairs,
    "brewer": _brewer_pairs,
    "systematic": _systematic_pairs,
}
"""How the pairs of each way are found."""
