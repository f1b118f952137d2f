"""Which mark stands for an estimate, its interval and its verdict?"""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from csat_methods.plots import marks
from csat_methods.plots.style import color


@pytest.fixture
def ax():
    return Figure().add_axes((0, 0, 1, 1))


def test_an_interval_on_one_side_of_the_line_decides(means):
    table = means([4.2, 4.05, 3.8]).table
    assert marks.verdicts(table, 4.0) == ["good", "undecided", "bad"]
    assert marks.verdicts(table, 4.0, better=False) == ["bad", "undecided", "good"]


def test_without_a_line_nothing_is_judged(means):
    assert marks.verdicts(means([4.2]).table, None) == [""]


def test_what_could_not_be_estimated_is_not_judged(means):
    assert marks.verdicts(means([np.nan]).table, 4.0) == [""]


def test_an_estimate_without_an_interval_is_undecided(means):
    table = means([4.2]).table.assign(ci_low=np.nan, ci_high=np.nan)
    assert marks.verdicts(table, 4.0) == ["undecided"]


def test_intervals_and_dots_stand_where_the_table_says(ax, means, drawn):
    table, y = means([4.2, 3.9]).table, np.array([10.0, 30.0])
    marks.dots_with_intervals(ax, y, table, ["good", "bad"])
    (ends,) = drawn.spans(ax, 2)
    assert ends[:, :, 0].tolist() == table[["ci_low", "ci_high"]].to_numpy().tolist()
    assert drawn.offsets(ax).tolist() == [[4.2, 10.0], [3.9, 30.0]]


def test_an_open_dot_is_the_colour_of_the_paper(ax):
    marks.dots(ax, [1.0], [1.0], "bad", filled=False)
    (found,) = ax.collections
    assert to_hex(found.get_facecolors()[0]) == color("paper")
    assert to_hex(found.get_edgecolors()[0]) == color("bad")
