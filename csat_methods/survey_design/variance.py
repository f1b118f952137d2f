"""How far may an estimate be off, by what the units it rests on say?

The linearised variance of a total of influence values under stages, strata, finite
populations and weighting steps (Särndal, Swensson and Wretman 1992, eq. 4.3.9 and
5.6; Deville and Särndal 1992, eq. 3.4 for calibration).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from csat_methods.survey_design.design import Design
from csat_methods.survey_design.stages import Stage, sums_by

CELLS = 2**17
"""Values that are looked at together, so that they stay near the processor."""

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
    m = influence.shape[1]
    total = np.zeros((m, m))
    for apart, factor in _deviations(design, influence):
        scaled = apart * np.sqrt(factor)[:, None]
        total += scaled.T @ scaled
    return total


def variances(design: Design, influence: np.ndarray) -> np.ndarray:
    """Return the diagonal of :func:`covariance`, shape (m,)."""
    total = np.zeros(influence.shape[1])
    for apart, factor in _deviations(design, influence):
        total += factor @ apart**2
    return total


def _deviations(
    design: Design, influence: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield units' deviations from their strata (u, m), and their factors (u,)."""
    z = weighted_influence(design, influence)
    many = max(CELLS // max(z.shape[1], 1), 1)
    for stage, factor in design.levels:
        units = unit_totals(stage, z)
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


def unit_totals(stage: Stage, z: np.ndarray) -> np.ndarray:
    """Return the sums of z (n, m) by unit, shape (U, m)."""
    if stage.singular:
        return z
    return sums_by(stage.unit, z, len(stage.stratum))


def stratum_totals(stage: Stage, units: np.ndarray) -> np.ndarray:
    """Return the sums of units (U, m) by stratum, shape (H, m)."""
    size = len(stage.population)
    if size == 1:
        return units.sum(axis=0, keepdims=True)
    return sums_by(stage.stratum, units, size)
