"""What do customers say matters most to them, and how sure is the order?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from csat_methods import _checks
from csat_methods._messages import Message, Text
from csat_methods.priorities.importance_answers import (
    sound_points,
    sound_rankings,
    sound_tasks,
)
from csat_methods.result import Result, method
from csat_methods.statistics.best_worst import BEST, WORST, best_worst_logit
from csat_methods.statistics.rank_intervals import rank_intervals, ranks
from csat_methods.wave import claims
from csat_methods.wave.estimate import Estimates, domains
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class StatedImportance(Result):
    """Importance as people state it, with the ranks each item may have.

    Attributes
    ----------
    asked_as : str
        ``rating``, ``ranking``, ``constant_sum`` or ``maxdiff``.
    """

    asked_as: str

    kinds: ClassVar[Mapping[str, str]] = {
        "rank": "rank",
        "rank_low": "count",
        "rank_high": "count",
        "best": "count",
        "worst": "count",
        "shown": "count",
    }
    clause: ClassVar[str] = "7.4.3"

    def kind(self, column: str) -> str:
        """Return how a column is written: shares of preference as shares."""
        shares = self.asked_as == "maxdiff" and column in (
            *("estimate", "se", "ci_low", "ci_high"),
        )
        return "share" if shares else super().kind(column)

    def headline(self) -> Message:
        """Return what matters most, if that is clear."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        low, high = claims.extremes(rows)
        values = {
            **claims.with_interval(self, high),
            "last": claims.row_name(self, low),
        }
        if high["rank_high"] == 1 and len(rows) > 1:
            return Message(
                "{label} matters most to customers, as they say ({estimate}, {low} to "
                "{high}).",
                values,
            )
        if len(rows) == 1:
            return self.sentence(high, "")
        return Message(
            "What matters most, as customers say, is undecided; {label} comes first "
            "({estimate}, {low} to {high}).",
            values,
        )


@method
def stated_importance(
    wave: Wave,
    items: str | Sequence[str],
    *,
    kind: str = "rating",
    total: float = 100.0,
    level: float = 0.95,
) -> StatedImportance:
    r"""Return how much each item matters, as customers say, and its possible ranks.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
        Columns, one an item.
    kind : str
        ``rating``: the weighted mean, each item over its own answers. ``ranking``: 1
        is the most important; the estimate is the mean of
        :math:`(k - r) / (k - 1)`, 0 to 1. ``constant_sum``: points that add up to
        `total`; the estimate is their mean. ``maxdiff``: a row a task, 1 best, −1
        worst, 0 shown, blank not shown (people as clusters); the estimate is the share
        of preference of a logit model of best and worst, with counts beside it.
    total : float
        What points add up to.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    StatedImportance
        One row an item: ``term, estimate, se, ci_low, ci_high, n, df, rank, rank_low,
        rank_high`` (an interval for each item's rank, adjusted for its comparisons);
        rankings: ``mean_rank``; maxdiff: ``best, worst, shown, score`` (best less
        worst over shown), ``score_se, utility, utility_se`` (of mean zero).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If there are fewer than two items, or ranks, points or tasks are not what the
        question asks for; the rows are named.

    References
    ----------
    Marley and Louviere (2005); Flynn et al. (2007); Klein, Wright and Wieczorek (2020)
    for the ranks.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, stated_importance
    >>> points = pd.DataFrame({"price": [50, 40, 60], "speed": [30, 40, 30]})
    >>> points["staff"] = 100 - points.sum(axis=1)
    >>> wave = Wave.from_frame(points)
    >>> found = stated_importance(wave, list(points), kind="constant_sum")
    >>> found.table["estimate"].round(2).tolist()
    [50.0, 33.33, 16.67]
    """
    _checks.between("level", level, 0, 1)
    _checks.one_of("kind", kind, KINDS)
    listed = wave.measured(items)
    if len(listed) < 2:
        raise ValueError(f"items={listed} must be at least two.")
    found, more, used = KINDS[kind](wave, listed, _checks.positive("total", total))
    if found.covariance is None or np.isnan(found.se).any():
        low = high = np.full(len(listed), np.nan)
    else:
        low, high = rank_intervals(found.estimate, found.covariance(), found.df, level)
    return estimates_result(
        wave,
        StatedImportance,
        NAMES[kind],
        domains(wave),
        listed,
        found,
        level=level,
        about={item: (item, *used) for item in listed},
        labels=_names(wave, listed),
        columns={
            "rank": ranks(found.estimate),
            "rank_low": low,
            "rank_high": high,
            **more,
        },
        averages=kind in ("rating", "ranking"),
        asked_as=kind,
    )


def _names(wave: Wave, items: list[str]) -> dict[str, Text]:
    """Return what each item is about: its characteristic, if no other is about it."""
    known = {item: wave.item(item) for item in items}
    about = {i: getattr(each, "characteristic", None) for i, each in known.items()}
    counts = Counter(about.values())
    return {i: wave.label(c if c and counts[c] == 1 else i) for i, c in about.items()}


Found = tuple[Estimates, dict[str, Any], tuple[str, ...]]
NAMES = {
    "rating": "Importance, rated",
    "ranking": "Importance, ranked",
    "constant_sum": "Importance, in points",
    "maxdiff": "Importance, best and worst",
}


def _means(wave: Wave, values: np.ndarray) -> Estimates:
    """Return the means of columns, each over its own answers."""
    held = ~np.isnan(values)
    return ratio_estimates(
        wave, domains(wave), np.where(held, values, 0.0), held.astype(float)
    )


def _rated(wave: Wave, items: list[str], _total: float) -> Found:
    return _means(wave, wave.answers(items)), {}, ()


def _complete(wave: Wave, items: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return answers without the rows that lack one, and which rows are complete."""
    x = wave.answers(items)
    whole = ~np.isnan(x).any(axis=1) & wave.domain
    return np.where(whole[:, None], x, np.nan), whole


def _ranked(wave: Wave, items: list[str], _total: float) -> Found:
    x, whole = _complete(wave, items)
    sound_rankings(x[whole], wave.frame.index[whole], items)
    k = len(items)
    found = _means(wave, (k - x) / (k - 1))
    mean = {"mean_rank": k - found.estimate * (k - 1)}
    return found, mean, tuple(items)


def _divided(wave: Wave, items: list[str], total: float) -> Found:
    x, whole = _complete(wave, items)
    sound_points(x[whole], wave.frame.index[whole], items, total)
    return _means(wave, x), {}, tuple(items)


def _picked(wave: Wave, items: list[str], _total: float) -> Found:
    x = wave.answers(items)
    rows = wave.domain & (wave.design.weights > 0) & ~np.isnan(x).all(axis=1)
    tasks = x[rows]
    sound_tasks(tasks, wave.frame.index[rows], items)
    fit = best_worst_logit(tasks, wave.design.weights[rows])
    both = Piece(
        rows,
        np.concatenate([fit.share, fit.utility]),
        lambda: np.hstack([fit.share_influence, fit.influence]),
        lambda w: _both(tasks, w),
    )
    found, k = joint_estimates(wave, [both]), len(items)
    matrix = found.covariance() if found.covariance else np.full((2 * k,) * 2, np.nan)
    shares = Estimates(
        found.estimate[:k],
        found.se[:k],
        found.df[:k],
        (~np.isnan(tasks)).sum(axis=0),
        lambda: matrix[:k, :k],
    )
    scores = _means(wave, np.where(rows[:, None], x, np.nan))
    more = {
        "best": (tasks == BEST).sum(axis=0),
        "worst": (tasks == WORST).sum(axis=0),
        "shown": (~np.isnan(tasks)).sum(axis=0),
        "score": scores.estimate,
        "score_se": scores.se,
        "utility": found.estimate[k:],
        "utility_se": found.se[k:],
    }
    return shares, more, ()


def _both(tasks: np.ndarray, weights: np.ndarray) -> np.ndarray:
    fit = best_worst_logit(tasks, weights)
    return np.concatenate([fit.share, fit.utility])


KINDS: dict[str, Callable[[Wave, list[str], float], Found]] = {
    "rating": _rated,
    "ranking": _ranked,
    "constant_sum": _divided,
    "maxdiff": _picked,
}
"""How importance was asked for."""
