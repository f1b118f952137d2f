"""Which loadings make the implied moments most like those of the answers?

Maximum likelihood for one or several groups, with complete answers or by pattern of
blanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csat_methods.statistics.factor_model import INTERCEPT, MEAN
from csat_methods.statistics.implied_moments import (
    Cells,
    Directions,
    Implied,
    curvature,
    directions,
    implied,
)
from csat_methods.statistics.model_layout import Layout, add_cells, indicator
from csat_methods.statistics.pattern_likelihood import Patterns, Weighing, weighing
from csat_methods.statistics.scoring import Minimum, minimum


@dataclass(frozen=True, eq=False)
class GroupView:
    """A group at given parameters: moments implied, and the answers seen from them."""

    cells: Cells
    at: Implied
    moves: Directions
    seen: Weighing


@dataclass(frozen=True, eq=False)
class _Views:
    """All groups at given parameters, side by side and one by one."""

    at: Implied
    moves: Directions
    each: list[GroupView]


@dataclass(frozen=True, eq=False)
class CellScores:
    """Slopes of each row's log-likelihood in the cells of its group.

    Attributes
    ----------
    slopes : ndarray, shape (n, c)
    free : ndarray of int, shape (c,)
        Parameter of each cell; -1 for none.
    """

    slopes: np.ndarray
    free: np.ndarray

    def of_parameters(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the parameters of the group, and the slopes in these."""
        held = self.free >= 0
        own, place = np.unique(self.free[held], return_inverse=True)
        return own, self.slopes[:, held] @ indicator(place, len(own))


class Likelihood:
    """−2 log-likelihood of all groups, a unit of weight, as a function of parameters.

    Without means in the layout, the means are those of the answers. All groups have
    cells of the same kinds and places.
    """

    def __init__(self, layout: Layout, data: Sequence[Patterns]) -> None:
        self.layout = layout
        self.data = tuple(data)
        total = sum(d.total for d in data)
        self.shares = [d.total / total for d in data]
        self.total = total
        self.places = np.array(
            [np.flatnonzero(layout.group == g) for g in range(len(data))]
        )
        i = self.places[0]
        self.cells = Cells(layout.kind[i], layout.row[i], layout.column[i])
        self.maps = [indicator(layout.free[i], layout.n_free) for i in self.places]
        self._means = bool(np.isin(layout.kind, (INTERCEPT, MEAN)).any())
        self._at: tuple[bytes, _Views | None] = (b"", None)

    def views(self, theta: np.ndarray) -> list[GroupView] | None:
        """Return every group at these parameters; None where they are impossible."""
        views = self._views(theta)
        return None if views is None else views.each

    def _views(self, theta: np.ndarray) -> _Views | None:
        key = theta.tobytes()
        if self._at[0] != key:
            self._at = (key, self._seen(theta))
        return self._at[1]

    def _seen(self, theta: np.ndarray) -> _Views | None:
        model, cells = self.layout.model, self.cells
        values = self.layout.values(theta)[self.places]
        at = implied(cells, values, len(model.items), len(model.factors))
        seen = []
        for g, data in enumerate(self.data):
            mu = at.mu[g] if self._means else data.mean[0]
            one = weighing(data, at.sigma[g], mu)
            if one is None:
                return None
            seen.append(one)
        moves = directions(cells, at)
        each = [
            GroupView(cells, at.of(g), moves.of(g), one) for g, one in enumerate(seen)
        ]
        return _Views(at, moves, each)

    def value(self, theta: np.ndarray) -> float:
        """Return −2 log-likelihood without its constant, a unit of weight."""
        views = self.views(theta)
        if views is None:
            return np.inf
        return sum(
            share * view.seen.value
            for share, view in zip(self.shares, views, strict=True)
        )

    def slope(self, theta: np.ndarray) -> np.ndarray:
        """Return the gradient, shape (q,)."""
        total = np.zeros(len(theta))
        for share, view, K in zip(
            self.shares, self._here(theta).each, self.maps, strict=True
        ):
            total += share * (cell_slopes(view) @ K)
        return total

    def expected(self, theta: np.ndarray) -> np.ndarray:
        """Return twice the expected information, a unit of weight, shape (q, q)."""
        total = np.zeros((len(theta), len(theta)))
        for share, view, place in zip(
            self.shares, self._here(theta).each, self.places, strict=True
        ):
            found = 2 * share * view.seen.information(view.moves)
            add_cells(total, found, self.layout.free[place])
        return total

    def observed(self, theta: np.ndarray) -> np.ndarray:
        """Return the Hessian, shape (q, q)."""
        total = np.zeros((len(theta), len(theta)))
        views = self._here(theta)
        G, g = map(np.array, zip(*(v.seen.gradient for v in views.each), strict=True))
        bends = curvature(self.cells, views.at, views.moves, G, g)
        for share, view, place, bend in zip(
            self.shares, views.each, self.places, bends, strict=True
        ):
            found = 2 * share * view.seen.observed(view.moves, bend)
            add_cells(total, found, self.layout.free[place])
        return total

    def cell_scores(self, theta: np.ndarray) -> list[CellScores]:
        """Return each row's slopes of its log-likelihood in cells, a group each."""
        return [
            CellScores(view.seen.scores(view.moves), self.layout.free[place])
            for view, place in zip(self._here(theta).each, self.places, strict=True)
        ]

    def log_likelihood(self, theta: np.ndarray) -> float:
        """Return the log-likelihood of all answers."""
        return sum(view.seen.log_likelihood() for view in self._here(theta).each)

    def _here(self, theta: np.ndarray) -> _Views:
        views = self._views(theta)
        if views is None:
            raise ValueError("theta implies covariances that are no covariances.")
        return views


def cell_slopes(view: GroupView) -> np.ndarray:
    """Return the slopes of −2 log-likelihood in every cell of a group, shape (c,)."""
    G, g = view.seen.gradient
    moves = view.moves
    found: np.ndarray = 2 * moves.s * ((moves.u @ G) * moves.v).sum(axis=1)
    return found + moves.mu @ g


@dataclass(frozen=True, eq=False)
class LikelihoodFit:
    """A model of factors fitted by maximum likelihood.

    Attributes
    ----------
    likelihood : Likelihood
    minimum : Minimum
    """

    likelihood: Likelihood
    minimum: Minimum

    @property
    def theta(self) -> np.ndarray:
        """The parameters, shape (q,)."""
        return self.minimum.theta

    @cached_property
    def expected(self) -> np.ndarray:
        """Expected information, a unit of weight, shape (q, q)."""
        return self.likelihood.expected(self.theta) / 2

    @cached_property
    def observed(self) -> np.ndarray:
        """Observed information, a unit of weight, shape (q, q)."""
        return self.likelihood.observed(self.theta) / 2

    @cached_property
    def inverse(self) -> np.ndarray:
        """Inverse of the observed information of all answers, shape (q, q)."""
        return np.linalg.inv(self.observed * self.likelihood.total)

    @cached_property
    def views(self) -> list[GroupView]:
        """The groups at the parameters."""
        return self.likelihood.views(self.theta) or []


def likelihood_fit(
    layout: Layout, data: Sequence[Patterns], start: np.ndarray
) -> LikelihoodFit:
    """Return the parameters under which the answers are likeliest."""
    likelihood = Likelihood(layout, data)
    return LikelihoodFit(likelihood, minimum(likelihood, start))
