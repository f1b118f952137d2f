"""Which means and covariances fit answers with blanks best, without any model?

Also the other end: the model in which no item covaries with another. Between them
lie all models of factors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.em_moments import em_of
from csat_methods.statistics.implied_moments import Directions
from csat_methods.statistics.pattern_likelihood import Patterns, Weighing, weighing


@dataclass(frozen=True, eq=False)
class Saturated:
    """The means and covariances under which the answers are likeliest.

    Attributes
    ----------
    mu : ndarray, shape (k,)
    sigma : ndarray, shape (k, k)
    seen : Weighing
        The answers seen from them.
    """

    mu: np.ndarray
    sigma: np.ndarray
    seen: Weighing


def saturated(data: Patterns) -> Saturated:
    """Return the likeliest means and covariances, by EM where there are blanks.

    Raises
    ------
    ValueError
        If the covariances have no inverse, nobody answered both items of a pair, or
        the search does not end.
    """
    if data.complete:
        mu, sigma = data.mean[0], data.covariance[0]
    else:
        mu, sigma = _of_blanks(data)
    seen = weighing(data, sigma, mu)
    if seen is None:
        raise ValueError(
            "covariances: they have no inverse; an item is a sum of others."
        )
    return Saturated(mu, sigma, seen)


def _of_blanks(data: Patterns) -> tuple[np.ndarray, np.ndarray]:
    found = em_of(data.sums)
    if not found.converged:
        raise ValueError(
            f"missing='fiml': the moments did not settle in {found.iterations} rounds; "
            "too many answers are blank together."
        )
    return found.means, found.covariance


def independent_moments(data: Patterns) -> tuple[np.ndarray, np.ndarray]:
    """Return each item's mean and variance over its own answers, divisor n."""
    held = data.weight @ data.seen
    mu = (data.weight @ data.mean) / held
    own = np.diagonal(data.covariance, axis1=1, axis2=2)
    variance = data.weight @ (own + ((data.mean - mu) * data.seen) ** 2) / held
    return mu, variance


def independent(data: Patterns) -> Weighing:
    """Return the answers seen from items that do not covary.

    Raises
    ------
    ValueError
        If an item does not vary.
    """
    mu, variance = independent_moments(data)
    seen = weighing(data, np.diag(variance), mu)
    if seen is None:
        raise ValueError("covariances: an item does not vary.")
    return seen


def all_moments(k: int, *, means: bool) -> Directions:
    """Return the directions of all means, then all covariances (lower triangle)."""
    a, b = np.tril_indices(k)
    unit = np.eye(k)
    first = k if means else 0
    blank = np.zeros((first, k))
    return Directions(
        np.concatenate([blank, unit[a]]),
        np.concatenate([blank, unit[b]]),
        np.concatenate([np.zeros(first), np.where(a == b, 0.5, 1.0)]),
        np.concatenate([unit[:first], np.zeros((len(a), k))]),
    )
