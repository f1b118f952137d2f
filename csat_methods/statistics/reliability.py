"""Do these items measure one thing, and how precisely?

Every coefficient is a function of the covariance matrix S of the items (k of them;
leading axes, one matrix per group or replicate, are allowed where it says so) and
comes with its gradient: a symmetric matrix B with ``d theta = trace(B dS)``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri, ndtri

from csat_methods._checks import between, whole
from csat_methods.statistics.influence import correlation_gradient
from csat_methods.statistics.moments import correlation


def alpha(S: ArrayLike) -> np.ndarray:
    r"""Return Cronbach's alpha, raw: from covariances.

    .. math::

        \alpha = \frac{k}{k - 1} \Bigl(1 - \frac{\mathrm{tr}\,S}{1'S1}\Bigr)

    Parameters
    ----------
    S : array_like, shape (..., k, k)

    Returns
    -------
    ndarray, shape (...)
        At most 1; below zero where items go against each other.

    Raises
    ------
    ValueError
        If there are fewer than two items, or the total of a single matrix does not
        vary; among several matrices such a one comes out missing.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests.
    *Psychometrika*, 16, 297-334, eq. 2.

    Examples
    --------
    Five items, every correlation one half:

    >>> float(alpha(np.full((5, 5), 0.5) + 0.5 * np.eye(5)))
    0.8333
    """
    S = items_of(S)
    k = S.shape[-1]
    return k / (k - 1) * (1 - np.trace(S, axis1=-2, axis2=-1) / _total(S))


def alpha_gradient(S: ArrayLike) -> np.ndarray:
    r"""Return the gradient of :func:`alpha`.

    .. math::

        \frac{k}{k - 1} \Bigl[\frac{\mathrm{tr}\,S}{(1'S1)^2}\,11'
            - \frac{1}{1'S1}\,I\Bigr]

    Parameters
    ----------
    S : array_like, shape (..., k, k)

    Returns
    -------
    ndarray, shape (..., k, k)

    Raises
    ------
    ValueError
        As :func:`alpha`.

    Examples
    --------
    Alpha does not change with the unit of the answers:

    >>> S = np.array([[2.0, 1.0], [1.0, 3.0]])
    >>> bool(abs(np.trace(alpha_gradient(S) @ S)) < 1e-15)
    True
    """
    S = items_of(S)
    k = S.shape[-1]
    total = _total(S)[..., None, None]
    trace = np.trace(S, axis1=-2, axis2=-1)[..., None, None]
    return k / (k - 1) * (trace / total**2 - np.eye(k) / total)


def standardized_alpha(S: ArrayLike) -> np.ndarray:
    r"""Return alpha of the standardised items, with their mean correlation.

    .. math::

        \alpha_s = \frac{k \bar r}{1 + (k - 1) \bar r}

    Parameters
    ----------
    S : array_like, shape (..., k, k)
        Covariances or correlations.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    ValueError
        If there are fewer than two items, or an item of a single matrix does not
        vary.

    References
    ----------
    Falk, C. F., & Savalei, V. (2011). The relationship between unstandardized and
    standardized alpha. *Journal of Personality Assessment*, 93, 445-453.

    Examples
    --------
    >>> float(standardized_alpha([[4.0, 1.0], [1.0, 1.0]]))
    0.6667
    """
    return alpha(correlation(items_of(S)))


def standardized_alpha_gradient(S: ArrayLike) -> np.ndarray:
    """Return the gradient of :func:`standardized_alpha` for covariances.

    Parameters
    ----------
    S : array_like, shape (k, k)

    Returns
    -------
    ndarray, shape (k, k)

    Raises
    ------
    ValueError
        As :func:`standardized_alpha`.

    Examples
    --------
    More variance at the same covariance is less correlation:

    >>> standardized_alpha_gradient([[1.0, 0.5], [0.5, 1.0]])
    array([[-0.2222,  0.4444],
           [ 0.4444, -0.2222]])
    """
    return correlation_gradient(S, alpha_gradient(correlation(items_of(S))))


def feldt_interval(
    estimate: ArrayLike, n: int, k: int, *, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return Feldt's interval of alpha: exact for parallel normal items.

    .. math::

        1 - (1 - \hat\alpha)\,F_{(1 \pm \text{level})/2;\; n - 1,\; (n - 1)(k - 1)}

    Parameters
    ----------
    estimate : array_like
    n : int
        Respondents, at least 2.
    k : int
        Items, at least 2.
    level : float, default 0.95

    Returns
    -------
    low, high : ndarray

    Raises
    ------
    ValueError
        If `n`, `k` or `level` is out of range.

    Notes
    -----
    The second degrees of freedom are (n - 1)(k - 1) as Feldt's, not n (k - 1).

    References
    ----------
    Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson
    reliability coefficient twenty. *Psychometrika*, 30, 357-370.

    Examples
    --------
    The example of the MRC Cognition and Brain Sciences Unit:

    >>> low, high = feldt_interval(0.913, 873, 20)
    >>> float(low), float(high)
    (0.9044024, 0.9211588)
    """
    tail = (1 - between("level", level, 0, 1)) / 2
    df1 = whole("n", n, lowest=2) - 1
    df2 = df1 * (whole("k", k, lowest=2) - 1)
    error = 1 - np.asarray(estimate, dtype=float)
    return 1 - error * fdtri(df1, df2, 1 - tail), 1 - error * fdtri(df1, df2, tail)


def bonett_interval(
    estimate: ArrayLike, n: int, k: int, *, level: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return Bonett's interval of alpha, normal on the scale of log(1 - alpha).

    .. math::

        1 - \exp\Bigl[\ln(1 - \hat\alpha) \pm
            z \sqrt{\frac{2k}{(k - 1)(n - 2)}}\Bigr]

    Parameters
    ----------
    estimate : array_like
        Below 1.
    n : int
        Respondents, at least 3.
    k : int
        Items, at least 2.
    level : float, default 0.95

    Returns
    -------
    low, high : ndarray

    Raises
    ------
    ValueError
        If `n`, `k` or `level` is out of range.

    References
    ----------
    Bonett, D. G. (2002). Sample size requirements for testing and estimating
    coefficient alpha. *Journal of Educational and Behavioral Statistics*, 27,
    335-340.

    Examples
    --------
    >>> low, high = bonett_interval(0.8, 100, 5)
    >>> float(low), float(high)
    (0.7265, 0.8538)
    """
    z = -ndtri((1 - between("level", level, 0, 1)) / 2)
    n, k = whole("n", n, lowest=3), whole("k", k, lowest=2)
    factor = np.exp(z * np.sqrt(2 * k / ((k - 1) * (n - 2))))
    error = 1 - np.asarray(estimate, dtype=float)
    return 1 - error * factor, 1 - error / factor


def items_of(S: ArrayLike, fewest: int = 2) -> np.ndarray:
    """Return a matrix of items as an array.

    Raises
    ------
    ValueError
        If it is not square, or has fewer items than the formula needs.

    Examples
    --------
    >>> items_of([[1, 0], [0, 1]]).shape
    (2, 2)
    """
    matrix = np.asarray(S, dtype=float)
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2]:
        raise ValueError(f"S of shape {matrix.shape} must be a square matrix.")
    if matrix.shape[-1] < fewest:
        raise ValueError(f"items={matrix.shape[-1]}: at least {fewest} are needed.")
    return matrix


def _total(S: np.ndarray) -> np.ndarray:
    total = S.sum(axis=(-2, -1))
    if S.ndim == 2 and not total > 0:
        raise ValueError(
            f"variance={float(total)!r} of the items' sum: "
            "reliability needs one above 0."
        )
    return np.where(total > 0, total, np.nan)
