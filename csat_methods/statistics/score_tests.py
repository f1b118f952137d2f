"""Which fixed or shared parameter would improve the fit most, if it were set free?

Score tests with the expected information: no model is fitted again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import block_diag

from csat_methods.statistics.covariance_structure import LikelihoodFit, cell_slopes
from csat_methods.statistics.factor_model import (
    FACTOR,
    LOADING,
    RESIDUAL,
    Cell,
)
from csat_methods.statistics.implied_moments import Cells, Directions, directions
from csat_methods.statistics.model_layout import Layout
from csat_methods.statistics.ordinal_structure import DistanceFit
from csat_methods.statistics.pattern_information import shared_information

Fit = LikelihoodFit | DistanceFit

NO_INFORMATION = 1e-9
"""Share of a cell's information that is left beside the parameters, at least."""


@dataclass(frozen=True, eq=False)
class Change:
    """What a cell that is set free would do.

    Attributes
    ----------
    cell : Cell
    group : int
    mi : float
        Fall of chi-square, about.
    epc : float
        Its value less the present one, about.
    """

    cell: Cell
    group: int
    mi: float
    epc: float


def candidates(layout: Layout, group: int) -> list[Cell]:
    """Return cells of a group that are none of the model, or fixed at zero.

    Loadings of every factor on every item, covariances of all residuals and of all
    factors that no other explains.
    """
    model = layout.model
    own = [c for c, g in zip(layout.cells, layout.group, strict=True) if g == group]
    known = {_place(cell) for cell in own if cell.fixed is None or cell.fixed != 0.0}
    found = [
        Cell(LOADING, i, f, factor, item)
        for f, factor in enumerate(model.factors)
        for i, item in enumerate(model.items)
    ]
    found += _pairs(RESIDUAL, model.items, range(len(model.items)))
    top = [i for i, f in enumerate(model.factors) if f not in model.explained]
    below = [i for i, f in enumerate(model.factors) if f in model.explained]
    found += _pairs(FACTOR, model.factors, top) + _pairs(FACTOR, model.factors, below)
    return [cell for cell in found if _place(cell) not in known]


def _pairs(kind: int, names: Sequence[str], places: Sequence[int]) -> list[Cell]:
    return [
        Cell(kind, i, j, names[i], names[j])
        for k, i in enumerate(places)
        for j in places[k + 1 :]
    ]


def _place(cell: Cell) -> tuple[int, int, int]:
    if cell.kind in (RESIDUAL, FACTOR):
        low, high = sorted((cell.row, cell.column))
        return cell.kind, low, high
    return cell.kind, cell.row, cell.column


def modifications(fit: Fit, layout: Layout) -> list[Change]:
    r"""Return what each cell that is not free would do, set free alone.

    .. math:: MI = \frac{s^2}{I_{cc} - I_{c\theta} I_{\theta\theta}^{-1}
              I_{\theta c}}, \qquad EPC = \frac{MI}{s}

    with s the slope of half the statistic, downwards.

    References
    ----------
    Sörbom, D. (1989). Model modification. *Psychometrika*, 54, 371-384.
    """
    scoring = _scoring(fit)
    inverse = np.linalg.inv(scoring.information())
    found = []
    for g in range(layout.groups):
        cells = candidates(layout, g)
        if not cells:
            continue
        slope, own, cross = scoring.of(g, _cells(cells))
        left = own - ((cross @ inverse) * cross).sum(axis=1)
        sound = left > NO_INFORMATION * np.maximum(own, 1e-300)
        safe = np.where(sound, left, 1.0)
        mi = np.where(sound, slope**2 / safe, np.nan)
        epc = np.where(sound, slope / safe, np.nan)
        found += [
            Change(cell, g, float(m), float(e))
            for cell, m, e in zip(cells, mi, epc, strict=True)
        ]
    return found


def release_tests(
    fit: Fit, layout: Layout, terms: Sequence[tuple[str, ...]]
) -> list[tuple[float, int]]:
    """Return the statistic and degrees of freedom of setting terms free.

    Free means: in every group but the first a value of its own; a fixed cell keeps
    its value in the first.

    Parameters
    ----------
    terms : sequence of tuple of str
        Each a set of terms that are set free together.
    """
    scoring = _scoring(fit)
    inverse = np.linalg.inv(scoring.information())
    wanted = {term for each in terms for term in each}
    parts = [_Part.of(scoring, layout, g, wanted) for g in range(1, layout.groups)]
    return [
        _release([part.only(set(each)) for part in parts], inverse) for each in terms
    ]


@dataclass(frozen=True, eq=False)
class _Part:
    """Cells of one group: their terms, slopes, information own and with parameters."""

    terms: np.ndarray
    slope: np.ndarray
    own: np.ndarray
    cross: np.ndarray

    @classmethod
    def of(
        cls, scoring: _Scoring, layout: Layout, group: int, terms: set[str]
    ) -> _Part:
        cells = [
            cell
            for cell, g in zip(layout.cells, layout.group, strict=True)
            if g == group and cell.term in terms
        ]
        names = np.array([cell.term for cell in cells], object)
        return cls(names, *scoring.together(group, _cells(cells)))

    def only(self, terms: set[str]) -> _Part:
        """Return the part of some terms."""
        place = np.flatnonzero([term in terms for term in self.terms])
        own = self.own[np.ix_(place, place)]
        return _Part(self.terms[place], self.slope[place], own, self.cross[place])


def _release(parts: Sequence[_Part], inverse: np.ndarray) -> tuple[float, int]:
    """Return the test of cells that are set free together in all groups."""
    s, C = (np.concatenate([getattr(p, n) for p in parts]) for n in ("slope", "cross"))
    left = np.asarray(block_diag(*(part.own for part in parts))) - C @ inverse @ C.T
    values, vectors = np.linalg.eigh(left)
    kept = values > NO_INFORMATION * max(float(np.abs(values).max()), 1e-300)
    along = vectors.T[kept] @ s
    return float(np.sum(along**2 / values[kept])), int(kept.sum())


def _cells(cells: Sequence[Cell]) -> Cells:
    return Cells(
        np.array([c.kind for c in cells], int),
        np.array([c.row for c in cells], int),
        np.array([c.column for c in cells], int),
    )


class _Scoring(ABC):
    """Slopes and information of cells, model's or not."""

    @abstractmethod
    def information(self) -> np.ndarray:
        """Return the information of all parameters, shape (q, q)."""

    def of(self, group: int, cells: Cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return slopes (c,), own information (c,), and with parameters (c, q)."""
        slope, own, cross = self.together(group, cells)
        return slope, np.diag(own), cross

    @abstractmethod
    def together(
        self, group: int, cells: Cells
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the same with the information of all pairs, (c, c)."""


class _Likely(_Scoring):
    def __init__(self, fit: LikelihoodFit) -> None:
        self.fit = fit
        self.total = fit.likelihood.total

    def information(self) -> np.ndarray:
        return self.fit.expected * self.total

    def together(
        self, group: int, cells: Cells
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        view, K = self.fit.views[group], self.fit.likelihood.maps[group]
        weight = self.total * self.fit.likelihood.shares[group]
        moves, seen = directions(cells, view.at), view.seen
        cross = shared_information(moves, view.moves, seen.share, seen.W) @ K
        slope = -0.5 * self._slopes(group, moves)
        return weight * slope, weight * seen.information(moves), weight * cross

    def _slopes(self, group: int, moves: Directions) -> np.ndarray:
        view = self.fit.views[group]
        moved = type(view)(view.cells, view.at, moves, view.seen)
        return cell_slopes(moved)


class _Near(_Scoring):
    """Of ratings; weights without the factor (n − 1) / n here, as by lavaan."""

    def __init__(self, fit: DistanceFit) -> None:
        self.fit = fit

    def information(self) -> np.ndarray:
        sizes = [d.n / (d.n - 1) for d in self.fit.distance.data]
        each = np.repeat(sizes, [len(d.estimates) for d in self.fit.distance.data])
        D = self.fit.moves * np.sqrt(self.fit.weights * each)[:, None]
        found: np.ndarray = D.T @ D
        return found

    def of(self, group: int, cells: Cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        moved, weights = self._moved(group, cells)
        slope, cross = self._slope(group, moved)
        return slope, weights @ moved**2, cross

    def together(
        self, group: int, cells: Cells
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        moved, weights = self._moved(group, cells)
        slope, cross = self._slope(group, moved)
        return slope, (moved.T * weights) @ moved, cross

    def _moved(self, group: int, cells: Cells) -> tuple[np.ndarray, np.ndarray]:
        view, data = self.fit.views[group], self.fit.distance.data[group]
        moved = self.fit.distance.moves_of(view, cells, data)
        return moved, data.weights * (data.n / (data.n - 1))

    def _slope(self, group: int, moved: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return slopes, and the information with the parameters."""
        view, data = self.fit.views[group], self.fit.distance.data[group]
        live = np.flatnonzero(np.abs(moved).sum(axis=1))
        weighted = moved[live].T * data.weights[live]
        own = view.moves[live]
        used = np.flatnonzero(np.abs(own).sum(axis=0))
        K = self.fit.distance.maps[group][used]
        cross = weighted @ own[:, used] @ K * (data.n / (data.n - 1))
        gap = data.estimates - view.estimates
        return weighted @ gap[live], cross


def _scoring(fit: Fit) -> _Scoring:
    return _Likely(fit) if isinstance(fit, LikelihoodFit) else _Near(fit)
