"""What does an answer do to thresholds, and two answers to their correlation?"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from csat_methods.statistics.bivariate_normal import (
    FAR,
    UNLIKELY,
    cell_probabilities,
    cell_slopes,
    conditional_edges,
    normal_density,
)


def threshold_effects(
    cuts: np.ndarray, place: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    r"""Return what a row with each answer does to each threshold.

    .. math:: \frac{[y \le k] - F_k}{\phi(\tau_k) W}

    Parameters
    ----------
    cuts : ndarray, shape (k, C + 1)
        Thresholds by item, from -`FAR` to `FAR`.
    place : ndarray of int, shape (n, k)
        Place of each answer; -1 for a blank.
    weights : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (k, C + 1, C - 1)
        By item, answer (last: blank) and threshold.
    """
    k, width = len(cuts), cuts.shape[1] - 1
    inner = cuts[:, 1:-1]
    total = np.array([weights[column >= 0].sum() for column in place.T])
    below = np.arange(width)[:, None] <= np.arange(width - 1)
    real = inner < FAR
    scale = np.where(real, normal_density(np.where(real, inner, 0.0)), np.inf)
    effects = np.zeros((k, width + 1, width - 1))
    effects[:, :-1] = (below - ndtr(inner)[:, None]) / (scale * total[:, None])[:, None]
    return effects


def rho_effects(
    tables: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    rho: np.ndarray,
    row_effects: np.ndarray,
    column_effects: np.ndarray,
    *,
    expected: bool = False,
) -> np.ndarray:
    r"""Return what a row of each cell does to rho, through thresholds too.

    .. math::

        \frac{s_{ab} - \sum_t z_t \sum_{ab} m_{ab} s_{ab} s_{ab,t}}
             {\sum_{ab} m_{ab} s_{ab}^2}, \qquad
        s_{ab} = \frac{\partial \ln \pi_{ab}}{\partial \rho}

    with m what each cell holds, or (`expected`) what the model expects there, and z
    the effects on the thresholds t.

    Parameters
    ----------
    tables : ndarray, shape (P, C, C)
    rows, columns : ndarray, shape (P, C + 1)
        Thresholds of both items of each pair.
    rho : ndarray, shape (P,)
    row_effects, column_effects : ndarray, shape (P, C + 1, C - 1)
        As `threshold_effects` returns them.
    expected : bool

    Returns
    -------
    ndarray, shape (P, C + 1, C + 1)
        Last row and column: blank.

    References
    ----------
    Muthen, B. (1984). *Psychometrika*, 49, 115-132 (what cells hold). Olsson, U.
    (1979). *Psychometrika*, 44, 443-460 (what is expected).
    """
    chance = cell_probabilities(rows, columns, rho, tables)
    known = (tables > 0) | (expected & (chance > UNLIKELY))
    score = np.where(known, cell_slopes(rows, columns, rho) / chance, 0.0)
    mass = chance * tables.sum(axis=(1, 2), keepdims=True) if expected else tables
    ratio = mass * score / chance
    along = _through(ratio, conditional_edges(rows, columns, rho))
    across = _through(ratio.transpose(0, 2, 1), conditional_edges(columns, rows, rho))
    effects = np.zeros((len(rho), *(size + 1 for size in tables.shape[1:])))
    effects[:, :-1, :-1] = score
    effects -= np.einsum("pck,pk->pc", row_effects, along)[:, :, None]
    effects -= np.einsum("pck,pk->pc", column_effects, across)[:, None, :]
    size = (mass * score * score).sum(axis=(1, 2))
    return effects / np.where(size > 0, size, np.inf)[:, None, None]


def _through(ratio: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return sum of score times score of each inner threshold, shape (P, C - 1)."""
    inner = edges[:, 1:-1, :]
    found: np.ndarray = ((ratio[:, :-1] - ratio[:, 1:]) * inner).sum(axis=2)
    return found
