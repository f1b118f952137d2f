"""How many customers must answer so that a share or a mean is known closely enough?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from scipy.optimize import brentq
from scipy.special import stdtrit

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import method
from csat_methods.sampling.size_plan import (
    Circumstances,
    SampleSize,
    reachable,
    size_plan,
)


def _wald(z: float, p: float, margin: float) -> float:
    return z**2 * p * (1 - p) / margin**2


def _wilson(z: float, p: float, margin: float) -> float:
    """Solve half the length of Wilson's interval = margin for n."""
    v = p * (1 - p)
    root = math.sqrt(v**2 + margin**2 * (1 - 4 * v))
    return max(0.0, z**2 * (v - 2 * margin**2 + root) / (2 * margin**2))


def _log_odds(z: float, p: float, margin: float) -> float:
    """Solve half the length of the interval on the logit scale = margin for n."""
    if margin >= 0.5:
        raise ValueError(f"margin={margin!r} must lie below 0.5 for method='log_odds'.")
    k = (1 - p) / p
    b = margin * (1 + k**2)
    root = math.sqrt(b**2 + k**2 * (1 - 2 * margin) * (1 + 2 * margin))
    x = (b + root) / (k * (1 - 2 * margin))
    return z**2 / (p * (1 - p) * math.log(x) ** 2)


INTERVALS: Mapping[str, Callable[[float, float, float], float]] = {
    "wald": _wald,
    "wilson": _wilson,
    "log_odds": _log_odds,
}
"""Whose half length is the margin: the answers it takes from (z, p, margin)."""


@method
def sample_size_proportion(
    *,
    margin: float,
    p: float = 0.5,
    level: float = 0.95,
    population: float | None = None,
    deff: float = 1.0,
    response_rate: float = 1.0,
    method: str = "wald",
) -> SampleSize:
    r"""Return how many answers put a share within a margin.

    .. math:: n_0 = \frac{z^2 p (1 - p)}{e^2}, \qquad n_1 = n_0 \, d, \qquad
              n = \frac{N n_1}{N - 1 + n_1}, \qquad m = n / r

    with margin e, design effect d, N customers and response rate r. ``wilson`` and
    ``log_odds`` take :math:`n_0` from half the length of those intervals.

    Parameters
    ----------
    margin : float
        Half the length of the interval, as a share between 0 and 1.
    p : float
        The share expected, between 0 and 1; one half is the worst case.
    level : float
        Confidence, between 0 and 1.
    population : int, optional
        Customers there are; endless when not given.
    deff : float
        Design effect, above 0.
    response_rate : float
        Share of invitations that bring an answer, above 0, at most 1.
    method : str
        ``wald``, ``wilson`` or ``log_odds``.

    Returns
    -------
    SampleSize
        ``.n``, ``.n_exact``, ``.invitations``, and the steps as a table: ``term,
        n_exact, n``. Rounded up once, at the end.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    References
    ----------
    Cochran, W. G. (1977). *Sampling Techniques*, 3rd ed., eq. 4.1 to 4.4. Wiley.
    Valliant, R., Dever, J. A. and Kreuter, F. (2018). *Practical Tools for Designing
    and Weighting Survey Samples*, 2nd ed., section 3.2. Springer.

    Examples
    --------
    >>> from csat_methods import sample_size_proportion
    >>> size = sample_size_proportion(margin=0.05, population=1000, response_rate=0.25)
    >>> size.n, size.invitations
    (278, 1111)
    """
    _checks.between("margin", margin, 0, 1)
    _checks.between("p", p, 0, 1)
    _checks.one_of("method", method, INTERVALS)
    reachable(margin)
    given = Circumstances(level, population, deff, response_rate, offset=1)
    aim = Message(
        "Knowing a share within {margin} at {level} confidence",
        {"margin": Number(margin, "share_size"), "level": Number(level, "percent")},
    )
    simple = INTERVALS[method](given.z, p, margin)
    return size_plan(SampleSize, "Sample size for a share", simple, given, aim)


def _normal(sd: float, margin: float, given: Circumstances) -> float:
    return (given.z * sd / margin) ** 2


FEWEST = 1.02
"""Where the search for answers by t begins; quantiles below it overflow."""


def _student(sd: float, margin: float, given: Circumstances) -> float:
    """Return the answers whose interval by t with n − 1 degrees of freedom fits."""
    tail = (1 + given.level) / 2
    per_answer = (sd / margin) ** 2 * given.deff

    def excess(n: float) -> float:
        needed = given.finite(per_answer * float(stdtrit(n - 1, tail)) ** 2)
        return needed - n

    above = max(4.0, 2 * given.finite(per_answer * float(stdtrit(1.0, tail)) ** 2))
    sure = excess(FEWEST) <= 0
    n = FEWEST if sure else brentq(excess, FEWEST, above, xtol=1e-12, rtol=1e-14)
    return per_answer * float(stdtrit(n - 1, tail)) ** 2 / given.deff


QUANTILES: Mapping[str, Callable[[float, float, Circumstances], float]] = {
    "normal": _normal,
    "t": _student,
}
"""By which quantile the interval of a mean is made."""


@method
def sample_size_mean(
    *,
    margin: float,
    sd: float,
    level: float = 0.95,
    population: float | None = None,
    deff: float = 1.0,
    response_rate: float = 1.0,
    method: str = "normal",
) -> SampleSize:
    r"""Return how many answers put a mean within a margin.

    .. math:: n_0 = \frac{z^2 S^2}{e^2}, \qquad n_1 = n_0 \, d, \qquad
              n = \frac{N n_1}{N + n_1}, \qquad m = n / r

    ``method="t"`` takes the quantile of t with n − 1 degrees of freedom instead of z:
    the interval that the answers will really have.

    Parameters
    ----------
    margin : float
        Half the length of the interval, in the unit of the item, above 0.
    sd : float
        Standard deviation of the item among all customers, above 0.
    level : float
        Confidence, between 0 and 1.
    population : int, optional
        Customers there are; endless when not given.
    deff : float
        Design effect, above 0.
    response_rate : float
        Share of invitations that bring an answer, above 0, at most 1.
    method : str
        ``normal`` or ``t``.

    Returns
    -------
    SampleSize
        As :func:`sample_size_proportion`.

    Raises
    ------
    ValueError
        If an argument is out of its range.

    References
    ----------
    Cochran (1977), eq. 4.5 and 4.6.

    Examples
    --------
    >>> from csat_methods import sample_size_mean
    >>> sample_size_mean(margin=0.5, sd=2.5, population=1000).n
    88
    """
    _checks.positive("margin", margin)
    _checks.positive("sd", sd)
    _checks.one_of("method", method, QUANTILES)
    reachable(margin, sd)
    given = Circumstances(level, population, deff, response_rate, offset=0)
    aim = Message(
        "Knowing a mean within {margin} at {level} confidence",
        {"margin": Number(margin), "level": Number(level, "percent")},
    )
    simple = QUANTILES[method](sd, margin, given)
    name, least = "Sample size for a mean", 1 + (method == "t")
    return size_plan(SampleSize, name, simple, given, aim, least=least)
