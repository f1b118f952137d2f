"""How far may an estimate be off, by what the units it rests on say?

The linearised variance of a total of influence values under stages, strata, finite
populations and weighting steps (Särndal, Swensson and Wretman 1992, eq. 4.3.9 and
5.6; Deville and Särndal 1992, eq. 3.4 for calibration).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from csat_methods.survey_design.design import Design
from csat_methods.survey_design.stages import Stage


def weighted_influence(design: Design, influence: np.ndarray) -> np.ndarray:
    """Return influence values times weights, seen through the weighting steps.

    The steps take their residuals backwards, each with the weights it started from
    and those it produced.

    Parameters
    ----------
    influence : ndarray, shape (n, m)
        θ̂ − θ ≈ Σ wᵢ zᵢ.
    """
    z = influence * design.weights[:, None]
    after = design.weights
    for step, before in zip(
        reversed(design.steps), reversed(design.chain), strict=True
    ):
        z = step.residuals(z, before, after)
        after = before
    return z


def _stages(design: Design) -> Iterator[tuple[Stage, np.ndarray]]:
    """Yield each stage that adds variance, and the factor of each of its units."""
    above = np.ones(len(design.weights))
    for level, stage in enumerate(design.stages):
        reach = np.zeros(len(stage.stratum))
        reach[stage.unit] = above
        rule = design.singleton if level == 0 else "remove"
        yield stage, reach * _factor(stage, rule)[stage.stratum]
        if not stage.finite:
            return
        above = above * stage.fraction[stage.stratum[stage.unit]]


def _factor(stage: Stage, singleton: str) -> np.ndarray:
    """Return (1 − f) n / (n − 1) of each stratum, lonely ones by the rule."""
    n = stage.sizes
    factor = (1 - stage.fraction) * n / np.maximum(n - 1, 1)
    lonely = stage.lonely | (n == 1)
    factor = np.where(lonely, 0.0, factor)
    if singleton == "adjust":
        factor = np.where(stage.lonely, 1 - stage.fraction, factor)
    if singleton == "average" and lonely.any():
        factor = factor * len(n) / max(int((~stage.lonely).sum()), 1)
    return factor


def _centred(stage: Stage, singleton: str) -> np.ndarray:
    """Return 1 for strata whose units deviate from their mean, 0 where from zero."""
    return np.where(stage.lonely & (singleton == "adjust"), 0.0, 1.0)


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
    z = weighted_influence(design, influence)
    total = np.zeros((z.shape[1], z.shape[1]))
    for stage, factor in _stages(design):
        units = unit_totals(stage, z)
        means = stratum_totals(stage, units) / np.maximum(stage.sizes, 1)[:, None]
        means = means * _centred(stage, design.singleton)[:, None]
        deviations = units - means[stage.stratum]
        total += (deviations * factor[:, None]).T @ deviations
    return total


def unit_totals(stage: Stage, z: np.ndarray) -> np.ndarray:
    """Return the sums of z (n, m) by unit, shape (U, m)."""
    if stage.singular:
        return z
    columns = [np.bincount(stage.unit, c, len(stage.stratum)) for c in z.T]
    return np.column_stack(columns)


def stratum_totals(stage: Stage, units: np.ndarray) -> np.ndarray:
    """Return the sums of units (U, m) by stratum, shape (H, m)."""
    size = len(stage.population)
    return np.column_stack([np.bincount(stage.stratum, c, size) for c in units.T])


def domain_variances(
    design: Design, z: np.ndarray, domain: np.ndarray, count: int
) -> np.ndarray:
    """Return the variances of one estimate in each of D domains, shape (D,).

    Domains do not overlap, and there are no weighting steps: then a row counts in its
    own domain only, and sums by stratum and domain are enough.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Influence times weight of each row in its own domain.
    domain : ndarray of int, shape (n,)
        Domain of each row, −1 for none.
    """
    inside = domain >= 0
    variances = np.zeros(count)
    for stage, factor in _stages(design):
        unit, where, sums = _unit_domain_sums(stage, z, domain, inside, count)
        cell = stage.stratum[unit] * count + where
        size = len(stage.population) * count
        shape = (len(stage.population), count)
        squares = np.bincount(cell, factor[unit] * sums**2, size).reshape(shape)
        firsts = np.bincount(cell, sums, size).reshape(shape)
        spread = np.zeros(len(stage.population))
        spread[stage.stratum] = factor
        spread = spread * _centred(stage, design.singleton)
        means = firsts**2 / np.maximum(stage.sizes, 1)[:, None]
        variances += (squares - spread[:, None] * means).sum(axis=0)
    return np.maximum(variances, 0.0)


def _unit_domain_sums(
    stage: Stage, z: np.ndarray, domain: np.ndarray, inside: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return unit, domain and sum of each pair that has members."""
    if stage.singular:
        return stage.unit[inside], domain[inside], z[inside]
    pairs = stage.unit[inside] * count + domain[inside]
    if len(stage.stratum) * count <= 20_000_000:
        sums = np.bincount(pairs, z[inside], len(stage.stratum) * count)
        present = np.flatnonzero(sums)
        return present // count, present % count, sums[present]
    present, inverse = np.unique(pairs, return_inverse=True)
    return present // count, present % count, np.bincount(inverse, z[inside])


def domain_covariances(
    design: Design, z: np.ndarray, domain: np.ndarray, count: int
) -> np.ndarray:
    """Return the covariances of k estimates inside each of D domains, (D, k, k).

    As :func:`domain_variances`, whose values stand on the diagonals.

    Parameters
    ----------
    z : ndarray, shape (n, k)
        Influence times weight of each row in its own domain.
    domain : ndarray of int, shape (n,)
        Domain of each row, −1 for none.
    """
    total = np.zeros((count, z.shape[1], z.shape[1]))
    for stage, factor in _stages(design):
        unit, ends, sums = _unit_domain_totals(stage, z, domain, count)
        spread = np.zeros(len(stage.population))
        spread[stage.stratum] = factor / stage.sizes[stage.stratum]
        spread = spread * _centred(stage, design.singleton)
        for d in range(count):
            rows = slice(ends[d], ends[d + 1])
            own, units = sums[rows], unit[rows]
            firsts = stratum_sums(stage.stratum[units], own, len(spread))
            total[d] += (own * factor[units, None]).T @ own
            total[d] -= (firsts * spread[:, None]).T @ firsts
    return total


def stratum_sums(stratum: np.ndarray, z: np.ndarray, size: int) -> np.ndarray:
    """Return the sums of rows (r, k) by stratum, shape (H, k)."""
    return np.column_stack([np.bincount(stratum, c, size) for c in z.T])


def _unit_domain_totals(
    stage: Stage, z: np.ndarray, domain: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return unit and sums of each pair with members, and where each domain starts."""
    inside = np.flatnonzero(domain >= 0)
    size = len(stage.stratum)
    pairs = domain[inside] * size + stage.unit[inside]
    if stage.singular:
        order = np.argsort(pairs, kind="stable")
        present, sums = pairs[order], z[inside[order]]
    else:
        present, inverse = np.unique(pairs, return_inverse=True)
        sums = stratum_sums(inverse, z[inside], len(present))
    ends = np.searchsorted(present, np.arange(count + 1) * size)
    return present % size, ends, sums
