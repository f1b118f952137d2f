"""How do ratios and totals of domains become estimates with design-based errors?

The last line of means, shares and indices: influence values, from which the design
makes the errors, the degrees of freedom and the covariance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.survey_design.domain_variance import domain_variances
from csat_methods.survey_design.replicate_weights import Replicates
from csat_methods.survey_design.variance import covariance, variances
from csat_methods.wave.estimate import Domains, Estimates, counts, sizes
from csat_methods.wave.spreads import spreads

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

CHUNK = 4_000_000
"""Most influence values in memory at a time."""


def ratio_estimates(
    wave: Wave,
    where: Domains,
    numerator: np.ndarray,
    denominator: np.ndarray,
    rows: np.ndarray | None = None,
) -> Estimates:
    r"""Return ratios of weighted totals, the shape of means, shares and indices.

    .. math:: \hat R = \sum w y / \sum w x, \qquad
              z = (y - \hat R x) / \sum w x

    Parameters
    ----------
    numerator, denominator : ndarray, shape (n, k)
        Both 0 where a row does not enter.
    rows : ndarray of bool, shape (n, k), optional
        Rows that enter each term; those with a denominator other than 0.
    """
    enters = (denominator != 0) if rows is None else rows
    enters = enters & (wave.design.weights > 0)[:, None] & (where.codes >= 0)[:, None]
    tops, bottoms = numerator, denominator
    top, bottom = _totals(wave, where, tops), _totals(wave, where, bottoms)
    with np.errstate(invalid="ignore", divide="ignore"):
        estimate = top / bottom
    replicates = wave.design.replicates
    if replicates is not None:
        each = _replicated_ratios(replicates, where, tops, bottoms)
        return _replicated(wave, where, replicates, estimate, each, enters)

    def influence(domain: int, term: int) -> np.ndarray:
        inside = where.codes == domain
        r, b = estimate[domain, term], bottom[domain, term]
        if not b:
            return np.zeros(len(inside))
        return np.where(inside, (tops[:, term] - r * bottoms[:, term]) / b, 0.0)

    matrix = None
    if wave.design.steps:
        variance, matrix = _chunked_variances(wave, estimate.shape, influence)
    else:
        variance = _ratio_variances(wave, where, tops, bottoms, estimate, bottom)
    return _estimates(wave, where, estimate, variance, enters, influence, matrix)


def ratio_values(
    wave: Wave, where: Domains, numerator: np.ndarray, denominator: np.ndarray
) -> np.ndarray:
    """Return ratios of weighted totals without their errors, shape (D, k)."""
    top, bottom = _totals(wave, where, numerator), _totals(wave, where, denominator)
    with np.errstate(invalid="ignore", divide="ignore"):
        return top / bottom


def _totals(wave: Wave, where: Domains, values: np.ndarray) -> np.ndarray:
    """Return weighted totals by domain and column, shape (D, k)."""
    w = wave.design.weights
    return np.column_stack([where.sums(w * column) for column in values.T])


def _ratio_variances(
    wave: Wave,
    where: Domains,
    tops: np.ndarray,
    bottoms: np.ndarray,
    estimate: np.ndarray,
    bottom: np.ndarray,
) -> np.ndarray:
    """Return variances by domain and term, shape (D, k)."""
    codes, w = np.maximum(where.codes, 0), wave.design.weights
    ratio = np.where(bottom != 0, np.nan_to_num(estimate), 0.0)

    def weighted(term: int) -> np.ndarray:
        z = ratio[codes, term] * bottoms[:, term]
        np.subtract(tops[:, term], z, out=z)
        return np.multiply(z, w, out=z)

    columns = map(weighted, range(estimate.shape[1]))
    size = np.where(bottom != 0, bottom, 1.0)
    return domain_variances(wave.design, columns, where.codes, len(where)) / size**2


def total_estimates(
    wave: Wave, where: Domains, values: np.ndarray, rows: np.ndarray
) -> Estimates:
    r"""Return weighted totals, :math:`\hat Y = \sum w y`, whose influence is y.

    Parameters
    ----------
    values : ndarray, shape (n, k)
    rows : ndarray of bool, shape (n, k)
        Rows that enter each term.
    """
    enters = rows & (wave.design.weights > 0)[:, None] & (where.codes >= 0)[:, None]
    y = np.where(enters, values, 0.0)
    estimate = np.where(counts(where, enters) > 0, _totals(wave, where, y), np.nan)
    replicates = wave.design.replicates
    if replicates is not None:
        parts = [_replicated_totals(replicates, where, column) for column in y.T]
        each = np.stack(parts, axis=2).reshape(replicates.held.count, -1)
        return _replicated(wave, where, replicates, estimate, each, enters)

    def influence(domain: int, term: int) -> np.ndarray:
        return np.where(where.codes == domain, y[:, term], 0.0)

    matrix = None
    if wave.design.steps:
        variance, matrix = _chunked_variances(wave, estimate.shape, influence)
    else:
        columns = (wave.design.weights * column for column in y.T)
        variance = domain_variances(wave.design, columns, where.codes, len(where))
    return _estimates(wave, where, estimate, variance, enters, influence, matrix)


def _chunked_variances(
    wave: Wave, shape: tuple[int, int], influence: Callable[[int, int], np.ndarray]
) -> tuple[np.ndarray, np.ndarray | None]:
    """Return variances of a few influence columns at a time.

    Where they are all columns, also the covariance they stand in.
    """
    cells = list(np.ndindex(shape))
    size = max(1, CHUNK // max(len(wave.domain), 1))
    if len(cells) <= size:
        matrix = covariance(wave.design, _columns(cells, influence))
        return np.diag(matrix).reshape(shape), matrix
    diagonal = []
    for start in range(0, len(cells), size):
        z = _columns(cells[start : start + size], influence)
        diagonal.append(variances(wave.design, z))
    return np.concatenate(diagonal).reshape(shape), None


def _columns(
    cells: Sequence[tuple[int, int]], influence: Callable[[int, int], np.ndarray]
) -> np.ndarray:
    """Return the influence of rows on domains and terms, shape (n, cells)."""
    return np.column_stack([influence(domain, term) for domain, term in cells])


def _estimates(
    wave: Wave,
    where: Domains,
    estimate: np.ndarray,
    variance: np.ndarray,
    enters: np.ndarray,
    influence: Callable[[int, int], np.ndarray],
    matrix: np.ndarray | None,
) -> Estimates:
    n, df = sizes(wave, where, enters)
    known = (df >= 1) & np.isfinite(estimate)
    se = np.where(known, np.sqrt(variance), np.nan).ravel()

    def full() -> np.ndarray:
        whole = matrix
        if whole is None:
            z = _columns(list(np.ndindex(estimate.shape)), influence)
            whole = covariance(wave.design, z)
        return _known(whole, se)

    return Estimates(estimate.ravel(), se, df.ravel(), n.ravel(), full)


def _known(matrix: np.ndarray, se: np.ndarray) -> np.ndarray:
    """Return a covariance without the estimates that have no error."""
    missing = np.isnan(se)
    return np.where(missing[:, None] | missing, np.nan, matrix)


def _replicated_totals(
    replicates: Replicates, where: Domains, column: np.ndarray
) -> np.ndarray:
    """Return the weighted totals of a column (n,) in every replicate, (R, D)."""
    return replicates.held.sums(column, where.codes, len(where)).T


def _replicated_ratios(
    replicates: Replicates, where: Domains, tops: np.ndarray, bottoms: np.ndarray
) -> np.ndarray:
    """Return the ratios of every replicate, shape (R, D k)."""
    held, count = replicates.held, len(where)
    top = held.table_sums(tops, where.codes, count)
    bottom = held.table_sums(bottoms, where.codes, count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (top / bottom).reshape(held.count, -1)


def _replicated(
    wave: Wave,
    where: Domains,
    replicates: Replicates,
    estimate: np.ndarray,
    each: np.ndarray,
    enters: np.ndarray,
) -> Estimates:
    """Return estimates whose errors come from the replicates.

    A domain that a replicate loses whole has no error.
    """
    n, df = sizes(wave, where, enters)
    centre = estimate.ravel()
    lost = np.isnan(each).any(axis=0) | np.isnan(centre)
    df = np.where(lost, 0.0, df.ravel())
    matrix = replicates.covariance(centre, each)
    se = np.where(df >= 1, np.sqrt(np.diag(matrix)), np.nan)
    matrix = _known(matrix, se)
    return Estimates(centre, se, df, n.ravel(), lambda: matrix, each)


def simple_variances(
    wave: Wave,
    where: Domains,
    values: np.ndarray,
    rows: np.ndarray,
    *,
    total: bool = False,
) -> np.ndarray:
    """Return the variance of each mean under simple random sampling, shape (D k,).

    R's ``deff=TRUE``: without replacement from N = the sum of weights; NaN where N is
    not larger than n, or all weights add up to hardly more than the rows, so that they
    count no population. With `total` the variance of the total, N² times as large.
    """
    return spreads(wave, where, values, rows).simple(total=total)


def design_effect(se: np.ndarray, simple: np.ndarray) -> np.ndarray:
    """Return variance over that of simple random sampling; NaN where there is none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(simple > 0, se**2 / simple, np.nan)
