"""How satisfied are customers, in one number from nought to a hundred?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, method
from csat_methods.satisfaction.index_cell import Cell, components_of
from csat_methods.wave import claims
from csat_methods.wave.estimate import domains
from csat_methods.wave.smooth import joint_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

Rescale = Callable[[np.ndarray, float, float], np.ndarray]
OF: dict[str, Rescale] = {
    "range": lambda x, low, high: 100 * (x - low) / (high - low),
    "maximum": lambda x, low, high: 100 * x / high,
}
"""How an answer becomes a number from 0 to 100."""

MISSING: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "complete": lambda held: held & held.all(axis=1, keepdims=True),
    "available": lambda held: held,
}
"""Which answers enter: of people who gave all of them, or all that were given."""


SEVERAL = claims.only_clear(
    clear="The satisfaction index is highest for {best} ({most}) and lowest for "
    "{worst} ({least}).",
    runs="The satisfaction index runs from {least} ({worst}) to {most} ({best}).",
    alike="The satisfaction indices, {least} to {most}, do not differ clearly.",
)
"""What is said of several indices."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SatisfactionIndex(Result):
    """An index from 0 to 100, and the items that make it.

    Attributes
    ----------
    components : pandas.DataFrame
        `by` columns, ``term`` (item), ``estimate`` (its score, 0 to 100), ``weight``
        (adding up to 1) and ``contribution`` (adding up to the index).
    """

    components: pd.DataFrame = field(default_factory=pd.DataFrame)
    kinds: ClassVar[dict[str, str]] = {"estimate": "index"}
    line: ClassVar[str] = "satisfaction_index"
    clause: ClassVar[str] = "7.4.6"

    def headline(self) -> Message:
        """Return the index, or between which groups it differs if that is clear."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        if len(rows) > 1:
            return claims.ranked(self, rows, SEVERAL)
        return Message(
            "The satisfaction index is {estimate} out of a hundred ({low} to "
            "{high}; n = {n}).",
            claims.with_interval(self, rows[0]),
        )


@method
def satisfaction_index(
    wave: Wave,
    items: str | Sequence[str],
    *,
    importance: Mapping[str, str] | None = None,
    weights: Mapping[str, float] | None = None,
    of: str = "range",
    by: str | Sequence[str] | None = None,
    missing: str = "complete",
    level: float = 0.95,
) -> SatisfactionIndex:
    r"""Return one index of several items, with the error of all its parts.

    .. math:: \mathrm{index} = \frac{\sum_i a_i \bar y_i}{\sum_i a_i}, \qquad
              y = 100\,\frac{x - \min}{\max - \min}
              \;\text{(range) or}\; 100\,\frac{x}{\max} \;\text{(maximum)}

    with :math:`a_i` one, given `weights`, or the mean importance
    :math:`\bar I_i` of the item. Importance is estimated from the same people, so the
    error is that of all 2k means together:

    .. math:: z = \sum_i \frac{\bar I_i (y_i - \bar y_i)
              + (\bar y_i - \mathrm{index}) (I_i - \bar I_i)}{\sum w \sum_i \bar I_i}

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        A column, a list, or a construct's name; each with a scale.
    importance : dict, optional
        Item to its importance item: {item: importance item}.
    weights : dict, optional
        Item to its weight, adding up to 1; of items, never of people.
    of : str
        ``range`` (0 at the lowest point of the scale) or ``maximum`` (Hill and
        Alexander: share of the highest point).
    by : str or list of str, optional
        Segments; a row each, the design kept whole.
    missing : str
        ``complete``: people who answered all items; ``available``: every mean over its
        own answers.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    SatisfactionIndex
        ``term, estimate`` (0 to 100), ``se, ci_low, ci_high, n, df``; and
        ``.components``.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If an item has no scale, weights or importance items do not fit the items or do
        not add up to 1, or nobody answered.

    Notes
    -----
    Nothing is rounded inside: weights 7, 5, 9, 3, 6 and scores 8, 4, 8, 3, 4 on 1 to 10
    give 60.33 of the maximum; printed examples of 60.1 round the weights first.

    References
    ----------
    Hill, N. and Alexander, J. (2006). *The Handbook of Customer Satisfaction and
    Loyalty Measurement*, 3rd ed., chapter 12. Gower. Fornell, C. et al. (1996). The
    American customer satisfaction index. *Journal of Marketing* 60(4), 7-18,
    appendix.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, satisfaction_index
    >>> answers = pd.DataFrame({"q1": [8, 8], "q2": [6, 6], "q3": [9, 9]})
    >>> wave = Wave.from_frame(answers, scales=dict.fromkeys(answers, (1, 10)))
    >>> weights = {"q1": 0.5, "q2": 0.3, "q3": 0.2}
    >>> satisfaction_index(wave, ["q1", "q2", "q3"], weights=weights).estimate
    73.33
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("of", of, OF)
    _checks.one_of("missing", missing, MISSING)
    listed = wave.measured(items)
    rated = _importance_items(wave, listed, importance, weights)
    fixed = _fixed(listed, weights)
    values = np.hstack([_scores(wave, listed, OF[of]), *_answers(wave, rated)])
    where, enters = domains(wave, by), MISSING[missing](~np.isnan(values))
    cells = [Cell.of(wave, where, d, values, enters) for d in range(len(where))]
    pieces = [cell.piece(fixed) for cell in cells]
    if len(pieces) == 1 and np.isnan(pieces[0].estimate).any():
        raise ValueError(f"items={listed}: nobody in the domain answered all of them.")
    term = items if isinstance(items, str) else "index"
    return estimates_result(
        wave,
        SatisfactionIndex,
        "Satisfaction index",
        where,
        [term],
        joint_estimates(wave, pieces),
        level=level,
        about={term: (*listed, *rated)},
        averages=True,
        components=components_of(where, listed, [cell.means for cell in cells], fixed),
    )


def _importance_items(
    wave: Wave,
    items: list[str],
    importance: Mapping[str, str] | None,
    weights: Mapping[str, float] | None,
) -> list[str]:
    """Return the importance item of each item, or none."""
    if importance is not None and weights is not None:
        raise ValueError("importance and weights are both given; an index takes one.")
    if importance is None:
        return []
    _fit("importance", importance, items)
    return wave.measured([importance[item] for item in items])


def _fit(name: str, given: Mapping[str, object], items: list[str]) -> None:
    """Refuse a mapping whose keys are not the items."""
    wanting = [item for item in items if item not in given]
    strange = [item for item in given if item not in items]
    if wanting or strange:
        raise ValueError(
            f"{name} must name each item once: without one {wanting}, no items "
            f"{strange}."
        )


def _fixed(items: list[str], weights: Mapping[str, float] | None) -> np.ndarray:
    """Return the given weights of items, one each where none are given."""
    if weights is None:
        return np.ones(len(items))
    _fit("weights", _checks.mapping("weights", weights), items)
    values = [_checks.within(f"weights[{i!r}]", weights[i], 0, 1) for i in items]
    if abs(sum(values) - 1) > 1e-6:
        raise ValueError(f"weights add up to {sum(values):.6g}; they must add up to 1.")
    return np.array(values)


def _scores(wave: Wave, items: list[str], rescale: Rescale) -> np.ndarray:
    """Return the answers from 0 to 100, NaN for none, shape (n, k)."""
    bare = [item for item in items if item not in wave.scales]
    if bare:
        raise ValueError(f"items={bare} have no scale; give scales={{item: (1, 10)}}.")
    x = wave.answers(items)
    ends = [tuple(map(float, wave.scales[item])) for item in items]
    below = [item for item, (low, _) in zip(items, ends, strict=True) if low < 0]
    if below and rescale is OF["maximum"]:
        raise ValueError(f"of='maximum': the scales of {below} go below 0; use range.")
    return np.column_stack([rescale(x[:, i], *end) for i, end in enumerate(ends)])


def _answers(wave: Wave, items: list[str]) -> list[np.ndarray]:
    return [wave.answers(items)] if items else []
