"""By how much do the factors differ between waves or groups, their errors aside?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.special import ndtr

from csat_methods import _checks
from csat_methods.factors.confirmatory_factor_analysis import BLANKS, ESTIMATORS
from csat_methods.factors.fitted_model import with_replicates
from csat_methods.factors.latent_mean_table import FactorMeans, latent_mean_table
from csat_methods.factors.model_answers import (
    NO_DEGREES,
    Entered,
    entered,
    refuse_unequal_categories,
)
from csat_methods.result import method
from csat_methods.statistics.invariance_levels import Instrument
from csat_methods.statistics.likelihood_solution import Solution, likelihood_solution
from csat_methods.statistics.ordinal_solution import ordinal_solution
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LatentMeans(FactorMeans):
    """Means of factors against the first group, which is zero.

    Attributes
    ----------
    fit : pandas.Series
        Of the model with equal loadings and intercepts.
    """

    fit: pd.Series


@method
def latent_means(
    wave: Wave,
    model: Mapping[str, Any],
    *,
    group: str,
    estimator: str = "mlr",
    released: Sequence[str] = (),
    missing: str = "complete",
    parameterization: str = "delta",
    level: float = 0.95,
) -> LatentMeans:
    r"""Return the means of a model's factors in each group, against the first.

    From the model with equal loadings and intercepts (ratings: thresholds too),

    .. math:: \mu_g = \nu + \Lambda \alpha_g, \qquad \alpha_1 = 0

    Parameters
    ----------
    wave : Wave
        One, or several stacked.
    model : mapping
        As for :func:`csat_methods.confirmatory_factor_analysis`.
    group : str
        Column of the groups; the first in order of appearance is the reference.
    estimator, missing, parameterization : str
        As there.
    released : sequence of str
        Terms that differ between groups, as from
        :func:`csat_methods.measurement_invariance` (``.released``).
    level : float
        Of the intervals.

    Returns
    -------
    LatentMeans
        One row a factor and group but the first: ``term`` (``"x ~1"``), ``group,
        estimate, se, ci_low, ci_high, n, z, p, effect_size``; in units of the factor's
        marker (ratings: of its standard deviation in the first group). `effect_size`
        divides by that standard deviation.

    Raises
    ------
    KeyError
        If an item or the group is not in the wave.
    ValueError
        As for :func:`csat_methods.measurement_invariance`.

    Notes
    -----
    Equal to lavaan 0.6-14. Means may be compared only where the scalar level holds.

    References
    ----------
    Sörbom, D. (1974). A general method for studying differences in factor means and
    factor structure between groups. *British Journal of Mathematical and Statistical
    Psychology*, 27, 229-239.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, latent_means
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(800, 1)) + rng.normal(size=(800, 4))
    >>> x[400:] += 1
    >>> frame = pd.DataFrame(x, columns=list("abcd")).assign(year=[1] * 400 + [2] * 400)
    >>> wave = Wave.from_frame(frame)
    >>> found = latent_means(wave, {"one": list("abcd")}, group="year")
    >>> bool(abs(found["one ~1"]["estimate"] - 1) < 0.2)
    True
    """
    _checks.one_of("estimator", estimator, ESTIMATORS)
    _checks.one_of("parameterization", parameterization, ("delta", "theta"))
    _checks.one_of("missing", missing, BLANKS[estimator])
    people = entered(wave, model, group=group, missing=missing)
    solution = _scalar(people, estimator, parameterization == "delta", released)
    return result_of(
        wave,
        LatentMeans,
        "Latent means",
        _table(people, solution, level),
        level=level,
        about={
            f"{factor} ~1": people.model.items_of(factor)
            for factor in people.model.factors
        },
        labels={f"{factor} ~1": wave.label(factor) for factor in people.model.factors},
        used=people.used(),
        notes=[NO_DEGREES] if people.degrees < 1 else [],
        fit=pd.Series(solution.measures, dtype=float),
        converged=solution.converged,
    )


def _scalar(
    people: Entered, estimator: str, scaled: Any, released: Sequence[str]
) -> Solution:
    """Return the model with equal loadings and intercepts."""
    ratings = estimator == "wlsmv"
    if ratings:
        refuse_unequal_categories(people)
    instrument = Instrument(
        people.model,
        len(people.groups),
        people.thresholds if ratings else (),
        bool(scaled),
    )
    layout = instrument.at("scalar", released)
    unknown = set(released) - _terms(instrument)
    if unknown:
        raise ValueError(
            f"released={sorted(unknown)} are no loadings, intercepts or thresholds of "
            "the model's items."
        )

    def fit(weights: np.ndarray | None, begin: np.ndarray | None) -> Solution:
        if ratings:
            found = people.ratings(given=weights)
            return ordinal_solution(layout, found, scaled=bool(scaled), begin=begin)
        ground = people.amounts(means=True, given=weights)
        return likelihood_solution(layout, ground, estimator, begin)

    return with_replicates(people, fit)


def _terms(instrument: Instrument) -> set[str]:
    model = instrument.model
    found = {f"{f} =~ {n}" for f, names in model.loads for n in names}
    return found | {f"{i} {sign}" for i in model.items for sign in ("~1", "|")}


def _table(people: Entered, solution: Solution, level: float) -> pd.DataFrame:
    table = latent_mean_table(people, solution, level)
    sizes = dict(zip(people.groups, people.sizes, strict=True))
    table = table[table["group"] != people.groups[0]].reset_index(drop=True)
    scale = _first_deviations(people, solution)
    z = np.where(table["se"] > 0, table["estimate"] / table["se"], np.nan)
    return table.assign(
        n=[sizes[g] for g in table["group"]],
        z=z,
        p=2 * ndtr(-np.abs(z)),
        effect_size=[
            e / scale[term]
            for e, term in zip(table["estimate"], table["term"], strict=True)
        ],
    )[
        [
            *("term", "group", "estimate", "se", "ci_low", "ci_high", "n"),
            *("z", "p", "effect_size"),
        ]
    ]


def _first_deviations(people: Entered, solution: Solution) -> dict[str, float]:
    """Return the factors' standard deviations in the first group, by term."""
    fit: Any = solution.fit
    sds = np.sqrt(np.maximum(np.diag(fit.views[0].at.phi), 0.0))
    names = [f"{factor} ~1" for factor in people.model.factors]
    return dict(zip(names, np.where(sds > 0, sds, np.nan), strict=True))
