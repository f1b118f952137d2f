"""Do the answers of people who left blanks differ from those of the others?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from csat_methods.statistics.em_moments import EMMoments, em_moments
from csat_methods.statistics.incomplete import observed_inverses


@dataclass(frozen=True, eq=False)
class LittleTest:
    """Little's statistic, and what each pattern adds to it.

    Attributes
    ----------
    statistic : float
    df : int
    p : float
    parts : ndarray, shape (J,)
        Of every pattern, in the order of `moments.patterns`.
    moments : EMMoments
    """

    statistic: float
    df: int
    p: float
    parts: np.ndarray
    moments: EMMoments

    @property
    def effect_size(self) -> float:
        r"""How far patterns differ per degree of freedom: √(statistic / (n · df))."""
        if not self.df:
            return float("nan")
        return float(np.sqrt(self.statistic / (self.moments.n * self.df)))


def little_test(x: ArrayLike, names: Sequence[str] | None = None) -> LittleTest:
    r"""Return Little's test that blanks are completely at random.

    .. math:: d^2 = \sum_j n_j (\bar y_j - \hat\mu_j)^\top
              \hat\Sigma_j^{-1} (\bar y_j - \hat\mu_j), \qquad
              df = \sum_j p_j - p

    with :math:`\hat\mu_j, \hat\Sigma_j` the most likely moments of the p_j items that
    pattern j answered (divisor n).

    Parameters
    ----------
    x : array_like, shape (n, p)
        NaN for a blank; rows of blanks only count nowhere.
    names : list of str, optional
        What refusals call the columns; by default their places, from 0.

    Raises
    ------
    ValueError
        If the moments cannot be estimated.

    References
    ----------
    Little, R. J. A. (1988). *JASA*, 83, 1198-1202, eq. 6 with the ML covariance.
    """
    found = em_moments(x, names=names)
    sums = found.patterns
    inverses = observed_inverses(sums, found.covariance)
    gap = np.where(sums.observed, sums.means - found.means, 0.0)
    parts = sums.n * np.einsum("jp,jpq,jq->j", gap, inverses, gap)
    df = int(sums.observed.sum()) - sums.observed.shape[1]
    statistic = float(parts.sum())
    p = float(stats.chi2.sf(statistic, df)) if df else float("nan")
    return LittleTest(statistic, df, p, parts, found)
