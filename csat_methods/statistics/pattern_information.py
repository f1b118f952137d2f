"""How much do answers say about parameters, summed over patterns of blanks?

A few patterns are summed one by one; of many, the products of their inverse covariances
are summed first, so that parameters meet them once.
"""

from __future__ import annotations

import numpy as np

from csat_methods.statistics.implied_moments import Directions

FEW = 8
"""Patterns that are summed one by one."""


def expected_information(
    moves: Directions, share: np.ndarray, W: np.ndarray
) -> np.ndarray:
    r"""Return the expected information on cells, shape (c, c).

    .. math:: \sum_p f_p \bigl[\tfrac12 tr(W_p \Sigma_i W_p \Sigma_j)
              + \mu_i' W_p \mu_j\bigr]

    Parameters
    ----------
    share : ndarray, shape (P,)
        f, of each pattern.
    W : ndarray, shape (P, k, k)
    """
    return shared_information(moves, moves, share, W)


def shared_information(
    a: Directions, b: Directions, share: np.ndarray, W: np.ndarray
) -> np.ndarray:
    """Return the expected information between two sets of cells, shape (c, d).

    As :func:`expected_information`, which has the same cells on both sides.
    """
    if len(share) <= FEW:
        total = np.zeros((len(a.s), len(b.s)))
        for f, one in zip(share, W, strict=True):
            total += f * _shared(a, b, one)
        return total
    found = a.changes @ _products(share, W, W) @ b.changes.T / 2
    return found + _of_means(a, b, share, W)


def observed_information(
    moves: Directions,
    share: np.ndarray,
    W: np.ndarray,
    R: np.ndarray,
    y: np.ndarray,
) -> np.ndarray:
    r"""Return the observed information on cells but for the moments' curvature.

    .. math:: \sum_p f_p \bigl[tr(\Sigma_i W \Sigma_j R)
              - \tfrac12 tr(W \Sigma_i W \Sigma_j) + y'\Sigma_i W \mu_j
              + y'\Sigma_j W \mu_i + \mu_i' W \mu_j\bigr]

    Parameters
    ----------
    R : ndarray, shape (P, k, k)
        W S W.
    y : ndarray, shape (P, k)
        W d.
    """
    if len(share) <= FEW:
        total = np.zeros((len(moves.s), len(moves.s)))
        for f, one, other, pull in zip(share, W, R, y, strict=True):
            total += f * _observed(moves, one, other, pull)
        return total
    Z = moves.changes
    found = Z @ _products(share, W, R - W / 2) @ Z.T
    found = (found + found.T) / 2 + _of_means(moves, moves, share, W)
    if moves.mu.any():
        k = W.shape[1]
        pulls = (share[:, None] * y).T @ W.reshape(len(W), -1)
        along = Z @ pulls.reshape(k * k, k) @ moves.mu.T
        found += along + along.T
    return found


def _products(share: np.ndarray, W: np.ndarray, V: np.ndarray) -> np.ndarray:
    """Return the sum of f W ⊗ V, as a matrix over pairs of items, (k², k²)."""
    count, k, _ = W.shape
    flat = W.reshape(count, -1) * share[:, None]
    total = flat.T @ V.reshape(count, -1)
    return total.reshape(k, k, k, k).transpose(0, 2, 1, 3).reshape(k * k, k * k)


def _of_means(
    a: Directions, b: Directions, share: np.ndarray, W: np.ndarray
) -> np.ndarray:
    mean = (share @ W.reshape(len(W), -1)).reshape(W.shape[1:])
    found: np.ndarray = a.mu @ mean @ b.mu.T
    return found


def _shared(a: Directions, b: Directions, W: np.ndarray) -> np.ndarray:
    """Return half the trace of the moves' product, plus that of the means."""
    wu, wv = a.u @ W, a.v @ W
    found = (wu @ b.u.T) * (wv @ b.v.T) + (wu @ b.v.T) * (wv @ b.u.T)
    found *= a.s[:, None] * b.s
    if a.mu.any() and b.mu.any():
        found += (a.mu @ W) @ b.mu.T
    return np.asarray(found)


def _observed(
    moves: Directions, W: np.ndarray, R: np.ndarray, y: np.ndarray
) -> np.ndarray:
    u, v, s, mu = moves.u, moves.v, moves.s, moves.mu
    wu, wv, ru, rv = u @ W, v @ W, u @ R, v @ R
    wuv, ruv = wu @ v.T, ru @ v.T
    wuu, wvv = wu @ u.T, wv @ v.T
    found = wuv.T * ruv + wvv * (ru @ u.T) + wuu * (rv @ v.T) + wuv * ruv.T
    found -= wuu * wvv + wuv * wuv.T
    found *= s[:, None] * s
    if mu.any():
        along = (u @ y)[:, None] * (wv @ mu.T) + (v @ y)[:, None] * (wu @ mu.T)
        along *= s[:, None]
        found += along + along.T + (mu @ W) @ mu.T
    return found
