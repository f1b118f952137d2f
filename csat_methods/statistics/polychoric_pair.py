"""Which correlation and thresholds together make one table most likely?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri, xlogy

from csat_methods._checks import one_of
from csat_methods.statistics.bivariate_normal import (
    FAR,
    cell_probabilities,
    cell_slopes,
    conditional_edges,
)
from csat_methods.statistics.chi_square import ChiSquare, chi_square
from csat_methods.statistics.polychoric_tables import EDGE, correlations_of_tables

SLOPE = 1e-9
"""Largest slope, per answer, at a maximum."""

MOST_STEPS = 200
HALVES = 0.5 ** np.arange(30)
STEP = 1e-5


@dataclass(frozen=True, eq=False, kw_only=True)
class PolychoricPair:
    """The polychoric correlation of one table.

    Attributes
    ----------
    rho, se : float
        se by the curvature of the likelihood; NaN at the edge.
    rows, columns : ndarray
        Thresholds of both items.
    normality : ChiSquare or None
        Likelihood ratio against any table at all, df = rc - r - c; None where that
        is 0.
    converged : bool
    """

    rho: float
    se: float
    rows: np.ndarray
    columns: np.ndarray
    normality: ChiSquare | None
    converged: bool


def polychoric_pair(table: ArrayLike, *, method: str = "ml") -> PolychoricPair:
    r"""Return the polychoric correlation of one table of answers.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts, not negative; rows and columns without any are left out.
    method : {"ml", "two_step"}, default "ml"
        Rho and thresholds together by maximum likelihood, or rho alone given the
        thresholds of the margins.

    Returns
    -------
    PolychoricPair

    Raises
    ------
    ValueError
        If fewer than two rows or columns have answers, or counts are negative.

    Notes
    -----
    Checked against polycor 0.8-1's ``polychor``, which stops somewhat below the
    maximum; like there, the error of two steps takes the thresholds as known and is
    a little small.

    References
    ----------
    Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation
    coefficient. *Psychometrika*, 44, 443-460 (section 2, likelihood equations).

    Examples
    --------
    A median split in both items: rho = sin(pi / 2 (2 p - 1)) with p of the agreement.

    >>> round(polychoric_pair([[30, 10], [10, 30]]).rho, 6)
    0.707107
    """
    counts = _sound(table)
    size = counts.shape
    theta = _two_steps(counts)
    free = METHODS[one_of("method", method, METHODS)](len(theta))
    converged = abs(theta[0]) < EDGE
    if converged:
        theta, converged = _climb(counts, theta, free)
    errors = np.full(len(theta), np.nan)
    if converged:
        errors[free] = _errors(counts, theta, free)
    expected = counts.sum() * _chances(theta, size)
    ratio = 2 * float(xlogy(counts, counts / expected).sum())
    df = counts.size - sum(size)
    return PolychoricPair(
        rho=float(theta[0]),
        se=float(errors[0]),
        rows=theta[1 : size[0]],
        columns=theta[size[0] :],
        normality=chi_square(max(ratio, 0.0), df) if df else None,
        converged=bool(converged),
    )


METHODS = {
    "ml": lambda count: np.ones(count, dtype=bool),
    "two_step": lambda count: np.arange(count) == 0,
}
"""Which of rho and the thresholds are free, by method."""


def _two_steps(counts: np.ndarray) -> np.ndarray:
    """Return rho given the thresholds of the margins, then those of both."""
    cuts = [_cuts(counts.sum(axis=axis)) for axis in (1, 0)]
    width = max(counts.shape)
    wide = np.zeros((1, width, width))
    wide[0, : counts.shape[0], : counts.shape[1]] = counts
    rho = correlations_of_tables(wide, *(_padded(c, width) for c in cuts))
    return np.concatenate([rho, *cuts])


def _climb(
    counts: np.ndarray, theta: np.ndarray, free: np.ndarray
) -> tuple[np.ndarray, bool]:
    """Return the likeliest parameters: Fisher's scoring, shortened if need be."""
    value, slope, curve = _likelihood(counts, theta)
    for _ in range(MOST_STEPS):
        if np.abs(slope[free]).max() < SLOPE * counts.sum():
            return theta, True
        move = np.zeros_like(theta)
        move[free] = np.linalg.solve(curve[np.ix_(free, free)], slope[free])
        for length in HALVES:
            tried = theta + length * move
            if not _possible(tried, counts.shape):
                continue
            new = _likelihood(counts, tried)
            if new[0] >= value - 1e-12 * abs(value):
                break
        else:
            return theta, False
        theta, (value, slope, curve) = tried, new
    return theta, False


def _likelihood(
    counts: np.ndarray, theta: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the log-likelihood, its slopes, and the expected curvature."""
    chance = _chances(theta, counts.shape).ravel()
    grown = _growth(theta, counts.shape)
    seen = counts.ravel()
    slope = grown @ (seen / chance)
    curve = (grown * (seen.sum() / np.maximum(chance, 1e-15))) @ grown.T
    return float(xlogy(seen, chance).sum()), slope, curve


def _errors(counts: np.ndarray, theta: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Return standard errors by the observed curvature."""
    moves = np.eye(len(theta))[free] * STEP
    slopes = [
        (_likelihood(counts, theta + m)[1] - _likelihood(counts, theta - m)[1])[free]
        / (2 * STEP)
        for m in moves
    ]
    curve = -np.array(slopes)
    variance = np.diagonal(np.linalg.inv((curve + curve.T) / 2))
    return np.sqrt(np.where(variance > 0, variance, np.nan))


def _chances(theta: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    rows, columns, rho = _edges(theta, size)
    inside = np.zeros((1, max(size), max(size)))
    inside[0, : size[0], : size[1]] = 1
    found = cell_probabilities(rows, columns, rho, inside)
    return found[0, : size[0], : size[1]]


def _growth(theta: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    """Return how each cell grows with rho and each threshold, shape (q, r c)."""
    a, b, rho = _edges(theta, size)
    r, c = size
    by_rho = cell_slopes(a, b, rho)[0, :r, :c]
    along = conditional_edges(a, b, rho)[0, 1:r, :c]
    across = conditional_edges(b, a, rho)[0, 1:c, :r]
    grown = np.zeros((1 + r - 1 + c - 1, r, c))
    grown[0] = by_rho
    for k in range(r - 1):
        grown[1 + k, k], grown[1 + k, k + 1] = along[k], -along[k]
    for k in range(c - 1):
        grown[r + k, :, k], grown[r + k, :, k + 1] = across[k], -across[k]
    return grown.reshape(len(grown), -1)


def _edges(
    theta: np.ndarray, size: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rows, columns = theta[1 : size[0]], theta[size[0] :]
    return _padded(rows, max(size)), _padded(columns, max(size)), theta[:1]


def _possible(theta: np.ndarray, size: tuple[int, ...]) -> bool:
    rows, columns = theta[1 : size[0]], theta[size[0] :]
    ascending = (np.diff(rows) > 0).all() and (np.diff(columns) > 0).all()
    return bool(ascending and abs(theta[0]) < 1)


def _padded(cuts: np.ndarray, width: int) -> np.ndarray:
    """Return thresholds with both ends, padded to the longer side, (1, C + 1)."""
    found = np.full((1, width + 1), FAR)
    found[0, 0] = -FAR
    found[0, 1 : len(cuts) + 1] = cuts
    return found


def _cuts(counts: np.ndarray) -> np.ndarray:
    cuts: np.ndarray = ndtri(counts.cumsum()[:-1] / counts.sum())
    return cuts


def _sound(table: ArrayLike) -> np.ndarray:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError(f"table of shape {counts.shape} must hold counts from 0 on.")
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        raise ValueError("table: two rows and two columns with answers are needed.")
    return counts
