"""Which ratings go with overall satisfaction, and how strongly?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.priorities.drivers import (
    Drivers,
    complete_rows,
    division_of,
    drivers_of,
    fault_of,
    importance_piece,
    plain_statistics,
)
from csat_methods.result import Result, method
from csat_methods.statistics.dominance import complete_dominance, conditional_dominance
from csat_methods.statistics.moments import moments
from csat_methods.wave.claims import known_rows, row_name
from csat_methods.wave.estimate import Domains, Estimates, domains, quantile
from csat_methods.wave.smooth import joint_estimates, nothing
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

NAMED = 4
"""Most drivers that a headline names."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Importance(Result):
    """What is due to each driver, in parts of R².

    Attributes
    ----------
    outcome : str
        What the drivers go with.
    conditional : pandas.DataFrame or None
        Of dominance: drivers × number of other drivers known before, 0 and up.
    complete : pandas.DataFrame or None
        Of dominance: 1 where the row's driver adds more than the column's whatever
        else is known, 0 where less, NaN where it depends.
    """

    outcome: str
    conditional: pd.DataFrame | None = None
    complete: pd.DataFrame | None = None

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "r_squared": "share",
        "share": "share",
    }
    clause: ClassVar[str] = "7.4.3"

    @property
    def r_squared(self) -> float | pd.Series:
        """R²: a number, or one a segment in a Series."""
        if not self.by:
            return float(self.table["r_squared"].iloc[0])
        return self.table.groupby(list(self.by), sort=False)["r_squared"].first()

    def label(self, key: Any) -> Any:
        """Return the words of a driver, and of leading and not leading."""
        if isinstance(key, bool | np.bool_):
            return Message("yes") if key else Message("no")
        return super().label(key)

    def headline(self) -> Message:
        """Return which drivers go with the outcome most."""
        rows = sorted(known_rows(self), key=lambda row: -row["estimate"])
        if self.by or len(rows) < 2:
            return super().headline()
        leaders = [row for row in rows if row["leads"]]
        values = {
            "outcome": self.label(self.outcome),
            "leaders": Listing(tuple(row_name(self, row) for row in leaders)),
            "count": Number(len(rows), "count"),
        }
        if len(leaders) == 1:
            return Message("{leaders} goes most with {outcome}.", values)
        if 1 < len(leaders) <= NAMED and len(leaders) < len(rows):
            return Message(
                "{leaders} go most with {outcome}; their order is undecided.", values
            )
        return Message(
            "None of the {count} drivers clearly goes more closely with {outcome} than "
            "the others.",
            values,
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return what is due to one driver."""
        return Message(
            "{label}: {share} of what all drivers account for ({estimate}, {low} to "
            "{high}; n = {n}).",
            {
                "label": row_name(self, row),
                "share": self.number(row, "share"),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
                "n": self.number(row, "n"),
            },
        )


@method
def relative_importance(
    wave: Wave,
    outcome: str | None = None,
    predictors: str | Sequence[str] | None = None,
    *,
    method: str = "lmg",
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Importance:
    r"""Divide what all drivers account for in the outcome among them.

    .. math:: \mathrm{LMG}_k = \sum_{A \not\ni k}
              \frac{|A|! \, (p - |A| - 1)!}{p!}
              \bigl[R^2(A \cup \{k\}) - R^2(A)\bigr]

    the mean increase of R² over all orders of the p drivers, from weighted
    covariances of the people who answered the outcome and all drivers. Errors are by
    the exact gradient under the survey design. It is association, not proof of a
    cause.

    Parameters
    ----------
    wave : Wave
    outcome : str, optional
        A column of numbers; the study's overall item by default.
    predictors : str or list of str, optional
        The drivers, a construct's name or columns; those of the study by default. A
        nominal or text column counts as one driver (``lmg``, ``dominance``).
    method : str
        ``lmg``; ``johnson`` (relative weights); ``dominance`` (lmg with the tables of
        conditional and complete dominance); ``pratt`` (slope times correlation);
        ``first`` (alone), ``last`` (added to all others): these two do not add to R²;
        ``auto``: lmg up to 22 drivers, johnson past them, much alike and quick.
    by : str or list of str, optional
        Segments; a block of rows each.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Importance
        One row a driver: ``term, estimate, se, ci_low, ci_high, n, df, share,
        r_squared, correlation, slope, leads``. `estimate` is in parts of R² (0 to 1),
        `share` that of their sum; `correlation` and `slope` (standardized) show its
        sign; `leads`: it may be the largest, as none is larger for certain.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the outcome is no amount, is constant or a driver, if drivers are constant,
        copies or sums of others, if people are fewer than drivers, or lmg or dominance
        are asked for of more than 22 drivers.

    References
    ----------
    Lindeman, R. H., Merenda, P. F. and Gold, R. Z. (1980). *Introduction to Bivariate
    and Multivariate Analysis*, p. 120. Groemping, U. (2006). *Journal of Statistical
    Software*, 17(1). Azen, R. and Budescu, D. V. (2003). *Psychological Methods*, 8,
    129-148. Johnson, J. W. (2000). *Multivariate Behavioral Research*, 35, 1-19.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, relative_importance
    >>> rows = [[1, 2, 5], [3, 3, 1], [4, 5, 4], [5, 4, 2], [2, 1, 3], [4, 4, 1]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["overall", "q1", "q2"]))
    >>> result = relative_importance(wave, "overall", ["q1", "q2"])
    >>> float(result.table["estimate"].sum()), result.r_squared
    (0.8118, 0.8118)
    """
    _checks.between("level", level, 0, 1)
    drivers = drivers_of(wave, outcome, predictors)
    division = division_of(method, drivers)
    where, w = domains(wave, by), wave.design.weights
    rows = [complete_rows(wave, drivers, where.codes == d) for d in range(len(where))]
    faults = [fault_of(drivers, each, w) for each in rows]
    if any(faults) and len(where) == 1:
        raise ValueError(faults[0])
    sound = list(zip(rows, faults, strict=True))
    k = len(drivers.names)
    found = joint_estimates(
        wave,
        [
            nothing(each, k) if fault else importance_piece(drivers, each, w, division)
            for each, fault in sound
        ],
    )
    plain = [
        pd.DataFrame(np.nan, range(k), ["r_squared", "correlation", "slope"])
        if fault
        else plain_statistics(drivers, each, w)
        for each, fault in sound
    ]
    return estimates_result(
        wave,
        Importance,
        division.name,
        where,
        drivers.names,
        found,
        level=level,
        about=dict.fromkeys(drivers.names, drivers.behind),
        labels=wave.labels(drivers.behind),
        columns={
            "share": _shares(found.estimate, len(where)),
            **pd.concat(plain, ignore_index=True).to_dict("series"),
            "leads": _leads(found, len(where), level),
        },
        notes=_notes(faults),
        outcome=drivers.outcome,
        **_tables(drivers, rows, w, where, method),
    )


def _shares(estimate: np.ndarray, count: int) -> np.ndarray:
    parts = estimate.reshape(count, -1)
    return (parts / parts.sum(axis=1, keepdims=True)).ravel()


def _leads(found: Estimates, count: int, level: float) -> np.ndarray:
    """Return which parts may be the largest: not smaller for certain than it.

    By the joint covariance, with Bonferroni's correction over the comparisons.
    """
    leads = np.zeros(found.estimate.size, bool)
    covariance = found.covariance() if found.covariance is not None else None
    for block in np.arange(found.estimate.size).reshape(count, -1):
        if covariance is None or np.isnan(found.estimate[block]).any():
            continue
        top = block[found.estimate[block].argmax()]
        variance = covariance[top, top] + np.diag(covariance)[block]
        variance = np.maximum(variance - 2 * covariance[top, block], 0.0)
        tail = (1 - level) / max(len(block) - 1, 1)
        error = quantile(found.df[block], 1 - tail) * np.sqrt(variance)
        lead = found.estimate[top] - found.estimate[block]
        leads[block] = ~(lead > error)
    return leads


def _notes(faults: Sequence[str]) -> list[Message]:
    without = sum(bool(fault) for fault in faults)
    if not without:
        return []
    return [
        Message(
            "Segments without an estimate: {n} (too few answers, or answers that do "
            "not vary).",
            {"n": Number(without, "count")},
        )
    ]


def _tables(
    drivers: Drivers,
    rows: Sequence[np.ndarray],
    weights: np.ndarray,
    where: Domains,
    method: str,
) -> dict[str, pd.DataFrame]:
    """Return the tables of dominance, where that is asked for."""
    if method != "dominance":
        return {}
    if where.by:
        raise ValueError(
            f"by={list(where.by)}: method='dominance' has tables of one group; narrow "
            "the wave instead."
        )
    S = moments(drivers.x[rows[0]], weights[rows[0]]).covariance
    names = list(drivers.names)
    conditional = conditional_dominance(S, **drivers.how())
    complete = complete_dominance(S, **drivers.how())
    return {
        "conditional": pd.DataFrame(conditional, index=names),
        "complete": pd.DataFrame(complete, index=names, columns=names),
    }
