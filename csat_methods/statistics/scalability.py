"""How much of the covariance that their margins allow do items have?

Loevinger's and Mokken's coefficients H of pairs, items and the whole, weighted, with
the influence of each person on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csat_methods.survey_design.effective_size import effective_size

TIED = 1e-12
"""Chances of two item steps nearer than this are the same."""


@dataclass(frozen=True, eq=False)
class Scalability:
    r"""Covariances of items and the largest that their margins allow.

    .. math:: H_{ij} = \frac{s_{ij}}{s^{max}_{ij}}, \quad
              H_i = \frac{\sum_j s_{ij}}{\sum_j s^{max}_{ij}}, \quad
              H = \frac{\sum_{i<j} s_{ij}}{\sum_{i<j} s^{max}_{ij}}, \qquad
              s^{max}_{ij} = \sum_{a,b} \min(P_{ia}, P_{jb}) - P_{ia} P_{jb}

    with the chance P of an answer at or above each step a, and sums weighted by the
    distance of a step from the one below.

    Attributes
    ----------
    x : ndarray, shape (n, k)
        Answers, none blank, no item constant.
    w : ndarray, shape (n,)
        Weights above zero.

    References
    ----------
    Mokken, R. J. (1971). *A Theory and Procedure of Scale Analysis*. Kuijpers, R. E.,
    Van der Ark, L. A. and Croon, M. A. (2013). *Sociological Methodology*, 43, 42-69.

    Examples
    --------
    Of two items' largest covariance two thirds are there:

    >>> x = np.array([[1, 1], [1, 1], [0, 0], [0, 0], [1, 0], [1, 1]])
    >>> float(Scalability(x, np.ones(6)).h.round(12))
    1.0
    """

    x: np.ndarray
    w: np.ndarray

    @cached_property
    def share(self) -> np.ndarray:
        """Weights that add up to one."""
        return self.w / self.w.sum()

    @cached_property
    def centred(self) -> np.ndarray:
        """Answers less their means, shape (n, k)."""
        return self.x - self.share @ self.x

    @cached_property
    def covariances(self) -> np.ndarray:
        """Covariances, divisor n, zero on the diagonal, shape (k, k)."""
        found = (self.centred * self.share[:, None]).T @ self.centred
        np.fill_diagonal(found, 0.0)
        return found

    @cached_property
    def _levels(self) -> list[np.ndarray]:
        return [np.unique(column) for column in self.x.T]

    @cached_property
    def _starts(self) -> np.ndarray:
        """Where the steps of each item begin among all steps, shape (k + 1,)."""
        return np.cumsum([0, *(len(known) - 1 for known in self._levels)])

    @cached_property
    def _owner(self) -> np.ndarray:
        """The item of each step, shape (m,)."""
        return np.repeat(np.arange(len(self._levels)), np.diff(self._starts))

    @cached_property
    def _widths(self) -> np.ndarray:
        """Distance of each step from the one below, shape (m,)."""
        return np.concatenate([np.diff(known) for known in self._levels])

    @cached_property
    def _passed(self) -> np.ndarray:
        """Whether each person is at or above each step, less its chance, (n, m)."""
        above = [
            column[:, None] >= known[1:]
            for column, known in zip(self.x.T, self._levels, strict=True)
        ]
        return np.hstack(above) - self._chances

    @cached_property
    def _chances(self) -> np.ndarray:
        """Chance of each step, shape (m,)."""
        return np.concatenate(
            [
                self.share @ (column[:, None] >= known[1:])
                for column, known in zip(self.x.T, self._levels, strict=True)
            ]
        )

    @cached_property
    def largest(self) -> np.ndarray:
        """Covariances if items went together as far as they can, shape (k, k)."""
        weighted = self._chances * self._widths
        least = np.minimum.outer(self._chances, self._chances)
        least *= np.outer(self._widths, self._widths)
        begin = self._starts[:-1]
        joint = np.add.reduceat(np.add.reduceat(least, begin, 0), begin, 1)
        means = np.add.reduceat(weighted, begin)
        found = joint - np.outer(means, means)
        np.fill_diagonal(found, 0.0)
        return found

    @cached_property
    def _pull(self) -> np.ndarray:
        """How a step's chance moves the largest covariance with each item, (m, k).

        The rarer of two steps decides what they share; of two alike each half.
        """
        apart = np.subtract.outer(self._chances, self._chances)
        decides = np.where(np.abs(apart) < TIED, 0.5, (apart < 0).astype(float))
        moved = decides - self._chances
        both = moved * np.outer(self._widths, self._widths)
        return np.add.reduceat(both, self._starts[:-1], 1)

    @property
    def hij(self) -> np.ndarray:
        """Coefficients of pairs, shape (k, k), zero on the diagonal."""
        return self.covariances / (self.largest + np.eye(len(self.largest)))

    @property
    def hi(self) -> np.ndarray:
        """Coefficients of items with the others, shape (k,)."""
        return self.covariances.sum(axis=1) / self.largest.sum(axis=1)

    @property
    def h(self) -> np.ndarray:
        """Coefficient of all items."""
        return self.covariances.sum() / self.largest.sum()

    def influence(self) -> np.ndarray:
        """Return what each person adds to H and to every Hi, shape (n, 1 + k)."""
        x, k = self.centred, self.x.shape[1]
        own = np.equal.outer(self._owner, np.arange(k))
        pull = np.where(own, 0.0, self._pull)
        pull = pull + own * pull.sum(axis=1, keepdims=True)
        moved = self._passed @ pull
        together = x * (x.sum(axis=1, keepdims=True) - x)
        sums, most = self.covariances.sum(axis=1), self.largest.sum(axis=1)
        items = (together - sums - self.hi * moved) / most
        whole = (together - sums).sum(axis=1) - self.h * moved.sum(axis=1)
        return np.column_stack([whole / most.sum(), items]) / self.w.sum()

    def pair_influence(self, i: int) -> np.ndarray:
        """Return what each person adds to Hij of item i with each later one.

        Returns
        -------
        ndarray, shape (n, k - 1 - i)
        """
        x, later = self.centred, np.arange(i + 1, self.x.shape[1])
        mine = slice(self._starts[i], self._starts[i + 1])
        moved = self._passed[:, mine] @ self._pull[mine][:, later]
        theirs = np.equal.outer(self._owner, later) * self._pull[:, [i]]
        moved += self._passed @ theirs
        hij = self.hij[i, later]
        spread = x[:, [i]] * x[:, later] - self.covariances[i, later]
        return (spread - hij * moved) / self.largest[i, later] / self.w.sum()

    # ------------------------------------------------------ is it above nought?
    @cached_property
    def null(self) -> np.ndarray:
        """Variances of the covariances of unrelated items, less 1/(n − 1)."""
        variances = self.share @ self.centred**2
        found = np.outer(variances, variances)
        np.fill_diagonal(found, 0.0)
        return found

    @property
    def root(self) -> float:
        """Square root of the effective number of people less one."""
        return float(np.sqrt(effective_size(self.w) - 1))

    @property
    def zij(self) -> np.ndarray:
        """Each pair's covariance in its errors under no relation, shape (k, k)."""
        safe = self.null + np.eye(len(self.null))
        return self.root * self.covariances / np.sqrt(safe)

    @property
    def zi(self) -> np.ndarray:
        """The same of each item with the others, shape (k,)."""
        return self.root * self.covariances.sum(axis=1) / np.sqrt(self.null.sum(1))

    @property
    def z(self) -> float:
        """The same of all items."""
        total = self.covariances.sum() / 2
        return float(self.root * total / np.sqrt(self.null.sum() / 2))
