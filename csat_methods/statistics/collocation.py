"""Do two words stand together more often than chance puts them together?"""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy

CLEAR = 10.83
"""Chi-square quantile of one degree of freedom at .999."""


def log_likelihood_ratio(
    both: float, first: float, second: float, neither: float
) -> float:
    r"""Return how far two events are from independent, signed by its direction.

    .. math:: G^2 = 2 \sum_{ij} k_{ij} \ln \frac{k_{ij}\, n}{k_{i\cdot} k_{\cdot j}}

    Parameters
    ----------
    both, first, second, neither : float
        Texts with both words, with the first only, with the second only, with none.

    Returns
    -------
    float
        Above 0 where the words meet more often than by chance, below 0 where less.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and
    coincidence. *Computational Linguistics*, 19, 61-74, table 1.

    Examples
    --------
    >>> round(log_likelihood_ratio(110, 2442, 111, 29114), 2)
    270.72
    """
    k = np.array([[both, first], [second, neither]], float)
    n = k.sum()
    expected = np.outer(k.sum(axis=1), k.sum(axis=0)) / n
    ratio = xlogy(k, k) - xlogy(k, np.where(k > 0, expected, 1.0))
    return float(np.copysign(2 * ratio.sum(), both - expected[0, 0]))
