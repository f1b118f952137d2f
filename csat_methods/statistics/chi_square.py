"""How likely is a chi-square statistic at least as large as this one?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, gammaln

MOST_TERMS = 100_000
"""Terms of the continued fraction of the tail, at most."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ChiSquare:
    """A chi-square statistic, its degrees of freedom and its upper tail.

    `log_p` is the natural logarithm of `p`, exact where `p` underflows to zero.
    """

    statistic: float
    df: int
    p: float
    log_p: float


def chi_square(statistic: float, df: int) -> ChiSquare:
    """Return a chi-square statistic with its upper tail, also on the log scale.

    Examples
    --------
    >>> chi_square(5000.0, 10).p, round(chi_square(5000.0, 10).log_p, 4)
    (0.0, -2471.8803)
    """
    log_p = _log_upper_gamma(df / 2, statistic / 2)
    return ChiSquare(
        statistic=statistic, df=df, p=float(chdtrc(df, statistic)), log_p=log_p
    )


def _log_upper_gamma(a: float, x: float) -> float:
    """Return the log of the regularised upper incomplete gamma function.

    Far in the tail by Legendre's continued fraction (Abramowitz & Stegun, 6.5.31)
    in Lentz's form.
    """
    if x <= a + 1:
        return float(np.log(chdtrc(2 * a, 2 * x)))
    b, tiny = x + 1 - a, 1e-300
    c, d = 1 / tiny, 1 / b
    h = d
    for i in range(1, MOST_TERMS):
        term = -i * (i - a)
        b += 2
        d = 1 / (term * d + b or tiny)
        c = b + term / c or tiny
        h *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return float(-x + a * np.log(x) - gammaln(a) + np.log(h))
