"""From which loadings and variances should the search for the best ones start?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.factor_model import (
    FACTOR,
    INTERCEPT,
    LOADING,
    MEAN,
    PATH,
    RESIDUAL,
    SCALE,
    THRESHOLD,
    Cell,
    FactorModel,
)
from csat_methods.statistics.model_layout import Layout

SMALLEST_MARKER = 0.2
"""Standardised loading of the first item, at least, to start from."""

LARGEST_LOADING = 0.9
SMALLEST_UNIQUE = 0.2
"""Bounds of standardised loadings and residual variances to start from."""

SHARE_OF_FACTOR = 0.5
"""Of a factor's variance that a factor above it explains, to start from."""


def start(
    layout: Layout,
    covariances: Sequence[np.ndarray],
    means: Sequence[np.ndarray],
    thresholds: Sequence[Sequence[np.ndarray]] = (),
) -> np.ndarray:
    """Return where to start, shape (q,).

    Each factor's loadings are those of the first principal component of its items;
    what an item of several factors has given to a larger one is taken off first.

    Parameters
    ----------
    covariances, means : sequence of ndarray
        Of the items, group by group.
    thresholds : sequence of sequence of ndarray, optional
        Item by item, group by group.
    """
    total, count = np.zeros(layout.n_free), np.zeros(layout.n_free)
    for g in range(layout.groups):
        cuts = thresholds[g] if thresholds else ()
        guess = _Guess.of(layout, covariances[g], means[g], cuts)
        for i in np.flatnonzero((layout.group == g) & (layout.free >= 0)):
            cell = layout.cells[i]
            total[layout.free[i]] += _GUESSES[cell.kind](guess, cell)
            count[layout.free[i]] += 1
    return total / np.maximum(count, 1)


Loads = dict[str, dict[str, float]]


@dataclass(frozen=True, eq=False)
class _Guess:
    """One group's moments, and what they suggest."""

    model: FactorModel
    markers: dict[str, str]
    loads: Loads
    S: np.ndarray
    mean: np.ndarray
    cuts: Sequence[np.ndarray]

    @classmethod
    def of(
        cls,
        layout: Layout,
        S: np.ndarray,
        mean: np.ndarray,
        cuts: Sequence[np.ndarray],
    ) -> _Guess:
        markers = {
            cell.lhs: cell.rhs
            for cell in layout.cells
            if cell.kind in (LOADING, PATH) and cell.fixed == 1.0
        }
        return cls(layout.model, markers, _loads(layout.model, S), S, mean, cuts)

    def scale(self, factor: str) -> float:
        """Return the standard deviation of a factor in the units of its marker."""
        marker = self.markers.get(factor)
        if marker is None:
            return 1.0
        if marker in self.model.factors:
            return self.scale(marker) * float(np.sqrt(SHARE_OF_FACTOR))
        load, i = self.loads[factor][marker], self.model.items.index(marker)
        size = max(abs(load), SMALLEST_MARKER)
        return float(np.copysign(size, load) * np.sqrt(self.S[i, i]))

    def loading(self, cell: Cell) -> float:
        """Return a guess of an item's loading."""
        sd = float(np.sqrt(self.S[cell.row, cell.row]))
        return self.loads[cell.lhs][cell.rhs] * sd / self.scale(cell.lhs)

    def path(self, cell: Cell) -> float:
        """Return a guess of a factor's loading."""
        ratio = self.scale(cell.rhs) / self.scale(cell.lhs)
        return float(np.sqrt(SHARE_OF_FACTOR)) * abs(ratio)

    def factor(self, cell: Cell) -> float:
        """Return a guess of a factor's variance, or covariance."""
        if cell.row != cell.column:
            return 0.0
        share = SHARE_OF_FACTOR if cell.lhs in self.model.explained else 1.0
        return self.scale(cell.lhs) ** 2 * share

    def residual(self, cell: Cell) -> float:
        """Return a guess of an item's residual variance, or a covariance."""
        if cell.row != cell.column:
            return 0.0
        common = sum(
            self.loads[factor][cell.lhs] ** 2
            for factor, names in self.model.loads
            if cell.lhs in names
        )
        unique = max(1 - common, SMALLEST_UNIQUE)
        return float(self.S[cell.row, cell.row] * unique)


def _loads(model: FactorModel, S: np.ndarray) -> Loads:
    """Return each factor's standardised loadings on its items, larger factors first."""
    sd = np.sqrt(np.diag(S))
    left = S / np.outer(sd, sd)
    found = {}
    for name in sorted(model.factors, key=lambda f: -len(model.items_of(f))):
        items = model.items_of(name)
        place = np.ix_(*[[model.items.index(item) for item in items]] * 2)
        values, vectors = np.linalg.eigh(left[place])
        loads = vectors[:, -1] * np.sqrt(max(values[-1] - 0.5, 0.1))
        sign = 1 if loads[0] >= 0 else -1
        loads = np.clip(sign * loads, -LARGEST_LOADING, LARGEST_LOADING)
        found[name] = dict(zip(items, map(float, loads), strict=True))
        if _overlaps(model, name):
            left = left.copy()
            left[place] -= np.outer(loads, loads) * (1 - np.eye(len(items)))
    return found


def _overlaps(model: FactorModel, factor: str) -> bool:
    """Whether items of a factor load on others of the same standing, too."""
    own = set(dict(model.loads)[factor])
    return any(own & set(names) for name, names in model.loads if name != factor)


_GUESSES: dict[int, Callable[[_Guess, Cell], float]] = {
    LOADING: _Guess.loading,
    PATH: _Guess.path,
    FACTOR: _Guess.factor,
    RESIDUAL: _Guess.residual,
    INTERCEPT: lambda guess, cell: float(guess.mean[cell.row]),
    MEAN: lambda guess, cell: 0.0,
    THRESHOLD: lambda guess, cell: float(guess.cuts[cell.row][cell.column]),
    SCALE: lambda guess, cell: 1.0,
}
