"""What do rows with blanks say, pattern by pattern of the answers they have?

Rows are gathered by which answers they have; what each such pattern says is summed
up once. The EM algorithm, Little's test and likelihoods of incomplete rows stand on
these sums.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, eq=False, kw_only=True)
class Incomplete:
    """Sums of rows by the pattern of answers they have; J patterns of p items.

    Rows without any answer are left out.

    Attributes
    ----------
    observed : ndarray of bool, shape (J, p)
    n : ndarray of int, shape (J,)
        Rows with a weight other than zero.
    weight : ndarray, shape (J,)
    means : ndarray, shape (J, p)
        Weighted, of what is observed; 0 elsewhere.
    spread : ndarray, shape (J, p, p)
        Weighted cross products about them, divided by the weight; 0 elsewhere.
    row : ndarray of int, shape (rows,)
        The pattern of each row; -1 for rows left out.
    """

    observed: np.ndarray
    n: np.ndarray
    weight: np.ndarray
    means: np.ndarray
    spread: np.ndarray
    row: np.ndarray

    @cached_property
    def both(self) -> np.ndarray:
        """Whether two items are both observed, shape (J, p, p)."""
        return self.observed[:, :, None] & self.observed[:, None, :]

    def part(self, which: slice) -> Incomplete:
        """Return some of the patterns."""
        return replace(
            self,
            observed=self.observed[which],
            n=self.n[which],
            weight=self.weight[which],
            means=self.means[which],
            spread=self.spread[which],
        )


def incomplete(x: ArrayLike, weights: ArrayLike | None = None) -> Incomplete:
    """Return the sums of rows by the pattern of answers they have.

    Parameters
    ----------
    x : array_like, shape (n, p)
        NaN for a blank.
    weights : array_like, shape (n,), optional
        Finite; rows of weight zero are left out.

    Returns
    -------
    Incomplete
        Complete rows first, then by falling number of rows.

    Raises
    ------
    ValueError
        If `x` is no table of numbers, weights do not fit, or no row has an answer.

    Examples
    --------
    >>> sums = incomplete([[1.0, 2.0], [3.0, float("nan")], [5.0, 4.0]])
    >>> sums.n, sums.means
    (array([2, 1]), array([[3., 3.],
           [3., 0.]]))
    """
    rows, w = _table(x, weights)
    seen = ~np.isnan(rows)
    kept = np.flatnonzero(seen.any(axis=1) & (w != 0))
    if not len(kept):
        raise ValueError("x: no row has an answer.")
    packed = np.packbits(seen[kept], axis=1)
    _, first, index, n = np.unique(
        packed, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    observed = seen[kept[first]]
    order = np.lexsort((-n, ~observed.all(axis=1)))
    rank = np.argsort(order)
    index = rank[index.ravel()]
    where = np.full(len(rows), -1)
    where[kept] = index
    members = np.split(kept[np.argsort(index, kind="stable")], np.cumsum(n[order])[:-1])
    weight = np.array([w[some].sum() for some in members])
    said = [
        _moments(np.where(seen_j, rows[some], 0.0), w[some])
        for some, seen_j in zip(members, observed[order], strict=True)
    ]
    return Incomplete(
        observed=observed[order],
        n=n[order],
        weight=weight,
        means=np.array([mean for mean, _ in said]),
        spread=np.array([spread for _, spread in said]),
        row=where,
    )


def _moments(rows: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return weighted means and cross products about them, divided by the weight."""
    mean = w @ rows / w.sum()
    centred = rows - mean
    return mean, (centred * w[:, None]).T @ centred / w.sum()


def pattern_likelihood(sums: Incomplete, mean: np.ndarray, S: np.ndarray) -> np.ndarray:
    r"""Return the mean log-likelihood of a row of each pattern, shape (J,).

    .. math::

        -\tfrac12 \bigl[p_j \ln 2\pi + \ln|\Sigma_j|
            + \mathrm{tr}\,\Sigma_j^{-1}(S_j + d_j d_j')\bigr],
        \qquad d_j = \bar x_j - \mu_j

    Examples
    --------
    >>> sums = incomplete([[-1.0], [1.0]])
    >>> pattern_likelihood(sums, np.zeros(1), np.eye(1)).round(4)
    array([-1.4189])
    """
    inverse = observed_inverses(sums, S)
    masked = _masked(sums, S)
    gap = np.where(sums.observed, sums.means - mean, 0.0)
    about = sums.spread + gap[:, :, None] * gap[:, None, :]
    trace = (inverse * about).sum(axis=(1, 2))
    size = sums.observed.sum(axis=1) * np.log(2 * np.pi)
    found: np.ndarray = -(size + np.linalg.slogdet(masked)[1] + trace) / 2
    return found


def observed_inverses(sums: Incomplete, S: np.ndarray) -> np.ndarray:
    """Return the inverse of the observed part of S, 0 elsewhere, shape (J, p, p).

    Examples
    --------
    >>> sums = incomplete([[1.0, float("nan")]])
    >>> observed_inverses(sums, np.array([[4.0, 1.0], [1.0, 1.0]]))[0]
    array([[0.25, 0.  ],
           [0.  , 0.  ]])
    """
    inverse = np.linalg.inv(_masked(sums, S))
    return np.where(sums.both, inverse, 0.0)


def _masked(sums: Incomplete, S: np.ndarray) -> np.ndarray:
    """Return S where both are observed, the identity elsewhere, shape (J, p, p)."""
    return np.where(sums.both, S, np.eye(S.shape[0]))


def _table(x: ArrayLike, weights: ArrayLike | None) -> tuple[np.ndarray, np.ndarray]:
    rows = np.asarray(x, dtype=float)
    if rows.ndim != 2 or not rows.shape[1]:
        raise ValueError(f"x of shape {rows.shape} must be a table, rows by columns.")
    w = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float)
    if w.shape != (len(rows),) or not np.isfinite(w).all():
        raise ValueError(
            f"weights of shape {w.shape} must be finite and one for each of "
            f"{len(rows)} rows."
        )
    return rows, w
