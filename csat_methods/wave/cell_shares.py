"""How are people spread over the cells of a table, and how sure is that?

A row is in one cell, so that a million rows by hundreds of cells need no matrix of
that size: sums by unit and cell are sparse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from csat_methods.survey_design.design import Design
from csat_methods.survey_design.stages import Stage
from csat_methods.survey_design.variance import covariance
from csat_methods.wave.estimate import Domains, Estimates, sizes

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


def cell_shares(wave: Wave, cell: np.ndarray, count: int) -> Estimates:
    r"""Return the share of everybody in each of K cells, with its covariance.

    .. math:: \hat p_c = \frac{\sum w_i\, 1(i \in c)}{\sum w_i}, \qquad
              z_{ic} = \frac{1(i \in c) - \hat p_c}{\sum w_i}

    Parameters
    ----------
    cell : ndarray of int, shape (n,)
        0 to K − 1; −1 for rows in none, which do not count.
    count : int
        Number of cells K.
    """
    inside = (cell >= 0) & (wave.design.weights > 0)
    cell = np.where(inside, cell, -1)
    w = np.where(inside, wave.design.weights, 0.0)
    p = np.bincount(cell + 1, w, count + 1)[1:] / w.sum()
    whole = Domains((), [()], np.where(inside, 0, -1))
    n, df = sizes(wave, whole, inside[:, None])
    matrix = _covariance(wave.design, cell, w, p)
    known = float(df[0, 0]) >= 1
    se = np.sqrt(np.maximum(np.diag(matrix), 0.0)) if known else np.full(count, np.nan)
    return Estimates(
        p,
        se,
        np.full(count, float(df[0, 0])),
        np.full(count, int(n[0, 0])),
        lambda: matrix,
    )


def _covariance(
    design: Design, cell: np.ndarray, w: np.ndarray, p: np.ndarray
) -> np.ndarray:
    replicates = design.replicates
    if replicates is not None:
        ones = np.ones(len(cell))
        sums = replicates.held.sums(ones, cell, len(p)).T
        return replicates.covariance(p, sums / sums.sum(axis=1, keepdims=True))
    if design.steps:
        z = (cell[:, None] == np.arange(len(p))) - p
        return covariance(design, np.where(cell[:, None] >= 0, z, 0.0) / w.sum())
    parts = [
        _of_stage(design, stage, factor, cell, w, p) for stage, factor in design.levels
    ]
    return np.sum(parts, axis=0) / w.sum() ** 2


def _of_stage(
    design: Design,
    stage: Stage,
    factor: np.ndarray,
    cell: np.ndarray,
    w: np.ndarray,
    p: np.ndarray,
) -> np.ndarray:
    r"""Return the stage's part of the covariance, times the squared sum of weights.

    With S the sums of weights by unit and cell and s those by unit, units carry
    :math:`S - s p^\top`; products of the two terms are formed apart.
    """
    rows = np.flatnonzero(cell >= 0)
    shape = (len(stage.stratum), len(p))
    sums = sparse.csr_matrix((w[rows], (stage.unit[rows], cell[rows])), shape=shape)
    each = np.bincount(stage.unit, w, len(stage.stratum))
    strata = sparse.csr_matrix(
        (np.ones(len(each)), (stage.stratum, np.arange(len(each)))),
        shape=(len(stage.population), len(each)),
    )
    centred = stage.centred(design.singleton) / np.maximum(stage.sizes, 1)
    of_units = _products(sums, each, p, factor[stage.stratum])
    return of_units - _products(strata @ sums, strata @ each, p, factor * centred)


def _products(
    sums: sparse.csr_matrix, each: np.ndarray, p: np.ndarray, factor: np.ndarray
) -> np.ndarray:
    """Return the weighted products of the columns of ``sums − each pᵀ``, (K, K)."""
    squares = (sums.T @ sums.multiply(factor[:, None])).toarray()
    cross = np.outer(sums.T @ (factor * each), p)
    return squares - cross - cross.T + (factor @ each**2) * np.outer(p, p)
