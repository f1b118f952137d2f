"""How likely are all answers if each grows likelier along one latent line?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit

NODES = np.linspace(-6.0, 6.0, 61)
"""Places on the latent line at which integrals are summed."""

_DENSITY = np.exp(-(NODES**2) / 2)
PRIOR = _DENSITY / _DENSITY.sum()
"""Share of people at each node: standard normal."""


@dataclass(frozen=True, eq=False)
class ItemCurves:
    r"""Chances of an item's answers on the line, with their derivatives.

    .. math:: P(X \ge c) = \frac{1}{1 + e^{-(a \theta + d_c)}}, \qquad d_1 > d_2 > \dots

    Attributes
    ----------
    at : ndarray, shape (q,)
        Places on the line.
    a : float
    d : ndarray, shape (m,)
        Falling.

    References
    ----------
    Samejima, F. (1969). *Psychometrika Monograph* 17.
    """

    at: np.ndarray
    a: float
    d: np.ndarray

    @cached_property
    def _ends(self) -> np.ndarray:
        """Logits of reaching each category, shape (q, m + 2), falling."""
        inner = self.a * self.at[:, None] + self.d
        edge = np.full((len(self.at), 1), np.inf)
        return np.hstack([edge, inner, -edge])

    @cached_property
    def p(self) -> np.ndarray:
        """Chances of the categories, shape (q, m + 1); zero where d does not fall."""
        high, low = self._ends[:, :-1], self._ends[:, 1:]
        # F(b) − F(a) = F(b) (1 − F(a)) (1 − e^(a − b)): no digit is lost in the tails.
        with np.errstate(over="ignore"):
            gap = -np.expm1(low - high)
        return expit(high) * expit(-low) * np.maximum(gap, 0.0)

    @cached_property
    def _density(self) -> np.ndarray:
        return expit(self._ends) * expit(-self._ends)

    @cached_property
    def slopes(self) -> np.ndarray:
        """Derivatives of log p by a and every d, shape (q, m + 1, 1 + m)."""
        g, m = self._density, len(self.d)
        found = np.zeros((len(self.at), m + 1, 1 + m))
        found[:, :, 0] = self.at[:, None] * (g[:, :-1] - g[:, 1:])
        step = np.arange(m)
        found[:, step + 1, step + 1] = g[:, 1:-1]
        found[:, step, step + 1] = -g[:, 1:-1]
        return found / self.p[:, :, None]

    @property
    def three(self) -> np.ndarray:
        """The slopes that are not zero, by a and the d on either side, (q, m + 1, 3).

        Zero for the d that the lowest and the highest category lack.
        """
        g = self._density
        by_a = self.at[:, None] * (g[:, :-1] - g[:, 1:])
        each = np.stack([by_a, g[:, :-1], -g[:, 1:]], axis=2)
        return each / self.p[:, :, None]

    @property
    def information(self) -> np.ndarray:
        """Fisher information on the line, shape (q,)."""
        moved = self.a * (self._density[:, :-1] - self._density[:, 1:])
        return (moved**2 / np.maximum(self.p, 1e-300)).sum(axis=1)

    def bend(self, counts: np.ndarray) -> np.ndarray:
        """Return the sum of counts times p''/p, shape (1 + m, 1 + m).

        Parameters
        ----------
        counts : ndarray, shape (q, m + 1)
        """
        m = len(self.d)
        ratio = counts / self.p
        curved = self._density * (1 - 2 * expit(self._ends))
        # A step between two categories adds to the one above and takes from below.
        pull = (ratio[:, 1:] - ratio[:, :-1]) * curved[:, 1:-1]
        found = np.zeros((1 + m, 1 + m))
        found[0, 0] = self.at**2 @ pull.sum(axis=1)
        found[0, 1:] = found[1:, 0] = self.at @ pull
        found[1:, 1:] = np.diag(pull.sum(axis=0))
        return found


@dataclass(frozen=True, eq=False)
class GradedResponses:
    """The marginal likelihood of answers to k items by n people.

    Parameters are, item after item, its slope a and its intercepts d.

    Attributes
    ----------
    place : ndarray of int, shape (n, k)
        Category of each answer from 0 on, each chosen by somebody; −1 for a blank.
    w : ndarray, shape (n,)
    """

    place: np.ndarray
    w: np.ndarray

    @cached_property
    def sizes(self) -> np.ndarray:
        """Parameters of each item, which are as many as its categories."""
        return self.place.max(axis=0) + 1

    @cached_property
    def starts(self) -> np.ndarray:
        """Where each item's parameters begin, and the last ones end."""
        return np.cumsum([0, *self.sizes])

    @cached_property
    def chosen(self) -> np.ndarray:
        """Whether each category was answered, shape (n, p)."""
        columns = [self.place[:, [j]] == np.arange(c) for j, c in enumerate(self.sizes)]
        return np.hstack(columns).astype(float)

    def parts(self, theta: np.ndarray) -> list[np.ndarray]:
        """Return the parameters item by item."""
        return np.split(theta, self.starts[1:-1])

    def curves(self, theta: np.ndarray, at: np.ndarray = NODES) -> list[ItemCurves]:
        """Return the items' curves."""
        return [ItemCurves(at, float(part[0]), part[1:]) for part in self.parts(theta)]

    def posterior(self, curves: list[ItemCurves]) -> tuple[np.ndarray, np.ndarray]:
        """Return where each person stands, (n, q), and the log likelihoods (n,)."""
        p = np.hstack([each.p for each in curves])
        if not (p > 0).all():
            return np.empty((0, len(NODES))), np.full(len(self.w), -np.inf)
        joint = self.chosen @ np.log(p).T + np.log(PRIOR)
        top = joint.max(axis=1, keepdims=True)
        shares = np.exp(joint - top)
        total = shares.sum(axis=1, keepdims=True)
        return shares / total, (top + np.log(total))[:, 0]

    def expected(self, posterior: np.ndarray) -> np.ndarray:
        """Return how many answers fall on each node and category, shape (q, p)."""
        return (posterior * self.w[:, None]).T @ self.chosen

    def scores(self, curves: list[ItemCurves], posterior: np.ndarray) -> np.ndarray:
        """Return the derivatives of each person's log likelihood, shape (n, p)."""
        whole = np.hstack([each.three for each in curves]).reshape(len(NODES), -1)
        expected = (posterior @ whole).reshape(len(self.w), -1, 3)
        rows, items = np.nonzero(self.place >= 0)
        answer, first = self.place[rows, items], self.starts[items]
        a, below, above = expected[rows, first + answer].T
        found = np.zeros((len(self.w), int(self.starts[-1]) + 1))
        found[rows, first] = a
        up = answer > 0
        found[rows[up], (first + answer)[up]] = below[up]
        on = answer + 1 < self.sizes[items]
        found[rows[on], (first + answer + 1)[on]] = above[on]
        return found[:, :-1]

    def curve(self, theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the log likelihood, its gradient, and less the scores' products.

        The last stands in for the second derivatives (Berndt and others, 1974).
        """
        curves = self.curves(theta)
        posterior, each = self.posterior(curves)
        if not len(posterior):
            return -np.inf, np.zeros(len(theta)), -np.eye(len(theta))
        s = self.scores(curves, posterior)
        return float(self.w @ each), self.w @ s, -(s * self.w[:, None]).T @ s

    def bent_curve(self, theta: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        """Return the log likelihood, its gradient and second derivatives."""
        curves = self.curves(theta)
        posterior, each = self.posterior(curves)
        if not len(posterior):
            return -np.inf, np.zeros(len(theta)), -np.eye(len(theta))
        s = self.scores(curves, posterior)
        gradient = self.w @ s
        return float(self.w @ each), gradient, -self._information(curves, posterior, s)

    def _information(
        self, curves: list[ItemCurves], posterior: np.ndarray, s: np.ndarray
    ) -> np.ndarray:
        """Return minus the second derivatives, by Louis (1982)."""
        found = (s * self.w[:, None]).T @ s - self._products(curves, posterior)
        counts = self.expected(posterior)
        for j, each in enumerate(curves):
            mine = slice(self.starts[j], self.starts[j + 1])
            found[mine, mine] = (s[:, mine] * self.w[:, None]).T @ s[:, mine]
            found[mine, mine] -= each.bend(counts[:, mine])
        return found

    def _products(self, curves: list[ItemCurves], posterior: np.ndarray) -> np.ndarray:
        """Return the expected products of different items' slopes, shape (p, p)."""
        size = int(self.starts[-1])
        found = np.zeros((size, size))
        slopes = np.zeros((len(NODES), size, size))
        for j, each in enumerate(curves):
            mine = slice(self.starts[j], self.starts[j + 1])
            slopes[:, mine, mine] = each.slopes
        root = np.sqrt(self.w)
        for q in range(len(NODES)):
            held = self.chosen * (root * np.sqrt(posterior[:, q]))[:, None]
            found += slopes[q].T @ (held.T @ held) @ slopes[q]
        return found
