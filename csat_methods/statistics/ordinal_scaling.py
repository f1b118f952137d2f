"""How are tests of models of ratings scaled and shifted?

The statistic's mean and variance follow from two traces; fit measures in the
population's sense from the normal likelihood of the correlations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.fit_measures import Robust, Statistic
from csat_methods.statistics.ordinal_structure import DistanceFit
from csat_methods.statistics.residual_measures import Residual


@dataclass(frozen=True, eq=False)
class Shifted:
    """A statistic stretched and shifted to the mean and variance of a chi-square."""

    slope: float
    shift: float


def shifted(first: float, second: float, df: int) -> Shifted:
    r"""Return slope and shift from the traces of :math:`U\Gamma` and its square.

    .. math:: a = \sqrt{df / tr\{(U\Gamma)^2\}}, \qquad
              b = df - a\, tr(U\Gamma)

    References
    ----------
    Asparouhov, T., & Muthén, B. (2010). Simple second order chi-square correction.
    Mplus technical appendix.

    Examples
    --------
    >>> shifted(4.0, 4.0, 4)
    Shifted(slope=1.0, shift=0.0)
    """
    if df == 0 or second <= 0:
        return Shifted(np.nan, np.nan)
    slope = float(np.sqrt(df / second))
    return Shifted(slope, float(df - slope * first))


def shifted_statistic(chisq: float, df: int, first: float, second: float) -> Statistic:
    """Return a test statistic, scaled and shifted by the traces."""
    at = shifted(first, second, df)
    if df == 0:
        return Statistic(chisq, df, chisq, np.nan, shifted=True)
    return Statistic(chisq, df, at.slope * chisq + at.shift, 1 / at.slope, shifted=True)


def traces(fit: DistanceFit, V: np.ndarray) -> tuple[float, float]:
    r"""Return the traces of :math:`U\Gamma` and of its square.

    With U = W − W Δ E⁻¹ Δ' W they need no product of whole matrices.

    Parameters
    ----------
    V : ndarray, shape (e, e)
        Covariance of all groups' thresholds and correlations.
    """
    w, weighted = fit.weights, fit.moves * fit.weights[:, None]
    A = weighted.T @ V
    own = np.linalg.solve(fit.information, A @ weighted)
    across = np.linalg.solve(fit.information, (A * w) @ A.T)
    first = w @ np.diag(V) - np.trace(own)
    scaled = V * w[:, None]
    second = np.vdot(scaled, scaled.T) - 2 * np.trace(across) + np.vdot(own, own.T)
    return float(first), float(second)


def independence(fit: DistanceFit, V: np.ndarray) -> tuple[float, int, float, float]:
    """Return distance, degrees of freedom and traces if nothing correlated.

    Parameters
    ----------
    V : ndarray, shape (e, e)
    """
    kept = _correlations(fit)
    rho = np.concatenate([data.rho for data in fit.distance.data])
    W = fit.weights[kept]
    product = V[np.ix_(kept, kept)] * W[:, None]
    square = float(np.sum(product * product.T))
    return float(W @ rho**2), len(kept), float(np.trace(product)), square


def _correlations(fit: DistanceFit) -> np.ndarray:
    """Return the places of correlations among all groups' estimates."""
    kinds = [
        np.arange(len(data.estimates)) >= len(data.items) for data in fit.distance.data
    ]
    return np.flatnonzero(np.concatenate(kinds))


def as_if_normal(
    fit: DistanceFit,
    covariance: np.ndarray,
    sizes: Sequence[int],
    residuals: Sequence[Residual],
    df: int,
) -> Robust | None:
    r"""Return normal likelihood ratios of the correlations, with expected values.

    .. math:: T = \sum_g n_g F_{ML}(R_g, \hat P_g), \qquad
              c = \frac{tr(M' W M \Gamma)}{df}, \quad
              M = I - \Delta(\Delta' V \Delta)^{-1}\Delta' V

    with V the weights of the estimates and W those of the likelihood. None where a
    matrix of correlations is not positive definite.

    Of several groups, lavaan 0.6-14 expects N / n times a group's trace of Γ of the
    model without correlations, so that its robust CFI and TLI fall with the number of
    groups: of the same people taken twice as two groups they are not those of the
    people taken once. Here each group's trace counts once, as T does; no other measure
    differs.

    References
    ----------
    Savalei, V. (2021). Improving fit indices in structural equation modeling with
    categorical data. *Multivariate Behavioral Research*, 56, 390-407.
    """
    chisq, base = 0.0, 0.0
    for (R, _, sigma, _), n in zip(residuals, sizes, strict=True):
        if min(np.linalg.eigvalsh(R)[0], np.linalg.eigvalsh(sigma)[0]) <= 0:
            return None
        size = -np.linalg.slogdet(R)[1]
        ratio = np.trace(np.linalg.solve(sigma, R)) - len(R)
        chisq += n * (np.linalg.slogdet(sigma)[1] + size + ratio)
        base += n * size
    kept = _correlations(fit)
    V = covariance[np.ix_(kept, kept)]
    own = _normal_trace(fit, sizes, residuals, V, kept) / df if df else np.nan
    base_df = len(kept)
    alone = np.repeat([n - 1 for n in sizes], [len(d.rho) for d in fit.distance.data])
    expected = float(np.sum(alone * np.diag(V))) / base_df
    return Robust(
        Statistic(chisq, df, stretch=own), Statistic(base, base_df, stretch=expected)
    )


def _normal_trace(
    fit: DistanceFit,
    sizes: Sequence[int],
    residuals: Sequence[Residual],
    V: np.ndarray,
    kept: np.ndarray,
) -> float:
    """Return the trace of M' W M Γ over the correlations of all groups."""
    D, w = fit.moves[kept], fit.weights[kept]
    D = D[:, np.abs(D).sum(axis=0) > 0]
    weighted = D * w[:, None]
    A = np.linalg.pinv(weighted.T @ D) @ weighted.T
    W = np.zeros_like(V)
    first = 0
    for (_, _, sigma, _), n in zip(residuals, sizes, strict=True):
        a, b = np.triu_indices(len(sigma), 1)
        inverse = np.linalg.inv(sigma)
        own = inverse[:, a][a] * inverse[:, b][b] + inverse[:, b][a] * inverse[:, a][b]
        end = first + len(a)
        W[first:end, first:end] = (n - 1) * own
        first = end
    AV, WD = A @ V, W @ D
    left = np.sum(W * V) - 2 * np.sum(AV * WD.T)
    return float(left + np.sum((D.T @ WD) * (AV @ A.T)))
