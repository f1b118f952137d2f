"""How do the factors of a fitted model go together, and what do their items share?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from csat_methods.statistics.factor_model import FACTOR, LOADING
from csat_methods.wave.estimate import Estimates

if TYPE_CHECKING:
    from csat_methods.factors.fitted_model import Fitted
    from csat_methods.factors.model_answers import Entered


def extracted(fit: Fitted) -> np.ndarray:
    """Return the average variance extracted by each factor."""
    layout, squares = fit.layout, fit.standardized.cells**2
    return np.array(
        [
            squares[(layout.kind == LOADING) & (layout.column == f)].mean()
            for f in range(len(layout.model.factors))
        ]
    )


def correlation_estimates(people: Entered, fit: Fitted, pairs: np.ndarray) -> Estimates:
    """Return the factors' correlations, their variances being one."""
    layout, names = fit.layout, people.model.factors
    known = {
        frozenset((layout.cells[i].lhs, layout.cells[i].rhs)): i
        for i in np.flatnonzero((layout.kind == FACTOR) & (layout.row != layout.column))
    }
    cells = [known.get(frozenset((names[i], names[j])), -1) for i, j in pairs]
    se = np.array([fit.standardized.se[c] if c >= 0 else np.nan for c in cells])
    used = np.zeros(len(people.wave.domain), bool)
    used[people.rows[0]] = True
    df = float(people.wave.design.degrees(used))
    n, count = people.n, len(pairs)
    estimate = np.array([fit.correlations[0][i, j] for i, j in pairs])
    return Estimates(estimate, se, np.full(count, df), np.full(count, n), None)
