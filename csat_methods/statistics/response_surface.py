"""What does an outcome look like over expectation and perception together?"""

from __future__ import annotations

import numpy as np

TERMS = ("intercept", "expectation", "perception", "e²", "e p", "p²")
"""Coefficients b0 to b5."""

SURFACE = {
    "a1": (0, 1, 1, 0, 0, 0),
    "a2": (0, 0, 0, 1, 1, 1),
    "a3": (0, 1, -1, 0, 0, 0),
    "a4": (0, 0, 0, 1, -1, 1),
}
"""Slope and curvature where both are equal, and where they are opposite."""

CONSTRAINTS = np.array(
    [
        [0, 1, 1, 0, 0, 0],
        [0, 0, 0, 1, 0, 0],
        [0, 0, 0, 0, 1, 0],
        [0, 0, 0, 0, 0, 1],
    ],
    dtype=float,
)
"""What is zero when the outcome follows the gap P − E alone."""


def quadratic(e: np.ndarray, p: np.ndarray) -> np.ndarray:
    r"""Return the predictors of the surface without its constant, shape (n, 5).

    .. math:: Y = b_0 + b_1 E + b_2 P + b_3 E^2 + b_4 E P + b_5 P^2

    References
    ----------
    Edwards, J. R. and Parry, M. E. (1993). *Academy of Management Journal*, 36,
    1577-1613, eq. 3.
    """
    return np.column_stack([e, p, e**2, e * p, p**2])


def explained(covariance: np.ndarray, predictors: np.ndarray) -> float:
    """Return R² of the first variable on linear combinations of the others.

    Parameters
    ----------
    covariance : ndarray, shape (1 + m, 1 + m)
    predictors : ndarray, shape (k, m)
        A row a predictor.
    """
    b, xy = _slopes(covariance, predictors)
    return float(b @ xy / covariance[0, 0])


def explained_gradient(covariance: np.ndarray, predictors: np.ndarray) -> np.ndarray:
    r"""Return the gradient of :func:`explained` by the covariances, symmetric.

    .. math:: dR^2 = \frac{2 b^\top ds_{xy} - b^\top dS_{xx} b - R^2 ds_{yy}}{s_{yy}}
    """
    b, xy = _slopes(covariance, predictors)
    line = predictors.T @ b
    gradient = np.empty_like(covariance)
    gradient[0, 0] = -(b @ xy) / covariance[0, 0]
    gradient[0, 1:] = gradient[1:, 0] = line
    gradient[1:, 1:] = -np.outer(line, line)
    return gradient / covariance[0, 0]


def _slopes(S: np.ndarray, predictors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    xx = predictors @ S[1:, 1:] @ predictors.T
    xy = predictors @ S[1:, 0]
    return np.linalg.solve(xx, xy), xy
