"""Which characteristics annoy when poor, which delight when good, and which do both?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy import stats

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.expectations.rating_marks import cuts, rated_marks, rating_notes
from csat_methods.result import Result, method
from csat_methods.statistics.asymmetric_impact import (
    Impact,
    hc3,
    penalties_and_rewards,
)
from csat_methods.wave.estimate import Estimates, domains, interval
from csat_methods.wave.smooth import Piece, model_estimates
from csat_methods.wave.table import estimates_result

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

BASIC, PERFORMANCE, ATTRACTIVE = "basic", "performance", "exciting"
UNDECIDED = "undecided"
WORDS = {
    BASIC: Message("basic"),
    PERFORMANCE: Message("performance"),
    ATTRACTIVE: Message("attractive"),
    UNDECIDED: Message("undecided"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PenaltyReward(Result):
    """Penalty, reward and asymmetry of items; the estimate is the asymmetry.

    Attributes
    ----------
    outcome : str
    r_squared : float
        Share of the outcome's variance that the fit explains.
    """

    outcome: str
    r_squared: float

    kinds: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("estimate", "asymmetry", "penalty", "reward"), "difference"),
        "se": "number",
        **dict.fromkeys(("n_low", "n_high"), "count"),
        **dict.fromkeys(("poor_to", "good_from"), "index"),
    }
    clause: ClassVar[str] = "7.4.3"

    def headline(self) -> Message:
        """Return which items cost more than they gain, and the reverse."""
        named = {
            kind: Listing(tuple(self.label(t) for t in part["term"]))
            for kind, part in self.table.groupby("kind")
        }
        values = {"outcome": self.label(self.outcome), **named}
        if BASIC in named and ATTRACTIVE in named:
            return Message(
                "Poor ratings go with a greater loss in {outcome} than good ones with "
                "a gain: {basic}; the reverse: {exciting}.",
                values,
            )
        if BASIC in named:
            return Message(
                "Poor ratings go with a greater loss in {outcome} than good ones with "
                "a gain: {basic}.",
                values,
            )
        if ATTRACTIVE in named:
            return Message(
                "Good ratings go with a greater gain in {outcome} than poor ones with "
                "a loss: {exciting}.",
                values,
            )
        return Message(
            "For none of {all} characteristics does {outcome} go clearly more with "
            "poor ratings than with good ones, or the reverse.",
            {"all": Number(len(self.table), "count"), **values},
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return the kind of one item."""
        return Message(
            "{label}: {kind} (penalty {penalty}, reward {reward}; {n_low} poor and "
            "{n_high} good ratings).",
            {
                "label": self.label(row["term"]),
                "kind": self.label(row["kind"]),
                "penalty": self.number(row, "penalty"),
                "reward": self.number(row, "reward"),
                "n_low": self.number(row, "n_low"),
                "n_high": self.number(row, "n_high"),
            },
        )


@method
def penalty_reward(
    wave: Wave,
    outcome: str,
    items: str | Sequence[str],
    *,
    low: float | None = None,
    high: float | None = None,
    level: float = 0.95,
) -> PenaltyReward:
    r"""Return what poor ratings cost the outcome, and what good ones gain.

    .. math:: y = b_0 + \sum_j (p_j\, 1(x_j \le l) + r_j\, 1(x_j \ge h)) + e,
              \qquad H_0\colon r_j + p_j = 0

    One weighted least squares fit. An asymmetry :math:`r + p` clearly below 0 makes an
    item basic, clearly above 0 exciting; where it is undecided and both penalty and
    reward are clear, the item is of the performance kind. Association, not cause.

    Parameters
    ----------
    wave : Wave
    outcome : str
        Overall satisfaction or the like.
    items : str or list of str
    low, high : float, optional
        A rating of at most `low` is poor, of at least `high` good. When not given: what
        lies below the middle of an item's scale, and its two highest points.
    level : float
        Confidence of the intervals and of what counts as clear, between 0 and 1.

    Returns
    -------
    PenaltyReward
        One row an item: ``term, estimate`` (the asymmetry), ``se, ci_low, ci_high, n,
        df, penalty, penalty_se, reward, reward_se, asymmetry, statistic`` (t), ``p,
        n_low, n_high, kind, poor_to, good_from``; penalties and rewards in points
        of the outcome. Errors are the design's; without a design HC3. An item that
        nobody rated poor, or nobody good, is undecided, without an asymmetry; a note
        names it.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If `low` is not below `high`, or one is not given and an item has no scale; no
        item has both poor and good ratings, items
        repeat each other, or too few people answered everything.

    References
    ----------
    Brandt (1987); Matzler and Sauerwein (2002); Mikulić, J. and Prebežac, D. (2008).
    *Managing Service Quality*, 18, 559-576. HC3: MacKinnon and White (1985).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, penalty_reward
    >>> rated = pd.DataFrame({"q": [1, 1, 1, 3, 3, 3, 5, 5, 5] * 3})
    >>> rated["overall"] = [2, 1, 2, 4, 5, 4, 5, 4, 5] * 3
    >>> row = penalty_reward(Wave.from_frame(rated), "overall", "q", low=2, high=5)["q"]
    >>> float(row["penalty"]), float(row["reward"]), row["kind"]
    (-2.6667, 0.3333, 'basic')
    """
    _checks.between("level", level, 0, 1)
    listed, _ = wave.measured(items), wave.measured([outcome])
    ends = cuts(wave, listed, low, high)
    rows, marks = rated_marks(wave, outcome, listed, *ends)
    y, w = wave.answers(outcome)[rows, 0], wave.design.weights[rows]
    varies = np.ptp(marks, axis=0) > 0
    impact = penalties_and_rewards(marks[:, varies], y, w)
    fitted = _estimates(wave, rows, marks[:, varies], y, impact)
    found = _spread_out(fitted, varies)
    shown = _asymmetry(found, len(listed))
    return estimates_result(
        wave,
        PenaltyReward,
        "Penalties and rewards",
        domains(wave),
        listed,
        shown,
        level=level,
        about={item: (item, outcome) for item in listed},
        labels={**wave.labels([*listed, outcome]), **WORDS},
        columns={
            **_columns(found, shown, marks, level),
            **dict(zip(("poor_to", "good_from"), ends, strict=True)),
        },
        notes=rating_notes(wave, marks, listed),
        outcome=outcome,
        r_squared=impact.r_squared,
    )


def _estimates(
    wave: Wave, rows: np.ndarray, marks: np.ndarray, y: np.ndarray, impact: Impact
) -> Estimates:
    """Return penalties, then rewards, with the design's errors or HC3."""
    piece = Piece(
        rows,
        impact.coefficients,
        lambda: impact.influence,
        lambda w: penalties_and_rewards(marks, y, w).coefficients,
    )
    found = model_estimates(wave, piece, marks.shape[1])
    if not wave.design.simple:
        return found
    matrix = hc3(impact, wave.design.weights[rows])
    return replace(found, se=np.sqrt(np.diag(matrix)), covariance=lambda: matrix)


def _spread_out(found: Estimates, varies: np.ndarray) -> Estimates:
    """Return estimates for every dummy; missing where all ratings are alike."""
    if varies.all():
        return found
    size = len(varies)
    estimate, se = np.full(size, np.nan), np.full(size, np.nan)
    estimate[varies], se[varies] = found.estimate, found.se
    matrix = np.full((size, size), np.nan)
    if found.covariance is not None:
        matrix[np.ix_(varies, varies)] = found.covariance()
    df, n = np.full(size, found.df[0]), np.full(size, found.n[0])
    return Estimates(estimate, se, df, n, lambda: matrix)


def _asymmetry(found: Estimates, k: int) -> Estimates:
    """Return reward plus penalty of each item."""
    each = found.covariance
    whole = each() if each is not None else np.full((2 * k, 2 * k), np.nan)
    halves = slice(0, k), slice(k, 2 * k)
    matrix = sum((whole[a, b] for a in halves for b in halves), np.zeros((k, k)))
    asymmetry = found.estimate[:k] + found.estimate[k:]
    se = np.sqrt(np.diag(matrix))
    return Estimates(asymmetry, se, found.df[:k], found.n[:k], lambda: matrix)


def _columns(
    found: Estimates, shown: Estimates, marks: np.ndarray, level: float
) -> dict[str, Any]:
    k = len(shown.estimate)
    t = np.divide(shown.estimate, shown.se, out=np.full(k, np.nan), where=shown.se > 0)
    low, high = interval(found.estimate, found.se, found.df, level)
    clear = (low > 0) | (high < 0)
    one, two = interval(shown.estimate, shown.se, shown.df, level)
    both = clear[:k] & clear[k:] & (found.estimate[:k] < 0) & (found.estimate[k:] > 0)
    counts = marks.sum(axis=0).astype(int)
    return {
        "penalty": found.estimate[:k],
        "penalty_se": found.se[:k],
        "reward": found.estimate[k:],
        "reward_se": found.se[k:],
        "asymmetry": shown.estimate,
        "statistic": t,
        "p": 2 * stats.t.sf(np.abs(t), shown.df),
        "n_low": counts[:k],
        "n_high": counts[k:],
        "kind": np.select(
            [two < 0, one > 0, both], [BASIC, ATTRACTIVE, PERFORMANCE], UNDECIDED
        ).astype(object),
    }
