"""How well do m factors reproduce the correlations?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtr, chndtrinc

from csat_methods._checks import between, whole
from csat_methods.statistics.chi_square import chi_square
from csat_methods.statistics.reliability import items_of


@dataclass(frozen=True, eq=False, kw_only=True)
class FactorFit:
    """Fit of an exploratory factor model.

    Attributes
    ----------
    objective : float
        Discrepancy of the likelihood at these loadings.
    chisq, df, p : float, int, float
        Bartlett's corrected likelihood ratio; NaN where the model implies an
        impossible matrix, p also where df is 0.
    rmsea, rmsea_low, rmsea_high : float
        Root mean square error of approximation with its interval; NaN where df is 0.
    tli : float
        Tucker and Lewis's index.
    bic : float
        chisq - df ln n.
    rmsr : float
        Root mean square of the residual correlations.
    """

    objective: float
    chisq: float
    df: int
    p: float
    rmsea: float
    rmsea_low: float
    rmsea_high: float
    tli: float
    bic: float
    rmsr: float


def factor_fit(
    R: ArrayLike, loadings: ArrayLike, n: int, *, level: float = 0.90
) -> FactorFit:
    r"""Return the fit of unrotated (or orthogonally rotated) loadings.

    With the model :math:`\Sigma = \Lambda\Lambda'` and a diagonal of one,

    .. math::

        F = \mathrm{tr}(\Sigma^{-1}R) - \ln|\Sigma^{-1}R| - p, \qquad
        \chi^2 = \Bigl(n - 1 - \frac{2p + 5}{6} - \frac{2m}{3}\Bigr) F,

        \text{RMSEA} = \sqrt{\max\Bigl(
            \frac{\chi^2}{n\,df} - \frac{1}{n - 1},\, 0\Bigr)}

    Parameters
    ----------
    R : array_like, shape (p, p)
    loadings : array_like, shape (p, m)
    n : int
        Respondents, at least 2.
    level : float, default 0.90
        Of the interval of RMSEA.

    Returns
    -------
    FactorFit

    Raises
    ------
    ValueError
        If shapes differ, or `n` or `level` is out of range.

    Notes
    -----
    psych's conventions, against which it was checked (2.2.9, ``fa.stats``): n in one
    place of the RMSEA and n - 1 in the other; chi-square of minres by the formula of
    maximum likelihood.

    References
    ----------
    Bartlett, M. S. (1951). The effect of standardization on a chi-square
    approximation in factor analysis. *Biometrika*, 38, 337-344.

    Tucker, L. R., & Lewis, C. (1973). A reliability coefficient for maximum
    likelihood factor analysis. *Psychometrika*, 38, 1-10.

    Examples
    --------
    >>> truth = np.array([0.9, 0.8, 0.7, 0.6])
    >>> R = np.outer(truth, truth) + np.diag(1 - truth**2)
    >>> abs(round(factor_fit(R, truth[:, None], 100).chisq, 8)), factor_degrees(4, 1)
    (0.0, 2)
    """
    R, loadings = items_of(R), np.asarray(loadings, dtype=float)
    n, level = whole("n", n, lowest=2), between("level", level, 0, 1)
    if loadings.ndim != 2 or len(loadings) != len(R):
        raise ValueError(
            f"loadings of shape {loadings.shape} do not fit {len(R)} items."
        )
    p, m = loadings.shape
    df, multiplier = factor_degrees(p, m), n - 1 - (2 * p + 5) / 6 - 2 * m / 3
    objective = _discrepancy(R, loadings)
    chisq = objective * multiplier
    tested = df > 0 and not np.isnan(chisq)
    low, high = noncentrality(chisq, df, level)
    return FactorFit(
        objective=objective,
        chisq=chisq,
        df=df,
        p=chi_square(max(chisq, 0.0), df).p if tested else np.nan,
        rmsea=_rmsea(chisq / n, df, 1 / (n - 1)),
        rmsea_low=_rmsea(low / (n - 1), df),
        rmsea_high=_rmsea(high / (n - 1), df),
        tli=_tucker_lewis(R, objective, df, multiplier),
        bic=chisq - df * np.log(n),
        rmsr=_residual(R, loadings),
    )


def factor_degrees(p: int, m: int) -> int:
    """Return the degrees of freedom of m factors of p items.

    Examples
    --------
    >>> factor_degrees(9, 3)
    12
    """
    return ((p - m) ** 2 - p - m) // 2


def _discrepancy(R: np.ndarray, loadings: np.ndarray) -> float:
    model = loadings @ loadings.T
    np.fill_diagonal(model, 1.0)
    sign, log_model = np.linalg.slogdet(model)
    _, log_seen = np.linalg.slogdet(R)
    if np.linalg.eigvalsh(model)[0] <= 0 or sign <= 0:
        return np.nan
    return float(np.trace(np.linalg.solve(model, R)) + log_model - log_seen - len(R))


def noncentrality(chisq: float, df: int, level: float) -> tuple[float, float]:
    """Return the interval of the noncentrality, each end at least 0.

    Examples
    --------
    >>> low, high = noncentrality(30.0, 12, 0.90)
    >>> round(low, 2), round(high, 2)
    (5.57, 38.1)
    """
    if not df or np.isnan(chisq):
        return np.nan, np.nan
    ends = (1 + level) / 2, (1 - level) / 2
    beyond = [chisq > 0 and chdtr(df, chisq) > end for end in ends]
    low, high = (
        float(chndtrinc(chisq, df, end)) if there else 0.0
        for end, there in zip(ends, beyond, strict=True)
    )
    return low, high


def _rmsea(share: float, df: int, correction: float = 0.0) -> float:
    return float(np.sqrt(max(share / df - correction, 0.0))) if df else np.nan


def _tucker_lewis(R: np.ndarray, objective: float, df: int, multiplier: float) -> float:
    if not df:
        return np.nan
    p = len(R)
    null = -np.linalg.slogdet(R)[1] / (p * (p - 1) / 2)
    return float((null - objective / df) / (null - 1 / multiplier))


def _residual(R: np.ndarray, loadings: np.ndarray) -> float:
    residuals = R - loadings @ loadings.T
    return float(np.sqrt(np.mean(residuals[~np.eye(len(R), dtype=bool)] ** 2)))
