"""How is a sample spread over strata?"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.sampling.limited_shares import (
    inverse_sum,
    largest_remainder,
    shares_of_total,
    shares_of_variance,
    within_budget,
)
from csat_methods.sampling.precise_shares import cheapest_shares
from csat_methods.sampling.strata_table import Strata, read_strata
from csat_methods.sampling.stratum_limits import NOISE

FEWEST = 2
"""Answers a stratum needs so that its error can be estimated."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Allocation(Result):
    """How many answers each stratum gets: ``term, n, n_exact, share, fraction, size``.

    Attributes
    ----------
    strata : tuple
        The strata as they are named in the index that was given.
    total : int
        Answers in all.
    cost : float
        What they cost; NaN without costs.
    cv : Series
        Relative standard error that the mean of each variable will have; empty where
        no means and standard deviations are known.
    """

    strata: tuple[Any, ...]
    total: int
    cost: float
    cv: pd.Series = field(repr=False)

    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "n_exact": "index",
        "share": "share",
        "fraction": "share",
        "size": "count",
        "unit_cost": "index",
    }

    def by_stratum(self) -> dict[Any, int]:
        """Return {stratum: answers}, as :func:`draw_sample` takes it."""
        return dict(zip(self.strata, self.table["n"].tolist(), strict=True))

    def headline(self) -> Message:
        """Return how the answers are spread."""
        rows = self.table
        if len(rows) == 0:
            return Message("No groups are shown.")
        least, most = rows.loc[rows["n"].idxmin()], rows.loc[rows["n"].idxmax()]
        return Message(
            "{n} answers are spread over {count} groups: {least} to {most} each.",
            {
                "n": Number(int(rows["n"].sum()), "count"),
                "count": Number(len(rows), "count"),
                "least": self.number(least, "n"),
                "most": self.number(most, "n"),
            },
        )


WEIGHTS: Mapping[str, Callable[[Strata], np.ndarray]] = {
    "proportional": lambda strata: strata.size,
    "equal": lambda strata: np.ones(len(strata.size)),
    "neyman": lambda strata: strata.size * strata.sd[:, 0],
    "cost": lambda strata: strata.size * strata.sd[:, 0] / np.sqrt(strata.cost),
    "power": lambda strata: strata.importance * strata.relative_spread,
    "precision": lambda strata: strata.size,
}
"""What each method shares in proportion to."""


@method
def allocate(
    strata: pd.DataFrame,
    n: int | None = None,
    *,
    method: str = "proportional",
    size: str = "size",
    mean: str | Sequence[str] | None = None,
    sd: str | Sequence[str] | None = None,
    cost: str | None = None,
    budget: float | None = None,
    target_cv: float | Sequence[float] | None = None,
    exponent: float = 0.5,
    minimum: float | str | Mapping[Any, float] = 0,
    maximum: float | str | Mapping[Any, float] | None = None,
    take_all: Sequence[Any] = (),
) -> Allocation:
    r"""Return how many answers each stratum gets.

    The answers are shared in proportion to

    ============= ====================================================================
    proportional  :math:`N_h`
    equal         1
    neyman        :math:`N_h S_h`, the least variance for a number of answers
    cost          :math:`N_h S_h / \sqrt{c_h}`, the least variance for a cost
    power         :math:`(N_h \bar y_h)^a S_h / \bar y_h`, between equal precision in
                  every stratum and Neyman; without `mean` and `sd`: :math:`N_h^a`
    precision     the least cost (or number) that meets a CV for each of several means
    ============= ====================================================================

    and the sum is `n` answers, or what `budget` pays for, or the least that meets
    `target_cv`. Where a limit binds (minimum, maximum, a stratum taken whole, never
    more than its size) it holds and the rest is solved again, which is the optimum
    within the limits.

    Parameters
    ----------
    strata : DataFrame
        Indexed by stratum, one row each; words for the strata may stand in its
        ``attrs["labels"]``, as :meth:`Wave.sizes` leaves them.
    n : int, optional
        Answers in all. Just one of `n`, `budget` and `target_cv`.
    method : str
        ``proportional, equal, neyman, cost, power, precision``.
    size : str
        Column of customers in the stratum, N.
    mean, sd : str or list of str, optional
        Columns of means and standard deviations, one each; equal lists for
        ``precision``.
    cost : str, optional
        Column of the cost of one answer.
    budget : float, optional
        Cost that must not be exceeded.
    target_cv : float or list of float, optional
        Relative standard error of the mean over all strata, above 0.
    exponent : float
        a of ``power``, from 0 to 1.
    minimum, maximum : float, str or dict
        Limits of each stratum's answers: a number, a column, or {stratum: number}. A
        stratum smaller than its minimum is taken whole.
    take_all : sequence
        Strata in which everybody is asked.

    Returns
    -------
    Allocation
        ``term, n, n_exact, share, fraction, size``. Whole numbers add up to `n` by
        largest remainder (ties to the earlier stratum), stay below `budget`, or are
        rounded up to meet `target_cv`.

    Raises
    ------
    KeyError
        If a column or stratum is not there.
    ValueError
        If a stratum is empty, a value missing or out of range, or the limits leave no
        allocation.

    References
    ----------
    Cochran (1977), sections 5.5 to 5.9. Bankier, M. D. (1988). American Statistician
    42, 174-177. Bethel, J. (1989). Survey Methodology 15, 47-57.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import allocate
    >>> strata = pd.DataFrame(
    ...     {"size": [500, 300, 200], "sd": [1, 1, 4]}, index=["A", "B", "C"]
    ... )
    >>> allocate(strata, 160, method="neyman", sd="sd").table["n"].tolist()
    [50, 30, 80]
    """
    _checks.one_of("method", method, WEIGHTS)
    read = read_strata(
        strata,
        method,
        columns={"size": size, "mean": mean, "sd": sd, "cost": cost},
        target={"n": n, "budget": budget, "target_cv": target_cv},
        exponent=exponent,
        limits=(minimum, maximum, take_all),
    )
    exact, whole = TARGETS[read.target](read, WEIGHTS[method](read))
    made = _result(read, exact, whole, method)
    return replace(made, labels=dict(strata.attrs.get("labels", {})))


# ------------------------------------------------------------------- targets
def _for_number(strata: Strata, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    one = np.ones_like(weights)
    exact = shares_of_total(
        weights, strata.low, strata.high, strata.amount, one, strata.size
    )
    return exact, largest_remainder(exact, int(strata.amount))


def _for_budget(strata: Strata, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    exact = shares_of_total(
        weights, strata.low, strata.high, strata.amount, strata.cost, strata.size
    )
    last = np.where(weights > 0, weights, 1e-12 * weights.max() * strata.share)
    cap = np.ceil(strata.high - NOISE)
    whole = within_budget(last, exact, strata.low, cap, strata.cost, strata.amount)
    return exact, whole


def _for_precision(
    strata: Strata, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    squares, limits = strata.squares, strata.variances
    if strata.cheapest:
        exact = cheapest_shares(squares, limits, strata.cost, strata.low, strata.high)
    else:
        exact = shares_of_variance(
            weights, strata.low, strata.high, squares[:, 0], limits[0]
        )
    return exact, np.ceil(exact - NOISE).astype(int)


TARGETS: Mapping[str, Callable[[Strata, np.ndarray], tuple[np.ndarray, np.ndarray]]] = {
    "n": _for_number,
    "budget": _for_budget,
    "target_cv": _for_precision,
}
"""What ends the sharing: exact parts, and whole ones."""


# -------------------------------------------------------------------- result
def _result(
    strata: Strata, exact: np.ndarray, whole: np.ndarray, method: str
) -> Allocation:
    total = int(whole.sum())
    columns = {
        "term": strata.terms,
        "n": whole,
        "n_exact": exact,
        "share": whole / max(total, 1),
        "fraction": np.minimum(whole / strata.size, 1.0),
        "size": strata.size,
    }
    if strata.priced:
        columns["unit_cost"] = strata.cost
    return Allocation(
        table=pd.DataFrame(columns),
        method=f"Allocation: {method}",
        used=Used(0, (0, 0)),
        notes=_notes(strata, whole),
        strata=strata.names,
        total=total,
        cost=float(strata.cost @ whole) if strata.priced else math.nan,
        cv=_relative_errors(strata, whole),
    )


def _relative_errors(strata: Strata, whole: np.ndarray) -> pd.Series:
    """Return the CV of each mean under the allocation; empty without means."""
    if strata.sd.shape[1] == 0 or strata.mean.shape != strata.sd.shape:
        return pd.Series(dtype=float)
    within = strata.size @ strata.sd**2
    sums = [inverse_sum(column, whole) for column in strata.squares.T]
    variances = np.maximum(np.array(sums) - within, 0.0)
    totals = strata.size @ strata.mean
    return pd.Series(np.sqrt(variances) / totals, index=list(strata.sd_columns))


def _notes(strata: Strata, whole: np.ndarray) -> tuple[Message, ...]:
    few = int(((whole < FEWEST) & (whole < strata.size - NOISE)).sum())
    small = int((strata.wanted > strata.size + NOISE).sum())
    said = {
        "Groups with fewer than two answers: {count}; the error there cannot be "
        "estimated.": few,
        "Groups smaller than their minimum: {count}; everybody there is asked.": small,
    }
    return tuple(
        Message(text, {"count": Number(count, "count")})
        for text, count in said.items()
        if count
    )
