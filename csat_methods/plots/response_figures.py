"""Where on the line does each item tell people apart, and for whom does it differ?"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods.plots.interval_figures import Hidden, row_labels, with_hidden
from csat_methods.plots.lettering import limits, number, ticks
from csat_methods.plots.marks import dots
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import color
from csat_methods.result import Result


def thresholds(result: Result, sheet: Sheet, *, hidden: Hidden = ()) -> Axes:
    """Draw where on the latent line half of the people reach each category.

    An item whose dots lie close together tells people apart there; the number beside
    it is its discrimination. Items that tell apart best come first.
    """
    table = result.table.sort_values("a", ascending=False, kind="stable")
    table = table.reset_index(drop=True)
    steps = [c for c in table if c.startswith("b") and c[1:].isdigit()]
    places = table[steps].to_numpy(float)
    ends = limits(places.ravel(), include=[0.0])
    plain = [""] * len(table)
    slopes = [number(v) for v in table["a"]]
    drawn = rows(
        sheet,
        row_labels(result, table, plain, hidden),
        [Panel(ends, ticks(*ends), line=0.0)],
        [Column(with_hidden(slopes, hidden), translate("discrimination"))],
    )
    ax, y = drawn.axes[0], drawn.y[: len(table)]
    low, high = np.fmin.reduce(places, axis=1), np.fmax.reduce(places, axis=1)
    ax.hlines(y, low, high, color=color("neutral"), lw=2, zorder=1)
    for step in places.T:
        known = ~np.isnan(step)
        dots(ax, step[known], y[known])
    drawn.hatch(len(table))
    return ax
