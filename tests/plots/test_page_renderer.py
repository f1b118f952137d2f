"""Is what matplotlib draws what a page shows, in fewer words?"""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Rectangle

from csat_methods.plots.page_renderer import page_svg
from csat_methods.plots.paper import Words, paper
from csat_methods.plots.style import Look, color, drawing

SVG = "{http://www.w3.org/2000/svg}"


def made(draw, *, clipped=False):
    """Return a drawing in Axes that fill the figure, and its elements."""
    with drawing():
        figure = Figure(figsize=(3, 2))
        figure.patch.set_visible(False)
        ax = figure.add_axes((0, 0, 1, 1), frameon=False)
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        draw(ax)
        for artist in ax.get_children() if not clipped else ():
            artist.set_clip_on(False)
        svg = page_svg(figure, "f1")
    listed = ElementTree.fromstring(svg).iter()  # noqa: S314
    return svg, [element for element in listed if element.tag != "svg"]


def written(text, look, anchor, **more):
    """Return the elements of words in the middle of a page."""
    with drawing(), paper() as make:
        figure = make((3, 2))
        figure.words.append(Words((0.5, 0.5), text, look, anchor, **more))
        svg = page_svg(figure, "f1")
    return list(ElementTree.fromstring(svg))  # noqa: S314


def looks(element):
    return dict(part.split(":") for part in element.get("style").split(";"))


def test_lengths_are_points_and_sizes_pixels():
    svg, _ = made(lambda ax: None)
    assert svg.startswith('<svg class="plot" viewBox="0 0 216 144" ')
    assert 'width="300" height="200"' in svg


def test_a_line_goes_through_its_points_counted_from_the_top():
    _, (line,) = made(lambda ax: ax.plot([0, 1, 1, 0.5], [0.5, 0.5, 1, 0.25]))
    assert line.get("d") == "M0 72H216V0L108 108"
    assert looks(line)["fill"] == "none"


def test_an_answer_that_is_missing_breaks_a_line():
    _, (line,) = made(lambda ax: ax.plot([0, 0.5, 1], [0.5, np.nan, 0.5], "-"))
    assert "nan" not in line.get("d").lower()


def test_dots_are_circles_of_their_area():
    def dots(ax):
        ax.scatter([0.5, 1], [0.5, 1], s=[36, 36], fc="#1a6aa6", lw=0, ec="none")

    _, (group, *found) = made(dots)
    assert [(c.get("cx"), c.get("cy"), c.get("r")) for c in found] == [
        ("108", "72", "3"),
        ("216", "0", "3"),
    ]
    assert looks(group) == {"fill": "#1a6aa6"}


def test_an_ellipse_is_no_circle():
    _, (shape,) = made(lambda ax: ax.add_patch(Ellipse((0.5, 0.5), 0.5, 0.5, fc="r")))
    assert shape.tag == "path"
    assert "C" in shape.get("d")


def test_neighbours_of_one_look_share_an_element_and_others_do_not():
    def bars(ax):
        for at, shade in ((0.1, "#1a6aa6"), (0.3, "#1a6aa6"), (0.5, "#b04a05")):
            ax.add_patch(Rectangle((at, 0), 0.1, 0.5, fc=shade))

    _, found = made(bars)
    assert [looks(element)["fill"] for element in found] == ["#1a6aa6", "#b04a05"]
    assert found[0].get("d").count("M") == 2


def test_what_is_seen_through_is_not_joined():
    def panes(ax):
        for at in (0.1, 0.15):
            ax.add_patch(Rectangle((at, 0), 0.1, 0.5, fc="r", alpha=0.5))

    _, found = made(panes)
    assert [looks(pane)["fill-opacity"] for pane in found] == [".5", ".5"]


def test_dashes_and_widths_are_those_of_the_line():
    _, (line,) = made(lambda ax: ax.plot([0, 1], [0, 1], lw=2, ls=(0, (3, 1))))
    assert looks(line)["stroke-width"] == "2"
    assert looks(line)["stroke-dasharray"] == "6,2"


def test_what_reaches_out_of_its_axes_is_cut_there():
    svg, _ = made(
        lambda ax: ax.add_patch(Rectangle((0.5, 0.5), 2, 2, fc="r")), clipped=True
    )
    (name,) = re.findall(r'clipPath id="([^"]+)"', svg)
    assert name.startswith("f1")
    assert f'<g clip-path="url(#{name})">' in svg


def test_a_hatch_is_a_pattern_of_its_own():
    def hidden(ax):
        look = {"hatch": "////", "lw": 0}
        for at in (0, 0.5):
            ax.add_patch(Rectangle((at, 0), 0.3, 1, fc=color("band"), **look))

    svg, _ = made(hidden)
    (name,) = re.findall(r'pattern id="([^"]+)"', svg)
    assert name.startswith("f1")
    assert f"fill:url(#{name})" in svg


@pytest.mark.parametrize(
    ("side", "anchor"), [("left", None), ("center", "middle"), ("right", "end")]
)
def test_words_stay_words_at_their_anchor(side, anchor):
    look = Look("label", "good", "bold")
    (text,) = written("سرعت <b> & NPS", look, side)
    assert text.text == "سرعت <b> & NPS"
    assert (text.get("x"), text.get("y")) == ("108", "72")
    look = {"font-weight": "bold", "font-size": "9.36px", "fill": "#1a6aa6"}
    assert looks(text) == (look | {"text-anchor": anchor} if anchor else look)


def test_words_of_matplotlib_itself_begin_where_it_puts_them():
    def write(ax):
        ax.text(0.5, 0.5, "turned", rotation=90, ha="left", va="baseline")
        ax.text(0.5, 0.5, "level", ha="right", va="baseline")

    _, (_, turned, level) = made(write)
    assert turned.get("transform").startswith("rotate(-90 ")
    assert 60 < float(level.get("x")) < 100


def test_veiled_words_hide_what_lies_behind():
    (text,) = written("x", Look(), "left", veil=True)
    assert looks(text)["paint-order"] == "stroke"
    assert looks(text)["stroke"] == color("paper")


def test_blank_words_and_invisible_marks_are_not_written():
    def nothing(ax):
        ax.plot([0, 1], [0, 1], lw=0)

    assert made(nothing)[1] == written(" ", Look(), "left") == []


def test_cells_of_one_look_share_an_element_wherever_they_lie():
    def cells(ax):
        grid = np.array([[0, 1, 0], [1, 0, 1]])
        ax.pcolormesh(
            [0, 0.3, 0.6, 1], [0, 0.5, 1], grid, cmap=ListedColormap(["r", "b"])
        )

    _, found = made(cells)
    assert [looks(e)["fill"] for e in found] == ["#ff0000", "#0000ff"]
    assert [e.get("d").count("M") for e in found] == [3, 3]


def test_neighbours_of_one_colour_are_one_cell_unless_they_have_an_edge():
    def cells(ax, **look):
        grid, shades = np.array([[0, 0, 1]]), ListedColormap(["r", "b"])
        ax.pcolormesh([0, 0.25, 0.5, 1], [0, 1], grid, cmap=shades, **look)

    _, found = made(cells)
    assert [e.get("d") for e in found] == ["M0 144H108V0H0", "M108 144H216V0H108"]
    _, edged = made(lambda ax: cells(ax, edgecolor="k", linewidth=1))
    assert [e.get("d").count("M") for e in edged] == [2, 1]


def test_dots_keep_their_order_for_one_may_lie_upon_another():
    def dots(ax):
        ax.scatter([0.5, 0.5, 0.5], [0.5] * 3, c=["r", "b", "r"], lw=0, ec="none")

    _, found = made(dots)
    assert [looks(e)["fill"] for e in found] == ["#ff0000", "#0000ff", "#ff0000"]
