"""What does a model of ratings say: parameters, errors, tests and fit?

Estimates by diagonally weighted least squares; errors and tests by what all
thresholds and correlations really vary like, the test scaled and shifted (WLSMV).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csat_methods.statistics.fit_measures import (
    Sample,
    Statistic,
    fit_measures,
)
from csat_methods.statistics.identification import inverse_information
from csat_methods.statistics.likelihood_solution import Solution
from csat_methods.statistics.model_layout import Layout
from csat_methods.statistics.ordinal_scaling import (
    as_if_normal,
    independence,
    shifted_statistic,
    traces,
)
from csat_methods.statistics.ordinal_structure import DistanceFit, distance_fit
from csat_methods.statistics.polychoric import Polychoric
from csat_methods.statistics.rating_moments import Ratings
from csat_methods.statistics.residual_measures import Residual, residual_measures
from csat_methods.statistics.robust_scaling import Spread
from csat_methods.statistics.starting_values import start


@dataclass(frozen=True, eq=False)
class OrdinalGround:
    """Thresholds and correlations of all groups, and how they vary.

    Attributes
    ----------
    found : tuple of Polychoric
    spread : Spread
    sizes : tuple of int
        People of each group.
    """

    found: tuple[Polychoric, ...]
    spread: Spread
    sizes: tuple[int, ...]

    @property
    def total(self) -> float:
        """People."""
        return float(sum(self.sizes))

    @cached_property
    def influence(self) -> list[np.ndarray]:
        """What each person does to thresholds and correlations, group by group."""
        return [one.influence() for one in self.found]

    @cached_property
    def _covariance(self) -> np.ndarray:
        return self.spread.blocks(self.influence)

    @cached_property
    def covariance(self) -> np.ndarray:
        """Covariance of all groups' thresholds and correlations, shape (e, e).

        Times n / (n − 1) in each group, as by lavaan for tests.
        """
        factor = np.sqrt([n / (n - 1) for n in self.sizes])
        each = np.repeat(factor, [len(one.estimates) for one in self.found])
        return self._covariance * np.outer(each, each)

    @property
    def covariance_for_errors(self) -> np.ndarray:
        """The same times N / (N − G) of all G groups together, as by lavaan."""
        return self._covariance * (self.total / (self.total - len(self.sizes)))

    @cached_property
    def data(self) -> tuple[Ratings, ...]:
        """What models are fitted to; weights as if people were drawn one by one."""
        found = []
        for one, z, n in zip(self.found, self.influence, self.sizes, strict=True):
            variance = one.weights**2 @ z**2
            weights = (n - 1) / n / variance
            found.append(Ratings(one.thresholds, one.rho, weights, n))
        return tuple(found)


def ordinal_solution(
    layout: Layout,
    ground: OrdinalGround,
    *,
    scaled: bool,
    begin: np.ndarray | None = None,
) -> Solution:
    """Return a model of ratings fitted by WLSMV.

    Parameters
    ----------
    scaled : bool
        Whether responses have scales of their own (delta) or residual variances
        (theta).
    begin : ndarray, shape (q,), optional
        Where to start the search.

    Raises
    ------
    ValueError
        If the model has more parameters than there are thresholds and correlations,
        or cannot tell some of its parameters apart.
    """
    df = sum(len(d.estimates) for d in ground.data) - layout.n_free
    if df < 0:
        raise ValueError(
            f"model: {layout.n_free} parameters are more than the thresholds and "
            "correlations of the ratings; leave parameters out or fix some."
        )
    fit = _fitted(layout, ground, begin, scaled=scaled)
    bread = inverse_information(fit.information, layout)
    V = ground.covariance
    weighted = fit.moves * fit.weights[:, None]
    meat = weighted.T @ ground.covariance_for_errors @ weighted
    covariance = bread @ meat @ bread
    model = shifted_statistic(fit.chisq, df, *traces(fit, V))
    baseline = shifted_statistic(*independence(fit, V))
    residuals = _residuals(fit)
    measures = _measures(fit, ground, model, baseline, residuals)
    return Solution(
        layout,
        fit.theta,
        covariance,
        model,
        baseline,
        measures,
        fit.minimum.converged,
        residuals,
        fit,
        V,
    )


def _fitted(
    layout: Layout, ground: OrdinalGround, begin: np.ndarray | None, *, scaled: bool
) -> DistanceFit:
    """Return the fit from where it was said to start, else from the usual start."""
    if begin is not None:
        fit = distance_fit(layout, ground.data, begin, scaled=scaled)
        if fit.minimum.converged:
            return fit
    usual = start(
        layout,
        [one.R for one in ground.found],
        [np.zeros(len(one.R)) for one in ground.found],
        [one.thresholds for one in ground.found],
    )
    return distance_fit(layout, ground.data, usual, scaled=scaled)


def _residuals(fit: DistanceFit) -> tuple[Residual, ...]:
    found = []
    for view, data in zip(fit.views, fit.distance.data, strict=True):
        sigma = view.at.sigma * np.outer(view.scale, view.scale)
        np.fill_diagonal(sigma, 1.0)
        zero = np.zeros(len(sigma))
        found.append((data.correlations, zero, sigma, zero))
    return tuple(found)


def _measures(
    fit: DistanceFit,
    ground: OrdinalGround,
    model: Statistic,
    baseline: Statistic,
    residuals: Sequence[Residual],
) -> dict[str, float]:
    groups = len(ground.sizes)
    sample = Sample(ground.total - groups, groups)
    measures = {
        "npar": float(fit.distance.layout.n_free),
        "ntotal": ground.total,
        "fmin": model.chisq / (2 * ground.total),
    }
    robust = as_if_normal(fit, ground.covariance, ground.sizes, residuals, model.df)
    measures |= fit_measures(model, baseline, sample, robust)
    shares = [n / ground.total for n in ground.sizes]
    return measures | residual_measures(residuals, shares, means=False)
