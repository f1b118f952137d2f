"""How well would a model fit if nothing had been left blank?

Fit measures of answers with blanks depend on where the blanks are. The robust ones
compare the likeliest moments with those implied, as if complete, and allow for what
the moments' own uncertainty adds (Zhang and Savalei 2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from csat_methods.statistics.covariance_structure import LikelihoodFit
from csat_methods.statistics.fit_measures import Robust, Statistic
from csat_methods.statistics.implied_moments import Directions
from csat_methods.statistics.pattern_likelihood import Patterns, weighing
from csat_methods.statistics.robust_scaling import Spread
from csat_methods.statistics.saturated_moments import (
    Saturated,
    all_moments,
    independent_moments,
)


@dataclass(frozen=True, eq=False)
class Blanks:
    """What all models of the same answers with blanks are corrected by.

    Attributes
    ----------
    whole : tuple of Saturated
        The likeliest moments of each group.
    spread : Spread
    """

    whole: tuple[Saturated, ...]
    spread: Spread

    @cached_property
    def parts(self) -> list[_Part]:
        """The groups, and the information on their moments."""
        return [_Part(one) for one in self.whole]

    @cached_property
    def meat(self) -> np.ndarray:
        """Covariance of the total scores of all groups' moments, shape (e, e)."""
        return self.spread.blocks([p.one.seen.scores(p.moves) for p in self.parts])


def corrected_for_blanks(fit: LikelihoodFit, blanks: Blanks, *, robust: bool) -> Robust:
    r"""Return statistics as if answers were complete, with their expected values.

    .. math:: T = \sum_g n_g F(\tilde\mu, \tilde\Sigma; \hat\mu, \hat\Sigma), \qquad
              c = \frac{tr(R' W R \Gamma)}{df}, \quad
              R = I - \Delta(\Delta' A \Delta)^{-1} \Delta' A

    Parameters
    ----------
    robust : bool
        Whether Γ is what the moments vary like; else the inverse of their
        information A.

    References
    ----------
    Zhang, X., & Savalei, V. (2023). New computations for RMSEA and CFI following FIML
    and TS estimation with missing data. *Psychological Methods*, 28, 263-283.
    """
    parts = blanks.parts
    model = [
        (view.moves, K) for view, K in zip(fit.views, fit.likelihood.maps, strict=True)
    ]
    implied = [(view.at.sigma, view.at.mu) for view in fit.views]
    alone = [independent_moments(data) for data in fit.likelihood.data]
    k = len(alone[0][0])
    diagonal = [(_own_moments(k), np.eye(2 * k)) for _ in alone]
    q, pairs = fit.likelihood.layout.n_free, k * (k + 3) // 2
    base = _Blocks(blanks, _apart(diagonal), robust=robust)
    own = _Blocks(blanks, model, robust=robust)
    df, base_df = len(parts) * pairs - q, len(parts) * k * (k - 1) // 2
    return Robust(
        _statistic(parts, implied, df, own.trace()),
        _statistic(parts, [(np.diag(v), m) for m, v in alone], base_df, base.trace()),
    )


def _statistic(
    parts: Sequence[_Part],
    moments: Sequence[tuple[np.ndarray, np.ndarray]],
    df: int,
    trace: float,
) -> Statistic:
    chisq = sum(
        part.distance(sigma, mu)
        for part, (sigma, mu) in zip(parts, moments, strict=True)
    )
    stretch = trace / df if df else np.nan
    return Statistic(chisq, df, chisq / stretch if df else chisq, stretch)


class _Part:
    """One group: its moments as if complete, and the information on them."""

    def __init__(self, one: Saturated) -> None:
        data, k = one.seen.patterns, len(one.mu)
        self.data, self.one = data, one
        self.moves = all_moments(k, means=True)
        blank = np.zeros((len(self.moves.s), len(self.moves.s)))
        self.A = one.seen.observed(self.moves, blank) * data.total
        n = np.array([data.total])
        self.complete = Patterns(
            np.zeros((1, k)),
            n,
            np.zeros(1, int),
            np.ones((1, k), bool),
            n,
            one.mu[None],
            one.sigma[None],
        )
        seen = weighing(self.complete, one.sigma, one.mu)
        if seen is None:
            raise ValueError("covariances: they have no inverse.")
        self.lowest = seen.value
        self.W = seen.information(self.moves) * data.total

    def distance(self, sigma: np.ndarray, mu: np.ndarray) -> float:
        """Return the likelihood ratio of moments against the likeliest ones."""
        seen = weighing(self.complete, sigma, mu)
        if seen is None:
            return np.nan
        return float(self.data.total * (seen.value - self.lowest))

    def delta(self, moves: Directions, K: np.ndarray) -> np.ndarray:
        """Return how the moments move with the parameters, shape (e, q)."""
        return np.concatenate([moves.mu.T @ K, moves.covariances().T @ K])


def _own_moments(k: int) -> Directions:
    """Return the directions of each item's mean and variance."""
    unit, blank = np.eye(k), np.zeros((k, k))
    return Directions(
        np.concatenate([blank, unit]),
        np.concatenate([blank, unit]),
        np.concatenate([np.zeros(k), np.full(k, 0.5)]),
        np.concatenate([unit, blank]),
    )


Moved = tuple[Directions, np.ndarray]


def _apart(moved: Sequence[Moved]) -> list[Moved]:
    """Return each group's directions with parameters of its own."""
    width = sum(K.shape[1] for _, K in moved)
    found, first = [], 0
    for moves, K in moved:
        wide = np.zeros((len(K), width))
        wide[:, first : first + K.shape[1]] = K
        first += K.shape[1]
        found.append((moves, wide))
    return found


class _Blocks:
    """Sums over groups that the trace is made of."""

    def __init__(self, blanks: Blanks, moved: Sequence[Moved], *, robust: bool) -> None:
        parts = blanks.parts
        deltas = [
            part.delta(moves, K) for part, (moves, K) in zip(parts, moved, strict=True)
        ]
        self.E = sum(D.T @ p.A @ D for p, D in zip(parts, deltas, strict=True))
        self.EW = sum(D.T @ p.W @ D for p, D in zip(parts, deltas, strict=True))
        self.robust = robust
        if not robust:
            self.whole = sum(float(np.trace(np.linalg.solve(p.A, p.W))) for p in parts)
            return
        B = blanks.meat
        A = [np.linalg.inv(p.A) for p in parts]
        self.whole, self.mixed, self.meat = 0.0, 0.0 * self.E, 0.0 * self.E
        ends = np.cumsum([0, *(len(p.A) for p in parts)])
        span = [slice(a, b) for a, b in pairwise(ends)]
        for i, (p, D) in enumerate(zip(parts, deltas, strict=True)):
            own = B[span[i], span[i]]
            self.whole += float(np.sum((A[i] @ p.W @ A[i]) * own))
            for j, other in enumerate(deltas):
                crossed = B[span[i], span[j]] @ other
                self.mixed = self.mixed + D.T @ p.W @ A[i] @ crossed
                self.meat = self.meat + D.T @ crossed

    def trace(self) -> float:
        """Return the trace of R' W R Γ."""
        inverse = np.linalg.inv(self.E)
        if not self.robust:
            return self.whole - float(np.trace(inverse @ self.EW))
        return float(
            self.whole
            - 2 * np.trace(inverse @ self.mixed)
            + np.trace(inverse @ self.EW @ inverse @ self.meat)
        )
