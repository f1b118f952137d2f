"""How well do factors reproduce correlations that differ in certainty?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from csat_methods._checks import between, whole
from csat_methods.statistics.chi_square import chi_square
from csat_methods.statistics.factor_fit import factor_degrees, noncentrality
from csat_methods.statistics.reliability import items_of
from csat_methods.statistics.weighted_extraction import loading_slopes


@dataclass(frozen=True, eq=False, kw_only=True)
class WeightedFit:
    """Fit of factors by diagonally weighted least squares.

    Attributes
    ----------
    chisq, df : float, int
        Weighted sum of squared residuals; not chi-square distributed itself.
    chisq_scaled, p_scaled : float
        With the mean and variance of a chi-square of `df`; NaN where df is 0.
    scaling, shift : float
        chisq_scaled = chisq / scaling + shift.
    rmsea, rmsea_low, rmsea_high, tli, cfi : float
        Of `chisq` and its baseline (no correlations at all).
    rmsea_scaled, tli_scaled, cfi_scaled : float
    rmsr : float
        Root mean square of the residual correlations.
    """

    chisq: float
    df: int
    chisq_scaled: float
    p_scaled: float
    scaling: float
    shift: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    tli: float
    cfi: float
    rmsea_scaled: float
    tli_scaled: float
    cfi_scaled: float
    rmsr: float


@dataclass(frozen=True, eq=False)
class _Statistic:
    """A weighted sum of squares, as it is and scaled."""

    plain: float
    scaled: float
    scaling: float
    shift: float
    df: int


def weighted_fit(
    R: ArrayLike,
    loadings: ArrayLike,
    covariance: ArrayLike,
    n: int,
    *,
    level: float = 0.90,
) -> WeightedFit:
    r"""Return the fit of unrotated loadings with a scaled and shifted test.

    .. math::

        T = \sum_{i<j} \frac{e_{ij}^2}{v_{ij}}, \qquad
        T^* = aT + df - a\,\mathrm{tr}(U\Gamma), \quad
        a = \sqrt{\frac{df}{\mathrm{tr}[(U\Gamma)^2]}}

    with residuals e, the variances v and covariances Γ of the correlations, and U
    what is left of the weights once the loadings are fitted.

    Parameters
    ----------
    R : array_like, shape (p, p)
    loadings : array_like, shape (p, m)
        At the minimum.
    covariance : array_like, shape (P, P)
        Of the correlations (0, 1), (0, 2) … (1, 2) …, under the design.
    n : int
        Respondents.
    level : float, default 0.90
        Of the interval of RMSEA.

    Returns
    -------
    WeightedFit

    Raises
    ------
    ValueError
        If shapes differ, or `n` or `level` is out of range.

    Notes
    -----
    Checked against lavaan 0.6-14's ``efa(estimator = "WLSMV")``.

    References
    ----------
    Asparouhov, T., & Muthen, B. (2010). *Simple second order chi-square correction*.
    Mplus technical appendix.

    Examples
    --------
    >>> truth = np.array([[0.9], [0.8], [0.7], [0.6]])
    >>> R = truth @ truth.T + np.diag(1 - truth.ravel() ** 2)
    >>> fit = weighted_fit(R, truth, 0.01 * np.eye(6), 100)
    >>> abs(round(fit.chisq, 9)), fit.df
    (0.0, 2)
    """
    R, L = items_of(R), np.asarray(loadings, dtype=float)
    gamma = np.asarray(covariance, dtype=float)
    n, level = whole("n", n, lowest=2), between("level", level, 0, 1)
    p, m = L.shape
    pairs = np.triu_indices(p, 1)
    if len(L) != len(R) or gamma.shape != (len(pairs[0]),) * 2:
        raise ValueError(
            f"loadings of shape {L.shape} and covariance of shape {gamma.shape} do not "
            f"fit {len(R)} items."
        )
    residual = (R - L @ L.T)[pairs]
    found = _tested(residual, gamma, loading_slopes(L), factor_degrees(p, m))
    null = _tested(R[pairs], gamma, np.zeros((len(residual), 0)), len(residual))
    low, high = noncentrality(found.plain, found.df, level)
    return WeightedFit(
        chisq=found.plain,
        df=found.df,
        chisq_scaled=found.scaled,
        p_scaled=chi_square(max(found.scaled, 0.0), found.df).p if found.df else np.nan,
        scaling=found.scaling,
        shift=found.shift,
        rmsea=_rmsea(found.plain - found.df, found.df, n),
        rmsea_low=_rmsea(low, found.df, n),
        rmsea_high=_rmsea(high, found.df, n),
        tli=_tucker_lewis(found.plain, found.df, null.plain, null.df),
        cfi=_comparative(found.plain, found.df, null.plain, null.df),
        rmsea_scaled=_rmsea(found.scaled - found.df, found.df, n),
        tli_scaled=_tucker_lewis(found.scaled, found.df, null.scaled, null.df),
        cfi_scaled=_comparative(found.scaled, found.df, null.scaled, null.df),
        rmsr=float(np.sqrt(np.mean(residual**2))),
    )


def _tested(
    residual: np.ndarray, gamma: np.ndarray, slopes: np.ndarray, df: int
) -> _Statistic:
    w = 1 / np.diagonal(gamma)
    plain = float(w @ residual**2)
    if not df:
        return _Statistic(plain, np.nan, np.nan, np.nan, df)
    heavy = w[:, None] * slopes
    U = np.diag(w) - heavy @ np.linalg.pinv(slopes.T @ heavy, hermitian=True) @ heavy.T
    product = U @ gamma
    first, second = np.trace(product), float((product * product.T).sum())
    a = np.sqrt(df / second)
    shift = float(df - a * first)
    return _Statistic(plain, a * plain + shift, float(1 / a), shift, df)


def _rmsea(excess: float, df: int, n: int) -> float:
    return float(np.sqrt(max(excess, 0.0) / (df * (n - 1)))) if df else np.nan


def _tucker_lewis(chisq: float, df: int, null: float, null_df: int) -> float:
    return (null / null_df - chisq / df) / (null / null_df - 1) if df else np.nan


def _comparative(chisq: float, df: int, null: float, null_df: int) -> float:
    left = max(chisq - df, 0.0)
    most = max(chisq - df, null - null_df, 0.0)
    return (1 - left / most if most else 1.0) if df else np.nan
