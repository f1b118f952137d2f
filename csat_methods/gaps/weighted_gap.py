"""How large is the gap where it matters to each customer?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, method
from csat_methods.wave.estimate import domains
from csat_methods.wave.pairs import (
    Columns,
    Pair,
    declared_pairs,
    person_means,
    sound_pairs,
)
from csat_methods.wave.ratios import ratio_estimates, ratio_values
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

TOTAL = "weighted gap"
EQUAL = "unweighted gap"
MOST = 1e6
"""More points than anybody hands out."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WeightedGap(Result):
    """What each pair adds to the gap weighted by importance, and the total."""

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "fine_difference",
        "se": "coefficient",
        "gap": "difference",
        "share": "share",
    }
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return the weighted gap beside the unweighted one."""
        rows = {row["term"]: row for row in self.records()}
        if not {TOTAL, EQUAL} <= set(rows):
            return super().headline()
        total = rows[TOTAL]
        values = {
            "estimate": self.number(total, "estimate", "difference"),
            "low": self.number(total, "ci_low", "difference"),
            "high": self.number(total, "ci_high", "difference"),
            "equal": self.number(rows[EQUAL], "estimate", "difference"),
        }
        return Message(
            "Weighted by what matters to each customer the gap is {estimate} ({low} to "
            "{high}); unweighted it is {equal}.",
            values,
        )


@method
def weighted_gap(
    wave: Wave,
    pairs: Mapping[str, tuple[Columns, Columns]] | None = None,
    *,
    importance: Mapping[str, Columns | float] | None = None,
    level: float = 0.95,
) -> WeightedGap:
    r"""Return the gap weighted by each person's own importances.

    .. math:: G_i = \sum_d \frac{W_{id}}{\sum_e W_{ie}} (P_{id} - E_{id}),
              \qquad \bar G = \frac{\sum w_i G_i}{\sum w_i}

    First over a person's pairs, then over people, who answered everything.

    Parameters
    ----------
    wave : Wave
    pairs : dict, optional
        {name: (expectation, perception)}, as in `gap_scores`.
    importance : dict, optional
        {name: column} of points or ratings, 0 or more, for every pair; of several
        columns a person's mean counts, a number is everybody's; the study's importance
        items when not given: then only pairs that have one are weighed.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    WeightedGap
        A row a pair: ``term, estimate`` (its part of the weighted gap), ``se, ci_low,
        ci_high, n, df, share`` (mean weight, 0 to 1), ``gap`` (its unweighted gap);
        then ``weighted gap``, the sum of the parts, and ``unweighted gap``, all pairs
        weighing alike.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If importance is not given for exactly the pairs, is below zero, or is nothing
        but zeros for a person (the rows are named), or nobody answered everything.

    References
    ----------
    Parasuraman, A., Berry, L. L. and Zeithaml, V. A. (1991). *Journal of Retailing*,
    67, 420-450.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, weighted_gap
    >>> asked = {"e1": [7, 6], "p1": [5, 6], "e2": [5, 5], "p2": [5, 4]}
    >>> wave = Wave.from_frame(pd.DataFrame(asked | {"w1": [75, 50], "w2": [25, 50]}))
    >>> pairs = {"speed": ("e1", "p1"), "staff": ("e2", "p2")}
    >>> found = weighted_gap(wave, pairs, importance={"speed": "w1", "staff": "w2"})
    >>> found.table["estimate"].tolist()
    [-0.75, -0.25, -1.0, -0.75]
    """
    _checks.between("level", level, 0, 1)
    named = sound_pairs(wave, declared_pairs(wave) if pairs is None else pairs)
    if importance is None:
        importance = _declared(wave, named)
        named = {name: named[name] for name in importance}
    stated = _stated(wave, importance, list(named))
    points = np.column_stack([_points(wave, each) for each in stated.values()])
    gap = np.column_stack(
        [
            person_means(wave, p.perception) - person_means(wave, p.expectation)
            for p in named.values()
        ]
    )
    held = wave.domain & ~np.isnan(gap).any(axis=1) & ~np.isnan(points).any(axis=1)
    if not held.any():
        raise ValueError(
            f"n=0 people answered both sides of all of {list(named)} and their "
            "importance."
        )
    share = _shares(wave, np.where(held[:, None], points, 1.0), list(stated))
    parts = np.where(held[:, None], share * gap, 0.0)
    equal = np.where(held, gap.mean(axis=1), 0.0)
    values = np.column_stack([parts, parts.sum(axis=1), equal])
    base = np.repeat(held[:, None].astype(float), values.shape[1], axis=1)
    where = domains(wave)
    means = ratio_values(
        wave,
        where,
        np.where(held[:, None], np.hstack([share, gap]), 0.0),
        np.repeat(held[:, None].astype(float), 2 * len(named), axis=1),
    ).ravel()
    k = len(named)
    columns = [c for p in named.values() for c in p.columns]
    weighing = [c for each in stated.values() if isinstance(each, tuple) for c in each]
    behind = (*columns, *dict.fromkeys(weighing))
    return estimates_result(
        wave,
        WeightedGap,
        "Weighted gap",
        where,
        [*named, TOTAL, EQUAL],
        ratio_estimates(wave, where, values, base),
        level=level,
        about=dict.fromkeys([*named, TOTAL, EQUAL], behind),
        labels={
            **wave.labels(named),
            TOTAL: Message("weighted gap"),
            EQUAL: Message("unweighted gap"),
        },
        columns={
            "share": [*means[:k], 1.0, 1.0],
            "gap": [*means[k:], means[k:].mean(), means[k:].mean()],
        },
        averages=True,
        notes=[
            Message(
                "People who answered all pairs and their importance: {n}.",
                {"n": Number(int(held.sum()), "count")},
            )
        ],
    )


def _stated(
    wave: Wave, importance: object, names: Sequence[str]
) -> dict[str, tuple[str, ...] | float]:
    """Return the columns, or the number, of importance of every pair.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If they are not given for exactly the pairs, or are neither columns nor numbers.
    """
    if not isinstance(importance, Mapping) or set(importance) != set(names):
        raise ValueError(
            f"importance={importance!r} must name a column for exactly the pairs "
            f"{sorted(names)}."
        )
    found: dict[str, tuple[str, ...] | float] = {}
    for name in names:
        given = importance[name]
        if isinstance(given, Real):
            found[name] = _checks.within(f"importance[{name!r}]", given, 0, MOST)
        elif isinstance(given, str | list | tuple) and len(given):
            found[name] = tuple(
                wave.measured([given] if isinstance(given, str) else [*given])
            )
        else:
            raise ValueError(
                f"importance={{{name!r}: {given!r}}} must be a column, a list of "
                "columns, or a number."
            )
    return found


def _points(wave: Wave, stated: tuple[str, ...] | float) -> np.ndarray:
    """Return each person's points of one pair, shape (n,)."""
    if isinstance(stated, tuple):
        return person_means(wave, stated)
    return np.full(len(wave.domain), float(stated))


def _declared(wave: Wave, pairs: Mapping[str, Pair]) -> dict[str, str]:
    """Return the study's importance items of pairs, where the wave asked them.

    Raises
    ------
    ValueError
        If no pair has one.
    """
    known = wave.study.importance_of() if wave.study is not None else {}
    about = {name: known.get(pair.perception[0]) for name, pair in pairs.items()}
    found = {n: item for n, item in about.items() if item in wave.frame}
    if not found:
        raise ValueError(
            f"importance=None: none of the pairs {sorted(pairs)} has an importance "
            "item that was asked; name them as {pair: importance item}."
        )
    return found  # type: ignore[return-value]


def _shares(wave: Wave, points: np.ndarray, names: list[str]) -> np.ndarray:
    """Return each person's shares of importance, adding up to one.

    Raises
    ------
    ValueError
        If points are below zero, or all zero; the rows are named.
    """
    wrong = wave.domain & ((points < 0).any(axis=1) | (points.sum(axis=1) <= 0))
    if wrong.any():
        rows = wave.frame.index[wrong].tolist()[:20]
        raise ValueError(
            f"importance={names} must be 0 or more, and not all 0; rows {rows} are not."
        )
    return points / points.sum(axis=1, keepdims=True)
