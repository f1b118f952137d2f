"""How much of the items' variance would one factor behind all of them account for?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import chdtrc

from csat_methods.statistics.factor_model import (
    FACTOR,
    LOADING,
    Cell,
    FactorModel,
    covariance_cells,
)
from csat_methods.statistics.likelihood_solution import Solution, likelihood_solution
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.model_layout import Layout, layout

METHOD = "method"
"""Name of the factor behind all items."""

STEP_IN = 0.3
"""Loading of the method factor to start from: at zero the slope is nought."""


@dataclass(frozen=True, eq=False)
class MethodFactor:
    """A factor behind all items, beside those of a model.

    Attributes
    ----------
    share, se : float
        Share of the items' variance, with its error.
    chisq, p : float
        Fall of chi-square (one degree of freedom) that the factor brings.
    converged : bool
    """

    share: float
    se: float
    chisq: float
    p: float
    converged: bool


def method_factor(model: FactorModel, ground: Ground) -> MethodFactor:
    """Return what a factor with one loading on all standardised items accounts for.

    Parameters
    ----------
    ground : Ground
        One group, of standardised items; no means.

    References
    ----------
    Podsakoff, P. M., MacKenzie, S. B., Lee, J.-Y., & Podsakoff, N. P. (2003). Common
    method biases in behavioral research. *Journal of Applied Psychology*, 88, 879-903
    (unmeasured latent method factor).
    """
    without = likelihood_solution(
        layout(model, [covariance_cells(model, standardize=True)]), ground, "mlr"
    )
    wide, place = _with_method(model)
    begin = np.append(_matched(without, wide), 0.0)[: wide.n_free]
    begin[place] = STEP_IN
    found = likelihood_solution(wide, ground, "mlr", begin)
    loading = float(found.theta[place])
    se = float(np.sqrt(found.covariance[place, place]))
    fall = max(without.model.chisq - found.model.chisq, 0.0)
    return MethodFactor(
        loading**2,
        2 * abs(loading) * se,
        fall,
        float(chdtrc(1, fall)),
        found.converged,
    )


def _with_method(model: FactorModel) -> tuple[Layout, int]:
    """Return the layout with the factor, and the place of its one loading."""
    wide = replace(model, factors=(*model.factors, METHOD))
    last = len(model.factors)
    loads = [Cell(LOADING, i, last, METHOD, name) for i, name in enumerate(model.items)]
    cells = [*covariance_cells(model, standardize=True), *loads]
    cells.append(Cell(FACTOR, last, last, METHOD, METHOD, 1.0))
    found = layout(wide, [cells])
    return _tied(found, last)


def _tied(found: Layout, factor: int) -> tuple[Layout, int]:
    """Return the layout in which all loadings on a factor are one parameter."""
    own = (found.kind == LOADING) & (found.column == factor)
    free = found.free.copy()
    free[own] = free[own].min()
    _, packed = np.unique(free[free >= 0], return_inverse=True)
    free[free >= 0] = packed
    return replace(found, free=free), int(free[own][0])


def _matched(earlier: Solution, wide: Layout) -> np.ndarray:
    """Return the earlier estimates where the wider layout has them, else zero."""
    values = dict(
        zip(
            (cell.term for cell in earlier.layout.cells),
            earlier.layout.values(earlier.theta),
            strict=True,
        )
    )
    found = np.zeros(wide.n_free)
    for cell, free in zip(wide.cells, wide.free, strict=True):
        if free >= 0:
            found[free] = values.get(cell.term, 0.0)
    return found
