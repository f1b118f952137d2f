"""Which rotation of these loadings makes a criterion smallest?

Jennrich's gradient projection, from many starts at once: steps down the gradient,
drawn back to the rotations, with the step lengths of Barzilai and Borwein; a start
is finished when its projected gradient is below `GRADIENT`.

T (m, m) rotates: loadings L = A inv(T)', factor correlations T'T. Columns of T have
length one; an orthogonal T is its own inverse transposed.

References
----------
Jennrich, R. I. (2001). A simple general procedure for orthogonal rotation.
*Psychometrika*, 66, 289-306; (2002). A simple general method for oblique rotation.
*Psychometrika*, 67, 7-19.

Barzilai, J., & Borwein, J. M. (1988). Two-point step size gradient methods. *IMA
Journal of Numerical Analysis*, 8, 141-148.

Zhang, H., & Hager, W. W. (2004). A nonmonotone line search technique and its
application to unconstrained optimization. *SIAM Journal on Optimization*, 14,
1043-1056.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.rotation_criteria import Criterion

GRADIENT = 1e-9
"""Largest projected slope left in a rotation that has converged."""

MEMORY = 0.85
"""How much of earlier values a step may rise above (Zhang & Hager)."""

ENOUGH = 1e-4
ROUNDING = 1e-14
MOST_STEPS = 5000
MOST_HALVINGS = 30
SHORTEST, LONGEST = 1e-6, 1e6


@dataclass(frozen=True, eq=False, kw_only=True)
class Space:
    """A set of rotations: how one is used, and how a step stays in the set.

    Attributes
    ----------
    loadings : callable
        (A, T) to rotated loadings.
    slope : callable
        (A, T, L, gradient for L) to the gradient for T.
    project : callable
        (T, gradient) to its part along the set.
    retract : callable
        Any matrices to the rotations next to them.
    """

    loadings: Callable[[np.ndarray, np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]
    project: Callable[[np.ndarray, np.ndarray], np.ndarray]
    retract: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, eq=False, kw_only=True)
class Minima:
    """Where each start ended: T (s, m, m), criterion (s,), largest slope (s,)."""

    T: np.ndarray
    value: np.ndarray
    gradient: np.ndarray


def transposed(X: np.ndarray) -> np.ndarray:
    """Return matrices turned over, shape (..., m, m).

    Examples
    --------
    >>> transposed(np.zeros((4, 2, 3))).shape
    (4, 3, 2)
    """
    return np.swapaxes(X, -1, -2)


def _along_orthogonal(T: np.ndarray, G: np.ndarray) -> np.ndarray:
    turn = transposed(T) @ G
    return G - T @ (turn + transposed(turn)) / 2


def _polar(X: np.ndarray) -> np.ndarray:
    left, _, right = np.linalg.svd(X)
    return left @ right


ORTHOGONAL = Space(
    loadings=lambda A, T: A @ T,
    slope=lambda A, _T, _L, G: A.T @ G,
    project=_along_orthogonal,
    retract=_polar,
)

OBLIQUE = Space(
    loadings=lambda A, T: A @ transposed(np.linalg.inv(T)),
    slope=lambda _A, T, L, G: -transposed(transposed(L) @ G @ np.linalg.inv(T)),
    project=lambda T, G: G - T * (T * G).sum(-2, keepdims=True),
    retract=lambda X: X / np.linalg.norm(X, axis=-2, keepdims=True),
)


def random_starts(m: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return orthogonal matrices drawn evenly, shape (count, m, m).

    Examples
    --------
    >>> T = random_starts(3, 2, np.random.default_rng(1))
    >>> bool(np.allclose(transposed(T) @ T, np.eye(3)))
    True
    """
    Q, R = np.linalg.qr(rng.standard_normal((count, m, m)))
    return Q * np.sign(np.diagonal(R, axis1=-2, axis2=-1))[:, None, :]


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """Unrotated loadings A (p, m), what to make small, and where.

    Attributes
    ----------
    A : ndarray, shape (p, m)
    criterion : callable
        Of ``rotation_criteria.py``.
    space : Space
        `ORTHOGONAL` or `OBLIQUE`.
    """

    A: np.ndarray
    criterion: Criterion
    space: Space

    def at(self, T: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the criterion (s,) and its projected gradient (s, m, m)."""
        L = self.space.loadings(self.A, T)
        value, gradient = self.criterion(L)
        slope = self.space.slope(self.A, T, L, gradient)
        return value, self.space.project(T, slope)


def descend(problem: Problem, starts: np.ndarray) -> Minima:
    """Follow every start down to a minimum.

    Parameters
    ----------
    problem : Problem
    starts : ndarray, shape (s, m, m)
        Drawn to the nearest rotations first.

    Returns
    -------
    Minima

    Examples
    --------
    >>> from csat_methods.statistics.rotation_criteria import quartimax
    >>> A = np.array([[0.6, 0.6], [0.6, -0.6]])
    >>> problem = Problem(A=A, criterion=quartimax(), space=ORTHOGONAL)
    >>> found = descend(problem, np.array([[[0.8, -0.6], [0.6, 0.8]]]))
    >>> np.abs(A @ found.T[0]).round(4)
    array([[0.8485, 0.    ],
           [0.    , 0.8485]])
    """
    T = problem.space.retract(starts)
    value, G = problem.at(T)
    bound, share, length = value.copy(), np.ones(len(T)), np.ones(len(T))
    moving = np.arange(len(T))
    for _ in range(MOST_STEPS):
        moving = moving[np.abs(G[moving]).max((-2, -1)) > GRADIENT]
        if not len(moving):
            break
        here, slope = T[moving], G[moving]
        new, used = _step(problem, here, slope, bound[moving], length[moving])
        level, after = problem.at(new)
        length[moving] = _next_length(new - here, after - slope, used)
        T[moving], value[moving], G[moving] = new, level, after
        grown = MEMORY * share[moving] + 1
        bound[moving] = (MEMORY * share[moving] * bound[moving] + level) / grown
        share[moving] = grown
    return Minima(T=T, value=value, gradient=np.abs(G).max((-2, -1)))


def _step(
    problem: Problem,
    T: np.ndarray,
    G: np.ndarray,
    bound: np.ndarray,
    length: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return where a step ends, halved until it goes down enough, and its length."""
    steep, noise = (G * G).sum((-2, -1)), ROUNDING * (1 + np.abs(bound))
    length = length.copy()
    for _ in range(MOST_HALVINGS):
        new = problem.space.retract(T - length[:, None, None] * G)
        level = problem.criterion(problem.space.loadings(problem.A, new))[0]
        high = ~(level <= bound - ENOUGH * length * steep + noise)
        if not high.any():
            break
        length[high] /= 2
    return new, length


def _next_length(s: np.ndarray, y: np.ndarray, used: np.ndarray) -> np.ndarray:
    curve = np.abs((s * y).sum((-2, -1)))
    size = (s * s).sum((-2, -1))
    safe = np.where(curve > 0, curve, 1.0)
    return np.clip(np.where(curve > 0, size / safe, used), SHORTEST, LONGEST)
