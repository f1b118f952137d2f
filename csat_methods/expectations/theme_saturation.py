"""Have enough customers been interviewed to know what they expect?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.statistics.saturation import chao2, rarefied
from csat_methods.wave.estimate import interval

FEWEST = 3
SATURATED = 0.95
"""Coverage from which further interviews are said to bring little."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Saturation(Result):
    """Themes by number of interviews; the estimate is the mean over their orders.

    Attributes
    ----------
    observed : int
        Themes found.
    chao, chao_low, chao_high : float
        Themes in all, by Chao's lower bound.
    coverage : float
        Share of all mentions that belong to themes found, 0 to 1.
    themes : pandas.Series
        Interviews that brought each theme, most first.
    """

    observed: int
    chao: float
    chao_low: float
    chao_high: float
    coverage: float
    themes: pd.Series

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "index",
        "interviews": "count",
        "found": "count",
        "new": "index",
    }
    clause: ClassVar[str] = "7.2.2"

    def headline(self) -> Message:
        """Return whether further interviews would bring new themes."""
        values = {
            "observed": Number(self.observed, "count"),
            "interviews": Number(self.used.asked, "count"),
            "all": Number(self.chao, "index"),
            "low": Number(self.chao_low, "index"),
            "high": Number(self.chao_high, "index"),
            "coverage": Number(self.coverage, "percent"),
        }
        if self.coverage >= SATURATED:
            return Message(
                "{interviews} interviews brought {observed} themes; further ones would "
                "bring little ({coverage} of mentions are covered, about {all} themes "
                "in all, {low} to {high}).",
                values,
            )
        return Message(
            "{interviews} interviews brought {observed} themes, and more are to be "
            "expected ({coverage} of mentions are covered, at least about {all} themes "
            "in all, {low} to {high}).",
            values,
        )


@method
def theme_saturation(
    codes: pd.DataFrame,
    *,
    interview: str | Sequence[str],
    theme: str,
    separator: str = ";",
    level: float = 0.95,
) -> Saturation:
    r"""Return how many themes interviews brought, and how many more there may be.

    .. math:: S(t) = S - \sum_k \binom{m - y_k}{t} \Big/ \binom{m}{t}, \qquad
              \hat S = S + \frac{m - 1}{m} \frac{Q_1^2}{2 Q_2}

    Parameters
    ----------
    codes : DataFrame
        One row a coded mention; a cell may hold several themes.
    interview : str or list of str
        Columns that together name an interview. An interview whose mentions have no
        theme counts: it brought none.
    theme : str
        Column of the theme.
    separator : str
        Between several themes of one mention.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Saturation
        A row for 1 to m interviews: ``term`` (how many), ``estimate`` (themes on
        average over all orders), ``se, ci_low, ci_high, interviews, found`` (in the
        order they were held), ``new`` (themes the last of them adds, on average).

    Raises
    ------
    KeyError
        If a column is not in the table.
    ValueError
        If there are fewer than three interviews, no themes, or rows without an
        interview; the rows are named.

    References
    ----------
    Colwell, Mao and Chang (2004), eqs. 5 and 6; Chao (1987), eqs. 6 and 9 to 11; Chao
    and Jost (2012).

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import theme_saturation
    >>> said = pd.DataFrame({"who": [1, 1, 2, 2, 3], "theme": list("abacd")})
    >>> result = theme_saturation(said, interview="who", theme="theme")
    >>> result.table["estimate"].round(2).tolist(), result.observed, round(result.chao)
    ([1.67, 3.0, 4.0], 4, 7)
    """
    _checks.between("level", level, 0, 1)
    if not isinstance(codes, pd.DataFrame):
        raise ValueError(f"codes={codes!r} must be a DataFrame, a row a mention.")
    names = _checks.listed("interview", interview)
    _checks.columns(codes.columns, [*names, theme], "the codes")
    held = _incidence(codes, names, theme, separator)
    richness = chao2(held.to_numpy(), level)
    estimate, se = rarefied(held.to_numpy(), richness.estimate)
    m = len(held)
    low, high = interval(estimate, se, np.full(m, m - 1.0), level)
    seen = held.to_numpy().cumsum(axis=0) > 0
    table = pd.DataFrame(
        {
            "term": [str(t) for t in range(1, m + 1)],
            "estimate": estimate,
            "se": se,
            "ci_low": np.maximum(low, 0.0),
            "ci_high": high,
            "interviews": np.arange(1, m + 1),
            "found": seen.sum(axis=1),
            "new": np.diff(estimate, prepend=0.0),
        }
    )
    times = held.sum().sort_values(ascending=False, kind="stable")
    return Saturation(
        table=table,
        method="Saturation of themes",
        used=Used(m, (m, m)),
        level=level,
        observed=richness.observed,
        chao=richness.estimate,
        chao_low=richness.low,
        chao_high=richness.high,
        coverage=richness.coverage,
        themes=times.rename("interviews"),
    )


def _incidence(
    codes: pd.DataFrame, names: list[str], theme: str, separator: str
) -> pd.DataFrame:
    """Return which interview brought which theme, in the order interviews come first.

    Raises
    ------
    ValueError
        If there is too little to tell anything from.
    """
    blank = codes[names].isna().any(axis=1)
    if blank.any():
        rows = codes.index[blank].tolist()[:20]
        raise ValueError(f"interview={names} is blank in rows {rows}.")
    place = codes.groupby(names, sort=False).ngroup()
    count = int(place.max()) + 1 if len(place) else 0
    split = codes[theme].astype("string").str.split(separator).explode().str.strip()
    said = split[split.notna() & (split != "")]
    if count < FEWEST or said.empty:
        raise ValueError(
            f"interviews={count} and themes={said.nunique()}: at least {FEWEST} "
            "interviews and one theme are needed."
        )
    table = pd.crosstab(place.loc[said.index].to_numpy(), said.to_numpy()) > 0
    return table.reindex(range(count), fill_value=False)
