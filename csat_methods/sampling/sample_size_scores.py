"""How many must answer so that a net promoter score or a gap is known closely?"""

from __future__ import annotations

import math

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import method
from csat_methods.sampling.size_plan import (
    Circumstances,
    SampleSize,
    reachable,
    size_plan,
)


@method
def sample_size_nps(
    *,
    margin: float,
    promoters: float,
    detractors: float,
    level: float = 0.95,
    population: float | None = None,
    deff: float = 1.0,
    response_rate: float = 1.0,
) -> SampleSize:
    r"""Return how many answers put a net promoter score within a margin.

    An answer counts 1, 0 or −1, so that its variance is

    .. math:: v = p + d - (p - d)^2, \qquad n_0 = \frac{z^2 v}{(e / 100)^2}, \qquad
              n = \frac{N n_1}{N - 1 + n_1}

    with :math:`n_1` = :math:`n_0` times the design effect. The worst case is half of
    each, v = 1: four times the answers of a share.

    Parameters
    ----------
    margin : float
        Half the length of the interval, in points of the score, 0 to 200.
    promoters, detractors : float
        Shares expected, 0 to 1, together at most 1.
    level : float
        Confidence, between 0 and 1.
    population : int, optional
        Customers there are; endless when not given.
    deff : float
        Design effect, above 0.
    response_rate : float
        Share of invitations that bring an answer, above 0, at most 1.

    Returns
    -------
    SampleSize
        As :func:`sample_size_proportion`.

    Raises
    ------
    ValueError
        If an argument is out of its range, or all answers are expected to be alike.

    References
    ----------
    Cochran (1977), eq. 4.1, with the variance of a score of −1, 0 and 1. Rocks, B.
    (2016). Interval estimation for the net promoter score. American Statistician 70,
    365-372.

    Examples
    --------
    >>> from csat_methods import sample_size_nps
    >>> sample_size_nps(margin=5, promoters=0.5, detractors=0.25).n
    1057
    """
    _checks.between("margin", margin, 0, 200)
    p = _checks.within("promoters", promoters, 0, 1)
    d = _checks.within("detractors", detractors, 0, 1)
    variance = p + d - (p - d) ** 2
    if p + d > 1 + 1e-12 or variance <= 0:
        raise ValueError(
            f"promoters={p} and detractors={d} must add up to 1 at most, and answers "
            "must differ."
        )
    reachable(margin / 100)
    given = Circumstances(level, population, deff, response_rate, offset=1)
    aim = Message(
        "Knowing a net promoter score within {margin} points at {level} confidence",
        {"margin": Number(margin, "index"), "level": Number(level, "percent")},
    )
    simple = given.z**2 * variance / (margin / 100) ** 2
    return size_plan(
        SampleSize, "Sample size for a net promoter score", simple, given, aim
    )


@method
def sample_size_gap(
    *,
    margin: float,
    sd_expectation: float,
    sd_perception: float,
    correlation: float,
    level: float = 0.95,
    population: float | None = None,
    deff: float = 1.0,
    response_rate: float = 1.0,
) -> SampleSize:
    r"""Return how many answers put the gap perception − expectation within a margin.

    The same people answer both, so that the gap of a person has the variance

    .. math:: S^2 = S_E^2 + S_P^2 - 2 r S_E S_P, \qquad n_0 = \frac{z^2 S^2}{e^2},
              \qquad n = \frac{N n_1}{N + n_1}.

    Parameters
    ----------
    margin : float
        Half the length of the interval, in the unit of the scale, above 0.
    sd_expectation, sd_perception : float
        Standard deviations of the two ratings, above 0.
    correlation : float
        Of the two ratings of a person, −1 to 1.
    level : float
        Confidence, between 0 and 1.
    population : int, optional
        Customers there are; endless when not given.
    deff : float
        Design effect, above 0.
    response_rate : float
        Share of invitations that bring an answer, above 0, at most 1.

    Returns
    -------
    SampleSize
        As :func:`sample_size_proportion`.

    Raises
    ------
    ValueError
        If an argument is out of its range, or all gaps are expected to be alike.

    References
    ----------
    Cochran (1977), eq. 4.5 and 4.6, for the difference of two answers.

    Examples
    --------
    >>> from csat_methods import sample_size_gap
    >>> size = sample_size_gap(
    ...     margin=0.2, sd_expectation=1.0, sd_perception=1.5, correlation=0.4
    ... )
    >>> size.n
    197
    """
    _checks.positive("margin", margin)
    e = _checks.positive("sd_expectation", sd_expectation)
    p = _checks.positive("sd_perception", sd_perception)
    r = _checks.within("correlation", correlation, -1, 1)
    variance = e**2 + p**2 - 2 * r * e * p
    if variance <= 1e-12 * (e**2 + p**2):
        raise ValueError(
            f"correlation={r} with equal sd leaves no gap to differ between people."
        )
    reachable(margin, math.sqrt(variance))
    given = Circumstances(level, population, deff, response_rate, offset=0)
    aim = Message(
        "Knowing a gap within {margin} at {level} confidence",
        {"margin": Number(margin), "level": Number(level, "percent")},
    )
    simple = given.z**2 * variance / margin**2
    return size_plan(SampleSize, "Sample size for a gap", simple, given, aim)
