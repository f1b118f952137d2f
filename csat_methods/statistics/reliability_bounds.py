"""At least how reliable is a sum of items, by Guttman's six bounds?

Each is a function of the covariance matrix S of k items and comes with its gradient: a
symmetric matrix B with ``d theta = trace(B dS)``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.correlation import inverse_of
from csat_methods.statistics.reliability import alpha, alpha_gradient, items_of


def guttman(S: ArrayLike, half: ArrayLike) -> np.ndarray:
    r"""Return Guttman's lambda 1 to 6.

    .. math::

        \lambda_1 = 1 - \frac{\mathrm{tr}\,S}{V}, \quad
        \lambda_2 = \lambda_1 + \frac{1}{V} \sqrt{\tfrac{k}{k - 1} C}, \quad
        \lambda_3 = \alpha, \quad
        \lambda_4 = \frac{4\,a'S(1 - a)}{V}, \\
        \lambda_5 = \lambda_1 + \frac{2}{V} \sqrt{\max_j C_j}, \quad
        \lambda_6 = 1 - \frac{1}{V} \sum_i \frac{1}{(S^{-1})_{ii}}

    with V the variance of the sum, C the sum of all squared covariances and
    :math:`C_j` that of item j's.

    Parameters
    ----------
    S : array_like, shape (k, k)
    half : array_like of 0 and 1, shape (k,)
        a, the half of lambda 4; the bound is that of the best split.

    Returns
    -------
    ndarray, shape (6,)
        Lambda 6 is NaN where S has no inverse.

    Raises
    ------
    ValueError
        If there are fewer than two items, or their sum does not vary.

    Notes
    -----
    Checked against R's textbook formulas on covariances; psych's ``guttman`` takes
    correlations.

    References
    ----------
    Guttman, L. (1945). A basis for analyzing test-retest reliability.
    *Psychometrika*, 10, 255-282, eqs. 18, 31, 34, 40, 44, 50.

    Examples
    --------
    Four items that all correlate one half: all but the first and fifth agree.

    >>> guttman(np.full((4, 4), 0.5) + 0.5 * np.eye(4), [1, 1, 0, 0])
    array([0.6   , 0.8   , 0.8   , 0.8   , 0.7732, 0.75  ])
    """
    S, a = items_of(S), np.asarray(half, dtype=float)
    third = float(alpha(S))
    k, total, trace = len(S), S.sum(), np.trace(S)
    squares = (_off(S) ** 2).sum(axis=0)
    first = 1 - trace / total
    return np.array(
        [
            first,
            first + np.sqrt(k / (k - 1) * squares.sum()) / total,
            third,
            4 * (a @ S @ (1 - a)) / total,
            first + 2 * np.sqrt(squares.max()) / total,
            1 - _unexplained(S)[0] / total,
        ]
    )


def guttman_gradient(S: ArrayLike, half: ArrayLike) -> np.ndarray:
    """Return the gradients of :func:`guttman`, with the best split held.

    Parameters
    ----------
    S : array_like, shape (k, k)
    half : array_like, shape (k,)

    Returns
    -------
    ndarray, shape (6, k, k)

    Raises
    ------
    ValueError
        As :func:`guttman`.

    Examples
    --------
    No bound changes with the unit of the answers:

    >>> S = np.array([[2.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 1.0]])
    >>> found = guttman_gradient(S, [1, 0, 0])
    >>> bool(np.abs(np.einsum("mij,ji->m", found, S)).max() < 1e-15)
    True
    """
    S, a = items_of(S), np.asarray(half, dtype=float)
    k, off = len(S), _off(S)
    squares = (off**2).sum(axis=0)
    j = int(squares.argmax())
    column = np.zeros((k, k))
    column[:, j] = off[:, j]
    column = (column + column.T) / 2
    alone = -np.eye(k)
    shared = [
        alone,
        alone + np.sqrt(k / (k - 1)) * off / _root(squares.sum()),
        alone + 2 * column / _root(squares[j]),
        -_unexplained(S)[1],
    ]
    first, second, fifth, sixth = (share_gradient(S, M) for M in shared)
    fourth = split_gradient(S, a[None])[0]
    return np.array([first, second, alpha_gradient(S), fourth, fifth, sixth])


def splits(S: ArrayLike, halves: ArrayLike) -> np.ndarray:
    r"""Return the reliability of the sum by each split into halves.

    .. math:: \frac{4\,a'S(1 - a)}{1'S1}

    (Flanagan, Rulon and Guttman; not Spearman and Brown's, which takes halves as
    parallel.)

    Parameters
    ----------
    S : array_like, shape (k, k)
    halves : array_like of 0 and 1, shape (m, k)

    Returns
    -------
    ndarray, shape (m,)

    Raises
    ------
    ValueError
        If there are fewer than two items.

    Examples
    --------
    >>> splits([[2.5, 2.0], [2.0, 2.5]], [[1, 0]])
    array([0.8889])
    """
    S, a = items_of(S), np.asarray(halves, dtype=float)
    taken = a @ S
    found: np.ndarray = 4 * (taken.sum(axis=1) - (taken * a).sum(axis=1)) / S.sum()
    return found


def split_gradient(S: ArrayLike, halves: ArrayLike) -> np.ndarray:
    """Return the gradients of :func:`splits`, shape (m, k, k).

    Raises
    ------
    ValueError
        As :func:`splits`.

    Examples
    --------
    >>> split_gradient([[1.0, 0.5], [0.5, 1.0]], [[1, 0]]).round(4)
    array([[[-0.2222,  0.4444],
            [ 0.4444, -0.2222]]])
    """
    S, a = items_of(S), np.asarray(halves, dtype=float)
    between = np.einsum("mi,mj->mij", a, 1 - a)
    M = 2 * (between + between.transpose(0, 2, 1))
    return np.array([share_gradient(S, one) for one in M])


def share_gradient(S: np.ndarray, G: np.ndarray) -> np.ndarray:
    """Return the gradient of c + M / V, V the variance of the sum and G that of M.

    M is of degree one in S, so that it is the trace of G S.

    Examples
    --------
    The share of the first item's variance in two that are independent:

    >>> share_gradient(np.eye(2), np.diag([1.0, 0.0]))
    array([[ 0.25, -0.25],
           [-0.25, -0.25]])
    """
    total = S.sum()
    found: np.ndarray = (G - np.einsum("ij,ji->", G, S) / total) / total
    return found


def _off(S: np.ndarray) -> np.ndarray:
    found: np.ndarray = S - np.diag(np.diagonal(S))
    return found


def _root(square: float) -> float:
    """Return the root; items without any covariance have no slope there."""
    return float(np.sqrt(square)) if square > 0 else np.inf


def _unexplained(S: np.ndarray) -> tuple[float, np.ndarray]:
    """Return the sum of what the others leave unexplained, and its gradient."""
    try:
        P = inverse_of(S)
    except ValueError:
        return np.nan, np.full_like(S, np.nan)
    each = 1 / np.diagonal(P)
    return float(each.sum()), (P * each**2) @ P
