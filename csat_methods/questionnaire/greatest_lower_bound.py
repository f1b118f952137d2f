"""At least how reliable is the sum of these items, whatever stands behind them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

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
from csat_methods.statistics import greatest_lower_bound as programme

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

ENOUGH = 1000
"""People above which chance no longer lifts it much (ten Berge and Socan 2004)."""

NOUGHT = 1e-6
"""A bound below this is nought but for rounding."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GreatestLowerBound(ReliabilityEstimates):
    """The greatest lower bound to the reliability of sums."""

    coefficient: ClassVar[Message] = Message("greatest lower bound")


@method
def greatest_lower_bound(
    wave: Wave, items: Items = None, *, level: float = 0.95
) -> GreatestLowerBound:
    r"""Return the greatest lower bound to the reliability of a sum of items.

    .. math:: 1 - \frac{1}{1'S1} \max\Bigl\{ \sum_i \theta_i :\;
              S - \mathrm{diag}(\theta) \succeq 0,\; \theta \ge 0 \Bigr\}

    with S the weighted covariances of the items.

    Parameters
    ----------
    wave : Wave
    items : str, list of str, dict, optional
        A construct's name, a list of columns, or {name: columns}, a row each; by
        default every construct of the study.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    GreatestLowerBound
        One row a construct: ``term, estimate, se, ci_low, ci_high, n, df, items,
        sem``; `sem` in the unit of the sum of the items.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item's codes have no mean, or a single construct has one item, too few
        complete answers, an item that does not vary or that is a sum of others, or
        items that do not go together: the bound is then nought for all answers near
        these, and no interval would say how little that tells.

    References
    ----------
    Jackson, P. H., & Agunwamba, C. C. (1977). *Psychometrika*, 42, 567-578.

    Ten Berge, J. M. F., & Socan, G. (2004). The greatest lower bound to the
    reliability of a test and the hypothesis of unidimensionality. *Psychometrika*,
    69, 613-625.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, greatest_lower_bound
    >>> rows = [[1, 2, 2], [3, 3, 4], [4, 5, 4], [5, 4, 5], [2, 3, 2], [4, 4, 5]]
    >>> wave = Wave.from_frame(pd.DataFrame(rows, columns=["q1", "q2", "q3"]))
    >>> round(greatest_lower_bound(wave, ["q1", "q2", "q3"]).estimate, 3)
    0.975
    """
    wanted = Coefficients(name="Greatest lower bound", term="glb", fit=_fit)
    return reliability_result(wave, GreatestLowerBound, items, wanted, level=level)


def _fit(scale: Scale) -> Fit:
    found = programme.greatest_lower_bound(scale.moments.covariance)
    if found.value < NOUGHT:
        raise ValueError(
            "the items do not go together, which holds the bound at nought."
        )
    caution = Message(
        "In samples of this size the greatest lower bound comes out too high by chance."
    )
    return covariance_fit(
        scale,
        np.array([found.value]),
        lambda S: np.array([programme.greatest_lower_bound(S).value]),
        lambda: found.gradient[None],
        (caution,) if len(scale.answers) < ENOUGH else (),
    )
