"""What does a weighting step do to weights, and to influence values?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

ROUNDS = 500
"""Most rounds until totals must hold."""

FARTHEST = {"linear": 1e12, "raking": 700.0}
"""Largest size of xᵀλ; beyond it a factor means nothing, or overflows."""


class Distance(NamedTuple):
    """A calibration distance: the factor g(u) and its derivative."""

    factor: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]


DISTANCES = {
    "linear": Distance(lambda u: 1 + u, np.ones_like),
    "raking": Distance(np.exp, np.exp),
}
"""Deville and Särndal (1992), table 1, cases 1 and 2."""


def _solved(gram: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the least-norm solution of gram · b = right, whatever the columns' units.

    Columns that others explain get no weight of their own.
    """
    size = np.sqrt(np.maximum(np.diag(gram), 0.0))
    size = np.where(size > 0, size, 1.0)
    scaled = gram / np.outer(size, size)
    return (np.linalg.lstsq(scaled, (right.T / size).T, rcond=1e-13)[0].T / size).T


def _unweighted(
    z: np.ndarray, before: np.ndarray, after: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return z / after and the weights of the regression; 0 for rows left out.

    Deville and Särndal (1992), eq. 3.4: regression with the weights the step started
    from, residuals with the weights it produced; R's convention too.
    """
    held = after != 0
    y = np.where(held[:, None], z / np.where(held, after, 1.0)[:, None], 0.0)
    return y, np.where(held, before, 0.0)


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
        size, worst = self._sizes(d), np.inf
        for _ in range(ROUNDS):
            u = self.x @ lagrange
            if not (np.abs(u) < FARTHEST[self.distance]).all():
                break
            missing = self.totals - self.x.T @ (d * factor(u))
            worst = float(np.max(np.abs(missing) / size, initial=0.0))
            if worst < self.tolerance:
                new = weights.copy()
                new[self.rows] = d * factor(u)
                return new
            hessian = (self.x * (d * slope(u))[:, None]).T @ self.x
            lagrange = lagrange + _solved(hessian, missing)
        raise ValueError(
            f"distance={self.distance!r}: calibration did not converge; the worst "
            f"total is still off by {worst:.2g} of its size. The totals may "
            "contradict each other, or be out of reach of these answers."
        )

    def _sizes(self, weights: np.ndarray) -> np.ndarray:
        """Return what each total's error is measured by; for 0 the sum of amounts."""
        amounts = np.abs(self.x).T @ weights
        size = np.where(self.totals != 0, np.abs(self.totals), amounts)
        return np.where(size > 0, size, 1.0)

    def residuals(
        self, z: np.ndarray, before: np.ndarray, after: np.ndarray
    ) -> np.ndarray:
        """Return weighted influence values (n, m) less what the totals explain."""
        new, rows, x = z.copy(), self.rows, self.x
        y, w = _unweighted(z[rows], before[rows], after[rows])
        weighted = x * w[:, None]
        fitted = x @ _solved(weighted.T @ x, weighted.T @ y)
        new[rows] = (y - fitted) * after[rows, None]
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
        """0/1 columns of all margins' levels, a row each cell, shape (C, q)."""
        sides = zip(self._cells[1], self.totals, strict=True)
        return np.hstack([np.eye(len(total))[level] for level, total in sides])

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
                off = np.abs(ratio[total > 0] - 1).max(initial=0.0)
                worst = max(worst, float(off))
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
        new, rows, x = z.copy(), self.rows, self._indicators
        y, w = _unweighted(z[rows], before[rows], after[rows])
        cell, count = self._cells[0], len(x)
        sums = np.column_stack([np.bincount(cell, w * c, count) for c in y.T])
        weighted = x * np.bincount(cell, w, count)[:, None]
        fitted = x @ _solved(weighted.T @ x, x.T @ sums)
        new[rows] = (y - fitted[cell]) * after[rows, None]
        return new
