"""Which means and covariances does a model of factors imply, and how do they move?

The covariances of a parameter's change have rank two: s (u v' + v u'). With these
vectors every information matrix has a closed form, and no derivative of a whole
matrix is ever stored. Groups of the same cells may stand side by side on first axes.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from csat_methods.statistics.factor_model import (
    FACTOR,
    INTERCEPT,
    LOADING,
    MEAN,
    OPERATORS,
    PATH,
    RESIDUAL,
)


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of a group, as arrays of kind, row and column, each (c,)."""

    kind: np.ndarray
    row: np.ndarray
    column: np.ndarray

    @cached_property
    def places(self) -> list[np.ndarray]:
        """Where the cells of each kind are."""
        return [np.flatnonzero(self.kind == kind) for kind in range(len(OPERATORS))]

    def of(self, kind: int) -> np.ndarray:
        """Return which cells are of a kind."""
        found: np.ndarray = self.kind == kind
        return found


@dataclass(frozen=True, eq=False)
class Implied:
    r"""Moments that a model implies for k items and m factors.

    .. math:: \Sigma = \Lambda \Phi \Lambda' + \Theta, \qquad
              \Phi = (I - B)^{-1} \Psi (I - B)^{-1\prime}, \qquad
              \mu = \nu + \Lambda (I - B)^{-1} \alpha

    Attributes
    ----------
    loadings : ndarray, shape (k, m)
    spread : ndarray, shape (m, m)
        The inverse of I − B.
    phi : ndarray, shape (m, m)
    residual : ndarray, shape (k, k)
    centre : ndarray, shape (m,)
        Means of the factors.
    sigma : ndarray, shape (k, k)
    mu : ndarray, shape (k,)
    """

    loadings: np.ndarray
    spread: np.ndarray
    phi: np.ndarray
    residual: np.ndarray
    centre: np.ndarray
    sigma: np.ndarray
    mu: np.ndarray

    def of(self, group: int) -> Implied:
        """Return those of one of several groups."""
        return Implied(*(getattr(self, each.name)[group] for each in fields(self)))

    @property
    def reach(self) -> np.ndarray:
        """What a disturbance of each factor does to the items, shape (k, m)."""
        return self.loadings @ self.spread

    @property
    def with_factors(self) -> np.ndarray:
        """Covariances of items with factors, shape (k, m)."""
        return self.loadings @ self.phi


def implied(cells: Cells, values: np.ndarray, k: int, m: int) -> Implied:
    """Return what cells with these values imply for k items and m factors.

    Parameters
    ----------
    values : ndarray, shape (c,) or (G, c)
        Of one group, or of several.

    Examples
    --------
    One factor of two items, loadings 1 and 2, all variances 1:

    >>> cells = Cells(
    ...     np.array([0, 0, 2, 3, 3]),
    ...     np.array([0, 1, 0, 0, 1]),
    ...     np.array([0, 0, 0, 0, 1]),
    ... )
    >>> implied(cells, np.array([1.0, 2, 1, 1, 1]), 2, 1).sigma
    array([[2., 2.],
           [2., 5.]])
    """
    loadings = _filled(cells, values, LOADING, (k, m))
    paths = _filled(cells, values, PATH, (m, m))
    psi = _filled(cells, values, FACTOR, (m, m), symmetric=True)
    theta = _filled(cells, values, RESIDUAL, (k, k), symmetric=True)
    nu = _filled(cells, values, INTERCEPT, (k, 1))
    alpha = _filled(cells, values, MEAN, (m, 1))
    spread = np.linalg.inv(np.eye(m) - paths)
    phi = spread @ psi @ spread.mT
    centre = spread @ alpha
    sigma = loadings @ phi @ loadings.mT + theta
    mu = nu + loadings @ centre
    return Implied(loadings, spread, phi, theta, centre[..., 0], sigma, mu[..., 0])


def _filled(
    cells: Cells,
    values: np.ndarray,
    kind: int,
    shape: tuple[int, int],
    *,
    symmetric: bool = False,
) -> np.ndarray:
    matrix = np.zeros((*values.shape[:-1], *shape), values.dtype)
    which = cells.places[kind]
    row, column = cells.row[which], cells.column[which]
    matrix[..., row, column] = values[..., which]
    if symmetric:
        matrix[..., column, row] = values[..., which]
    return matrix


@dataclass(frozen=True, eq=False)
class Directions:
    """How the moments move with each of c cells.

    Attributes
    ----------
    u, v : ndarray, shape (c, k)
        The covariances move by ``s (u v' + v u')``.
    s : ndarray, shape (c,)
    mu : ndarray, shape (c, k)
        How the means move.
    """

    u: np.ndarray
    v: np.ndarray
    s: np.ndarray
    mu: np.ndarray

    def of(self, group: int) -> Directions:
        """Return those of one of several groups."""
        return Directions(*(getattr(self, each.name)[group] for each in fields(self)))

    @cached_property
    def changes(self) -> np.ndarray:
        """The movements of all covariances, shape (c, k²)."""
        cross = self.u[:, :, None] * self.v[:, None, :]
        whole = (cross + cross.transpose(0, 2, 1)) * self.s[:, None, None]
        return np.asarray(whole.reshape(len(self.s), -1))

    def covariances(self) -> np.ndarray:
        """Return the movements of the lower triangle, shape (c, k (k + 1) / 2)."""
        a, b = np.tril_indices(self.u.shape[1])
        u, v = self.u, self.v
        return self.s[:, None] * (u[:, a] * v[:, b] + u[:, b] * v[:, a])


def directions(cells: Cells, at: Implied) -> Directions:
    """Return how the moments move with each cell."""
    *groups, k, _ = at.sigma.shape
    c, unit, places = len(cells.kind), np.eye(k), cells.places
    u, v, mu = (np.zeros((*groups, c, k)) for _ in range(3))
    s = np.zeros((*groups, c))
    reach, shared = at.reach.mT, at.with_factors.mT
    row, column = cells.row, cells.column
    one = places[LOADING]
    u[..., one, :] = unit[row[one]]
    mu[..., one, :] = unit[row[one]] * at.centre[..., column[one], None]
    one = places[PATH]
    u[..., one, :] = reach[..., row[one], :]
    mu[..., one, :] = reach[..., row[one], :] * at.centre[..., column[one], None]
    one = np.concatenate([places[LOADING], places[PATH]])
    v[..., one, :], s[..., one] = shared[..., column[one], :], 1.0
    one = places[FACTOR]
    u[..., one, :] = reach[..., row[one], :]
    v[..., one, :] = reach[..., column[one], :]
    s[..., one] = np.where(row[one] == column[one], 0.5, 1.0)
    one = places[RESIDUAL]
    u[..., one, :], v[..., one, :] = unit[row[one]], unit[column[one]]
    s[..., one] = np.where(row[one] == column[one], 0.5, 1.0)
    mu[..., places[INTERCEPT], :] = unit[row[places[INTERCEPT]]]
    mu[..., places[MEAN], :] = reach[..., row[places[MEAN]], :]
    return Directions(u, v, s, mu)


def curvature(
    cells: Cells, at: Implied, moves: Directions, G: np.ndarray, g: np.ndarray
) -> np.ndarray:
    r"""Return the second derivatives of :math:`tr(G \Sigma) + g'\mu`, shape (c, c).

    Parameters
    ----------
    G : ndarray, shape (k, k)
        Symmetric.
    g : ndarray, shape (k,)
    """
    reach, second, third, shift = _movers(cells, at)
    row, column, places = cells.row, cells.column, cells.places
    found = np.zeros((*moves.s.shape, len(row)))
    gu, gv = moves.u @ G, moves.v @ G
    one = np.concatenate([places[PATH], places[FACTOR]])
    found[..., one, :] += _moved(gv[..., one, :], reach, row[one])
    one = places[FACTOR]
    found[..., one, :] += _moved(gu[..., one, :], reach, column[one])
    one = np.concatenate([places[LOADING], places[PATH]])
    found[..., one, :] += _moved(gu[..., one, :], second, column[one])
    found[..., one, :] += _moved(gu[..., one, :], third, column[one])
    found *= 2 * moves.s[..., None]
    if g.any():
        pull = g[..., None, :]
        one = places[LOADING]
        found[..., one, :] += g[..., row[one], None] * shift[..., column[one]].mT
        one = places[PATH]
        along = moves.u[..., one, :] @ g[..., None]
        found[..., one, :] += along * shift[..., column[one]].mT
        through = _moved(pull, reach, row[one])
        found[..., one, :] += through * at.centre[..., column[one], None]
        one = places[MEAN]
        found[..., one, :] += _moved(pull, reach, row[one])
    return found


Outer = tuple[np.ndarray, np.ndarray]
"""Vectors (c, k) and (c, m): a matrix of items by factors moves by their product."""


def _moved(pull: np.ndarray, moves: Outer, column: np.ndarray) -> np.ndarray:
    """Return what each cell does to columns of a matrix, weighted, (cells, c)."""
    moved: np.ndarray = (pull @ moves[0].mT) * moves[1][..., column].mT
    return moved


def _movers(cells: Cells, at: Implied) -> tuple[Outer, Outer, Outer, np.ndarray]:
    """Return how `reach`, `with_factors` (two parts) and `centre` move by cell."""
    *groups, k, m = at.loadings.shape
    c, unit, E = len(cells.kind), np.eye(k), at.spread
    row, column, places = cells.row, cells.column, cells.places
    reach, shared = at.reach.mT, at.with_factors.mT
    a = [np.zeros((*groups, c, k)) for _ in range(3)]
    b = [np.zeros((*groups, c, m)) for _ in range(3)]
    shift = np.zeros((*groups, c, m))
    one = places[LOADING]
    a[0][..., one, :] = a[1][..., one, :] = unit[row[one]]
    one = places[PATH]
    a[0][..., one, :] = a[1][..., one, :] = reach[..., row[one], :]
    a[2][..., one, :] = shared[..., column[one], :]
    b[2][..., one, :] = E.mT[..., row[one], :]
    shift[..., one, :] = E.mT[..., row[one], :] * at.centre[..., column[one], None]
    one = np.concatenate([places[LOADING], places[PATH]])
    b[0][..., one, :] = E[..., column[one], :]
    b[1][..., one, :] = at.phi[..., column[one], :]
    one = places[FACTOR]
    half = np.where(row[one] == column[one], 0.5, 1.0)[:, None]
    a[1][..., one, :] = half * reach[..., row[one], :]
    b[1][..., one, :] = E.mT[..., column[one], :]
    a[2][..., one, :] = half * reach[..., column[one], :]
    b[2][..., one, :] = E.mT[..., row[one], :]
    shift[..., places[MEAN], :] = E.mT[..., row[places[MEAN]], :]
    return (a[0], b[0]), (a[1], b[1]), (a[2], b[2]), shift
