"""Do these items correlate enough, and soundly enough, to be analysed together?

For covariances S or correlations R of k items.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import positive, whole
from csat_methods.statistics.chi_square import ChiSquare, chi_square
from csat_methods.statistics.reliability import items_of

FLOOR = 1e-8
"""Lowest eigenvalue of a correlation matrix that is left as it is."""

SINGULAR = 1e-12
"""At or below this lowest eigenvalue a correlation matrix has no inverse."""

NOTHING = 1e-10
"""Squared correlations that add up to less are rounding."""


def smooth(R: ArrayLike, *, floor: float = FLOOR) -> tuple[np.ndarray, bool]:
    """Return the correlation matrix made positive definite, and whether it had to be.

    Eigenvalues below `floor` are raised to it; the result is scaled back to a
    diagonal of one. Polychoric and pairwise matrices may need it.

    Parameters
    ----------
    R : array_like, shape (k, k)
    floor : float, default 1e-8

    Returns
    -------
    R : ndarray, shape (k, k)
    smoothed : bool
        Whatever rests on a smoothed matrix must say so.

    Raises
    ------
    ValueError
        If R is not square, or `floor` is not above zero.

    References
    ----------
    Rebonato, R., & Jaeckel, P. (2000). The most general methodology to create a
    valid correlation matrix. *Journal of Risk*, 2(2), 17-27 (spectral method).

    Examples
    --------
    >>> smooth([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])[1]
    True
    """
    R = items_of(R, fewest=1)
    values, vectors = np.linalg.eigh(R)
    if values[0] >= positive("floor", floor):
        return R, False
    raised = (vectors * np.maximum(values, floor)) @ vectors.T
    scale = 1 / np.sqrt(np.diagonal(raised))
    smoothed = raised * np.outer(scale, scale)
    np.fill_diagonal(smoothed, 1.0)
    return smoothed, True


def adequacy(R: ArrayLike) -> float:
    """Return the Kaiser-Meyer-Olkin measure of correlations, 0 to 1.

    Examples
    --------
    >>> round(adequacy(0.5 * np.ones((3, 3)) + 0.5 * np.eye(3)), 4)
    0.6923
    """
    R = items_of(R)
    inverse = inverse_of(R)
    scale = np.sqrt(np.diagonal(inverse))
    partial = inverse / np.outer(scale, scale)
    off = ~np.eye(len(R), dtype=bool)
    seen, given = (R[off] ** 2).sum(), (partial[off] ** 2).sum()
    return float(seen / (seen + given)) if seen > NOTHING else 0.5


def bartlett_sphericity(R: ArrayLike, n: int) -> ChiSquare:
    r"""Test that items do not correlate at all.

    .. math::

        \chi^2 = -\Bigl(n - 1 - \frac{2k + 5}{6}\Bigr) \ln |R|,
        \qquad df = \frac{k(k - 1)}{2}

    Parameters
    ----------
    R : array_like, shape (k, k)
    n : int
        Respondents, at least 2.

    Returns
    -------
    ChiSquare

    Raises
    ------
    ValueError
        If R is singular or no correlation matrix, or `n` is too small.

    Notes
    -----
    By log-determinants, so that many items do not underflow. Checked against
    psych 2.2.9's ``cortest.bartlett``.

    References
    ----------
    Bartlett, M. S. (1951). The effect of standardization on a chi-square
    approximation in factor analysis. *Biometrika*, 38, 337-344.

    Examples
    --------
    Three items that correlate one half, 100 respondents:

    >>> test = bartlett_sphericity(np.full((3, 3), 0.5) + 0.5 * np.eye(3), 100)
    >>> round(test.statistic, 2), test.df
    (67.35, 3)
    """
    R, n = items_of(R), whole("n", n, lowest=2)
    k = len(R)
    sign, log_determinant = np.linalg.slogdet(R)
    if not sign > 0:
        raise ValueError(
            "the correlations are not positive definite: an item is a sum of others."
        )
    statistic = -(n - 1 - (2 * k + 5) / 6) * float(log_determinant)
    return chi_square(max(statistic, 0.0), k * (k - 1) // 2)


def inverse_of(S: ArrayLike) -> np.ndarray:
    """Return the inverse of a covariance matrix, if it has one.

    Parameters
    ----------
    S : array_like, shape (..., k, k)

    Returns
    -------
    ndarray, shape (..., k, k)

    Raises
    ------
    ValueError
        If an item does not vary or is a sum of others.

    Examples
    --------
    >>> inverse_of([[2.0, 0.0], [0.0, 4.0]])
    array([[0.5 , 0.  ],
           [0.  , 0.25]])
    """
    S = np.asarray(S, dtype=float)
    variance = np.diagonal(S, axis1=-2, axis2=-1)
    if not (variance > 0).all():
        raise ValueError("an item does not vary: the covariances have no inverse.")
    scale = np.sqrt(variance)
    R = S / (scale[..., :, None] * scale[..., None, :])
    if not (np.linalg.eigvalsh(R)[..., 0] > SINGULAR).all():
        raise ValueError("an item is a sum of others: the covariances have no inverse.")
    return np.linalg.inv(S)
