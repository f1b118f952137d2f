"""How far may a share be off, when it cannot lie below 0 or above 1?

Every interval takes a share with its design-based standard error. A share of exactly
0 or 1 shows no spread: its interval is that of as many independent answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from scipy.special import betaincinv, expit, logit, ndtri, stdtrit

Ends = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False, kw_only=True)
class Shares:
    """Estimated shares, and what their intervals rest on; all of one shape.

    Attributes
    ----------
    estimate : ndarray
        0 to 1.
    se : ndarray
        Standard errors under the design; NaN where there is none.
    n : ndarray
        Answers.
    df : ndarray
        Degrees of freedom of the error.
    se_logit : ndarray
        Standard errors of log(p / (1 − p)).
    """

    estimate: np.ndarray
    se: np.ndarray
    n: np.ndarray
    df: np.ndarray
    se_logit: np.ndarray

    def at(self, where: np.ndarray) -> Shares:
        """Return some of the shares."""
        some = {each.name: getattr(self, each.name)[where] for each in fields(self)}
        return Shares(**some)

    @property
    def certain(self) -> np.ndarray:
        """Where everybody or nobody gave the answer."""
        return (self.estimate <= 0) | (self.estimate >= 1)

    @property
    def fixed(self) -> np.ndarray:
        """Where the design itself fixes the share, so that it has no error."""
        return (self.se == 0) & ~self.certain

    @property
    def spread(self) -> np.ndarray:
        """Effective sample size p (1 − p) / V, as in R; n where nothing varies."""
        p, flat = self.estimate, self.certain | (self.se == 0)
        variance = np.where(flat, 1.0, self.se**2)
        return np.where(flat, self.n, p * (1 - p) / variance)


def delta_logit(estimate: np.ndarray, se: np.ndarray) -> np.ndarray:
    """Return the error of log(p / (1 − p)) by the delta method, se / (p (1 − p))."""
    slope = estimate * (1 - estimate)
    flat = ~(slope > 0)
    return np.where(flat, 0.0, se / np.where(flat, 1.0, slope))


def _t(df: np.ndarray, level: float) -> np.ndarray:
    sound = np.asarray(df, dtype=float) >= 1
    return np.where(sound, stdtrit(np.where(sound, df, 1.0), (1 + level) / 2), np.nan)


def wald_interval(shares: Shares, level: float) -> Ends:
    """Return the interval by t on the share's own scale; it may leave 0 to 1."""
    half = _t(shares.df, level) * shares.se
    return shares.estimate - half, shares.estimate + half


def logit_interval(shares: Shares, level: float) -> Ends:
    r"""Return the interval by t on the scale of the log odds.

    .. math:: \operatorname{expit}\Bigl(\log\frac{p}{1 - p}
              \pm t_{df}\, \mathrm{se}(\log\tfrac{p}{1 - p})\Bigr)
    """
    inner = np.where(shares.certain, 0.5, shares.estimate)
    half = _t(shares.df, level) * shares.se_logit
    return expit(logit(inner) - half), expit(logit(inner) + half)


def exact_interval(shares: Shares, level: float) -> Ends:
    r"""Return Clopper and Pearson's interval with an effective sample size.

    .. math:: n^* = \frac{p (1 - p)}{V}
              \Bigl(\frac{t_{n - 1}}{t_{df}}\Bigr)^2

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with
    small expected number of positive counts estimated from survey data. *Survey
    Methodology* 24, 193-201.
    """
    p, tail = shares.estimate, (1 - level) / 2
    n = shares.spread * (_t(shares.n - 1, level) / _t(shares.df, level)) ** 2
    yes, no = n * p, n * (1 - p)
    low = betaincinv(np.where(yes > 0, yes, 1.0), no + 1, tail)
    high = betaincinv(yes + 1, np.where(no > 0, no, 1.0), 1 - tail)
    return np.where(p <= 0, 0 * n, low), np.where(p >= 1, 1 + 0 * n, high)


def wilson_interval(shares: Shares, level: float) -> Ends:
    r"""Return Wilson's score interval with an effective sample size.

    .. math:: \frac{p + z^2 / 2n^* \pm z \sqrt{p (1 - p) / n^* + z^2 / 4n^{*2}}}
                   {1 + z^2 / n^*}, \qquad
              n^* = \frac{n}{\mathrm{deff}}, \quad
              \mathrm{deff} = \frac{V}{p (1 - p) / (n - 1)}

    With independent answers this is Wilson's own interval of n answers.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. *JASA* 22, 209-212.
    """
    p, z = shares.estimate, ndtri((1 + level) / 2)
    more = np.where(shares.certain, 1.0, shares.n / np.maximum(shares.n - 1, 1))
    n = np.where(shares.df >= 1, shares.spread * more, np.nan)
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


INTERVALS: dict[str, Callable[[Shares, float], Ends]] = {
    "logit": logit_interval,
    "wilson": wilson_interval,
    "beta": exact_interval,
    "mean": wald_interval,
}
"""Intervals of a share, by name."""


def share_interval(shares: Shares, interval: str, level: float) -> Ends:
    """Return the interval of each share by one method.

    Parameters
    ----------
    shares : Shares
    interval : str
        One of :data:`INTERVALS`.
    level : float

    Returns
    -------
    low, high : ndarray
        NaN where the design leaves no degree of freedom. Shares of exactly 0 or 1
        have the exact interval of their n answers (Wilson's where that is asked for);
        shares that the design fixes have no width.

    Examples
    --------
    Forty of fifty, and none of twenty:

    >>> p, n = np.array([0.8, 0.0]), np.array([50, 20])
    >>> se = np.sqrt(p * (1 - p) / (n - 1))
    >>> se_logit = delta_logit(p, se)
    >>> shares = Shares(estimate=p, se=se, n=n, df=n - 1, se_logit=se_logit)
    >>> low, high = share_interval(shares, "wilson", 0.95)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.67, 0.0], [0.888, 0.161])
    """
    low, high = map(np.array, INTERVALS[interval](shares, level))
    certain = shares.certain
    if interval != "wilson" and certain.any():
        low[certain], high[certain] = exact_interval(shares.at(certain), level)
    known = np.where(np.isnan(low), np.nan, shares.estimate)
    return np.where(shares.fixed, known, low), np.where(shares.fixed, known, high)
