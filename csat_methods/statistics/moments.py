"""What do these complete answers say together: weighted n, means, covariances?

The sums behind them are added up once (``sums.py``) and merge over chunks, workers
and groups; :class:`Moments` are what the textbook's formulas take. What each row
does to a function of them is told by ``influence.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.sums import Sums, group_sums, sums


@dataclass(frozen=True, eq=False, kw_only=True)
class Moments:
    """Weighted number, means and covariances of complete answers.

    Every field may have leading axes: one set of moments per group or replicate.

    Attributes
    ----------
    n : int
        Rows with a weight other than zero, unweighted.
    weight : float
        Sum of the weights.
    means : ndarray, shape (..., k)
    covariance : ndarray, shape (..., k, k)
        Weighted about the weighted means, times ``n / (n - 1)``, as R's ``svyvar``;
        with equal weights the ordinary covariance with divisor n - 1. Missing
        where n is below 2.
    """

    n: int | np.ndarray
    weight: float | np.ndarray
    means: np.ndarray
    covariance: np.ndarray

    @property
    def sd(self) -> np.ndarray:
        """Standard deviations, shape (..., k)."""
        return np.sqrt(np.diagonal(self.covariance, axis1=-2, axis2=-1))

    @property
    def correlation(self) -> np.ndarray:
        """Correlations, shape (..., k, k)."""
        return correlation(self.covariance)


def moments(x: ArrayLike, weights: ArrayLike | None = None) -> Moments:
    """Return weighted n, means and covariances of complete answers.

    Parameters
    ----------
    x : array_like, shape (n, k)
        Answers without blanks.
    weights : array_like, shape (n,), optional
        Finite; one each when not given. Negative ones, which calibration may
        produce, are allowed as long as the sum is above zero.

    Returns
    -------
    Moments

    Raises
    ------
    ValueError
        If an answer or a weight is missing or infinite, shapes differ, or fewer
        than two rows have a weight.

    Notes
    -----
    Checked against R's ``cov`` and survey 4.1-1's ``svyvar``.

    References
    ----------
    Lumley, T. (2010). *Complex Surveys*, section 2.2. Wiley.

    Examples
    --------
    >>> answers = [[1, 2], [2, 2], [3, 5], [4, 3]]
    >>> moments(answers).covariance
    array([[1.666..., 1.        ],
           [1.        , 2.        ]])
    >>> moments(answers, [1, 1, 2, 0]).means
    array([2.25, 3.5 ])
    """
    total = sums(x, weights)
    if total.n < 2:
        raise ValueError(f"n={total.n} rows with a weight: covariances need two.")
    return moments_of(total)


def moments_of(total: Sums) -> Moments:
    r"""Return the moments of sums, of each group where there are groups.

    .. math::

        m = c + \frac{\sum w (x - c)}{\sum w}, \qquad
        S = \frac{n}{n - 1} \Bigl[\frac{\sum w (x - c)(x - c)'}{\sum w}
            - (m - c)(m - c)'\Bigr]

    Missing where no row has a weight; covariances also where only one has.

    Examples
    --------
    >>> moments_of(sums([[1.0], [3.0]])).covariance
    array([[2.]])
    """
    weight, n = np.asarray(total.weight), np.asarray(total.n, dtype=float)
    divisor = np.where(weight > 0, weight, np.nan)[..., None]
    shift = total.first / divisor
    products = shift[..., :, None] * shift[..., None, :]
    spread = total.cross / divisor[..., None] - products
    rows = np.where(n > 1, n, np.nan)
    return Moments(
        n=total.n,
        weight=total.weight,
        means=total.centre + shift,
        covariance=spread * (rows / (rows - 1))[..., None, None],
    )


def group_moments(
    x: ArrayLike, weights: ArrayLike | None, codes: ArrayLike, groups: int
) -> Moments:
    """Return the moments of every group, missing where a group has no two rows.

    Parameters and errors as in :func:`group_sums`; every field of the result has a
    leading axis of length `groups`.

    Examples
    --------
    >>> answers = [[1.0], [3.0], [7.0], [9.0]]
    >>> group_moments(answers, None, [0, 0, 1, 1], 2).means.ravel()
    array([2., 8.])
    """
    return moments_of(group_sums(x, weights, codes, groups))


def replicate_moments(by_group: Sums, multipliers: ArrayLike) -> Moments:
    """Return the moments of every replicate from sums by group.

    Parameters
    ----------
    by_group : Sums
        Of groups inside which each replicate changes all weights alike.
    multipliers : array_like, shape (R, groups)
        Replicate weight over full weight.

    Returns
    -------
    Moments
        With a leading axis of length R; n is that of the full sample, so that the
        factor n / (n - 1) is the same in every replicate.

    Examples
    --------
    Two households, and a jackknife that leaves out each in turn:

    >>> by_home = group_sums([[1.0], [3.0], [8.0]], None, [0, 0, 1], 2)
    >>> replicate_moments(by_home, [[0, 2], [2, 0]]).means
    array([[8.],
           [2.]])
    """
    factors = np.asarray(multipliers, dtype=float)
    groups, k = by_group.first.shape
    cross = factors @ by_group.cross.reshape(groups, k * k)
    replicates = Sums(
        n=np.full(len(factors), np.sum(by_group.n)),
        weight=factors @ np.asarray(by_group.weight),
        first=factors @ by_group.first,
        cross=cross.reshape(-1, k, k),
        centre=by_group.centre,
    )
    return moments_of(replicates)


def correlation(covariance: ArrayLike) -> np.ndarray:
    """Return the correlation matrix of a covariance matrix.

    Parameters
    ----------
    covariance : array_like, shape (..., k, k)

    Returns
    -------
    ndarray, shape (..., k, k)
        With a diagonal of exactly one.

    Raises
    ------
    ValueError
        If a single matrix has a variance that is not above zero; among several
        matrices, such a one comes out missing.

    Examples
    --------
    >>> correlation([[4.0, 1.0], [1.0, 1.0]])
    array([[1. , 0.5],
           [0.5, 1. ]])
    """
    S = np.asarray(covariance, dtype=float)
    variance = np.diagonal(S, axis1=-2, axis2=-1)
    flat = ~(variance > 0)
    if S.ndim == 2 and flat.any():
        raise ValueError(
            f"columns={np.flatnonzero(flat).tolist()} do not vary: "
            "a correlation needs variances above 0."
        )
    sd = np.sqrt(np.where(flat, np.nan, variance))
    R = S / (sd[..., :, None] * sd[..., None, :])
    diagonal = np.arange(S.shape[-1])
    R[..., diagonal, diagonal] = np.where(flat, np.nan, 1.0)
    return R
