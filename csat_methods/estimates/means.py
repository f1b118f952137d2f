"""How high do customers rate each item on average, and what do they add up to?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, method
from csat_methods.wave import claims
from csat_methods.wave.claimed import MEAN, caution, uncertain_means
from csat_methods.wave.estimate import Domains, Estimates, domains
from csat_methods.wave.ratios import design_effect, ratio_estimates, total_estimates
from csat_methods.wave.spreads import Spreads, spreads
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Means(Result):
    """Means of items; columns ``df`` and ``deff`` beside the usual ones."""

    line: ClassVar[str] = "mean"
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return which mean is clearly highest and lowest, or that none is.

        A mean is called the highest only if its interval lies above those of all
        others. Of several items in groups, one item is compared between groups.
        """
        rows = claims.known_rows(self)
        if not rows:
            return Message("No mean can be shown.")
        if len(rows) == 1:
            return Message(
                "{label}: {estimate} on average (n = {n}).",
                claims.with_interval(self, rows[0]),
            )
        several = len({row["term"] for row in rows}) > 1
        return self._between(rows) if self.by and several else self._ranked(rows)

    def _ranked(self, rows: list[dict[str, Any]]) -> Message:
        """Return which row is clearly highest and lowest, as far as that is clear."""
        if len({row["term"] for row in rows}) > 1:
            return claims.ranked(self, rows)
        item = self.label(rows[0]["term"])
        return claims.ranked(self, rows, OF_ONE, item=item)

    def _between(self, rows: list[dict[str, Any]]) -> Message:
        """Return on which item groups differ most clearly, if they do on any."""
        low, high = claims.widest_apart(rows)
        if not claims.apart(low, high):
            return Message("On no item do two groups differ clearly.")
        return Message(
            "The clearest difference: {item}, {best} ({most}) against {worst} "
            "({least}).",
            {
                "item": self.label(low["term"]),
                "best": claims.segment_name(self, high),
                "most": self.number(high, "estimate"),
                "worst": claims.segment_name(self, low),
                "least": self.number(low, "estimate"),
            },
        )


OF_ONE = {
    (True, True): "{item} is highest in {best} ({most}), lowest in {worst} ({least}).",
    (True, False): "{item} is highest in {best} ({most}); the lowest is undecided.",
    (False, True): "{item} is lowest in {worst} ({least}); the highest is undecided.",
    (False, False): (
        "{item} runs from {least} ({worst}) to {most} ({best}); which is highest or "
        "lowest is undecided."
    ),
    None: "{item}, {least} to {most}, does not differ clearly.",
}
"""Of one item in several groups or waves."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Totals(Result):
    """Estimated population totals of items."""

    clause: ClassVar[str] = "7.4.3"


@method
def means(
    wave: Wave,
    items: str | Sequence[str],
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Means:
    r"""Return the weighted mean of each item, with design-based errors.

    .. math:: \bar y = \frac{\sum w_i y_i}{\sum w_i}, \qquad
              z_i = \frac{y_i - \bar y}{\sum w_i}

    The standard error is that of the total of the influence values z under the wave's
    strata, units, finite populations and weighting steps; the interval is by t with
    ``df`` = primary units − strata with members in the domain. ``deff`` compares with
    simple random sampling without replacement from N = the sum of weights. Intervals
    are claimed to hold from 30 effective answers (n over the design effect) on, 25
    times the squared skewness, and 8 degrees of freedom; a note says where they are
    not.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A column, a list, or a construct's name.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Means
        One row an item: ``term, estimate, se, ci_low, ci_high, n, df, asked,
        not_applicable, deff``, in the unit of the item.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a column holds text or nominal codes, or nobody is in the domain.

    References
    ----------
    Särndal, C.-E., Swensson, B. and Wretman, J. (1992). *Model Assisted Survey
    Sampling*, eq. 5.6.10 (ratio of totals). Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, means
    >>> answers = pd.DataFrame({"q1": [3, 5, 5, 8, 9]})
    >>> result = means(Wave.from_frame(answers), "q1")
    >>> result.estimate, round(result.se, 4)
    (6.0, 1.0954)
    """
    _checks.between("level", level, 0, 1)
    listed = wave.measured(items)
    x = wave.answers(listed)
    held = ~np.isnan(x)
    where = domains(wave, by)
    y = np.where(held, x, 0.0)
    found = ratio_estimates(wave, where, y, held.astype(float))
    spread = spreads(wave, where, y, held)
    return estimates_result(
        wave,
        Means,
        "Mean",
        where,
        listed,
        found,
        level=level,
        columns={"deff": design_effect(found.se, spread.simple())},
        notes=_claim_notes(wave, where, found, y, held, spread),
        averages=True,
    )


@method
def totals(
    wave: Wave,
    items: str | Sequence[str],
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> Totals:
    r"""Return the estimated population total of each item.

    .. math:: \hat Y = \sum w_i y_i

    Intervals are claimed to hold where those of `means` are, with the design effect of
    the total.

    Parameters
    ----------
    wave : Wave
        Weights are used as they came: they must add up to the population.
    items : str or list of str
    by : str or list of str, optional
        Segments.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Totals
        One row an item: ``term, estimate, se, ci_low, ci_high, n, df, asked,
        not_applicable, deff``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If a column holds text or nominal codes, or nobody is in the domain.

    References
    ----------
    Särndal, Swensson and Wretman (1992), eq. 2.8.2 and 4.3.9.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, totals
    >>> orders = pd.DataFrame({"orders": [1, 2, 3], "w": [10, 10, 20]})
    >>> totals(Wave.from_frame(orders, weights="w"), "orders").estimate
    90.0
    """
    _checks.between("level", level, 0, 1)
    listed = wave.measured(items)
    x = wave.answers(listed)
    held = ~np.isnan(x)
    where, y = domains(wave, by), np.where(held, x, 0.0)
    found = total_estimates(wave, where, y, held)
    spread = spreads(wave, where, y, held)
    return estimates_result(
        wave,
        Totals,
        "Total",
        where,
        listed,
        found,
        level=level,
        columns={"deff": design_effect(found.se, spread.simple(total=True))},
        notes=_claim_notes(wave, where, _by_size(found, spread), y, held, spread),
    )


def _by_size(found: Estimates, spread: Spreads) -> Estimates:
    """Return totals over the sums of weights, as far off as means would be."""
    size = np.where(spread.size > 0, spread.size, np.nan)
    return replace(found, estimate=found.estimate / size, se=found.se / size)


def _claim_notes(
    wave: Wave,
    where: Domains,
    found: Estimates,
    y: np.ndarray,
    held: np.ndarray,
    spread: Spreads,
) -> tuple[Message, ...]:
    """Return the caution on means whose intervals have not been shown to hold."""
    few = uncertain_means(wave, where, found, y, held, spread.variance)
    return caution(MEAN, few, ~np.isnan(found.se))
