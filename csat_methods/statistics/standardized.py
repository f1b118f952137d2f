"""What are the parameters if items and factors have variance one?

A standardised value is the value times powers of four kinds of variances: of items,
factors, residuals and disturbances. Its derivatives follow from theirs.
"""

from __future__ import annotations

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
)
from csat_methods.statistics.implied_moments import (
    Cells,
    Implied,
    directions,
    implied,
)
from csat_methods.statistics.model_layout import Layout

ITEM, COMMON, UNIQUE, DISTURBED = range(4)
"""Variances of items, of factors, of residuals and of factors' disturbances."""


@dataclass(frozen=True, eq=False)
class Standardized:
    """Completely standardised values of all cells.

    Attributes
    ----------
    cells, se : ndarray, shape (c,)
        Missing where a variance is not above zero.
    """

    cells: np.ndarray
    se: np.ndarray


def standardized(
    layout: Layout, theta: np.ndarray, covariance: np.ndarray, *, scaled: bool = False
) -> Standardized:
    r"""Return the completely standardised values with errors by the delta method.

    .. math:: \lambda_{ij} \frac{\sqrt{\phi_{jj}}}{\sqrt{\sigma_{ii}}}, \qquad
              \frac{\psi_{ij}}{\sqrt{\psi_{ii} \psi_{jj}}}, \qquad
              \frac{\theta_{ii}}{\sigma_{ii}}

    Parameters
    ----------
    theta : ndarray, shape (q,)
    covariance : ndarray, shape (q, q)
    scaled : bool
        Whether responses have scales of their own (ratings, delta).
    """
    values, q = layout.values(theta), len(theta)
    found, errors = np.zeros(len(values)), np.zeros(len(values))
    for g in range(layout.groups):
        place = np.flatnonzero(layout.group == g)
        cells = Cells(layout.kind[place], layout.row[place], layout.column[place])
        moved = np.zeros((len(place), q))
        held = layout.free[place] >= 0
        moved[held, layout.free[place][held]] = 1.0
        own, J = _group(layout, cells, values[place], moved, scaled=scaled)
        found[place] = own
        variance = ((J @ covariance) * J).sum(axis=1)
        errors[place] = np.sqrt(np.maximum(variance, 0.0))
    return Standardized(found, errors)


def _group(
    layout: Layout,
    cells: Cells,
    values: np.ndarray,
    moved: np.ndarray,
    *,
    scaled: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the values of one group's cells, and their derivatives (c, q)."""
    k, m = len(layout.model.items), len(layout.model.factors)
    at = implied(cells, values, k, m)
    sizes, slopes = _variances(cells, values, at, scaled=scaled)
    slopes = slopes @ moved
    powers = _powers(cells, k, m)
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.where(sizes > 0, np.log(sizes), np.nan)
        turned = slopes / sizes[:, None]
    scale, relative = _powered(powers, logs, turned)
    return values * scale, scale[:, None] * (moved + values[:, None] * relative)


def _powered(
    powers: np.ndarray, logs: np.ndarray, turned: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the products of powers of variances, and their relative derivatives."""
    unknown = np.isnan(logs)
    spoiled = (powers[:, unknown] != 0).any(axis=1)
    scale = np.exp(powers @ np.where(unknown, 0.0, logs))
    relative = powers @ np.where(unknown[:, None], 0.0, turned)
    return np.where(spoiled, np.nan, scale), relative


def _variances(
    cells: Cells, values: np.ndarray, at: Implied, *, scaled: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the four kinds of variances, one after another, and how cells move them.

    Returns
    -------
    ndarray, shape (2 k + 2 m,) and (2 k + 2 m, c)
    """
    k, m = at.loadings.shape
    item = np.diag(at.sigma)
    unique, common = np.diag(at.residual), np.diag(at.phi)
    moves = directions(cells, at)
    of_item = (2 * moves.s[:, None] * moves.u * moves.v).T
    of_common = _of_common(cells, at)
    of_unique, of_disturbed = np.zeros((k, len(values))), np.zeros((m, len(values)))
    disturbed = np.zeros(m)
    own = np.flatnonzero((cells.kind == FACTOR) & (cells.row == cells.column))
    disturbed[cells.row[own]] = values[own]
    of_disturbed[cells.row[own], own] = 1.0
    own = np.flatnonzero((cells.kind == RESIDUAL) & (cells.row == cells.column))
    of_unique[cells.row[own], own] = 1.0
    if scaled:
        explained, of_explained = item - unique, of_item
        own = np.flatnonzero(cells.of(SCALE))
        item, of_item = np.ones(k), np.zeros_like(of_item)
        item[cells.row[own]] = values[own] ** -2.0
        of_item[cells.row[own], own] = -2 * values[own] ** -3.0
        unique, of_unique = item - explained, of_item - of_explained
    return (
        np.concatenate([item, common, unique, disturbed]),
        np.concatenate([of_item, of_common, of_unique, of_disturbed]),
    )


def _of_common(cells: Cells, at: Implied) -> np.ndarray:
    """Return how the factors' variances move with each cell, shape (m, c)."""
    found = np.zeros((len(at.phi), len(cells.kind)))
    one = np.flatnonzero(cells.of(PATH))
    found[:, one] = 2 * at.spread[:, cells.row[one]] * at.phi[:, cells.column[one]]
    one = np.flatnonzero(cells.of(FACTOR))
    row, column = cells.row[one], cells.column[one]
    twice = np.where(row == column, 1.0, 2.0)
    found[:, one] = twice * at.spread[:, row] * at.spread[:, column]
    return found


def _powers(cells: Cells, k: int, m: int) -> np.ndarray:
    """Return the powers of the variances in each cell's factor, (c, 2 k + 2 m)."""
    first = np.array([0, k, k + m, 2 * k + m])
    found = np.zeros((len(cells.kind), 2 * k + 2 * m))
    for kind, terms in _POWERS.items():
        one = np.flatnonzero(cells.of(kind))
        ends = np.stack([cells.row[one], cells.column[one]])
        for which, end, power in terms:
            np.add.at(found, (one, first[which] + ends[end]), power)
    for kind, whole in ((FACTOR, COMMON), (RESIDUAL, ITEM)):
        one = np.flatnonzero(cells.of(kind) & (cells.row == cells.column))
        found[one] = 0.0
        found[one, first[whole] + cells.row[one]] = -1.0
    return found


ROW, COLUMN = 0, 1

_POWERS: dict[int, tuple[tuple[int, int, float], ...]] = {
    LOADING: ((COMMON, COLUMN, 0.5), (ITEM, ROW, -0.5)),
    PATH: ((COMMON, COLUMN, 0.5), (COMMON, ROW, -0.5)),
    FACTOR: ((DISTURBED, ROW, -0.5), (DISTURBED, COLUMN, -0.5)),
    RESIDUAL: ((UNIQUE, ROW, -0.5), (UNIQUE, COLUMN, -0.5)),
    INTERCEPT: ((ITEM, ROW, -0.5),),
    MEAN: ((COMMON, ROW, -0.5),),
    THRESHOLD: ((ITEM, ROW, -0.5),),
    SCALE: ((ITEM, ROW, 0.5),),
}
"""Of covariances; variances are divided by the whole variance."""
