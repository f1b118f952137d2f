"""Where is a discrepancy smallest, when its slopes and its information are known?

Scoring with the expected information far away, with the observed one near the end,
each step halved until the discrepancy falls.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

MOST_STEPS = 200
MOST_HALVINGS = 30

NEAR = 0.05
"""Below this decrease in prospect the observed information is tried."""

CLOSE = 1e-15
"""Decrease left for later steps, relative to the discrepancy's size, at the end."""

NEARLY_CLOSE = 1e-11
"""Decrease in prospect that ends it where rounding leaves no lower point."""

LARGEST_RIDGE = 1e3


class Objective(Protocol):
    """A discrepancy of parameters."""

    def value(self, theta: np.ndarray) -> float:
        """Return the discrepancy, infinite where the parameters are impossible."""

    def slope(self, theta: np.ndarray) -> np.ndarray:
        """Return its gradient, shape (q,)."""

    def expected(self, theta: np.ndarray) -> np.ndarray:
        """Return a positive stand-in for its Hessian, shape (q, q)."""

    def observed(self, theta: np.ndarray) -> np.ndarray:
        """Return its Hessian, shape (q, q)."""


@dataclass(frozen=True, eq=False)
class Minimum:
    """Where the search ended.

    Attributes
    ----------
    theta : ndarray, shape (q,)
    value : float
    converged : bool
        Whether no step of any size would lower the discrepancy further.
    steps : int
    """

    theta: np.ndarray
    value: float
    converged: bool
    steps: int


def minimum(objective: Objective, start: np.ndarray) -> Minimum:
    """Return the parameters at which a discrepancy is smallest, from a start.

    Examples
    --------
    >>> class Bowl:
    ...     def value(self, t):
    ...         return float(((t - 3) ** 2).sum())
    ...
    ...     def slope(self, t):
    ...         return 2 * (t - 3)
    ...
    ...     def expected(self, t):
    ...         return 2 * np.eye(len(t))
    ...
    ...     observed = expected
    >>> minimum(Bowl(), np.zeros(2)).theta
    array([3., 3.])
    """
    theta, value = start, objective.value(start)
    if not np.isfinite(value):
        return Minimum(theta, value, converged=False, steps=0)
    near, last = False, 0.0
    for step in range(MOST_STEPS):
        slope = objective.slope(theta)
        move = _move(objective, theta, slope, near=near)
        prospect = float(-slope @ move)
        if _left(prospect, last) <= CLOSE * (1 + abs(value)):
            end = theta + move
            return Minimum(end, objective.value(end), converged=True, steps=step)
        near, last = prospect < NEAR, prospect
        taken = _halved(objective, theta, value, move, prospect)
        if taken is None:
            return Minimum(theta, value, prospect < NEARLY_CLOSE, step)
        theta, value = taken
    return Minimum(theta, value, converged=False, steps=MOST_STEPS)


def _left(prospect: float, last: float) -> float:
    """Return the decrease after this one if steps go on shrinking as they did."""
    return prospect * min(prospect / last, 1.0) if last > 0 else prospect


def _move(
    objective: Objective, theta: np.ndarray, slope: np.ndarray, *, near: bool
) -> np.ndarray:
    """Return the step to the lowest point of the parabola that fits here."""
    if near:
        try:
            found: np.ndarray = cho_solve(cho_factor(objective.observed(theta)), -slope)
            return found
        except LinAlgError:
            pass
    return _ridged(objective.expected(theta), slope)


def _ridged(H: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Return the step, with a ridge as large as it takes to have one."""
    size, ridge = np.maximum(np.diag(H), 1e-12), 0.0
    while ridge < LARGEST_RIDGE:
        try:
            found: np.ndarray = cho_solve(cho_factor(H + np.diag(ridge * size)), -slope)
            return found
        except LinAlgError:
            ridge = max(ridge * 10, 1e-8)
    return -slope / size


def _halved(
    objective: Objective,
    theta: np.ndarray,
    value: float,
    move: np.ndarray,
    prospect: float,
) -> tuple[np.ndarray, float] | None:
    """Return the first point along the move that is lower; None if none is."""
    share = 1.0
    slack = 1e-14 * (1 + abs(value))
    for _ in range(MOST_HALVINGS):
        tried = theta + share * move
        lower = objective.value(tried)
        if lower <= value - 1e-4 * share * prospect + slack:
            return tried, lower
        share /= 2
    return None
