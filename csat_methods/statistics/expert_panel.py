"""Do experts hold an item to be relevant, beyond chance?"""

from __future__ import annotations

import numpy as np
from scipy import stats

LAWSHE = {
    **dict.fromkeys((5, 6, 7), 0.99),
    8: 0.75,
    9: 0.78,
    10: 0.62,
    11: 0.59,
    12: 0.56,
    13: 0.54,
    14: 0.51,
    15: 0.49,
    20: 0.42,
    25: 0.37,
    30: 0.33,
    35: 0.31,
    40: 0.29,
}
"""Experts to the least ratio: Lawshe (1975), *Personnel Psychology*, 28, table 1."""


def content_validity_ratio(
    essential: np.ndarray, n: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return Lawshe's ratio of each item, and its one-sided exact p.

    .. math:: \mathrm{CVR} = \frac{n_e - N / 2}{N / 2}, \qquad
              p = P(X \ge n_e \mid N, \tfrac12)

    Parameters
    ----------
    essential, n : ndarray of shape (k,)
        Experts that call the item essential, and experts that rated it.

    References
    ----------
    Lawshe, C. H. (1975). *Personnel Psychology*, 28, 563-575; Ayre, C. and Scally,
    A. J. (2014). *Measurement and Evaluation in Counseling and Development*, 47, 79-86.
    """
    half = n / 2
    p = stats.binom.sf(essential - 1, n, 0.5)
    return (essential - half) / half, p


def critical_ratio(n: int, level: float = 0.95) -> float:
    """Return the smallest ratio that chance reaches too seldom; missing if none does.

    Parameters
    ----------
    n : int
        Experts.
    level : float
        1 less the chance that is allowed, one-sided.

    References
    ----------
    Ayre and Scally (2014), table 2: the exact binomial.

    Examples
    --------
    >>> critical_ratio(8), critical_ratio(40)
    (0.75, 0.3)
    """
    counts = np.arange(n + 1)
    rare = counts[stats.binom.sf(counts - 1, n, 0.5) <= 1 - level + 1e-12]
    return float((rare[0] - n / 2) / (n / 2)) if len(rare) else float("nan")


def modified_kappa(relevant: np.ndarray, n: np.ndarray) -> np.ndarray:
    r"""Return agreement that an item is relevant, less that by chance, shape (k,).

    .. math:: \kappa^* = \frac{\mathrm{CVI} - p_c}{1 - p_c}, \qquad
              p_c = \binom{N}{A} 0.5^N

    References
    ----------
    Polit, D. F., Beck, C. T. and Owen, S. V. (2007). *Research in Nursing & Health*,
    30, 459-467, p. 465.
    """
    chance = stats.binom.pmf(relevant, n, 0.5)
    return (relevant / n - chance) / (1 - chance)


def score_interval(
    v: np.ndarray, n: np.ndarray, k: int, level: float
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return the score interval of a mean on a scale of k steps, as a share of it.

    .. math:: \frac{2 n k V + z^2 \mp z \sqrt{4 n k V (1 - V) + z^2}}{2 (n k + z^2)}

    With one step it is Wilson's interval of a share.

    References
    ----------
    Penfield, R. D. and Giacobbi, P. R. (2004). *Measurement in Physical Education and
    Exercise Science*, 8, 213-225, eqs. 5 and 6.
    """
    z = stats.norm.ppf((1 + level) / 2)
    nk = n * k
    middle, width = 2 * nk * v + z**2, z * np.sqrt(4 * nk * v * (1 - v) + z**2)
    low, high = ((middle + side * width) / (2 * (nk + z**2)) for side in (-1, 1))
    return np.maximum(low, 0.0), np.minimum(high, 1.0)
