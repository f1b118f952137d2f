"""Which estimates would change if those flagged were left out, and by how much?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.wave.estimate import domains, interval
from csat_methods.wave.ratios import ratio_estimates
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave

KEY = ("overall", "recommend", "loyalty", "effort")
"""Roles of the items that sum up what customers hold."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FlaggedEffect(Result):
    """Means with and without some people, and how far they differ.

    Attributes
    ----------
    flagged : int
        People left out for the comparison; they stay in the wave.
    """

    flagged: int

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "difference",
        "all": "number",
        "all_low": "number",
        "all_high": "number",
        "without": "number",
        "without_low": "number",
        "without_high": "number",
        "n_flagged": "count",
    }
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return the largest change that chance does not explain."""
        table = self.table
        apart = table[(table["ci_low"] > 0) | (table["ci_high"] < 0)]
        if not self.flagged:
            return Message("Nobody is flagged, so no mean would change.")
        said = {"people": Number(self.flagged, "count")}
        if len(table) and table["se"].isna().all():
            return Message(
                "Whether leaving out the {people} people flagged would change a mean "
                "cannot be told: too few others answered.",
                said,
            )
        if len(apart) == 0:
            return Message(
                "Leaving out the {people} people flagged would change no mean beyond "
                "chance.",
                said,
            )
        row = apart.loc[apart["estimate"].abs().idxmax()].to_dict()
        said |= {
            "label": self.label(row["term"]),
            "all": self.number(row, "all"),
            "without": self.number(row, "without"),
        }
        return Message(
            "Leaving out the {people} people flagged would move {label} most: from "
            "{all} to {without}.",
            said,
        )

    def sentence(self, row: Mapping[str, Any], verdict: str) -> Message:
        """Return one mean with and without those flagged."""
        return Message(
            "{label}: {all} with and {without} without those flagged ({estimate}; "
            "{low} to {high}).",
            {
                "label": self.label(row["term"]),
                "all": self.number(row, "all"),
                "without": self.number(row, "without"),
                "estimate": self.number(row, "estimate"),
                "low": self.number(row, "ci_low"),
                "high": self.number(row, "ci_high"),
            },
        )


@method
def with_and_without(
    wave: Wave,
    flagged: pd.Series | Result,
    items: str | Sequence[str] | None = None,
    *,
    level: float = 0.95,
) -> FlaggedEffect:
    r"""Return means with and without those flagged, and the change with its error.

    .. math:: \hat\Delta = \bar y_{without} - \bar y_{all}, \qquad
              V(\hat\Delta) = V(\bar y_{without}) + V(\bar y_{all}) - 2 C

    Both means rest on the same people but for those flagged, so that their covariance
    C is large and the change is known far better than either mean. The weights stay as
    they are. Nobody is removed.

    Parameters
    ----------
    wave : Wave
    flagged : Series of bool, or CarelessResponses
        Over the index of `wave.frame`.
    items : str or list of str, optional
        Items with codes that have a mean; those that sum up (overall, recommend,
        loyalty, effort) when not given.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    FlaggedEffect
        One row an item: ``term, estimate`` (the change), ``se, ci_low, ci_high, n, df,
        all, all_low, all_high, without, without_low, without_high``, and ``n_flagged``
        where somebody is flagged: a report shows no change that rests on too few.

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If `flagged` is no boolean Series over the wave's rows, everybody is flagged, or
        there are no items.

    References
    ----------
    The covariance is that of linearised domain means: Särndal, C.-E., Swensson, B. and
    Wretman, J. (1992). *Model Assisted Survey Sampling*, sections 5.5 and 5.8.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, with_and_without
    >>> wave = Wave.from_frame(pd.DataFrame({"q1": [1, 4, 5, 4, 1]}))
    >>> odd = pd.Series([False, False, False, False, True])
    >>> found = with_and_without(wave, odd, "q1")
    >>> float(found.table["all"].iloc[0]), float(found.table["without"].iloc[0])
    (3.0, 3.5)
    """
    _checks.between("level", level, 0, 1)
    out = _mask(wave, flagged)
    listed = wave.measured(_key_items(wave) if items is None else items)
    if out[wave.domain].all():
        raise ValueError("flagged: everybody is, so nothing is left to compare with.")
    table = compared(wave, listed, out, level).reset_index(names="term")
    table = table.rename(columns={"difference": "estimate", "low": "ci_low",
                                  "high": "ci_high"})  # fmt: skip
    count = int(out[wave.domain].sum())
    return result_of(
        wave,
        FlaggedEffect,
        "Means with and without those flagged",
        table[_COLUMNS if count else _COLUMNS[:-1]],
        level=level,
        about={item: (item,) for item in listed},
        labels=wave.labels(listed),
        used=Used(wave.n, (int(table["n"].min()), int(table["n"].max()))),
        averages=True,
        flagged=count,
    )


_COLUMNS = [
    *("term", "estimate", "se", "ci_low", "ci_high", "n", "df"),
    *("all", "all_low", "all_high", "without", "without_low", "without_high"),
    "n_flagged",
]


def _key_items(wave: Wave) -> list[str]:
    """Return the items that sum up.

    Raises
    ------
    ValueError
        If the study has none.
    """
    named = wave.study.role(*KEY) if wave.study is not None else ()
    listed = [item for item in named if item in wave.frame]
    if not listed:
        raise ValueError("items: the study has none that sum up; name some.")
    return listed


def _mask(wave: Wave, flagged: pd.Series | Result) -> np.ndarray:
    """Return who is flagged, shape (n,).

    Raises
    ------
    ValueError
        If it is no boolean Series over the wave's rows.
    """
    people = getattr(flagged, "people", None)
    given: Any = flagged if people is None else people["flagged"]
    sound = isinstance(given, pd.Series) and given.dtype == bool
    if not sound or not given.index.equals(wave.frame.index):
        raise ValueError(
            f"flagged={type(flagged).__name__} must be a boolean Series with the index "
            "of wave.frame, or what careless_responses found of this wave."
        )
    return given.to_numpy(bool)


def compared(
    wave: Wave, items: list[str], flagged: np.ndarray, level: float
) -> pd.DataFrame:
    """Return means of all and without those flagged, with their difference, by item."""
    x, k = wave.answers(items), len(items)
    held = ~np.isnan(x)
    kept = held & ~flagged[:, None]
    filled = np.where(held, x, 0.0)
    found = ratio_estimates(
        wave,
        domains(wave),
        np.hstack([filled, np.where(kept, x, 0.0)]),
        np.hstack([held, kept]).astype(float),
    )
    low, high = interval(found.estimate, found.se, found.df, level)
    C = found.covariance() if found.covariance is not None else np.full((2 * k,) * 2, 0)
    v = np.diag(C)
    change = found.estimate[k:] - found.estimate[:k]
    variance = np.maximum(v[k:] + v[:k] - 2 * np.diag(C[:k, k:]), 0.0)
    se = np.sqrt(variance)
    start, end = interval(change, se, found.df[:k], level)
    inside = held & wave.domain[:, None]
    return pd.DataFrame(
        {
            "all": found.estimate[:k],
            "all_low": low[:k],
            "all_high": high[:k],
            "without": found.estimate[k:],
            "without_low": low[k:],
            "without_high": high[k:],
            "difference": change,
            "se": se,
            "low": start,
            "high": end,
            "n": found.n[:k],
            "df": found.df[:k],
            "n_flagged": (inside & flagged[:, None]).sum(axis=0),
        },
        index=items,
    )
