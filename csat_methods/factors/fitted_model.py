"""How does a fitted model of factors become tables with the names of items?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from csat_methods.factors.model_answers import (
    Entered,
    refuse_unequal_categories,
)
from csat_methods.statistics.likelihood_solution import Solution, likelihood_solution
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.model_layout import (
    Conventions,
    Layout,
    amounts_layout,
    ratings_layout,
)
from csat_methods.statistics.ordinal_solution import OrdinalGround, ordinal_solution
from csat_methods.statistics.standardized import Standardized, standardized

Refit = Callable[[np.ndarray | None, np.ndarray | None], Solution]
"""Weights and where to start, to a solution."""


@dataclass(frozen=True)
class Request:
    """How a model is to be fitted.

    Attributes
    ----------
    estimator : str
    equal : tuple of str
    standardize : bool
    scaled : bool
        Of ratings: delta rather than theta.
    means : bool
    """

    estimator: str
    equal: tuple[str, ...]
    standardize: bool
    scaled: bool
    means: bool


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted model, its people and what was asked for.

    Attributes
    ----------
    people : Entered
    request : Request
    solution : Solution
    """

    people: Entered
    request: Request
    solution: Solution

    @property
    def layout(self) -> Layout:
        """The cells and parameters."""
        return self.solution.layout

    @property
    def scaled(self) -> bool:
        """Whether responses have scales of their own."""
        return self.request.estimator == "wlsmv" and self.request.scaled

    @cached_property
    def standardized(self) -> Standardized:
        """The completely standardised values."""
        s = self.solution
        return standardized(s.layout, s.theta, s.covariance, scaled=self.scaled)

    @cached_property
    def correlations(self) -> list[np.ndarray]:
        """Correlations of the factors, group by group."""
        found = []
        for view in _views(self.solution):
            sd = np.sqrt(np.maximum(np.diag(view.at.phi), 0.0))
            safe = np.where(sd > 0, sd, np.nan)
            found.append(view.at.phi / np.outer(safe, safe))
        return found


def _views(solution: Solution) -> list[Any]:
    fit: Any = solution.fit
    views: list[Any] = fit.views
    return views


def fitted(people: Entered, request: Request) -> Fitted:
    """Return the model fitted to the people, with errors as the design has them.

    Raises
    ------
    ValueError
        If the answers cannot tell the parameters apart.
    """
    fit = _FITS[request.estimator == "wlsmv"]
    solution = with_replicates(
        people, lambda weights, begin: fit(people, request, weights, begin)
    )
    return Fitted(people, request, solution)


def with_replicates(people: Entered, fit: Refit) -> Solution:
    """Return a solution, its errors from replicates where the wave has them.

    Without errors and tests where the design leaves no degree of freedom.

    Parameters
    ----------
    fit : callable
        Weights of a replicate and where to start, or None, to the solution.
    """
    solution = fit(None, None)
    if people.degrees < 1:
        return _untested(solution)
    replicates = people.wave.design.replicates
    if replicates is None:
        return solution
    rows = np.concatenate(people.rows)
    each = [fit(w, solution.theta).theta for w in replicates.held.columns(rows)]
    covariance = replicates.covariance(solution.theta, np.array(each))
    return replace(solution, covariance=covariance)


def _untested(solution: Solution) -> Solution:
    """Return a solution without errors, and what describes its fit alone."""
    tests = ("pvalue", ".ci.", ".scaled", ".robust", "scaling.factor")
    measures = {
        name: np.nan if any(part in name for part in tests) else value
        for name, value in solution.measures.items()
    }
    covariance = np.full_like(solution.covariance, np.nan)
    return replace(solution, covariance=covariance, measures=measures)


def _of_amounts(
    people: Entered,
    request: Request,
    weights: np.ndarray | None,
    begin: np.ndarray | None,
) -> Solution:
    ground: Ground = people.amounts(means=request.means, given=weights)
    layout = amounts_layout(
        people.model,
        len(people.groups),
        Conventions(request.standardize, request.means),
        request.equal,
    )
    return likelihood_solution(layout, ground, request.estimator, begin)


def _of_ratings(
    people: Entered,
    request: Request,
    weights: np.ndarray | None,
    begin: np.ndarray | None,
) -> Solution:
    refuse_unequal_categories(people)
    ground: OrdinalGround = people.ratings(given=weights)
    layout = ratings_layout(
        people.model,
        people.thresholds,
        len(people.groups),
        Conventions(request.standardize),
        request.equal,
        scaled=request.scaled,
    )
    return ordinal_solution(layout, ground, scaled=request.scaled, begin=begin)


Fit = Callable[
    [Entered, Request, np.ndarray | None, np.ndarray | None],
    Solution,
]

_FITS: dict[bool, Fit] = {False: _of_amounts, True: _of_ratings}
