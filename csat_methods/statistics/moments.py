"""What do these complete answers say together: weighted n, means, covariances?

The sums behind them are added up once (``sums.py``); :class:`Moments` are what the
textbook's formulas take. What each row does to a function of them is told by
``influence.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.sums import sums


@dataclass(frozen=True, eq=False, kw_only=True)
class Moments:
    """Weighted number, means and covariances of complete answers.

    Attributes
    ----------
    n : int
        Rows with a weight other than zero, unweighted.
    weight : float
        Sum of the weights.
    means : ndarray, shape (k,)
    covariance : ndarray, shape (k, k)
        Weighted about the weighted means, times ``n / (n - 1)``, as R's ``svyvar``;
        with equal weights the ordinary covariance with divisor n - 1.
    """

    n: int
    weight: float
    means: np.ndarray
    covariance: np.ndarray

    @property
    def sd(self) -> np.ndarray:
        """Standard deviations, shape (k,)."""
        return np.sqrt(np.diagonal(self.covariance))

    @property
    def correlation(self) -> np.ndarray:
        """Correlations, shape (k, k)."""
        return correlation(self.covariance)


def moments(x: ArrayLike, weights: ArrayLike | None = None) -> Moments:
    r"""Return weighted n, means and covariances of complete answers.

    .. math::

        m = c + \frac{\sum w (x - c)}{\sum w}, \qquad
        S = \frac{n}{n - 1} \Bigl[\frac{\sum w (x - c)(x - c)'}{\sum w}
            - (m - c)(m - c)'\Bigr]

    with c a fixed centre near the means.

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
    shift = total.first / total.weight
    spread = total.cross / total.weight - np.outer(shift, shift)
    return Moments(
        n=total.n,
        weight=total.weight,
        means=total.centre + shift,
        covariance=spread * (total.n / (total.n - 1)),
    )


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
