"""Do two occasions, or several raters, give the same person the same score?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy import stats

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.result import Result, Used, judge, method
from csat_methods.wave import claims

GOOD = 0.75
"""Line of the headline: Koo and Li (2016), *J. Chiropractic Medicine*, 15, 155-163."""

FORMS = {
    "ICC(1,1)": "ICC1",
    "ICC(A,1)": "ICC2",
    "ICC(C,1)": "ICC3",
    "ICC(1,k)": "ICC1k",
    "ICC(A,k)": "ICC2k",
    "ICC(C,k)": "ICC3k",
}
"""Names of McGraw and Wong (1996), and those of Shrout and Fleiss (1979)."""

FEWEST = 5
"""Ratings below which pingouin refuses to work."""

NAMES = {
    "ICC1": "One-way, a single rating",
    "ICC2": "Absolute agreement, a single rating",
    "ICC3": "Consistency, a single rating",
    "ICC1k": "One-way, mean of the ratings",
    "ICC2k": "Absolute agreement, mean of the ratings",
    "ICC3k": "Consistency, mean of the ratings",
}
FIRST = ("ICC2", "ICC3", "ICC1", "ICC2k", "ICC3k", "ICC1k")
"""Whose row the headline takes: absolute agreement of single ratings first."""

SENTENCES = {
    "good": "Scores are repeatable: intraclass correlation {estimate} ({low} to {high};"
    " n = {n}).",
    "bad": "Scores are not repeatable enough: intraclass correlation {estimate} ({low} "
    "to {high}; n = {n}).",
    "undecided": "Whether scores are repeatable enough is undecided: intraclass "
    "correlation {estimate} ({low} to {high}; n = {n}).",
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class IntraclassCorrelation(Result):
    """The six intraclass correlations; ``F, df1, df2, p`` beside the usual columns."""

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "coefficient",
        "F": "number",
        "df1": "count",
        "df2": "count",
    }
    line: ClassVar[str] = "icc"
    clause: ClassVar[str] = "7.3.3"

    def headline(self) -> Message:
        """Return whether scores are repeatable, by absolute agreement where shown."""
        rows = {r["term"]: r for r in self.records()}
        known = [rows[name] for name in FIRST if name in rows]
        if not known:
            return super().headline()
        row = known[0]
        verdict = judge(row["ci_low"], row["ci_high"], GOOD, higher_is_better=True)
        return self.sentence(row, verdict)

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return how repeatable scores are by one form."""
        return Message(SENTENCES[verdict], claims.with_interval(self, row))


@method
def intraclass_correlation(
    frame: pd.DataFrame, *, target: str, rater: str, rating: str, level: float = 0.95
) -> IntraclassCorrelation:
    r"""Return the six intraclass correlations of ratings in long form.

    .. math:: \mathrm{ICC}(1,1) = \frac{MS_B - MS_W}{MS_B + (k - 1) MS_W}, \quad
              \mathrm{ICC}(A,1) = \frac{MS_B - MS_E}
              {MS_B + (k - 1) MS_E + k (MS_J - MS_E) / n}, \quad
              \mathrm{ICC}(C,1) = \frac{MS_B - MS_E}{MS_B + (k - 1) MS_E}

    For a test and its repetition, persons are targets and occasions raters.

    Parameters
    ----------
    frame : DataFrame
        One row a rating.
    target, rater, rating : str
        Its columns: who was rated, by whom (or when), and the number.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    IntraclassCorrelation
        Terms ``ICC1, ICC2, ICC3, ICC1k, ICC2k, ICC3k`` with ``estimate, ci_low,
        ci_high, n`` (targets that every rater rated), ``raters, F, df1, df2, p``.

    Raises
    ------
    KeyError
        If a column is not in the frame.
    ValueError
        If a target has two ratings of one rater, fewer than two raters or targets are
        complete, ratings are no finite numbers or do not vary, or a row lacks its
        target or its rater.

    References
    ----------
    Shrout, P. E. and Fleiss, J. L. (1979). *Psychological Bulletin*, 86, 420-428;
    McGraw, K. O. and Wong, S. P. (1996). *Psychological Methods*, 1, 30-46, table 7
    (intervals). Coefficients and F tests are those of pingouin.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import intraclass_correlation
    >>> twice = {"who": [1, 2, 3, 4] * 2, "when": [1] * 4 + [2] * 4}
    >>> answers = pd.DataFrame(twice | {"score": [3, 5, 6, 9, 4, 5, 7, 9]})
    >>> result = intraclass_correlation(
    ...     answers, target="who", rater="when", rating="score"
    ... )
    >>> [float(result["ICC3"][name]) for name in ("estimate", "ci_low")]
    [0.97, 0.621]
    """
    _checks.between("level", level, 0, 1)
    wide, targets = _complete(frame, target, rater, rating)
    n, k = wide.shape
    table = _coefficients(wide)
    low, high = _intervals(table, n, k, level)
    table = pd.DataFrame(
        {
            "term": table.index,
            "estimate": table["ICC"].to_numpy(),
            "ci_low": low,
            "ci_high": high,
            "n": n,
            "raters": k,
            **{name: table[name].to_numpy() for name in ("F", "df1", "df2")},
            "p": table["pval"].to_numpy(),
        }
    )
    left = {"no answer": targets - n} if n < targets else {}
    return IntraclassCorrelation(
        table=table,
        method="Intraclass correlation",
        used=Used(targets, (n, n), left),
        level=level,
        labels={term: Message(words) for term, words in NAMES.items()},
    )


def _complete(
    frame: pd.DataFrame, target: str, rater: str, rating: str
) -> tuple[pd.DataFrame, int]:
    """Return complete ratings, targets by raters, and how many targets there are.

    Raises
    ------
    ValueError
        If the ratings carry no intraclass correlation.
    """
    _checks.columns(frame.columns, (target, rater, rating), "the frame")
    if len({target, rater, rating}) < 3:
        raise ValueError(
            f"target={target!r}, rater={rater!r} and rating={rating!r} must be three "
            "columns."
        )
    for name, column in {"target": target, "rater": rater}.items():
        if frame[column].isna().any():
            rows = frame.index[frame[column].isna()].tolist()[:20]
            raise ValueError(f"{name}={column!r}: rows={rows} are blank; name them.")
    numbers = pd.to_numeric(frame[rating], "coerce").astype(float)
    wrong = frame[rating].notna() & ~np.isfinite(numbers)
    if wrong.any():
        rows = frame.index[wrong].tolist()[:20]
        raise ValueError(f"rating={rating!r} must be numbers; rows={rows} are not.")
    twice = frame.duplicated([target, rater])
    if twice.any():
        pairs = frame.loc[twice, [target, rater]].head(10).to_dict("records")
        raise ValueError(f"a rater rated a target more than once: {pairs}.")
    wide = frame.pivot(index=target, columns=rater, values=rating).astype(float)
    whole = wide.dropna()
    if min(whole.shape) < 2:
        raise ValueError(
            f"raters={whole.shape[1]} and complete targets={len(whole)}: at least two "
            "of each are needed."
        )
    _varying(whole.to_numpy())
    if whole.size < FEWEST:
        raise ValueError(
            f"complete ratings={whole.size} must be at least {FEWEST} in all."
        )
    return whole, len(wide)


def _varying(x: np.ndarray) -> None:
    """Refuse ratings that leave nothing to tell targets apart by.

    Raises
    ------
    ValueError
        If they are the same for all targets, or leave no error at all.
    """
    if np.ptp(x.mean(axis=1)) == 0:
        raise ValueError("the targets' mean ratings are all alike: not estimable.")
    rest = x - x.mean(axis=1, keepdims=True) - x.mean(axis=0) + x.mean()
    if np.abs(rest).max() <= 1e-12 * np.abs(x).max():
        raise ValueError(
            "the raters differ by a constant only, so there is no error to compare "
            "with: an interval is not estimable."
        )


def _coefficients(wide: pd.DataFrame) -> pd.DataFrame:
    """Return pingouin's coefficients and F tests, in our order and names."""
    import pingouin

    long = pd.DataFrame(
        {
            "target": np.repeat(np.arange(len(wide)), wide.shape[1]),
            "rater": np.tile(np.arange(wide.shape[1]), len(wide)),
            "rating": wide.to_numpy().ravel(),
        }
    )
    table = pingouin.intraclass_corr(long, "target", "rater", "rating")
    return table.assign(term=table["Type"].map(FORMS)).set_index("term")


def _intervals(
    table: pd.DataFrame, n: int, k: int, level: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of every interval, in the order of the table.

    Mean squares enter by their ratios to the error's, which the F tests hold.
    """
    tail = (1 + level) / 2
    one, two = table.at["ICC1", "F"], table.at["ICC3", "F"]
    ends: dict[str, Any] = {
        "ICC1": _of_f(one, n - 1, n * (k - 1), k, tail),
        "ICC2": _absolute(two, n * two / one - (n - 1), n, k, tail),
        "ICC3": _of_f(two, n - 1, (n - 1) * (k - 1), k, tail),
    }
    ends |= {f"{name}k": _of_means(np.array(v), k) for name, v in ends.items()}
    low, high = np.array([ends[name] for name in table.index]).T
    return low, high


def _of_f(f: float, df1: int, df2: int, k: int, tail: float) -> tuple[float, float]:
    """Return the exact limits of a ratio of two mean squares."""
    low = f / stats.f.ppf(tail, df1, df2)
    high = f * stats.f.ppf(tail, df2, df1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _absolute(b: float, j: float, n: int, k: int, tail: float) -> tuple[float, float]:
    """Return the limits of absolute agreement, by Satterthwaite's degrees of freedom.

    `b` and `j` are the mean squares of targets and raters over that of error.
    """
    icc = (b - 1) / (b + k - 1 + k * (j - 1) / n)
    up, right = k * icc * j, n * (1 + (k - 1) * icc) - k * icc
    df = (n - 1) * (k - 1) * (up + right) ** 2 / ((n - 1) * up**2 + right**2)
    rest = k * j + (k * n - k - n)
    low, high = stats.f.ppf(tail, n - 1, df), stats.f.ppf(tail, df, n - 1)
    return (
        n * (b - low) / (low * rest + n * b),
        n * (high * b - 1) / (rest + n * high * b),
    )


def _of_means(ends: np.ndarray, k: int) -> np.ndarray:
    """Return limits for means of k ratings (Spearman-Brown)."""
    return k * ends / (1 + (k - 1) * ends)
