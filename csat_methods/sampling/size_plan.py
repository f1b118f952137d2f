"""How does a wanted precision become a number of invitations, step by step?

Every size goes the same way in floats: answers from an endless population, times the
design effect, less what a finite population saves, divided by the expected response.
Answers and invitations are rounded up once, each from its unrounded value.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import pandas as pd
from scipy.special import ndtri

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used

CENSUS_SHARE = 0.5
"""From this share of the customers on, asking everybody is advised: a sample of most of
them saves little and leaves some out."""

ROUNDING = 1e-9
"""What a computed size may exceed a whole number by and still be that number."""

FINEST = 1e-9
"""The smallest margin that is computed, in standard deviations."""

LABELS = {
    "simple": Message("Simple random sample of an endless population"),
    "design_effect": Message("With the design effect"),
    "finite_population": Message("With the number of customers there are"),
    "invitations": Message("Invitations at the expected response"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SampleSize(Result):
    """How many answers a wanted precision takes, and how many invitations.

    Attributes
    ----------
    n : int
        Complete answers.
    n_exact : float
        The same before the one rounding.
    invitations : int
        Customers to invite: `n_exact` / response rate, rounded up.
    aim : Message
        What is to be known, and how well.
    """

    n: int
    n_exact: float
    invitations: int
    aim: Message

    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {"n_exact": "rounded_up"}
    claims: ClassVar[tuple[str, str]] = (
        "{aim} takes {n} answers.",
        "{aim} takes {n} answers from {invitations} invitations.",
    )

    def headline(self) -> Message:
        """Return what the precision takes."""
        claim = self.claims[self.invitations > self.n]
        places = {"n": "finite_population", "invitations": "invitations"}
        counts = {
            name: Number(getattr(self, name), "count", f"term={term}.n")
            for name, term in places.items()
        }
        return Message(claim, {"aim": self.aim, **counts})


S = TypeVar("S", bound=SampleSize)


@dataclass(frozen=True)
class Circumstances:
    """What every sample size knows beside its precision; checked when made.

    `offset` is 1 for shares, whose variance has the divisor N, and 0 for means, whose
    variance has N − 1.
    """

    level: float
    population: float | None
    deff: float
    response_rate: float
    offset: int

    def __post_init__(self) -> None:
        """Refuse what is no level, population, design effect or response rate.

        Raises
        ------
        ValueError
            If one of them is out of its range.
        """
        _checks.between("level", self.level, 0, 1)
        _checks.positive("deff", self.deff)
        if self.response_rate != 1:
            _checks.between("response_rate", self.response_rate, 0, 1)
        customers(self.population)

    @property
    def z(self) -> float:
        """The normal quantile of the two-sided level."""
        return float(ndtri((1 + self.level) / 2))

    @property
    def size(self) -> float:
        """Customers there are; infinite where not stated."""
        return customers(self.population)

    def finite(self, n: float, ratio: float = 1.0) -> float:
        """Return the answers that a finite population needs instead of `n`."""
        if math.isinf(self.size):
            return n
        return self.size * n / (self.size - self.offset + ratio * n)


def customers(population: float | None, name: str = "population") -> float:
    """Return a number of customers; infinite for None.

    Raises
    ------
    ValueError
        If it is no whole number from 1 on.
    """
    if population is None or population == math.inf:
        return math.inf
    _checks.positive(name, population)
    if population < 1 or population != int(population):
        raise ValueError(f"{name}={population!r} must be a whole number from 1 on.")
    return float(population)


def reachable(margin: float, spread: float = 1.0) -> None:
    """Refuse a margin that no number of answers reaches.

    Raises
    ------
    ValueError
        If it is below a billionth of the spread of the answers.
    """
    if margin < FINEST * spread:
        raise ValueError(f"margin={margin!r} is too small to be reached; widen it.")


def round_up(n: float) -> int:
    """Return the smallest whole number that is not below, rounding noise apart."""
    return math.ceil(n - ROUNDING)


def size_plan(
    cls: type[S],
    method: str,
    simple: float,
    given: Circumstances,
    aim: Message,
    *,
    finite: Callable[[float], float] | None = None,
    least: int = 1,
) -> S:
    """Return the steps from a simple random sample to invitations.

    `finite` turns answers with the design effect into those of a finite population
    where the usual correction is not the right one; `least` is the fewest answers
    that the method works with.
    """
    spread = simple * given.deff
    exact = (finite or given.finite)(spread)
    invited = exact / given.response_rate
    least = int(min(least, given.size))
    n, invitations = max(least, round_up(exact)), max(least, round_up(invited))
    table = pd.DataFrame(
        {
            "term": list(LABELS),
            "n_exact": [simple, spread, exact, invited],
            "n": [math.nan, math.nan, n, invitations],
        }
    )
    return cls(
        table=table,
        method=method,
        used=Used(0, (0, 0)),
        level=given.level,
        labels=LABELS,
        notes=_notes(n, invitations, given.size),
        n=n,
        n_exact=exact,
        invitations=invitations,
        aim=aim,
    )


def _notes(n: int, invitations: int, population: float) -> tuple[Message, ...]:
    """Return the advice to ask everybody, and the warning that too few are there."""
    words: dict[str, Any] = {
        "n": Number(n, "count"),
        "population": Number(population, "count"),
        "invitations": Number(invitations, "count"),
    }
    notes = []
    if n >= CENSUS_SHARE * population:
        advice = "The sample would be {n} of {population} customers: ask all of them."
        notes.append(Message(advice, words))
    if invitations > population:
        warning = (
            "It takes {invitations} invitations, and there are {population} customers: "
            "raise the response or accept a wider margin."
        )
        notes.append(Message(warning, words))
    return tuple(notes)
