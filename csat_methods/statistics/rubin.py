"""What do several completed data sets say together?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Pooled:
    """Estimates over m completions; all of shape (k,).

    Attributes
    ----------
    estimate, se, df : ndarray
    riv : ndarray
        Relative increase of the variance by what is missing.
    lambda_ : ndarray
        Share of the variance that is due to it.
    fmi : ndarray
        Fraction of information that is missing.
    """

    estimate: np.ndarray
    se: np.ndarray
    df: np.ndarray
    riv: np.ndarray
    lambda_: np.ndarray
    fmi: np.ndarray


def rubin(
    estimates: np.ndarray, variances: np.ndarray, df_complete: np.ndarray
) -> Pooled:
    r"""Return estimates pooled by Rubin's rules.

    .. math:: T = \bar U + (1 + 1/m) B, \quad
              r = \frac{(1 + 1/m) B}{\bar U}, \quad
              \lambda = \frac{(1 + 1/m) B}{T}, \quad
              \nu = \Bigl(\frac{1}{\nu_{old}} + \frac{1}{\nu_{obs}}\Bigr)^{-1}, \quad
              \mathrm{fmi} = \frac{r + 2/(\nu + 3)}{r + 1}

    with :math:`\nu_{old} = (m - 1)/\lambda^2` and :math:`\nu_{obs} =
    \frac{\nu_{com} + 1}{\nu_{com} + 3} \nu_{com} (1 - \lambda)`.

    Parameters
    ----------
    estimates, variances : ndarray, shape (m, k)
    df_complete : ndarray, shape (k,)
        Degrees of freedom without missing answers; infinite for none.

    References
    ----------
    Rubin, D. B. (1987). *Multiple Imputation for Nonresponse in Surveys*, eqs. 3.1.2 to
    3.1.9; Barnard, J. and Rubin, D. B. (1999). *Biometrika*, 86, 948-955, eq. 3.
    """
    m = len(estimates)
    within, between = variances.mean(axis=0), estimates.var(axis=0, ddof=1)
    extra = (1 + 1 / m) * between
    total = within + extra
    known = total > 0
    share = np.divide(extra, total, out=np.zeros_like(total), where=known)
    riv = np.divide(extra, within, out=np.zeros_like(total), where=within > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        old = (m - 1) / share**2
        com = np.asarray(df_complete, float)
        seen = np.where(
            np.isinf(com), np.inf, (com + 1) / (com + 3) * com * (1 - share)
        )
        df = 1 / (1 / old + 1 / seen)
    fmi = (riv + 2 / (df + 3)) / (riv + 1)
    return Pooled(estimates.mean(axis=0), np.sqrt(total), df, riv, share, fmi)
