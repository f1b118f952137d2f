"""How large is a difference, or another sum, of estimates that go together?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from csat_methods import _checks
from csat_methods._messages import Message
from csat_methods.estimates.contrast_words import compared
from csat_methods.result import Result, Used, method
from csat_methods.wave import claims
from csat_methods.wave.claimed import SUM, caution, is_caution
from csat_methods.wave.estimate import interval
from csat_methods.wave.scale_note import EQUAL_STEPS
from csat_methods.wave.table import is_selection_note

TERM = "contrast"

DIFFERENCES = {"number": "difference", "share": "share_difference", "index": "points"}
"""How a difference of estimates of each kind is written; others as they are."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Contrast(Result):
    """A weighted sum of estimates.

    Attributes
    ----------
    weights : pandas.Series
        One number a row of the result it is made of, by row position.
    unit : str
        How the sum is written.
    """

    weights: pd.Series
    unit: str = "number"

    line: ClassVar[str] = "contrast"
    clause: ClassVar[str] = "7.4.3"

    def kind(self, column: str) -> str:
        """Return how a column's numbers are written."""
        if column in ("estimate", "se", "ci_low", "ci_high"):
            signless = column == "se" and self.unit == "points"
            return "index" if signless else self.unit
        return super().kind(column)

    def headline(self) -> Message:
        """Return the sum, and whether it is clear of chance."""
        rows = claims.known_rows(self)
        if not rows:
            return super().headline()
        values = claims.with_interval(self, rows[0])
        if not rows[0]["p"] < 1 - self.level:
            return Message(
                "{label}: {estimate} ({low} to {high}), not clear of chance.", values
            )
        return Message("{label}: {estimate} ({low} to {high}).", values)


@method
def contrast(
    result: Result,
    weights: Sequence[float] | Mapping[Any, float],
    *,
    level: float | None = None,
) -> Contrast:
    r"""Return a weighted sum of a result's estimates, with its error.

    .. math:: \hat c = a^\top \hat\theta, \qquad V(\hat c) = a^\top V a

    with V the covariance of the estimates, across segments and waves too: clusters and
    people that several rows share are taken into account. The interval is claimed to
    hold from 30 effective answers (n over the design effect) and 8 degrees of freedom
    in each row that counts on, where the result carries no caution itself.

    Parameters
    ----------
    result : Result
        Any that has a covariance of its estimates.
    weights : list of float, or dict
        One number a row, or {term: number}; where a term has several rows,
        {(segment, …, term): number} by the result's keys. Rows not named count 0.
    level : float, optional
        Confidence of the interval; that of the result by default.

    Returns
    -------
    Contrast
        One row: ``term, estimate, se, ci_low, ci_high, n, df, statistic, p``. `n` and
        `df` are the smallest of the rows that count; `p` is two-sided, of no
        difference from 0.

    Raises
    ------
    KeyError
        If a term is not in the table.
    ValueError
        If the result has no covariance, a term names several rows, the weights are not
        one finite number a row or all 0, or a row that counts has no estimate.

    References
    ----------
    Lumley, T. (2010). *Complex Surveys*, section 2.2.1 (`svycontrast`). Wiley. Kish,
    L. (1965). *Survey Sampling*, section 12.4. Wiley.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, contrast, means
    >>> answers = pd.DataFrame({"before": [3, 5, 4, 6], "after": [4, 6, 6, 6]})
    >>> both = means(Wave.from_frame(answers), ["before", "after"])
    >>> change = contrast(both, {"after": 1, "before": -1})
    >>> change.estimate, round(change.se, 4)
    (1.0, 0.4082)
    """
    matrix = _covariance(result)
    level = result.level if level is None else _checks.between("level", level, 0, 1)
    a = _weights(result, weights)
    table = result.table
    counts = a != 0
    theta = table["estimate"].to_numpy(float)
    if np.isnan(theta[counts]).any():
        raise ValueError("weights: a row that counts could not be estimated.")
    estimate = float(a[counts] @ theta[counts])
    variance = float(a[counts] @ matrix[np.ix_(counts, counts)] @ a[counts])
    se = float(np.sqrt(max(variance, 0.0)))
    row = _row(estimate, se, _least(table, "df", counts, np.inf), level)
    row["n"] = int(_least(table, "n", counts, 0))
    behind = [result.about.get(t, (t,)) for t in _terms(result)[counts]]
    return Contrast(
        table=pd.DataFrame([row]),
        method="Contrast of estimates",
        used=Used(result.used.asked, (row["n"], row["n"])),
        level=level,
        labels={TERM: compared(result, a)},
        about={
            TERM: tuple(dict.fromkeys([c for b in behind for c in b] + [*result.by]))
        },
        domain=result.domain,
        covariance_source=np.array([[se**2]]),
        notes=_notes(result, counts, row),
        weights=pd.Series(a, index=table.index, name="weight"),
        unit=_unit(result, a),
    )


def _row(estimate: float, se: float, df: float, level: float) -> dict[str, Any]:
    """Return the row of a contrast: t, or normal where the rows have no df."""
    t_df = 1e12 if np.isinf(df) else df
    ends = interval(np.array(estimate), np.array(se), np.array(t_df), level)
    known = se > 0 and df >= 1
    statistic = estimate / se if known else np.nan
    return {
        "term": TERM,
        "estimate": estimate,
        "se": se,
        "ci_low": float(ends[0]),
        "ci_high": float(ends[1]),
        "n": 0,
        "df": df,
        "statistic": statistic,
        "p": float(2 * stdtr(t_df, -abs(statistic))) if known else np.nan,
    }


def _notes(
    result: Result, counts: np.ndarray, row: Mapping[str, Any]
) -> tuple[Message, ...]:
    """Return how the people were chosen, and whether the interval is a tested one."""
    rows = result.table[counts]
    n = rows["n"].to_numpy(float) if "n" in rows else np.array([np.inf])
    deff = rows["deff"].to_numpy(float) if "deff" in rows else np.ones(len(n))
    effective = n / np.fmax(deff, 1.0)
    few = (effective < SUM.answers).any() or row["df"] < SUM.df
    few |= any(map(is_caution, result.notes))
    known = np.array([row["se"] > 0])
    kept = (n for n in result.notes if is_selection_note(n) or n == EQUAL_STEPS)
    return (*kept, *caution(SUM, np.array([few]), known))


def _covariance(result: Result) -> np.ndarray:
    """Return the covariance of a result's estimates.

    Raises
    ------
    ValueError
        If it has none.
    """
    if not isinstance(result, Result):
        raise ValueError(f"result={type(result).__name__} must be a Result.")
    if result.covariance_source is None or "estimate" not in result.table:
        raise ValueError(
            f"result={result.method}: it has no covariance of its estimates, so a "
            "contrast has no error."
        )
    return result.covariance.to_numpy()


def _terms(result: Result) -> np.ndarray:
    return result.table[result.term_keys[0]].to_numpy(object)


def _weights(result: Result, weights: Any) -> np.ndarray:
    """Return one weight a row.

    Raises
    ------
    ValueError
        If they do not fit the rows, are not finite, or are all 0.
    """
    if isinstance(weights, Mapping):
        a = np.zeros(len(result.table))
        for key, weight in weights.items():
            a[_place(result, key)] = _number(weight)
    elif isinstance(weights, str) or not isinstance(weights, Iterable):
        raise ValueError(f"weights={weights!r} must be a list, or a mapping of terms.")
    else:
        a = np.array([_number(weight) for weight in weights], float)
    if len(a) != len(result.table):
        raise ValueError(
            f"weights has {len(a)} numbers; the result has {len(result.table)} rows."
        )
    if not a.any():
        raise ValueError("weights are all 0: nothing is compared.")
    return a


def _number(weight: Any) -> float:
    """Return a weight as a number.

    Raises
    ------
    ValueError
        If it is none, or not finite.
    """
    sound = isinstance(weight, Real) and not isinstance(weight, bool)
    if not sound or not np.isfinite(float(weight)):
        raise ValueError(f"weights: {weight!r} must be a finite number.")
    return float(weight)


def _place(result: Result, key: Any) -> int:
    """Return the row that a term or a tuple of keys names.

    Raises
    ------
    KeyError
        If there is none.
    ValueError
        If there are several.
    """
    table = result.table
    wanted = key if isinstance(key, tuple) else (key,)
    columns = [result.term_keys[0]] if len(wanted) == 1 else list(result.keys)
    if len(wanted) != len(columns):
        raise ValueError(f"weights: {key!r} must name {', '.join(columns)}.")
    found = np.ones(len(table), bool)
    for column, value in zip(columns, wanted, strict=True):
        found &= (table[column] == value).to_numpy(bool)
    if not found.any():
        raise KeyError(f"weights: {key!r} is not in the table; keys: {result.keys}.")
    if found.sum() > 1:
        raise ValueError(
            f"weights: {key!r} names {found.sum()} rows; name "
            f"({', '.join(result.keys)})."
        )
    return int(np.flatnonzero(found)[0])


def _least(table: pd.DataFrame, column: str, counts: np.ndarray, other: float) -> float:
    return float(table.loc[counts, column].min()) if column in table else other


def _unit(result: Result, a: np.ndarray) -> str:
    """Return how the sum is written: as a difference where the weights add up to 0."""
    kind = result.kind("estimate")
    return DIFFERENCES.get(kind, kind) if abs(a.sum()) < 1e-9 else kind
