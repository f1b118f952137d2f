"""How do Axes come without ticks and frames of their own?

The sheet writes the numbers along them; ticks that matplotlib makes take time.
"""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis


class _Across(XAxis):
    """An axis that makes no ticks before it is asked for them."""

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Cut the axis; it has no ticks that could be cut."""
        Artist.set_clip_path(self, path, transform)


class _Upward(YAxis):
    """The same for the other side."""

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Cut the axis; it has no ticks that could be cut."""
        Artist.set_clip_path(self, path, transform)


class Panel(Axes):
    """Axes without ticks: the sheet writes the numbers along them."""

    def _init_axis(self) -> None:
        self.xaxis = _Across(self, clear=False)
        self.yaxis = _Upward(self, clear=False)
        for side, spine in self.spines.items():
            axis = self.xaxis if side in {"top", "bottom"} else self.yaxis
            spine.register_axis(axis)


def emptied(ax: Axes, rect: tuple[float, float, float, float]) -> None:
    """Move Axes that were given to their new place, without their own furniture."""
    ax.set_position(rect)
    ax.set_facecolor("none")
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0)
