"""Where does each row stand, with its label, its marks and its numbers?"""

import numpy as np
import pytest

from csat_methods.plots.row_plan import Column, Labels, Panel, Plan, Room
from csat_methods.plots.sheet import Sheet

LONG = "The staff were always willing to help me when something had gone wrong"


def plan(texts, *, phone=False, columns=(), room=None, panels=(), **labels):
    sheet = Sheet(phone=phone)
    shown = panels or [Panel((0, 1))]
    return Plan(sheet, Labels(texts, **labels), shown, columns, room or Room())


def test_rows_are_22_to_28_pixels_high():
    for count, wanted in ((2, 28), (12, 25), (24, 22)):
        steps = np.diff(plan(["a"] * count).y)
        assert steps.tolist() == [wanted] * (count - 1)


def test_a_long_label_takes_lines_and_makes_its_row_higher():
    found = plan(["a", LONG, "b"])
    assert [len(lines) for lines in found.lines] == [1, 2, 1]
    assert found.y[1] - found.y[0] < found.y[2] - found.y[0]
    assert found.left <= 260


def test_labels_stand_above_the_marks_on_a_phone():
    found = plan(["a", "b"], phone=True)
    assert (np.array(found.label_y) < found.y).all()
    assert found.label_y[1] > found.y[0]
    assert found.left < 20


def test_upright_lines_cross_no_label_on_a_phone():
    found = plan(["a", LONG, "c"], phone=True)
    low, high = found.rails()
    middle = np.array(found.label_y)
    assert (low > middle).all()
    assert (high[:-1] < middle[1:]).all()


def test_columns_stand_at_the_end_and_never_overlap():
    columns = [Column(["1.00", "22.00"]), Column(["n = 1"], "n")]
    found = plan(["a", "b"], columns=columns)
    assert found.column_ends[-1] == 720
    assert found.column_ends[0] < 720 - columns[1].width
    assert found.end < found.column_ends[0] - columns[0].width


def test_headings_stand_above_their_rows():
    found = plan(list("abc"), groups=[("First", 2), ("Second", 1)])
    (first, y1), (second, y2) = found.group_y
    assert (first, second) == ("First", "Second")
    assert y1 < found.y[0] < found.y[1] < y2 < found.y[2]


@pytest.mark.parametrize("phone", [False, True])
def test_series_names_have_a_line_of_their_own(phone):
    without, named = (
        plan(["a", "b"], phone=phone, room=Room(names=n)) for n in (False, True)
    )
    assert named.y[0] > without.y[0]
    assert named.height > without.height


def test_one_look_may_serve_all_rows():
    labels = Labels(["a", "b"], ["ink", "muted"], "bold")
    assert [labels.look(i).shade for i in (0, 1)] == ["ink", "muted"]
    assert labels.look(1).weight == "bold"
