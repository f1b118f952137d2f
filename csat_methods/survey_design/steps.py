"""What does a weighting step do to weights, and to influence values?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

ROUNDS = 500


class Distance(NamedTuple):
    """A calibration distance: the factor g(u) and its derivative."""

    factor: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


DISTANCES = {
    "linear": Distance(lambda u: 1 + u, np.ones_like),
    "raking": Distance(np.exp, np.exp),
}
"""Deville and Särndal (1992), table 1, cases 1 and 2."""


def _projected(
    x: np.ndarray, z: np.ndarray, before: np.ndarray, after: np.ndarray
) -> np.ndarray:
    """Return the residuals of z / after on x, weighted by `before`, times after.

    Deville and Särndal (1992), eq. 3.4: regression with the weights the step started
    from, residuals with the weights it produced; R's convention too.
    """
    held = after != 0
    y = np.where(held[:, None], z / np.where(held, after, 1.0)[:, None], 0.0)
    w = np.where(held, before, 0.0)
    weighted = x * w[:, None]
    slopes = np.linalg.lstsq(weighted.T @ x, weighted.T @ y, rcond=None)[0]
    return (y - x @ slopes) * np.where(held, after, 0.0)[:, None]


@dataclass(frozen=True, eq=False, repr=False)
class Calibration:
    """Weights nearest to those before that meet totals of auxiliary columns.

    Attributes
    ----------
    x : ndarray, shape (r, q)
        Auxiliary columns of the rows the step acts on.
    totals : ndarray, shape (q,)
    rows : ndarray of int, shape (r,)
    distance : str
        One of :data:`DISTANCES`.
    tolerance : float
        Largest relative error of a total.
    """

    x: np.ndarray
    totals: np.ndarray
    rows: np.ndarray
    distance: str = "linear"
    tolerance: float = 1e-10
    name: str = "calibrate"

    def apply(self, weights: np.ndarray) -> np.ndarray:
        """Return the calibrated weights, shape (n,).

        Raises
        ------
        ValueError
            If no weights meet the totals.
        """
        factor, slope = DISTANCES[self.distance]
        d, lagrange = weights[self.rows], np.zeros(len(self.totals))
        size = np.maximum(np.abs(self.totals), 1e-300)
        for _ in range(ROUNDS):
            u = self.x @ lagrange
            missing = self.totals - self.x.T @ (d * factor(u))
            if np.max(np.abs(missing) / size, initial=0.0) < self.tolerance:
                new = weights.copy()
                new[self.rows] = d * factor(u)
                return new
            hessian = (self.x * (d * slope(u))[:, None]).T @ self.x
            lagrange = lagrange + np.linalg.lstsq(hessian, missing, rcond=None)[0]
            if not np.isfinite(lagrange).all() or np.abs(lagrange).max() > 1e8:
                break
        worst = float(np.max(np.abs(missing) / size))
        raise ValueError(
            f"distance={self.distance!r}: calibration did not converge; the worst "
            f"total is still off by {worst:.2g} of its size. The totals may "
            "contradict each other, or be out of reach of these answers."
        )

    def residuals(
        self, z: np.ndarray, before: np.ndarray, after: np.ndarray
    ) -> np.ndarray:
        """Return weighted influence values (n, m) less what the totals explain."""
        new = z.copy()
        rows = self.rows
        new[rows] = _projected(self.x, z[rows], before[rows], after[rows])
        return new


@dataclass(frozen=True, eq=False, repr=False)
class Raking:
    """Weights adjusted margin by margin until all margins hold.

    Works on the table of crossed margins, not on rows: a factor depends on the cell
    only (Deming and Stephan 1940).

    Attributes
    ----------
    codes : tuple of ndarray of int, shape (r,)
        Level of each row, a margin each.
    totals : tuple of ndarray
        Totals of the levels, a margin each.
    rows : ndarray of int, shape (r,)
    """

    codes: tuple[np.ndarray, ...]
    totals: tuple[np.ndarray, ...]
    rows: np.ndarray
    tolerance: float = 1e-10
    name: str = "rake"

    @cached_property
    def _cells(self) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
        """Cell of each row, and the level of each cell in every margin."""
        key = np.zeros(len(self.rows), np.int64)
        for code, total in zip(self.codes, self.totals, strict=True):
            key = key * len(total) + code
        present, cell = np.unique(key, return_inverse=True)
        levels: list[np.ndarray] = []
        for total in reversed(self.totals):
            levels.append(present % len(total))
            present = present // len(total)
        return cell.reshape(-1), tuple(reversed(levels))

    @cached_property
    def _indicators(self) -> np.ndarray:
        """0/1 columns of all margins' levels, shape (r, q)."""
        sides = zip(self.codes, self.totals, strict=True)
        return np.hstack([np.eye(len(total))[code] for code, total in sides])

    def apply(self, weights: np.ndarray) -> np.ndarray:
        """Return the raked weights, shape (n,).

        Raises
        ------
        ValueError
            If a level with a total has no weight, or the margins do not settle.
        """
        cell, levels = self._cells
        sums = np.bincount(cell, weights[self.rows])
        start, worst = sums.copy(), np.inf
        for _ in range(ROUNDS):
            worst = 0.0
            for level, total in zip(levels, self.totals, strict=True):
                now = np.bincount(level, sums, len(total))
                if ((now <= 0) & (total > 0)).any():
                    raise ValueError(
                        "rake: a level with a total above 0 has no weight to carry it."
                    )
                ratio = np.divide(total, now, out=np.zeros_like(now), where=now > 0)
                worst = max(worst, float(np.abs(ratio[total > 0] - 1).max()))
                sums = sums * ratio[level]
            if worst < self.tolerance:
                break
        else:
            raise ValueError(
                f"rake: after {ROUNDS} rounds a margin is still off by {worst:.2g} "
                "of its size; the margins may contradict each other."
            )
        factor = np.divide(sums, start, out=np.zeros_like(sums), where=start > 0)
        new = weights.copy()
        new[self.rows] = weights[self.rows] * factor[cell]
        return new

    def residuals(
        self, z: np.ndarray, before: np.ndarray, after: np.ndarray
    ) -> np.ndarray:
        """Return weighted influence values (n, m) less what the margins explain."""
        new = z.copy()
        rows = self.rows
        new[rows] = _projected(self._indicators, z[rows], before[rows], after[rows])
        return new
