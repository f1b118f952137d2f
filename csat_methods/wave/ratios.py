"""How do ratios and totals of domains become estimates with design-based errors?

The last line of means, shares and indices: influence values, from which the design
makes the errors, the degrees of freedom and the covariance.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from csat_methods.survey_design.variance import covariance, domain_variances
from csat_methods.wave.estimate import Domains, Estimates, sizes

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
    if wave.design.replicates is not None:
        return _replicated_ratios(wave, where, tops, bottoms, enters, estimate)

    def influence(domain: int, term: int) -> np.ndarray:
        inside = where.codes == domain
        r, b = estimate[domain, term], bottom[domain, term]
        z = np.where(inside, tops[:, term] - r * bottoms[:, term], 0.0)
        return z / b if b else z

    variance = _ratio_variances(wave, where, tops, bottoms, estimate, bottom, influence)
    return _estimates(wave, where, estimate, variance, enters, influence)


def ratio_values(
    wave: Wave, where: Domains, numerator: np.ndarray, denominator: np.ndarray
) -> np.ndarray:
    """Return ratios of weighted totals without their errors, shape (D, k)."""
    top, bottom = _totals(wave, where, numerator), _totals(wave, where, denominator)
    with np.errstate(invalid="ignore", divide="ignore"):
        return top / bottom


def _totals(wave: Wave, where: Domains, values: np.ndarray) -> np.ndarray:
    """Return weighted totals by domain and column, shape (D, k)."""
    bins, w = where.codes + 1, wave.design.weights
    columns = [np.bincount(bins, w * c, len(where) + 1)[1:] for c in values.T]
    return np.column_stack(columns)


def _ratio_variances(
    wave: Wave,
    where: Domains,
    tops: np.ndarray,
    bottoms: np.ndarray,
    estimate: np.ndarray,
    bottom: np.ndarray,
    influence: Callable[[int, int], np.ndarray],
) -> np.ndarray:
    """Return variances by domain and term, shape (D, k)."""
    if wave.design.steps:
        return _chunked_variances(wave, estimate.shape, influence)
    inside = where.codes >= 0
    codes = np.where(inside, where.codes, 0)
    columns = []
    for term in range(estimate.shape[1]):
        r = np.nan_to_num(estimate[codes, term])
        b = bottom[codes, term]
        z = tops[:, term] - r * bottoms[:, term]
        z = np.divide(z, b, out=np.zeros_like(z), where=b != 0)
        weighted = z * wave.design.weights
        columns.append(domain_variances(wave.design, weighted, where.codes, len(where)))
    return np.column_stack(columns)


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
    estimate = _totals(wave, where, y)
    replicates = wave.design.replicates
    if replicates is not None:
        member = _membership(where)
        parts = [(member @ (replicates.weights * column[:, None])).T for column in y.T]
        each = np.stack(parts, axis=2).reshape(replicates.weights.shape[1], -1)
        return _from_replicates(wave, where, estimate.ravel(), each, enters)

    def influence(domain: int, term: int) -> np.ndarray:
        return np.where(where.codes == domain, y[:, term], 0.0)

    if wave.design.steps:
        variance = _chunked_variances(wave, estimate.shape, influence)
    else:
        weighted = y * wave.design.weights[:, None]
        variance = np.column_stack(
            [
                domain_variances(wave.design, column, where.codes, len(where))
                for column in weighted.T
            ]
        )
    return _estimates(wave, where, estimate, variance, enters, influence)


def _chunked_variances(
    wave: Wave, shape: tuple[int, int], influence: Callable[[int, int], np.ndarray]
) -> np.ndarray:
    """Return variances of a few influence columns at a time."""
    cells = [(d, t) for d in range(shape[0]) for t in range(shape[1])]
    size = max(1, CHUNK // max(len(wave.domain), 1))
    diagonal = []
    for start in range(0, len(cells), size):
        chunk = cells[start : start + size]
        z = np.column_stack([influence(d, t) for d, t in chunk])
        diagonal.append(np.diag(covariance(wave.design, z)))
    return np.concatenate(diagonal).reshape(shape)


def _estimates(
    wave: Wave,
    where: Domains,
    estimate: np.ndarray,
    variance: np.ndarray,
    enters: np.ndarray,
    influence: Callable[[int, int], np.ndarray],
) -> Estimates:
    n, df = sizes(wave, where, enters)
    se = np.where(df >= 1, np.sqrt(variance), np.nan)

    def full() -> np.ndarray:
        shape = estimate.shape
        cells = [(d, t) for d in range(shape[0]) for t in range(shape[1])]
        z = np.column_stack([influence(d, t) for d, t in cells])
        return covariance(wave.design, z)

    return Estimates(estimate.ravel(), se.ravel(), df.ravel(), n.ravel(), full)


def _membership(where: Domains) -> sparse.csr_matrix:
    """Return which row is in which domain, shape (D, n)."""
    inside = np.flatnonzero(where.codes >= 0)
    cells = (np.ones(len(inside)), (where.codes[inside], inside))
    return sparse.csr_matrix(cells, shape=(len(where), len(where.codes)))


def _replicated_ratios(
    wave: Wave,
    where: Domains,
    tops: np.ndarray,
    bottoms: np.ndarray,
    enters: np.ndarray,
    estimate: np.ndarray,
) -> Estimates:
    """Return ratios whose errors come from the replicates."""
    replicates = wave.design.replicates
    if replicates is None:
        raise ValueError("replicates=None: the design has none.")
    member = _membership(where)
    columns = []
    for term in range(estimate.shape[1]):
        top = member @ (replicates.weights * tops[:, [term]])
        bottom = member @ (replicates.weights * bottoms[:, [term]])
        with np.errstate(invalid="ignore", divide="ignore"):
            columns.append((top / bottom).T)
    each = np.stack(columns, axis=2).reshape(replicates.weights.shape[1], -1)
    return _from_replicates(wave, where, estimate.ravel(), each, enters)


def _from_replicates(
    wave: Wave,
    where: Domains,
    estimate: np.ndarray,
    each: np.ndarray,
    enters: np.ndarray,
) -> Estimates:
    replicates = wave.design.replicates
    if replicates is None:
        raise ValueError("replicates=None: the design has none.")
    n, df = sizes(wave, where, enters)
    matrix = replicates.covariance(estimate, each)
    se = np.where(df.ravel() >= 1, np.sqrt(np.diag(matrix)), np.nan)
    return Estimates(estimate, se, df.ravel(), n.ravel(), lambda: matrix, each)


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
    not larger than n. With `total` the variance of the total, N² times as large.
    """
    w, bins, count = wave.design.weights, where.codes + 1, len(where) + 1
    counted = (w > 0) & (where.codes >= 0)
    columns = []
    for y, held in zip(values.T, rows.T, strict=True):
        enters = held & counted
        weight = w * enters
        centre = np.average(y, weights=weight) if weight.any() else 0.0
        off = np.where(enters, y - centre, 0.0)
        size = np.bincount(bins, weight, count)
        n = np.bincount(bins[enters], minlength=count)
        with np.errstate(invalid="ignore", divide="ignore"):
            shift = np.bincount(bins, weight * off, count) / size
            spread = np.bincount(bins, weight * off**2, count) / size - shift**2
            simple = spread * n / (n - 1) * (size - n) / (size * n)
            simple = simple * size**2 if total else simple
        columns.append(np.where(size > n * (1 + 1e-12), simple, np.nan)[1:])
    return np.column_stack(columns).ravel()


def design_effect(se: np.ndarray, simple: np.ndarray) -> np.ndarray:
    """Return variance over that of simple random sampling; NaN where there is none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(simple > 0, se**2 / simple, np.nan)
