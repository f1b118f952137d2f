"""How high do customers rate each item on average, and what do they add up to?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Listing, Message
from csat_methods.result import Result, method
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import (
    design_effect,
    ratio_estimates,
    simple_variances,
    total_estimates,
)
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Means(Result):
    """Means of items; columns ``df`` and ``deff`` beside the usual ones."""

    line: ClassVar[str] = "mean"
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return the highest and the lowest mean, or the only one."""
        rows = self.table.dropna(subset="estimate").to_dict("records")
        if not rows:
            return Message("No mean can be shown.")
        best = max(rows, key=lambda row: row["estimate"])
        worst = min(rows, key=lambda row: row["estimate"])
        values = {
            "best": self.claimed(best),
            "high": self.number(best, "estimate"),
            "worst": self.claimed(worst),
            "low": self.number(worst, "estimate"),
            "n": self.number(best, "n"),
        }
        if len(rows) == 1:
            return Message("{best}: {high} on average (n = {n}).", values)
        if self.table["term"].nunique() == 1:
            item = self.label(rows[0]["term"])
            return Message(
                "{item} is highest in {best} ({high}), lowest in {worst} ({low}).",
                {"item": item, **values},
            )
        return Message(
            "{best} is rated highest ({high}), {worst} lowest ({low}).", values
        )

    def claimed(self, row: Mapping[str, Any]) -> Any:
        """Return a row's item, and its segment where there are several."""
        item = self.label(row["term"])
        if not self.by:
            return item
        levels = tuple(self.label(f"{k}={row[k]}") for k in self.by)
        shown = tuple(
            row[k] if str(level) == f"{k}={row[k]}" else level
            for k, level in zip(self.by, levels, strict=True)
        )
        if self.table["term"].nunique() == 1:
            return Listing(shown)
        return Message("{item} ({segment})", {"item": item, "segment": Listing(shown)})


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
    simple random sampling without replacement from N = the sum of weights.

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
    simple = simple_variances(wave, where, y, held)
    return estimates_result(
        wave,
        Means,
        "Mean",
        where,
        listed,
        found,
        level=level,
        columns={"deff": design_effect(found.se, simple)},
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
    simple = simple_variances(wave, where, y, held, total=True)
    return estimates_result(
        wave,
        Totals,
        "Total",
        where,
        listed,
        found,
        level=level,
        columns={"deff": design_effect(found.se, simple)},
    )
