"""How many of those who do not answer are asked once more?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.sampling.size_plan import customers, round_up


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FollowUpSize(Result):
    """Whom to ask, and how many of those who do not answer to ask again.

    Rows ``first`` and ``follow_up``: ``term, n_exact, n, cost``.

    Attributes
    ----------
    fraction : float
        Share of the nonrespondents to be followed up.
    cost : float
        Expected cost of both phases, before rounding.
    """

    fraction: float
    cost: float

    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {"n_exact": "index", "cost": "count"}

    def headline(self) -> Message:
        """Return how many to ask, and how many again."""
        if set(self.table["term"]) != {"first", "follow_up"}:
            return Message("No sizes are shown.")
        return Message(
            "Ask {first} customers, and {again} of those who do not answer once more "
            "({fraction} of them).",
            {
                "first": self.number(self["first"], "n"),
                "again": self.number(self["follow_up"], "n"),
                "fraction": Number(self.fraction, "share"),
            },
        )


@method
def sample_size_follow_up(
    *,
    cost_first: float,
    cost_follow_up: float,
    response_rate: float,
    target_cv: float | None = None,
    budget: float | None = None,
    cv: float = 1.0,
    variance_ratio: float = 1.0,
    population: int | None = None,
) -> FollowUpSize:
    r"""Return how many nonrespondents to follow up, as two-phase sampling.

    Of n customers a share θ answers; of the others a share v is asked again by a way
    that brings an answer. The cost :math:`n [c_1 + (1 - θ) v c_2]` is least for

    .. math:: v = \sqrt{\frac{c_1}{c_2} \frac{q}{1 - (1 - \theta) q}}, \qquad
              n = \frac{CV^2 \left[1 + (1 - \theta) q (1 / v - 1)\right]}
                       {CV_0^2 + CV^2 / N}

    with q the variance of nonrespondents by that of all customers; v is 1 at most.

    Parameters
    ----------
    cost_first, cost_follow_up : float
        Cost of one invitation, and of one answer in the follow-up, above 0.
    response_rate : float
        θ, between 0 and 1.
    target_cv : float, optional
        Relative standard error of the mean to be met. Just one of `target_cv` and
        `budget`.
    budget : float, optional
        What may be spent in both phases.
    cv : float
        Standard deviation of one answer by the mean.
    variance_ratio : float
        q, above 0 and below 1 / (1 − θ).
    population : int, optional
        Customers there are; endless when not given.

    Returns
    -------
    FollowUpSize
        Rows ``first`` and ``follow_up``; ``.fraction``, ``.cost``.

    Raises
    ------
    ValueError
        If an argument is out of its range, or more must be asked than there are.

    References
    ----------
    Hansen, M. H. and Hurwitz, W. N. (1946). JASA 41, 517-529. Cochran (1977), section
    13.6.

    Examples
    --------
    >>> from csat_methods import sample_size_follow_up
    >>> plan = sample_size_follow_up(
    ...     cost_first=50, cost_follow_up=200, response_rate=0.5, target_cv=0.05
    ... )
    >>> plan.table["n"].tolist(), round(plan.fraction, 4)
    ([483, 171], 0.7071)
    """
    if (budget is None) == (target_cv is None):
        raise ValueError("budget and target_cv: just one of them must be given.")
    first = _checks.positive("cost_first", cost_first)
    again = _checks.positive("cost_follow_up", cost_follow_up)
    silent = 1 - _checks.between("response_rate", response_rate, 0, 1)
    q = _checks.between("variance_ratio", variance_ratio, 0, 1 / silent)
    fraction = min(1.0, math.sqrt(first / again * q / (1 - silent * q)))
    each = first + silent * fraction * again
    n = _first_phase(target_cv, budget, cv, population, each, silent * q, fraction)
    followed = n * silent * fraction
    return FollowUpSize(
        table=pd.DataFrame(
            {
                "term": ["first", "follow_up"],
                "n_exact": [n, followed],
                "n": [round_up(n), round_up(followed)],
                "cost": [n * first, followed * again],
            }
        ),
        method="Size of a follow-up",
        used=Used(0, (0, 0)),
        labels={"first": Message("Invited"), "follow_up": Message("Asked again")},
        fraction=fraction,
        cost=n * each,
    )


def _first_phase(
    target_cv: float | None,
    budget: float | None,
    cv: float,
    population: int | None,
    each: float,
    spread: float,
    fraction: float,
) -> float:
    """Return the customers of the first phase: by the budget, or by the target.

    Raises
    ------
    ValueError
        If they are more than there are.
    """
    size = customers(population)
    if budget is not None:
        n = _checks.positive("budget", budget) / each
    else:
        target = _checks.positive("target_cv", target_cv)
        unit = _checks.positive("cv", cv) ** 2
        n = unit * (1 + spread * (1 / fraction - 1)) / (target**2 + unit / size)
    if n > size:
        raise ValueError(
            f"population={size:.0f} must be {n:.1f} at least: so many would be asked."
        )
    return n
