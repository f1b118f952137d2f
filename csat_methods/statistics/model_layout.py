"""Which cells of a model share a parameter, within a group and across groups?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

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
    covariance_cells,
    mean_cells,
    ordinal_cells,
)


@dataclass(frozen=True, eq=False)
class Layout:
    """The cells of all groups, and which of them share a parameter.

    Attributes
    ----------
    model : FactorModel
    cells : tuple of Cell
        The groups one after another.
    group, kind, row, column : ndarray of int, shape (c,)
    free : ndarray of int, shape (c,)
        Place of the parameter; -1 where fixed.
    value : ndarray, shape (c,)
        Of fixed cells.
    """

    model: FactorModel
    cells: tuple[Cell, ...]
    group: np.ndarray
    kind: np.ndarray
    row: np.ndarray
    column: np.ndarray
    free: np.ndarray
    value: np.ndarray

    @property
    def n_free(self) -> int:
        """Parameters."""
        return int(self.free.max(initial=-1)) + 1

    @property
    def groups(self) -> int:
        """Groups."""
        return int(self.group.max(initial=0)) + 1

    def values(self, theta: np.ndarray) -> np.ndarray:
        """Return the values of all cells, shape (c,)."""
        return np.where(self.free >= 0, np.append(theta, 0.0)[self.free], self.value)

    def terms(self) -> list[str]:
        """Return one name for each parameter: that of its first cell."""
        first = np.unique(self.free, return_index=True)[1][-self.n_free :]
        return [self.cells[i].term for i in first] if self.n_free else []


Share = Callable[[Cell], bool]


def layout(
    model: FactorModel,
    by_group: Sequence[Sequence[Cell]],
    shared: Share = lambda cell: False,
    apart: Collection[tuple[str, int]] = (),
) -> Layout:
    """Return the layout of cells group by group.

    Parameters
    ----------
    by_group : sequence of sequence of Cell
    shared : callable
        Whether a free cell has one value in all groups.
    apart : collection of (str, int)
        Terms and groups that keep a value of their own all the same.
    """
    cells = tuple(cell for cells in by_group for cell in cells)
    group = np.repeat(np.arange(len(by_group)), [len(cells) for cells in by_group])
    known: dict[tuple[str, int], int] = {}
    free = np.full(len(cells), -1)
    for i, cell in enumerate(cells):
        if cell.fixed is None:
            g = int(group[i])
            own = not shared(cell) or (cell.term, g) in apart
            free[i] = known.setdefault((cell.term, g if own else -1), len(known))
    return Layout(
        model,
        cells,
        group,
        np.array([cell.kind for cell in cells], int),
        np.array([cell.row for cell in cells], int),
        np.array([cell.column for cell in cells], int),
        free,
        np.array([cell.fixed or 0.0 for cell in cells]),
    )


def indicator(free: np.ndarray, count: int) -> np.ndarray:
    """Return which cell belongs to which parameter, shape (c, q)."""
    found = np.zeros((len(free), count))
    held = free >= 0
    found[held, free[held]] = 1.0
    return found


def add_cells(total: np.ndarray, matrix: np.ndarray, free: np.ndarray) -> None:
    """Add a matrix over a group's cells to one over parameters."""
    held = free >= 0
    if not held.all():
        matrix, free = matrix[np.ix_(held, held)], free[held]
    if len(set(free.tolist())) == len(free):
        total[free[:, None], free] += matrix
    else:
        np.add.at(total, (free[:, None], free), matrix)


def _own(cell: Cell) -> bool:
    return cell.row == cell.column


EQUAL: dict[str, Share] = {
    "loadings": lambda cell: cell.kind in (LOADING, PATH),
    "intercepts": lambda cell: cell.kind == INTERCEPT,
    "thresholds": lambda cell: cell.kind == THRESHOLD,
    "residuals": lambda cell: cell.kind == RESIDUAL and _own(cell),
    "residual_covariances": lambda cell: cell.kind == RESIDUAL and not _own(cell),
    "variances": lambda cell: cell.kind == FACTOR and _own(cell),
    "covariances": lambda cell: cell.kind == FACTOR and not _own(cell),
    "means": lambda cell: cell.kind == MEAN,
}
"""What may be equal across groups."""


def shares(equal: Collection[str]) -> Share:
    """Return whether a cell is of what is equal."""
    return lambda cell: any(EQUAL[name](cell) for name in equal)


def direct(model: FactorModel) -> frozenset[str]:
    """Return the factors that load on items themselves: those that have means."""
    return frozenset(
        factor for factor, names in model.loads if set(names) & set(model.items)
    )


@dataclass(frozen=True)
class Conventions:
    """How a model is identified.

    Attributes
    ----------
    standardize : bool
        Factors have variance one (in the first group), rather than a marker.
    means : bool
        Means are modelled.
    markers : mapping of str to str
        Factor to the item whose loading is one, where it is not the first.
    """

    standardize: bool = False
    means: bool = False
    markers: Mapping[str, str] | None = None


def amounts_layout(
    model: FactorModel,
    groups: int,
    conventions: Conventions,
    equal: Collection[str] = (),
    free: Collection[str] = (),
) -> Layout:
    """Return the layout of a model of items that are amounts.

    With equal intercepts the factors' means are free in all groups but the first;
    with equal loadings and standardised factors, their variances.

    Parameters
    ----------
    equal : collection of str
        Of :data:`EQUAL`.
    free : collection of str
        Terms that are not equal all the same.
    """
    cells = covariance_cells(
        model, standardize=conventions.standardize, markers=conventions.markers
    )
    if conventions.means:
        cells += mean_cells(model)
    loosened = {kind for kind, loose in _LOOSE.items() if loose(equal, conventions)}
    others = [_loosened(cell, loosened, model) for cell in cells]
    by_group = [cells, *[others] * (groups - 1)]
    apart = {(term, g) for term in free for g in range(1, groups)}
    return layout(model, by_group, shares(equal), apart)


_LOOSE: dict[int, Callable[[Collection[str], Conventions], bool]] = {
    MEAN: lambda equal, _: "intercepts" in equal and "means" not in equal,
    FACTOR: lambda equal, how: (
        how.standardize and "loadings" in equal and "variances" not in equal
    ),
}


def _loosened(cell: Cell, loosened: Collection[int], model: FactorModel) -> Cell:
    """Return the cell as it is in later groups."""
    if cell.kind not in loosened or cell.fixed is None:
        return cell
    if cell.kind == MEAN and cell.lhs not in direct(model):
        return cell
    if cell.kind == FACTOR and not (_own(cell) and cell.fixed == 1.0):
        return cell
    return replace(cell, fixed=None)


def ratings_layout(
    model: FactorModel,
    thresholds: Sequence[int],
    groups: int,
    conventions: Conventions,
    equal: Collection[str] = (),
    *,
    scaled: bool,
) -> Layout:
    """Return the layout of a model of ratings, equal across groups as by lavaan.

    With equal thresholds the factors' means and the responses' scales (or residual
    variances) are free in all groups but the first, unless they are said to be equal.
    Intercepts of ratings are their thresholds.

    Parameters
    ----------
    thresholds : sequence of int
        How many each item has.
    """
    cells = ordinal_cells(
        model, thresholds, standardize=conventions.standardize, scaled=scaled
    )
    equal = {"thresholds" if name == "intercepts" else name for name in equal}
    loosened: set[int] = set()
    if "thresholds" in equal:
        own = {MEAN: "means", SCALE: "", RESIDUAL: "residuals"}
        kinds = (MEAN, SCALE if scaled else RESIDUAL)
        loosened |= {kind for kind in kinds if own[kind] not in equal}
    if _LOOSE[FACTOR](equal, conventions):
        loosened.add(FACTOR)
    others = [_loosened_rating(cell, loosened, model) for cell in cells]
    return layout(model, [cells, *[others] * (groups - 1)], shares(equal))


def _loosened_rating(cell: Cell, loosened: Collection[int], model: FactorModel) -> Cell:
    if cell.kind in (SCALE, RESIDUAL) and cell.kind in loosened and _own(cell):
        return replace(cell, fixed=None)
    return _loosened(cell, loosened, model)
