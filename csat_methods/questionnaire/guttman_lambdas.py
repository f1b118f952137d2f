"""At least how reliable is the sum of these items, by each of Guttman's bounds?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csat_methods._messages import Message
from csat_methods.questionnaire.constructs import Items, Scale
from csat_methods.questionnaire.reliability_claims import ReliabilityEstimates
from csat_methods.questionnaire.reliability_estimates import (
    Coefficients,
    Fit,
    covariance_fit,
    reliability_result,
)
from csat_methods.result import method
from csat_methods.statistics.reliability_bounds import guttman, guttman_gradient
from csat_methods.statistics.split_halves import best_half

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

LABELS = {
    "lambda1": Message("First bound (item variances alone)"),
    "lambda2": Message("Second bound (all covariances)"),
    "lambda3": Message("Third bound (alpha)"),
    "lambda4": Message("Fourth bound (best split)"),
    "lambda5": Message("Fifth bound (best item)"),
    "lambda6": Message("Sixth bound (regression on the others)"),
}

HIGHEST = {
    (True, True): "At least {estimate} of the variance of the sum of these items is "
    "reliable ({low} to {high}): the highest of the bounds.",
    (False, True): "Nothing in the sum of these items is known to be reliable: even "
    "the highest of the bounds is not above nought, {estimate} ({low} to {high}).",
    (True, False): "At least {estimate} of the variance of the sum of these items is "
    "reliable, by the highest of the bounds; how sure that is, these answers do not "
    "tell.",
    (False, False): "Nothing in the sum of these items is known to be reliable: even "
    "the highest of the bounds is not above nought, {estimate}; how sure that is, "
    "these answers do not tell.",
}
"""What the highest bound says, by whether it is above nought and has an interval."""

BOUND = {
    True: "{label}: at least {estimate} ({low} to {high}).",
    False: "{label}: at least {estimate}; how sure that is, these answers do not tell.",
}
"""What one bound says, by whether it has an interval."""

LOST = {
    "two": Message(
        "The second and the fifth bound are not estimable, because two items that do "
        "not go together hold both at nought."
    ),
    "sixth": Message(
        "The sixth bound is not estimable, because an item does not vary or is a sum "
        "of others."
    ),
}
"""Why bounds are missing."""

HELD = [1, 4]
"""Bounds that are nought whenever two items have no positive covariance."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GuttmanLambdas(ReliabilityEstimates):
    """Guttman's six lower bounds to the reliability of a sum."""

    def headline(self) -> Message:
        """Return the highest of the bounds."""
        rows = [row for row in self.records() if pd.notna(row["estimate"])]
        if not rows:
            return super().headline()
        best = max(rows, key=lambda row: float(row["estimate"]))
        return Message(
            HIGHEST[best["estimate"] > 0, isfinite(best["ci_low"])],
            {
                "estimate": self.number(best, "estimate"),
                "low": self.number(best, "ci_low"),
                "high": self.number(best, "ci_high"),
            },
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return one bound."""
        return Message(
            BOUND[isfinite(row["ci_low"])],
            {
                "label": self.label(row["term"]),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
            },
        )


@method
def guttman_lambdas(
    wave: Wave, items: Items = None, *, level: float = 0.95
) -> GuttmanLambdas:
    r"""Return Guttman's six lower bounds to the reliability of a sum of items.

    .. math::

        \lambda_1 = 1 - \frac{\mathrm{tr}\,S}{V}, \quad
        \lambda_2 = \lambda_1 + \frac{1}{V} \sqrt{\tfrac{k}{k - 1} C}, \quad
        \lambda_3 = \alpha, \quad
        \lambda_4 = \max_a \frac{4\,a'S(1 - a)}{V}, \\
        \lambda_5 = \lambda_1 + \frac{2}{V} \sqrt{\max_j C_j}, \quad
        \lambda_6 = 1 - \frac{1}{V} \sum_i \frac{1}{(S^{-1})_{ii}}

    with S the weighted covariances of the k items, V the variance of their sum, C the
    sum of all squared covariances and :math:`C_j` that of item j's.

    Parameters
    ----------
    wave : Wave
    items : str, list of str
        A construct's name or a list of columns.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    GuttmanLambdas
        Terms ``lambda1`` to ``lambda6``: ``term, estimate, se, ci_low, ci_high, n, df,
        items, sem``. Lambda 4 is the best of all splits into halves; of more than 24
        items the best that exchanges from many starts find. Its error takes the best
        split as known. Lambda 2 and 5 of two items without a positive covariance are
        nought whatever it is, and so not estimable.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, or there is one item, too few complete
        answers or a sum that does not vary.

    References
    ----------
    Guttman, L. (1945). A basis for analyzing test-retest reliability.
    *Psychometrika*, 10, 255-282.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, guttman_lambdas
    >>> rows = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [5, 4, 5], [2, 3, 2], [4, 4, 5]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> guttman_lambdas(wave, ["q1", "q2", "q3"]).table["estimate"].to_numpy().round(4)
    array([0.6188, 0.9384, 0.9282, 0.9406, 0.9566, 0.9541])
    """
    wanted = Coefficients(
        name="Guttman's lambdas", term="lambdas", fit=_fit, terms=LABELS, flat=True
    )
    return reliability_result(wave, GuttmanLambdas, items, wanted, level=level)


def _fit(scale: Scale) -> Fit:
    S = scale.moments.covariance
    half = best_half(S)
    against = len(S) == 2 and not S[0, 1] > 0

    def values(covariance: np.ndarray) -> np.ndarray:
        found = guttman(covariance, half)
        if against:
            found[HELD] = np.nan
        return found

    without = {"two": against, "sixth": np.isnan(guttman(S, half)[5])}
    return covariance_fit(
        scale,
        values(S),
        values,
        lambda: guttman_gradient(S, half),
        [LOST[why] for why, lost in without.items() if lost],
    )
