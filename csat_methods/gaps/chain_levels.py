"""Which levels has the chain from expectation to perception, and how sure is each?

Customers are one sample under the wave's design, the staff another one, figures of the
organization stand alone. The errors of the levels keep these sources apart.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods.gaps.chain_places import (
    CUSTOMERS,
    FIGURE,
    LEVELS,
    PROMISED,
    STAFF,
    Chain,
    Place,
)
from csat_methods.wave.pairs import person_means
from csat_methods.wave.smooth import Piece, joint_estimates, nothing

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False)
class Levels:
    """The values of all levels with their errors, apart by source.

    Attributes
    ----------
    keys : list of (str, str)
        Characteristic and level, one a value.
    value, n : ndarray, shape (k,)
    covariances : dict of str to ndarray, shape (k, k)
        By source.
    degrees : dict of str to ndarray, shape (k,)
        By source; endless where a value is not of it.
    """

    keys: list[tuple[str, str]]
    value: np.ndarray
    n: np.ndarray
    covariances: Mapping[str, np.ndarray]
    degrees: Mapping[str, np.ndarray]


def joint_levels(wave: Wave, chain: Chain, staff: pd.DataFrame | None) -> Levels:
    """Return the values of all levels, and the covariance of each source.

    Where expected and perceived are columns, both rest on the people who answered
    both, so that their difference is the paired gap.
    """
    keys = [(name, level) for name, places in chain.items() for level in places]
    size = len(keys)
    value, n = np.full(size, np.nan), np.full(size, np.nan)
    blank = {source: np.zeros((size, size)) for source in (CUSTOMERS, STAFF, FIGURE)}
    degrees = {source: np.full(size, np.inf) for source in blank}
    at = {key: i for i, key in enumerate(keys)}
    for key, i in at.items():
        place = chain[key[0]][key[1]]
        if place.source == FIGURE:
            value[i], n[i], degrees[FIGURE][i] = place.value, place.n, place.df
            blank[FIGURE][i, i] = place.se**2
    _add_customers(wave, chain, at, (value, n, blank, degrees))
    if staff is not None:
        _add_staff(chain, at, staff, (value, n, blank, degrees))
    return Levels(keys, value, n, blank, degrees)


def _add_customers(
    wave: Wave, chain: Chain, at: Mapping[tuple[str, str], int], into: Any
) -> None:
    value, n, covariances, degrees = into
    pieces, where = [], []
    for name, places in chain.items():
        for levels in _together(places):
            means = [person_means(wave, places[level].columns) for level in levels]
            pieces.append(_piece(wave, np.column_stack(means)))
            where += [at[name, level] for level in levels]
    if not pieces:
        return
    found = joint_estimates(wave, pieces)
    value[where], n[where] = found.estimate, found.n
    degrees[CUSTOMERS][where] = found.df
    matrix = np.array(found.covariance()) if found.covariance is not None else np.nan
    unknown = np.isnan(found.se)
    matrix = np.where(unknown | unknown[:, None], np.nan, matrix)
    covariances[CUSTOMERS][np.ix_(where, where)] = matrix


def _together(places: Mapping[str, Place]) -> list[list[str]]:
    """Return the levels whose values rest on the same people."""
    asked = [level for level, p in places.items() if p.source == CUSTOMERS]
    ends = [level for level in (LEVELS[0], LEVELS[-1]) if level in asked]
    return [ends] * bool(ends) + [[level] for level in asked if level not in ends]


def _piece(wave: Wave, x: np.ndarray) -> Piece:
    """Return the means of columns over the people who have them all."""
    rows = wave.domain & ~np.isnan(x).any(axis=1) & (wave.design.weights > 0)
    if not rows.any():
        return nothing(rows, x.shape[1])
    held, w = x[rows], wave.design.weights[rows]
    means = w @ held / w.sum()

    def again(weights: np.ndarray) -> np.ndarray:
        total = weights.sum()
        return weights @ held / total if total else np.full(len(means), np.nan)

    return Piece(rows, means, lambda: (held - means) / w.sum(), again)


def _add_staff(
    chain: Chain, at: Mapping[tuple[str, str], int], staff: pd.DataFrame, into: Any
) -> None:
    """Add the staff's means: a simple sample, the answers of one person paired."""
    value, n, covariances, degrees = into
    asked = [(c, v) for c, places in chain.items() for v, p in places.items()
             if p.source == STAFF]  # fmt: skip
    if not asked:
        return
    where = [at[key] for key in asked]
    x = staff[[name for name, _ in asked]].to_numpy(float)
    held = ~np.isnan(x)
    counts = held.sum(axis=0)
    means = np.nanmean(x, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.sqrt(counts / (counts - 1.0)) / counts
        z = np.where(held, (x - means) * each, 0.0)
    value[where], n[where] = means, counts
    degrees[STAFF][where] = counts - 1.0
    covariances[STAFF][np.ix_(where, where)] = z.T @ z


def combined(
    levels: Levels, way: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    r"""Return sums of levels with their errors and degrees of freedom.

    .. math:: \nu = \frac{(\sum_s v_s)^2}{\sum_s v_s^2 / \nu_s}

    over the sources s (Satterthwaite): independent samples.

    Parameters
    ----------
    way : ndarray, shape (r, k)
        Rows of coefficients.
    """
    parts, degrees = [], []
    for source, matrix in levels.covariances.items():
        parts.append(_variances(way, matrix))
        used = (way != 0) & np.isfinite(levels.degrees[source])[None, :]
        own = np.where(used, levels.degrees[source][None, :], np.inf)
        degrees.append(own.min(axis=1))
    v, nu = np.array(parts), np.array(degrees)
    total = v.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.where(np.isinf(nu), 0.0, v**2 / nu).sum(axis=0)
        df = np.where(below > 0, total**2 / below, np.inf)
    df = np.where(np.isnan(total), np.nan, df)
    return _values(way, levels.value), np.sqrt(total), df


def _variances(way: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Return the variances of sums; NaN only where an unknown one enters."""
    unknown = np.isnan(np.diag(matrix))
    known = np.where(np.isnan(matrix), 0.0, matrix)
    found = np.einsum("ij,jk,ik->i", way, known, way)
    lost = (way[:, unknown] != 0).any(axis=1)
    return np.where(lost, np.nan, np.maximum(found, 0.0))


def _values(way: np.ndarray, value: np.ndarray) -> np.ndarray:
    lost = (way[:, np.isnan(value)] != 0).any(axis=1)
    return np.where(lost, np.nan, way @ np.nan_to_num(value))


def links_of(levels: Collection[str]) -> list[tuple[str, str]]:
    """Return the neighbouring levels there are, and the promise where it is kept."""
    known = [level for level in LEVELS if level in levels]
    found = list(pairwise(known))
    if PROMISED in levels and "delivered" in levels:
        found.append(("delivered", PROMISED))
    return found
