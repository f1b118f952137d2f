"""How are factors turned so that they can be read?

The best of many starts wins: the first comes from factor_analyzer's `Rotator`, the
others are drawn at random, and all are followed to a projected gradient of zero, so
that a local minimum is seen for what it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import Faults, one_of, positive, whole
from csat_methods.statistics.gradient_projection import (
    Minima,
    Problem,
    descend,
    random_starts,
    transposed,
)
from csat_methods.statistics.rotation_methods import METHODS, Method, Options

CONVERGED = 1e-8
"""Largest projected gradient of a rotation that is called converged."""

SAME = 1e-7
"""Criteria closer than this, relative to one, are the same minimum."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Rotation:
    """Rotated factors.

    Attributes
    ----------
    loadings : ndarray, shape (p, m)
        The pattern.
    factor_correlations : ndarray, shape (m, m)
        The identity after an orthogonal rotation.
    transformation : ndarray, shape (m, m)
        T, with ``loadings = unrotated @ inv(T).T`` and correlations ``T.T @ T``.
    criterion : float
        The lowest value found; NaN without a rotation. For promax that of varimax.
    gradient : float
        Largest projected slope left.
    converged : bool
    starts, reached : int
        How many starts were followed, and how many ended at the lowest value.
    """

    loadings: np.ndarray
    factor_correlations: np.ndarray
    transformation: np.ndarray
    criterion: float
    gradient: float
    converged: bool
    starts: int
    reached: int


def rotate(
    loadings: ArrayLike,
    method: str = "oblimin",
    *,
    kaiser: bool | None = None,
    power: float = 4,
    epsilon: float = 0.01,
    target: ArrayLike | None = None,
    starts: int = 20,
    seed: int = 0,
    near: ArrayLike | None = None,
) -> Rotation:
    """Rotate loadings towards simple structure.

    Parameters
    ----------
    loadings : array_like, shape (p, m)
        Unrotated and orthogonal, as `extract` gives them.
    method : str, default "oblimin"
        A key of `METHODS`, or "none".
    kaiser : bool, optional
        Rotate items as if of equal communality; by default as the method has it.
    power : float, default 4
        Promax: the power of its target.
    epsilon : float, default 0.01
        Geomin: what is added to squared loadings.
    target : array_like, shape (p, m), optional
        Target rotations: the wanted loadings, NaN where free.
    starts : int, default 20
    seed : int, default 0
        Of the random starts.
    near : array_like, shape (p, m), optional
        Rotated loadings of a like sample: the only start is the turn nearest to them
        (Procrustes), and columns and signs stay theirs.

    Returns
    -------
    Rotation
        Columns by falling variance, each with a sum that is not negative; but the
        general factor of ``bifactor`` stays first, and targets keep their columns
        (and their signs, where the target is not all zero).

    Raises
    ------
    ValueError
        If the method is unknown, or its options do not fit the loadings.

    Notes
    -----
    Checked against GPArotation 2022.10-2 and R's ``varimax`` and ``promax``. Equamax
    is Crawford and Ferguson's with kappa = m / (2p).

    References
    ----------
    Hendrickson, A. E., & White, P. O. (1964). Promax: a quick method for rotation to
    oblique simple structure. *British Journal of Statistical Psychology*, 17, 65-70.
    The criteria: see ``rotation_criteria.py``.

    Examples
    --------
    >>> turned = np.array([[0.6, 0.6], [0.5, 0.5], [0.6, -0.6], [0.4, -0.4]])
    >>> rotate(turned, "varimax").loadings.round(4) + 0.0
    array([[0.8485, 0.    ],
           [0.7071, 0.    ],
           [0.    , 0.8485],
           [0.    , 0.5657]])
    """
    A = np.asarray(loadings, dtype=float)
    _check(A, method, target)
    p, m = A.shape
    goal = None if near is None else np.asarray(near, dtype=float)
    if method == "none" or m == 1:
        return _finished(A, np.eye(m) if goal is None else _turn(A, goal))
    options = Options(
        p=p,
        m=m,
        power=positive("power", power),
        epsilon=positive("epsilon", epsilon),
        target=np.asarray(np.full((p, m), np.nan) if target is None else target, float),
    )
    chosen = METHODS[method]
    weighted = chosen.kaiser if kaiser is None else kaiser
    rows = _communality_roots(A) if weighted else np.ones((p, 1))
    if goal is None:
        found = _search(A / rows, chosen, options, whole("starts", starts), seed)
    else:
        found = _follow(A / rows, goal / rows, chosen, options)
    best = np.flatnonzero(_lowest(found))[0]
    T = found.T[best]
    if method == "promax":
        T = promax(A / rows, T, options.power)
    if goal is None:
        T = T @ _order(A, T, chosen.fixed, options.target)
    return _finished(A, T, found, best)


def promax(A: np.ndarray, T: np.ndarray, power: float = 4) -> np.ndarray:
    r"""Return the oblique rotation nearest to the powers of rotated loadings.

    The columns of :math:`P = |L|^{power - 1} L` are regressed on L = A T; the
    coefficients, scaled to factors of variance one, make T oblique.

    Parameters
    ----------
    A : ndarray, shape (p, m)
    T : ndarray, shape (m, m)
        Orthogonal.
    power : float, default 4

    Returns
    -------
    ndarray, shape (m, m)

    Examples
    --------
    Loadings that are simple already stay:

    >>> simple = np.array([[0.8, 0.0], [0.6, 0.0], [0.0, 0.7]])
    >>> promax(simple, np.eye(2)).round(6) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    L = A @ T
    U = np.linalg.lstsq(L, L * np.abs(L) ** (power - 1))[0]
    scale = np.sqrt(np.diagonal(np.linalg.inv(U.T @ U)))
    return transposed(np.linalg.inv(T @ U * scale))


def _check(A: np.ndarray, method: str, target: ArrayLike | None) -> None:
    one_of("method", method, ["none", *METHODS])
    faults, shape = Faults(), None if target is None else np.asarray(target).shape
    if A.ndim != 2 or not A.size or not np.isfinite(A).all():
        faults.add(f"loadings of shape {A.shape} must be a table of finite numbers.")
    if method == "bifactor" and A.shape[-1] == 2:
        faults.add("method='bifactor' needs a general factor and at least two others.")
    if method.startswith("target") and shape != A.shape:
        faults.add(f"target of shape {shape} must have that of loadings, {A.shape}.")
    faults.stop()


def _search(
    A: np.ndarray, method: Method, options: Options, starts: int, seed: int
) -> Minima:
    others = random_starts(options.m, starts - 1, np.random.default_rng(seed))
    first = _first_start(A, method, options)
    problem = Problem(A=A, criterion=method.criterion(options), space=method.space)
    return descend(problem, np.concatenate([first, others]))


def _turn(A: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """Return the orthogonal turn of A that comes nearest to the goal."""
    left, _, right = np.linalg.svd(A.T @ goal)
    turn: np.ndarray = left @ right
    return turn


def _follow(
    A: np.ndarray, goal: np.ndarray, method: Method, options: Options
) -> Minima:
    """Follow the rotation nearest to the goal to its minimum."""
    back = np.linalg.lstsq(A, goal)[0]
    sound = np.linalg.cond(back) < 1e8
    start = transposed(np.linalg.inv(back)) if sound else _turn(A, goal)
    problem = Problem(A=A, criterion=method.criterion(options), space=method.space)
    return descend(problem, start[None])


def _lowest(found: Minima) -> np.ndarray:
    """Return which starts ended at the lowest minimum, shape (s,)."""
    lowest = found.value.min()
    return found.value <= lowest + SAME * max(1.0, abs(lowest))


def _first_start(A: np.ndarray, method: Method, options: Options) -> np.ndarray:
    """Return the Rotator's solution, else no rotation, shape (1, m, m)."""
    if method.first is None:
        return np.eye(options.m)[None]
    from factor_analyzer import Rotator

    rotated = Rotator(normalize=False, **method.first(options)).fit_transform(A)
    back = np.linalg.lstsq(A, rotated)[0]
    if not np.linalg.cond(back) < 1e8:
        return np.eye(options.m)[None]
    return transposed(np.linalg.inv(back))[None]


def _communality_roots(A: np.ndarray) -> np.ndarray:
    roots = np.sqrt((A**2).sum(axis=1, keepdims=True))
    return np.where(roots > 0, roots, 1.0)


def _order(A: np.ndarray, T: np.ndarray, fixed: int, target: np.ndarray) -> np.ndarray:
    """Return the signed permutation that puts columns in order."""
    L = A @ transposed(np.linalg.inv(T))
    m = L.shape[1]
    variance = np.diagonal(T.T @ T @ L.T @ L)
    free = np.arange(m) >= (m if fixed < 0 else fixed)
    order = np.concatenate(
        [np.flatnonzero(~free), np.flatnonzero(free)[np.argsort(-variance[free])]]
    )
    wanted = np.where(np.isnan(target), 0.0, target).any(axis=0)
    signs = np.where((L.sum(axis=0) < 0) & ~wanted, -1.0, 1.0)
    return np.eye(m)[:, order] * signs[order]


def _finished(
    A: np.ndarray, T: np.ndarray, found: Minima | None = None, best: int = 0
) -> Rotation:
    gradient = 0.0 if found is None else float(found.gradient[best])
    return Rotation(
        loadings=A @ transposed(np.linalg.inv(T)),
        factor_correlations=T.T @ T,
        transformation=T,
        criterion=np.nan if found is None else float(found.value[best]),
        gradient=gradient,
        converged=gradient < CONVERGED,
        starts=0 if found is None else len(found.value),
        reached=0 if found is None else int(_lowest(found).sum()),
    )
