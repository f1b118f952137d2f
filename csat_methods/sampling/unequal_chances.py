"""How is a sample drawn in which large units have larger chances?

Each way takes the wanted chances and the units' permanent numbers, and gives a sample
of exactly the wanted size in which unit k lies with chance π_k.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from csat_methods.sampling.permanent_numbers import further_shares

CERTAIN = 1e-10
"""How near to 1 a chance is when it is 1, and to 0 when it is 0."""

TRIES = 10_000_000
"""Rejections after which Sampford's way is given up."""

FIRST, BLOCK = 16, 200_000
"""Tries that are made at once in the beginning, and numbers at most."""


def systematic_counts(probabilities: np.ndarray, start: float) -> np.ndarray:
    """Return how often each unit of a list is met by points one apart.

    With V_k = π_1 + … + π_k, unit k is taken when a whole number + start lies in
    [V_{k−1}, V_k).

    Examples
    --------
    >>> systematic_counts(np.array([0.5, 0.2, 0.8, 0.5]), 0.6).tolist()
    [0, 1, 0, 1]
    """
    ends = np.round(np.cumsum(np.concatenate([[0.0], probabilities])), 12)
    return np.diff(np.ceil(ends - start)).astype(int)


def sampford(probabilities: np.ndarray, keys: np.ndarray) -> np.ndarray:
    r"""Return which units a Sampford sample holds.

    One unit is drawn with chance :math:`\pi_k / n`, and every unit, on its own, with
    chance :math:`\pi_k`; the first time that these are n − 1 others, they and the one
    are the sample. That is Sampford's design,

    .. math:: p(s) \propto \prod_{k \in s} \frac{\pi_k}{1 - \pi_k}
              \sum_{k \in s} (1 - \pi_k).

    Parameters
    ----------
    probabilities : ndarray, shape (N,)
        Between 0 and 1, with a whole sum.
    keys : ndarray of uint64, shape (N,)

    Returns
    -------
    ndarray of bool, shape (N,)

    Raises
    ------
    ValueError
        If no sample was accepted in ten million tries.

    References
    ----------
    Sampford, M. R. (1967). Biometrika 54, 499-513. Grafström, A. (2009). Computational
    Statistics and Data Analysis 53, 2111-2114.
    """
    n = round(probabilities.sum())
    for tries in _blocks(len(keys)):
        one = _raced(further_shares(keys, 2 * tries + 1), probabilities)
        if n == 1:
            return np.arange(len(keys)) == one[0]
        others = further_shares(keys, 2 * tries + 2) < probabilities
        alone = ~others[np.arange(len(tries)), one]
        accepted = np.flatnonzero(alone & (others.sum(axis=1) == n - 1))
        if accepted.size:
            chosen = others[accepted[0]]
            chosen[one[accepted[0]]] = True
            return chosen
    raise ValueError(
        f"method='sampford' found no sample in {TRIES} tries: chances this near to 0 "
        "and 1 need method='pps_systematic' or 'brewer'."
    )


def _blocks(units: int) -> Iterator[np.ndarray]:
    """Yield the numbers of the tries, few at first, since few are mostly enough."""
    first, many = 0, FIRST
    while first < TRIES:
        many = max(1, min(many, BLOCK // units))
        yield np.arange(first, first + many)
        first, many = first + many, 4 * many


def brewer(probabilities: np.ndarray, keys: np.ndarray) -> np.ndarray:
    r"""Return which units a Brewer sample holds.

    n draws, each among the units not yet drawn; with r draws to go and the mass
    :math:`R = n - \sum_{drawn} \pi` left, unit k comes with chance proportional to

    .. math:: \frac{\pi_k (R - \pi_k)}{R - r \pi_k}.

    The mass is what is left after each draw: with the first mass throughout, as is
    sometimes programmed, the chances are not π for n > 2.

    Parameters
    ----------
    probabilities : ndarray, shape (N,)
        Between 0 and 1, with a whole sum.
    keys : ndarray of uint64, shape (N,)

    Returns
    -------
    ndarray of bool, shape (N,)

    References
    ----------
    Brewer, K. R. W. (1975). Australian Journal of Statistics 17, 166-172. Tillé, Y.
    (2006). *Sampling Algorithms*, section 6.3. Springer.
    """
    n = round(probabilities.sum())
    chosen = np.zeros(len(keys), bool)
    for draw in range(n):
        weights = brewer_weights(probabilities, chosen, n - draw)
        shares = further_shares(keys, np.array([draw + 1]))
        chosen[_raced(shares, weights)[0]] = True
    return chosen


def brewer_weights(
    probabilities: np.ndarray, chosen: np.ndarray, left: int
) -> np.ndarray:
    """Return what the chances of the next draw are in proportion to."""
    mass = probabilities.sum() - probabilities[chosen].sum()
    over = mass - left * probabilities
    sure = over < CERTAIN * mass
    rest = np.where(sure, 1.0, over)
    weights = (
        probabilities * (mass - probabilities) / rest if left > 1 else probabilities
    )
    weights = np.where(sure & (left > 1), np.inf, weights)
    return np.where(chosen, 0.0, weights)


def _raced(shares: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the unit of each row that comes first, chances in proportion to weights.

    The first of independent exponential times with these rates is unit k with chance
    w_k / Σ w, whatever the order of the units.
    """
    with np.errstate(divide="ignore"):
        return np.argmin(-np.log1p(-shares) / weights, axis=1)


WAYS: Mapping[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "sampford": sampford,
    "brewer": brewer,
}
"""Ways that do not depend on the order of the list."""
