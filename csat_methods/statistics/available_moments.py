"""What do two columns say together over the rows that answered both?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True, eq=False, kw_only=True)
class AvailableMoments:
    """Moments of every pair of k columns over the rows that answered both.

    Attributes
    ----------
    n : ndarray of int, shape (k, k)
    weight : ndarray, shape (k, k)
        Sums of weights.
    means : ndarray, shape (k, k)
        Entry (i, j): mean of column i over the rows that answered both.
    variances : ndarray, shape (k, k)
        Of column i over them, times n / (n - 1).
    covariance : ndarray, shape (k, k)
        Likewise; the diagonal is each column's own variance.
    """

    n: np.ndarray
    weight: np.ndarray
    means: np.ndarray
    variances: np.ndarray
    covariance: np.ndarray

    @property
    def correlation(self) -> np.ndarray:
        """Correlations, NaN where a column does not vary or nobody answered both."""
        spread = np.sqrt(np.maximum(self.variances, 0.0))
        scale = spread * spread.T
        with np.errstate(divide="ignore", invalid="ignore"):
            R = np.where(scale > 0, self.covariance / scale, np.nan)
        R = np.clip(R, -1.0, 1.0)
        diagonal = np.diagonal(R)
        np.fill_diagonal(R, np.where(np.isnan(diagonal), np.nan, 1.0))
        return R


def available_moments(
    x: ArrayLike, weights: ArrayLike | None = None
) -> AvailableMoments:
    r"""Return weighted moments of every pair of columns over its own rows.

    .. math::

        s_{ij} = \frac{n_{ij}}{n_{ij} - 1}
            \Bigl[\frac{\sum w x_i x_j}{\sum w} - m_{ij} m_{ji}\Bigr]

    Parameters
    ----------
    x : array_like, shape (n, k)
        NaN for a blank.
    weights : array_like, shape (n,), optional
        Rows of weight zero do not count.

    Returns
    -------
    AvailableMoments

    Raises
    ------
    ValueError
        If `x` is no table or weights do not fit.

    Notes
    -----
    Checked against R's ``cov`` and ``cor`` with ``use="pairwise.complete.obs"``.

    Examples
    --------
    >>> blank = float("nan")
    >>> found = available_moments([[1, 2], [2, 4], [3, blank], [4, 3]])
    >>> found.n, found.covariance
    (array([[4, 3],
           [3, 3]]), array([[1.666..., 0.5       ],
           [0.5       , 1.        ]]))
    """
    rows, w = checked_columns(x, weights)
    held = ~np.isnan(rows) & (w != 0)[:, None]
    there = held.astype(float)
    heavy = there * w[:, None]
    own = heavy.sum(axis=0)
    centre = np.where(held, rows, 0.0).T @ w / np.where(own > 0, own, np.nan)
    centre = np.nan_to_num(centre)
    z = np.where(held, rows - centre, 0.0)
    n, weight = there.T @ there, heavy.T @ there
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = (z * w[:, None]).T @ there / weight
        square = (z * z * w[:, None]).T @ there / weight
        cross = (z * w[:, None]).T @ z / weight
        factor = np.where(n > 1, n / (n - 1), np.nan)
    return AvailableMoments(
        n=np.rint(n).astype(int),
        weight=weight,
        means=centre[:, None] + shift,
        variances=factor * (square - shift**2),
        covariance=factor * (cross - shift * shift.T),
    )


def checked_columns(
    x: ArrayLike, weights: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return a table of at least two columns, and one weight a row.

    Raises
    ------
    ValueError
        If either is something else.

    Examples
    --------
    >>> checked_columns([[1, 2]], None)[1]
    array([1.])
    """
    rows = np.asarray(x, dtype=float)
    if rows.ndim != 2 or rows.shape[1] < 2:
        raise ValueError(f"x of shape {rows.shape}: rows by at least two items.")
    w = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float)
    if w.shape != (len(rows),) or not np.isfinite(w).all():
        raise ValueError(
            f"weights of shape {w.shape} must be finite and one for each of "
            f"{len(rows)} rows."
        )
    return rows, w
