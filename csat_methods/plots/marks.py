"""Which mark stands for an estimate, its interval and its verdict?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from csat_methods.plots.strokes import Shades, level_lines, spots
from csat_methods.plots.style import VERDICT_COLORS
from csat_methods.result import judge

DOT = 30.0
"""Area of a dot in square points: about eight pixels wide."""

EDGE = 1.2
"""Points of the edge of an open dot; a filled one is as large without."""


def verdicts(
    table: pd.DataFrame, line: float | None, *, better: bool = True
) -> list[str]:
    """Return each row's verdict against a line.

    Empty where there is no line, or no estimate. `better` says whether a higher
    estimate is.
    """
    if line is None:
        return [""] * len(table)
    rows = zip(table["estimate"], table["ci_low"], table["ci_high"], strict=True)
    return [
        "" if np.isnan(estimate) else judge(low, high, line, higher_is_better=better)
        for estimate, low, high in rows
    ]


def shades_of(verdict: Sequence[str]) -> list[str]:
    """Return the colour name of each verdict."""
    return [VERDICT_COLORS[v] for v in verdict]


def intervals(
    ax: Axes,
    y: np.ndarray,
    table: pd.DataFrame,
    shades: Shades = "ink",
    *,
    width: float = 1.9,
) -> None:
    """Draw the interval of each row; a row without one has none."""
    ends = table["ci_low"], table["ci_high"]
    level_lines(ax, y, *ends, shades, width, zorder=3, cut=False)


def dots(
    ax: Axes,
    x: Sequence[float] | np.ndarray | pd.Series,
    y: Sequence[float] | np.ndarray | pd.Series,
    shades: Shades = "ink",
    *,
    filled: bool = True,
    area: float = DOT,
    marker: str = "o",
) -> None:
    """Draw a dot a row, filled or open."""
    if filled:
        wide = (area**0.5 + EDGE) ** 2
        spots(ax, x, y, area=wide, marker=marker, faces=shades)
        return
    look: dict[str, Any] = {"faces": "paper", "edges": shades, "edge": EDGE}
    spots(ax, x, y, area=area, marker=marker, **look)


def dots_with_intervals(
    ax: Axes, y: np.ndarray, table: pd.DataFrame, shades: Shades = "ink"
) -> None:
    """Draw estimates with their intervals."""
    intervals(ax, y, table, shades)
    dots(ax, table["estimate"], y, shades)
