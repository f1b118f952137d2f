"""How likely are ordered answers when predictors move everybody along one scale?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit


@dataclass(frozen=True, eq=False)
class _Ends:
    """Where the category of each row begins and ends on the scale, and its chance."""

    low: np.ndarray
    high: np.ndarray
    p: np.ndarray


@dataclass(frozen=True, eq=False)
class CumulativeLogits:
    r"""The likelihood of a proportional odds model with C ordered categories.

    .. math:: P(Y \le c) = \frac{1}{1 + e^{-(\theta_c - x^\top \beta)}}

    Parameters are k slopes and then C − 1 rising thresholds.

    Attributes
    ----------
    x : ndarray, shape (n, k)
    y : ndarray of int, shape (n,)
        0 to C − 1, each chosen by somebody.
    w : ndarray, shape (n,)

    References
    ----------
    McCullagh, P. (1980). Regression models for ordinal data. *JRSS B* 42, 109-142.
    """

    x: np.ndarray
    y: np.ndarray
    w: np.ndarray

    @property
    def thresholds(self) -> int:
        """Number of thresholds, C − 1."""
        return int(self.y.max())

    def _ends(self, theta: np.ndarray) -> _Ends:
        k = self.x.shape[1]
        eta, cut = self.x @ theta[:k], np.r_[-np.inf, theta[k:], np.inf]
        low, high = cut[self.y] - eta, cut[self.y + 1] - eta
        # F(b) − F(a) = F(b) (1 − F(a)) (1 − e^(a − b)): no digit is lost in the tails.
        with np.errstate(over="ignore", invalid="ignore"):
            gap = -np.expm1(low - high)
        return _Ends(low, high, expit(high) * expit(-low) * np.maximum(gap, 0.0))

    def probabilities(self, theta: np.ndarray) -> np.ndarray:
        """Return the chance of each row's own category, shape (n,)."""
        return self._ends(theta).p

    def _slopes(self, ends: _Ends) -> tuple[np.ndarray, np.ndarray]:
        """Return ∂ log p by the upper and by the lower end, both (n,)."""
        p = ends.p
        up = expit(ends.high) * expit(-ends.high) / p
        down = -expit(ends.low) * expit(-ends.low) / p
        return up, down

    @cached_property
    def _sides(self) -> tuple[np.ndarray, np.ndarray]:
        """How the upper and the lower end move with the parameters, (n, p)."""
        cuts = np.eye(self.thresholds)
        nothing = np.zeros((1, self.thresholds))
        high = np.vstack([cuts, nothing])[self.y]
        low = np.vstack([nothing, cuts])[self.y]
        return np.hstack([-self.x, high]), np.hstack([-self.x, low])

    def sides(self) -> np.ndarray:
        """Return the rows that :func:`separating_direction` reads, shape (m, p)."""
        high, low = self._sides
        return np.vstack([high[self.y < self.thresholds], -low[self.y > 0]])

    def scores(self, theta: np.ndarray) -> np.ndarray:
        """Return the derivatives of each row's log likelihood, shape (n, p)."""
        (up, down), (high, low) = self._slopes(self._ends(theta)), self._sides
        return high * up[:, None] + low * down[:, None]

    def curve(self, theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the log likelihood with its gradient (p,) and Hessian (p, p)."""
        ends = self._ends(theta)
        size = len(theta)
        if not (ends.p > 0).all():
            return -np.inf, np.zeros(size), -np.eye(size)
        (up, down), (high, low) = self._slopes(ends), self._sides
        gradient = high.T @ (self.w * up) + low.T @ (self.w * down)
        # d²log p: f'/p − (f/p)² at each end, and −(f/p)(−f/p) across.
        bent_up = up * (1 - 2 * expit(ends.high)) - up**2
        bent_down = down * (1 - 2 * expit(ends.low)) - down**2
        across = -up * down
        upper = (high * (self.w * bent_up)[:, None]).T @ high
        lower = (low * (self.w * bent_down)[:, None]).T @ low
        mixed = (high * (self.w * across)[:, None]).T @ low
        hessian = upper + lower + mixed + mixed.T
        return float(self.w @ np.log(ends.p)), gradient, hessian
