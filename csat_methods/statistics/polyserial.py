"""How does a number correlate with the hidden variable behind a rating?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from csat_methods.statistics.bivariate_normal import FAR, log_between, normal_density

LIMIT = 1 - 1e-6
"""The correlation stops here."""

STEP = 1e-5
"""Of the differences that tell how the slope depends on the first step."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Polyserial:
    """Correlation of a number with the normal variable behind a rating.

    Attributes
    ----------
    rho : float
    thresholds : ndarray
    influence : ndarray, shape (n,)
        Of each row: rho less its truth is near the sum of w z.
    at_edge : bool
        Whether it stopped just below one.
    """

    rho: float
    thresholds: np.ndarray
    influence: np.ndarray
    at_edge: bool


def polyserial(
    number: ArrayLike, rating: ArrayLike, weights: ArrayLike | None = None
) -> Polyserial:
    r"""Return the two-step polyserial correlation.

    The number is standardized (divisor n) and the thresholds are those of the
    rating's own shares; given both, rho maximises

    .. math::

        \sum_i w_i \ln\Bigl[\Phi\Bigl(\frac{\tau_{y_i} - \rho x_i}{\sqrt{1 - \rho^2}}
        \Bigr) - \Phi\Bigl(\frac{\tau_{y_i - 1} - \rho x_i}{\sqrt{1 - \rho^2}}\Bigr)
        \Bigr]

    Parameters
    ----------
    number, rating : array_like, shape (n,)
        Complete.
    weights : array_like, shape (n,), optional
        Not negative.

    Returns
    -------
    Polyserial

    Raises
    ------
    ValueError
        If the number does not vary, or the rating has a single category.

    Notes
    -----
    Checked against lavaan 0.6-14's ``lavCor``; polycor's and psych's two-step value is
    a closed formula without the maximum, and differs in the third decimal.

    References
    ----------
    Olsson, U., Drasgow, F., & Dorans, N. J. (1982). The polyserial correlation
    coefficient. *Psychometrika*, 47, 337-347.

    Examples
    --------
    >>> x = np.arange(8.0)
    >>> round(polyserial(x, [0, 0, 1, 0, 1, 0, 1, 1]).rho, 3)
    0.65
    """
    x, y = np.asarray(number, dtype=float), np.asarray(rating)
    w = np.ones(len(x)) if weights is None else np.asarray(weights, dtype=float)
    known, place = np.unique(y[w > 0], return_inverse=True)
    if len(known) < 2 or not np.ptp(x[w > 0]) > 0:
        raise ValueError("A polyserial correlation needs answers that vary.")
    code = np.zeros(len(x), dtype=np.intp)
    code[w > 0] = place
    share = np.bincount(code, w)[:-1].cumsum() / w.sum()
    mean = w @ x / w.sum()
    sd = float(np.sqrt(w @ (x - mean) ** 2 / w.sum()))
    first = np.concatenate([[mean, sd], ndtri(share)])

    def slopes(theta: np.ndarray, rho: float) -> np.ndarray:
        return _slopes((x - theta[0]) / theta[1], code, theta[2:], rho)

    rho = _root(lambda r: float(w @ slopes(first, r)))
    at_edge = abs(rho) >= LIMIT
    z = np.zeros(len(x)) if at_edge else _influence(slopes, first, rho, (x, code, w))
    return Polyserial(
        rho=rho, thresholds=first[2:], influence=z * (w > 0), at_edge=at_edge
    )


def _root(slope: Callable[[float], float]) -> float:
    if slope(LIMIT) >= 0:
        return LIMIT
    if slope(-LIMIT) <= 0:
        return -LIMIT
    return float(brentq(slope, -LIMIT, LIMIT, xtol=1e-14, rtol=1e-14))


def _slopes(
    x: np.ndarray, code: np.ndarray, cuts: np.ndarray, rho: float
) -> np.ndarray:
    """Return each row's slope of the log-likelihood in rho."""
    ends = np.concatenate([[-FAR], cuts, [FAR]])
    root = np.sqrt((1 - rho) * (1 + rho))
    low, high = ends[code], ends[code + 1]
    a, b = (low - rho * x) / root, (high - rho * x) / root
    chance = log_between(a, b)
    steep = [np.exp(-t * t / 2 - chance) / np.sqrt(2 * np.pi) for t in (a, b)]
    grown = steep[1] * (rho * high - x) - steep[0] * (rho * low - x)
    return grown / root**3


def _influence(
    slopes: Callable[[np.ndarray, float], np.ndarray],
    first: np.ndarray,
    rho: float,
    rows: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> np.ndarray:
    """Return z: the row's slope, and what it does to the first step, over the curve."""
    x, code, w = rows
    total = w.sum()
    u = (x - first[0]) / first[1]
    below = code[:, None] <= np.arange(len(first) - 2)
    moved = np.column_stack(
        [
            x - first[0],
            first[1] * (u * u - 1) / 2,
            (below - ndtr(first[2:])) / normal_density(first[2:]),
        ]
    )
    curve = _change(lambda h: float(w @ slopes(first, rho + h)))
    through = np.array(
        [_change(partial(_total, slopes, first, e, rho, w)) for e in np.eye(len(first))]
    )
    return -(slopes(first, rho) + moved @ through / total) / curve


def _total(
    slopes: Callable[[np.ndarray, float], np.ndarray],
    first: np.ndarray,
    direction: np.ndarray,
    rho: float,
    w: np.ndarray,
    step: float,
) -> float:
    return float(w @ slopes(first + step * direction, rho))


def _change(function: Callable[[float], float]) -> float:
    return float((function(STEP) - function(-STEP)) / (2 * STEP))
