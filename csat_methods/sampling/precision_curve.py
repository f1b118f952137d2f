"""What does a closer margin cost?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.sampling.margin_of_error import left_over
from csat_methods.sampling.size_plan import Circumstances, round_up
from csat_methods.study.context import MODES

NOISE = 1e-12
"""What a cost may exceed the budget by and still be paid for."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PrecisionCurve(Result):
    """Margin and cost by number of answers: ``term, n, margin, invitations, cost``.

    `term` is the way of asking; `best` the largest affordable sample of each, where a
    budget is given.
    """

    term_keys: ClassVar[tuple[str, ...]] = ("term", "n")
    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "margin": "share_size",
        "invitations": "count",
        "cost": "count",
    }
    best: Mapping[str, int]

    def headline(self) -> Message:
        """Return the closest margin that the budget pays for, else the range."""
        rows = self.table
        if len(rows) == 0:
            return Message("No sizes are shown.")
        paid = rows[
            [
                self.best.get(t) == n
                for t, n in zip(rows["term"], rows["n"], strict=True)
            ]
        ]
        if len(paid):
            row = paid.loc[paid["margin"].idxmin()]
            return Message(
                "The budget pays for {n} answers and a margin of {margin}.",
                {"n": self.number(row, "n"), "margin": self.number(row, "margin")},
            )
        wide, close = (
            rows.loc[rows["margin"].idxmax()],
            rows.loc[rows["margin"].idxmin()],
        )
        return Message(
            "From {few} to {many} answers the margin falls from {wide} to {close}.",
            {
                "few": self.number(wide, "n"),
                "many": self.number(close, "n"),
                "wide": self.number(wide, "margin"),
                "close": self.number(close, "margin"),
            },
        )


@method
def precision_curve(
    *,
    cost: float | Mapping[str, float] | None = None,
    fixed_cost: float = 0.0,
    budget: float | None = None,
    sizes: Sequence[int] | None = None,
    p: float = 0.5,
    population: int | None = None,
    deff: float = 1.0,
    response_rate: float = 1.0,
    level: float = 0.95,
) -> PrecisionCurve:
    r"""Return margin and cost of a share for a range of sample sizes.

    Parameters
    ----------
    cost : float or dict, optional
        Cost of one complete answer, or one for each way of asking:
        ``{"web": 2.5, "telephone": 14}``.
    fixed_cost : float
        Cost of the survey before the first answer.
    budget : float, optional
        Cost that must not be passed; the largest sample it pays for gets a row.
    sizes : sequence of int, optional
        Numbers of answers; 50 to 2000, or to the number of customers, when not given.
    p, population, deff, level
        As in :func:`margin_of_error`.
    response_rate : float
        Share of invitations that bring an answer, above 0, at most 1.

    Returns
    -------
    PrecisionCurve
        ``term, n, margin, invitations, cost`` (missing without costs), in order of n;
        ``.best`` {way of asking: largest n that the budget pays for}.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the budget pays for no answer.

    References
    ----------
    Cochran (1977), section 4.10.

    Examples
    --------
    >>> from csat_methods import precision_curve
    >>> curve = precision_curve(cost=10, budget=3000, population=1000)
    >>> curve.best, curve.summary()
    ({'all': 300}, 'The budget pays for 300 answers and a margin of 4.7\xa0pp.')
    """
    given = Circumstances(level, population, deff, response_rate, offset=1)
    unit = {str(k): _checks.positive("cost", c) for k, c in _ways(cost).items()}
    if budget is not None and not unit:
        raise ValueError(f"budget={budget} needs cost, the cost of an answer.")
    best = {
        way: _affordable(way, c, fixed_cost, budget, given.size)
        for way, c in unit.items()
        if budget is not None
    }
    listed = _sizes(sizes, given.size)
    rows = [
        (way, n)
        for way in unit or ("all",)
        for n in sorted({*listed, *([best[way]] if way in best else [])})
    ]
    table = pd.DataFrame(rows, columns=["term", "n"])
    n = table["n"].to_numpy(float)
    left = np.array([left_over(k, given.size) for k in n])
    variance = _checks.between("p", p, 0, 1) * (1 - p)
    costs = [fixed_cost + k * unit[way] if unit else math.nan for way, k in rows]
    return PrecisionCurve(
        table=table.assign(
            margin=given.z * np.sqrt(deff * variance / n * left),
            invitations=[round_up(k / response_rate) for k in n],
            cost=costs,
        ),
        method="Precision and cost",
        used=Used(0, (0, 0)),
        level=level,
        labels={
            **{way: Message(MODES.get(way, way)) for way in unit},
            "all": Message("All ways of asking"),
            **_labels(table),
        },
        best=best,
    )


def _labels(table: pd.DataFrame) -> dict[Any, Message]:
    """Return how the numbers of answers, which name the rows, are written."""
    sizes = table["n"].unique().tolist()
    return {n: Message("{n}", {"n": Number(n, "count")}) for n in sizes}


def _ways(cost: Any) -> Mapping[str, float]:
    if cost is None:
        return {}
    return cost if isinstance(cost, Mapping) else {"all": cost}


def _affordable(way: str, cost: float, fixed: float, budget: float, size: float) -> int:
    """Return the largest sample that a budget pays for."""
    _checks.positive("budget", budget)
    _checks.finite("fixed_cost", fixed, 0)
    n = math.floor(min((budget - fixed) / cost * (1 + NOISE), size))
    if n < 1:
        raise ValueError(
            f"budget={budget} pays for no answer by {way!r}: the first costs "
            f"{fixed + cost:g}."
        )
    return n


def _sizes(sizes: Sequence[int] | None, size: float) -> list[int]:
    if sizes is not None:
        listed = [_checks.whole("sizes", n) for n in _checks.several("sizes", sizes)]
        over = [n for n in listed if n > size]
        if over or not listed:
            raise ValueError(f"sizes={over or []} must be 1 to {size:g}, at least one.")
        return listed
    usual = np.unique(np.geomspace(50, 2000, 25).round(-1).astype(int))
    return [int(n) for n in usual if n <= size] or [int(size)]
