"""How does an amount, a yes or no, or an ordered answer go with several predictors?

Fits by weighted least squares and by weighted likelihood, with the influence of each
row on the coefficients, so that a design can make their errors (Binder 1983).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from csat_methods.statistics.newton import newton_top
from csat_methods.statistics.proportional_odds import CumulativeLogits
from csat_methods.statistics.separation import separating_direction

EXTREME = 1e-7
"""Fitted chances nearer to certain than this make one look for separation."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model of p parameters and n rows.

    Attributes
    ----------
    coefficients : ndarray, shape (p,)
        The intercept and then slopes, or slopes and then thresholds.
    influence : ndarray, shape (n, p)
        θ̂ − θ ≈ Σ w z.
    deviance, null_deviance : float
        Of the model and of the model without predictors, with weights of mean one.
    """

    coefficients: np.ndarray
    influence: np.ndarray
    deviance: float
    null_deviance: float


class SeparationError(ValueError):
    """The likelihood has no top: predictors tell the categories apart.

    Attributes
    ----------
    columns : list of int
        Which of the predictors do.
    """

    def __init__(self, columns: list[int]) -> None:
        super().__init__(f"columns={columns} tell the categories apart.")
        self.columns = columns


Family = Callable[[np.ndarray, np.ndarray, np.ndarray], Fit]
"""Predictors (n, k) without an intercept, outcome (n,), weights (n,) → fit."""


@dataclass(frozen=True, eq=False)
class _Standard:
    """Predictors moved to mean 0 and standard deviation 1, and the way back."""

    x: np.ndarray
    w: np.ndarray
    mean: np.ndarray
    sd: np.ndarray
    scale: float

    @classmethod
    def of(cls, x: np.ndarray, weights: np.ndarray) -> _Standard:
        scale = float(weights.mean())
        w = weights / scale
        mean = w @ x / len(w)
        sd = np.sqrt(w @ (x - mean) ** 2 / len(w))
        sd = np.where(sd > 0, sd, 1.0)
        return cls((x - mean) / sd, w, mean, sd, scale)

    def fit(
        self,
        theta: np.ndarray,
        scores: np.ndarray,
        information: np.ndarray,
        deviances: tuple[float, float],
        *,
        sign: int,
    ) -> Fit:
        """Return the fit in the predictors' own units.

        Parameters
        ----------
        theta : ndarray, shape (k + c,)
            Slopes of the standardised predictors, then c constants.
        scores : ndarray, shape (n, k + c)
        information : ndarray, shape (k + c, k + c)
            Sum of weights times minus the second derivatives.
        deviances : (float, float)
        sign : int
            Of the predictors' means in the constants: −1 for an intercept, which is
            added to the slopes' part, 1 for thresholds, which it is taken from.
        """
        k = len(self.sd)
        back = np.eye(len(theta))
        back[:k, :k] = np.diag(1 / self.sd)
        back[k:, :k] = sign * self.mean / self.sd
        z = np.linalg.solve(information, scores.T).T @ back.T / self.scale
        return Fit(back @ theta, z, *map(float, deviances))


def _intercept_first(fit: Fit, sign: int = 1) -> Fit:
    """Return the fit with its one constant first, turned where `sign` is −1."""
    order = np.roll(np.arange(len(fit.coefficients)), 1)
    z, b = fit.influence[:, order], fit.coefficients[order]
    z[:, 0] *= sign
    b[0] *= sign
    return Fit(b, z, fit.deviance, fit.null_deviance)


def linear(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> Fit:
    r"""Return the weighted least squares fit of an amount, intercept first.

    .. math:: \hat\beta = (X^\top W X)^{-1} X^\top W y, \qquad
              z_i = (X^\top W X)^{-1} x_i (y_i - x_i^\top \hat\beta)

    Examples
    --------
    >>> x, y = np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0])
    >>> linear(x, y, np.ones(3)).coefficients.round(12).tolist()
    [1.0, 2.0]
    """
    at = _Standard.of(x, weights)
    full, root = np.column_stack([at.x, np.ones(len(y))]), np.sqrt(at.w)
    beta = np.linalg.lstsq(full * root[:, None], y * root, rcond=None)[0]
    off, middle = y - full @ beta, y - at.w @ y / len(y)
    information = (full * at.w[:, None]).T @ full
    spread = (at.w @ off**2, at.w @ middle**2)
    scores = full * off[:, None]
    return _intercept_first(at.fit(beta, scores, information, spread, sign=-1))


def logistic(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> Fit:
    r"""Return the weighted logistic fit of a yes or no (1 or 0), intercept first.

    .. math:: \log\frac{\mu_i}{1 - \mu_i} = x_i^\top \beta, \qquad
              z_i = \Bigl(\sum w \mu (1 - \mu) x x^\top\Bigr)^{-1} x_i (y_i - \mu_i)

    Raises
    ------
    SeparationError
        If predictors tell yes from no, so that no coefficients are the best.

    Examples
    --------
    Odds of 1 and 3 in two groups of four:

    >>> x = np.repeat([[0.0], [1.0]], 4, axis=0)
    >>> y = np.array([0, 0, 1, 1, 0, 1, 1, 1])
    >>> np.exp(logistic(x, y, np.ones(8)).coefficients).round(9).tolist()
    [1.0, 3.0]
    """
    # It is the model of two ordered categories, whose threshold is − the intercept.
    return _intercept_first(ordinal(x, y, weights), sign=-1)


def ordinal(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> Fit:
    r"""Return the proportional odds fit of ordered categories 0 to C − 1.

    .. math:: \log\frac{P(Y \le c)}{P(Y > c)} = \theta_c - x_i^\top \beta

    Slopes come first, then the C − 1 thresholds.

    Raises
    ------
    SeparationError
        If predictors tell the categories apart, so that no coefficients are the best.

    References
    ----------
    McCullagh, P. (1980). Regression models for ordinal data. *JRSS B* 42, 109-142.

    Examples
    --------
    With two categories it is logistic regression with the threshold turned:

    >>> x = np.repeat([[0.0], [1.0]], 4, axis=0)
    >>> y = np.array([0, 0, 1, 1, 0, 1, 1, 1])
    >>> np.exp(ordinal(x, y, np.ones(8)).coefficients).round(9).tolist()
    [3.0, 1.0]
    """
    at = _Standard.of(x, weights)
    model = CumulativeLogits(at.x, y.astype(int), at.w)
    below = np.cumsum(np.bincount(model.y, at.w))[:-1] / len(y)
    start = np.append(np.zeros(x.shape[1]), logit(below))
    theta, settled = newton_top(model.curve, start)
    if not settled or 1 - model.probabilities(theta).max() < EXTREME:
        _stop_if_separated(model.sides(), x.shape[1])
    value, _, hessian = model.curve(theta)
    spread = (-2 * value, -2 * model.curve(start)[0])
    return at.fit(theta, model.scores(theta), -hessian, spread, sign=1)


def _stop_if_separated(rows: np.ndarray, k: int) -> None:
    """Raise if the first k columns separate the categories, naming as few as can.

    Raises
    ------
    SeparationError
        If they do.
    """
    if separating_direction(rows) is None:
        return
    needed = list(range(rows.shape[1]))
    for column in range(k):
        without = [each for each in needed if each != column]
        if separating_direction(rows[:, without]) is not None:
            needed = without
    raise SeparationError([column for column in needed if column < k])


FAMILIES: dict[str, Family] = {
    "linear": linear,
    "logistic": logistic,
    "ordinal": ordinal,
}
"""Fits by the name of the family."""
