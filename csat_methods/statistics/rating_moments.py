"""What do ratings say of their hidden responses: thresholds and correlations?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Ratings:
    """Thresholds and correlations of one group.

    Attributes
    ----------
    thresholds : tuple of ndarray
        Item by item.
    rho : ndarray, shape (k (k − 1) / 2,)
        Pairs (0, 1), (0, 2) … (1, 2) …
    weights : ndarray, shape (T + P,)
        One over the variance of each threshold, then of each correlation.
    n : int
        People.
    """

    thresholds: tuple[np.ndarray, ...]
    rho: np.ndarray
    weights: np.ndarray
    n: int

    @property
    def estimates(self) -> np.ndarray:
        """Thresholds, then correlations, shape (T + P,)."""
        return np.concatenate([*self.thresholds, self.rho])

    @property
    def items(self) -> np.ndarray:
        """Item of each threshold, shape (T,)."""
        return np.repeat(
            np.arange(len(self.thresholds)), [len(cuts) for cuts in self.thresholds]
        )

    @property
    def correlations(self) -> np.ndarray:
        """Correlations, shape (k, k)."""
        k = len(self.thresholds)
        found = np.eye(k)
        a, b = np.triu_indices(k, 1)
        found[a, b] = found[b, a] = self.rho
        return found

    @property
    def roots(self) -> np.ndarray:
        """Roots of the weights, shape (T + P, 1)."""
        return np.sqrt(self.weights)[:, None]
