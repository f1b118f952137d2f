"""How reliable are gaps, by the covariances of k expectations and k perceptions?

S is the covariance matrix of the 2k items, expectations first. What cannot be
estimated, because something does not vary or there is one item a side, is NaN.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from csat_methods.statistics.difference_scores import (
    difference_reliability,
    difference_reliability_gradient,
)
from csat_methods.statistics.item_statistics import (
    composite_correlation,
    composite_correlation_gradient,
)
from csat_methods.statistics.reliability import alpha, alpha_gradient


def gap_contrast(k: int) -> np.ndarray:
    """Return T, (k, 2k), that turns the items into their gaps: P less E."""
    return np.hstack([-np.eye(k), np.eye(k)])


def _sides(S: np.ndarray) -> tuple[slice, slice]:
    k = len(S) // 2
    return slice(0, k), slice(k, None)


def _side_means(S: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of the 2k items in a person's mean of either side."""
    k = len(S) // 2
    return np.repeat([1 / k, 0], k), np.repeat([0, 1 / k], k)


def _alpha_or_nan(S: np.ndarray) -> float:
    return float(alpha(S)) if len(S) > 1 and S.sum() > 0 else np.nan


def gap_alpha(S: np.ndarray) -> float:
    """Return Cronbach's alpha of the gaps themselves.

    Examples
    --------
    >>> S = np.kron(np.eye(2), np.full((3, 3), 0.5) + 0.5 * np.eye(3))
    >>> round(gap_alpha(S), 4)
    0.75
    """
    T = gap_contrast(len(S) // 2)
    return _alpha_or_nan(T @ S @ T.T)


def gap_alpha_slope(S: np.ndarray) -> np.ndarray:
    """Return the gradient of :func:`gap_alpha`, (2k, 2k)."""
    T = gap_contrast(len(S) // 2)
    return T.T @ alpha_gradient(T @ S @ T.T) @ T


def _ingredients(S: np.ndarray) -> tuple[float, float, float, float, float]:
    """Return the reliabilities, standard deviations and correlation of both sides."""
    e, p = _sides(S)
    a, b = _side_means(S)
    return (
        _alpha_or_nan(S[e, e]),
        _alpha_or_nan(S[p, p]),
        float(np.sqrt(a @ S @ a)),
        float(np.sqrt(b @ S @ b)),
        float(composite_correlation(S, a[None], b[None])[0]),
    )


def gap_difference_reliability(S: np.ndarray) -> float:
    """Return the reliability of the difference of a person's means.

    Examples
    --------
    Unrelated sides of reliability .75 differ with reliability .75:

    >>> S = np.kron(np.eye(2), np.full((3, 3), 0.5) + 0.5 * np.eye(3))
    >>> round(gap_difference_reliability(S), 4)
    0.75
    """
    return float(difference_reliability(*_ingredients(S)))


def gap_difference_slope(S: np.ndarray) -> np.ndarray:
    """Return the gradient of :func:`gap_difference_reliability`, (2k, 2k)."""
    e, p = _sides(S)
    a, b = _side_means(S)
    parts = np.zeros((5, *S.shape))
    parts[0, e, e], parts[1, p, p] = alpha_gradient(S[e, e]), alpha_gradient(S[p, p])
    for place, side in ((2, a), (3, b)):
        parts[place] = np.outer(side, side) / (2 * np.sqrt(side @ S @ side))
    parts[4] = composite_correlation_gradient(S, a[None], b[None])[0]
    return np.tensordot(difference_reliability_gradient(*_ingredients(S)), parts, 1)


def gap_figures(S: np.ndarray) -> dict[str, float]:
    """Return the reliabilities of both sides, their correlation, and of the gap."""
    r_e, r_p, s_e, s_p, r = _ingredients(S)
    return {
        "alpha_expectation": r_e,
        "alpha_perception": r_p,
        "correlation": r,
        "difference_reliability": float(difference_reliability(r_e, r_p, s_e, s_p, r)),
        "alpha_gap": gap_alpha(S),
    }


STATISTICS: dict[str, Callable[[np.ndarray], float]] = {
    "difference_reliability": gap_difference_reliability,
    "alpha_gap": gap_alpha,
}
"""Reliabilities of a gap, as functions of the covariances."""

SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "difference_reliability": gap_difference_slope,
    "alpha_gap": gap_alpha_slope,
}
"""Their gradients."""
