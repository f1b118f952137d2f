"""How do factor means of many groups compare when items shift a little everywhere?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods.factors.fitted_model import Request, fitted
from csat_methods.factors.latent_mean_table import FactorMeans, interval_quantile
from csat_methods.factors.model_answers import NO_DEGREES, Entered, entered
from csat_methods.result import method
from csat_methods.statistics.aligned_factor import Aligned, aligned
from csat_methods.statistics.factor_model import INTERCEPT, LOADING
from csat_methods.statistics.likelihood_solution import Solution
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ESTIMATORS = ("ml", "mlm", "mlr")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Alignment(FactorMeans):
    """Aligned means of factors, the first group's being zero.

    Attributes
    ----------
    items : pandas.DataFrame
        ``factor, item, loading, intercept``: how invariant each is over the groups,
        0 to 1.
    """

    items: pd.DataFrame


@method
def alignment(
    wave: Wave,
    model: Mapping[str, Any],
    *,
    group: str,
    estimator: str = "mlr",
    missing: str = "complete",
    level: float = 0.95,
) -> Alignment:
    r"""Return factor means of many groups without items that are exactly the same.

    From the configural model, means and variances of the factors that minimise

    .. math:: \sum_j \sum_{g < h} \sqrt{n_g n_h}\, [f(\lambda_{gj} - \lambda_{hj})
              + f(\nu_{gj} - \nu_{hj})], \quad f(x) = \sqrt{\sqrt{x^2 + .01}}

    so that most items differ hardly at all and a few may differ much.

    Parameters
    ----------
    wave : Wave
        One, or several stacked.
    model : mapping
        Factor to its items, each item on one factor.
    group : str
        Column of the groups; the first in order of appearance is the reference.
    estimator, missing : str
        ``ml, mlm, mlr`` and ``complete, fiml``, as for
        :func:`csat_methods.confirmatory_factor_analysis`.
    level : float
        Of the intervals.

    Returns
    -------
    Alignment
        One row a factor and group but the first: ``term`` (``"x ~1"``), ``group,
        estimate, se, ci_low, ci_high, n, sd``, in standard deviations of the factor in
        the first group; errors by the delta method. `.items` says how invariant each
        item is.

    Raises
    ------
    KeyError
        If an item or the group is not in the wave.
    ValueError
        If an item loads on several factors or a factor on factors; else as for
        :func:`csat_methods.confirmatory_factor_analysis`.

    Notes
    -----
    The first group's mean is zero and its variance one (FIXED alignment). The loss
    is not scale free: put items of different scales on one scale first.

    References
    ----------
    Asparouhov, T., & Muthén, B. (2014). Multiple-group factor analysis alignment.
    *Structural Equation Modeling*, 21, 495-508.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, alignment
    >>> rng = np.random.default_rng(1)
    >>> year = np.repeat([1, 2, 3], 400)
    >>> x = year[:, None] / 2 + rng.normal(size=(1200, 1)) + rng.normal(size=(1200, 4))
    >>> frame = pd.DataFrame(x, columns=list("abcd")).assign(year=year)
    >>> found = alignment(Wave.from_frame(frame), {"one": list("abcd")}, group="year")
    >>> bool((abs(found.table["estimate"] - [0.5, 1.0]) < 0.2).all())
    True
    """
    _checks.one_of("estimator", estimator, ESTIMATORS)
    _checks.one_of("missing", missing, ("complete", "fiml"))
    people = entered(wave, model, group=group, missing=missing)
    _refuse_complex(people)
    request = Request(estimator, (), standardize=True, scaled=True, means=True)
    solution = fitted(people, request).solution
    found = {
        factor: _one(people, solution, f)
        for f, factor in enumerate(people.model.factors)
    }
    return result_of(
        wave,
        Alignment,
        "Alignment of factor means",
        _table(people, solution, found, level),
        level=level,
        about={f"{factor} ~1": people.model.items_of(factor) for factor in found},
        labels={
            **{f"{factor} ~1": wave.label(factor) for factor in found},
            **wave.labels(people.items),
        },
        used=people.used(),
        notes=[NO_DEGREES] if people.degrees < 1 else [],
        items=_items(people, found),
        converged=solution.converged
        and all(one.converged for one, *_ in found.values()),
    )


def _refuse_complex(people: Entered) -> None:
    model = people.model
    several = [
        item
        for item in model.items
        if sum(item in names for _, names in model.loads) > 1
    ]
    if several or model.explained:
        told = [*several, *sorted(model.explained)]
        raise ValueError(
            f"model: {', '.join(told)} must load on one factor, and factors on items."
        )


Found = tuple[Aligned, np.ndarray, np.ndarray, np.ndarray]
"""Alignment of a factor, its configural loadings and intercepts, their places."""


def _one(people: Entered, solution: Solution, f: int) -> Found:
    """Return one factor aligned; places of its loadings, then intercepts, in θ."""
    layout, G = solution.layout, len(people.groups)
    loads = (layout.kind == LOADING) & (layout.column == f)
    rows = np.unique(layout.row[loads])
    starts = (layout.kind == INTERCEPT) & np.isin(layout.row, rows)
    values = layout.values(solution.theta)
    loadings = values[loads].reshape(G, -1)
    order = np.argsort(layout.row[loads][: len(rows)])
    places = layout.free[loads].reshape(G, -1)[:, order]
    intercepts = values[starts].reshape(G, -1)
    both = np.concatenate([places.ravel(), layout.free[starts]])
    signs = np.where(loadings.sum(axis=1) < 0, -1.0, 1.0)
    loadings = loadings[:, order] * signs[:, None]
    found = aligned(loadings, intercepts, np.array(people.sizes, float))
    turned = np.concatenate([np.repeat(signs, len(rows)), np.ones(intercepts.size)])
    found = replace(found, means_slope=found.means_slope * turned)
    return found, loadings, intercepts, both


def _table(
    people: Entered, solution: Solution, found: Mapping[str, Found], level: float
) -> pd.DataFrame:
    quantile, rows = interval_quantile(people, level), []
    for factor, (one, _, _, place) in found.items():
        V = solution.covariance[np.ix_(place, place)]
        variance = np.einsum("ij,jk,ik->i", one.means_slope, V, one.means_slope)
        se = np.sqrt(np.maximum(variance, 0.0))
        for g in range(1, len(people.groups)):
            half = quantile * se[g]
            rows.append(
                {
                    "term": f"{factor} ~1",
                    "group": people.groups[g],
                    "estimate": float(one.means[g]),
                    "se": float(se[g]),
                    "ci_low": float(one.means[g] - half),
                    "ci_high": float(one.means[g] + half),
                    "n": people.sizes[g],
                    "sd": float(one.sds[g]),
                }
            )
    return pd.DataFrame(rows)


def _items(people: Entered, found: Mapping[str, Found]) -> pd.DataFrame:
    rows = []
    for factor, (one, loadings, intercepts, _) in found.items():
        names = sorted(people.model.items_of(factor), key=people.model.items.index)
        shares = one.explained(loadings, intercepts)
        rows += [
            {"factor": factor, "item": item, "loading": own[0], "intercept": own[1]}
            for item, own in zip(names, shares, strict=True)
        ]
    return pd.DataFrame(rows)
