"""Do lines, dots and bars stand where they are told, in their colours?"""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from csat_methods.plots.sheet import Sheet
from csat_methods.plots.strokes import (
    bars,
    level_lines,
    rectangle,
    spots,
    upright_lines,
)
from csat_methods.plots.style import color, drawing


@pytest.fixture
def ax():
    with drawing():
        return Figure().add_axes((0, 0, 1, 1), xlim=(0, 9), ylim=(0, 9))


def ends(lines):
    return [segment.tolist() for segment in lines.get_segments()]


def test_level_and_upright_lines_run_between_their_ends(ax):
    level_lines(ax, [1, 2], 0, [3, 4], "ink", 1.5)
    upright_lines(ax, 5, [0, 1], 9, ["good", "bad"], 0.8, zorder=3, cut=False)
    level, upright = ax.collections
    assert ends(level) == [[[0, 1], [3, 1]], [[0, 2], [4, 2]]]
    assert ends(upright) == [[[5, 0], [5, 9]], [[5, 1], [5, 9]]]
    assert [to_hex(c) for c in upright.get_colors()] == [color("good"), color("bad")]
    assert (upright.get_zorder(), upright.get_clip_on()) == (3, False)


def test_they_are_those_that_matplotlib_draws(ax):
    y, low, high = [1.0, 4.0], [0.0, np.nan], [3.0, 4.0]
    level_lines(ax, y, low, high, "axis", 0.7)
    (own,) = ax.collections
    theirs = ax.hlines(y, low, high, color=color("axis"), lw=0.7)
    assert np.array_equal(own.get_colors(), theirs.get_colors())
    assert own.get_linewidth() == theirs.get_linewidth()
    assert own.get_zorder() == theirs.get_zorder()
    assert ends(own)[0] == ends(theirs)[0]


@pytest.mark.parametrize("marker", ["o", "D"])
def test_dots_are_those_that_matplotlib_draws(ax, marker):
    spots(ax, [1, 2], [3, 4], area=30, marker=marker, faces=["good", "bad"])
    (own,) = ax.collections
    look = {"fc": [color("good"), color("bad")], "ec": "none", "lw": 0, "zorder": 4}
    theirs = ax.scatter([1, 2], [3, 4], s=30, marker=marker, **look)
    assert np.array_equal(own.get_offsets(), theirs.get_offsets())
    assert np.array_equal(own.get_facecolors(), theirs.get_facecolors())
    assert np.array_equal(own.get_transforms(), theirs.get_transforms())
    vertices = [c.get_paths()[0].vertices for c in (own, theirs)]
    assert np.array_equal(*vertices)


def test_an_open_dot_has_an_edge(ax):
    spots(ax, [1], [1], area=30, faces="paper", edges="ink", edge=1.2)
    (found,) = ax.collections
    assert to_hex(found.get_edgecolors()[0]) == color("ink")
    assert found.get_linewidth() == [1.2]


def test_bars_lie_about_their_rows_and_begin_where_they_are_told(ax):
    bars(ax, np.array([1.0, 3.0, 5.0]), [2, np.nan, 4], 1.0, "neutral", start=[0, 0, 1])
    boxes = [(*p.get_xy(), p.get_width(), p.get_height()) for p in ax.patches]
    assert boxes == [(0, 0.5, 2, 1), (1, 4.5, 4, 1)]
    assert {to_hex(p.get_facecolor()) for p in ax.patches} == {color("neutral")}


def test_a_box_is_a_patch_within_the_limits_that_stay():
    with drawing():
        ax = Sheet().open(50).axes(0, 0, 100, 50, xlim=(0, 9))
        rectangle(ax, (0, 0), 20, 30, fc="r")
    (patch,) = ax.patches
    assert isinstance(patch, Rectangle)
    assert ax.get_xlim() == (0, 9)
