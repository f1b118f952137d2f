"""What may stand in the blanks, if each item is regressed on all the others in turn?

Bayesian ridge regressions and draws from what they hold possible, within the ends of
the scale: fully conditional specification.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

MOST_ROUNDS = 300
SETTLED = 1e-3
"""Sum of the changes of all slopes, at the end."""

PRIOR = 2e-6
"""Twice the shape and the rate of the priors of both precisions: they say nothing."""


@dataclass(frozen=True, eq=False)
class Ridge:
    """A regression whose penalty the answers themselves have set.

    Attributes
    ----------
    centre : ndarray, shape (p,)
        Means of the predictors.
    level : float
        Mean of the outcome.
    slopes : ndarray, shape (p,)
    spread : ndarray, shape (p, p)
        Posterior covariance of the slopes.
    noise : float
        Variance about the line.
    """

    centre: np.ndarray
    level: float
    slopes: np.ndarray
    spread: np.ndarray
    noise: float

    def predicted(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the mean of new outcomes and their standard deviation, both (n,)."""
        z = x - self.centre
        variance = ((z @ self.spread) * z).sum(axis=1) + self.noise
        return self.level + z @ self.slopes, np.sqrt(variance)


def ridge(x: np.ndarray, y: np.ndarray) -> Ridge:
    r"""Return the regression of y on x, with slopes :math:`N(0, \lambda^{-1} I)`.

    The precision of the slopes, :math:`\lambda`, and that of the errors,
    :math:`\alpha`, are those under which y is likeliest: until the slopes stay,

    .. math:: \gamma = \sum_i \frac{\alpha e_i}{\lambda + \alpha e_i}, \qquad
              \lambda = \gamma / b'b, \qquad \alpha = (n - \gamma) / r'r

    with e the eigenvalues of the predictors' cross-products and r the residuals.

    Parameters
    ----------
    x : ndarray, shape (n, p)
    y : ndarray, shape (n,)

    References
    ----------
    MacKay, D. J. C. (1992). Bayesian interpolation. *Neural Computation*, 4, 415-447;
    Tipping, M. E. (2001). *Journal of Machine Learning Research*, 1, 211-244.

    Examples
    --------
    >>> line = ridge(np.arange(4.0)[:, None], np.array([1.0, 3.0, 5.0, 7.0]))
    >>> line.predicted(np.array([[10.0]]))[0].round(3)
    array([21.])
    """
    centre, level = x.mean(axis=0), float(y.mean())
    z, d = x - centre, y - level
    values, axes = np.linalg.eigh(z.T @ z)
    values, along = np.maximum(values, 0.0), axes.T @ (z.T @ d)
    alpha, lam = 1 / (np.var(y) + np.finfo(float).eps), 1.0
    slopes = np.full(x.shape[1], np.inf)
    for _ in range(MOST_ROUNDS):
        before, slopes = slopes, axes @ (along / (values + lam / alpha))
        gamma = (alpha * values / (lam + alpha * values)).sum()
        lam = (gamma + PRIOR) / (slopes @ slopes + PRIOR)
        alpha = (len(y) - gamma + PRIOR) / (((d - z @ slopes) ** 2).sum() + PRIOR)
        if np.abs(before - slopes).sum() < SETTLED:
            break
    slopes = axes @ (along / (values + lam / alpha))
    spread = (axes / (alpha * values + lam)) @ axes.T
    return Ridge(centre, level, slopes, spread, float(1 / alpha))


def drawn(
    mean: np.ndarray,
    sd: np.ndarray,
    low: float,
    high: float,
    chance: np.random.RandomState,
) -> np.ndarray:
    """Return a draw each from normal distributions cut at two ends, shape (n,).

    Means beyond an end are taken for the end: nothing likely is left to draw from.
    """
    found = np.clip(mean, low, high)
    inside = found == mean
    m, s = mean[inside], sd[inside]
    below, above = ndtr((low - m) / s), ndtr((high - m) / s)
    share = chance.uniform(size=len(m))
    found[inside] = m + s * ndtri(below + share * (above - below))
    return np.clip(found, low, high)


def completed(
    x: np.ndarray, low: np.ndarray, high: np.ndarray, *, rounds: int, seed: int
) -> np.ndarray:
    """Return answers with all blanks drawn, shape (n, k).

    Blanks start at the item's mean; items with fewer blanks go first in a round.

    Parameters
    ----------
    x : ndarray, shape (n, k)
        NaN for a blank; no row and no item without any answer.
    low, high : ndarray, shape (k,)
        Ends of each item's scale; infinite for none.
    rounds : int
        Times each item is regressed on all others.
    seed : int

    References
    ----------
    van Buuren, S. (2018). *Flexible Imputation of Missing Data*, 2nd ed., section 4.5.

    Examples
    --------
    >>> x = np.array([[1.0, 2], [2, 4], [3, 6], [4, 8], [5, np.nan]])
    >>> ends = np.full(2, np.inf)
    >>> completed(x, -ends, ends, rounds=5, seed=1)[-1].round(1)
    array([ 5., 10.])
    """
    blank, chance = np.isnan(x), np.random.RandomState(seed)
    filled = np.where(blank, np.nanmean(x, axis=0), x)
    counts = blank.sum(axis=0)
    order = [j for j in np.argsort(counts, kind="stable") if counts[j]]
    for _ in range(rounds):
        for j in order:
            gone, others = blank[:, j], np.delete(filled, j, axis=1)
            line = ridge(others[~gone], filled[~gone, j])
            mean, sd = line.predicted(others[gone])
            filled[gone, j] = drawn(mean, sd, low[j], high[j], chance)
    return filled
