"""How far may each correlation be off?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.factors.association import Asked, Association
from csat_methods.statistics.pair_correlations import all_pairs
from csat_methods.statistics.polychoric_pair import polychoric_pair
from csat_methods.statistics.polychoric_tables import pair_tables
from csat_methods.survey_design.variance import covariance
from csat_methods.wave.estimate import Estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

BLOCK = 2**24
"""Influence values held at a time."""


def _two_step(wave: Wave, found: Association) -> Estimates:
    """Return all pairs with errors from influence values, or from replicates."""
    asked = found.asked
    pairs = all_pairs(len(asked.items))
    n = found.n_pairs[tuple(pairs.T)]
    values = found.raw[tuple(pairs.T)]
    df = np.array([_degrees(wave, asked, pair) for pair in pairs], dtype=float)
    if asked.missing == "em":
        blank = np.full(len(pairs), np.nan)
        return Estimates(values, blank, df, n, None)
    variance = _variances(wave, asked, values)
    known = np.isfinite(values) & (df >= 1)
    se = np.where(known, np.sqrt(np.maximum(variance, 0.0)), np.nan)
    return Estimates(values, se, df, n, None)


def _maximum_likelihood(wave: Wave, found: Association) -> Estimates:
    """Return each pair's own most likely correlation, rows counted once each."""
    asked = found.asked
    if asked.kind != "polychoric" or not asked.alike:
        raise ValueError(
            f"estimator='ml' is for kind='polychoric' of people who weigh alike; "
            f"kind={asked.kind!r}, weights {'alike' if asked.alike else 'differ'}."
        )
    pairs = all_pairs(len(asked.items))
    known = [np.unique(c[~np.isnan(c)], return_inverse=True) for c in asked.answers.T]
    place = np.full(asked.answers.shape, -1)
    for j, (column, (_, codes)) in enumerate(zip(asked.answers.T, known, strict=True)):
        place[~np.isnan(column), j] = codes
    tables = pair_tables(place, max(len(values) for values, _ in known))
    each = [polychoric_pair(tables[i, j]) for i, j in pairs]
    return Estimates(
        np.array([one.rho for one in each]),
        np.array([one.se for one in each]),
        np.array([_degrees(wave, asked, pair) for pair in pairs], dtype=float),
        found.n_pairs[tuple(pairs.T)],
        None,
    )


ESTIMATORS: dict[str, Callable[[Wave, Association], Estimates]] = {
    "two_step": _two_step,
    "ml": _maximum_likelihood,
}


def _degrees(wave: Wave, asked: Asked, pair: np.ndarray) -> int:
    rows = asked.rows
    if asked.missing == "available":
        rows = rows.copy()
        rows[rows] = ~np.isnan(asked.answers[:, pair]).any(axis=1)
    return int(wave.design.degrees(rows))


def _variances(wave: Wave, asked: Asked, values: np.ndarray) -> np.ndarray:
    """Return the variances of the correlations under the design."""
    replicates = wave.design.replicates
    if replicates is not None:
        weights = replicates.weights[asked.rows].T
        each = np.array([asked.pairs_under(w).estimates for w in weights])
        return np.diagonal(replicates.covariance(values, each)).copy()
    many = max(BLOCK // len(asked.rows), 1)
    found = []
    for start in range(0, len(values), many):
        numbers = range(start, min(start + many, len(values)))
        z = np.zeros((len(asked.rows), len(numbers)))
        z[asked.rows] = np.column_stack([asked.pairs.effect(p) for p in numbers])
        found.append(np.diagonal(covariance(wave.design, z)))
    return np.concatenate(found)
