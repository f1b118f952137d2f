"""How likely are answers with blanks under normal means and covariances?

Rows with blanks in the same places form a pattern; complete answers are one pattern.
All formulas take each pattern's means and covariances, so that cost does not grow
with the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csat_methods.statistics.implied_moments import Directions
from csat_methods.statistics.incomplete import Incomplete, incomplete
from csat_methods.statistics.pattern_information import (
    expected_information,
    observed_information,
)

LOG_TWO_PI = float(np.log(2 * np.pi))


@dataclass(frozen=True, eq=False)
class Patterns:
    """Answers of n rows to k items, summed up by pattern of blanks.

    Attributes
    ----------
    x : ndarray, shape (n, k)
        Zero in blanks.
    weights : ndarray, shape (n,)
    code : ndarray of int, shape (n,)
        Pattern of each row; -1 for rows without weight.
    seen : ndarray of bool, shape (P, k)
        Items that a pattern has.
    weight : ndarray, shape (P,)
    mean : ndarray, shape (P, k)
    covariance : ndarray, shape (P, k, k)
        About the pattern's own means, divisor its weight; zero where not seen.
    """

    x: np.ndarray
    weights: np.ndarray
    code: np.ndarray
    seen: np.ndarray
    weight: np.ndarray
    mean: np.ndarray
    covariance: np.ndarray

    @cached_property
    def total(self) -> float:
        """Sum of the weights."""
        return float(self.weight.sum())

    @property
    def complete(self) -> bool:
        """Whether nothing is blank."""
        return bool(self.seen.all())

    @cached_property
    def block(self) -> np.ndarray:
        """Which covariances a pattern has, shape (P, k, k)."""
        return self.seen[:, :, None] & self.seen[:, None, :]

    @cached_property
    def rows(self) -> list[np.ndarray]:
        """Rows of each pattern."""
        order = np.argsort(self.code, kind="stable")
        starts = np.searchsorted(self.code[order], np.arange(len(self.seen)))
        return np.split(order, starts)[1:]

    @property
    def sums(self) -> Incomplete:
        """The same as sums of incomplete rows."""
        return Incomplete(
            observed=self.seen,
            n=np.array([len(rows) for rows in self.rows]),
            weight=self.weight,
            means=self.mean,
            spread=self.covariance,
            row=self.code,
        )


def patterns(x: np.ndarray, weights: np.ndarray) -> Patterns:
    """Return answers summed up by pattern of blanks.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        NaN for a blank; no row without any answer.
    weights : ndarray, shape (n,)

    Examples
    --------
    >>> found = patterns(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, np.nan]]), np.ones(3))
    >>> found.seen.tolist(), found.weight.tolist()
    ([[True, True], [True, False]], [2.0, 1.0])
    """
    there = ~np.isnan(x)
    if there.all():
        return _one_pattern(x, weights)
    sums = incomplete(x, weights)
    filled = np.where(there, x, 0.0)
    return Patterns(
        filled, weights, sums.row, sums.observed, sums.weight, sums.means, sums.spread
    )


def _one_pattern(x: np.ndarray, weights: np.ndarray) -> Patterns:
    total = weights.sum()
    mean = (weights @ x) / total
    centred = x - mean
    covariance = (centred * weights[:, None]).T @ centred / total
    return Patterns(
        x,
        weights,
        np.zeros(len(x), int),
        np.ones((1, x.shape[1]), bool),
        np.array([total]),
        mean[None],
        covariance[None],
    )


@dataclass(frozen=True, eq=False)
class Weighing:
    """Answers seen from given means and covariances.

    Attributes
    ----------
    patterns : Patterns
    mu : ndarray, shape (k,)
    W : ndarray, shape (P, k, k)
        Inverse covariances of what each pattern has, zero elsewhere.
    R : ndarray, shape (P, k, k)
        W S W, with S the pattern's second moments about `mu`.
    y : ndarray, shape (P, k)
        W d, with d the pattern's means less `mu`.
    value : float
        −2 log-likelihood without its constant, a unit of weight.
    """

    patterns: Patterns
    mu: np.ndarray
    W: np.ndarray
    R: np.ndarray
    y: np.ndarray
    value: float

    @cached_property
    def share(self) -> np.ndarray:
        """Share of each pattern in the weight, shape (P,)."""
        return self.patterns.weight / self.patterns.total

    @cached_property
    def gradient(self) -> tuple[np.ndarray, np.ndarray]:
        """The slopes of `value` in the covariances and in the means."""
        flat = (self.W - self.R).reshape(len(self.W), -1)
        G = (self.share @ flat).reshape(self.W.shape[1:])
        return G, -2 * self.share @ self.y

    def information(self, moves: Directions) -> np.ndarray:
        """Return the expected information on cells, a unit of weight, shape (c, c)."""
        return expected_information(moves, self.share, self.W)

    def observed(self, moves: Directions, curvature: np.ndarray) -> np.ndarray:
        """Return the observed information on cells, a unit of weight, shape (c, c).

        Parameters
        ----------
        curvature : ndarray, shape (c, c)
            Second derivatives of the moments along `gradient`.
        """
        found = observed_information(moves, self.share, self.W, self.R, self.y)
        return found + curvature / 2

    def scores(self, moves: Directions) -> np.ndarray:
        """Return each row's slopes of its log-likelihood in the cells, shape (n, c)."""
        data = self.patterns
        y = (data.x - self.mu) * data.seen[data.code]
        for rows, W in zip(data.rows, self.W, strict=True):
            y[rows] = y[rows] @ W
        own = ((moves.u @ self.W) * moves.v).sum(axis=2)
        found: np.ndarray = (y @ moves.u.T) * (y @ moves.v.T)
        found -= own[data.code]
        found *= moves.s
        if moves.mu.any():
            found += y @ moves.mu.T
        return found

    def log_likelihood(self) -> float:
        """Return the log-likelihood of all answers, each counted by its weight."""
        held = float(self.patterns.weight @ self.patterns.seen.sum(axis=1))
        return -0.5 * (held * LOG_TWO_PI + self.patterns.total * self.value)


def weighing(data: Patterns, sigma: np.ndarray, mu: np.ndarray) -> Weighing | None:
    """Return answers seen from means and covariances; None if these are impossible."""
    inside = np.where(data.block, sigma, 0.0)
    diagonal = np.arange(len(sigma))
    inside[:, diagonal, diagonal] += ~data.seen
    try:
        root = np.linalg.cholesky(inside)
    except np.linalg.LinAlgError:
        return None
    log_size = 2 * np.log(root[:, diagonal, diagonal]).sum(axis=1)
    W = np.linalg.inv(inside) * data.block
    d = (data.mean - mu) * data.seen
    second = data.covariance + d[:, :, None] * d[:, None, :]
    R = W @ second @ W
    share = data.weight / data.total
    value = float(share @ (log_size + np.einsum("pij,pij->p", W, second)))
    return Weighing(data, mu, W, R, np.einsum("pij,pj->pi", W, d), value)
