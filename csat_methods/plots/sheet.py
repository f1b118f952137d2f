"""Where on the sheet does everything go, whatever side reading starts from?

A sheet is 720 pixels wide, on a phone 360. Its x is counted from where reading starts,
so Persian columns mirror by themselves; number axes never turn round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter, FixedLocator
from matplotlib.transforms import ScaledTranslation, Transform

from csat_methods.plots.bare_axes import Panel, Rect, emptied
from csat_methods.plots.lettering import marked, rtl
from csat_methods.plots.paper import POINTS_PER_INCH, Anchor, Leaf, Paper, Words
from csat_methods.plots.strokes import rectangle, rgba
from csat_methods.plots.style import (
    DPI,
    LINE_HEIGHTS,
    NOTE,
    PHONE_WIDTH,
    PLAIN,
    POINTS,
    WIDTH,
    Look,
    color,
    font,
    wrapped,
)

MARGIN = 16
"""Room around a figure that stands alone; a page has its own."""

BELOW = 4
CENTRE = 0.36
"""How far the baseline lies under the middle of a line, in type sizes."""

TICK_AWAY = 9.5
"""Pixels from the edge of Axes to the middle of the numbers along it."""


class Sheet:
    """A drawing sheet under an optional claim and note.

    Parameters
    ----------
    ax : Axes, optional
        Draw inside the place of these Axes.
    phone : bool
        Draw for a width of 360 pixels.
    head : sequence of (str, str)
        Size and text of what stands above: the claim, the note.
    make : callable
        ``make(figsize=…)`` returns a new figure.

    Attributes
    ----------
    cuts : list of float
        Where the head of many rows and each row but the last end, in pixels: there a
        page may go to the next sheet of paper.
    groups : frozenset of float
        Those of them below which rows stand under a heading of their own.
    """

    def __init__(
        self,
        ax: Axes | None = None,
        *,
        phone: bool = False,
        head: Sequence[tuple[str, str]] = (),
        make: Callable[..., Any] = Figure,
    ) -> None:
        self.phone = phone
        self.width = PHONE_WIDTH if phone else WIDTH
        self.mirrored = rtl()
        self.cuts: list[float] = []
        self.groups: frozenset[float] = frozenset()
        self._ax, self._make = ax, make
        self._head = [
            (size, line, "bold" if size == "title" else "normal")
            for size, text in head
            for line in self._lines(text, size)
        ]
        self._margin = MARGIN if head else 0

    def _lines(self, text: str, size: str) -> list[str]:
        weight = "bold" if size == "title" else "normal"
        return wrapped(text, self.width, 6, size, weight)

    # ---------------------------------------------------------------- opening
    def open(self, height: float) -> Sheet:
        """Take so many pixels for the body; the head comes on top."""
        heads = sum(LINE_HEIGHTS[size] for size, _, _ in self._head)
        self._top = self._margin + (heads + 12 if heads else 0)
        self.height = height
        self._whole = (
            self.width + 2 * self._margin,
            self._top + height + BELOW + self._margin,
        )
        self._place()
        self._write_head()
        return self

    def _place(self) -> None:
        """Make the figure, or measure the place of the Axes that were given."""
        width, height = self._whole
        if self._ax is None:
            self.figure = self._make(figsize=(width / DPI, height / DPI))
            self._box, self._scale = (0.0, 0.0, 1.0, 1.0), 1.0
            return
        self.figure = self._ax.get_figure(root=False)
        self._box = self._ax.get_position(original=True).bounds
        inches = self._ax.get_window_extent().width / self.figure.dpi
        self._scale = inches * DPI / width

    def _write_head(self) -> None:
        y = float(self._margin - self._top)
        for size, line, weight in self._head:
            shade = "ink" if size == "title" else "muted"
            middle = y + LINE_HEIGHTS[size] / 2
            self.write(0, middle, line, Look(size, shade, weight))
            y += LINE_HEIGHTS[size]

    # ----------------------------------------------------------------- places
    def _across(self, x: float) -> float:
        """Return pixels from the reading start as a share of the figure's width."""
        left = self.width - x if self.mirrored else x
        start, _, share, _ = self._box
        return start + share * (left + self._margin) / self._whole[0]

    def _down(self, y: float) -> float:
        """Return pixels from the top of the body as a share of the figure's height."""
        _, low, _, share = self._box
        return low + share * (1 - (self._top + y) / self._whole[1])

    @property
    def zoom(self) -> float:
        """Real pixels in a pixel of the sheet: one, unless Axes were given."""
        return self._scale

    def points(self, pixels: float) -> float:
        """Return pixels of the sheet as points."""
        return pixels * POINTS * self._scale

    def axes(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        xlim: tuple[float, float],
        ylim: tuple[float, float] | None = None,
    ) -> Axes:
        """Return Axes at a place; without `ylim` their y is pixels from their top."""
        left, right = sorted((self._across(x), self._across(x + width)))
        low, high = self._down(y + height), self._down(y)
        rect = (left, low, right - left, high - low)
        ax, ylim = self._axes(rect), (height, 0) if ylim is None else ylim
        if isinstance(ax, Leaf):
            ax.limit(xlim, ylim)
        else:
            ax.set(xlim=xlim, ylim=ylim)
        return ax

    def _axes(self, rect: Rect) -> Axes:
        """Return Axes without furniture: those that were given, then new ones."""
        ax, self._ax = self._ax, None
        if ax is not None:
            return emptied(ax, rect)
        if isinstance(self.figure, Paper):
            return self.figure.leaf(rect)
        return self.figure.add_axes(Panel(self.figure, rect))

    def scale(
        self, ax: Axes, ticks: Sequence[float], labels: Sequence[str], *, top: bool
    ) -> None:
        """Write the numbers of a horizontal axis."""
        ax.xaxis.set_major_locator(FixedLocator(ticks))
        ax.xaxis.set_major_formatter(FixedFormatter(labels))
        edge, away = ax.get_ylim()[top], TICK_AWAY * (-1 if top else 1)
        for tick, label in zip(ticks, labels, strict=True):
            self.label(ax, tick, edge, label, NOTE, dy=away)

    # ------------------------------------------------------------------ words
    def write(
        self, x: float, y: float, text: str, look: Look = PLAIN, *, align: str = "start"
    ) -> None:
        """Write a line whose middle is y pixels below the top of the body."""
        sides: dict[str, Anchor] = {"start": "left", "end": "right", "middle": "center"}
        if self.mirrored:
            sides |= {"start": "right", "end": "left"}
        at = self._across(x), self._down(y + CENTRE * look.pixels)
        words = Words(at, marked(text), look, sides[align])
        if isinstance(self.figure, Paper):
            self.figure.words.append(words)
            return
        artist = self._artist(words, self.figure.transSubfigure)
        artist.set_figure(self.figure)
        self.figure.texts.append(artist)

    def label(
        self,
        ax: Axes,
        x: float,
        y: float,
        text: str,
        look: Look = NOTE,
        *,
        side: Any = "center",
        dx: float = 0.0,
        dy: float = 0.0,
        veil: bool = False,
    ) -> None:
        """Write at a mark: data coordinates, then pixels to the right and down.

        A `veil` hides what lies behind the words.
        """
        shift = dx, -(dy + CENTRE * look.pixels)
        words = Words((x, y), marked(text), look, side, shift, veil)
        if isinstance(ax, Leaf):
            ax.words.append(words)
            return
        right, up = (self.points(pixels) / POINTS_PER_INCH for pixels in shift)
        moved = ScaledTranslation(right, up, self.figure.dpi_scale_trans)
        ax.add_artist(self._artist(words, ax.transData + moved, zorder=5))

    def _artist(self, words: Words, transform: Transform, **more: Any) -> Text:
        """Return words as matplotlib draws them; they are never cut."""
        look = words.look
        return Text(
            *words.at,
            words.text,
            color=color(look.shade),
            fontproperties=font(self.points(look.pixels), look.weight),
            horizontalalignment=words.anchor,
            verticalalignment="baseline",
            bbox=dict(_VEIL) if words.veil else None,
            clip_on=False,
            transform=transform,
            **more,
        )


_VEIL = MappingProxyType({"facecolor": color("paper"), "edgecolor": "none", "pad": 1.0})


def hatched(ax: Axes, x: float, y: float, width: float, height: float) -> None:
    """Draw the place of something hidden: never blank, never zero."""
    look = {"fc": rgba("band"), "ec": rgba("axis"), "hatch": "////", "lw": 0}
    rectangle(ax, (x, y), width, height, zorder=1, **look)
