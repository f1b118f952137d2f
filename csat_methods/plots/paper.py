"""How are the figures of a page drawn soon, one after another on the same paper?

A page cuts nothing, lays out words itself and is drawn once. So words are no artists
there, Axes draw only what was put on them, and they are wiped, not thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from csat_methods.plots.bare_axes import Panel, Rect
from csat_methods.plots.style import Look

POINTS_PER_INCH = 72

Anchor = Literal["left", "center", "right"]
Ends = tuple[float, float]

CLIPPED = "clipped"
"""Group id of what reaches out of its Axes and must be cut there."""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words.

    Attributes
    ----------
    at : (float, float)
        Where their baseline starts, ends or has its middle: data on Axes, else shares
        of the figure.
    text : str
    look : Look
    anchor : str
        ``left``, ``center`` or ``right``: which part of them is there.
    shift : (float, float)
        Pixels to the right and up.
    veil : bool
        Whether they hide what lies behind them.
    """

    at: tuple[float, float]
    text: str
    look: Look
    anchor: Anchor
    shift: tuple[float, float] = (0.0, 0.0)
    veil: bool = False


class Leaf(Panel):
    """Axes on paper; words stand above all marks."""

    def __init__(self, figure: Any, rect: Rect) -> None:
        super().__init__(figure, rect)
        self.set_autoscale_on(False)
        self.words: list[Words] = []

    def limit(self, across: Ends, up: Ends) -> None:
        """Set the limits of both axes at once; nobody else has to be told."""
        self.viewLim.set_points(np.column_stack([across, up]))

    def _set_artist_props(self, artist: Artist) -> None:
        """Take a mark; most lie inside anyway and need no cutting."""
        super()._set_artist_props(artist)  # type: ignore[misc]
        artist.set_clip_on(artist.get_gid() == CLIPPED)

    def put(self, marks: Any) -> None:
        """Take marks that are no artist: they have a ``zorder`` and can be drawn."""
        self._children.append(marks)

    def draw(self, renderer: Any) -> None:
        """Draw the marks, then the words."""
        self._unstale_viewLim()  # type: ignore[attr-defined]
        for mark in sorted(self._children, key=attrgetter("zorder")):
            mark.draw(renderer)
        renderer.write(self.words, self.transData)

    def wipe(self) -> None:
        """Remove whatever was drawn."""
        self._children: list[Any] = []
        self.containers.clear()
        self.words.clear()


class Paper(Figure):
    """A figure that is drawn on again and again."""

    def __init__(self) -> None:
        super().__init__(dpi=POINTS_PER_INCH)
        self.words: list[Words] = []
        self._spare: list[Leaf] = []
        self._used: list[Leaf] = []

    def leaf(self, rect: Rect) -> Leaf:
        """Return Axes with nothing in them, used ones if there are any."""
        if self._spare:
            found = self._spare.pop()
            found.set_position(rect)
        else:
            found = Leaf(self, rect)
            self.add_axes(found)
        self._used.append(found)
        return found

    def draw(self, renderer: Any) -> None:
        """Draw all Axes, then the words beside them."""
        for leaf in self._used:
            leaf.draw(renderer)
        renderer.write(self.words, self.transSubfigure)

    def blank(self, figsize: tuple[float, float]) -> Paper:
        """Return this figure in another size, with nothing on it."""
        self.set_size_inches(figsize)
        self.words.clear()
        for leaf in self._used:
            leaf.wipe()
        self._spare += reversed(self._used)
        self._used.clear()
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
