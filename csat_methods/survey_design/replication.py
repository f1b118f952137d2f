"""How do the estimates vary when units are left out and everything is weighted anew?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csat_methods.survey_design.design import Design, Replicates


def jackknife_factors(design: Design) -> tuple[np.ndarray, np.ndarray]:
    """Return the delete-one-unit factors (U, U) of the units, and the scales (U,).

    Without unit r the others of its stratum count n_h / (n_h − 1) times (JKn; with
    one stratum JK1). Scales carry the first-stage finite population.
    """
    stage = design.first
    n = stage.sizes[stage.stratum]
    same = stage.stratum[:, None] == stage.stratum[None, :]
    up = n / np.maximum(n - 1, 1)
    factors = np.where(same, up[None, :], 1.0)
    np.fill_diagonal(factors, np.where(n > 1, 0.0, 1.0))
    scale = (n - 1) / n * (1 - stage.fraction)[stage.stratum]
    return factors, scale


def jackknife(design: Design) -> Design:
    """Return the design with jackknife replicates, every weighting step repeated."""
    factors, scale = jackknife_factors(design)
    expanded = factors[design.first.unit]
    weights = np.column_stack(
        [design.reweighted(design.base * column) for column in expanded.T]
    )
    return replace(design, replicates=Replicates(weights, scale))
