"""How does each item stand to the others, and what if it were not asked?

Functions of the covariance matrix S of k items (leading axes, one matrix per group
or replicate, are allowed where it says so), each with its gradients: symmetric
matrices B with ``d theta = trace(B dS)``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.moments import Moments
from csat_methods.statistics.reliability import alpha, alpha_gradient, items_of
from csat_methods.statistics.sums import blocks


def composite_correlation(S: ArrayLike, a: ArrayLike, b: ArrayLike) -> np.ndarray:
    r"""Return the correlation of two weighted sums of items.

    .. math::

        r = \frac{a'Sb}{\sqrt{a'Sa \; b'Sb}}

    Parameters
    ----------
    S : array_like, shape (..., k, k)
    a, b : array_like, shape (m, k)
        The weights of m pairs of sums.

    Returns
    -------
    ndarray, shape (..., m)
        NaN where a sum does not vary.

    Raises
    ------
    ValueError
        If there are fewer than two items.

    Examples
    --------
    Odd and even halves of four items that correlate one half:

    >>> S = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    >>> composite_correlation(S, [[1, 0, 1, 0]], [[0, 1, 0, 1]])
    array([0.6667])
    """
    S, a, b = items_of(S), np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    product = ((a @ S) * b).sum(-1)
    spread = ((a @ S) * a).sum(-1) * ((b @ S) * b).sum(-1)
    return product / np.sqrt(np.where(spread > 0, spread, np.nan))


def composite_correlation_gradient(
    S: ArrayLike, a: ArrayLike, b: ArrayLike
) -> np.ndarray:
    r"""Return the gradients of :func:`composite_correlation`.

    .. math::

        \frac{ab' + ba'}{2 \sqrt{a'Sa \; b'Sb}} - \frac{r}{2}
            \Bigl(\frac{aa'}{a'Sa} + \frac{bb'}{b'Sb}\Bigr)

    Parameters
    ----------
    S : array_like, shape (k, k)
    a, b : array_like, shape (m, k)

    Returns
    -------
    ndarray, shape (m, k, k)

    Raises
    ------
    ValueError
        If there are fewer than two items.

    Examples
    --------
    >>> composite_correlation_gradient(np.eye(2), [[1, 0]], [[0, 1]])
    array([[[0. , 0.5],
            [0.5, 0. ]]])
    """
    S, a, b = items_of(S), np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    r = composite_correlation(S, a, b)
    u = a / np.sqrt(((a @ S) * a).sum(-1))[:, None]
    v = b / np.sqrt(((b @ S) * b).sum(-1))[:, None]
    uv, uu, vv = (np.einsum("mi,mj->mij", p, q) for p, q in ((u, v), (u, u), (v, v)))
    return (uv + uv.transpose(0, 2, 1) - r[:, None, None] * (uu + vv)) / 2


def composite_correlation_influence(
    x: np.ndarray, found: Moments, a: ArrayLike, b: ArrayLike
) -> np.ndarray:
    r"""Return what each row does to :func:`composite_correlation`, without its weight.

    .. math:: z_j = \frac{1}{\sum w} \frac{n}{n - 1} \Bigl[\frac{u_j v_j}{s_u s_v}
              - \frac{r}{2} \Bigl(\frac{u_j^2}{s_u^2} + \frac{v_j^2}{s_v^2}\Bigr)
              \Bigr]

    with u and v the two sums of row j, off their means: the influence of the gradient,
    without its products of all pairs of items.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        None missing.
    found : Moments
        Of these rows.
    a, b : array_like, shape (m, k)

    Returns
    -------
    ndarray, shape (n, m)

    Examples
    --------
    >>> from csat_methods.statistics.moments import moments
    >>> x = np.array([[1.0, 2.0], [2.0, 1.0], [4.0, 5.0]])
    >>> z = composite_correlation_influence(x, moments(x), [[1, 0]], [[0, 1]])
    >>> bool(abs(z.sum()) < 1e-15)
    True
    """
    S = found.covariance
    sides = [np.asarray(side, dtype=float) for side in (a, b)]
    scaled = [s / np.sqrt(((s @ S) * s).sum(-1))[:, None] for s in sides]
    r = composite_correlation(S, *sides)
    factor = found.n / (found.n - 1) / found.weight
    z = np.empty((len(x), len(r)))
    for rows in blocks(len(x)):
        off = x[rows] - found.means
        u, v = (off @ side.T for side in scaled)
        both = u * v
        u *= u
        v *= v
        u += v
        u *= r / 2
        both -= u
        np.multiply(both, factor, out=z[rows])
    return z


def item_total(S: ArrayLike) -> np.ndarray:
    """Return each item's correlation with the sum of all items.

    Parameters
    ----------
    S : array_like, shape (..., k, k)

    Returns
    -------
    ndarray, shape (..., k)
        NaN where an item or the sum does not vary.

    Raises
    ------
    ValueError
        If there are fewer than two items.

    Examples
    --------
    >>> item_total([[1.0, 0.5], [0.5, 1.0]])
    array([0.8660, 0.8660])
    """
    return composite_correlation(S, *_each_and_all(S))


def item_rest(S: ArrayLike) -> np.ndarray:
    """Return each item's correlation with the sum of the other items.

    Parameters
    ----------
    S : array_like, shape (..., k, k)

    Returns
    -------
    ndarray, shape (..., k)
        NaN where an item or its rest does not vary.

    Raises
    ------
    ValueError
        If there are fewer than two items.

    References
    ----------
    Nunnally, J. C., & Bernstein, I. H. (1994). *Psychometric Theory*, 3rd ed.,
    chapter 8. McGraw-Hill.

    Examples
    --------
    >>> item_rest([[1.0, 0.5], [0.5, 1.0]])
    array([0.5, 0.5])
    """
    return composite_correlation(S, *_each_and_rest(S))


def item_rest_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradients of :func:`item_rest`, shape (k, k, k).

    Raises
    ------
    ValueError
        If there are fewer than two items.

    Examples
    --------
    >>> item_rest_gradient(np.eye(2))[0]
    array([[0. , 0.5],
           [0.5, 0. ]])
    """
    return composite_correlation_gradient(S, *_each_and_rest(S))


def alpha_if_deleted(S: ArrayLike) -> np.ndarray:
    """Return alpha of the other items, item by item.

    Parameters
    ----------
    S : array_like, shape (..., k, k)
        Of at least three items.

    Returns
    -------
    ndarray, shape (..., k)

    Raises
    ------
    ValueError
        If there are fewer than three items, or the rest of a single matrix does not
        vary.

    Examples
    --------
    >>> S = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]])
    >>> alpha_if_deleted(S)
    array([0.    , 0.    , 0.6667])
    """
    S = items_of(S, fewest=3)
    k = S.shape[-1]
    kept = [np.delete(np.arange(k), i) for i in range(k)]
    return np.stack([alpha(S[..., r[:, None], r]) for r in kept], axis=-1)


def alpha_if_deleted_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradients of :func:`alpha_if_deleted`, shape (k, k, k).

    Raises
    ------
    ValueError
        As :func:`alpha_if_deleted`.

    Examples
    --------
    What is deleted moves nothing:

    >>> alpha_if_deleted_gradient(np.eye(3))[0, 0]
    array([0., 0., 0.])
    """
    S = items_of(S, fewest=3)
    k = len(S)
    gradient = np.zeros((k, k, k))
    for i in range(k):
        rest = np.delete(np.arange(k), i)
        gradient[i][np.ix_(rest, rest)] = alpha_gradient(S[np.ix_(rest, rest)])
    return gradient


def _each_and_all(S: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    k = np.shape(S)[-1]
    return np.eye(k), np.ones((k, k))


def _each_and_rest(S: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    k = np.shape(S)[-1]
    return np.eye(k), 1 - np.eye(k)
