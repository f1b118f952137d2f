"""How does a fitted model of factors become tables with the names of items?"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.special import ndtr

from csat_methods.factors.fitted_model import Fitted
from csat_methods.factors.latent_mean_table import interval_quantile
from csat_methods.factors.model_answers import ALL
from csat_methods.statistics.factor_model import FACTOR, RESIDUAL
from csat_methods.statistics.ordinal_structure import DistanceFit
from csat_methods.statistics.score_tests import modifications


def by_group(found: Fitted, each: list[Any]) -> Any:
    """Return one thing a group: alone, or by the groups' names."""
    if len(each) == 1 and found.people.groups == (ALL,):
        return each[0]
    return dict(zip(found.people.groups, each, strict=True))


def factor_correlations(found: Fitted) -> Any:
    """Return the correlations of the factors as tables."""
    names = list(found.people.model.factors)
    each = [pd.DataFrame(R, index=names, columns=names) for R in found.correlations]
    return by_group(found, each)


def covariance_of_rows(found: Fitted) -> np.ndarray:
    """Return the covariance of the table's estimates, shape (rows, rows)."""
    free = found.layout.free
    wide = np.zeros((len(free), len(free)))
    held = np.flatnonzero(free >= 0)
    places = np.ix_(free[held], free[held])
    wide[np.ix_(held, held)] = found.solution.covariance[places]
    return np.pad(wide, (0, len(derived_residuals(found))))


class DerivedResidual(NamedTuple):
    """A residual variance that follows from others, and its share of the response's."""

    term: str
    group: str
    value: float
    share: float


def derived_residuals(found: Fitted) -> list[DerivedResidual]:
    """Return the residual variances that follow from others."""
    fit = found.solution.fit
    if not (isinstance(fit, DistanceFit) and found.scaled):
        return []
    items = found.people.items
    rows = []
    for g, group in enumerate(found.people.groups):
        values = fit.residual_variances(g)
        shares = values * fit.views[g].scale ** 2
        for item, value, share in zip(items, values, shares, strict=True):
            term = f"{item} ~~ {item}"
            rows.append(DerivedResidual(term, group, float(value), float(share)))
    return rows


def parameter_table(found: Fitted, level: float) -> pd.DataFrame:
    """Return one row a cell, group after group, then derived residual variances."""
    layout, people = found.layout, found.people
    derived = derived_residuals(found)
    own = [each.value for each in derived]
    free = layout.free >= 0
    variance = np.append(np.diag(found.solution.covariance), 0.0)[layout.free]
    se = np.where(free, np.sqrt(np.where(variance >= 0, variance, np.nan)), 0.0)
    se = np.append(se, np.zeros(len(own)))
    estimate = np.append(layout.values(found.solution.theta), own)
    groups = [people.groups[g] for g in layout.group] + [d.group for d in derived]
    sizes = dict(zip(people.groups, people.sizes, strict=True))
    half = interval_quantile(people, level) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(se > 0, estimate / se, np.nan)
    return pd.DataFrame(
        {
            "term": [c.term for c in layout.cells] + [each.term for each in derived],
            "group": groups,
            "estimate": estimate,
            "se": se,
            "ci_low": estimate - half,
            "ci_high": estimate + half,
            "n": np.array([sizes[g] for g in groups]),
            "standardized": np.append(
                found.standardized.cells, [each.share for each in derived]
            ),
            "z": z,
            "p": 2 * ndtr(-np.abs(z)),
            "fixed": np.append(~free, np.ones(len(own), bool)),
        }
    )


def standardized_table(found: Fitted) -> pd.DataFrame:
    """Return the standardised values with errors."""
    values, se = found.standardized.cells, found.standardized.se
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(se > 0, values / se, np.nan)
    layout, groups = found.layout, found.people.groups
    return pd.DataFrame(
        {
            "term": [cell.term for cell in layout.cells],
            "group": [groups[g] for g in layout.group],
            "estimate": values,
            "se": se,
            "z": z,
            "p": 2 * ndtr(-np.abs(z)),
        }
    )


def residual_matrices(found: Fitted) -> Any:
    """Return correlations of the items less those implied."""
    items, each = found.people.items, []
    for S, _, sigma, _ in found.solution.residuals:
        sd = np.sqrt(np.diag(S))
        own = np.sqrt(np.maximum(np.diag(sigma), np.finfo(float).tiny))
        R = S / np.outer(sd, sd) - sigma / np.outer(own, own)
        each.append(pd.DataFrame(R, index=items, columns=items))
    return by_group(found, each)


def changes_table(found: Fitted) -> pd.DataFrame:
    """Return what cells set free would do, the largest first."""
    changes = (
        []
        if not found.solution.converged
        else modifications(found.solution.fit, found.layout)
    )
    mi = np.array([change.mi for change in changes], float)
    order = np.argsort(-mi, kind="stable")
    ranked, groups = [changes[i] for i in order], found.people.groups
    return pd.DataFrame(
        {
            "term": [change.cell.term for change in ranked],
            "group": [groups[change.group] for change in ranked],
            "mi": mi[order],
            "epc": np.array([change.epc for change in ranked], float),
        }
    )


def variances_below_zero(found: Fitted) -> list[str]:
    """Return the items and factors whose variances are below zero."""
    layout = found.layout
    values = layout.values(found.solution.theta)
    own = np.isin(layout.kind, (RESIDUAL, FACTOR)) & (layout.row == layout.column)
    names = [layout.cells[i].lhs for i in np.flatnonzero(own & (values < 0))]
    names += [
        each.term.split(" ")[0] for each in derived_residuals(found) if each.value < 0
    ]
    return list(dict.fromkeys(names))
