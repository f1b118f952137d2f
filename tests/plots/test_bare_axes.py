"""Do Axes bring nothing of their own, new or given?"""

import pytest
from matplotlib.figure import Figure

from csat_methods.plots import svg
from csat_methods.plots.bare_axes import Panel, emptied, panel, paper
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
    emptied(ax, (0, 0, 0.5, 0.5))
    assert ax.get_position().bounds == (0, 0, 0.5, 0.5)
    assert not any(spine.get_visible() for spine in ax.spines.values())
    assert ax.get_facecolor()[3] == 0


def test_an_axis_looks_as_it_was_told_once_it_has_ticks(figure):
    ax = figure.add_axes(Panel(figure, (0.1, 0.2, 0.5, 0.6)))
    ax.tick_params(length=7)
    assert "majorTicks" not in vars(ax.xaxis)
    assert ax.xaxis.get_major_ticks()[0].tick1line.get_markersize() == 7


def test_paper_is_drawn_on_again_with_nothing_left_of_what_was_there():
    with drawing(), paper() as make:
        first = make((4, 3))
        ax = panel(first, (0, 0, 1, 1))
        ax.set(xlim=(0, 9), ylim=(0, 9))
        ax.barh([1, 2], [3, 4])
        ax.text(1, 1, "before")
        again = make((2, 1))
        used = panel(again, (0, 0, 0.5, 1))
        assert (again, used) == (first, ax)
        assert again.get_size_inches().tolist() == [2, 1]
        assert used.get_position().bounds == (0, 0, 0.5, 1)
        assert not [*used.patches, *used.texts, *used.containers]
        assert panel(again, (0.5, 0, 0.5, 1)) is not ax


def test_nobody_has_the_same_paper_at_one_time_nor_one_where_drawing_failed(means):
    with drawing(), paper() as one, paper() as other:
        assert one((1, 1)) is not other((1, 1))
    whole = svg(means())
    with pytest.raises(ValueError, match="style="):
        svg(means(), colour="red")
    assert svg(means()) == whole
