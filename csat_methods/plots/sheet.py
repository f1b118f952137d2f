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
from matplotlib.transforms import ScaledTranslation

from csat_methods.plots.bare_axes import emptied, panel
from csat_methods.plots.lettering import marked, rtl
from csat_methods.plots.page_renderer import PageRenderer
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

CLIPPED = "clipped"
"""Group id of what reaches out of its Axes and must be cut there."""

BELOW = 4
CENTRE = 0.36
"""How far the baseline lies under the middle of a line, in type sizes."""

TICK_AWAY = 9.5
"""Pixels from the edge of Axes to the middle of the numbers along it."""


class Words(Text):
    """A line of words, which a page writes as they are and lays out itself."""

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Leave them whole: words are never cut."""

    def draw(self, renderer: Any) -> None:
        """Draw them; matplotlib need not measure what a page is to lay out."""
        if not isinstance(renderer, PageRenderer):
            super().draw(renderer)
            return
        veil = self.get_bbox_patch()
        x, y = self.get_position()
        on_axes = self.axes is not None
        at = self.get_transform().transform((x, y)) if on_axes else renderer.at(x, y)
        renderer.write(
            at,
            self.get_text(),
            anchor=self.get_horizontalalignment(),
            size=float(self.get_fontsize()),
            weight=str(self.get_fontweight()),
            shade=str(self.get_color()),
            veil=color("paper") if veil else "",
        )


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
        ax, self._ax = self._ax, None
        if ax is None:
            ax = panel(self.figure, rect)
        else:
            emptied(ax, rect)
        ax.set(xlim=xlim, ylim=(height, 0) if ylim is None else ylim)
        ax.xaxis.set_major_locator(FixedLocator([]))
        ax.yaxis.set_major_locator(FixedLocator([]))
        ax.xaxis.set_visible(False)
        ax.yaxis.set_visible(False)
        return ax

    def scale(
        self, ax: Axes, ticks: Sequence[float], labels: Sequence[str], *, top: bool
    ) -> None:
        """Write the numbers of a horizontal axis."""
        ax.xaxis.set(
            major_locator=FixedLocator(ticks), major_formatter=FixedFormatter(labels)
        )
        edge, away = ax.get_ylim()[top], TICK_AWAY * (-1 if top else 1)
        for tick, label in zip(ticks, labels, strict=True):
            self.label(ax, tick, edge, label, NOTE, dy=away)

    # ------------------------------------------------------------------ words
    def write(
        self, x: float, y: float, text: str, look: Look = PLAIN, *, align: str = "start"
    ) -> None:
        """Write a line whose middle is y pixels below the top of the body."""
        sides: dict[str, Any] = {"start": "left", "end": "right", "middle": "center"}
        if self.mirrored:
            sides |= {"start": "right", "end": "left"}
        words = Words(
            self._across(x),
            self._down(y + CENTRE * look.pixels),
            marked(text),
            horizontalalignment=sides[align],
            **self._letters(look),
        )
        words.set_transform(self.figure.transSubfigure)
        words.set_figure(self.figure)
        self.figure.texts.append(words)

    def _letters(self, look: Look) -> dict[str, Any]:
        return {
            "fontproperties": font(self.points(look.pixels), look.weight),
            "color": color(look.shade),
            "verticalalignment": "baseline",
        }

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
        down = self.points(dy + CENTRE * look.pixels)
        shift = ScaledTranslation(
            self.points(dx) / 72, -down / 72, self.figure.dpi_scale_trans
        )
        letters = self._letters(look)
        words = Words(x, y, marked(text), horizontalalignment=side, **letters)
        words.set_transform(ax.transData + shift)
        words.set_zorder(5)
        if veil:
            words.set_bbox(dict(_VEIL))
        ax.add_artist(words)


_VEIL = MappingProxyType({"facecolor": color("paper"), "edgecolor": "none", "pad": 1.0})


def hatched(ax: Axes, x: float, y: float, width: float, height: float) -> None:
    """Draw the place of something hidden: never blank, never zero."""
    look = {"fc": rgba("band"), "ec": rgba("axis"), "hatch": "////", "lw": 0}
    rectangle(ax, (x, y), width, height, zorder=1, **look)
