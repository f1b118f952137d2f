"""At least how reliable is a sum of items, whatever true scores made the covariances?

The error variances are the largest that leave a covariance matrix of true scores:
a semidefinite programme, solved by Newton's method on its logarithmic barrier.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.correlation import inverse_of
from csat_methods.statistics.reliability import items_of

GAP = 1e-9
"""Distance from the optimum, relative to the trace, at the end."""

GROWTH = 8.0
MOST_STEPS = 50
CENTRED = 1e-13


@dataclass(frozen=True, eq=False)
class LowerBound:
    """The greatest lower bound to the reliability of a sum.

    Attributes
    ----------
    value : float
    gradient : ndarray, shape (k, k)
        ``d value = trace(gradient dS)``.
    errors : ndarray, shape (k,)
        Error variances at the bound.
    """

    value: float
    gradient: np.ndarray
    errors: np.ndarray


def greatest_lower_bound(S: ArrayLike) -> LowerBound:
    r"""Return the greatest lower bound to the reliability of a sum of items.

    .. math:: 1 - \frac{1}{1'S1} \max\Bigl\{ \sum_i \theta_i :\;
              S - \mathrm{diag}(\theta) \succeq 0,\; \theta \ge 0 \Bigr\}

    Parameters
    ----------
    S : array_like, shape (k, k)
        Covariances, positive definite.

    Returns
    -------
    LowerBound

    Raises
    ------
    ValueError
        If there are fewer than two items, or S has no inverse.

    Notes
    -----
    Checked against psych 2.2.9's ``glb.algebraic`` (Rcsdp); psych's ``glb.fa`` is
    something else.

    References
    ----------
    Jackson, P. H., & Agunwamba, C. C. (1977). Lower bounds for the reliability of
    the total score on a test composed of non-homogeneous items: I. *Psychometrika*,
    42, 567-578.

    Bentler, P. M., & Woodward, J. A. (1980). Inequalities among lower bounds to
    reliability. *Psychometrika*, 45, 249-267.

    Examples
    --------
    Items of one true score: the bound is their reliability, as alpha is.

    >>> found = greatest_lower_bound(np.full((4, 4), 0.5) + 0.5 * np.eye(4))
    >>> round(found.value, 8)
    0.8
    """
    S = items_of(S)
    scale = np.trace(S) / len(S)
    inverse_of(S)
    errors, dual = _most_error(S / scale)
    total = S.sum()
    share = errors.sum() * scale / total
    return LowerBound(float(1 - share), (share - dual) / total, errors * scale)


def _most_error(S: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the largest errors and the dual matrix: how they grow with S."""
    errors = np.full(len(S), np.linalg.eigvalsh(S)[0] / 2)
    weight = 1.0
    while True:
        errors = _centred(S, errors, weight)
        if 2 * len(S) / weight < GAP * len(S):
            return errors, np.linalg.inv(S - np.diag(errors)) / weight
        weight *= GROWTH


def _centred(S: np.ndarray, errors: np.ndarray, weight: float) -> np.ndarray:
    """Return the maximum of weight * sum + log det + sum of logs, by Newton."""
    for _ in range(MOST_STEPS):
        P = np.linalg.inv(S - np.diag(errors))
        slope = weight - np.diagonal(P) + 1 / errors
        step = np.linalg.solve(P * P + np.diag(errors**-2.0), slope)
        decrement = float(slope @ step)
        if decrement < CENTRED:
            break
        errors = errors + step * _inside(decrement)
    return errors


def _inside(decrement: float) -> float:
    """Return a length that stays inside: the damped step of self-concordance."""
    root = np.sqrt(decrement)
    return 1.0 if root < 0.25 else 1 / (1 + root)
