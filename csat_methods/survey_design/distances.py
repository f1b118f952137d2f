"""How far is a new weight from the old one, and which factor does a distance give?

Deville and Särndal (1992), table 1: linear (case 1), raking (case 2), logit (case 6)
and truncated (case 7); raking between bounds is case 2 cut off as case 7 is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import expit

Curve = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]
"""u, lower and upper bounds of the factor, to a number each."""

SMALLEST = 1e-300
"""A factor that raking takes for nought."""


class Distance(NamedTuple):
    """A calibration distance: the factor g(u), its derivative and its integral."""

    factor: Curve
    slope: Curve
    integral: Curve
    bounded: bool = False


def _cut(
    factor: Callable[[np.ndarray], np.ndarray],
    slope: Callable[[np.ndarray], np.ndarray],
    integral: Callable[[np.ndarray], np.ndarray],
    inverse: Callable[[np.ndarray], np.ndarray],
    *,
    bounded: bool = False,
) -> Distance:
    """Return a distance whose factor is cut off at the bounds."""

    def inside(u: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        return (u > inverse(low)) & (u < inverse(high))

    def area(u: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        start, end = inverse(low), inverse(high)
        middle = integral(np.clip(u, start, end))
        below = np.where(u < start, low * (u - start), 0.0)
        above = np.where(u > end, high * (u - end), 0.0)
        return middle + np.nan_to_num(below) + np.nan_to_num(above)

    return Distance(
        lambda u, low, high: np.clip(factor(u), low, high),
        lambda u, low, high: np.where(inside(u, low, high), slope(u), 0.0),
        area,
        bounded,
    )


def _logarithm(g: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(g, SMALLEST))


def _steepness(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return (high - low) / ((1 - low) * (high - 1))


def _share(u: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return where between the bounds the logit's factor lies, 0 to 1."""
    return expit(_steepness(low, high) * u + np.log((1 - low) / (high - 1)))


def _logit_factor(u: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return low + (high - low) * _share(u, low, high)


def _logit_slope(u: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    share = _share(u, low, high)
    return (high - low) * _steepness(low, high) * share * (1 - share)


def _logit_integral(u: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    steep = _steepness(low, high)
    area = np.logaddexp(np.log(high - 1), np.log(1 - low) + steep * u)
    return low * u + (high - low) / steep * area


_LINEAR = (lambda u: 1 + u, np.ones_like, lambda u: u + u * u / 2, lambda g: g - 1)

DISTANCES: dict[str, Distance] = {
    "linear": _cut(*_LINEAR),
    "raking": _cut(np.exp, np.exp, np.exp, _logarithm),
    "logit": Distance(_logit_factor, _logit_slope, _logit_integral, bounded=True),
    "truncated": _cut(*_LINEAR, bounded=True),
}
"""The distances by name; bounded ones need bounds, the others may have them."""
