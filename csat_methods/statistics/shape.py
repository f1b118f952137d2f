"""How are answers spread over a scale: at its ends, to one side, in the middle?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from csat_methods.statistics.sums import blocks


class Shape(NamedTuple):
    """Statistics of each item, shape (k,) each; NaN where nothing varies."""

    floor: np.ndarray
    ceiling: np.ndarray
    skewness: np.ndarray
    kurtosis: np.ndarray


def shares_and_shape(
    x: np.ndarray, weights: np.ndarray, near: np.ndarray, ends: np.ndarray
) -> Shape:
    r"""Return the shares at both ends, skewness and excess kurtosis, in one pass.

    .. math:: g_1 = \frac{m_3}{m_2^{3/2}}, \qquad g_2 = \frac{m_4}{m_2^2} - 3, \qquad
              m_r = \frac{\sum w (x - \bar x)^r}{\sum w}

    of the answers each item has; the sums are taken about points near the means.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        NaN for none.
    weights : ndarray, shape (n,)
    near : ndarray, shape (k,)
        Points near the means.
    ends : ndarray, shape (k, 2)
        The lowest and the highest point of each item.

    References
    ----------
    Joanes, D. N., & Gill, C. A. (1998). *The Statistician*, 47, 183-189.

    Examples
    --------
    >>> x, w = np.array([[1.0], [1.0], [4.0]]), np.ones(3)
    >>> found = shares_and_shape(x, w, x.mean(axis=0), np.array([[1.0, 5.0]]))
    >>> found.floor, found.ceiling, found.skewness
    (array([0.6667]), array([0.]), array([0.7071]))
    """
    sums = np.zeros((7, x.shape[1]))
    for rows in blocks(len(x)):
        sums += _block(x[rows], weights[rows], near, ends)
    floor, ceiling, *powers = sums[1:] / sums[0]
    first, second, third, fourth = powers
    m2 = second - first**2
    m3 = third - 3 * first * second + 2 * first**3
    m4 = fourth - 4 * first * third + 6 * first**2 * second - 3 * first**4
    with np.errstate(invalid="ignore", divide="ignore"):
        m2 = np.where(m2 > 0, m2, np.nan)
        return Shape(floor, ceiling, m3 / m2**1.5, m4 / m2**2 - 3)


def _block(
    x: np.ndarray, w: np.ndarray, near: np.ndarray, ends: np.ndarray
) -> np.ndarray:
    """Return sums of weights, of those at each end, and of four powers, (7, k)."""
    off = x - near
    weight = np.full(x.shape[1], w.sum())
    if np.isnan(off.sum()):
        held = ~np.isnan(off)
        off, weight = np.where(held, off, 0.0), w @ held
    square = off * off
    shares = [w @ (x == end).astype(float) for end in ends.T]
    first, second = w @ off, w @ square
    off *= square
    square *= square
    return np.array([weight, *shares, first, second, w @ off, w @ square])
