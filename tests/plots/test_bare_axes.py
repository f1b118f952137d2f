"""Do Axes bring nothing of their own, new or given?"""

import pytest
from matplotlib.figure import Figure

from csat_methods.plots.bare_axes import Panel, emptied
from csat_methods.plots.style import drawing


@pytest.fixture
def figure():
    with drawing():
        yield Figure(figsize=(4, 3))


def test_new_axes_draw_in_their_place(figure):
    ax = figure.add_axes(Panel(figure, (0.1, 0.2, 0.5, 0.6)))
    assert ax.get_position().bounds == pytest.approx((0.1, 0.2, 0.5, 0.6))
    assert ax.spines["left"].axis is ax.yaxis
    assert ax.spines["top"].axis is ax.xaxis
    ax.set(xlim=(0, 4), ylim=(9, 0))
    ax.scatter([1, 2], [3, 4])
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 4), (9, 0))


def test_ticks_come_when_they_are_asked_for(figure):
    ax = figure.add_axes(Panel(figure, (0.1, 0.2, 0.5, 0.6)))
    ax.set_xticks([0, 1])
    assert len(ax.xaxis.get_major_ticks()) == 2


def test_given_axes_lose_their_frame_and_move(figure):
    ax = figure.add_subplot()
    assert emptied(ax, (0, 0, 0.5, 0.5)) is ax
    assert ax.get_position().bounds == (0, 0, 0.5, 0.5)
    assert not any(spine.get_visible() for spine in ax.spines.values())
    assert ax.get_facecolor()[3] == 0


def test_an_axis_looks_as_it_was_told_once_it_has_ticks(figure):
    ax = figure.add_axes(Panel(figure, (0.1, 0.2, 0.5, 0.6)))
    ax.tick_params(length=7)
    assert "majorTicks" not in vars(ax.xaxis)
    ax.set_xticks([0])
    assert ax.xaxis.get_major_ticks()[0].tick1line.get_markersize() == 7
