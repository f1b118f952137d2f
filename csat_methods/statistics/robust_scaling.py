"""How far does the answers' own spread stretch errors and test statistics?

Errors: a sandwich of the information and the spread of casewise scores. Tests: the
mean stretch of a chi-square, of Satorra and Bentler for the expected information, of
Yuan and Bentler (in Asparouhov and Muthén's form) for the observed one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.linalg import block_diag

from csat_methods.statistics.covariance_structure import (
    CellScores,
    LikelihoodFit,
)
from csat_methods.statistics.model_layout import add_cells
from csat_methods.statistics.pattern_likelihood import Patterns
from csat_methods.statistics.saturated_moments import (
    Saturated,
    all_moments,
    independent_moments,
)


class Spread(Protocol):
    """How totals of values of rows vary from sample to sample."""

    def covariance(self, z: np.ndarray) -> np.ndarray:
        """Return the covariance of the weighted totals of z (n, q), shape (q, q)."""

    def variance(self, z: np.ndarray, first: int = 0) -> np.ndarray:
        """Return the variances of totals of z, the rows from `first` on, (q,)."""

    def blocks(self, parts: Sequence[np.ndarray]) -> np.ndarray:
        """Return the covariance of the totals of each group's own columns."""

    def shared(self, parts: Sequence[CellScores], count: int) -> np.ndarray:
        """Return the covariance of total slopes in shared parameters, (q, q)."""


@dataclass(frozen=True, eq=False)
class AloneDrawn:
    """Rows drawn one by one, independently.

    Attributes
    ----------
    weights : ndarray, shape (n,)
    """

    weights: np.ndarray

    def covariance(self, z: np.ndarray) -> np.ndarray:
        """Return the sum of w² z z'."""
        own = z * self.weights[:, None]
        found: np.ndarray = own.T @ own
        return found

    def variance(self, z: np.ndarray, first: int = 0) -> np.ndarray:
        """Return the sum of w² z²."""
        own = z * self.weights[first : first + len(z), None]
        found: np.ndarray = np.einsum("ij,ij->j", own, own)
        return found

    def blocks(self, parts: Sequence[np.ndarray]) -> np.ndarray:
        """Return the sums of w² z z', group by group along the diagonal."""
        ends = np.cumsum([0, *map(len, parts)])
        own = [
            AloneDrawn(self.weights[first:end]).covariance(z)
            for z, first, end in zip(parts, ends[:-1], ends[1:], strict=True)
        ]
        return own[0] if len(own) == 1 else np.asarray(block_diag(*own))

    def shared(self, parts: Sequence[CellScores], count: int) -> np.ndarray:
        """Return the sums over groups of w² s s', each in its own parameters."""
        total, first = np.zeros((count, count)), 0
        for part in parts:
            end = first + len(part.slopes)
            own = AloneDrawn(self.weights[first:end]).covariance(part.slopes)
            add_cells(total, own, part.free)
            first = end
        return total


def sandwich(bread: np.ndarray, meat: np.ndarray) -> np.ndarray:
    """Return the covariance of parameters, shape (q, q).

    Parameters
    ----------
    bread : ndarray, shape (q, q)
        Inverse of the information of all rows together.
    meat : ndarray, shape (q, q)
        Covariance of the total of the scores.
    """
    found: np.ndarray = bread @ meat @ bread
    return found


def saturated_stretch(
    whole: Sequence[Saturated], spread: Spread, *, means: bool
) -> float:
    r"""Return the trace of :math:`A_1^{-1} B_1`, of all moments there are."""
    return _sum_of_traces([_saturated_parts(one, means=means) for one in whole], spread)


def independent_stretch(
    data: Sequence[Patterns], spread: Spread, *, means: bool
) -> float:
    """Return the trace of the model in which no item covaries with another."""
    return _sum_of_traces([_independent_parts(d, means=means) for d in data], spread)


def observed_stretch(fit: LikelihoodFit, meat: np.ndarray) -> float:
    r"""Return the trace of :math:`A_0^{-1} B_0`, of the model's parameters.

    With that of all moments it gives Yuan and Bentler's scaling,

    .. math:: c = \frac{tr(A_1^{-1} B_1) - tr(A_0^{-1} B_0)}{df}

    References
    ----------
    Asparouhov, T., & Muthén, B. (2005). Multivariate statistical modeling with
    survey data. *FCSM Research Conference*; Yuan, K.-H., & Bentler, P. M. (2000).
    *Sociological Methodology*, 30, 165-200.
    """
    return float((fit.inverse * meat).sum())


Scored = tuple[np.ndarray, np.ndarray]
"""Scores of rows in directions that do not share information, (n, d), and the
information of all rows on each, (d,)."""


def _sum_of_traces(parts: Sequence[Scored], spread: Spread) -> float:
    first, total = 0, 0.0
    for z, information in parts:
        total += float((spread.variance(z, first) / information).sum())
        first += len(z)
    return total


def _saturated_parts(one: Saturated, *, means: bool) -> Scored:
    data = one.seen.patterns
    if data.complete:
        return _whitened(data, one.mu, one.sigma, means=means)
    moves = all_moments(len(one.mu), means=means)
    blank = np.zeros((len(moves.s), len(moves.s)))
    information = one.seen.observed(moves, blank) * data.total
    root = np.linalg.inv(np.linalg.cholesky(information))
    return one.seen.scores(moves) @ root.T, np.ones(len(moves.s))


def _whitened(
    data: Patterns, mu: np.ndarray, sigma: np.ndarray, *, means: bool
) -> Scored:
    """Return scores in coordinates in which the items are uncorrelated."""
    root = np.linalg.inv(np.linalg.cholesky(sigma))
    y = (data.x - mu) @ root.T
    a, b = np.tril_indices(len(mu))
    products = y[:, a] * y[:, b] - (a == b)
    products[:, a == b] /= 2
    information = np.where(a == b, 0.5, 1.0) * data.total
    if not means:
        return products, information
    ones = np.full(len(mu), data.total)
    return np.concatenate([y, products], axis=1), np.concatenate([ones, information])


def _independent_parts(data: Patterns, *, means: bool) -> Scored:
    """Return scores of means and variances of items that do not covary."""
    mu, variance = independent_moments(data)
    seen = data.seen[data.code]
    y = np.where(seen, (data.x - mu) / np.sqrt(variance), 0.0)
    squares, held = (y**2 - seen) / 2, data.weight @ data.seen
    if not means:
        return squares, held / 2
    return np.concatenate([y, squares], axis=1), np.concatenate([held, held / 2])


@dataclass(frozen=True, eq=False)
class ExpectedParts:
    """What Satorra and Bentler's errors and tests rest on.

    Attributes
    ----------
    meat : ndarray, shape (q, q)
        Covariance of the total of the scores, about the answers' own moments.
    model, baseline : float
        Traces that scale the test of the model, and of no covariances at all.
    """

    meat: np.ndarray
    model: float
    baseline: float


def expected_stretch(
    fit: LikelihoodFit, spread: Spread, *, means: bool
) -> ExpectedParts:
    r"""Return the traces of Satorra and Bentler's scaling, for complete answers.

    .. math:: c = \frac{tr(W \Gamma) - tr\{(\Delta' W \Delta)^{-1}
              \Delta' W \Gamma W \Delta\}}{df}

    References
    ----------
    Satorra, A., & Bentler, P. M. (1994). Corrections to test statistics and standard
    errors in covariance structure analysis. In *Latent Variables Analysis*, 399-419.
    """
    meat = spread.shared(_centred_scores(fit), fit.likelihood.layout.n_free)
    own = np.trace(np.linalg.solve(fit.expected * fit.likelihood.total, meat))
    up, low, off = [], [], []
    for data, view in zip(fit.likelihood.data, fit.views, strict=True):
        mean, variance = data.mean[0], np.diag(np.diag(data.covariance[0]))
        up.append(_centred(_whitened(data, mean, view.at.sigma, means=means), data))
        low.append(_centred(_whitened(data, mean, variance, means=means), data))
        off.append(_centred(_independent_parts(data, means=means), data))
    whole, all_low, alone = (_sum_of_traces(p, spread) for p in (up, low, off))
    return ExpectedParts(meat, whole - float(own), all_low - alone)


def _centred(part: Scored, data: Patterns) -> Scored:
    z, information = part
    return z - (data.weights @ z) / data.total, information


def _centred_scores(fit: LikelihoodFit) -> list[CellScores]:
    """Return the scores as the answers differ from their own moments."""
    found, likelihood = [], fit.likelihood
    for data, view, place in zip(
        likelihood.data, fit.views, likelihood.places, strict=True
    ):
        moves, W = view.moves, view.seen.W[0]
        y = (data.x - data.mean[0]) @ W
        part = (y @ moves.u.T) * (y @ moves.v.T) * moves.s + y @ moves.mu.T
        part -= (data.weights @ part) / data.total
        found.append(CellScores(part, likelihood.layout.free[place]))
    return found
