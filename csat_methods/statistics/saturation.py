"""How many themes are there, by how often those found so far came up again?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.special import gammaln


@dataclass(frozen=True)
class Richness:
    """How many themes there are in all, found and not yet found.

    Attributes
    ----------
    observed : int
    estimate, low, high : float
        Chao's lower bound of the number in all, with its interval.
    coverage : float
        Share of all mentions that belong to themes found so far.
    """

    observed: int
    estimate: float
    low: float
    high: float
    coverage: float


def chao2(held: np.ndarray, level: float = 0.95) -> Richness:
    r"""Return Chao's estimate of the number of themes, from a table of incidences.

    .. math:: \hat S = S + \frac{m - 1}{m} \frac{Q_1^2}{2 Q_2}, \qquad
              \hat C = 1 - \frac{Q_1}{U}
              \frac{(m - 1) Q_1}{(m - 1) Q_1 + 2 Q_2}

    with m interviews, Q₁ and Q₂ themes that one and two of them brought, U incidences.
    Where Q₂ = 0, :math:`Q_1 (Q_1 - 1) / 2` takes the place of the quotient. The
    interval is log-normal above S.

    Parameters
    ----------
    held : ndarray of bool, shape (m, k)
        Which interview brought which theme; every theme came up.
    level : float

    References
    ----------
    Chao, A. (1987). *Biometrics*, 43, 783-791, eqs. 6 and 9 to 11; Chao, A. and Jost,
    L. (2012). *Ecology*, 93, 2533-2547 (coverage).

    Examples
    --------
    >>> found = chao2(np.array([[1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 1, 1]], bool))
    >>> round(found.estimate, 3)
    5.333
    """
    m, times = len(held), held.sum(axis=0)
    one, two = int((times == 1).sum()), int((times == 2).sum())
    observed, a = len(times), (m - 1) / m
    missed = a * (one**2 / (2 * two) if two else one * (one - 1) / 2)
    estimate = observed + missed
    variance = _variance(one, two, a, estimate)
    low = high = float(estimate)
    if missed > 0:
        z = stats.norm.ppf((1 + level) / 2)
        k = math.exp(z * math.sqrt(math.log1p(variance / missed**2)))
        low, high = observed + missed / k, observed + missed * k
    rare = (m - 1) * one + 2 * two
    lost = one / times.sum() * ((m - 1) * one / rare if rare else 0.0)
    return Richness(observed, float(estimate), low, high, float(1 - lost))


def _variance(one: int, two: int, a: float, estimate: float) -> float:
    if two:
        r = one / two
        return two * (a / 2 * r**2 + a**2 * r**3 + a**2 / 4 * r**4)
    pairs = a * one * (one - 1) / 2 + a**2 * one * (2 * one - 1) ** 2 / 4
    return max(pairs - a**2 * one**4 / (4 * estimate), 0.0)


def rarefied(held: np.ndarray, total: float) -> tuple[np.ndarray, np.ndarray]:
    r"""Return how many themes 1 to m interviews bring on average, and its error.

    .. math:: S(t) = S - \sum_k \binom{m - y_k}{t} \Big/ \binom{m}{t}, \qquad
              v(t) = \sum_k (1 - \alpha_{tk})^2 - S(t)^2 / \hat S

    with theme k in y of m interviews, and α the quotient of its binomials.

    Parameters
    ----------
    held : ndarray of bool, shape (m, k)
    total : float
        Themes in all, as estimated.

    Returns
    -------
    estimate, se : ndarray, shape (m,)

    References
    ----------
    Colwell, R. K., Mao, C. X. and Chang, J. (2004). *Ecology*, 85, 2717-2727, eqs. 5
    and 6.
    """
    m, y = len(held), held.sum(axis=0)
    t = np.arange(1, m + 1)[:, None]
    left = m - y[None, :] - t
    ways = (
        gammaln(m - y + 1)[None, :]
        + gammaln(m - t + 1)
        - gammaln(np.maximum(left, 0) + 1)
        - gammaln(m + 1)
    )
    seen = 1 - np.where(left >= 0, np.exp(ways), 0.0)
    estimate = seen.sum(axis=1)
    variance = (seen**2).sum(axis=1) - estimate**2 / total
    return estimate, np.sqrt(np.maximum(variance, 0.0))
