"""How do smooth statistics of several sets of rows become estimates with one error?

A piece is one set of rows with its statistic: a segment, a construct. Stacked, their
influence values give every error and the covariance between the pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from csat_methods.survey_design.replicate_weights import ReplicateWeights
from csat_methods.survey_design.variance import (
    covariance,
    covariance_by_parts,
    rows_alone,
)
from csat_methods.wave.estimate import Estimates

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Statistic = Callable[[np.ndarray], np.ndarray]
"""Weights of the rows used, (r,), to the statistic's values, (k,)."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Some rows, and a smooth statistic of them.

    Attributes
    ----------
    rows : ndarray of bool, shape (n,)
        Rows used, inside the domain.
    estimate : ndarray, shape (k,)
        NaN where it cannot be estimated; it then has no error either.
    influence : callable
        () → influence values of the rows used, (r, k): θ̂ − θ ≈ Σ w z.
    statistic : callable
        Weights of the rows used → the k values; for replicates.
    part : callable, optional
        Some of the rows used → their influence values, where no other is needed: many
        rows then never stand in memory together.
    """

    rows: np.ndarray
    estimate: np.ndarray
    influence: Callable[[], np.ndarray]
    statistic: Statistic
    part: Callable[[slice], np.ndarray] | None = None


def nothing(rows: np.ndarray, k: int) -> Piece:
    """Return the piece of k statistics that cannot be estimated."""
    missing = np.full(k, np.nan)
    return Piece(
        rows, missing, lambda: np.zeros((int(rows.sum()), k)), lambda w: missing
    )


def joint_estimates(wave: Wave, pieces: Sequence[Piece]) -> Estimates:
    """Return the statistics of all pieces, in order, with design-based errors.

    The covariance spans all of them: clusters and people may be in several pieces.

    Parameters
    ----------
    pieces : sequence of Piece
        At least one.
    """
    estimate = np.concatenate([piece.estimate for piece in pieces])
    counts = [len(piece.estimate) for piece in pieces]
    held = [piece.rows & (wave.design.weights > 0) for piece in pieces]
    n = np.repeat([int(rows.sum()) for rows in held], counts)
    df = np.repeat([float(wave.design.degrees(rows)) for rows in held], counts)
    matrix = _covariance(wave, pieces, estimate)
    known = ~np.isnan(estimate) & (df >= 1)
    variance = np.maximum(np.diag(matrix), 0.0)
    se = np.where(
        known, np.sqrt(variance, where=known, out=np.zeros_like(variance)), np.nan
    )
    return Estimates(estimate, se, df, n, lambda: matrix)


def model_estimates(wave: Wave, piece: Piece, slopes: int) -> Estimates:
    """Return a model's coefficients, by the degrees of freedom its slopes leave.

    As R's ``svyglm``; without any left there are no errors.
    """
    found = joint_estimates(wave, [piece])
    df = np.maximum(found.df - slopes, 0.0)
    if (df >= 1).all():
        return replace(found, df=df)
    unknown = np.full((len(df), len(df)), np.nan)
    return replace(found, df=df, se=unknown[0], covariance=lambda: unknown)


def _covariance(
    wave: Wave, pieces: Sequence[Piece], estimate: np.ndarray
) -> np.ndarray:
    replicates = wave.design.replicates
    if replicates is not None:
        each = [_replicated(piece, replicates.held) for piece in pieces]
        return replicates.covariance(estimate, np.concatenate(each, axis=1))
    matrix = _linearised(wave, pieces, len(estimate))
    missing = np.isnan(estimate)
    matrix[missing, :] = matrix[:, missing] = np.nan
    return matrix


def _linearised(wave: Wave, pieces: Sequence[Piece], k: int) -> np.ndarray:
    """Return the covariance by influence values, part by part where that is enough."""
    first = pieces[0]
    whole = len(pieces) == 1 and bool(first.rows.all())
    if whole and first.part is not None and rows_alone(wave.design):
        return covariance_by_parts(wave.design, first.part, k)
    return covariance(wave.design, _spread(pieces, k))


def _spread(pieces: Sequence[Piece], k: int) -> np.ndarray:
    """Return what every row does to every statistic, nothing outside of its piece."""
    if len(pieces) == 1 and pieces[0].rows.all():
        return pieces[0].influence()
    spread = np.zeros((len(pieces[0].rows), k))
    start = 0
    for piece in pieces:
        end = start + len(piece.estimate)
        spread[piece.rows, start:end] = piece.influence()
        start = end
    return spread


def _replicated(piece: Piece, held: ReplicateWeights) -> np.ndarray:
    """Return the statistics under every replicate's weights, shape (R, k)."""
    columns = held.columns(np.flatnonzero(piece.rows))
    return np.array([piece.statistic(w) for w in columns])
