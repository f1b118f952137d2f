"""How do Axes come without ticks and frames of their own?

The sheet writes the numbers along them; ticks that matplotlib makes take time.
"""

from __future__ import annotations

from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator
from matplotlib.transforms import IdentityTransform

Rect = tuple[float, float, float, float]
"""Left, bottom, width and height, as shares of a figure."""

TICKS = ("majorTicks", "minorTicks")


class _Tickless:
    """An axis that makes no ticks before it is asked for them."""

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Cut the axis; it has no ticks that could be cut."""
        Artist.set_clip_path(self, path, transform)  # type: ignore[arg-type]

    def set_tick_params(self, *args: Any, **params: Any) -> None:
        """Remember how ticks are to look, without making one to look so."""
        lacking = [name for name in TICKS if name not in vars(self)]
        for name in lacking:
            setattr(self, name, [])
        super().set_tick_params(*args, **params)  # type: ignore[misc]
        for name in lacking:
            delattr(self, name)


class _Across(_Tickless, XAxis):
    """The axis of numbers from left to right."""


class _Upward(_Tickless, YAxis):
    """The axis of numbers upwards."""


class _Ground(Rectangle):
    """The ground of Axes, which are its own unit: its place needs no working out."""

    def get_patch_transform(self) -> IdentityTransform:
        """Return that nothing is moved."""
        return IdentityTransform()


class Panel(Axes):
    """Axes without ticks: the sheet writes the numbers along them."""

    def __init__(self, figure: Any, rect: Rect) -> None:
        super().__init__(figure, rect)
        _unseen(self)

    def _init_axis(self) -> None:
        self.xaxis = _Across(self, clear=False)
        self.yaxis = _Upward(self, clear=False)
        for side, spine in self.spines.items():
            axis = self.xaxis if side in {"top", "bottom"} else self.yaxis
            spine.register_axis(axis)

    def _gen_axes_patch(self) -> Rectangle:
        return _Ground((0.0, 0.0), 1.0, 1.0)


def _unseen(ax: Axes) -> None:
    """Leave out the numbers along Axes."""
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(FixedLocator([]))
        axis.set_visible(False)


def emptied(ax: Axes, rect: Rect) -> Axes:
    """Move Axes that were given to their new place, without their own furniture."""
    ax.set_position(rect)
    ax.set_facecolor("none")
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0)
    _unseen(ax)
    return ax
