"""Does a style say what a line, an area or a word looks like, and no more?"""

import numpy as np
import pytest
from matplotlib.backend_bases import GraphicsContextBase

from csat_methods.plots.page_looks import letters, look_of, looks_of, style_of
from csat_methods.plots.style import color

RED, BLUE = (1.0, 0.0, 0.0, 1.0), (0.0, 0.0, 1.0, 1.0)


@pytest.fixture
def gc():
    made = GraphicsContextBase()
    made.set_linewidth(1.5)
    made.set_foreground(BLUE, isRGBA=True)
    return made


def test_a_face_and_its_edge_are_told(gc):
    said = "fill:#ff0000;stroke:#0000ff;stroke-width:1.5"
    assert style_of(look_of(gc, RED)) == said


def test_a_line_is_not_filled(gc):
    assert style_of(look_of(gc, None)).startswith("fill:none;stroke:#0000ff")


def test_what_is_not_seen_has_no_style(gc):
    gc.set_linewidth(0)
    assert style_of(look_of(gc, None)) == ""
    assert style_of(look_of(gc, (1.0, 0.0, 0.0, 0.0))) == ""


def test_opacity_is_that_of_the_artist_else_of_the_colour(gc):
    gc.set_linewidth(0)
    assert style_of(look_of(gc, (*RED[:3], 0.25))) == "fill:#ff0000;fill-opacity:.25"
    gc.set_alpha(0.5)
    assert style_of(look_of(gc, RED)) == "fill:#ff0000;fill-opacity:.5"


def test_dashes_and_ends_of_lines_are_told(gc):
    gc.set_dashes(1, (4, 2))
    gc.set_capstyle("round")
    style = style_of(look_of(gc, None))
    assert "stroke-linecap:round;stroke-dasharray:4,2;stroke-dashoffset:1" in style


def test_a_pattern_stands_in_place_of_a_colour(gc):
    assert style_of(look_of(gc, RED), "i0").startswith("fill:url(#i0);stroke:")


def test_looks_are_taken_in_turn(gc):
    faces, edges = np.array([RED, BLUE]), np.array([RED])
    found = looks_of(gc, faces, edges, [2.0], [(0, None)])
    assert [look.face for look in found] == [RED, BLUE]
    assert {(look.edge, look.width) for look in found} == {(RED, 2.0)}


def test_without_colours_of_edges_there_is_none(gc):
    (look,) = looks_of(gc, np.array([RED]), np.empty((0, 4)), [2.0], [])
    assert look.width == 0


def test_words_in_ink_say_their_size_only():
    assert letters(9.36, "normal", color("ink")) == "font-size:9.36px"
    said = "font-weight:bold;font-size:8.28px;fill:#1a6aa6"
    assert letters(8.28, "bold", "#1a6aa6") == said
