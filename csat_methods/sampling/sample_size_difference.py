"""How many must answer in each wave so that a change is seen, or known closely?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from csat_methods._messages import Message, Number
from csat_methods.result import method
from csat_methods.sampling.change_size import (
    METHODS,
    Change,
    check_method,
    finite_answers,
    read_change,
)
from csat_methods.sampling.size_plan import Circumstances, SampleSize, size_plan


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DifferenceSize(SampleSize):
    """How many answers in each of two waves (or groups) a difference takes."""

    claims: ClassVar[tuple[str, str]] = (
        "{aim} takes {n} answers in each wave.",
        "{aim} takes {n} answers in each wave, from {invitations} invitations.",
    )


@method
def sample_size_difference(
    *,
    difference: float | None = None,
    sd: float | Sequence[float] | None = None,
    p: Sequence[float] | None = None,
    power: float = 0.8,
    goal: str = "power",
    overlap: float = 0.0,
    correlation: float = 0.0,
    sides: int = 2,
    level: float = 0.95,
    population: float | None = None,
    deff: float = 1.0,
    response_rate: float = 1.0,
    method: str = "normal",
) -> DifferenceSize:
    r"""Return how many answers in each of two waves a difference takes.

    .. math:: n_0 = (z_\alpha + z_\beta)^2 \frac{V}{\delta^2}, \qquad
              V = S_1^2 + S_2^2 - 2 o r S_1 S_2

    where a share o of the people is asked in both waves and their answers correlate r.
    The goal ``precision`` reads `difference` as a margin and has no
    :math:`z_\beta`. In a finite population of the same N people the covariance of the
    two means is :math:`r S_1 S_2 (o / n - 1 / N)`, which gives n.

    Parameters
    ----------
    difference : float, optional
        The change to be seen, or its margin; of shares as a share. With a pair `p` and
        the goal ``power`` it is their difference when not given.
    sd : float or pair of float, optional
        Standard deviation in the two waves. Just one of `sd` and `p`.
    p : pair of float, optional
        Shares expected in the two waves.
    power : float
        Chance of seeing the difference, between 0 and 1.
    goal : str
        ``power`` or ``precision``.
    overlap : float
        Share of the people asked in both waves, 0 to 1.
    correlation : float
        Of their two answers, −1 to 1.
    sides : int
        2, or 1 for a change in one direction only.
    level : float
        Confidence, between 0 and 1.
    population : int, optional
        Customers there are; endless when not given.
    deff : float
        Design effect, above 0.
    response_rate : float
        Share of invitations that bring an answer, above 0, at most 1.
    method : str
        ``normal``: normal quantiles, variances not pooled. For the power of a
        difference of means: ``t`` (noncentral t; overlap 0 or 1). Of shares, without
        overlap: ``pooled`` (variance pooled under no change) or ``arcsine``.

    Returns
    -------
    DifferenceSize
        ``.n`` in each wave, ``.n_exact``, ``.invitations``, and the steps as a table.

    Raises
    ------
    ValueError
        If an argument is out of its range or does not go with another.

    References
    ----------
    Valliant, Dever and Kreuter (2018), section 4.5. Tam, S. M. (1984). On covariances
    from overlapping samples. American Statistician 38, 288-289. Cohen, J. (1988).
    *Statistical Power Analysis*, 2nd ed., sections 2.3 and 6.2.

    Examples
    --------
    >>> from csat_methods import sample_size_difference
    >>> sample_size_difference(
    ...     difference=5, sd=200**0.5, overlap=0.75, correlation=0.9
    ... ).n
    41
    """
    offset = int(p is not None)
    given = Circumstances(level, population, deff, response_rate, offset)
    change = read_change(
        difference,
        sd,
        p,
        power=power,
        goal=goal,
        overlap=overlap,
        correlation=correlation,
        sides=sides,
        level=level,
    )
    check_method(method, goal, change)
    return size_plan(
        DifferenceSize,
        "Sample size for a difference",
        METHODS[method](change),
        given,
        _aim(change, goal, power, level),
        finite=lambda n: finite_answers(n, change, given),
    )


def _aim(change: Change, goal: str, power: float, level: float) -> Message:
    of_shares = change.shares is not None
    values = {
        "difference": Number(change.size, "share_size" if of_shares else "number"),
        "power": Number(power, "percent"),
        "level": Number(level, "percent"),
    }
    return Message(AIMS[goal], values)


AIMS = {
    "power": (
        "Seeing a change of {difference} with {power} certainty at {level} confidence"
    ),
    "precision": "Knowing a change within {difference} at {level} confidence",
}
"""What is to be known, by goal."""
