"""How unequal are the weights, before and after weighting?"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from csat_methods._messages import translate
from csat_methods.plots.lettering import tick_labels, ticks
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import level_lines, towers, upright_lines
from csat_methods.plots.style import NOTE, color
from csat_methods.result import Result

HEIGHT = 190.0
INSET = 12.0
HEAD = 22.0


def weights(result: Result, sheet: Sheet) -> Axes:
    """Draw the people by weight over the mean weight: bars after, a line before.

    The line at one is the mean weight: equal weights would all stand there.
    """
    bins = result.bins  # type: ignore[attr-defined]
    tallest = float(bins[["before", "after"]].to_numpy().max(initial=0.01))
    xlim, ylim = (0.0, float(bins["high"].max())), (0.0, tallest * 1.12)
    sheet.open(HEAD + HEIGHT + 24)
    wide = sheet.width - 2 * INSET
    ax = sheet.axes(INSET, HEAD, wide, HEIGHT, xlim=xlim, ylim=ylim)
    edges = [*bins["low"], bins["high"].iloc[-1]]
    towers(ax, edges, bins["after"], "shade_3", edge=0.8)
    outline = np.repeat(bins["before"].to_numpy(float), 2)
    corners = np.repeat(edges, 2)[1:-1]
    ax.plot(corners, outline, color=color("muted"), lw=1.4)
    sheet.scale(ax, ticks(*xlim, 8), tick_labels(ticks(*xlim, 8)), top=False)
    level_lines(ax, 0, *xlim, "axis", 0.8)
    upright_lines(ax, 1, *ylim, "ink", 0.9)
    text = translate("bars: weights now; line: as they came")
    sheet.write(0, HEAD / 2, text, NOTE)
    return ax
