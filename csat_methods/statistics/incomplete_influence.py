"""How far does each row move a function of covariances when some answers are blank?

Functions hand over their gradient: symmetric matrices B with
``d theta = trace(B dS)``. Estimates less their truth are near the sum of w z.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.available_moments import AvailableMoments
from csat_methods.statistics.em_moments import EMMoments
from csat_methods.statistics.incomplete import Incomplete, observed_inverses

STEP = 1e-5
"""Of the numerical second derivatives, in standard deviations."""


def available_influence(
    x: ArrayLike, found: AvailableMoments, B: ArrayLike
) -> np.ndarray:
    r"""Return what each row does to functions of covariances pair by pair.

    .. math:: z = \sum_{ij} B_{ij} \frac{1}{\sum w} \Bigl[\tfrac{n_{ij}}{n_{ij} - 1}
              (x_i - m_{ij})(x_j - m_{ji}) - s_{ij}\Bigr]

    over the pairs that the row answered.

    Parameters
    ----------
    x : array_like, shape (n, k)
        NaN for a blank.
    found : AvailableMoments
        Of these rows.
    B : array_like, shape (m, k, k)
        Gradients.

    Returns
    -------
    ndarray, shape (n, m)

    Examples
    --------
    >>> from csat_methods.statistics.available_moments import available_moments
    >>> rows = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, np.nan], [4.0, 3.0]])
    >>> z = available_influence(rows, available_moments(rows), np.eye(2)[None])
    >>> bool(abs(z.sum()) < 1e-12)
    True
    """
    rows, B = np.asarray(x, dtype=float), np.asarray(B, dtype=float)
    z = np.zeros((len(rows), len(B)))
    for i, j in zip(*np.triu_indices(rows.shape[1]), strict=True):
        n = found.n[i, j]
        a, b = rows[:, i] - found.means[i, j], rows[:, j] - found.means[j, i]
        own = (a * b * n / (n - 1) - found.covariance[i, j]) / found.weight[i, j]
        times = 1 if i == j else 2
        z += np.outer(np.where(np.isnan(own), 0.0, own), times * B[:, i, j])
    return z


def em_influence(x: ArrayLike, found: EMMoments, B: ArrayLike) -> np.ndarray:
    r"""Return what each row does to functions of maximum likelihood covariances.

    .. math:: z = s' H^{-1} c

    with s the row's score in means and covariances, H the observed information of all
    rows (by central differences of the total score) and c the gradient.

    Parameters
    ----------
    x : array_like, shape (n, k)
        NaN for a blank.
    found : EMMoments
        Of these rows.
    B : array_like, shape (m, k, k)
        Gradients by the covariances with divisor n.

    Returns
    -------
    ndarray, shape (n, m)

    References
    ----------
    Savalei, V. (2010). Expected versus observed information in SEM with incomplete
    normal and nonnormal data. *Psychological Methods*, 15, 352-367.

    Examples
    --------
    >>> from csat_methods.statistics.em_moments import em_moments
    >>> rows = np.array([[1.0, 1], [2, 3], [3, 2], [4, 4], [6, np.nan]])
    >>> z = em_influence(rows, em_moments(rows), np.eye(2)[None])
    >>> bool(abs(z.sum()) < 1e-6)
    True
    """
    rows, B = np.asarray(x, dtype=float), np.asarray(B, dtype=float)
    k, pairs = rows.shape[1], np.triu_indices(rows.shape[1])
    times = np.where(pairs[0] == pairs[1], 1.0, 2.0)
    wanted = np.zeros((k + len(times), len(B)))
    wanted[k:] = (B[:, pairs[0], pairs[1]] * times).T
    weights = np.linalg.solve(_information(found, pairs), wanted)
    V = np.zeros((len(B), k, k))
    V[:, pairs[0], pairs[1]] = V[:, pairs[1], pairs[0]] = weights[k:].T
    P = observed_inverses(found.patterns, found.covariance)
    here = found.patterns.row
    gap = np.nan_to_num(rows - found.means)
    z = np.zeros((len(rows), len(B)))
    for pattern, inverse in enumerate(P):
        some = here == pattern
        g = gap[some] @ inverse
        z[some] = g @ weights[:k] - np.einsum("mab,ba->m", V, inverse) / 2
        z[some] += np.einsum("na,mab,nb->nm", g, V, g, optimize=True) / 2
    return z


def _information(found: EMMoments, pairs: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return minus the derivative of the total score, means first, (q, q)."""
    k = len(found.means)
    sd = np.sqrt(np.diagonal(found.covariance))
    scale = np.concatenate([sd, sd[pairs[0]] * sd[pairs[1]]])
    columns = []
    for place, size in enumerate(scale):
        ends = []
        for sign in (1, -1):
            mean, S = found.means.copy(), found.covariance.copy()
            if place < k:
                mean[place] += sign * STEP * size
            else:
                a, b = pairs[0][place - k], pairs[1][place - k]
                S[a, b] += sign * STEP * size
                S[b, a] = S[a, b]
            ends.append(_score(found.patterns, mean, S, pairs))
        columns.append((ends[1] - ends[0]) / (2 * STEP * size))
    H = np.array(columns)
    return (H + H.T) / 2


def _score(
    sums: Incomplete,
    mean: np.ndarray,
    S: np.ndarray,
    pairs: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """Return the total score in means and covariances, shape (q,)."""
    P = observed_inverses(sums, S)
    gap = np.where(sums.observed, sums.means - mean, 0.0)
    g = np.einsum("jab,jb->ja", P, gap)
    about = sums.spread + gap[:, :, None] * gap[:, None, :]
    moved = np.einsum("j,jab->ab", sums.weight, P @ about @ P - P)
    half = np.where(pairs[0] == pairs[1], 0.5, 1.0)
    return np.concatenate([sums.weight @ g, moved[pairs] * half])
