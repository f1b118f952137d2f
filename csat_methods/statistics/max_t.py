"""How wide must intervals be to hold all at once?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtr, fdtr, ndtri, stdtrit

from csat_methods._checks import between, whole
from csat_methods.statistics.moments import correlation
from csat_methods.statistics.reliability import items_of

SHIFTS = 16
"""Independent copies of the point set; their scatter gives the error."""

HALVINGS = 50


def max_t_quantile(
    R: ArrayLike,
    df: float,
    *,
    level: float = 0.95,
    points: int = 8192,
    seed: int | np.random.Generator = 0,
) -> tuple[float, float]:
    r"""Return c such that all \|t\| stay below it together with probability `level`.

    A vector of correlated t is a length times a direction u; given the direction the
    length is F distributed, so that

    .. math::

        P(\max_j |t_j| \le c) = E_u\, F_{r,\,df}\!\Bigl(
            \frac{c^2}{r \max_j (a_j'u)^2}\Bigr), \qquad R = AA'

    with the rank r of R. Only the mean over directions is simulated, by shifted
    quasi-random points; a singular R (contrasts that add up to zero) is no
    exception.

    Parameters
    ----------
    R : array_like, shape (k, k)
        Correlations of the estimates; covariances do as well.
    df : float
        Degrees of freedom of the common error, at least 1; infinite for normal.
    level : float, default 0.95
    points : int, default 8192
        Directions; the error falls faster than their square root.
    seed : int or Generator, default 0

    Returns
    -------
    c : float
        Between the quantile of one t and Šidák's for k of them.
    error : float
        Monte Carlo standard error of c.

    Raises
    ------
    ValueError
        If an estimate does not vary, or `df`, `level` or `points` is out of range.

    References
    ----------
    Genz, A., & Bretz, F. (2009). *Computation of Multivariate Normal and t
    Probabilities*, section 4.1. Springer (spherical-radial transformation).

    Šidák, Z. (1967). Rectangular confidence regions for the means of multivariate
    normal distributions. *Journal of the American Statistical Association*, 62,
    626-633.

    Examples
    --------
    Estimates that always agree need no wider interval; independent ones Šidák's:

    >>> round(max_t_quantile(np.ones((3, 3)), np.inf)[0], 2)
    1.96
    >>> round(max_t_quantile(np.eye(3), np.inf)[0], 2)
    2.39
    """
    A = _root(correlation(items_of(R, fewest=1)))
    df, level = _degrees(df), between("level", level, 0, 1)
    k, r = A.shape
    low, high = _t((1 + level) / 2, df), _t((1 + level ** (1 / k)) / 2, df)
    if r == 1 or k == 1:
        return low, 0.0
    reach = _reach(A, whole("points", points, lowest=SHIFTS), seed)
    c = _solve(lambda c: float(_held(c, reach, r, df).mean()), level, low, high)
    step = 1e-4 * c
    slope = (_held(c + step, reach, r, df) - _held(c - step, reach, r, df)).mean()
    scatter = _held(c, reach, r, df).mean(axis=1).std(ddof=1) / np.sqrt(SHIFTS)
    return c, float(scatter * 2 * step / slope)


def _degrees(df: float) -> float:
    if not df >= 1:
        raise ValueError(f"df={df!r} must be at least 1.")
    return float(df)


def _t(p: float, df: float) -> float:
    return float(ndtri(p) if np.isinf(df) else stdtrit(df, p))


def _root(R: np.ndarray) -> np.ndarray:
    """Return A with R = AA', shape (k, r), without the directions of no variance."""
    values, vectors = np.linalg.eigh(R)
    kept = values > 1e-10 * values[-1]
    return vectors[:, kept] * np.sqrt(values[kept])


def _reach(A: np.ndarray, points: int, seed: int | np.random.Generator) -> np.ndarray:
    """Return max (a'u)² for quasi-random directions u, shape (SHIFTS, points a copy).

    Richtmyer's points: multiples of the roots of primes, shifted at random.
    """
    count, r = -(-points // SHIFTS), A.shape[1]
    shift = np.random.default_rng(seed).random((SHIFTS, 1, r))
    steps = np.arange(1, count + 1)[:, None] * np.sqrt(_primes(r))
    uniform = np.clip((steps + shift) % 1, 1e-15, 1 - 1e-15)
    normal = ndtri(uniform).reshape(-1, r)
    squares = (normal @ A.T) ** 2
    return (squares.max(axis=1) / (normal**2).sum(axis=1)).reshape(SHIFTS, count)


def _primes(count: int) -> np.ndarray:
    found: list[int] = []
    number = 2
    while len(found) < count:
        if all(number % p for p in found if p * p <= number):
            found.append(number)
        number += 1
    return np.array(found, dtype=float)


def _held(c: float, reach: np.ndarray, r: int, df: float) -> np.ndarray:
    """Return P(max |t| <= c) for each direction."""
    length = c**2 / reach
    return chdtr(r, length) if np.isinf(df) else fdtr(r, df, length / r)


def _solve(
    held: Callable[[float], float], level: float, low: float, high: float
) -> float:
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if held(middle) < level else (low, middle)
    return (low + high) / 2
