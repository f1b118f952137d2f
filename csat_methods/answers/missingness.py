"""Which answers are blank together, and how often?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Listing, Message, Number
from csat_methods.answers.blanks import absences, left_blank
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import NOT_APPLICABLE, NOT_ASKED, result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


SIGNS = ("0", "1", "-")
"""Blank, answered, and neither."""

PATTERNS = {
    (False, False): "everything answered",
    (True, False): "blank: {blank}",
    (False, True): "not asked or does not apply: {out}",
    (True, True): "blank: {blank}; not asked or does not apply: {out}",
}
"""Whether a pattern has blanks, and items that were not asked, to its words."""

OTHERS = "other"
"""The row of rare patterns, where these are put together."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Missingness(Result):
    """Patterns of answered (1) and blank (0) items, the most frequent first.

    Attributes
    ----------
    by_item : pandas.Series
        Share of people without an answer to each item, 0 to 1.
    together : pandas.DataFrame
        Share of people who left both items blank.
    states : pandas.DataFrame
        ``item, answered, blank, not_applicable, not_asked``: shares of people, and
        ``left`` blank of those who should have answered.
    complete : float
        Share of people who left nothing blank that they were asked; missing where it
        would tell of fewer than `least` people among the rare patterns.
    """

    by_item: pd.Series
    together: pd.DataFrame
    states: pd.DataFrame
    complete: float

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "share": "share",
        "blanks": "count",
    }
    term_keys: ClassVar[tuple[str, ...]] = ("pattern",)
    wholes: ClassVar[tuple[str, ...]] = ("complete",)
    clause: ClassVar[str] = "7.4.2"

    def label(self, key: Any) -> Any:
        """Return which items a pattern leaves blank, and which were not asked."""
        listed = [str(item) for item in self.states["item"]]
        if len(str(key)) != len(listed) or not set(str(key)) <= set(SIGNS):
            return super().label(key)
        signs = list(zip(listed, str(key), strict=True))
        blank = tuple(self.label(item) for item, sign in signs if sign == "0")
        out = tuple(self.label(item) for item, sign in signs if sign == "-")
        values = {"blank": Listing(blank), "out": Listing(out)}
        return Message(PATTERNS[bool(blank), bool(out)], values)

    def headline(self) -> Message:
        """Return how many left nothing blank, and which item lacks most."""
        items = {"items": Number(len(self.states), "count")}
        left = self.states["left"].fillna(0.0)
        if self.complete == 1:
            return Message("Nobody left any of {items} items blank.", items)
        if not left.max() > 0:
            return super().headline()
        worst = self.states.loc[left.idxmax()]
        values = {
            **items,
            "share": Number(self.complete, "share"),
            "label": self.label(str(worst["item"])),
            "blank": Number(float(worst["left"]), "share"),
        }
        if self.complete > 0:
            return Message(
                "{share} left none of {items} items blank; most blanks are at {label} "
                "({blank}).",
                values,
            )
        if self.complete == 0:
            return Message(
                "Everybody left some of {items} items blank, most at {label} "
                "({blank}).",
                values,
            )
        return Message("Most blanks are at {label} ({blank}).", values)


@method
def missingness(
    wave: Wave, items: str | Sequence[str], *, least: int = 1
) -> Missingness:
    """Return which items are blank together, and how often.

    Answers are counted, not weighted: it is about the answers that came in. Items that
    a person was not asked, or that do not apply, are no blanks where the wave knows.

    Parameters
    ----------
    wave : Wave
    items : str or list of str
    least : int
        Patterns of fewer people are one row, ``other``, as a report needs it in which
        small groups are hidden: they are hidden together, not what they leave open.

    Returns
    -------
    Missingness
        One row a pattern: ``pattern`` (1 answered, 0 blank, - not asked or not
        applicable, in the order of the items), ``n, share`` (of the people in the
        domain), ``blanks`` (items left out; of ``other`` the fewest).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If nobody is in the domain, or `least` is no number from 1 on.

    References
    ----------
    Little, R. J. A. and Rubin, D. B. (2002). *Statistical Analysis with Missing Data*,
    2nd ed., section 1.2.

    Examples
    --------
    >>> import pandas as pd
    >>> from csat_methods import Wave, missingness
    >>> answers = pd.DataFrame({"q1": [1, 2, 3, None], "q2": [5, None, 4, 2]})
    >>> found = missingness(Wave.from_frame(answers), ["q1", "q2"])
    >>> found.table["pattern"].tolist(), found.table["n"].tolist()
    (['11', '01', '10'], [2, 1, 1])
    """
    least = _checks.whole("least", least)
    listed = wave.columns(items)
    if not wave.domain.any():
        raise ValueError("domain: nobody is in it, so nothing can be counted.")
    empty = wave.frame.loc[wave.domain, listed].isna().to_numpy()
    left, asked = (side[wave.domain] for side in left_blank(wave, listed))
    signs = np.where(left, 0, np.where(asked, 1, 2)).astype(np.int8)
    patterns, times = np.unique(signs, axis=0, return_counts=True)
    order = np.lexsort((*patterns.T[::-1], -times))
    held, n = patterns[order], times[order]
    table = pd.DataFrame(
        {
            "pattern": ["".join(SIGNS[int(cell)] for cell in row) for row in held],
            "n": n,
            "share": n / len(empty),
            "blanks": (held == 0).sum(axis=1),
        }
    )
    whole = int(table.loc[table["blanks"] == 0, "n"].sum())
    table = _together(table, least)
    told = table.loc[(table["blanks"] == 0) & (table["pattern"] != OTHERS), "n"].sum()
    known = whole == told or whole - told >= least
    both = empty.T.astype(float) @ empty / len(empty)
    return result_of(
        wave,
        Missingness,
        "Patterns of blanks",
        table,
        level=0.95,
        about={pattern: tuple(listed) for pattern in table["pattern"]},
        labels={
            **wave.labels(listed),
            OTHERS: Message("other patterns, with this many blanks or more"),
        },
        used=Used(len(empty), (len(empty), len(empty))),
        by_item=pd.Series(empty.mean(axis=0), index=listed),
        together=pd.DataFrame(both, index=listed, columns=listed),
        states=_states(wave, listed, left, asked),
        complete=whole / len(empty) if known else math.nan,
    )


def _together(table: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return a table whose rare patterns are one row, that is none too small itself."""
    rare = (table["n"] < least).to_numpy()
    if not rare.any():
        return table
    first = int(np.flatnonzero(rare)[0])
    while first > 0 and table["n"].iloc[first:].sum() < least:
        first -= 1
    rest = table.iloc[first:]
    other = {
        "pattern": OTHERS,
        "n": rest["n"].sum(),
        "share": rest["share"].sum(),
        "blanks": rest["blanks"].min(),
    }
    return pd.concat([table.iloc[:first], pd.DataFrame([other])], ignore_index=True)


def _states(
    wave: Wave, items: list[str], left: np.ndarray, asked: np.ndarray
) -> pd.DataFrame:
    """Return what became of each item, as shares of people."""
    absent, n = absences(wave, items)[wave.domain], len(left)
    silent = ~asked
    counts = {
        "answered": asked & ~left,
        "blank": left,
        "not_applicable": silent & (absent == NOT_APPLICABLE),
        "not_asked": silent & (absent == NOT_ASKED),
    }
    shares = {name: held.sum(axis=0) / n for name, held in counts.items()}
    wanted = asked.sum(axis=0)
    share = np.divide(
        left.sum(axis=0), wanted, out=np.full(len(items), np.nan), where=wanted > 0
    )
    return pd.DataFrame({"item": items, **shares, "left": share})
