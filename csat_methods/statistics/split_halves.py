"""Which ways are there to split items into two halves?"""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

import numpy as np

BLOCK = 2**18
"""Splits held at a time."""

MOST_VISITED = 3_000_000
"""Splits up to which the best one is sought among all: 24 items."""

STARTS = 50


def number_of_splits(k: int) -> int:
    """Return how many splits of k items have halves of k // 2 and the rest.

    Examples
    --------
    >>> [number_of_splits(k) for k in (2, 3, 4, 7, 16)]
    [1, 3, 3, 35, 6435]
    """
    return comb(k, k // 2) // (2 - k % 2)


def all_halves(k: int) -> Iterator[np.ndarray]:
    """Yield all splits of k items, in blocks.

    Yields
    ------
    ndarray of 0 and 1, shape (m, k)
        Rows with k // 2 ones; of an even number the half with the last item.

    Examples
    --------
    >>> np.concatenate(list(all_halves(4)))
    array([[1., 0., 0., 1.],
           [0., 1., 0., 1.],
           [0., 0., 1., 1.]])
    """
    start = 2 ** (k - 1) if k % 2 == 0 else 0
    places = np.arange(k)
    for first in range(start, 2**k, BLOCK):
        codes = np.arange(first, min(first + BLOCK, 2**k))
        codes = codes[np.bitwise_count(codes) == k // 2]
        if len(codes):
            yield (codes[:, None] >> places & 1).astype(float)


def drawn_halves(k: int, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield splits drawn at random, in one block or more; as :func:`all_halves`.

    Examples
    --------
    >>> [int(a.sum()) for a in drawn_halves(30, 2, seed=1)]
    [30]
    """
    rng = np.random.default_rng(seed)
    for first in range(0, draws, BLOCK // 8):
        order = rng.random((min(BLOCK // 8, draws - first), k)).argsort(axis=1)
        yield (order < k // 2).astype(float)


def best_half(S: np.ndarray) -> np.ndarray:
    """Return the half with the largest covariance with the rest, shape (k,).

    Of more than 24 items it is sought by exchanges from many starts.

    Examples
    --------
    >>> best_half(np.array([[2.0, 1.0, 0], [1.0, 2.0, 1.0], [0, 1.0, 2.0]]))
    array([0., 1., 0.])
    """
    k = len(S)
    if number_of_splits(k) > MOST_VISITED:
        starts = next(drawn_halves(k, STARTS, seed=0))
        ends = np.array([_exchanged(S, a) for a in starts])
        return _best(S, ends)
    return _best(S, np.array([_best(S, halves) for halves in all_halves(k)]))


def _best(S: np.ndarray, halves: np.ndarray) -> np.ndarray:
    taken = halves @ S
    found: np.ndarray = halves[(taken * (1 - halves)).sum(axis=1).argmax()]
    return found


def _exchanged(S: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return the half once no exchange of two items makes it better."""
    while True:
        ours, theirs = np.flatnonzero(a == 1), np.flatnonzero(a == 0)
        pull = S @ (2 * a - 1)
        gain = pull[ours][:, None] - pull[theirs] + 2 * S[np.ix_(ours, theirs)]
        gain -= np.diagonal(S)[ours][:, None] + np.diagonal(S)[theirs]
        best = np.unravel_index(gain.argmax(), gain.shape)
        if gain[best] <= 1e-12 * np.trace(S):
            return a
        a = a.copy()
        a[ours[best[0]]], a[theirs[best[1]]] = 0.0, 1.0


def mean_of_splits(S: np.ndarray) -> tuple[float, np.ndarray]:
    r"""Return the mean over all splits and its gradient, without visiting any.

    .. math:: \frac{4 h (k - h)}{k (k - 1)} \Bigl(1 - \frac{\mathrm{tr}\,S}{V}\Bigr),
              \qquad h = \lfloor k / 2 \rfloor

    For an even number of items it is Cronbach's alpha.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests.
    *Psychometrika*, 16, 297-334 (section III).

    Examples
    --------
    >>> mean_of_splits(np.full((4, 4), 0.5) + 0.5 * np.eye(4))[0]
    0.8
    """
    k, total, trace = len(S), S.sum(), np.trace(S)
    factor = 4 * (k // 2) * (k - k // 2) / (k * (k - 1))
    gradient = factor * (trace / total - np.eye(k)) / total
    return float(factor * (1 - trace / total)), gradient
