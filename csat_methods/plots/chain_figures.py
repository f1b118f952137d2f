"""Where on the way from expectation to perception is something lost or gained?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods._once import once
from csat_methods.plots.interval_figures import Hidden, value_columns
from csat_methods.plots.lettering import limits, term_label, ticks
from csat_methods.plots.marks import dots, intervals, shades_of, verdicts
from csat_methods.plots.row_layout import RowAxes, rows
from csat_methods.plots.row_plan import Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines, upright_lines
from csat_methods.plots.style import SOFT_COLORS
from csat_methods.result import Result

PROMISE = "promise"
KEYS = ("characteristic", "link")
BAR = 11
"""Points of a bar's width."""


def waterfall(
    result: Result, sheet: Sheet, *, most: int = 0, hidden: Hidden = ()
) -> Axes:
    """Draw each link as a bar from one level to the next, its interval on its end.

    First all characteristics together, where they are known, then one by one; with
    `most`, so many of them, where most is lost. The colour says whether something is
    clearly lost, or gained.
    """
    table = _links(result, most)
    verdict = verdicts(table, 0.0)
    shades = shades_of(verdict)
    reach = (table["ci_high"] - table["estimate"]).fillna(0.0)
    seen = [*table["start"], *(table["end"] - reach), *(table["end"] + reach)]
    ends = limits(seen)
    drawn = rows(
        sheet,
        _labels(result, table, verdict, hidden),
        [Panel(ends, ticks(*ends))],
        value_columns(result, table, verdict, hidden, n=False),
    )
    _bars(drawn, table, verdict)
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    upper = table["end"] + reach
    whiskers = pd.DataFrame({"ci_low": table["end"] - reach, "ci_high": upper})
    intervals(ax, y, whiskers, shades)
    dots(ax, table["end"], y, shades)
    drawn.hatch(len(table))
    return ax


@once
def _links(result: Result, most: int) -> pd.DataFrame:
    """Return the links to draw, those of all characteristics together first."""
    links = result.table[result.table["link"] != PROMISE]
    return pd.concat([_whole(result), _widest(links, most)], ignore_index=True)


def _whole(result: Any) -> pd.DataFrame:
    """Return the links of all characteristics together, each from level to level."""
    total = getattr(result, "total", None)
    levels = getattr(result, "levels", None)
    if total is None or levels is None or not len(total):
        return result.table.head(0)
    links = total[total["link"] != PROMISE].copy()
    first = levels.loc[levels["level"] == "expected", "estimate"].mean()
    links["end"] = first + links["estimate"].cumsum()
    links["start"] = links["end"] - links["estimate"]
    return links.assign(characteristic="")


def _widest(links: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return the links of the characteristics whose gaps are widest, in their order."""
    gaps = links.groupby("characteristic", sort=False)["estimate"].sum()
    kept = gaps.nsmallest(most).index if most else gaps.index
    return links[links["characteristic"].isin(kept)]


def _labels(
    result: Result, table: pd.DataFrame, verdict: list[str], hidden: Hidden
) -> Labels:
    """Return what rows are called: links, under the name of their characteristic."""
    shades = ["undecided" if v == "undecided" else "ink" for v in verdict]
    links = [term_label(result, link) for link in table["link"]]
    gone = [" · ".join(term_label(result, key[k]) for k in KEYS) for key in hidden]
    counts = table.groupby("characteristic", sort=False).size()
    everything = translate("all characteristics")
    groups = [
        (term_label(result, name) if name else everything, int(count))
        for name, count in counts.items()
    ]
    return Labels(
        [*links, *gone], [*shades, *["undecided"] * len(hidden)], groups=groups
    )


def _bars(drawn: RowAxes, table: pd.DataFrame, verdict: list[str]) -> None:
    """Draw the bars, and a thin line from each end to the next bar's start."""
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    soft = [SOFT_COLORS[v] for v in verdict]
    start, end = table["start"].to_numpy(float), table["end"].to_numpy(float)
    level_lines(ax, y, np.minimum(start, end), np.maximum(start, end), soft, BAR)
    same = table["characteristic"].eq(table["characteristic"].shift(-1)).to_numpy()
    thin = [
        (end[i], *piece)
        for i in np.flatnonzero(same).tolist()
        for piece in drawn.between(i)
    ]
    x, low, high = np.reshape(thin, (-1, 3)).T
    upright_lines(ax, x, low, high, "axis", 0.8, zorder=1)
