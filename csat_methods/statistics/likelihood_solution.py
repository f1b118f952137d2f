"""What does a model fitted by likelihood say: parameters, errors, tests and fit?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.blanks_scaling import corrected_for_blanks
from csat_methods.statistics.covariance_structure import LikelihoodFit, likelihood_fit
from csat_methods.statistics.fit_measures import (
    Robust,
    Sample,
    Statistic,
    fit_measures,
)
from csat_methods.statistics.identification import refuse_flat
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.model_layout import Layout
from csat_methods.statistics.ordinal_structure import DistanceFit
from csat_methods.statistics.residual_measures import (
    Residual,
    information_criteria,
    residual_measures,
)
from csat_methods.statistics.robust_scaling import (
    expected_stretch,
    observed_stretch,
    sandwich,
)
from csat_methods.statistics.starting_values import start


@dataclass(frozen=True, eq=False)
class Solution:
    """A fitted model.

    Attributes
    ----------
    layout : Layout
    theta : ndarray, shape (q,)
    covariance : ndarray, shape (q, q)
        Of the parameters.
    model, baseline : Statistic
    measures : dict of str to float
        Fit, by lavaan's names.
    converged : bool
    residuals : tuple of Residual
        Covariances and means seen and implied, group by group.
    fit : LikelihoodFit or DistanceFit
    sample_moments : ndarray, optional
        Covariance of what the model is fitted to, for ratings.
    """

    layout: Layout
    theta: np.ndarray
    covariance: np.ndarray
    model: Statistic
    baseline: Statistic
    measures: dict[str, float]
    converged: bool
    residuals: tuple[Residual, ...]
    fit: LikelihoodFit | DistanceFit
    sample_moments: np.ndarray | None = None


def likelihood_solution(
    layout: Layout,
    ground: Ground,
    estimator: str,
    begin: np.ndarray | None = None,
    *,
    corrected: bool = True,
) -> Solution:
    """Return a model fitted by ``ml``, ``mlm`` or ``mlr``.

    Where people weigh differently or were drawn together, ``ml`` has the errors and
    the scaled test of ``mlr``, which hold there.

    Parameters
    ----------
    begin : ndarray, shape (q,), optional
        Where to start the search.
    corrected : bool
        Whether answers with blanks have robust fit measures too, which are corrected
        for where the blanks are.

    Raises
    ------
    ValueError
        If the model has more parameters than there are moments, or cannot tell some
        of its parameters apart.
    """
    df = ground.moments - layout.n_free
    if df < 0:
        raise ValueError(
            f"model: {layout.n_free} parameters are more than the {ground.moments} "
            "moments of the answers; leave parameters out or fix some."
        )
    fit = _fitted(layout, ground, begin)
    refuse_flat(fit.expected, layout)
    chisq = ground.total * (fit.minimum.value - ground.saturated_value)
    found = _ESTIMATORS[_estimator(estimator, ground)](fit, ground)
    base = ground.total * (ground.baseline_value - ground.saturated_value)
    model = _tested(max(chisq, 0.0), df, found.model)
    baseline = _tested(base, ground.baseline_df, found.baseline)
    residuals = _residuals(fit, ground)
    robust = None
    if corrected and not ground.complete:
        stretched = not np.isnan(found.own)
        robust = corrected_for_blanks(fit, ground.blanks, robust=stretched)
    measures = _measures(fit, ground, found, model, baseline, residuals, robust)
    return Solution(
        layout,
        fit.theta,
        found.covariance,
        model,
        baseline,
        measures,
        fit.minimum.converged,
        residuals,
        fit,
    )


def _estimator(estimator: str, ground: Ground) -> str:
    if estimator == "ml":
        return "ml" if ground.alike else "mlr"
    return "mlr" if estimator == "mlm" and not ground.alike else estimator


def _fitted(layout: Layout, ground: Ground, begin: np.ndarray | None) -> LikelihoodFit:
    """Return the fit from where it was said to start, else from the usual start."""
    if begin is not None:
        fit = likelihood_fit(layout, ground.data, begin)
        if fit.minimum.converged:
            return fit
    usual = start(
        layout, [one.sigma for one in ground.whole], [one.mu for one in ground.whole]
    )
    found = likelihood_fit(layout, ground.data, usual)
    if not np.isfinite(found.minimum.value):
        raise ValueError(
            "model: no start was found at which it is possible; leave weak items or "
            "factors out."
        )
    return found


@dataclass(frozen=True, eq=False)
class _Errors:
    """Covariance of the parameters, and traces that scale both tests."""

    covariance: np.ndarray
    model: float = np.nan
    baseline: float = np.nan
    own: float = np.nan


def _bread(fit: LikelihoodFit) -> np.ndarray:
    """Return the inverse of the expected information of all answers."""
    return np.linalg.inv(fit.expected * fit.likelihood.total)


def _plain(fit: LikelihoodFit, ground: Ground) -> _Errors:
    if ground.complete:
        return _Errors(_bread(fit))
    return _Errors(_inverse(fit))


def _satorra_bentler(fit: LikelihoodFit, ground: Ground) -> _Errors:
    parts = expected_stretch(fit, ground.spread, means=ground.means)
    return _Errors(sandwich(_bread(fit), parts.meat), parts.model, parts.baseline)


def _yuan_bentler(fit: LikelihoodFit, ground: Ground) -> _Errors:
    scores = fit.likelihood.cell_scores(fit.theta)
    meat = ground.spread.shared(scores, fit.likelihood.layout.n_free)
    own = observed_stretch(fit, meat)
    return _Errors(
        sandwich(_inverse(fit), meat),
        ground.saturated_stretch - own,
        ground.saturated_stretch - ground.baseline_stretch,
        own,
    )


_ESTIMATORS: dict[str, Callable[[LikelihoodFit, Ground], _Errors]] = {
    "ml": _plain,
    "mlm": _satorra_bentler,
    "mlr": _yuan_bentler,
}


def _inverse(fit: LikelihoodFit) -> np.ndarray:
    """Return the inverse of the observed information; missing where it has none."""
    try:
        np.linalg.cholesky(fit.observed)
    except np.linalg.LinAlgError:
        return np.full(fit.observed.shape, np.nan)
    return fit.inverse


def _tested(chisq: float, df: int, trace: float) -> Statistic:
    """Return a test with its scaling; none where the trace is no stretch."""
    if np.isnan(trace):
        return Statistic(chisq, df)
    if df == 0:
        return Statistic(chisq, df, chisq, np.nan)
    stretch = trace / df
    if stretch <= 0:
        return Statistic(chisq, df)
    return Statistic(chisq, df, chisq / stretch, stretch)


def _residuals(fit: LikelihoodFit, ground: Ground) -> tuple[Residual, ...]:
    return tuple(
        (one.sigma, one.mu, view.at.sigma, view.at.mu if ground.means else one.mu)
        for one, view in zip(ground.whole, fit.views, strict=True)
    )


def _measures(
    fit: LikelihoodFit,
    ground: Ground,
    found: _Errors,
    model: Statistic,
    baseline: Statistic,
    residuals: Sequence[Residual],
    robust: Robust | None,
) -> dict[str, float]:
    q, n = fit.likelihood.layout.n_free, ground.total
    held = int((fit.likelihood.layout.free >= 0).sum())
    logl = fit.likelihood.log_likelihood(fit.theta)
    measures = {"npar": float(q), "ntotal": n, "fmin": model.chisq / (2 * n)}
    measures |= fit_measures(model, baseline, Sample(n, len(ground.data)), robust)
    measures |= information_criteria(logl, q, n)
    measures["unrestricted.logl"] = logl + model.chisq / 2
    if not np.isnan(found.own):
        measures["scaling.factor.h1"] = ground.saturated_stretch / ground.moments
        measures["scaling.factor.h0"] = found.own / held
    shares = fit.likelihood.shares
    return measures | residual_measures(residuals, shares, means=ground.means)
