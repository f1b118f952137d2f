"""How far may an estimate be off, by what the units it rests on say?

The linearised variance of a total of influence values under stages, strata, finite
populations and weighting steps (Särndal, Swensson and Wretman 1992, eq. 4.3.9 and
5.6; Deville and Särndal 1992, eq. 3.4 for calibration).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from csat_methods.survey_design.design import Design
from csat_methods.survey_design.stages import Stage, sums_by

CELLS = 2**17
"""Values that are looked at together, so that they stay near the processor."""

ALL = slice(None)
"""Every row."""

BLOCK = 4096
"""Rows whose influence is made together."""


def weighted_influence(design: Design, influence: np.ndarray) -> np.ndarray:
    """Return influence values times weights, seen through the weighting steps.

    The steps take their residuals backwards.

    Parameters
    ----------
    influence : ndarray, shape (n, m)
        θ̂ − θ ≈ Σ wᵢ zᵢ.
    """
    z = influence * design.weights[:, None]
    for rows, residuals in design.residuals:
        z[rows] = residuals(z[rows])
    return z


def unit_influence(
    design: Design, influence: np.ndarray, rows: np.ndarray | None = None
) -> list[np.ndarray]:
    """Return the totals of weighted influence by unit, level by level, (U, m) each.

    Parameters
    ----------
    influence : ndarray, shape (n, m)
    rows : ndarray of int, shape (r,), optional
        Those whose influence is given, (r, m); the others have none, and weighting
        steps that none of these took part in leave it so.
    """
    stages = [stage for stage, _ in design.levels]
    if rows is None:
        z = weighted_influence(design, influence)
        return [unit_totals(stage, z) for stage in stages]
    z = np.zeros((len(design.weights), influence.shape[1]))
    z[rows] = influence * design.weights[rows, None]
    reached = np.zeros(len(z), bool)
    reached[rows] = True
    for stepped, residuals in design.residuals:
        if reached[stepped].any():
            z[stepped] = residuals(z[stepped])
            reached[stepped] = True
    return [unit_totals(stage, z, reached) for stage in stages]


def covariance(design: Design, influence: np.ndarray) -> np.ndarray:
    r"""Return the covariance of m estimates from their influence values.

    .. math:: V = \sum_s \sum_h \phi_s (1 - f_h) \frac{n_h}{n_h - 1}
              \sum_u (t_u - \bar t_h)(t_u - \bar t_h)^\top

    with :math:`t_u` the totals of weighted influence in unit u, s the stage and
    :math:`\phi_s` the sampling fractions of the stages above.

    Parameters
    ----------
    influence : ndarray, shape (n, m)

    Returns
    -------
    ndarray, shape (m, m)
    """
    return covariance_of_totals(design, unit_influence(design, influence))


def covariance_of_totals(design: Design, totals: Sequence[np.ndarray]) -> np.ndarray:
    """Return :func:`covariance` from the totals of :func:`unit_influence`, (m, m)."""
    m = totals[0].shape[1]
    total = np.zeros((m, m))
    for apart, factor in _deviations(design, totals):
        scaled = apart * np.sqrt(factor)[:, None]
        total += scaled.T @ scaled
    return total


def variances(
    design: Design, influence: np.ndarray, rows: np.ndarray | None = None
) -> np.ndarray:
    """Return the diagonal of :func:`covariance`, shape (m,).

    Parameters
    ----------
    influence, rows : ndarray
        As for :func:`unit_influence`.
    """
    total = np.zeros(influence.shape[1])
    for apart, factor in _deviations(design, unit_influence(design, influence, rows)):
        total += factor @ apart**2
    return total


def _deviations(
    design: Design, totals: Sequence[np.ndarray]
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield units' deviations from their strata (u, m), and their factors (u,)."""
    many = max(CELLS // max(totals[0].shape[1], 1), 1)
    for (stage, factor), units in zip(design.levels, totals, strict=True):
        means = stratum_totals(stage, units) / np.maximum(stage.sizes, 1)[:, None]
        means = means * stage.centred(design.singleton)[:, None]
        for start in range(0, len(units), many):
            where = stage.stratum[start : start + many]
            yield units[start : start + many] - means[where], factor[where]


def rows_alone(design: Design) -> bool:
    """Return whether each row is a unit of one stratum, with no weighting step."""
    (stage, _), *more = design.levels
    alone = stage.singular and len(stage.population) == 1 and len(stage.stratum) > 1
    return alone and not more and not design.steps


def covariance_by_parts(
    design: Design, part: Callable[[slice], np.ndarray], m: int
) -> np.ndarray:
    """Return :func:`covariance` of rows that are units, with few of them in memory.

    Parameters
    ----------
    part : callable
        Rows → their influence values, (r, m), which add up to about nought over all.
    """
    ((_, factor),) = design.levels
    total, cross = np.zeros(m), np.zeros((m, m))
    n = len(design.weights)
    for start in range(0, n, BLOCK):
        rows = slice(start, min(start + BLOCK, n))
        z = part(rows)
        z *= design.weights[rows, None]
        total += z.sum(axis=0)
        cross += z.T @ z
    found: np.ndarray = factor[0] * (cross - np.outer(total, total) / n)
    return found


def unit_totals(
    stage: Stage, z: np.ndarray, rows: np.ndarray | slice = ALL
) -> np.ndarray:
    """Return the sums of z (n, m) by unit, shape (U, m).

    Parameters
    ----------
    rows : ndarray of bool, shape (n,), optional
        Those in which z may be other than nought.
    """
    if stage.singular:
        return z
    return sums_by(stage.unit[rows], z[rows], len(stage.stratum))


def stratum_totals(stage: Stage, units: np.ndarray) -> np.ndarray:
    """Return the sums of units (U, m) by stratum, shape (H, m)."""
    size = len(stage.population)
    if size == 1:
        return units.sum(axis=0, keepdims=True)
    return sums_by(stage.stratum, units, size)
