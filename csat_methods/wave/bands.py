"""How wide must intervals be for all rows of a table to hold together?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csat_methods.statistics.multiplicity import simultaneous_level
from csat_methods.survey_design.domain_variance import domain_covariances
from csat_methods.survey_design.variance import covariance
from csat_methods.wave.estimate import Domains, Estimates, interval

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def band_of_means(
    wave: Wave,
    where: Domains,
    values: np.ndarray,
    held: np.ndarray,
    found: Estimates,
    level: float,
    *,
    draws: int,
    seed: int,
    within: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of intervals that hold for all rows together.

    Each is the row's own t interval at the raised level of `simultaneous_level`.

    Parameters
    ----------
    values : ndarray, shape (n, k)
    held : ndarray of bool, shape (n, k)
        Rows that enter each mean.
    found : Estimates
        The means of D domains × k terms.
    within : ndarray, shape (D, k, k), optional
        Of :func:`covariance_within`, where it is known already.
    """
    if within is None:
        within = covariance_within(wave, where, values, held, found)
    known = np.isfinite(found.se) & (found.se > 0)
    blocks = [
        _correlation(matrix, rows)
        for matrix, rows in zip(within, known.reshape(len(where), -1), strict=True)
        if rows.any()
    ]
    rng = np.random.default_rng(seed)
    raised = simultaneous_level(blocks, level, draws=draws, rng=rng)
    return interval(found.estimate, found.se, found.df, raised)


def covariance_within(
    wave: Wave,
    where: Domains,
    values: np.ndarray,
    held: np.ndarray,
    found: Estimates,
) -> np.ndarray:
    """Return the covariance of the means inside each domain, shape (D, k, k).

    Parameters
    ----------
    values : ndarray, shape (n, k)
    held : ndarray of bool, shape (n, k)
        Rows that enter each mean.
    found : Estimates
        The means of D domains × k terms.
    """
    influence = _influence(wave, where, values, held, found)
    return _within(wave, where, influence, found)


def _influence(
    wave: Wave,
    where: Domains,
    values: np.ndarray,
    held: np.ndarray,
    found: Estimates,
) -> np.ndarray:
    """Return (y − ȳ) / Σ w of each row in its own domain, 0 outside, (n, k)."""
    w, bins, count = wave.design.weights, where.codes + 1, len(where) + 1
    inside, codes = where.codes >= 0, np.maximum(where.codes, 0)
    means = np.nan_to_num(found.estimate.reshape(len(where), -1))
    columns = []
    for y, enters, mean in zip(values.T, held.T, means.T, strict=True):
        rows = enters & inside
        size = np.bincount(bins, w * rows, count)[1:]
        share = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
        columns.append(np.where(rows, (y - mean[codes]) * share[codes], 0.0))
    return np.stack(columns).T


def _within(
    wave: Wave, where: Domains, influence: np.ndarray, found: Estimates
) -> np.ndarray:
    """Return the covariance inside each domain, shape (D, k, k)."""
    count, k = len(where), influence.shape[1]
    replicates = wave.design.replicates
    if replicates is not None and found.each is not None:
        each = found.each.reshape(-1, count, k)
        centre = found.estimate.reshape(count, k)
        blocks = [replicates.covariance(centre[d], each[:, d]) for d in range(count)]
        return np.array(blocks)
    if wave.design.steps:
        masks = ((where.codes == d)[:, None] for d in range(count))
        own = [covariance(wave.design, np.where(m, influence, 0.0)) for m in masks]
        return np.array(own)
    weighted = influence * wave.design.weights[:, None]
    return domain_covariances(wave.design, weighted, where.codes, count)


def _correlation(matrix: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the correlations of the estimates that have an error."""
    held = matrix[np.ix_(rows, rows)]
    sd = np.sqrt(np.diag(held))
    return held / np.outer(sd, sd)
