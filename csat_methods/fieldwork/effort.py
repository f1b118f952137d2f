"""Would the answers have been others with less effort, or with more?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, Used, method
from csat_methods.wave.estimate import Estimates, interval, quantile
from csat_methods.wave.smooth import Piece, joint_estimates
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

MOST = 6
"""Most steps of effort that are shown; the last holds all later attempts."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LevelOfEffort(Result):
    """Means of those who had answered after each number of attempts.

    Columns ``term, effort, estimate, se, ci_low, ci_high, n, df, later, difference,
    difference_se, difference_low, difference_high, p``: `estimate` is the mean of
    answers up to that attempt, `later` of those after it, `difference` later less
    earlier.
    """

    term_keys: ClassVar[tuple[str, ...]] = ("term", "effort")
    clause: ClassVar[str] = "7.6.2"
    kinds: ClassVar[Mapping[str, str]] = {
        "effort": "count",
        "difference": "difference",
        "difference_se": "number",
        "difference_low": "difference",
        "difference_high": "difference",
    }

    def headline(self) -> Message:
        """Return where late answers clearly differ from early ones, if anywhere."""
        rows = self.table[self.table["difference_se"] > 0]
        if len(rows) == 0:
            return Message("Early and late answers cannot be compared.")
        first = rows.loc[rows.groupby("term", sort=False)["effort"].idxmin()]
        row = first.loc[(first["difference"] / first["difference_se"]).abs().idxmax()]
        if not self._clear(row):
            return Message("No item is rated otherwise by late answers for certain.")
        claim = (
            "Those who answered later rate {label} lower, by {difference}."
            if row["difference"] < 0
            else "Those who answered later rate {label} higher, by {difference}."
        )
        found = {"label": self.label(row["term"])}
        found["difference"] = self.number(row.to_dict(), "difference")
        return Message(claim, found)

    def _clear(self, row: pd.Series) -> bool:
        return bool(row["difference_low"] > 0 or row["difference_high"] < 0)


@method
def level_of_effort(
    wave: Wave,
    *,
    attempts: str,
    items: str | Sequence[str] | None = None,
    level: float = 0.95,
) -> LevelOfEffort:
    r"""Return estimates by cumulated effort, and late answers against early ones.

    .. math::

        \hat\mu_{\le k} = \frac{\sum_{a_i \le k} w_i y_i}{\sum_{a_i \le k} w_i}, \qquad
        d_k = \hat\mu_{> k} - \hat\mu_{\le k}

    with a the attempts that an answer took. Where late answers differ from early
    ones, those who never answered may differ as well; see :func:`bias_range`.

    Parameters
    ----------
    wave : Wave
        Those who answered.
    attempts : str
        A column: attempts until the answer came, whole numbers from 1 on.
    items : str or list of str, optional
        A construct's name or columns; overall satisfaction when not given.
    level : float
        Confidence of the intervals.

    Returns
    -------
    LevelOfEffort
        A row an item and number of attempts; differences are missing after the last.
        More than six numbers of attempts end in one step.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If attempts are missing or no whole numbers from 1 on, or an item cannot be
        averaged.

    References
    ----------
    Lin, I.-F. and Schaeffer, N. C. (1995). Using survey participants to estimate the
    impact of nonparticipation. *Public Opinion Quarterly*, 59, 236-258. Olson, K.
    (2006). *Public Opinion Quarterly*, 70, 737-758.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, level_of_effort
    >>> answers = pd.DataFrame({"q1": [5, 4, 5, 3, 2, 3], "calls": [1, 1, 1, 2, 2, 3]})
    >>> wave = Wave.from_frame(answers)
    >>> found = level_of_effort(wave, attempts="calls", items="q1")
    >>> found.table[["effort", "n"]].to_numpy().tolist()
    [[1, 3], [2, 5], [3, 6]]
    >>> found.table["estimate"].round(3).tolist()
    [4.667, 3.8, 3.667]
    """
    _checks.between("level", level, 0, 1)
    listed = wave.measured([wave.outcome()] if items is None else items)
    tried = attempts_of(wave, attempts)
    answers = wave.answers(listed)
    steps = _steps(tried[wave.domain])
    cells = list(product(range(len(listed)), steps))
    early = [_mean(wave, answers[:, i], tried <= step) for i, step in cells]
    late = [_mean(wave, answers[:, i], tried > step) for i, step in cells]
    estimates = joint_estimates(wave, [*early, *late])
    table = _table(estimates, [(listed[i], step) for i, step in cells], level)
    return result_of(
        wave,
        LevelOfEffort,
        "Level of effort",
        table,
        level=level,
        about={item: (item,) for item in listed},
        labels=wave.labels(listed),
        used=Used(wave.n, (int(table["n"].min()), int(table["n"].max()))),
        averages=True,
    )


def attempts_of(wave: Wave, attempts: str) -> np.ndarray:
    """Return the attempts that each answer took, (n,).

    Raises
    ------
    KeyError
        If the column is not in the wave.
    ValueError
        If any in the domain is no whole number from 1 on.
    """
    _checks.columns(map(str, wave.frame.columns), [attempts], "the wave")
    values = pd.to_numeric(wave.frame[attempts], errors="coerce").to_numpy(float)
    inside = values[wave.domain]
    wrong = ~((inside >= 1) & (inside % 1 == 0) & np.isfinite(inside))
    if wrong.any() or not len(inside):
        raise ValueError(
            f"attempts={attempts!r} must be whole numbers from 1 on; "
            f"{int(wrong.sum())} of {len(inside)} people have none."
        )
    return values


def _steps(tried: np.ndarray) -> list[int]:
    found = [int(v) for v in np.unique(tried)]
    return found if len(found) <= MOST else [*found[: MOST - 1], found[-1]]


def _mean(wave: Wave, values: np.ndarray, group: np.ndarray) -> Piece:
    """Return the mean of a group's answers as a piece; missing where it has none."""
    rows = wave.domain & group & ~np.isnan(values)
    own, weights = values[rows], wave.design.weights[rows]

    def mean(w: np.ndarray) -> np.ndarray:
        return np.array([w @ own / w.sum() if w.sum() > 0 else np.nan])

    centre = mean(weights)
    return Piece(
        rows, centre, lambda: ((own - centre) / (weights.sum() or 1.0))[:, None], mean
    )


def _table(
    estimates: Estimates, cells: list[tuple[str, int]], level: float
) -> pd.DataFrame:
    """Return the rows of all items and steps: early, then late against early."""
    count = len(cells)
    low, high = interval(estimates.estimate, estimates.se, estimates.df, level)
    table = pd.DataFrame(cells, columns=["term", "effort"]).assign(
        estimate=estimates.estimate[:count],
        se=estimates.se[:count],
        ci_low=low[:count],
        ci_high=high[:count],
        n=estimates.n[:count],
        df=estimates.df[:count],
        later=estimates.estimate[count:],
    )
    return table.assign(**_differences(estimates, count, level))


def _differences(estimates: Estimates, count: int, level: float) -> dict[str, Any]:
    """Return later less earlier, with its error, interval and p."""
    V = estimates.covariance() if estimates.covariance is not None else None
    early, late = np.arange(count), np.arange(count) + count
    variance = (
        np.full(count, np.nan)
        if V is None
        else V[early, early] + V[late, late] - 2 * V[early, late]
    )
    difference = estimates.estimate[late] - estimates.estimate[early]
    df = np.minimum(estimates.df[early], estimates.df[late])
    known = (df >= 1) & np.isfinite(difference)
    se = np.where(known, np.sqrt(np.maximum(variance, 0.0)), np.nan)
    half = quantile(df, level) * se
    with np.errstate(invalid="ignore", divide="ignore"):
        p = 2 * stdtr(np.maximum(df, 1), -np.abs(difference) / se)
    return {
        "difference": difference,
        "difference_se": se,
        "difference_low": difference - half,
        "difference_high": difference + half,
        "p": np.where(known & (se > 0), p, np.nan),
    }
