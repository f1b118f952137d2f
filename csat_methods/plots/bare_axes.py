"""How do Axes come without ticks and frames of their own, and soon?

The sheet writes the numbers along them; ticks that matplotlib makes take time, and so
do new Axes: a page of a hundred drawings has them drawn on one figure after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import XAxis, YAxis
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
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

    def _init_axis(self) -> None:
        self.xaxis = _Across(self, clear=False)
        self.yaxis = _Upward(self, clear=False)
        for side, spine in self.spines.items():
            axis = self.xaxis if side in {"top", "bottom"} else self.yaxis
            spine.register_axis(axis)

    def _gen_axes_patch(self) -> Rectangle:
        return _Ground((0.0, 0.0), 1.0, 1.0)

    def wipe(self) -> None:
        """Remove whatever was drawn."""
        for drawn in (self.lines, self.patches, self.collections, self.texts):
            for artist in drawn:
                artist.remove()
        self.containers.clear()


class Paper(Figure):
    """A figure that is drawn on again and again: its Axes are wiped, not thrown away.

    Parameters
    ----------
    **size
        What matplotlib's own takes.
    """

    def __init__(self, **size: Any) -> None:
        super().__init__(**size)
        self._spare: list[Panel] = []

    def panel(self, rect: Rect) -> Panel:
        """Return Axes with nothing in them, used ones if there are any."""
        if not self._spare:
            new = Panel(self, rect)
            self.add_axes(new)
            return new
        used = self._spare.pop()
        used.set_position(rect)
        used.set_visible(True)
        return used

    def blank(self, figsize: tuple[float, float]) -> Paper:
        """Return this figure in another size, with nothing on it."""
        self.set_size_inches(figsize)
        self.patch.set_visible(False)
        self.texts.clear()
        self._spare = [ax for ax in reversed(self.axes) if isinstance(ax, Panel)]
        for ax in self._spare:
            ax.wipe()
            ax.set_visible(False)
        return self


_USED: list[Paper] = []


@contextmanager
def paper() -> Iterator[Callable[..., Paper]]:
    """Lend what makes a figure: one that was drawn on before, wiped.

    Nobody else has it meanwhile; where drawing fails it does not come back.
    """
    sheet = _USED.pop() if _USED else Paper()
    yield sheet.blank
    _USED.append(sheet)


def panel(figure: Any, rect: Rect) -> Axes:
    """Return Axes without furniture at a place on a figure."""
    if isinstance(figure, Paper):
        return figure.panel(rect)
    made: Axes = figure.add_axes(Panel(figure, rect))
    return made


def emptied(ax: Axes, rect: Rect) -> None:
    """Move Axes that were given to their new place, without their own furniture."""
    ax.set_position(rect)
    ax.set_facecolor("none")
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0)
