"""How many answers meet which margin, looked up?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar

import pandas as pd

from csat_methods import _checks
from csat_methods._messages import Message, Number
from csat_methods.result import Result, Used, method
from csat_methods.sampling.margin_of_error import left_over
from csat_methods.sampling.size_plan import Circumstances, customers, round_up

NOISE = 1e-12
"""What a margin may exceed another by and still be the same."""


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PrecisionTable(Result):
    """Answers needed by ``population, margin, level``: ``n`` and its ``share``."""

    term_keys: ClassVar[tuple[str, ...]] = ("population", "margin", "level")
    clause: ClassVar[str] = "7.3.3.3"
    kinds: ClassVar[Mapping[str, str]] = {
        "population": "count",
        "margin": "share",
        "level": "percent",
        "share": "share",
    }

    def to_frame(self) -> pd.DataFrame:
        """Return the table with the method as a column; `level` is one already."""
        return self.table.assign(method=self.method)

    def headline(self) -> Message:
        """Return from where to where the numbers reach."""
        rows = self.table
        if len(rows) == 0:
            return Message("No sizes are shown.")
        least, most = rows.loc[rows["n"].idxmin()], rows.loc[rows["n"].idxmax()]
        return Message(
            "{least} to {most} answers, by number of customers, margin and confidence.",
            {"least": self.number(least, "n"), "most": self.number(most, "n")},
        )


@method
def precision_table(
    *,
    populations: Sequence[float | None],
    margins: Sequence[float],
    levels: Sequence[float],
    p: float = 0.5,
    deff: float = 1.0,
) -> PrecisionTable:
    r"""Return the smallest numbers of answers that meet margins of a share.

    Each cell is the smallest whole n with ``margin_of_error(n) <= margin``: the closed
    form, then tried against its neighbours.

    Parameters
    ----------
    populations : sequence of int or None
        Customers there are; None for endless.
    margins : sequence of float
        Margins as shares, between 0 and 1.
    levels : sequence of float
        Confidences, between 0 and 1.
    p : float
        The share expected; one half is the worst case.
    deff : float
        Design effect, above 0.

    Returns
    -------
    PrecisionTable
        One row a combination: ``population, margin, level, n, share`` (share of the
        customers who must answer).

    Raises
    ------
    ValueError
        If a list is empty or a value out of its range.

    References
    ----------
    Cochran (1977), eq. 4.1 and 4.2.

    Examples
    --------
    >>> from csat_methods import precision_table
    >>> found = precision_table(populations=[133, 1000], margins=[0.05], levels=[0.95])
    >>> found.table["n"].tolist()
    [99, 278]
    """
    told = {"populations": populations, "margins": margins, "levels": levels}
    empty = [name for name, values in told.items() if not _checks.several(name, values)]
    if empty:
        raise ValueError(f"{', '.join(empty)} must name at least one value.")
    rows = [
        (
            customers(size, "populations"),
            margin,
            level,
            _smallest(size, margin, level, p, deff),
        )
        for size, margin, level in product(populations, margins, levels)
    ]
    table = pd.DataFrame(rows, columns=["population", "margin", "level", "n"])
    return PrecisionTable(
        table=table.assign(share=table["n"] / table["population"]),
        method="Sizes of samples",
        used=Used(0, (0, 0)),
        labels=_labels(table),
    )


def _labels(table: pd.DataFrame) -> dict[Any, Message]:
    """Return how the values that name a row are written."""
    kinds = PrecisionTable.kinds
    return {
        value: Message("{value}", {"value": Number(value, kinds[name])})
        for name in PrecisionTable.term_keys
        for value in table[name].unique().tolist()
    }


def _smallest(
    population: float | None, margin: float, level: float, p: float, deff: float
) -> int:
    _checks.between("margins", margin, 0, 1)
    given = Circumstances(level, population, deff, 1.0, offset=1)
    simple = given.z**2 * _checks.between("p", p, 0, 1) * (1 - p) / margin**2

    def met(n: int) -> bool:
        reached = given.z * math.sqrt(deff * p * (1 - p) / n * left_over(n, given.size))
        return reached <= margin * (1 + NOISE)

    n = max(1, round_up(given.finite(simple * deff)))
    while n > 1 and met(n - 1):
        n -= 1
    while not met(n):
        n += 1
    return n
