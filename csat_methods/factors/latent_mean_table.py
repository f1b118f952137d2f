"""By how much do the factors' means differ from those of the first group?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtrit

from csat_methods._messages import Message
from csat_methods.factors.model_answers import Entered
from csat_methods.result import Result
from csat_methods.statistics.factor_model import MEAN
from csat_methods.statistics.likelihood_solution import Solution


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FactorMeans(Result):
    """Means of factors in groups, against the first group's, which are zero.

    Attributes
    ----------
    converged : bool
    """

    converged: bool

    clause: ClassVar[str] = "7.4.3"
    term_keys: ClassVar[tuple[str, ...]] = ("term", "group")
    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "difference",
        "ci_low": "difference",
        "ci_high": "difference",
        "se": "coefficient",
        "sd": "coefficient",
        "effect_size": "difference",
    }

    def headline(self) -> Message:
        """Return the largest difference that is more than chance."""
        if not self.converged:
            return Message("The model did not settle: it is not to be read.")
        table = self.table
        if table["se"].isna().all():
            return super().headline()
        sure = table[(table["ci_low"] > 0) | (table["ci_high"] < 0)]
        if not len(sure):
            return Message("No factor's mean differs from the first group's for sure.")
        row = sure.iloc[int(sure["estimate"].abs().to_numpy().argmax())]
        values = {
            "factor": self.label(row["term"]),
            "group": str(row["group"]),
            "estimate": self.number(row, "estimate"),
        }
        return Message(LARGEST[bool(row["estimate"] > 0)], values)


LARGEST = {
    True: "{factor} is higher in {group} than in the first group, by {estimate}.",
    False: "{factor} is lower in {group} than in the first group, by {estimate}.",
}
"""By whether the largest difference is above zero."""


def latent_mean_table(
    people: Entered, solution: Solution, level: float
) -> pd.DataFrame:
    """Return one row a group and factor: ``group, term, estimate, se`` and interval."""
    layout = solution.layout
    place = np.flatnonzero(layout.kind == MEAN)
    free = layout.free[place]
    estimate = layout.values(solution.theta)[place]
    variance = np.append(np.diag(solution.covariance), 0.0)[free]
    quantile = interval_quantile(people, level)
    se = np.where(free >= 0, np.sqrt(np.maximum(variance, 0.0)), 0.0)
    se = se if quantile > 0 else np.full(len(se), np.nan)
    half = quantile * se
    return pd.DataFrame(
        {
            "group": [people.groups[g] for g in layout.group[place]],
            "term": [layout.cells[i].term for i in place],
            "estimate": estimate,
            "se": se,
            "ci_low": estimate - half,
            "ci_high": estimate + half,
        }
    )


def interval_quantile(people: Entered, level: float) -> float:
    """Return the two-sided quantile: normal, or t where the design has few units."""
    df, end = people.degrees, (1 + level) / 2
    if np.isinf(df):
        return float(ndtri(end))
    return float(stdtrit(df, end)) if df >= 1 else np.nan
