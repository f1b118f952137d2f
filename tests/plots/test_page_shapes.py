"""Is an outline written short the outline that it was?"""

import pytest
from hypothesis import given, strategies as st
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from csat_methods.plots.page_shapes import outline, short


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
