"""Are the figures of a page drawn one after another, and nothing left of any?"""

import re

import pytest
from matplotlib.patches import Rectangle

from csat_methods.plots import svg
from csat_methods.plots.page_renderer import page_svg
from csat_methods.plots.paper import CLIPPED, Words, paper
from csat_methods.plots.style import PLAIN, drawing


def test_paper_is_drawn_on_again_with_nothing_left_of_what_was_there():
    with drawing(), paper() as make:
        first = make((4, 3))
        ax = first.leaf((0, 0, 1, 1))
        ax.set(xlim=(0, 9), ylim=(0, 9))
        ax.barh([1, 2], [3, 4])
        ax.words.append(Words((1, 1), "before", PLAIN, "left"))
        again = make((2, 1))
        used = again.leaf((0, 0, 0.5, 1))
        assert (again, used) == (first, ax)
        assert again.get_size_inches().tolist() == [2, 1]
        assert used.get_position().bounds == (0, 0, 0.5, 1)
        assert not [*used.patches, *used.words, *used.containers]
        assert again.leaf((0.5, 0, 0.5, 1)) is not ax


def test_nobody_has_the_same_paper_at_one_time_nor_one_where_drawing_failed(means):
    with drawing(), paper() as one, paper() as other:
        assert one((1, 1)) is not other((1, 1))
    whole = svg(means())
    with pytest.raises(ValueError, match="style="):
        svg(means(), colour="red")
    assert svg(means()) == whole


def test_only_what_is_said_to_reach_out_is_cut():
    def page(**group):
        with drawing(), paper() as make:
            figure = make((2, 1))
            ax = figure.leaf((0, 0, 0.5, 1))
            ax.add_artist(Rectangle((0, 0), 2, 2, fc="r", **group))
            return page_svg(figure, "")

    assert "clip-path" not in page()
    assert "clip-path" in page(gid=CLIPPED)


def test_words_stand_above_marks_in_the_order_they_came_those_of_the_sheet_last():
    with drawing(), paper() as make:
        figure = make((2, 1))
        figure.words.append(Words((0, 0), "sheet", PLAIN, "left"))
        ax = figure.leaf((0, 0, 1, 1))
        for text in ("one", "two"):
            ax.words.append(Words((0.5, 0.5), text, PLAIN, "left"))
        ax.add_artist(Rectangle((0, 0), 1, 1, fc="r", zorder=9))
        page = page_svg(figure, "")
    assert re.findall("path|one|two|sheet", page) == ["path", "one", "two", "sheet"]


def test_words_are_moved_to_the_right_and_up_by_pixels():
    with drawing(), paper() as make:
        figure = make((2, 1))
        ax = figure.leaf((0, 0, 1, 1))
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.words.append(Words((0.5, 0.5), "moved", PLAIN, "left", (100, 25)))
        assert 'x="144" y="18"' in page_svg(figure, "")
