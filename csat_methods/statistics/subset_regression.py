"""How well does every subset of the predictors explain the outcome?

S is the covariance matrix with the outcome first. Predictors are taken one by one:
each doubles the list of subsets, those without it (its row is dropped) and those
with it (it is swept out, a Schur complement). The cost is a small multiple of 2^p,
not of 2^p regressions. Subset s holds predictor k if bit k of s is set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.correlation import SINGULAR

MOST_PREDICTORS = 22
"""All 2^p subsets are visited up to this p; never fewer instead."""

AT_ONCE = 10
"""Predictors whose subsets are kept side by side with their coefficients: matrices of
this size are multiplied by one thread, and faster so."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Subsets:
    """Regressions on 2^j subsets that agree in the other predictors.

    Attributes
    ----------
    held : int
        The bits of the predictors that all of them hold, above the lowest j.
    coefficients : ndarray, shape (columns, 2^j)
        Zero for what a subset does not hold.
    """

    held: int
    coefficients: np.ndarray


def all_subsets_r2(S: ArrayLike, *, sizes: Sequence[int] | None = None) -> np.ndarray:
    """Return the R² of the outcome on every subset of the predictors.

    Parameters
    ----------
    S : array_like, shape (..., q, q)
        Covariances or correlations, the outcome first.
    sizes : sequence of int, optional
        Columns of each predictor (the dummies of a category count as one); one each
        when not given.

    Returns
    -------
    ndarray, shape (..., 2^p)
        Entry s for the predictors whose bits are set in s; the first is 0.

    Raises
    ------
    ValueError
        If there are more than `MOST_PREDICTORS` predictors, `sizes` do not add up, or
        in a single matrix the outcome does not vary or a predictor is a sum of
        others; among several matrices, such a one comes out missing.

    Examples
    --------
    >>> S = [[1.0, 0.5, 0.3], [0.5, 1.0, 0.0], [0.3, 0.0, 1.0]]
    >>> all_subsets_r2(S)
    array([0.  , 0.25, 0.09, 0.34])
    """
    matrices, widths = visitable(S, sizes)
    *several, q, _ = matrices.shape
    last = np.moveaxis(matrices.reshape(-1, q, q), 0, -1)[:, :, None]
    order = [*range(1, q), 0]
    left = last[np.ix_(order, order)]
    for width in widths:
        left = np.concatenate([left[width:, width:], _swept(left, width)], axis=2)
    unexplained = left[0, 0] / last[0, 0]
    return (1 - unexplained).T.reshape(*several, -1)


def subset_coefficients(S: np.ndarray, widths: list[int]) -> Iterator[Subsets]:
    """Yield the coefficients of every subset of the predictors, part by part.

    Parameters
    ----------
    S : ndarray, shape (q, q)
        Sound, the outcome first.
    widths : list of int
        Columns of each predictor.

    Yields
    ------
    Subsets

    Examples
    --------
    >>> S = np.array([[1.0, 0.5, 0.3], [0.5, 1.0, 0.0], [0.3, 0.0, 1.0]])
    >>> [part] = subset_coefficients(S, [1, 1])
    >>> part.coefficients
    array([[0. , 0.5, 0. , 0.5],
           [0. , 0. , 0.3, 0.3]])
    """
    low, high = widths[:AT_ONCE], widths[AT_ONCE:]
    order = [*range(1 + sum(low), len(S)), *range(1, 1 + sum(low)), 0]
    left, found = S[np.ix_(order, order)][:, :, None], np.zeros((0, len(S), 1))
    left, found = _doubled(left, found, high)
    for state in range(left.shape[2]):
        part = slice(state, state + 1)
        _, done = _doubled(left[:, :, part], found[:, :, part], low)
        coefficients = np.roll(done[:, 0], sum(low), axis=0)
        yield Subsets(held=state << len(low), coefficients=coefficients)


def subset_sizes(p: int) -> np.ndarray:
    """Return how many predictors each of the 2^p subsets holds.

    Examples
    --------
    >>> subset_sizes(2)
    array([0, 1, 1, 2])
    """
    size = np.zeros(1, dtype=np.intp)
    for _ in range(p):
        size = np.concatenate([size, size + 1])
    return size


def sound(S: ArrayLike, sizes: Sequence[int] | None) -> tuple[np.ndarray, list[int]]:
    """Return matrices and predictors' sizes; unsound ones of several as NaN.

    Raises
    ------
    ValueError
        As :func:`all_subsets_r2`, of any number of predictors.

    Examples
    --------
    >>> sound(np.eye(4), [2, 1])[1]
    [2, 1]
    """
    matrices = np.asarray(S, dtype=float)
    q = matrices.shape[-1] if matrices.ndim > 1 else 0
    if q < 2 or matrices.shape[-2] != q:
        raise ValueError(
            f"S of shape {matrices.shape} must be square, the outcome and predictors."
        )
    widths = [1] * (q - 1) if sizes is None else [int(size) for size in sizes]
    if min(widths, default=0) < 1 or sum(widths) != q - 1:
        raise ValueError(f"sizes={widths} must be above 0 and add up to {q - 1}.")
    return _without_faults(matrices), widths


def visitable(
    S: ArrayLike, sizes: Sequence[int] | None
) -> tuple[np.ndarray, list[int]]:
    """Return what :func:`sound` does, of no more predictors than can be visited.

    Raises
    ------
    ValueError
        As :func:`all_subsets_r2`.

    Examples
    --------
    >>> visitable(np.eye(24), None)
    Traceback (most recent call last):
    ValueError: predictors=23: all subsets of at most 22 predictors can be visited.
    """
    matrices, widths = sound(S, sizes)
    if len(widths) > MOST_PREDICTORS:
        raise ValueError(
            f"predictors={len(widths)}: all subsets of at most {MOST_PREDICTORS} "
            "predictors can be visited."
        )
    return matrices, widths


def _without_faults(matrices: np.ndarray) -> np.ndarray:
    variance = np.diagonal(matrices, axis1=-2, axis2=-1)
    flat = ~(variance > 0).all(axis=-1)
    sd = np.sqrt(np.where(variance > 0, variance, 1.0))
    R = matrices / (sd[..., :, None] * sd[..., None, :])
    known = np.isfinite(R).all(axis=(-2, -1))
    checked = np.where(known[..., None, None], R, np.eye(R.shape[-1]))
    tied = ~(np.linalg.eigvalsh(checked[..., 1:, 1:])[..., 0] > SINGULAR)
    faulty = flat | tied | ~known
    if matrices.ndim == 2 and faulty:
        raise ValueError(
            "S has no regression: the outcome or a predictor does not vary, or a "
            "predictor is a sum of others."
        )
    return np.where(faulty[..., None, None], np.nan, matrices)


def _swept(left: np.ndarray, width: int) -> np.ndarray:
    """Sweep the first variables out of covariances, shape (r, r, subsets, several)."""
    for _ in range(width):
        slope = left[0, 1:] / left[0, 0]
        left = left[1:, 1:] - left[1:, :1] * slope[None]
    return left


def _doubled(
    left: np.ndarray, found: np.ndarray, widths: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Take in predictors, keeping the coefficients found for what is left.

    `left` (r, r, subsets) are covariances given the subset; `found` (c, r, subsets)
    the coefficients of the c columns taken in so far, for each of the r left.
    """
    for width in widths:
        nothing = np.zeros((width, *found[0:1, width:].shape[1:]))
        without = np.concatenate([found[:, width:], nothing])
        inner, held = left, found
        for _ in range(width):
            slope = inner[0, 1:] / inner[0, 0]
            held = np.concatenate([held[:, 1:] - held[:, :1] * slope, slope[None]])
            inner = inner[1:, 1:] - inner[1:, :1] * slope[None]
        left = np.concatenate([left[width:, width:], inner], axis=2)
        found = np.concatenate([without, held], axis=2)
    return left, found
