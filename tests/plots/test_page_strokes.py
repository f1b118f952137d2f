"""Do lines, dots and bars without artists look and lie as matplotlib's own do?"""

import numpy as np
import pytest
from matplotlib.figure import Figure

from csat_methods.plots import strokes
from csat_methods.plots.bare_axes import Panel
from csat_methods.plots.page_renderer import page_svg
from csat_methods.plots.paper import paper
from csat_methods.plots.style import drawing

Y, LOW, HIGH = np.array([1.0, 2.5, 4.0]), [0.0, np.nan, 1.0], [3.0, 4.0, 2.0]
THREE = ["good", "bad", "good"]

DRAWN = {
    "level lines": lambda ax: strokes.level_lines(ax, Y, LOW, HIGH, "axis", 0.7),
    "lines of two colours": lambda ax: strokes.upright_lines(
        ax, Y, LOW, HIGH, THREE, 2, zorder=3, cut=False
    ),
    "dashes": lambda ax: strokes.level_lines(
        ax, 2, 0, 5, "bad", 1.5, dashes=(1, (4, 2))
    ),
    "dots": lambda ax: strokes.spots(ax, LOW, Y, area=30, faces="ink"),
    "dots of two colours": lambda ax: strokes.spots(ax, HIGH, Y, area=9, faces=THREE),
    "open dots": lambda ax: strokes.spots(
        ax, HIGH, Y, area=30, faces="paper", edges=THREE, edge=1.2
    ),
    "diamonds": lambda ax: strokes.spots(
        ax, HIGH, Y, area=30, marker="D", faces=THREE, edges="ink", edge=0.5
    ),
    "bars": lambda ax: strokes.bars(ax, Y, HIGH, 0.8, THREE, start=LOW),
    "boxes with an edge": lambda ax: strokes.boxes(
        ax, [(0, 1, 2, 0.5), (2, 1, 1, 0.5)], ["good", "good"], edge=0.5
    ),
    "nothing": lambda ax: strokes.boxes(ax, np.empty((0, 4)), []),
}


def own(draw):
    """Return marks on a page."""
    with drawing(), paper() as make:
        figure = make((3, 2))
        ax = figure.leaf((0.1, 0.2, 0.7, 0.6))
        ax.set(xlim=(0, 6), ylim=(5, 0))
        draw(ax)
        return page_svg(figure, "")


def matplotlibs(draw):
    """Return the artists for them on a page."""
    with drawing():
        figure = Figure(figsize=(3, 2))
        figure.patch.set_visible(False)
        ax = figure.add_axes(Panel(figure, (0.1, 0.2, 0.7, 0.6)))
        ax.set(xlim=(0, 6), ylim=(5, 0))
        draw(ax)
        for artist in ax.get_children():
            artist.set_clip_on(False)
        return page_svg(figure, "")


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_marks_are_written_as_matplotlib_s_own(draw):
    assert own(draw) == matplotlibs(draw)


def test_marks_keep_their_order_among_artists():
    def both(ax):
        strokes.spots(ax, [1], [1], area=9, faces="good")
        strokes.rectangle(ax, (0, 0), 1, 1, fc=strokes.rgba("bad"))
        strokes.level_lines(ax, 1, 0, 1, "ink", 1, zorder=0.5)

    written = own(both)
    assert written == matplotlibs(both)
    assert written.index("stroke:") < written.index("z") < written.index("<circle")
