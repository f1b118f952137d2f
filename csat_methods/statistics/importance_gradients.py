"""How do the pieces of R² move with the covariances?

Each function returns one symmetric matrix B per predictor, shape (p, q, q), with
``d piece = trace(B dS)``, for a single covariance matrix S with the outcome first.
They stand on one fact: with the regression's residual as a weighted sum u'x of all
variables (1 for the outcome, minus the slopes), the residual variance u'Su moves by
u'(dS)u, since the slopes minimise it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.influence import correlation_gradient
from csat_methods.statistics.moments import correlation
from csat_methods.statistics.relative_importance import (
    first,
    last,
    lmg,
    lmg_weights,
    pratt,
    square_root,
)
from csat_methods.statistics.subset_regression import (
    Subsets,
    sound,
    subset_coefficients,
    subset_sizes,
    visitable,
)


def lmg_gradient(S: ArrayLike, *, sizes: Sequence[int] | None = None) -> np.ndarray:
    r"""Return the gradients of LMG, shape (p, q, q).

    LMG is a weighted sum of the R² of all subsets, with weights c that add up to 0:

    .. math::

        B_k = -\frac{1}{s_{yy}} \Bigl[\sum_A c_k(A)\, u_A u_A'
            + \text{LMG}_k \, e_y e_y'\Bigr]

    Raises
    ------
    ValueError
        As `lmg`.

    Examples
    --------
    >>> S = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> lmg_gradient(S)[0]
    array([[-0.25,  0.5 ],
           [ 0.5 , -0.25]])
    """
    S, widths = visitable(S, sizes)
    p, q = len(widths), len(S)
    total = np.zeros((p, q, q))
    for part in subset_coefficients(S, widths):
        total += _weighted_products(part, p)
    total[:, 0, 0] += lmg(S, sizes=sizes)
    return -total / S[0, 0]


def first_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradients of the squared correlations, shape (p, q, q).

    Raises
    ------
    ValueError
        As `first`.

    Examples
    --------
    >>> first_gradient([[1.0, 0.5], [0.5, 1.0]])[0]
    array([[-0.25,  0.5 ],
           [ 0.5 , -0.25]])
    """
    S, _ = sound(S, None)
    k = np.arange(1, len(S))
    value = first(S)
    gradient = np.zeros((len(k), len(S), len(S)))
    gradient[k - 1, 0, k] = gradient[k - 1, k, 0] = S[0, k] / (S[0, 0] * S[k, k])
    gradient[k - 1, 0, 0] = -value / S[0, 0]
    gradient[k - 1, k, k] = -value / S[k, k]
    return gradient


def last_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradients of what each predictor adds to the others, (p, q, q).

    Raises
    ------
    ValueError
        As `last`.

    Examples
    --------
    >>> last_gradient([[1.0, 0.5], [0.5, 1.0]])[0]
    array([[-0.25,  0.5 ],
           [ 0.5 , -0.25]])
    """
    S, u, inverse = _residual(S)
    shrunk = u[1:, None] * inverse / np.diagonal(inverse)[:, None]
    without = np.concatenate([np.ones((len(shrunk), 1)), u[1:] - shrunk], axis=1)
    products = np.outer(u, u) - without[:, :, None] * without[:, None, :]
    products[:, 0, 0] += last(S)
    return -products / S[0, 0]


def pratt_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradients of slope times correlation, shape (p, q, q).

    Raises
    ------
    ValueError
        As `pratt`.

    Examples
    --------
    >>> pratt_gradient([[1.0, 0.5], [0.5, 1.0]])[0]
    array([[-0.25,  0.5 ],
           [ 0.5 , -0.25]])
    """
    S, u, inverse = _residual(S)
    rows = np.concatenate([np.zeros((len(inverse), 1)), inverse], axis=1)
    gradient = S[0, 1:, None, None] * rows[:, :, None] * u
    k = np.arange(len(inverse))
    gradient[k, 0, k + 1] -= u[1:]
    gradient[k, 0, 0] -= pratt(S)
    return (gradient + gradient.transpose(0, 2, 1)) / (2 * S[0, 0])


def johnson_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradients of Johnson's relative weights, shape (p, q, q).

    Backwards through the square root of the predictors' correlations.

    Raises
    ------
    ValueError
        As `johnson`.

    References
    ----------
    Higham, N. J. (2008). *Functions of Matrices*, section 3.2. SIAM.

    Examples
    --------
    >>> johnson_gradient([[1.0, 0.5], [0.5, 1.0]])[0]
    array([[-0.25,  0.5 ],
           [ 0.5 , -0.25]])
    """
    S, _ = sound(S, None)
    R = correlation(S)
    half = square_root(R[1:, 1:])
    beta = np.linalg.solve(half, R[1:, 0])
    p = len(beta)
    to_beta = np.linalg.solve(half, (2 * half**2 * beta).T).T
    to_half = -to_beta[:, :, None] * beta
    to_half[np.arange(p), np.arange(p)] += 2 * half * beta**2
    G = np.zeros((p, p + 1, p + 1))
    G[:, 0, 1:] = G[:, 1:, 0] = to_beta / 2
    G[:, 1:, 1:] = _through_square_root(R[1:, 1:], to_half)
    return correlation_gradient(S, G)


def _residual(S: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return S, the residual's weights u and the inverse of the predictors' part."""
    S, _ = sound(S, None)
    inverse = np.linalg.inv(S[1:, 1:])
    return S, np.concatenate([[1.0], -inverse @ S[1:, 0]]), inverse


def _weighted_products(part: Subsets, p: int) -> np.ndarray:
    """Add up c_k(A) u_A u_A' over a part of the subsets, for every predictor k."""
    columns, count = part.coefficients.shape
    low = count.bit_length() - 1
    holding, all_sets = lmg_weights(p)
    size = subset_sizes(low) + part.held.bit_count()
    u = np.concatenate([np.ones((1, count)), -part.coefficients])
    with_k = np.empty((p, columns + 1, columns + 1))
    weighted = holding[size] * u
    for k in range(low):
        held = (columns + 1, -1, 2, 2**k)
        ours, theirs = (
            a.reshape(held)[:, :, 1].reshape(len(a), -1) for a in (u, weighted)
        )
        with_k[k] = theirs @ ours.T
    outside = np.array([part.held >> k & 1 for k in range(low, p)], dtype=float)
    with_k[low:] = outside[:, None, None] * (weighted @ u.T)
    return with_k - (all_sets[size] * u) @ u.T


def _through_square_root(R: np.ndarray, to_half: np.ndarray) -> np.ndarray:
    """Turn gradients for the square root of R into gradients for R."""
    values, vectors = np.linalg.eigh(R)
    roots = np.sqrt(values)
    symmetric = (to_half + to_half.transpose(0, 2, 1)) / 2
    inside = vectors.T @ symmetric @ vectors / (roots[:, None] + roots)
    return vectors @ inside @ vectors.T
