"""Which half of each pair of units does a balanced replicate keep?

Hadamard matrices: of order 1, 2, by doubling (Sylvester), and from the squares modulo a
prime (Paley 1933).
"""

from __future__ import annotations

import numpy as np


def _prime(p: int) -> bool:
    return p > 1 and all(p % d for d in range(2, int(p**0.5) + 1))


def _characters(p: int) -> np.ndarray:
    """Return Jacobsthal's matrix: 1 for differences that are squares, (p, p)."""
    kind = np.full(p, -1)
    kind[np.arange(1, p) ** 2 % p] = 1
    kind[0] = 0
    place = np.arange(p)
    return kind[(place[:, None] - place[None, :]) % p]


def _bordered(p: int, sign: int) -> np.ndarray:
    """Return Jacobsthal's matrix with a row of ones and a column of ±1 around it."""
    made = np.zeros((p + 1, p + 1), np.int64)
    made[0, 1:], made[1:, 0] = 1, sign
    made[1:, 1:] = _characters(p)
    return made


def hadamard(order: int) -> np.ndarray | None:
    """Return a matrix of ±1 with orthogonal columns, or None where none is known here.

    Its first column is all ones.

    Examples
    --------
    >>> made = hadamard(12)
    >>> bool((made.T @ made == 12 * np.eye(12)).all())
    True
    """
    found = _any(order)
    return None if found is None else found * found[:, :1]


def _any(order: int) -> np.ndarray | None:
    if order == 1:
        return np.ones((1, 1), np.int64)
    if order == 2:
        return np.array([[1, 1], [1, -1]])
    if order % 4:
        return None
    if _prime(order - 1):
        return _bordered(order - 1, -1) + np.eye(order, dtype=np.int64)
    half = order // 2
    if half % 4 == 2 and _prime(half - 1):
        conference, unit = _bordered(half - 1, 1), np.eye(half, dtype=np.int64)
        first, second = np.array([[1, 1], [1, -1]]), np.array([[1, -1], [-1, -1]])
        return np.kron(conference, first) + np.kron(unit, second)
    smaller = _any(half)
    return None if smaller is None else np.kron(np.array([[1, 1], [1, -1]]), smaller)


def balanced(pairs: int, least: int = 0) -> np.ndarray:
    """Return the smallest fully balanced set of halves: ±1, shape (pairs, R).

    Rows are columns of a Hadamard matrix other than the one of ones, so that each pair
    keeps either half equally often, and any two pairs are balanced.

    Parameters
    ----------
    least : int
        Fewest replicates R.
    """
    order = max(pairs + 1, least, 2)
    while True:
        found = hadamard(order)
        if found is not None:
            return found[:, 1 : pairs + 1].T
        order += 1
