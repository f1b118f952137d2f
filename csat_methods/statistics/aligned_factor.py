"""How do factor means compare when no item is exactly the same in all groups?

Means and variances are chosen so that as few loadings and intercepts as possible
differ much: many small differences cost more than a few large ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import minimize

SMOOTH = 0.01
"""Keeps the loss smooth where two groups are alike (Asparouhov and Muthén 2014)."""

TIGHT = 1e-12


@dataclass(frozen=True, eq=False)
class Aligned:
    """One factor in G groups.

    Attributes
    ----------
    means, sds : ndarray, shape (G,)
        Of the factor; 0 and 1 in the first group.
    loadings, intercepts : ndarray, shape (G, k)
    means_slope : ndarray, shape (G, 2 G k)
        How the means move with the configural loadings, then intercepts.
    converged : bool
    """

    means: np.ndarray
    sds: np.ndarray
    loadings: np.ndarray
    intercepts: np.ndarray
    means_slope: np.ndarray
    converged: bool

    def explained(self, loadings: np.ndarray, intercepts: np.ndarray) -> np.ndarray:
        """Return how invariant each item's loading and intercept are, (k, 2).

        Share of their variation over groups that the factor's means and variances
        explain, 0 to 1; one: fully invariant.
        """
        weight = self.loadings.mean(axis=0)
        start = self.intercepts.mean(axis=0)
        left = loadings - self.sds[:, None] * weight
        right = intercepts - start - self.means[:, None] * weight
        each = [(left, loadings), (right, intercepts)]
        shares = [
            1 - np.minimum(part.var(axis=0) / np.maximum(whole.var(axis=0), TIGHT), 1)
            for part, whole in each
        ]
        return np.column_stack(shares)


def aligned(loadings: np.ndarray, intercepts: np.ndarray, n: np.ndarray) -> Aligned:
    r"""Return one factor aligned over groups.

    Minimises over the means α and standard deviations s of all groups but the first

    .. math:: \sum_j \sum_{g < h} \sqrt{n_g n_h}\, [f(\lambda_{gj} - \lambda_{hj})
              + f(\nu_{gj} - \nu_{hj})], \quad f(x) = \sqrt{\sqrt{x^2 + .01}}

    with :math:`\lambda_{gj} = \lambda^0_{gj} / s_g` and
    :math:`\nu_{gj} = \nu^0_{gj} - \alpha_g \lambda_{gj}`.

    Parameters
    ----------
    loadings, intercepts : ndarray, shape (G, k)
        Configural, factors with mean zero and variance one in each group.
    n : ndarray, shape (G,)

    References
    ----------
    Asparouhov, T., & Muthén, B. (2014). Multiple-group factor analysis alignment.
    *Structural Equation Modeling*, 21, 495-508, eq. 9-13.

    Examples
    --------
    >>> truth = np.array([1.0, 0.8, 0.6])
    >>> loads, starts = np.stack([truth, 2 * truth]), np.stack([0 * truth, 3 * truth])
    >>> found = aligned(loads, starts, np.array([100, 100]))
    >>> found.means.round(4), found.sds.round(4)
    (array([0., 3.]), array([1., 2.]))
    """
    loss = _Loss(loadings, intercepts, n)
    starts = [loss.start(), np.zeros(2 * (len(n) - 1))]
    found = [
        minimize(loss.value, s, jac=loss.slope, method="BFGS", options={"gtol": 1e-9})
        for s in starts
    ]
    best = min(found, key=lambda one: float(one.fun))
    means, sds = loss.split(best.x)
    own = loadings / sds[:, None]
    slope = float(np.abs(loss.slope(best.x)).max())
    return Aligned(
        means,
        sds,
        own,
        intercepts - means[:, None] * own,
        loss.means_slope(best.x),
        bool(slope < 1e-4 * max(1.0, float(best.fun))),
    )


class _Loss:
    """The loss as a function of means and log standard deviations."""

    def __init__(
        self, loadings: np.ndarray, intercepts: np.ndarray, n: np.ndarray
    ) -> None:
        self.loadings, self.intercepts = loadings.copy(), intercepts.copy()
        self.pairs = np.array(list(combinations(range(len(n)), 2)))
        a, b = self.pairs.T
        weight = np.sqrt(n[a] * n[b])
        self.weight = (weight / weight.sum())[:, None]

    def start(self) -> np.ndarray:
        """Return means and deviations by least squares on the first group."""
        first = self.loadings[0]
        sds = np.maximum((self.loadings @ first) / (first @ first), 0.05)
        means = ((self.intercepts - self.intercepts[0]) @ first) / (first @ first)
        return np.concatenate([means[1:], np.log(sds[1:])])

    def split(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return means and standard deviations of all groups."""
        half = len(x) // 2
        means = np.concatenate([[0.0], x[:half]])
        return means, np.exp(np.concatenate([[0.0], x[half:]]))

    def _differences(self, x: np.ndarray) -> tuple[np.ndarray, ...]:
        means, sds = self.split(x)
        own = self.loadings / sds[:, None]
        start = self.intercepts - means[:, None] * own
        a, b = self.pairs.T
        return own, own[a] - own[b], start[a] - start[b], means

    def value(self, x: np.ndarray) -> float:
        """Return the loss."""
        _, d, e, _ = self._differences(x)
        total = (d**2 + SMOOTH) ** 0.25 + (e**2 + SMOOTH) ** 0.25
        return float((self.weight * total).sum())

    def slope(self, x: np.ndarray) -> np.ndarray:
        """Return the gradient."""
        own, d, e, means = self._differences(x)
        a, b = self.pairs.T
        of_loading, of_start = np.zeros_like(own), np.zeros_like(own)
        for of, gap in ((of_loading, d), (of_start, e)):
            pull = self.weight * 0.5 * gap * (gap**2 + SMOOTH) ** -0.75
            np.add.at(of, a, pull)
            np.add.at(of, b, -pull)
        by_mean = -(of_start * own).sum(axis=1)
        whole = of_loading - of_start * means[:, None]
        by_log = -(whole * own).sum(axis=1)
        return np.concatenate([by_mean[1:], by_log[1:]])

    def means_slope(self, x: np.ndarray, step: float = 1e-5) -> np.ndarray:
        """Return how the means at the minimum move with loadings and intercepts."""
        q, G = len(x), len(self.loadings)
        H = np.array(
            [
                (self.slope(x + step * e) - self.slope(x - step * e)) / (2 * step)
                for e in np.eye(q)
            ]
        )
        cross = [
            self._crossed(x, matrix, place, step)
            for matrix in (self.loadings, self.intercepts)
            for place in np.ndindex(matrix.shape)
        ]
        moved = -np.linalg.pinv(H) @ np.array(cross).T
        return np.concatenate([np.zeros((1, moved.shape[1])), moved[: G - 1]])

    def _crossed(
        self, x: np.ndarray, matrix: np.ndarray, place: tuple[int, ...], step: float
    ) -> np.ndarray:
        kept = matrix[place]
        matrix[place] = kept + step
        up = self.slope(x)
        matrix[place] = kept - step
        down = self.slope(x)
        matrix[place] = kept
        found: np.ndarray = (up - down) / (2 * step)
        return found
