"""Is an outline written short the outline that it was?"""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from csat_methods.plots.page_shapes import outline, placed, shapes_of, short, traced


@given(st.floats(-2000, 2000))
def test_a_short_number_is_near_the_number(value):
    assert float(short(value)) == pytest.approx(value, abs=0.051)
    assert len(short(value)) <= 7


def test_level_and_upright_lines_need_one_number():
    path = Path([(1, 2), (5, 2), (5, 9), (6, 7), (6, 7)], closed=True)
    assert outline(path, IdentityTransform()) == "M1 2H5V9L6 7z"


def test_a_curve_keeps_its_bends():
    curve = Path([(0, 0), (1, 2), (3, 4)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    assert outline(curve, IdentityTransform()) == "M0 0Q1 2 3 4"


def test_a_circle_stays_one_only_where_both_ways_are_as_long():
    round_ = outline(Path.unit_circle(), Affine2D().scale(3).translate(20, 30))
    assert round_ == 'circle cx="20" cy="30" r="3"'
    wide = outline(Path.unit_circle(), Affine2D().scale(3, 2))
    assert wide.startswith("M")
    assert "C" in wide


def test_a_path_is_turned_and_moved_or_nowhere():
    path, matrix = Path([(0, 0), (1, 1)]), Affine2D().scale(2).get_matrix()
    assert placed(path, matrix, 10, 20) == "M10 20L12 22"
    assert placed(path, matrix, 10, float("nan")) == ""
    assert matrix[0, 2] == 0


def test_a_missing_point_breaks_an_outline():
    points = np.array([(0, 0), (1, 1), (np.nan, 2), (3, 3), (4, 5)])
    assert traced(points) == "M0 0L1 1M3 3L4 5"


CODES = [Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE3]
CODES += [Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.CLOSEPOLY]


@given(st.lists(st.tuples(*[st.floats(-900, 900)] * 2), min_size=8, max_size=8))
def test_an_outline_has_the_steps_that_matplotlib_takes(points):
    path = Path(points, CODES)
    steps = list(path.iter_segments(simplify=False))
    ends = [tuple(map(short, step[-2:])) for step, code in steps if code != 79]
    written = traced(path.vertices, path.codes)
    assert [written.count(sign) for sign in "MQCz"] == [1, 1, 1, 1]
    for x, y in (ends[0], *ends[2:]):
        assert f"{x} {y}" in written


def test_what_there_is_less_of_is_taken_in_turn():
    paths = [Path([(0, 0), (1, 0)]), Path([(0, 0), (0, 2)])]
    same, flip = np.eye(3), Affine2D().scale(1, -1).translate(0, 100).get_matrix()
    places = np.array([(10.0, 20.0), (30.0, 40.0), (50.0, np.nan)])
    found = shapes_of(paths, [same], places, flip)
    assert found == ["M10 80H11", "M30 60V58", ""]
    still = np.zeros((1, 2))
    assert shapes_of(paths, [same], still, flip) == ["M0 100H1", "M0 100V98"]
    assert shapes_of(paths[:1], [same], places[:2], flip) == ["M10 80H11", "M30 60H31"]
