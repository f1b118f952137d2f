"""Do the items measure what they are meant to measure, and how well does it fit?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.factors.factor_model_fit import FLAGS, FactorModelFit
from csat_methods.factors.fitted_model import (
    Fitted,
    Request,
    fitted,
)
from csat_methods.factors.model_answers import ALL, Entered, entered
from csat_methods.factors.model_flags import model_flags
from csat_methods.factors.model_tables import (
    changes_table,
    covariance_of_rows,
    factor_correlations,
    parameter_table,
    residual_matrices,
    standardized_table,
)
from csat_methods.factors.parameter_words import parameter_labels
from csat_methods.result import method
from csat_methods.statistics.model_layout import EQUAL
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ESTIMATORS = ("ml", "mlm", "mlr", "wlsmv")

BLANKS: dict[str, tuple[str, ...]] = {
    "ml": ("complete", "fiml"),
    "mlm": ("complete",),
    "mlr": ("complete", "fiml"),
    "wlsmv": ("complete", "available"),
}
"""Rules for blanks that an estimator knows."""


@method
def confirmatory_factor_analysis(
    wave: Wave,
    model: Mapping[str, Any],
    *,
    estimator: str = "mlr",
    missing: str = "complete",
    group: str | None = None,
    equal: Sequence[str] = (),
    standardize_latent: bool = False,
    parameterization: str = "delta",
    means: bool | None = None,
    level: float = 0.95,
) -> FactorModelFit:
    r"""Return a confirmatory factor model of items, with errors, tests and fit.

    .. math:: x = \nu + \Lambda \eta + \varepsilon, \qquad
              \Sigma = \Lambda (I - B)^{-1} \Psi (I - B)^{-1\prime} \Lambda' + \Theta

    Likelihood for answers that are amounts; for ratings (``wlsmv``) the same model of
    the hidden responses that they cut, fitted to thresholds and polychoric
    correlations by diagonally weighted least squares.

    Parameters
    ----------
    wave : Wave
    model : mapping
        Factor to a list of items or factors, or a construct's name;
        ``"residuals"`` to pairs whose residuals covary; ``"orthogonal"`` to factors
        that covary with no other. Items may load on several factors.
    estimator : str
        ``ml`` (errors by normal theory), ``mlm`` (Satorra-Bentler errors and test),
        ``mlr`` (errors of Huber and White, test of Yuan and Bentler) or ``wlsmv``.
        Where people weigh differently or were drawn together, errors and scaled tests
        come from their scores summed by primary unit, whichever it is.
    missing : str
        ``complete``: who answered all items; ``fiml``: everybody's likelihood of what
        they answered, right if blanks depend on what is answered alone;
        ``available`` (``wlsmv``): each pair of items by who answered both, right if
        blanks depend on nothing.
    group : str, optional
        A column: one model in each of its groups, in order of appearance.
    equal : sequence of str
        What is equal across groups: ``loadings, intercepts, thresholds, residuals,
        residual_covariances, variances, covariances, means``.
    standardize_latent : bool
        Factors have variance one, rather than a first loading of one.
    parameterization : str
        Of ``wlsmv``: ``delta`` (responses have variance one) or ``theta`` (residuals
        have).
    means : bool, optional
        Whether intercepts are parameters; by default where there are groups, blanks
        (``fiml``), clusters or strata.
    level : float
        Confidence of the intervals.

    Returns
    -------
    FactorModelFit
        One row a parameter, in lavaan's order and terms (``"x =~ y", "x ~~ y", "x ~1",
        "x | t1", "x ~*~ x"``): ``term, group, estimate, se, ci_low, ci_high, n,
        standardized, z, p, fixed``; fixed ones have se 0. Chi-square is n F (n − 1
        for ratings). `.fit`, `.standardized`, `.residuals`, `.changes`, `.converged`,
        `.admissible`, `.flags`.

    Raises
    ------
    KeyError
        If an item of the model, or the group, is not in the wave.
    ValueError
        If the model is none, or the answers cannot tell its parameters apart; if there
        are too few people, an item is constant, a copy or a sum of others, or has
        categories that not all groups have; if an argument is out of range.

    Notes
    -----
    Equal to lavaan 0.6-14 (with ``cluster=`` and ``sampling.weights=``), also for
    scaled and robust fit measures.

    In small samples with long tails the scaled test of ``mlr`` refuses true models too
    often: of 600 surveys of 200 people with exponential answers 11.0 %, rather than
    5 %; ``mlm`` 6.3 %; lavaan the same on the same surveys (``docs/validation``). Below
    500 people the flag ``long_tails`` says so.

    Two things differ on purpose where there are groups. Clusters are those of the one
    design, groups being domains of it; lavaan takes groups as strata. Robust CFI and
    TLI of ratings expect each group's trace once (see ``statistics.ordinal_scaling``).

    References
    ----------
    Bollen, K. A. (1989). *Structural Equations with Latent Variables*, eq. 8.12. Wiley.
    Yuan, K.-H., & Bentler, P. M. (2000). *Sociological Methodology*, 30, 165-200.
    Muthén, B. (1984). *Psychometrika*, 49, 115-132.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> from csat_methods import Wave, confirmatory_factor_analysis
    >>> rng = np.random.default_rng(1)
    >>> factors = rng.normal(size=(300, 2))
    >>> answers = np.repeat(factors, 3, axis=1) + rng.normal(size=(300, 6))
    >>> wave = Wave.from_frame(pd.DataFrame(answers, columns=list("abcdef")))
    >>> result = confirmatory_factor_analysis(
    ...     wave, {"one": ["a", "b", "c"], "two": ["d", "e", "f"]}
    ... )
    >>> bool(result.fit["df"] == 8), result.admissible
    (True, True)
    """
    _check(estimator, missing, equal, parameterization)
    people = entered(wave, model, group=group, missing=missing)
    request = Request(
        estimator,
        tuple(equal),
        standardize_latent,
        parameterization == "delta",
        _means(people, missing, group, means),
    )
    found = fitted(people, request)
    return _result(wave, found, level)


def _check(
    estimator: str, missing: str, equal: Collection[str], parameterization: str
) -> None:
    _checks.one_of("estimator", estimator, ESTIMATORS)
    _checks.one_of("parameterization", parameterization, ("delta", "theta"))
    for name in equal:
        _checks.one_of("equal", name, EQUAL)
    if missing not in BLANKS[estimator]:
        raise ValueError(
            f"missing={missing!r} is not for estimator={estimator!r}; it knows "
            f"{', '.join(BLANKS[estimator])}."
        )


def _means(people: Entered, missing: str, group: str | None, means: Any) -> bool:
    needed = missing == "fiml" or group is not None
    if means is None:
        return needed or not people.units
    if needed and not means:
        raise ValueError("means=False: groups and blanks need means in the model.")
    return bool(means)


def _result(wave: Wave, found: Fitted, level: float) -> FactorModelFit:
    table = parameter_table(found, level)
    flags = model_flags(found)
    people, solution = found.people, found.solution
    names = [*people.items, *people.model.factors]
    return result_of(
        wave,
        FactorModelFit,
        TITLES[found.request.estimator],
        table,
        level=level,
        about=dict.fromkeys(table["term"], tuple(people.items)),
        labels={
            f"group={ALL}": Message("everybody"),
            **wave.labels(names),
            **parameter_labels(table["term"], people.model.factors, wave.label),
        },
        used=people.used(),
        notes=list(flags.values()),
        covariance_source=lambda: covariance_of_rows(found),
        fit=pd.Series(solution.measures, dtype=float),
        standardized=standardized_table(found),
        residuals=residual_matrices(found),
        factor_correlations=factor_correlations(found),
        changes=changes_table(found),
        model={factor: list(names) for factor, names in people.model.loads},
        estimator=found.request.estimator,
        converged=solution.converged,
        admissible="inadmissible" not in flags,
        flags=tuple(name for name in flags if name in FLAGS),
    )


TITLES = {
    "ml": "Confirmatory factor analysis (maximum likelihood)",
    "mlm": "Confirmatory factor analysis (maximum likelihood, Satorra-Bentler)",
    "mlr": "Confirmatory factor analysis (robust maximum likelihood)",
    "wlsmv": "Confirmatory factor analysis (ratings, weighted least squares)",
}
