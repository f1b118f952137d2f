"""How large are eigenvalues when items do not correlate at all?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import between, one_of, whole
from csat_methods.statistics.correlation import inverse_of
from csat_methods.statistics.moments import correlation
from csat_methods.statistics.reliability import items_of

BATCH = 2**22
"""Matrix entries drawn at a time."""

Draw = Callable[[int], np.ndarray]


@dataclass(frozen=True, eq=False, kw_only=True)
class Parallel:
    """Eigenvalues of data without correlation, largest first.

    Attributes
    ----------
    expected : ndarray, shape (k,)
        Their means.
    threshold : ndarray, shape (k,)
        Their quantiles.
    draws : ndarray, shape (draws, k)
        All of them.
    """

    expected: np.ndarray
    threshold: np.ndarray
    draws: np.ndarray


def eigenvalues(R: ArrayLike, *, basis: str = "pca") -> np.ndarray:
    """Return the eigenvalues that parallel analysis compares, largest first.

    Parameters
    ----------
    R : array_like, shape (..., k, k)
        Correlations.
    basis : {"pca", "factor"}, default "pca"
        The matrix itself, or with squared multiple correlations on its diagonal.

    Returns
    -------
    ndarray, shape (..., k)

    Raises
    ------
    ValueError
        If R is not square, or for "factor" has no inverse.

    Examples
    --------
    >>> eigenvalues([[1.0, 0.5], [0.5, 1.0]])
    array([1.5, 0.5])
    >>> eigenvalues([[1.0, 0.5], [0.5, 1.0]], basis="factor")
    array([ 0.75, -0.25])
    """
    R = items_of(R)
    return BASES[one_of("basis", basis, BASES)](R)


def _principal(R: np.ndarray) -> np.ndarray:
    return np.linalg.eigvalsh(R)[..., ::-1]


def _reduced(R: np.ndarray) -> np.ndarray:
    diagonal = np.arange(R.shape[-1])
    reduced = R.copy()
    reduced[..., diagonal, diagonal] -= 1 / inverse_of(R)[..., diagonal, diagonal]
    return np.linalg.eigvalsh(reduced)[..., ::-1]


BASES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "pca": _principal,
    "factor": _reduced,
}


def parallel_normal(
    n: int,
    k: int,
    *,
    basis: str = "pca",
    draws: int = 500,
    quantile: float = 0.95,
    seed: int | np.random.Generator,
) -> Parallel:
    r"""Return eigenvalues of k independent normal items answered by n people.

    The covariance matrix is drawn itself, not the answers: Bartlett's decomposition
    makes a Wishart matrix with n - 1 degrees of freedom out of k² / 2 numbers,

    .. math::

        W = AA', \qquad a_{ii}^2 \sim \chi^2_{n - i}, \quad
        a_{ij} \sim N(0, 1) \; (i > j)

    which has exactly the distribution of n drawn rows.

    Parameters
    ----------
    n : int
        Respondents, more than k.
    k : int
        Items, at least 2.
    basis : {"pca", "factor"}, default "pca"
        See :func:`eigenvalues`.
    draws : int, default 500
    quantile : float, default 0.95
    seed : int or Generator

    Returns
    -------
    Parallel

    Raises
    ------
    ValueError
        If an argument is out of range.

    References
    ----------
    Horn, J. L. (1965). A rationale and test for the number of factors in factor
    analysis. *Psychometrika*, 30, 179-185.

    Bartlett, M. S. (1933). On the theory of statistical regression. *Proceedings of
    the Royal Society of Edinburgh*, 53, 260-283.

    Examples
    --------
    >>> found = parallel_normal(200, 3, draws=2000, seed=1)
    >>> found.expected.round(1)
    array([1.1, 1. , 0.9])
    """
    k = whole("k", k, lowest=2)
    n = whole("n", n, lowest=k + 1)
    rng = np.random.default_rng(seed)
    below = np.tril_indices(k, -1)
    degrees = n - 1 - np.arange(k)

    def draw(count: int) -> np.ndarray:
        A = np.zeros((count, k, k))
        A[:, *below] = rng.standard_normal((count, len(below[0])))
        A[:, range(k), range(k)] = np.sqrt(rng.chisquare(degrees, (count, k)))
        return correlation(A @ A.transpose(0, 2, 1))

    return parallel_draws(draw, k * k, basis, draws, quantile)


def leading(observed: np.ndarray, threshold: np.ndarray) -> int:
    """Return how many eigenvalues lie above their threshold before one does not.

    Examples
    --------
    >>> leading(np.array([3.0, 1.5, 0.9, 0.8]), np.array([1.2, 1.1, 1.0, 0.7]))
    2
    """
    return int(np.cumprod(observed > threshold).sum())


def parallel_draws(
    draw: Draw, entries: int, basis: str, draws: int, quantile: float
) -> Parallel:
    """Return the eigenvalues of drawn correlation matrices.

    Parameters
    ----------
    draw : callable
        A number of matrices → them, shape (number, k, k).
    entries : int
        Of one matrix.
    basis, draws, quantile
        See :func:`parallel_normal`.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> parallel_draws(
    ...     lambda d: np.tile(np.eye(2), (d, 1, 1)), 4, "pca", 9, 0.5
    ... ).expected
    array([1., 1.])
    """
    one_of("basis", basis, BASES)
    left, most = whole("draws", draws), max(BATCH // entries, 1)
    level = between("quantile", quantile, 0, 1)
    counts = [most] * (left // most) + [left % most] * (left % most > 0)
    found = np.concatenate([BASES[basis](draw(count)) for count in counts])
    return Parallel(
        expected=found.mean(axis=0),
        threshold=np.quantile(found, level, axis=0),
        draws=found,
    )
