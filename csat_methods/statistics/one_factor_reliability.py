"""How much of a sum's variance is one common factor, and how does that share move?

The factor is that of maximum likelihood for answers as coded, and that of diagonally
weighted least squares on polychoric correlations for ratings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from csat_methods.statistics.bivariate_normal import (
    density,
    distribution,
    normal_density,
)
from csat_methods.statistics.extraction import extract
from csat_methods.statistics.influence import correlation_gradient
from csat_methods.statistics.moments import correlation
from csat_methods.statistics.polychoric import Polychoric
from csat_methods.statistics.reliability import items_of
from csat_methods.statistics.weighted_extraction import (
    extract_weighted,
    loading_slopes,
)

UNRELATED = 1e-9
"""Correlation up to which two items do not go together, but for rounding."""

TOLD_APART = 1e-10
"""Ratio of the least curvature to the largest from which loadings are determined."""


@dataclass(frozen=True, eq=False, kw_only=True)
class FactorShare:
    """The share of the variance of a sum that one factor makes.

    Attributes
    ----------
    value : float
    gradient : ndarray
        Of covariances, shape (k, k); of ratings: of thresholds, then correlations
        as :class:`Polychoric` lists them, shape (q,).
    loadings : ndarray, shape (k,)
        Standardized.
    improper : bool
        Whether an item's own variance ended at its lower bound.
    converged : bool
    """

    value: float
    gradient: np.ndarray
    loadings: np.ndarray
    improper: bool
    converged: bool


def one_factor_share(S: ArrayLike) -> FactorShare:
    r"""Return omega: the share of one factor in the observed variance of the sum.

    .. math:: \omega = \frac{(\sum_i s_i \lambda_i)^2}{1'S1}

    with :math:`\lambda` the standardized maximum likelihood loadings of one factor.

    Parameters
    ----------
    S : array_like, shape (k, k)
        Covariances of at least three items, positive definite.

    Returns
    -------
    FactorShare

    Raises
    ------
    ValueError
        If there are fewer than three items, S has no inverse, or the items have no one
        factor: fewer than three go with any other, or loadings are not determined.

    Notes
    -----
    Checked against semTools 0.5-6 ``compRelSEM(obs.var = TRUE)`` on lavaan 0.6-14.

    References
    ----------
    McDonald, R. P. (1999). *Test Theory: A Unified Treatment*, eq. 6.20a; below the
    line the observed variance.

    Examples
    --------
    >>> truth = np.array([0.9, 0.8, 0.7])
    >>> S = np.outer(truth, truth) + np.diag(1 - truth**2)
    >>> one_factor_share(S).value, float(truth.sum() ** 2 / S.sum())
    (0.8446, 0.8446)
    """
    S = items_of(S, fewest=3)
    R, sd, total = correlation(S), np.sqrt(np.diagonal(S)), S.sum()
    _refuse_unrelated(R)
    found = extract(R, 1, method="ml")
    loadings = found.loadings[:, 0]
    common = sd @ loadings
    slopes = _likelihood_slopes(R, loadings, found.uniquenesses, ~found.heywood)
    by_loading = correlation_gradient(S, np.einsum("i,ijk->jk", sd, slopes))
    gradient = 2 * common * (by_loading + np.diag(loadings / (2 * sd)))
    share = common**2 / total
    return FactorShare(
        value=float(share),
        gradient=(gradient - share) / total,
        loadings=loadings,
        improper=bool(found.heywood.any()),
        converged=found.converged,
    )


def _likelihood_slopes(
    R: np.ndarray, loadings: np.ndarray, psi: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """Return the gradient of each loading by R, shape (k, k, k), at the minimum.

    By the implicit function: minus the inverse second derivatives of the discrepancy
    times how its slope moves with R.
    """
    k = len(R)
    P = np.linalg.inv(np.outer(loadings, loadings) + np.diag(psi))
    Q = P @ R @ P
    eye = np.eye(k)
    parts = [np.outer(e, loadings) + np.outer(loadings, e) for e in eye]
    parts += [np.outer(e, e) for e in eye[free]]
    moves = np.array([P @ T @ Q + Q @ T @ P - P @ T @ P for T in parts])
    by_loading = 2 * moves @ loadings
    by_loading[:k] += 2 * (P - Q)
    own = np.diagonal(moves, axis1=1, axis2=2)[:, free]
    hessian = np.concatenate([by_loading, own], axis=1)
    pull = np.array([P @ T @ P for T in parts])
    found = _solved(hessian, pull.reshape(len(parts), -1))
    return found[:k].reshape(k, k, k)


def _refuse_unrelated(R: np.ndarray) -> None:
    """Refuse items of which fewer than three go with any other: they have no factor."""
    apart = np.abs(R - np.diag(np.diagonal(R))) > UNRELATED
    together = int(apart.any(axis=1).sum())
    if together < 3:
        raise ValueError(
            f"{together} of {len(R)} items go together with any other: a common factor "
            "needs three that do."
        )


def _solved(hessian: np.ndarray, pull: np.ndarray) -> np.ndarray:
    """Return how loadings move, if the correlations determine them.

    Raises
    ------
    ValueError
        If the discrepancy stays the same while loadings change.
    """
    size = np.linalg.svd(hessian, compute_uv=False)
    if not size[-1] > TOLD_APART * size[0]:
        raise ValueError(
            "the items do not determine one factor: several sets of loadings fit alike."
        )
    found: np.ndarray = np.linalg.solve(hessian, pull)
    return found


def rating_factor_share(
    found: Polychoric, names: Sequence[str | int] | None = None
) -> FactorShare:
    r"""Return Green and Yang's reliability of a sum of ratings.

    .. math:: \omega = \frac{\sum_{ij} c_{ij}(\lambda_i \lambda_j)}
              {\sum_{ij} c_{ij}(\rho_{ij})}, \qquad
              c_{ij}(r) = \sum_{ab} g_{ia} g_{jb}
              \bigl[\Phi_2(\tau_{ia}, \tau_{jb}; r) - \Phi(\tau_{ia})
              \Phi(\tau_{jb})\bigr]

    with :math:`\rho_{ii} = 1` and g the steps between neighbouring answers. The
    gradient takes the weights of the least squares as known.

    Parameters
    ----------
    found : Polychoric
        Of at least three items.
    names : list, length k, optional
        What the items are called where they are refused; by default their numbers.

    Returns
    -------
    FactorShare

    Raises
    ------
    ValueError
        If there are fewer than three items, or they have no one factor: fewer than
        three go with any other, one loads 1 or more, or loadings are not determined.

    Notes
    -----
    Checked against semTools 0.5-6 ``compRelSEM(ord.scale = TRUE)`` on lavaan 0.6-14
    (WLSMV).

    References
    ----------
    Green, S. B., & Yang, Y. (2009). Reliability of summed item scores using
    structural equation modeling. *Psychometrika*, 74, 155-167, eq. 21.
    """
    R = items_of(found.R, fewest=3)
    _refuse_unrelated(R)
    a, b = found.pairs.T
    W = np.ones_like(R)
    W[a, b] = W[b, a] = found.weights @ found.rho_influence() ** 2
    fit = extract_weighted(R, 1, W)
    loadings = fit.loadings[:, 0]
    _refuse_improper(loadings, range(len(R)) if names is None else names)
    model = np.outer(loadings, loadings)
    above, above_r, above_t = _summed(found, model, own=True)
    below, below_r, below_t = _summed(found, R, own=False)
    share = above / below
    by_loading = (above_r * 2) @ loadings
    own_slopes = _weighted_slopes(R, loadings, W)
    by_rho = by_loading @ own_slopes - share * 2 * below_r[a, b]
    gradient = np.concatenate([above_t - share * below_t, by_rho]) / below
    return FactorShare(
        value=float(share),
        gradient=gradient,
        loadings=loadings,
        improper=bool(fit.heywood.any()),
        converged=fit.converged,
    )


def _refuse_improper(loadings: np.ndarray, names: Sequence[str | int]) -> None:
    beyond = [names[j] for j in np.flatnonzero(np.abs(loadings) >= 1).tolist()]
    if beyond:
        raise ValueError(
            f"{beyond} load 1 or more on one factor: the ratings have no such factor."
        )


def _weighted_slopes(R: np.ndarray, loadings: np.ndarray, V: np.ndarray) -> np.ndarray:
    """Return how each loading moves with each correlation, shape (k, P)."""
    pairs = np.triu_indices(len(R), 1)
    J, w = loading_slopes(loadings[:, None]), 1 / V[pairs]
    pull = np.zeros_like(R)
    pull[pairs] = w * (R - np.outer(loadings, loadings))[pairs]
    hessian = (J.T * w) @ J - pull - pull.T
    return _solved(hessian, J.T * w)


def _summed(
    found: Polychoric, R: np.ndarray, *, own: bool
) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the sum of c(r), and how it moves with each r and each threshold.

    Parameters
    ----------
    own : bool
        Whether the diagonal is a correlation below one too: of true scores.
    """
    cuts = np.concatenate(found.thresholds)
    steps = np.concatenate([np.diff(known) for known in found.categories])
    item = np.repeat(np.arange(len(R)), [len(t) for t in found.thresholds])
    same = (item[:, None] == item) & (not own)
    r = np.where(same, 0.0, R[np.ix_(item, item)])
    h, k = np.broadcast_arrays(cuts[:, None], cuts[None, :])
    marginal = ndtr(cuts)
    apart = np.outer(marginal, marginal)
    least = np.minimum(marginal[:, None], marginal)
    both = np.where(same, least, distribution(h, k, r))
    g = np.outer(steps, steps)
    slope = np.where(same, 0.0, g * density(h, k, r))
    members = np.eye(len(R))[item]
    beyond = ndtr((k - r * h) / np.sqrt(1 - r**2))
    first = np.where(same, (h < k) + (h == k) / 2, beyond) - marginal
    by_cut = 2 * normal_density(cuts) * (g * first).sum(axis=1)
    return float((g * (both - apart)).sum()), members.T @ slope @ members, by_cut
