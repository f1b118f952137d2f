"""Which loadings make implied thresholds and correlations most like those of ratings?

Each rating cuts a hidden response; a model of factors implies the responses' means
and covariances, and from them where the cuts lie in each response's own units and how
the responses correlate. Diagonally weighted least squares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csat_methods.statistics.factor_model import SCALE, THRESHOLD
from csat_methods.statistics.implied_moments import (
    Cells,
    Directions,
    Implied,
    directions,
    implied,
)
from csat_methods.statistics.model_layout import Layout, add_cells, indicator
from csat_methods.statistics.rating_moments import Ratings
from csat_methods.statistics.scoring import Minimum, minimum


@dataclass(frozen=True, eq=False)
class RatingsView:
    """One group at given parameters.

    Attributes
    ----------
    cells : Cells
    at : Implied
        Moments of the responses, in their own units.
    scale : ndarray, shape (k,)
        One over each response's standard deviation.
    centred : ndarray, shape (T,)
        Thresholds less the response's mean.
    estimates : ndarray, shape (T + P,)
        Thresholds and correlations implied.
    moves : ndarray, shape (T + P, c)
        How they move with each cell.
    """

    cells: Cells
    at: Implied
    scale: np.ndarray
    centred: np.ndarray
    estimates: np.ndarray
    moves: np.ndarray


class Distance:
    """Weighted squares of what is implied less what is found, over all groups.

    Attributes
    ----------
    layout : Layout
    data : tuple of Ratings
    scaled : bool
        Whether responses have scales of their own (delta) or residual variances
        (theta).
    """

    def __init__(
        self, layout: Layout, data: Sequence[Ratings], *, scaled: bool
    ) -> None:
        self.layout, self.data, self.scaled = layout, tuple(data), scaled
        self.places = [np.flatnonzero(layout.group == g) for g in range(len(data))]
        self.cells = [
            Cells(layout.kind[i], layout.row[i], layout.column[i]) for i in self.places
        ]
        self.maps = [indicator(layout.free[i], layout.n_free) for i in self.places]
        self.size = float(sum(len(d.estimates) for d in data))
        self._at: tuple[bytes, list[RatingsView] | None] = (b"", None)

    def views(self, theta: np.ndarray) -> list[RatingsView] | None:
        """Return every group at these parameters; None where they are impossible."""
        key = theta.tobytes()
        if self._at[0] != key:
            self._at = (key, self._views(theta))
        return self._at[1]

    def _views(self, theta: np.ndarray) -> list[RatingsView] | None:
        values, found = self.layout.values(theta), []
        for cells, place, data in zip(self.cells, self.places, self.data, strict=True):
            view = self._view(cells, values[place], data)
            if view is None:
                return None
            found.append(view)
        return found

    def _view(
        self, cells: Cells, values: np.ndarray, data: Ratings
    ) -> RatingsView | None:
        k, m = len(self.layout.model.items), len(self.layout.model.factors)
        at = implied(cells, values, k, m)
        variance = np.diag(at.sigma)
        if self.scaled:
            scale = np.ones(k)
            own = cells.of(SCALE)
            scale[cells.row[own]] = values[own]
        elif (variance <= 0).any():
            return None
        else:
            scale = variance**-0.5
        cuts = np.zeros(len(data.items))
        own = cells.of(THRESHOLD)
        cuts[self._cut(cells, own, data)] = values[own]
        a, b = np.triu_indices(k, 1)
        centred = cuts - at.mu[data.items]
        estimates = np.concatenate(
            [scale[data.items] * centred, scale[a] * scale[b] * at.sigma[a, b]]
        )
        moves = self._moves(cells, at, scale, centred, data)
        return RatingsView(cells, at, scale, centred, estimates, moves)

    def moves_of(self, view: RatingsView, cells: Cells, data: Ratings) -> np.ndarray:
        """Return how a group's estimates move with other cells, shape (T + P, c)."""
        return self._moves(cells, view.at, view.scale, view.centred, data)

    def _cut(self, cells: Cells, own: np.ndarray, data: Ratings) -> np.ndarray:
        """Return the place of threshold cells among all thresholds."""
        first = np.concatenate([[0], np.cumsum([len(c) for c in data.thresholds])])
        place: np.ndarray = first[cells.row[own]] + cells.column[own]
        return place

    def _moves(
        self,
        cells: Cells,
        at: Implied,
        scale: np.ndarray,
        centred: np.ndarray,
        data: Ratings,
    ) -> np.ndarray:
        k, item = len(scale), data.items
        moves = directions(cells, at)
        stretch = self._stretches(cells, moves, scale)
        cut = np.zeros((len(moves.u), len(item)))
        own = np.flatnonzero(cells.of(THRESHOLD))
        cut[own, self._cut(cells, cells.of(THRESHOLD), data)] = 1.0
        first = stretch[:, item] * centred + scale[item] * (cut - moves.mu[:, item])
        a, b = np.triu_indices(k, 1)
        live = (moves.s != 0) | cells.of(SCALE)
        u, v, s = moves.u[live], moves.v[live], moves.s[live, None]
        second = np.zeros((len(live), len(a)))
        own_stretch = stretch[live]
        cross = (s * u)[:, a] * v[:, b] + u[:, b] * (s * v)[:, a]
        cross *= scale[a] * scale[b]
        cross += (at.sigma[a, b] * scale[b]) * own_stretch[:, a]
        cross += (at.sigma[a, b] * scale[a]) * own_stretch[:, b]
        second[live] = cross
        return np.concatenate([first, second], axis=1).T

    def _stretches(
        self, cells: Cells, moves: Directions, scale: np.ndarray
    ) -> np.ndarray:
        """Return how the responses' scales move with each cell, shape (c, k)."""
        if not self.scaled:
            found: np.ndarray = -(scale**3) * (moves.s[:, None] * moves.u * moves.v)
            return found
        own = np.flatnonzero(cells.of(SCALE))
        found = np.zeros_like(moves.u)
        found[own, cells.row[own]] = 1.0
        return found

    def value(self, theta: np.ndarray) -> float:
        """Return the distance a statistic."""
        views = self.views(theta)
        if views is None:
            return np.inf
        return (
            sum(
                float(data.weights @ (view.estimates - data.estimates) ** 2)
                for view, data in zip(views, self.data, strict=True)
            )
            / self.size
        )

    def slope(self, theta: np.ndarray) -> np.ndarray:
        """Return the gradient, shape (q,)."""
        total = np.zeros(len(theta))
        for view, data, K in zip(self._here(theta), self.data, self.maps, strict=True):
            gap = data.weights * (view.estimates - data.estimates)
            total += 2 * (gap @ view.moves) @ K
        return total / self.size

    def expected(self, theta: np.ndarray) -> np.ndarray:
        """Return the Hessian without the curvature of what is implied, (q, q)."""
        total = np.zeros((len(theta), len(theta)))
        for view, data, place in zip(
            self._here(theta), self.data, self.places, strict=True
        ):
            add_cells(total, 2 * _gram(view, data), self.layout.free[place])
        return total / self.size

    observed = expected

    def _here(self, theta: np.ndarray) -> list[RatingsView]:
        views = self.views(theta)
        if views is None:
            raise ValueError("theta implies variances that are no variances.")
        return views


def _gram(view: RatingsView, data: Ratings) -> np.ndarray:
    """Return Δ' W Δ of a group's cells; most do not move the correlations."""
    cuts, D = len(data.items), view.moves * data.roots
    total: np.ndarray = D[:cuts].T @ D[:cuts]
    live = np.flatnonzero(D[cuts:].any(axis=0))
    rest = D[cuts:, live]
    total[np.ix_(live, live)] += rest.T @ rest
    return total


@dataclass(frozen=True, eq=False)
class DistanceFit:
    """A model of factors fitted to thresholds and correlations.

    Attributes
    ----------
    distance : Distance
    minimum : Minimum
    """

    distance: Distance
    minimum: Minimum

    @property
    def theta(self) -> np.ndarray:
        """The parameters, shape (q,)."""
        return self.minimum.theta

    @cached_property
    def views(self) -> list[RatingsView]:
        """The groups at the parameters."""
        return self.distance.views(self.theta) or []

    @cached_property
    def moves(self) -> np.ndarray:
        """How all groups' estimates move with the parameters, shape (e, q)."""
        return np.concatenate(
            [v.moves @ K for v, K in zip(self.views, self.distance.maps, strict=True)]
        )

    @cached_property
    def weights(self) -> np.ndarray:
        """Weights of all groups' estimates, shape (e,)."""
        return np.concatenate([data.weights for data in self.distance.data])

    @cached_property
    def information(self) -> np.ndarray:
        """Δ' W Δ, shape (q, q)."""
        total = np.zeros((len(self.theta), len(self.theta)))
        distance = self.distance
        for view, data, place in zip(
            self.views, distance.data, distance.places, strict=True
        ):
            add_cells(total, _gram(view, data), distance.layout.free[place])
        return total

    @property
    def chisq(self) -> float:
        """Weighted squares of what is implied less what is found."""
        return self.distance.value(self.theta) * self.distance.size

    def residual_variances(self, group: int) -> np.ndarray:
        """Return the variances of responses that no factor explains, shape (k,)."""
        view = self.views[group]
        common = view.at.sigma - view.at.residual
        if not self.distance.scaled:
            return np.diag(view.at.residual)
        found: np.ndarray = view.scale**-2.0 - np.diag(common)
        return found


def distance_fit(
    layout: Layout, data: Sequence[Ratings], start: np.ndarray, *, scaled: bool
) -> DistanceFit:
    """Return the parameters that come nearest to thresholds and correlations."""
    distance = Distance(layout, data, scaled=scaled)
    return DistanceFit(distance, minimum(distance, start))
