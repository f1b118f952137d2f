"""How much of what is explained is due to each predictor?

S is the covariance (or correlation) matrix with the outcome first; unless it says
otherwise, leading axes hold one matrix per group or replicate. The pieces are parts
of R², not shares of it. Their gradients are in ``importance_gradients.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.moments import correlation
from csat_methods.statistics.subset_regression import (
    all_subsets_r2,
    sound,
    subset_sizes,
)


def r2(S: ArrayLike) -> np.ndarray:
    r"""Return the explained share of the outcome's variance.

    .. math::

        R^2 = \frac{s_{xy}' S_{xx}^{-1} s_{xy}}{s_{yy}}

    Parameters
    ----------
    S : array_like, shape (..., q, q)

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    ValueError
        If the outcome or a predictor of a single matrix does not vary, or a
        predictor is a sum of others; among several, such a one comes out missing.

    Examples
    --------
    >>> float(r2([[1.0, 0.5, 0.3], [0.5, 1.0, 0.0], [0.3, 0.0, 1.0]]))
    0.34
    """
    S, b = _regression(S)
    return (S[..., 0, 1:] * b).sum(-1) / S[..., 0, 0]


def lmg(S: ArrayLike, *, sizes: Sequence[int] | None = None) -> np.ndarray:
    r"""Return Lindeman, Merenda and Gold's pieces: R² averaged over all orders.

    .. math::

        \text{LMG}_k = \sum_{A \not\ni k} \frac{|A|!\,(p - |A| - 1)!}{p!}
            \bigl[R^2(A \cup \{k\}) - R^2(A)\bigr]

    also known as Shapley values and as general dominance. They are not negative and
    add up to R².

    Parameters
    ----------
    S : array_like, shape (..., q, q)
    sizes : sequence of int, optional
        Columns of each predictor, where some have several.

    Returns
    -------
    ndarray, shape (..., p)

    Raises
    ------
    ValueError
        As :func:`r2`, or if there are more than 22 predictors.

    Notes
    -----
    Exact. Checked against relaimpo 2.2-7 and domir 1.2.0.

    References
    ----------
    Lindeman, R. H., Merenda, P. F., & Gold, R. Z. (1980). *Introduction to Bivariate
    and Multivariate Analysis*, p. 120. Scott, Foresman.

    Groemping, U. (2006). Relative importance for linear regression in R: the package
    relaimpo. *Journal of Statistical Software*, 17(1).

    Examples
    --------
    Predictors that do not correlate share nothing:

    >>> lmg([[1.0, 0.5, 0.3], [0.5, 1.0, 0.0], [0.3, 0.0, 1.0]])
    array([0.25, 0.09])
    """
    explained = all_subsets_r2(S, sizes=sizes)
    p = explained.shape[-1].bit_length() - 1
    holding, all_sets = lmg_weights(p)
    size = subset_sizes(p)
    return (
        _sum_by_predictor(holding[size] * explained)
        - (all_sets[size] * explained).sum(-1)[..., None]
    )


def first(S: ArrayLike) -> np.ndarray:
    """Return the R² of each predictor alone, the squared correlations, (..., p).

    Raises
    ------
    ValueError
        As :func:`r2`.

    Examples
    --------
    >>> first([[1.0, 0.5, 0.3], [0.5, 1.0, 0.0], [0.3, 0.0, 1.0]])
    array([0.25, 0.09])
    """
    S, _ = sound(S, None)
    own = np.diagonal(S, axis1=-2, axis2=-1)
    return S[..., 0, 1:] ** 2 / (own[..., :1] * own[..., 1:])


def last(S: ArrayLike) -> np.ndarray:
    """Return what each predictor adds to all others, shape (..., p).

    The squared semi-partial correlations; they do not add up to R².

    Raises
    ------
    ValueError
        As :func:`r2`.

    Examples
    --------
    >>> last([[1.0, 0.5, 0.5], [0.5, 1.0, 0.5], [0.5, 0.5, 1.0]])
    array([0.0833, 0.0833])
    """
    S, b = _regression(S)
    inverse = np.linalg.inv(S[..., 1:, 1:])
    own = np.diagonal(inverse, axis1=-2, axis2=-1)
    return b**2 / (own * S[..., :1, 0])


def pratt(S: ArrayLike) -> np.ndarray:
    """Return standardised slope times correlation, shape (..., p).

    They add up to R² but may be negative.

    Raises
    ------
    ValueError
        As :func:`r2`.

    References
    ----------
    Pratt, J. W. (1987). Dividing the indivisible: using simple symmetry to partition
    variance explained. *Proceedings of the Second International Conference in
    Statistics*, Tampere, 245-260.

    Examples
    --------
    >>> pratt([[1.0, 0.5, 0.1], [0.5, 1.0, 0.6], [0.1, 0.6, 1.0]])
    array([ 0.3438, -0.0313])
    """
    S, b = _regression(S)
    return b * S[..., 0, 1:] / S[..., :1, 0]


def johnson(S: ArrayLike) -> np.ndarray:
    r"""Return Johnson's relative weights, shape (..., p); they add up to R².

    With predictors' correlations R and their correlations r with the outcome,

    .. math::

        \varepsilon_j = \sum_i \Lambda_{ji}^2 \beta_i^2, \qquad
        \Lambda = R^{1/2}, \quad \beta = \Lambda^{-1} r

    Raises
    ------
    ValueError
        As :func:`r2`.

    Notes
    -----
    The same as Genizi's (1993) measure.

    References
    ----------
    Johnson, J. W. (2000). A heuristic method for estimating the relative weight of
    predictor variables in multiple regression. *Multivariate Behavioral Research*,
    35, 1-19.

    Examples
    --------
    >>> johnson([[1.0, 0.5, 0.3], [0.5, 1.0, 0.0], [0.3, 0.0, 1.0]])
    array([0.25, 0.09])
    """
    R = correlation(sound(S, None)[0])
    known = ~np.isnan(R[..., 1:, 1:])
    half = square_root(np.where(known, R[..., 1:, 1:], np.eye(R.shape[-1] - 1)))
    beta = np.linalg.solve(half, R[..., 1:, :1])[..., 0]
    return ((half**2) @ (beta**2)[..., None])[..., 0]


def lmg_weights(p: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of R² in LMG: for subsets with k, and taken off all, (p + 1,).

    Examples
    --------
    >>> lmg_weights(2)
    (array([0.5, 1. , 0.5]), array([0.5, 0.5, 0. ]))
    """
    orders = np.array([*(1 / (p * comb(p - 1, s)) for s in range(p)), 0.0])
    return orders + np.concatenate([[0.0], orders[:-1]]), orders


def square_root(R: np.ndarray) -> np.ndarray:
    """Return the symmetric square root of correlations, shape (..., p, p).

    Examples
    --------
    >>> square_root(np.diag([4.0, 9.0]))
    array([[2., 0.],
           [0., 3.]])
    """
    values, vectors = np.linalg.eigh(R)
    roots = np.sqrt(np.maximum(values, 0.0))[..., None, :]
    return (vectors * roots) @ np.swapaxes(vectors, -1, -2)


def _regression(S: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    S, _ = sound(S, None)
    return S, np.linalg.solve(S[..., 1:, 1:], S[..., 1:, :1])[..., 0]


def _sum_by_predictor(values: np.ndarray) -> np.ndarray:
    """Add up over the subsets that hold each predictor, shape (..., p)."""
    sums = []
    while values.shape[-1] > 1:
        without, holding = np.split(values, 2, axis=-1)
        sums.append(holding.sum(axis=-1))
        values = without + holding
    return np.stack(sums[::-1], axis=-1)
