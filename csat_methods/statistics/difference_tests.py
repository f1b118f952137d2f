"""Does a model fit worse than a wider one in which it is nested?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import null_space
from scipy.special import chdtrc

from csat_methods.statistics.covariance_structure import LikelihoodFit
from csat_methods.statistics.likelihood_solution import Solution
from csat_methods.statistics.model_ground import Ground
from csat_methods.statistics.model_layout import Layout
from csat_methods.statistics.ordinal_scaling import shifted
from csat_methods.statistics.ordinal_structure import DistanceFit
from csat_methods.statistics.robust_scaling import observed_stretch


@dataclass(frozen=True)
class Difference:
    """A test of a model against a wider one.

    Attributes
    ----------
    chisq, df, p : float, int, float
        Missing where the scaling is no scaling.
    """

    chisq: float
    df: int
    p: float


def difference(narrow: Solution, wide: Solution, ground: Ground | None) -> Difference:
    r"""Return the test of a model against a wider one.

    Likelihood: of unscaled statistics T and scalings c of Satorra and Bentler (2001),

    .. math:: T_d = \frac{T_0 - T_1}{c_d}, \qquad
              c_d = \frac{df_0 c_0 - df_1 c_1}{df_0 - df_1}

    where nothing is scaled: plain. Where c_d is not above zero, the scaling of the
    wider model is taken at the narrower one's estimates (2010); where that is none
    either, as a model far off may have it, Satorra's of the restrictions themselves
    (2000), which always is above zero. Ratings: Satorra (2000), scaled and shifted.

    Parameters
    ----------
    narrow, wide : Solution
        Of the same cells, group by group.
    ground : Ground, optional
        What both were fitted to, if by likelihood.

    References
    ----------
    Satorra, A. (2000). Scaled and adjusted restricted tests in multi-sample analysis
    of moment structures. In *Innovations in Multivariate Statistical Analysis*,
    233-247.

    Satorra, A., & Bentler, P. M. (2001, 2010). *Psychometrika*, 66, 507-514; 75,
    243-248.
    """
    df = narrow.model.df - wide.model.df
    fall = narrow.model.chisq - wide.model.chisq
    if df <= 0:
        return Difference(max(fall, 0.0), 0, np.nan)
    if isinstance(narrow.fit, DistanceFit) and isinstance(wide.fit, DistanceFit):
        return _of_ratings(narrow, wide, df)
    c = scaling(narrow, wide)
    for other in (positive_scaling, restricted_scaling):
        if c <= 0 and ground is not None:
            c = other(narrow, wide, ground)
    return _tested(fall / c if c > 0 else np.nan, df)


def _tested(chisq: float, df: int) -> Difference:
    if np.isnan(chisq):
        return Difference(np.nan, df, np.nan)
    return Difference(max(chisq, 0.0), df, float(chdtrc(df, max(chisq, 0.0))))


def scaling(narrow: Solution, wide: Solution) -> float:
    """Return the scaling of Satorra and Bentler (2001); one where there is none."""
    if np.isnan([narrow.model.scaled, wide.model.scaled]).all():
        return 1.0
    return _scaling(narrow, wide, wide.model.stretch)


def _scaling(narrow: Solution, wide: Solution, stretch: float) -> float:
    c0 = narrow.model.df * narrow.model.stretch
    c1 = wide.model.df * stretch if wide.model.df else 0.0
    return (c0 - c1) / (narrow.model.df - wide.model.df)


def positive_scaling(narrow: Solution, wide: Solution, ground: Ground) -> float:
    """Return the scaling of Satorra and Bentler (2010), of Yuan and Bentler's test."""
    fit = wide.fit
    if not isinstance(fit, LikelihoodFit):
        raise ValueError("wide must be fitted by likelihood.")
    theta = carried(narrow, wide.layout)
    there = LikelihoodFit(fit.likelihood, replace(fit.minimum, theta=theta))
    scores = fit.likelihood.cell_scores(theta)
    meat = ground.spread.shared(scores, wide.layout.n_free)
    trace = ground.saturated_stretch - observed_stretch(there, meat)
    return _scaling(narrow, wide, trace / wide.model.df if wide.model.df else 0.0)


def restricted_scaling(narrow: Solution, wide: Solution, ground: Ground) -> float:
    r"""Return the mean stretch of a test of the restrictions alone.

    .. math:: c = \frac{1}{r} tr\{(A P^{-1} A')^{-1} A P^{-1} B P^{-1} A'\}

    with P the information on the wider model's parameters, B the spread of their
    scores, and A the r directions in which the narrower model cannot move.

    Raises
    ------
    ValueError
        If a model was not fitted by likelihood.

    References
    ----------
    Satorra, A. (2000). Scaled and adjusted restricted tests in multi-sample analysis
    of moment structures. In *Innovations in Multivariate Statistical Analysis*,
    233-247.
    """
    fit, low = wide.fit, narrow.fit
    if not (isinstance(fit, LikelihoodFit) and isinstance(low, LikelihoodFit)):
        raise ValueError("narrow and wide must be fitted by likelihood.")
    H = np.linalg.lstsq(_moved(fit), _moved(low), rcond=None)[0]
    A = null_space(H.T).T
    meat = ground.spread.shared(
        fit.likelihood.cell_scores(fit.theta), wide.layout.n_free
    )
    AP = A @ fit.inverse
    stretch = np.linalg.solve(AP @ A.T, AP @ meat @ AP.T)
    return float(np.trace(stretch)) / len(A)


def _moved(fit: LikelihoodFit) -> np.ndarray:
    """Return how all groups' moments move with the parameters, shape (e, q)."""
    found = []
    for view, K in zip(fit.views, fit.likelihood.maps, strict=True):
        moves = np.concatenate([view.moves.mu.T, view.moves.covariances().T])
        found.append(moves @ K)
    return np.concatenate(found)


def carried(earlier: Solution, layout: Layout) -> np.ndarray:
    """Return parameters of a layout from a model of the same cells, shape (q,).

    A parameter that several cells share starts from their mean.
    """
    values = earlier.layout.values(earlier.theta)
    held = layout.free >= 0
    total = np.bincount(layout.free[held], values[held], layout.n_free)
    return total / np.bincount(layout.free[held], minlength=layout.n_free)


def _of_ratings(narrow: Solution, wide: Solution, df: int) -> Difference:
    fit, low, V = wide.fit, narrow.fit, wide.sample_moments
    if not (isinstance(fit, DistanceFit) and isinstance(low, DistanceFit)):
        raise ValueError("narrow and wide must be fitted in the same way.")
    D1, D0 = fit.moves, low.moves
    H = np.linalg.lstsq(D1, D0, rcond=None)[0]
    A = null_space(H.T).T
    inverse = np.linalg.inv(fit.information)
    AP = A @ inverse
    inner = AP.T @ np.linalg.solve(AP @ A.T, AP)
    weighted = D1 * fit.weights[:, None]
    product = weighted @ inner @ (weighted.T @ V)
    first, second = float(np.trace(product)), float(np.sum(product * product.T))
    at = shifted(first, second, df)
    fall = narrow.model.chisq - wide.model.chisq
    return _tested(at.slope * fall + at.shift, df)
