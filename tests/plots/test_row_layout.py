"""How do labels, marks and numbers stand side by side, a row for each estimate?"""

from itertools import pairwise

import numpy as np
import pytest

from csat_methods._messages import language
from csat_methods.plots import row_layout
from csat_methods.plots.row_layout import rows
from csat_methods.plots.row_plan import Column, Labels, Panel
from csat_methods.plots.sheet import Sheet
from csat_methods.plots.style import drawing


def draw(panels, labels=("Price", "Staff"), columns=(), **more):
    with drawing():
        return rows(Sheet(), Labels(labels), panels, columns, **more)


def test_panels_stand_side_by_side_with_a_gap():
    one, two = draw([Panel((0, 1), share=2), Panel((0, 1))]).axes
    assert one.get_position().x1 < two.get_position().x0
    ratio = one.get_position().width / two.get_position().width
    assert ratio == pytest.approx(2)


def test_columns_mirror_in_persian_and_numbers_do_not():
    with language("fa"):
        drawn = draw([Panel((0, 1), [0.0, 1.0])], columns=[Column(["5", "6"])])
    label, value = drawn.sheet.figure.texts[0], drawn.sheet.figure.texts[-1]
    assert label.get_position()[0] > value.get_position()[0]
    assert drawn.axes[0].get_xlim() == (0, 1)


def test_labels_of_bars_stay_at_the_zero_end():
    with language("fa"), drawing():
        labels = Labels(["قیمت", "کارکنان"], at_zero=True)
        drawn = rows(Sheet(), labels, [Panel((0, 1), [0.0])])
    label = drawn.sheet.figure.texts[0]
    assert label.get_ha() == "right"
    assert label.get_position()[0] < drawn.axes[0].get_position().x0


def test_a_line_has_its_number_in_place_of_near_ones():
    (ax,) = draw([Panel((0, 1), [0.0, 0.5, 0.75], line=0.7)]).axes
    assert [t.get_text() for t in ax.get_xticklabels()] == ["0", "0.5", "0.7"]


def test_every_number_has_its_light_line_from_top_to_bottom():
    drawn = draw([Panel((0, 1), [0.0, 0.5])])
    (grid,) = drawn.axes[0].collections
    ends = np.array(grid.get_segments())
    assert ends[:, 0, 0].tolist() == [0.0, 0.5]
    assert drawn.y[0] > ends[0, :, 1].min()
    assert drawn.y[-1] < ends[0, :, 1].max()


def test_names_of_series_never_overlap():
    drawn = draw([Panel((0, 1))], names=True)
    drawn.name_series([(0.5, "expected", "ink"), (0.51, "perceived", "bad")])
    boxes = [t.get_window_extent() for t in drawn.axes[0].texts]
    assert not boxes[0].overlaps(boxes[1])


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_names_too_long_for_their_panel_stay_on_the_sheet(lang):
    with language(lang), drawing():
        panels = [Panel((0, 1)), Panel((0, 1))]
        drawn = rows(Sheet(phone=True), Labels(["Price"]), panels, names=True)
        names = ["those customers", "who were asked", "and answered"]
        drawn.name_series([(0.5, name, "ink") for name in names])
    ax = drawn.axes[0]
    boxes = [text.get_window_extent() for text in ax.texts]
    assert min(box.x0 for box in boxes) >= 0
    assert max(box.x1 for box in boxes) <= ax.figure.bbox.x1
    assert not any(a.overlaps(b) for a, b in pairwise(boxes))


def test_a_series_without_a_first_value_has_no_name():
    drawn = draw([Panel((0, 1))], names=True)
    drawn.name_series([(np.nan, "expected", "ink")])
    assert not drawn.axes[0].texts


def test_the_first_undecided_row_says_so(means):
    drawn = draw([Panel((3, 5))])
    table = means([4.5, 4.0]).table
    drawn.name_undecided(table, ["good", "undecided"])
    drawn.name_undecided(table, ["good", "bad"])
    (text,) = drawn.axes[0].texts
    assert text.get_text() == "undecided"
    assert text.get_position()[1] == drawn.y[1]


@pytest.mark.parametrize(
    ("line", "sides"), [(None, ["left"]), (4.15, ["right"]), (4.3, ["left"])]
)
def test_the_word_undecided_never_lies_on_the_line(means, line, sides):
    drawn = draw([Panel((3.5, 4.5), line=line)])
    table = means([3.9]).table.assign(ci_low=3.85, ci_high=4.1)
    drawn.name_undecided(table, ["undecided"])
    assert [text.get_ha() for text in drawn.axes[0].texts] == sides


@pytest.mark.parametrize(("phone", "pieces"), [(False, 1), (True, 2)])
def test_a_line_to_the_next_row_leaves_its_label_free(phone, pieces):
    with drawing():
        drawn = rows(Sheet(phone=phone), Labels(["Price", "Staff"]), [Panel((0, 1))])
    found = drawn.between(0)
    assert len(found) == pieces
    assert (found[0][0], found[-1][1]) == tuple(drawn.y)
    if phone:
        assert found[0][1] < found[1][0]


def test_hidden_rows_are_hatched():
    drawn = draw([Panel((0, 1))])
    drawn.hatch(1)
    (patch,) = drawn.axes[0].patches
    assert patch.get_hatch()
    assert patch.get_y() < drawn.y[1] < patch.get_y() + patch.get_height()


@pytest.mark.parametrize(
    ("width", "numbers"), [(240, [-2, -1, 0, 1]), (60, [-2, 0]), (20, [0])]
)
def test_a_line_takes_the_place_of_numbers_that_it_touches_and_of_no_others(
    width, numbers
):
    panel = Panel((-2.4, 1.9), [-2, -1, 0, 1], "difference", line=0.0)
    assert row_layout._with_line(panel, width) == numbers
