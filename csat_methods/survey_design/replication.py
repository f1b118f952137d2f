"""How do the estimates vary when units are left out and everything is weighted anew?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csat_methods.survey_design.design import Design
from csat_methods.survey_design.hadamard import balanced
from csat_methods.survey_design.replicate_weights import Replicates, ReplicateWeights
from csat_methods.survey_design.stages import Stage


def replicated(
    design: Design,
    unit: np.ndarray,
    units: np.ndarray,
    scale: np.ndarray,
    *,
    lent: bool = False,
) -> Design:
    """Return the design with replicates, every weighting step repeated in each.

    Parameters
    ----------
    unit : ndarray of int, shape (n,)
    units : ndarray, shape (U, R)
        What each replicate multiplies the base weights of a unit by.
    scale : ndarray, shape (R,)
    lent : bool
        Whether others carry what a replicate has nobody for: a level of few people is
        missing from some samples drawn by chance.
    """
    held, short = ReplicateWeights.of(design.base, unit, units), np.zeros(len(scale))
    for step in design.steps:
        if lent:
            short += step.lent(held)
        held = step.repeated(held, lent=lent)
    made = Replicates(held, scale, lent=int(np.count_nonzero(short)))
    return replace(design, replicates=made)


def jackknife_factors(design: Design) -> tuple[np.ndarray, np.ndarray]:
    """Return the delete-one-unit factors (U, U) of the units, and the scales (U,).

    Without unit r the others of its stratum count n_h / (n_h − 1) times (JKn; with
    one stratum JK1). Scales carry the first-stage finite population.
    """
    stage = design.first
    n = stage.sizes[stage.stratum]
    same = stage.stratum[:, None] == stage.stratum[None, :]
    up = n / np.maximum(n - 1, 1)
    factors = np.where(same, up[None, :], 1.0)
    np.fill_diagonal(factors, np.where(n > 1, 0.0, 1.0))
    scale = (n - 1) / n * (1 - stage.fraction)[stage.stratum]
    return factors, scale


def jackknife(design: Design) -> Design:
    """Return the design with jackknife replicates."""
    factors, scale = jackknife_factors(design)
    return replicated(design, design.first.unit, factors, scale)


def half_samples(
    design: Design, order: np.ndarray, *, rho: float = 0.0, replicates: int = 0
) -> Design:
    """Return the design with balanced half-sample replicates (BRR; Fay with rho > 0).

    Two units a stratum: one counts 2 − ρ times, the other ρ times, by a Hadamard
    matrix. Finite populations do not enter (R's convention).

    Parameters
    ----------
    order : ndarray of int, shape (U,)
        Units in an order that does not depend on that of the rows.
    replicates : int
        Fewest replicates.
    """
    stage = design.first
    strata = len(stage.population)
    signs = balanced(strata, replicates)
    place = np.empty(strata, np.int64)
    place[list(dict.fromkeys(stage.stratum[order].tolist()))] = np.arange(strata)
    factors = np.empty((len(order), signs.shape[1]))
    seen = np.zeros(strata, bool)
    for unit in order:
        h = stage.stratum[unit]
        factors[unit] = 1 + (1 - rho) * signs[place[h]] * (-1 if seen[h] else 1)
        seen[h] = True
    count = signs.shape[1]
    scale = np.full(count, 1 / (count * (1 - rho) ** 2))
    return replicated(design, stage.unit, factors, scale)


def bootstrap(
    design: Design, orders: list[np.ndarray], *, replicates: int, seed: int
) -> Design:
    r"""Return the design with bootstrap replicates (Rao, Wu and Yue 1992).

    In every stratum n − 1 of the n units are drawn with replacement, k times each; a
    unit counts :math:`1 + \sqrt{1 - f}\,(k\,n/(n-1) - 1)` times. Where the first stage
    is finite, units below vary in the same way with the share of the variance that is
    theirs: stage s adds :math:`\sqrt{f_1 \cdots f_{s-1} (1 - f_s)} \prod_{t<s}
    \sqrt{a_t}\,(a_s - 1)` with :math:`a = k\,n/(n-1)`.

    A level of weighting that a replicate drew nobody of is carried by the others.

    Parameters
    ----------
    orders : list of ndarray of int, shape (U,)
        Units of each stage, in an order that does not depend on that of the rows.
    """
    rng = np.random.default_rng(seed)
    scale = np.full(replicates, 1 / (replicates - 1))
    stage = design.first
    drawn = _drawn(stage, orders[0], replicates, rng)
    units = 1 + np.sqrt(1 - stage.fraction)[stage.stratum, None] * (drawn - 1)
    reach, above, fraction = np.sqrt(drawn), stage, stage.fraction[stage.stratum]
    for lower, order in zip(design.stages[1:], orders[1:], strict=True):
        if not above.finite:
            break
        parent = _parents(lower, above)
        drawn = _drawn(lower, order, replicates, rng)
        reach, fraction = reach[parent], fraction[parent]
        own = lower.fraction[lower.stratum]
        share = np.sqrt(fraction * (1 - own))[:, None]
        units = units[parent] + share * reach * (drawn - 1)
        reach, fraction, above = reach * np.sqrt(drawn), fraction * own, lower
    return replicated(design, above.unit, units, scale, lent=True)


def _parents(lower: Stage, above: Stage) -> np.ndarray:
    """Return the unit of the stage above that each unit lies in, shape (U,)."""
    parent = np.empty(len(lower.stratum), np.int64)
    parent[lower.unit] = above.unit
    return parent


def _drawn(
    stage: Stage, order: np.ndarray, replicates: int, rng: np.random.Generator
) -> np.ndarray:
    """Return k n / (n − 1) of each unit and replicate, (U, R); 1 for lonely units."""
    made = np.ones((len(stage.stratum), replicates))
    stratum = stage.stratum[order]
    by = np.argsort(_first_seen(stratum), kind="stable")
    ends = np.cumsum(np.bincount(_first_seen(stratum)))[:-1]
    for units in np.split(order[by], ends):
        n = len(units)
        if n > 1:
            picked = rng.integers(n, size=(n - 1, replicates))
            slot = (picked * replicates + np.arange(replicates)).ravel()
            times = np.bincount(slot, minlength=n * replicates)
            made[units] = times.reshape(n, replicates) * (n / (n - 1))
    return made


def _first_seen(values: np.ndarray) -> np.ndarray:
    """Return numbers from 0 on, in the order in which values come first."""
    _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse.reshape(-1)]
