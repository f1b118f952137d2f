"""Which weights meet known totals and lie nearest to those before?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csat_methods.survey_design.distances import DISTANCES
from csat_methods.survey_design.steps import (
    ROUNDS,
    CellStep,
    Regressed,
    regressed,
    solved,
)

HALVINGS = 40
"""How often a step is halved before it is given up."""

PROGRESS = 0.5
"""Share of the error that a whole step must leave at most to be taken at once."""


@dataclass(frozen=True, eq=False, repr=False)
class Calibration(CellStep):
    """Weights nearest to those before that meet totals of auxiliary columns.

    The dual of Deville and Särndal (1992), eq. 2.5: λ that minimises
    Σ d G(xᵀλ) − Tᵀλ, by Newton steps that are halved until they help. Residuals are
    those of the regression on the columns with the weights before, whatever the
    distance and the bounds (their eq. 3.4; R's too).

    Attributes
    ----------
    x : ndarray, shape (C, q)
        Auxiliary columns of the cells; of the rows where there are no cells.
    totals : ndarray, shape (q,)
    rows : ndarray of int, shape (r,)
    distance : str
        One of :data:`DISTANCES`.
    tolerance : float
        Largest relative error of a total.
    group : ndarray of int, shape (r,), optional
        Cell of each row.
    lower, upper : ndarray, shape (C,), optional
        Bounds of the factor.
    """

    x: np.ndarray
    totals: np.ndarray
    rows: np.ndarray
    distance: str = "linear"
    tolerance: float = 1e-10
    name: str = "calibrate"
    group: np.ndarray | None = None
    lower: np.ndarray | None = None
    upper: np.ndarray | None = None

    @cached_property
    def cell(self) -> np.ndarray:
        """Cell of each row, shape (r,)."""
        return np.arange(len(self.rows)) if self.group is None else self.group

    @property
    def count(self) -> int:
        """Number of cells."""
        return len(self.x)

    @cached_property
    def _bounds(self) -> tuple[np.ndarray, np.ndarray]:
        low = np.full(self.count, -np.inf) if self.lower is None else self.lower
        high = np.full(self.count, np.inf) if self.upper is None else self.upper
        return low, high

    def factors(self, sums: np.ndarray) -> np.ndarray:
        """Return the factors of cells, shape (C, R).

        Raises
        ------
        ValueError
            If no weights meet the totals.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            return np.column_stack([self._factor(column) for column in sums.T])

    def _factor(self, d: np.ndarray) -> np.ndarray:
        """Return the factor of each cell, given the cells' weights d."""
        state = _State(self, d, np.zeros(len(self.totals)))
        for _ in range(ROUNDS):
            if state.worst < self.tolerance:
                return state.factor
            better = state.better()
            if better is None:
                break
            state = better
        raise ValueError(
            f"distance={self.distance!r}: calibration did not converge; the worst "
            f"total is still off by {state.worst:.2g} of its size. The totals may "
            f"contradict each other, or be out of reach of these answers{self._hint}."
        )

    @property
    def _hint(self) -> str:
        return "" if self.lower is None else " within these bounds"

    def sizes(self, weights: np.ndarray) -> np.ndarray:
        """Return what each total's error is measured by; for 0 the sum of amounts."""
        amounts = np.abs(self.x).T @ np.abs(weights)
        size = np.where(self.totals != 0, np.abs(self.totals), amounts)
        return np.where(size > 0, size, 1.0)

    def residuals(self, before: np.ndarray, after: np.ndarray) -> Regressed:
        """Return what takes from weighted influence what the totals explain."""
        return regressed(before, after, self.x, self.cell)


class _State:
    """Where the search stands: λ, the factors, and how far off the totals are."""

    def __init__(self, step: Calibration, d: np.ndarray, point: np.ndarray) -> None:
        self.step, self.d, self.point = step, d, point
        self.curve, self.bounds = DISTANCES[step.distance], step._bounds
        self.u = step.x @ point
        self.factor = self.curve.factor(self.u, *self.bounds)
        self.missing = step.totals - step.x.T @ (d * self.factor)
        off = np.abs(self.missing) / step.sizes(d)
        self.worst = float(np.max(off, initial=0.0))

    @property
    def value(self) -> float:
        """The dual function, which the best λ makes least."""
        area = self.curve.integral(self.u, *self.bounds)
        return float(self.d @ area - self.step.totals @ self.point)

    def better(self) -> _State | None:
        """Return a state nearer to the totals, or None where there is none."""
        x = self.step.x
        inside = self.curve.slope(self.u, *self.bounds)
        start = self.curve.slope(np.zeros_like(self.u), *self.bounds)
        for slope in (inside, inside + start, start):
            direction = solved((x * (self.d * slope)[:, None]).T @ x, self.missing)
            found = self._along(direction)
            if found is not None:
                return found
        return None

    def _along(self, direction: np.ndarray) -> _State | None:
        """Return the first state on the way, halved again and again, that helps."""
        gain = float(self.missing @ direction)
        if not np.isfinite(direction).all() or gain <= 0:
            return None
        length, value = 1.0, self.value
        for _ in range(HALVINGS):
            state = _State(self.step, self.d, self.point + length * direction)
            if state.worst <= PROGRESS * self.worst:
                return state
            if state.value <= value - 1e-4 * length * gain and np.isfinite(state.worst):
                return state
            length /= 2
        return None
