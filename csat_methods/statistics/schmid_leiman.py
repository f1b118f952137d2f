"""How much of a sum is one general factor, and how much all factors together?

Oblique factors are explained by one general factor behind them, and what they keep
for themselves is turned square to it (Schmid and Leiman).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods.statistics.correlation import inverse_of
from csat_methods.statistics.extraction import extract, most_factors
from csat_methods.statistics.reliability import items_of
from csat_methods.statistics.rotation import rotate

STEP = 1e-5
"""Of the numerical slopes."""

SALIENT = 0.3
"""Loading from which an item counts as one of its group's."""

FEWEST_SALIENT = 2
"""Items that a group has where it is told from chance."""


@dataclass(frozen=True, eq=False, kw_only=True)
class SchmidLeiman:
    """A general factor and square group factors.

    Attributes
    ----------
    loadings : ndarray, shape (k, 1 + m)
        General factor first.
    uniquenesses : ndarray, shape (k,)
    hierarchical, total : float
        Shares of the variance of the sum of standardized items: of the general
        factor, and of all factors.
    rotated : ndarray, shape (k, m)
        The oblique loadings.
    unrotated : ndarray, shape (k, m)
    improper, converged : bool
    """

    loadings: np.ndarray
    uniquenesses: np.ndarray
    hierarchical: float
    total: float
    rotated: np.ndarray
    unrotated: np.ndarray
    improper: bool
    converged: bool

    @property
    def settled(self) -> bool:
        """Whether errors by slopes can be trusted.

        The solution is proper, and each group has two items or more with their largest
        oblique loading on it that still load .3 or more once the general factor is
        taken out. A group without them is found by chance, and turns another way in the
        next sample.
        """
        items, own = np.arange(len(self.rotated)), np.abs(self.rotated).argmax(axis=1)
        salient = np.abs(self.loadings[items, 1 + own]) >= SALIENT
        size = np.bincount(own[salient], minlength=self.rotated.shape[1])
        return not self.improper and bool((size >= FEWEST_SALIENT).all())


def schmid_leiman(
    R: ArrayLike,
    m: int,
    *,
    method: str = "minres",
    rotation: str = "oblimin",
    near: ArrayLike | None = None,
) -> SchmidLeiman:
    r"""Return a general factor, group factors, and both omegas.

    .. math::

        \Phi \approx gg' + \mathrm{diag}(1 - g^2), \quad
        \Lambda_g = \Lambda g, \quad
        \Lambda_s = \Lambda\,\mathrm{diag}(\sqrt{1 - g^2}), \\
        \omega_h = \frac{(1'\Lambda_g)^2}{1'R1}, \quad
        \omega_t = 1 - \frac{\sum_i \psi_i}{1'R1}

    g are minres loadings of the factors' correlations; two factors have equal ones,
    the root of their correlation.

    Parameters
    ----------
    R : array_like, shape (k, k)
        Correlations, positive definite.
    m : int
        Group factors, at least 2.
    method : {"minres", "ml", "principal_axis"}
    rotation : str
        Oblique: oblimin, promax, geomin.
    near : array_like, shape (k, m), optional
        Rotated loadings of a like sample, to follow the same solution.

    Returns
    -------
    SchmidLeiman

    Raises
    ------
    ValueError
        If m factors of k items are not determined, the general factor cannot be
        found, or two factors go against each other.

    Notes
    -----
    Checked against psych 2.2.9's ``omega(flip = FALSE)``.

    References
    ----------
    Schmid, J., & Leiman, J. M. (1957). The development of hierarchical factor
    solutions. *Psychometrika*, 22, 53-61.

    Zinbarg, R. E., Revelle, W., Yovel, I., & Li, W. (2005). Cronbach's alpha,
    Revelle's beta, and McDonald's omega h. *Psychometrika*, 70, 123-133.

    Examples
    --------
    Six items, three groups of two, every correlation between groups one quarter:

    >>> R = np.kron(np.full((3, 3), 0.25) + 0.25 * np.eye(3), np.ones((2, 2)))
    >>> R += 0.5 * np.eye(6)
    >>> found = schmid_leiman(R, 3)
    >>> round(found.hierarchical, 4), round(found.total, 4)
    (0.6, 0.8)
    """
    R = items_of(R)
    most = most_factors(len(R))
    if m > most:
        raise ValueError(f"n_factors={m}: {len(R)} items can determine {most} at most.")
    extracted = extract(R, m, method=method)
    turned = rotate(extracted.loadings, rotation, near=near)
    L = turned.loadings
    general = _general(turned.factor_correlations)
    loadings = _hierarchy(L, general)
    communalities = np.einsum("ij,ij->i", L @ turned.factor_correlations, L)
    hierarchical, total = _shares(R, loadings[:, 0], communalities)
    return SchmidLeiman(
        loadings=loadings,
        uniquenesses=1 - communalities,
        hierarchical=float(hierarchical),
        total=float(total),
        rotated=L,
        unrotated=extracted.loadings,
        improper=bool(extracted.heywood.any()),
        converged=bool(extracted.converged and turned.converged),
    )


def hierarchical_gradient(
    R: ArrayLike,
    found: SchmidLeiman,
    *,
    method: str = "minres",
    rotation: str = "oblimin",
) -> np.ndarray:
    """Return the gradients of both omegas by R, by central differences, (2, k, k).

    The rotation's slopes are found once, by loading; the extraction's by correlation.

    Parameters
    ----------
    R : array_like, shape (k, k)
    found : SchmidLeiman
        Of R, with the same method and rotation.

    Returns
    -------
    ndarray, shape (2, k, k)
        ``d omega = trace(G dR)``, diagonals of zero.
    """
    R, A = items_of(R), found.unrotated
    by_loading = np.zeros(A.shape)
    for place in np.ndindex(A.shape):
        ends = []
        for sign in (1, -1):
            moved = A.copy()
            moved[place] += sign * STEP
            ends.append(_general_sum(moved, found.rotated, rotation))
        by_loading[place] = (ends[0] - ends[1]) / (2 * STEP)
    general = found.loadings[:, 0].sum()
    total = R.sum()
    G = np.zeros((2, *R.shape))
    for i, j in zip(*np.triu_indices(len(R), 1), strict=True):
        dA, d_common = _extraction_slope(R, A, (int(i), int(j)), method)
        d_sum = 2 * general * (by_loading * dA).sum()
        slopes = (d_sum - 2 * found.hierarchical) / total
        whole = (d_common + 2 - 2 * found.total) / total
        G[:, i, j] = G[:, j, i] = np.array([slopes, whole]) / 2
    return G


def _extraction_slope(
    R: np.ndarray, A: np.ndarray, pair: tuple[int, int], method: str
) -> tuple[np.ndarray, float]:
    """Return how unrotated loadings and the sum of communalities move with one r."""
    ends = []
    for sign in (1, -1):
        moved = R.copy()
        moved[pair] += sign * STEP
        moved[pair[::-1]] = moved[pair]
        L = extract(moved, A.shape[1], method=method).loadings
        u, _, v = np.linalg.svd(L.T @ A)
        ends.append(L @ (u @ v))
    common = [float((L**2).sum()) for L in ends]
    return (ends[0] - ends[1]) / (2 * STEP), (common[0] - common[1]) / (2 * STEP)


def _general_sum(A: np.ndarray, near: np.ndarray, rotation: str) -> float:
    turned = rotate(A, rotation, near=near)
    return float((turned.loadings @ _general(turned.factor_correlations)).sum())


def _general(phi: np.ndarray) -> np.ndarray:
    """Return the loadings of the factors on the factor behind them.

    Raises
    ------
    ValueError
        If there are fewer than two factors, or two that do not go together.
    """
    if len(phi) < 2:
        raise ValueError(
            "n_factors=1: a general factor needs at least two group factors."
        )
    if len(phi) == 2:
        if not phi[0, 1] > 0:
            raise ValueError(
                f"factor correlation={phi[0, 1]:.3f}: two factors without a positive "
                "correlation have no general factor behind them."
            )
        return np.full(2, np.sqrt(phi[0, 1]))
    inverse_of(phi)
    return extract(phi, 1).loadings[:, 0]


def _hierarchy(L: np.ndarray, general: np.ndarray) -> np.ndarray:
    """Return loadings on the general factor, then on what the groups keep."""
    kept = np.sqrt(np.maximum(1 - general**2, 0.0))
    return np.column_stack([L @ general, L * kept])


def _shares(
    R: np.ndarray, general: np.ndarray, communalities: np.ndarray
) -> tuple[float, float]:
    total = R.sum()
    return general.sum() ** 2 / total, 1 - (1 - communalities).sum() / total
