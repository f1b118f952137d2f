"""Does a poor rating cost more than a good rating gains?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.weighted_regression import linear


@dataclass(frozen=True, eq=False)
class Impact:
    """Penalties and rewards of k items.

    Attributes
    ----------
    coefficients : ndarray, shape (2 k,)
        Penalties, then rewards, in points of the outcome.
    influence : ndarray, shape (n, 2 k)
        θ̂ − θ ≈ Σ w z.
    leverage : ndarray, shape (n,)
        Diagonal of the hat matrix.
    r_squared : float
    """

    coefficients: np.ndarray
    influence: np.ndarray
    leverage: np.ndarray
    r_squared: float


def cut_points(lowest: float, highest: float) -> tuple[float, float]:
    """Return the highest poor rating and the lowest good one of a scale.

    Poor is what lies below the middle, good are the two highest points; of fewer than
    four points the highest only.

    Examples
    --------
    >>> cut_points(1, 7), cut_points(1, 5), cut_points(1, 3)
    ((3, 6), (2, 4), (1, 3))
    """
    middle = (lowest + highest) / 2
    return math.ceil(middle) - 1, max(highest - 1, math.floor(middle) + 1)


def dummies(
    answers: np.ndarray, low: float | np.ndarray, high: float | np.ndarray
) -> np.ndarray:
    """Return who rated each item low, then who rated it high, (n, k) to (n, 2 k).

    Parameters
    ----------
    answers : ndarray, shape (n, k)
    low, high : float or ndarray, shape (k,)
    """
    return np.column_stack([answers <= low, answers >= high]).astype(float)


def penalties_and_rewards(
    marks: np.ndarray, outcome: np.ndarray, weights: np.ndarray
) -> Impact:
    r"""Return one least squares fit with a dummy for low and one for high, per item.

    .. math:: y = b_0 + \sum_j (p_j L_j + r_j H_j) + e

    Parameters
    ----------
    marks : ndarray, shape (n, 2 k)
        As of :func:`dummies`; of full rank beside the constant.
    outcome, weights : ndarray, shape (n,)

    References
    ----------
    Brandt, D. R. (1987). *Proceedings of the Services Marketing Conference*, 61-65;
    Matzler, K. and Sauerwein, E. (2002). *International Journal of Service Industry
    Management*, 13, 314-332.
    """
    fit = linear(marks, outcome, weights)
    design = np.column_stack([np.ones(len(marks)), marks]) * np.sqrt(weights)[:, None]
    q = np.linalg.qr(design)[0]
    r_squared = 1 - fit.deviance / fit.null_deviance
    return Impact(
        fit.coefficients[1:], fit.influence[:, 1:], (q**2).sum(axis=1), r_squared
    )


def hc3(impact: Impact, weights: np.ndarray) -> np.ndarray:
    r"""Return the covariance of the coefficients when rows were drawn alone.

    .. math:: (X^\top X)^{-1} X^\top \mathrm{diag}
              \Bigl(\frac{e_i^2}{(1 - h_i)^2}\Bigr) X (X^\top X)^{-1}

    References
    ----------
    MacKinnon, J. G. and White, H. (1985). *Journal of Econometrics*, 29, 305-325, eq.
    12 in the form of HC3.
    """
    z = impact.influence * (weights / (1 - impact.leverage))[:, None]
    return z.T @ z


def collinear(marks: np.ndarray) -> list[int]:
    """Return the columns that others make up, with the constant; the later of each."""
    full = np.column_stack([np.ones(len(marks)), marks])
    _, r = np.linalg.qr(full)
    size = np.abs(np.diag(r))
    found = np.flatnonzero(size < 1e-9 * np.sqrt(len(full)))
    return [int(j) - 1 for j in found if j]
