"""Which answers are blank together, and how often?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.wave.table import result_of

if TYPE_CHECKING:
    from csat_methods.wave.wave import Wave


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Missingness(Result):
    """Patterns of answered (1) and blank (0) items, the most frequent first.

    Attributes
    ----------
    by_item : pandas.Series
        Share of blanks of each item, 0 to 1.
    together : pandas.DataFrame
        Share of people who left both items blank.
    """

    by_item: pd.Series
    together: pd.DataFrame

    kinds: ClassVar[Mapping[str, str]] = {
        "estimate": "share",
        "share": "share",
        "blanks": "count",
    }
    term_keys: ClassVar[tuple[str, ...]] = ("pattern",)
    clause: ClassVar[str] = "7.4.2"

    def headline(self) -> Message:
        """Return how many answered everything, and which item lacks most."""
        complete = self.table[self.table["blanks"] == 0]
        if len(complete) == 0:
            return Message(
                "Nobody answered all of {items} items.",
                {"items": Number(len(self.by_item), "count")},
            )
        row = complete.iloc[0].to_dict()
        worst = str(self.by_item.idxmax())
        return Message(
            "{share} answered all of {items} items; most blanks are at {label} "
            "({blank}).",
            {
                "share": self.number(row, "share"),
                "items": Number(len(self.by_item), "count"),
                "label": self.label(worst),
                "blank": Number(float(self.by_item[worst]), "share"),
            },
        )


@method
def missingness(wave: Wave, items: str | Sequence[str]) -> Missingness:
    """Return which items are blank together, and how often.

    Answers are counted, not weighted: it is about the answers that came in. Items that
    a person was not asked, or to which they said "not applicable", count as blank.

    Parameters
    ----------
    wave : Wave
    items : str or list of str

    Returns
    -------
    Missingness
        One row a pattern: ``pattern`` (1 answered, 0 blank, in the order of the
        items), ``n, share`` (of the people in the domain), ``blanks`` (items left out).

    Raises
    ------
    KeyError
        If a column is not in the wave.
    ValueError
        If nobody is in the domain.

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
    listed = wave.columns(items)
    if not wave.domain.any():
        raise ValueError("domain: nobody is in it, so nothing can be counted.")
    blank = wave.frame.loc[wave.domain, listed].isna().to_numpy()
    patterns, times = np.unique(~blank, axis=0, return_counts=True)
    order = np.lexsort((*patterns.T[::-1], -times))
    held, n = patterns[order], times[order]
    table = pd.DataFrame(
        {
            "pattern": ["".join("01"[int(cell)] for cell in row) for row in held],
            "n": n,
            "share": n / len(blank),
            "blanks": (~held).sum(axis=1),
        }
    )
    both = blank.T.astype(float) @ blank / len(blank)
    return result_of(
        wave,
        Missingness,
        "Patterns of blanks",
        table,
        level=0.95,
        about={pattern: tuple(listed) for pattern in table["pattern"]},
        labels=wave.labels(listed),
        used=Used(len(blank), (len(blank), len(blank))),
        by_item=pd.Series(blank.mean(axis=0), index=listed),
        together=pd.DataFrame(both, index=listed, columns=listed),
    )
