"""Which mark stands for an estimate, its interval and its verdict?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection

from csat_methods.plots.style import VERDICT_COLORS, color
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
    shades: Sequence[str] | str = "ink",
    *,
    width: float = 1.9,
) -> None:
    """Draw the interval of each row; a row without one has none."""
    ax.hlines(
        y,
        table["ci_low"].to_numpy(float),
        table["ci_high"].to_numpy(float),
        colors=_colors(shades, len(table)),
        lw=width,
        zorder=3,
        clip_on=False,
    )


def dots(
    ax: Axes,
    x: Sequence[float] | np.ndarray | pd.Series,
    y: Sequence[float] | np.ndarray | pd.Series,
    shades: Sequence[str] | str = "ink",
    *,
    filled: bool = True,
    area: float = DOT,
    marker: str = "o",
) -> PathCollection:
    """Draw a dot a row, filled or open."""
    edges = _colors(shades, len(x))
    return ax.scatter(
        np.asarray(x, float),
        np.asarray(y, float),
        s=(area**0.5 + EDGE * filled) ** 2,
        marker=marker,
        facecolors=edges if filled else color("paper"),
        edgecolors="none" if filled else edges,
        linewidths=0 if filled else EDGE,
        zorder=4,
        clip_on=False,
    )


def dots_with_intervals(
    ax: Axes, y: np.ndarray, table: pd.DataFrame, shades: Sequence[str] | str = "ink"
) -> None:
    """Draw estimates with their intervals."""
    intervals(ax, y, table, shades)
    dots(ax, table["estimate"], y, shades)


def _colors(shades: Sequence[str] | str, count: int) -> list[str]:
    names = [shades] * count if isinstance(shades, str) else shades
    return [color(name) for name in names]
