"""How far does each row move a function of the moments?

A function of means m and covariances S hands over its gradient: a vector `a` and a
symmetric matrix `B` with ``d theta = a'dm + trace(B dS)``. :func:`influence` turns
them into one value a row in one pass; the design's variance of their total is the
linearised variance of the estimate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.moments import Moments, correlation
from csat_methods.statistics.sums import blocks, complete_answers, missing_answers


def influence(
    x: ArrayLike,
    weights: ArrayLike | None,
    moments: Moments,
    *,
    a: ArrayLike | None = None,
    B: ArrayLike | None = None,
) -> np.ndarray:
    r"""Return the influence of every row on a function of the moments.

    .. math::

        z_j = \frac{w_j}{\sum w} \Bigl[a'(x_j - m)
            + \tfrac{n}{n - 1} (x_j - m)'B(x_j - m) - \mathrm{tr}(BS)\Bigr]

    They add up to zero; the variance of their total under the design is the
    linearised variance of the estimate.

    Parameters
    ----------
    x : array_like, shape (n, k)
        The rows the moments come from.
    weights : array_like, shape (n,), or None
        None leaves the factor w out, for a caller that multiplies by it later.
    moments : Moments
    a : array_like, shape (..., k), optional
        Gradient with respect to the means.
    B : array_like, shape (..., k, k), optional
        Gradient with respect to the covariances, symmetric.

    Returns
    -------
    ndarray, shape (n,) or (n, ...)
        One column for every statistic.

    Raises
    ------
    ValueError
        If neither gradient is given, an answer is missing, or shapes differ.

    References
    ----------
    Deville, J.-C. (1999). Variance estimation for complex statistics and
    estimators. *Survey Methodology*, 25, 193-203.

    Examples
    --------
    >>> from csat_methods.statistics.moments import moments
    >>> answers = np.array([[1.0], [2.0], [6.0]])
    >>> z = influence(answers, None, moments(answers), a=[1.0])
    >>> bool(np.isclose(z @ z * 3 / 2, np.var(answers, ddof=1) / 3))
    True
    """
    if a is None and B is None:
        raise ValueError("a=None and B=None: a gradient must be given.")
    rows, w = complete_answers(x, weights)
    k = rows.shape[1]
    linear = np.zeros(k) if a is None else np.asarray(a, dtype=float)
    square = np.zeros((k, k)) if B is None else np.asarray(B, dtype=float)
    shape = np.broadcast_shapes(linear.shape[:-1], square.shape[:-2])
    linear = np.broadcast_to(linear, (*shape, k)).reshape(-1, k)
    square = np.broadcast_to(square, (*shape, k, k)).reshape(-1, k, k)
    z = _influence(rows, moments, linear, square)
    factor = (1 if w is None else w[:, None]) / moments.weight
    return (z * factor).reshape(len(rows), *shape)


def correlation_gradient(covariance: ArrayLike, G: ArrayLike) -> np.ndarray:
    r"""Turn a gradient with respect to correlations into one for covariances.

    .. math::

        B_{ij} = \frac{G_{ij}}{s_i s_j} \; (i \ne j), \qquad
        B_{ii} = -\frac{1}{s_i^2} \sum_{j \ne i} G_{ij} r_{ij}

    Parameters
    ----------
    covariance : array_like, shape (k, k)
    G : array_like, shape (..., k, k)
        Symmetric, with ``d theta = trace(G dR)``; its diagonal does not matter.

    Returns
    -------
    ndarray, shape (..., k, k)

    Raises
    ------
    ValueError
        If a variance is not above zero.

    Examples
    --------
    A correlation does not change with the unit of its first item:

    >>> S = np.array([[4.0, 1.0], [1.0, 1.0]])
    >>> B = correlation_gradient(S, [[0.0, 0.5], [0.5, 0.0]])
    >>> float(np.trace(B @ np.array([[8.0, 1.0], [1.0, 0.0]])))
    0.0
    """
    S, G = np.asarray(covariance, dtype=float), np.asarray(G, dtype=float)
    R = correlation(S)
    sd = np.sqrt(np.diagonal(S))
    B = G / np.outer(sd, sd)
    diagonal = np.arange(len(S))
    own = G[..., diagonal, diagonal]
    B[..., diagonal, diagonal] = (own - (G * R).sum(-1)) / sd**2
    return B


def _influence(
    rows: np.ndarray, moments: Moments, a: np.ndarray, B: np.ndarray
) -> np.ndarray:
    B = B * (moments.n / (moments.n - 1))
    trace = np.einsum("sij,ij->s", B, moments.covariance) * (1 - 1 / moments.n)
    z = np.empty((len(rows), len(a)))
    for s in blocks(len(rows)):
        y = rows[s] - moments.means
        for j, (linear, square) in enumerate(zip(a, B, strict=True)):
            inner = y @ square
            inner += linear
            z[s, j] = np.einsum("ij,ij->i", inner, y) - trace[j]
    if not np.isfinite(z).all():
        raise ValueError(missing_answers(rows, None))
    return z
