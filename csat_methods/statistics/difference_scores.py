"""How reliable is the difference of two scores?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def difference_reliability(
    r_e: ArrayLike, r_p: ArrayLike, s_e: ArrayLike, s_p: ArrayLike, r: ArrayLike
) -> np.ndarray:
    r"""Return the reliability of a difference, perception less expectation.

    .. math::

        r_D = \frac{s_P^2 r_P + s_E^2 r_E - 2 r s_P s_E}
                   {s_P^2 + s_E^2 - 2 r s_P s_E}

    Parameters
    ----------
    r_e, r_p : array_like
        Reliabilities of the two scores.
    s_e, s_p : array_like
        Their standard deviations, above zero.
    r : array_like
        Their correlation.

    Returns
    -------
    ndarray
        NaN where the difference does not vary.

    References
    ----------
    Peter, J. P., Churchill, G. A., & Brown, T. J. (1993). Caution in the use of
    difference scores in consumer research. *Journal of Consumer Research*, 19,
    655-662.

    Examples
    --------
    Two scores of reliability .8 that correlate .5 differ with reliability .6:

    >>> float(difference_reliability(0.8, 0.8, 1.0, 1.0, 0.5))
    0.6
    """
    true, seen, _ = _difference(r_e, r_p, s_e, s_p, r)
    return true / seen


def difference_reliability_gradient(
    r_e: ArrayLike, r_p: ArrayLike, s_e: ArrayLike, s_p: ArrayLike, r: ArrayLike
) -> np.ndarray:
    """Return the derivatives of :func:`difference_reliability`.

    Returns
    -------
    ndarray, shape (..., 5)
        With respect to r_e, r_p, s_e, s_p and r.

    Examples
    --------
    >>> difference_reliability_gradient(0.8, 0.8, 1.0, 1.0, 0.5)
    array([ 1. ,  1. ,  0. ,  0. , -0.8])
    """
    true, seen, (r_e, r_p, s_e, s_p, r) = _difference(r_e, r_p, s_e, s_p, r)
    ratio = true / seen
    parts = [
        s_e**2,
        s_p**2,
        2 * s_e * r_e - 2 * r * s_p - ratio * (2 * s_e - 2 * r * s_p),
        2 * s_p * r_p - 2 * r * s_e - ratio * (2 * s_p - 2 * r * s_e),
        -2 * s_e * s_p * (1 - ratio),
    ]
    return np.stack(np.broadcast_arrays(*parts), axis=-1) / seen[..., None]


def _difference(
    *values: ArrayLike,
) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Return true variance, observed variance and the five values as arrays."""
    r_e, r_p, s_e, s_p, r = parts = [np.asarray(v, dtype=float) for v in values]
    shared = 2 * r * s_p * s_e
    seen = s_p**2 + s_e**2 - shared
    true = s_p**2 * r_p + s_e**2 * r_e - shared
    return true, np.where(seen > 0, seen, np.nan), parts
