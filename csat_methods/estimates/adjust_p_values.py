"""What are several p-values worth once all of them are taken into account?"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from csat_methods import _checks
from csat_methods._refusals import refusing
from csat_methods.statistics.multiplicity import ADJUSTMENTS, adjusted


@refusing
def adjust_p_values(
    p: ArrayLike, *, method: str = "holm", n: int | None = None
) -> np.ndarray:
    r"""Return p-values adjusted for one another.

    .. math:: \tilde p_{(i)} = \max_{j \le i} \min\{(n - j + 1)\, p_{(j)},\, 1\}

    by Holm; the other methods are named below.

    Parameters
    ----------
    p : array_like, shape (m,)
        0 to 1; a missing one stays missing and counts as no test.
    method : str
        ``bonferroni, holm, hochberg, hommel`` hold the chance of any false alarm
        (hochberg and hommel for independent or positively dependent tests); ``bh`` and
        ``by`` the share of false alarms among the alarms, ``by`` whatever the
        dependence.
    n : int, optional
        How many tests there were in all, if more than are given.

    Returns
    -------
    ndarray, shape (m,)

    Raises
    ------
    ValueError
        If `method` is unknown, a p-value is no number from 0 to 1, `p` has more than
        one dimension, or `n` is smaller than the number of tests.

    References
    ----------
    Holm, S. (1979). *Scandinavian Journal of Statistics* 6, 65-70. Hochberg, Y.
    (1988). *Biometrika* 75, 800-802. Hommel, G. (1988). *Biometrika* 75, 383-386.
    Benjamini, Y. and Hochberg, Y. (1995). *JRSS B* 57, 289-300. Benjamini, Y. and
    Yekutieli, D. (2001). *Annals of Statistics* 29, 1165-1188.

    Examples
    --------
    >>> from csat_methods import adjust_p_values
    >>> adjust_p_values([0.01, 0.04, 0.03])
    array([0.03, 0.06, 0.06])
    >>> adjust_p_values([0.01, 0.04, 0.03], method="bh")
    array([0.03, 0.04, 0.04])
    """
    _checks.one_of("method", method, ADJUSTMENTS)
    values = _numbers(p)
    tested = ~np.isnan(values)
    more = _untold(n, int(tested.sum()))
    found = np.full(values.shape, np.nan)
    # Tests that are not given count as p = 1: no method lets one help another.
    all_tests = np.concatenate([values[tested], np.ones(more)])
    found[tested] = adjusted(all_tests, method)[: int(tested.sum())]
    return found


def _numbers(p: ArrayLike) -> np.ndarray:
    """Return p-values as a row of numbers.

    Raises
    ------
    ValueError
        If they are none.
    """
    try:
        values = np.asarray(p, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"p={p!r} must be numbers from 0 to 1.") from error
    if values.ndim != 1:
        raise ValueError(f"p has the shape {values.shape}; it must be one row.")
    return values


def _untold(n: int | None, told: int) -> int:
    """Return how many tests there were beside those that are given.

    Raises
    ------
    ValueError
        If there were fewer.
    """
    return 0 if n is None else _checks.whole("n", n, lowest=told) - told
