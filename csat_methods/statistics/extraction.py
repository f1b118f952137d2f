"""Which m common factors leave the least unexplained?

R is the correlation matrix of p items. Minres and maximum likelihood minimise their
criterion over the uniquenesses by Newton's method with the exact second derivatives,
uniquenesses kept between `LOWEST_UNIQUENESS` and 1; principal axis factoring repeats
its substitution until nothing moves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import one_of, whole
from csat_methods.statistics.correlation import inverse_of
from csat_methods.statistics.reliability import items_of

LOWEST_UNIQUENESS = 0.005
"""Below this a uniqueness is no longer believed (as psych and R's factanal)."""

GRADIENT = 1e-10
"""Largest slope left at a minimum."""

ROUNDING = 1e-14
LEVELS = (0.1, 0.3, 0.5, 0.7, 0.9)
"""Uniquenesses to start from anew where the first minimum is improper."""

HALVES = 0.5 ** np.arange(30)
MOST_STEPS = 200
MOST_SUBSTITUTIONS = 50_000

Criterion = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Extraction:
    """Unrotated factors of p items.

    Attributes
    ----------
    loadings : ndarray, shape (p, m)
        Columns by falling eigenvalue, each with a sum that is not negative.
    uniquenesses : ndarray, shape (p,)
        As estimated.
    criterion : float
        What was minimised: half the sum of all squared residuals (minres, principal
        axis) or the likelihood's discrepancy.
    gradient : float
        Largest slope that is left, of uniquenesses inside their bounds.
    iterations : int
    converged : bool
    heywood : ndarray of bool, shape (p,)
        Items whose uniqueness stopped at its lower bound or fell below: the solution
        is improper.
    """

    loadings: np.ndarray
    uniquenesses: np.ndarray
    criterion: float
    gradient: float
    iterations: int
    converged: bool
    heywood: np.ndarray


@dataclass(frozen=True, eq=False, kw_only=True)
class _Minimum:
    x: np.ndarray
    value: float
    gradient: float
    steps: int
    converged: bool


def extract(R: ArrayLike, m: int, *, method: str = "minres") -> Extraction:
    r"""Extract m factors from a correlation matrix.

    With uniquenesses :math:`\psi`, ``minres`` (unweighted least squares) minimises
    half the sum of the squares of the p - m smallest eigenvalues of
    :math:`R - \Psi`; ``ml`` minimises

    .. math::

        \ln|\Sigma| - \ln|R| + \mathrm{tr}(\Sigma^{-1} R) - p,
        \qquad \Sigma = \Lambda\Lambda' + \Psi

    and ``principal_axis`` replaces the diagonal of R by the communalities of the
    last solution until they stay, which is minres without bounds.

    Parameters
    ----------
    R : array_like, shape (p, p)
        Positive definite, with a diagonal of one.
    m : int
        Factors; (p - m)² must be at least p + m.
    method : {"minres", "ml", "principal_axis"}, default "minres"

    Returns
    -------
    Extraction

    Raises
    ------
    ValueError
        If R is no correlation matrix with an inverse, or m factors of p items are
        not determined.

    Notes
    -----
    Checked against psych 2.2.9's ``fa`` refined to a gradient of zero.

    References
    ----------
    Harman, H. H., & Jones, W. H. (1966). Factor analysis by minimizing residuals
    (minres). *Psychometrika*, 31, 351-368.

    Joereskog, K. G. (1967). Some contributions to maximum likelihood factor
    analysis. *Psychometrika*, 32, 443-482.

    Examples
    --------
    >>> truth = np.array([0.9, 0.8, 0.7, 0.6])
    >>> R = np.outer(truth, truth) + np.diag(1 - truth**2)
    >>> extract(R, 1).loadings.ravel()
    array([0.9, 0.8, 0.7, 0.6])
    """
    R = _correlations(R)
    m = whole("m", m)
    most = most_factors(len(R))
    if m > most:
        raise ValueError(f"m={m} factors of {len(R)} items: at most {most}.")
    inverse = np.diagonal(inverse_of(R))
    return METHODS[one_of("method", method, METHODS)](R, m, inverse)


def most_factors(p: int) -> int:
    """Return how many factors p items can determine.

    Examples
    --------
    >>> [most_factors(p) for p in (2, 3, 6, 9)]
    [0, 1, 3, 5]
    """
    return max(m for m in range(p) if (p - m) ** 2 >= p + m or m == 0)


def _correlations(R: ArrayLike) -> np.ndarray:
    R = items_of(R)
    ones = np.abs(np.diagonal(R) - 1).max() < 1e-8
    if not ones or not np.abs(R - R.T).max() < 1e-8:
        raise ValueError("R must be symmetric with a diagonal of 1.")
    return R


def _minres(R: np.ndarray, m: int, inverse: np.ndarray) -> Extraction:
    def criterion(psi: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        values, vectors = np.linalg.eigh(R - np.diag(psi))
        few, left = vectors[:, -m:], vectors[:, :-m]
        small, large = values[:-m], values[-m:]
        inside = left @ left.T
        hessian = inside * inside
        for v, size in zip(few.T, large, strict=True):
            ratio = 2 * small / np.minimum(small - size, -ROUNDING)
            hessian += np.outer(v, v) * ((left * ratio) @ left.T)
        return float(small @ small) / 2, -(left**2) @ small, hessian

    starts = [1 / inverse, *(np.full(len(R), level) for level in LEVELS)]
    found = _lowest(criterion, starts, LOWEST_UNIQUENESS, 1.0)
    values, vectors = np.linalg.eigh(R - np.diag(found.x))
    loadings = vectors[:, ::-1][:, :m] * np.sqrt(np.maximum(values[::-1][:m], 0))
    return _result(loadings, found.x, found)


def _maximum_likelihood(R: np.ndarray, m: int, inverse: np.ndarray) -> Extraction:
    """Minimise over the logarithms of the uniquenesses."""

    def spectrum(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        scale = np.exp(-x / 2)
        return np.linalg.eigh(R * np.outer(scale, scale))

    def criterion(x: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        values, vectors = spectrum(x)
        few, left = vectors[:, -m:], vectors[:, :-m]
        small, large = values[:-m], values[-m:]
        hessian = (left @ left.T) * ((left * small) @ left.T)
        for v, size in zip(few.T, large, strict=True):
            gap = np.minimum(small - size, -ROUNDING)
            ratio = (small - 1) * (small + size) / gap
            hessian += np.outer(v, v) * ((left * ratio) @ left.T)
        value = float((small - np.log(small) - 1).sum())
        return value, (left**2) @ (1 - small), hessian

    first = (1 - m / (2 * len(R))) / inverse
    starts = [np.log(first), *(np.full(len(R), np.log(level)) for level in LEVELS)]
    found = _lowest(criterion, starts, np.log(LOWEST_UNIQUENESS), 0.0)
    values, vectors = spectrum(found.x)
    stretched = vectors[:, ::-1][:, :m] * np.sqrt(np.maximum(values[::-1][:m] - 1, 0))
    psi = np.exp(found.x)
    return _result(stretched * np.sqrt(psi)[:, None], psi, found)


def _principal_axis(R: np.ndarray, m: int, inverse: np.ndarray) -> Extraction:
    psi, moved, step = 1 / inverse, np.inf, 0
    loadings, values = np.zeros((len(R), m)), np.zeros(len(R))
    while moved > GRADIENT / 100 and step < MOST_SUBSTITUTIONS:
        values, vectors = np.linalg.eigh(R - np.diag(psi))
        loadings = vectors[:, ::-1][:, :m] * np.sqrt(np.maximum(values[::-1][:m], 0))
        new = 1 - (loadings**2).sum(axis=1)
        moved, psi, step = float(np.abs(new - psi).max()), new, step + 1
    left = values[:-m]
    found = _Minimum(
        x=psi,
        value=float(left @ left) / 2,
        gradient=moved,
        steps=step,
        converged=moved <= GRADIENT / 100,
    )
    return _result(loadings, psi, found)


METHODS: dict[str, Callable[[np.ndarray, int, np.ndarray], Extraction]] = {
    "minres": _minres,
    "ml": _maximum_likelihood,
    "principal_axis": _principal_axis,
}


def _result(loadings: np.ndarray, psi: np.ndarray, found: _Minimum) -> Extraction:
    return Extraction(
        loadings=loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0),
        uniquenesses=psi,
        criterion=found.value,
        gradient=found.gradient,
        iterations=found.steps,
        converged=found.converged,
        heywood=psi <= LOWEST_UNIQUENESS * (1 + 1e-9),
    )


def _lowest(
    criterion: Criterion, starts: list[np.ndarray], low: float, high: float
) -> _Minimum:
    """Minimise from the first start, from all of them where that ends at a bound."""
    first = _newton(criterion, starts[0], low, high)
    if not (first.x <= low).any():
        return first
    others = [_newton(criterion, start, low, high) for start in starts[1:]]
    return min([first, *others], key=lambda found: (not found.converged, found.value))


def _newton(
    criterion: Criterion, start: np.ndarray, low: float, high: float
) -> _Minimum:
    """Minimise within bounds: Newton's steps on what is free, shortened if need be."""
    x, step, left = np.clip(start, low, high), 0, np.inf
    value, slope, hessian = criterion(x)
    while step < MOST_STEPS:
        free = ~(((x <= low) & (slope > 0)) | ((x >= high) & (slope < 0)))
        left = float(np.abs(slope[free]).max(initial=0))
        if left < GRADIENT:
            break
        move = np.zeros_like(x)
        move[free] = downhill(hessian[np.ix_(free, free)], slope[free])
        for length in HALVES:
            tried = np.clip(x + length * move, low, high)
            new = criterion(tried)
            if new[0] <= value + 1e-4 * min(slope @ (tried - x), 0) + ROUNDING:
                break
        x, (value, slope, hessian), step = tried, new, step + 1
    return _Minimum(
        x=x, value=value, gradient=left, steps=step, converged=left < GRADIENT
    )


def downhill(hessian: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Return Newton's step, with negative curvature turned over.

    Examples
    --------
    >>> downhill(np.diag([2.0, -4.0]), np.array([2.0, 4.0]))
    array([-1., -1.])
    """
    values, vectors = np.linalg.eigh(hessian)
    curve = np.maximum(np.abs(values), 1e-6 * np.abs(values).max())
    return -vectors @ ((vectors.T @ slope) / curve)
