"""How lopsided are answers, and how much does each of them move that?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def skewness(x: ArrayLike, weights: ArrayLike) -> np.ndarray:
    r"""Return the weighted skewness of the moments, type 1 of R.

    .. math:: g_1 = \frac{m_3}{m_2^{3/2}}, \qquad
              m_r = \frac{\sum w (x - \bar x)^r}{\sum w}

    Parameters
    ----------
    x : array_like, shape (n, k)
    weights : array_like, shape (n,)

    Returns
    -------
    ndarray, shape (k,)
        NaN where answers do not vary.

    References
    ----------
    Joanes, D. N., & Gill, C. A. (1998). Comparing measures of sample skewness and
    kurtosis. *The Statistician*, 47, 183-189.

    Examples
    --------
    >>> skewness([[1.0], [1.0], [4.0]], [1.0, 1.0, 1.0])
    array([0.7071])
    """
    _, second, third = _central(x, weights)
    return third / second**1.5


def skewness_influence(x: ArrayLike, weights: ArrayLike) -> np.ndarray:
    r"""Return what each row does to :func:`skewness`, without its own weight.

    .. math:: z_j = \frac{1}{\sum w} \Bigl[
              \frac{d_j^3 - m_3 - 3 m_2 d_j}{m_2^{3/2}}
              - \frac{3 g_1}{2} \frac{d_j^2 - m_2}{m_2} \Bigr], \qquad
              d_j = x_j - \bar x

    Parameters
    ----------
    x : array_like, shape (n, k)
    weights : array_like, shape (n,)

    Returns
    -------
    ndarray, shape (n, k)
        Nought where answers do not vary.

    Examples
    --------
    The influence values of all rows add up to nothing:

    >>> x, w = np.array([[1.0], [2.0], [6.0]]), np.array([1.0, 2.0, 1.0])
    >>> bool(abs(w @ skewness_influence(x, w)) < 1e-15)
    True
    """
    off, second, third = _central(x, weights)
    g = third / second**1.5
    spread = (off**3 - third - 3 * second * off) / second**1.5
    z = spread - 1.5 * g * (off**2 - second) / second
    return np.nan_to_num(z) / np.sum(weights)


def _central(
    x: ArrayLike, weights: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return distances from the mean, and the second and third central moments."""
    values, w = np.asarray(x, dtype=float), np.asarray(weights, dtype=float)
    share = w[:, None] / w.sum()
    off = values - (share * values).sum(axis=0)
    second, third = ((share * off**power).sum(axis=0) for power in (2, 3))
    varies = values.max(axis=0) > values.min(axis=0)
    return off, np.where(varies, second, np.nan), third
