"""What do analyses of several imputations say together?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.answers.imputations import Imputations
from csat_methods.result import Result, Used, method
from csat_methods.statistics.rubin import Pooled, rubin

ANY = (-np.inf, np.inf)
ENDS: Mapping[str, tuple[float, float]] = {"share": (0.0, 1.0)}
"""What an estimate of a kind can be at least and at most."""

COUNTING = frozenset({"Crosstab", "NetPromoterScore", "Proportions", "TopBox"})
"""Results, by their class, that count who gave which answer."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PooledEstimates(Result):
    """Estimates over imputations; ``df, riv, lambda_, fmi`` beside the usual columns.

    Attributes
    ----------
    imputations : int
    names : tuple of str
        Columns that name a row, as in the analysis: numbers such as ``q`` of quantiles
        may be among them.
    """

    imputations: int
    names: tuple[str, ...] = ()

    kinds: ClassVar[Mapping[str, str]] = {
        "riv": "share",
        "lambda_": "share",
        "fmi": "share",
    }
    clause: ClassVar[str] = "7.4.2"

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that name a row."""
        return tuple(name for name in self.names if name in self.table)

    def headline(self) -> Message:
        """Return how much hangs on what is missing."""
        known = self.table["fmi"].dropna()
        if known.empty:
            return super().headline()
        return Message(
            "Pooled over {m} imputations; at most {fmi} of the information is missing.",
            {
                "m": Number(self.imputations, "count"),
                "fmi": Number(float(known.max()), "share"),
            },
        )


@method
def pool_estimates(
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    df_complete: float | None = None,
    level: float = 0.95,
) -> PooledEstimates:
    r"""Return estimates of several imputations as one, by Rubin's rules.

    .. math:: T = \bar U + (1 + 1/m) B, \qquad \lambda = (1 + 1/m) B / T

    Parameters
    ----------
    estimates, variances : array_like, shape (m,) or (m, k)
        Of each imputation.
    df_complete : float, optional
        Degrees of freedom of the analysis without missing answers (Barnard and
        Rubin); infinite when not given (Rubin 1987).
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    PooledEstimates
        A row an estimate: ``term, estimate, se, ci_low, ci_high, df, riv, lambda_,
        fmi``.

    Raises
    ------
    ValueError
        If shapes differ, there are fewer than two imputations, a variance is below
        zero, or anything is missing.

    References
    ----------
    Rubin (1987), eqs. 3.1.2 to 3.1.9; Barnard and Rubin (1999), eq. 3.

    Examples
    --------
    >>> from csat_methods import pool_estimates
    >>> found = pool_estimates([3.6, 3.7, 3.5], [0.01, 0.012, 0.011], df_complete=99)
    >>> found.estimate, found.se, float(found.table["fmi"].iloc[0])
    (3.6, 0.156, 0.6509)
    """
    _checks.between("level", level, 0, 1)
    q, u = _numbers("estimates", estimates), _numbers("variances", variances)
    if q.shape != u.shape or q.ndim not in (1, 2) or len(q) < 2:
        raise ValueError(
            f"estimates={q.shape} and variances={u.shape} must be of one shape, (m,) "
            "or (m, k), with at least two imputations."
        )
    q, u = (v.reshape(len(v), -1) for v in (q, u))
    if not (np.isfinite(q).all() and np.isfinite(u).all() and (u >= 0).all()):
        raise ValueError(
            "estimates and variances must be numbers, variances 0 or more."
        )
    com = np.full(q.shape[1], np.inf if df_complete is None else df_complete)
    if not (com > 0).all():
        raise ValueError(f"df_complete={df_complete} must be above 0.")
    terms = {"term": [str(j + 1) for j in range(q.shape[1])]}
    return _result(
        pd.DataFrame(terms), rubin(q, u, com), len(q), level, Used(0, (0, 0)), ("term",)
    )


def _numbers(name: str, values: Any) -> np.ndarray:
    """Return values as numbers, if all are."""
    try:
        return np.asarray(values, float)
    except (TypeError, ValueError, OverflowError) as fault:
        raise ValueError(f"{name}={_checks.shown(values)} must be numbers.") from fault


@method
def pool(
    method: Callable[..., Result],
    imputations: Imputations,
    *args: Any,
    level: float = 0.95,
    **kwargs: Any,
) -> PooledEstimates:
    """Return what a method finds in every imputation as one, by Rubin's rules.

    Parameters
    ----------
    method : callable
        One whose first argument is a wave and whose rows have estimates with
        errors, as `means`.
    imputations : Imputations
    args, kwargs
        Handed to the method; one called `method` itself by `functools.partial`.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    PooledEstimates
        The rows of the method with ``estimate, se, ci_low, ci_high, n, df, riv,
        lambda_, fmi``. Intervals by t, those of shares cut at nought and one. Its
        notes are those that every imputation has.

    Raises
    ------
    ValueError
        If the method fails, gives no Result with errors or other rows from one
        imputation to the next, or counts answers of which :func:`impute` drew some:
        these are not rounded, since that would bias the means (Horton, Lipsitz and
        Parzen 2003, *The American Statistician*, 57, 229-232).

    References
    ----------
    Rubin (1987), eqs. 3.1.2 to 3.1.9; Barnard and Rubin (1999), eq. 3.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Imputations, means, pool
    >>> frames = [pd.DataFrame({"q": [1, 2, 3, x]}) for x in (2, 4)]
    >>> pool(means, Imputations.from_frames(frames), "q").estimate
    2.25
    """
    name = getattr(method, "__name__", "method")
    if len(imputations) < 2:
        raise ValueError(f"imputations={len(imputations)} must be at least two.")
    results = [
        _analysed(f"{name!r} of imputation {i}", partial(method, w, *args, **kwargs))
        for i, w in enumerate(imputations, start=1)
    ]
    tables = [each.table for each in results]
    first, keys = results[0], list(results[0].keys)
    if not {"estimate", "se"} <= set(tables[0]):
        raise ValueError(f"method={name!r} gives no estimates with errors to pool.")
    _refuse_shares(name, first, imputations)
    if any(not t[keys].equals(tables[0][keys]) for t in tables[1:]):
        raise ValueError(f"method={name!r} gives other rows for some imputation.")
    q, u = (
        np.array([t[c].to_numpy(float) for t in tables]) for c in ("estimate", "se")
    )
    df = np.array([t["df"] if "df" in t else np.full(len(t), np.inf) for t in tables])
    head = tables[0][[c for c in (*keys, "n") if c in tables[0]]]
    found = rubin(q, u**2, df.mean(axis=0).astype(float))
    return _result(
        head,
        found,
        len(tables),
        level,
        first.used,
        tuple(keys),
        ends=ENDS.get(first.kinds.get("estimate", ""), ANY),
        by=first.by,
        labels=first.labels,
        about=first.about,
        domain=first.domain,
        notes=tuple(n for n in first.notes if all(n in r.notes for r in results)),
    )


def _analysed(where: str, analysis: Callable[[], Any]) -> Result:
    """Return what an analysis gives of one imputation, if it gives a Result."""
    try:
        found = analysis()
    except Exception as fault:  # the analysis may be anybody's
        told = f"{type(fault).__name__}: {fault.args[0] if fault.args else ''}"
        raise ValueError(f"method={where} raised {told.rstrip('.')}.") from fault
    if not isinstance(found, Result):
        raise ValueError(
            f"method={where} gave {_checks.shown(found)}; it must give a Result with "
            "estimates and errors, as means does."
        )
    return found


def _refuse_shares(name: str, first: Result, imputations: Imputations) -> None:
    """Refuse to count answers of which some were drawn, and lie between the points.

    Raises
    ------
    ValueError
        If the analysis counts answers to items that :func:`impute` filled in.
    """
    drawn = {item for item, count in imputations.filled.items() if count}
    behind = {column for columns in first.about.values() for column in columns}
    if type(first).__name__ in COUNTING and drawn & behind:
        raise ValueError(
            f"method={name!r} counts answers, and those drawn for "
            f"items={sorted(drawn & behind)} lie between the points; pool means, or "
            "completions made elsewhere by Imputations.from_frames."
        )


def _result(
    head: pd.DataFrame,
    found: Pooled,
    m: int,
    level: float,
    used: Used,
    names: tuple[str, ...],
    ends: tuple[float, float] = ANY,
    **more: Any,
) -> PooledEstimates:
    reach = stdtrit(np.maximum(found.df, 1e-9), (1 + level) / 2) * found.se
    table = head.drop(columns="n", errors="ignore").assign(
        estimate=found.estimate,
        se=found.se,
        ci_low=np.clip(found.estimate - reach, *ends),
        ci_high=np.clip(found.estimate + reach, *ends),
        **({"n": head["n"]} if "n" in head else {}),
        df=found.df,
        riv=found.riv,
        lambda_=found.lambda_,
        fmi=found.fmi,
    )
    return PooledEstimates(
        table=table,
        method="Pooled over imputations",
        used=used,
        level=level,
        imputations=m,
        names=names,
        **more,
    )
