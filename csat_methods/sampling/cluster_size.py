"""How many customers are asked in each cluster, and in how many clusters?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, Used, method
from csat_methods.sampling.size_plan import round_up

SINGLE = Message(
    "A single cluster shows nothing of how clusters differ: no error can be estimated."
)

REACH = 4
"""Up to how many times the optimum whole numbers are tried."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ClusterSize(Result):
    """Customers a cluster: ``term, m, clusters, n, deff, n_eff, cv, cost``.

    Rows: ``optimum`` (exact), ``whole`` (the best whole numbers that the budget pays
    for, or that meet the target) and ``planned`` where a number was given.

    Attributes
    ----------
    m : float
        Customers a cluster at the optimum.
    clusters : float
        Clusters at the optimum.
    deff : float
        Design effect 1 + (m − 1)ρ of the planned number, else of the optimum.
    """

    m: float
    clusters: float
    deff: float

    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "m": "index",
        "clusters": "index",
        "n": "count",
        "deff": "number",
        "n_eff": "index",
        "cv": "share",
        "cost": "count",
    }

    def headline(self) -> Message:
        """Return the best number of customers in a cluster."""
        rows = self.table[self.table["term"] == "whole"]
        if len(rows) == 0:
            return Message("No sizes are shown.")
        row = rows.iloc[0]
        return Message(
            "Best: {m} customers in each of {clusters} clusters, worth {n_eff} drawn "
            "one by one.",
            {
                "m": self.number(row, "m", "count"),
                "clusters": self.number(row, "clusters", "count"),
                "n_eff": self.number(row, "n_eff", "count"),
            },
        )


@dataclass(frozen=True)
class _Field:
    """What clusters and customers cost, and how alike customers of a cluster are."""

    cost_cluster: float
    cost_person: float
    icc: float
    budget: float | None
    target_cv: float | None
    cv: float

    @property
    def best(self) -> float:
        """The optimum number of customers in a cluster."""
        price = self.cost_cluster / self.cost_person
        return max(1.0, math.sqrt(price * (1 - self.icc) / self.icc))

    def deff(self, m: Any) -> Any:
        """Design effect of m customers a cluster."""
        return 1 + (m - 1) * self.icc

    def clusters(self, m: float) -> float:
        """Clusters that the budget pays for, or that the target takes."""
        if self.budget is not None:
            return self.budget / (self.cost_cluster + m * self.cost_person)
        return self.deff(m) * (self.cv / float(self.target_cv or 1)) ** 2 / m

    def whole(self, m: int) -> int:
        """The same in whole clusters."""
        exact = self.clusters(m)
        return math.floor(exact + 1e-9) if self.budget else round_up(exact)

    def row(self, m: float, clusters: float) -> dict[str, float]:
        """Return a row of the table."""
        n_eff = m * clusters / self.deff(m)
        return {
            "m": float(m),
            "clusters": float(clusters),
            "n": m * clusters,
            "deff": self.deff(m),
            "n_eff": n_eff,
            "cv": self.cv / math.sqrt(n_eff) if n_eff else math.nan,
            "cost": clusters * (self.cost_cluster + m * self.cost_person),
        }


@method
def cluster_size(
    *,
    cost_cluster: float,
    cost_person: float,
    icc: float,
    budget: float | None = None,
    target_cv: float | None = None,
    cv: float = 1.0,
    persons: int | None = None,
) -> ClusterSize:
    r"""Return how many customers to ask in each cluster, and in how many clusters.

    .. math:: m = \sqrt{\frac{c_1}{c_2} \frac{1 - \rho}{\rho}}, \qquad
              d = 1 + (m - 1) \rho, \qquad k = \frac{C}{c_1 + m c_2}
              \;\text{ or }\; k = \frac{d}{m} \left(\frac{CV}{CV_0}\right)^2

    Parameters
    ----------
    cost_cluster, cost_person : float
        Cost of going to one more cluster, and of one more customer there, above 0.
    icc : float
        Intraclass correlation ρ of the answers, between 0 and 1.
    budget : float, optional
        What may be spent. Just one of `budget` and `target_cv`.
    target_cv : float, optional
        Relative standard error of the mean that must be met, above 0.
    cv : float
        Standard deviation of one answer by the mean.
    persons : int, optional
        A number of customers a cluster to compare with the optimum.

    Returns
    -------
    ClusterSize
        ``.m, .clusters, .deff``, and the rows ``optimum``, ``whole``, ``planned``.

    Raises
    ------
    ValueError
        If an argument is out of its range, or the budget pays for no cluster.

    References
    ----------
    Cochran (1977), eq. 10.20. Valliant, Dever and Kreuter (2018), section 9.3. Kish,
    L. (1965). *Survey Sampling*, eq. 5.4.1. Wiley.

    Examples
    --------
    >>> from csat_methods import cluster_size
    >>> found = cluster_size(
    ...     cost_cluster=500, cost_person=20, icc=0.05, budget=20_000, persons=10
    ... )
    >>> round(found.m, 2), round(found.deff, 2)
    (21.79, 1.45)
    """
    if (budget is None) == (target_cv is None):
        raise ValueError("budget and target_cv: just one of them must be given.")
    field = _Field(
        _checks.positive("cost_cluster", cost_cluster),
        _checks.positive("cost_person", cost_person),
        _checks.between("icc", icc, 0, 1),
        None if budget is None else _checks.positive("budget", budget),
        None if target_cv is None else _checks.positive("target_cv", target_cv),
        _checks.positive("cv", cv),
    )
    m = field.best
    rows = {"optimum": field.row(m, field.clusters(m)), "whole": _best_whole(field)}
    if persons is not None:
        planned = _checks.whole("persons", persons)
        rows["planned"] = field.row(planned, field.whole(planned))
    return ClusterSize(
        table=pd.DataFrame([{"term": term, **row} for term, row in rows.items()]),
        method="Size of clusters",
        used=Used(0, (0, 0)),
        notes=(SINGLE,) if rows["whole"]["clusters"] < 2 else (),
        labels={
            "optimum": Message("Optimum"),
            "whole": Message("Best whole numbers"),
            "planned": Message("As planned"),
        },
        m=m,
        clusters=field.clusters(m),
        deff=field.deff(persons or m),
    )


def _best_whole(field: _Field) -> dict[str, float]:
    """Return the row of the best whole numbers, all of them tried."""
    if field.budget is None:
        m = np.arange(1, math.ceil(REACH * field.best) + REACH)
        clusters = np.array([field.whole(int(each)) for each in m])
        cost = clusters * (field.cost_cluster + m * field.cost_person)
        best = int(np.argmin(cost))
        return field.row(int(m[best]), int(clusters[best]))
    most = math.ceil(REACH * field.clusters(field.best)) + REACH
    clusters = np.arange(1, most)
    rest = field.budget / clusters - field.cost_cluster
    m = np.maximum(np.floor(rest / field.cost_person + 1e-9), 0)
    best = int(np.argmax(m * clusters / np.maximum(field.deff(m), 1)))
    if m[best] == 0:
        raise ValueError(
            f"budget={field.budget} pays for no cluster: one of a single customer "
            f"costs {field.cost_cluster + field.cost_person:g}."
        )
    return field.row(int(m[best]), int(clusters[best]))
