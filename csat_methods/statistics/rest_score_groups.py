"""Do people who score higher on the other items answer an item higher too?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

SMALLEST = 0.03
"""A fall of a chance by less is none."""

SIGNIFICANT = float(ndtri(0.95))

FEW = 50
"""Fewest people of a group, where there are fewer than 150."""


def group_size(n: int) -> int:
    """Return how many people a rest-score group has at least.

    Examples
    --------
    >>> [group_size(n) for n in (120, 200, 400, 1000)]
    [50, 66, 80, 100]
    """
    sizes = ((150, FEW), (251, n // 3), (501, n // 5))
    return next((size for below, size in sizes if n < below), n // 10)


@dataclass(frozen=True, eq=False)
class Violations:
    """Falls of an item's chances from one rest-score group to a higher one.

    Attributes
    ----------
    active : int
        Pairs of groups and item steps that could show a fall.
    violations : int
        Falls of more than .03.
    largest, sum : float
        The largest fall and all falls added up.
    z_max : float
        The largest fall in its errors.
    significant : int
        Falls beyond chance, one-sided at 5 %.
    """

    active: int
    violations: int
    largest: float
    sum: float
    z_max: float
    significant: int

    def counted(self) -> dict[str, float]:
        """Return all measures, with violations and falls per active pair."""
        active = self.active or np.nan
        return {
            "active": self.active,
            "violations": self.violations,
            "share": self.violations / active,
            "largest": self.largest,
            "sum": self.sum,
            "per_active": self.sum / active,
            "z_max": self.z_max,
            "significant": self.significant,
        }

    def crit(self, h: float) -> float:
        """Return Molenaar's weighing of all signs, a whole number; 0 without any.

        Above 80 an item is in doubt, below 40 it is not.

        Parameters
        ----------
        h : float
            The item's H.
        """
        if not self.violations:
            return 0.0
        return np.trunc(
            50 * (0.30 - h)
            + np.sqrt(self.violations)
            + 100 * self.violations / self.active
            + 100 * self.largest
            + 10 * np.sqrt(self.sum)
            + 1000 * self.sum / self.active
            + 5 * self.z_max
            + 10 * np.sqrt(self.significant)
            + 100 * self.significant / self.active
        )


def violations(x: np.ndarray, item: int) -> Violations:
    """Return where an item's chances fall with the score on the others.

    People are put in groups of equal or neighbouring rest scores, each large enough.
    Of every step of the item and every two groups, the higher one should not reach
    the step less often.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Answers, none blank.
    item : int

    References
    ----------
    Molenaar, I. W. and Sijtsma, K. (2000). *User's manual MSP5*, p. 49 and 72.

    Examples
    --------
    >>> steps = np.repeat([[1, 1, 1], [2, 2, 2], [3, 3, 3]], 60, axis=0)
    >>> violations(steps, 0).violations
    0
    """
    group = rest_groups(np.delete(x, item, axis=1).sum(axis=1))
    steps = np.unique(x)[1:]
    above = x[:, [item]] >= steps
    size = np.bincount(group).astype(float)
    reached = np.array([above[group == g].sum(axis=0) for g in range(len(size))], float)
    low, high = np.triu_indices(len(size), 1)
    share = reached / size[:, None]
    fall = share[low] - share[high]
    # Nobody below, or everybody above: there is no room to fall.
    active = (share[low] > 0) & (share[high] < 1)
    falls = fall > SMALLEST
    z = _errors(reached[low], size[low, None], reached[high], size[high, None])
    found = z[falls]
    return Violations(
        int(active.sum()),
        int(falls.sum()),
        float(fall[falls].max(initial=0.0)),
        float(fall[falls].sum()),
        float(found.max(initial=0.0)),
        int((found > SIGNIFICANT).sum()),
    )


def _errors(
    low: np.ndarray, n_low: np.ndarray, high: np.ndarray, n_high: np.ndarray
) -> np.ndarray:
    """Return the falls in their errors, by Molenaar's hypergeometric rule."""
    not_low, not_high = n_low - low, n_high - high
    roots = np.sqrt((high + 1) * (not_low + 1)) - np.sqrt(low * not_high)
    return np.abs(2 * roots) / np.sqrt(n_low + n_high - 1)


def rest_groups(rest: np.ndarray) -> np.ndarray:
    """Return the rest-score group of each person, from 0 on.

    Parameters
    ----------
    rest : ndarray, shape (n,)

    Examples
    --------
    >>> np.bincount(rest_groups(np.repeat([3.0, 4.0, 5.0, 6.0], [40, 60, 70, 30])))
    array([100, 100])
    """
    scores, counts = np.unique(rest, return_counts=True)
    smallest, n = group_size(len(rest)), len(rest)
    ends, last = [], 0
    for upto in np.cumsum(counts):
        if upto - last >= smallest and n - upto >= smallest:
            ends.append(upto)
            last = upto
    first = np.searchsorted(np.cumsum(counts), ends) + 1
    return np.searchsorted(first, np.searchsorted(scores, rest), side="right")
