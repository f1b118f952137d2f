"""At the same score, do groups answer an item differently?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csat_methods.statistics.weighted_regression import Fit, ordinal


@dataclass(frozen=True, eq=False)
class ItemBias:
    r"""Three proportional odds models of an item: score, group, and both together.

    .. math:: R^2 = \frac{1 - e^{-(D_0 - D) / n}}{1 - e^{-D_0 / n}}

    with deviances D of a model and D₀ of the item's margins (Nagelkerke, 1991).

    Attributes
    ----------
    score, uniform, full : Fit
        By the score; and the groups; and the groups times the score.
    groups : int
        Groups less one.
    n : int
        People.

    References
    ----------
    Zumbo, B. D. (1999). *A Handbook on the Theory and Methods of Differential Item
    Functioning*. Nagelkerke, N. J. D. (1991). *Biometrika*, 78, 691-692.
    """

    score: Fit
    uniform: Fit
    full: Fit
    groups: int
    n: int

    def explained(self, fit: Fit) -> float:
        """Return Nagelkerke's share of a model, 0 to 1."""
        null = fit.null_deviance
        gained = -np.expm1(-(null - fit.deviance) / self.n)
        return float(gained / -np.expm1(-null / self.n))

    @property
    def effect(self) -> float:
        """Change of Nagelkerke's share by groups and groups times the score."""
        return self.explained(self.full) - self.explained(self.score)

    @property
    def effect_uniform(self) -> float:
        """Change by the groups alone."""
        return self.explained(self.uniform) - self.explained(self.score)

    @property
    def slope_change(self) -> float:
        """Relative change of the score's slope by the groups (Crane, 2004)."""
        before, after = (f.coefficients[0] for f in (self.score, self.uniform))
        return float(abs((before - after) / before))

    @property
    def statistics(self) -> tuple[float, float, float]:
        """Likelihood ratios: of all, of the groups alone, of groups times score."""
        one, two, three = (f.deviance for f in (self.score, self.uniform, self.full))
        return max(one - three, 0.0), max(one - two, 0.0), max(two - three, 0.0)


def item_bias(
    y: np.ndarray, score: np.ndarray, group: np.ndarray, weights: np.ndarray
) -> ItemBias:
    """Return the three models of an item.

    Parameters
    ----------
    y : ndarray of int, shape (n,)
        Categories from 0 on, each answered by somebody.
    score : ndarray, shape (n,)
    group : ndarray of int, shape (n,)
        From 0 on.
    weights : ndarray, shape (n,)

    Raises
    ------
    SeparationError
        If score and groups tell the categories apart.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> score, group = rng.normal(size=4000), np.arange(4000) % 2
    >>> y = (score + group + rng.logistic(size=4000) > 0).astype(int)
    >>> found = item_bias(y, score, group, np.ones(4000))
    >>> round(float(found.uniform.coefficients[1]))
    1
    """
    middle = score - weights @ score / weights.sum()
    dummies = (group[:, None] == np.arange(1, group.max() + 1)).astype(float)
    columns = [middle[:, None], dummies, dummies * middle[:, None]]
    fits = [ordinal(np.hstack(columns[:upto]), y, weights) for upto in (1, 2, 3)]
    score_alone, uniform, full = fits
    return ItemBias(score_alone, uniform, full, dummies.shape[1], len(y))
