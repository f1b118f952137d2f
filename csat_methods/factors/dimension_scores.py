"""How high do customers rate each dimension as a whole?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, method
from csat_methods.wave import claims
from csat_methods.wave.claimed import MEAN, caution, uncertain_means
from csat_methods.wave.estimate import domains
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.spreads import spreads
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DimensionScores(Result):
    """Mean scores of dimensions; the column ``df`` beside the usual ones."""

    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return which dimension is rated highest and lowest, if that is clear."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        if len(rows) == 1:
            return Message(
                "{label}: {estimate} on average (n = {n}).",
                claims.with_interval(self, rows[0]),
            )
        return claims.ranked(self, rows)


@method
def dimension_scores(
    wave: Wave,
    model: Mapping[str, str | Sequence[str]] | None = None,
    *,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> DimensionScores:
    r"""Return the weighted mean score of each dimension, with design-based errors.

    .. math:: \bar y_d = \frac{\sum_i w_i y_{id}}{\sum_i w_i}, \qquad
              y_{id} = \frac{1}{k_d} \sum_{j \in d} x_{ij}

    A person's score is the mean of the dimension's items, in their unit; people who
    left out one of them have no score.

    Parameters
    ----------
    wave : Wave
    model : dict, optional
        Dimension to its items, or to a construct's name; the study's constructs of
        three items or more by default.
    by : str or list of str, optional
        Segments; a block of rows each, the design kept whole.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    DimensionScores
        One row a dimension: ``term, estimate, se, ci_low, ci_high, n, df, asked,
        not_applicable``, in the unit of the items.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If the study names no dimensions, the scales of a dimension's items differ,
        an item's answers are no amounts, or nobody is in the domain.

    References
    ----------
    Särndal, C.-E., Swensson, B. and Wretman, J. (1992). *Model Assisted Survey
    Sampling*, eq. 5.6.10 (ratio of totals). Springer.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, dimension_scores
    >>> answers = pd.DataFrame({"a": [3, 5, 5], "b": [4, 4, 1], "c": [2, 3, 3]})
    >>> found = dimension_scores(Wave.from_frame(answers), {"all": ["a", "b", "c"]})
    >>> round(found.estimate, 4)
    3.3333
    """
    _checks.between("level", level, 0, 1)
    columns = _columns(wave, wave.constructs() if model is None else model)
    means = [wave.answers(items).mean(axis=1) for items in columns.values()]
    scores = np.column_stack(means)
    held = ~np.isnan(scores)
    where, y = domains(wave, by), np.where(held, scores, 0.0)
    found = ratio_estimates(wave, where, y, held.astype(float))
    spread = spreads(wave, where, y, held)
    few = uncertain_means(wave, where, found, y, held, spread.variance)
    return estimates_result(
        wave,
        DimensionScores,
        "Dimension scores",
        where,
        list(columns),
        found,
        level=level,
        about={name: tuple(items) for name, items in columns.items()},
        notes=caution(MEAN, few, ~np.isnan(found.se)),
    )


def _columns(wave: Wave, model: Any) -> dict[str, list[str]]:
    """Return the items of each dimension, on one scale each."""
    if not isinstance(model, Mapping) or not model:
        raise ValueError(f"model={model!r} must name dimensions and their items.")
    found = {str(name): wave.measured(items) for name, items in model.items()}
    faults = _checks.Faults()
    for name, items in found.items():
        scales = {wave.scales.get(item) for item in items}
        if len(scales) > 1:
            told = sorted(map(str, scales))
            faults.add(f"dimension={name!r} has unequal scales: {told}.")
    faults.stop()
    return found
