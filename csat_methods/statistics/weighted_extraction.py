"""Which m factors leave least unexplained where correlations differ in certainty?

Diagonally weighted least squares: each residual correlation counts by the inverse of
its variance. Newton's method on the loadings with the exact second derivatives; the
turns that leave the model unchanged have no slope and no step.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import whole
from csat_methods.statistics.correlation import smooth
from csat_methods.statistics.extraction import (
    GRADIENT,
    HALVES,
    LOWEST_UNIQUENESS,
    MOST_STEPS,
    ROUNDING,
    Extraction,
    downhill,
    extract,
    most_factors,
)
from csat_methods.statistics.reliability import items_of


def extract_weighted(R: ArrayLike, m: int, variances: ArrayLike) -> Extraction:
    r"""Extract m factors by diagonally weighted least squares.

    .. math::

        F = \tfrac12 \sum_{i < j} \frac{(r_{ij} - \lambda_i' \lambda_j)^2}{v_{ij}}
            \Big/ \overline{v^{-1}}

    Parameters
    ----------
    R : array_like, shape (p, p)
        Correlations, usually polychoric; they need not be positive definite.
    m : int
        Factors; (p - m)² must be at least p + m.
    variances : array_like, shape (p, p)
        Of the correlations, above zero off the diagonal.

    Returns
    -------
    Extraction
        Columns by falling eigenvalue of the common part. Uniquenesses have no
        bounds; `heywood` names items below the lowest that is believed.

    Raises
    ------
    ValueError
        If shapes differ, a variance is not above zero, or m is too large.

    Notes
    -----
    Checked against lavaan 0.6-14's ``efa(estimator = "WLSMV")``.

    References
    ----------
    Christoffersson, A. (1975). Factor analysis of dichotomized variables.
    *Psychometrika*, 40, 5-32. Muthen, B., du Toit, S. H. C., & Spisic, D. (1997).
    *Robust inference using weighted least squares* (diagonal weights).

    Examples
    --------
    >>> truth = np.array([0.9, 0.8, 0.7, 0.6])
    >>> R = np.outer(truth, truth) + np.diag(1 - truth**2)
    >>> extract_weighted(R, 1, np.full((4, 4), 0.01)).loadings.ravel()
    array([0.9, 0.8, 0.7, 0.6])
    """
    R, m = items_of(R), whole("m", m)
    W = _weights(R, variances)
    most = most_factors(len(R))
    if m > most:
        raise ValueError(f"m={m} factors of {len(R)} items: at most {most}.")
    L = extract(smooth(R)[0], m).loadings
    L, value, slope, steps = _descend(R, W, L)
    common, vectors = np.linalg.eigh(L @ L.T)
    loadings = vectors[:, ::-1][:, :m] * np.sqrt(np.maximum(common[::-1][:m], 0))
    psi = 1 - (loadings**2).sum(axis=1)
    return Extraction(
        loadings=loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0),
        uniquenesses=psi,
        criterion=value,
        gradient=slope,
        iterations=steps,
        converged=slope < GRADIENT,
        heywood=psi <= LOWEST_UNIQUENESS,
    )


def loading_slopes(L: np.ndarray) -> np.ndarray:
    """Return how each correlation below the diagonal moves with each loading.

    Parameters
    ----------
    L : ndarray, shape (p, m)

    Returns
    -------
    ndarray, shape (P, p m)
        Pairs (0, 1), (0, 2) … (1, 2) …; loadings item by item.

    Examples
    --------
    >>> loading_slopes(np.array([[0.5], [0.8]]))
    array([[0.8, 0.5]])
    """
    p, m = L.shape
    a, b = np.triu_indices(p, 1)
    slopes = np.zeros((len(a), p, m))
    numbers = np.arange(len(a))
    slopes[numbers, a] = L[b]
    slopes[numbers, b] = L[a]
    return slopes.reshape(len(a), p * m)


def _descend(
    R: np.ndarray, W: np.ndarray, L: np.ndarray
) -> tuple[np.ndarray, float, float, int]:
    """Return loadings at the minimum, its value, the slope left, and the steps."""
    value, step, left = _value(R, W, L), 0, np.inf
    while step < MOST_STEPS:
        slope, hessian = _slope(R, W, L)
        left = float(np.abs(slope).max())
        if left < GRADIENT:
            break
        move = downhill(hessian, slope).reshape(L.shape)
        for length in HALVES:
            tried = L + length * move
            new = _value(R, W, tried)
            if new <= value + 1e-4 * length * (slope @ move.ravel()) + ROUNDING:
                break
        L, value, step = tried, new, step + 1
    return L, value, left, step


def _value(R: np.ndarray, W: np.ndarray, L: np.ndarray) -> float:
    residual = R - L @ L.T
    return float((W * residual**2).sum() / 4)


def _slope(
    R: np.ndarray, W: np.ndarray, L: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    p, m = L.shape
    pull = W * (R - L @ L.T)
    J = loading_slopes(L)
    pairs = np.triu_indices(p, 1)
    hessian = (J.T * W[pairs]) @ J - np.kron(pull, np.eye(m))
    return -(pull @ L).ravel(), hessian


def _weights(R: np.ndarray, variances: ArrayLike) -> np.ndarray:
    """Return the inverse variances, of mean one, with nothing on the diagonal."""
    v = np.asarray(variances, dtype=float)
    off = ~np.eye(len(R), dtype=bool)
    if v.shape != R.shape or not (v[off] > 0).all():
        raise ValueError(
            f"variances of shape {v.shape} must be above 0 off the diagonal, one for "
            f"each of {len(R)} × {len(R)} correlations."
        )
    W = np.where(off, 1 / np.where(off, v, 1.0), 0.0)
    scaled: np.ndarray = W / W[off].mean()
    return scaled
