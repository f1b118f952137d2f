"""How does matplotlib's SVG become small enough, and fit to share a page?"""

import io
import re
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from csat_methods.plots.style import drawing
from csat_methods.plots.svg_source import glyph_sheet, page_svg


@pytest.fixture(scope="module")
def source():
    with drawing():
        figure = Figure(figsize=(3, 2))
        ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        ax.plot([0, 1], [0, 1], "o", color="#1a6aa6")
        ax.bar([0.5], [0.4], hatch="//", edgecolor="#848d97")
        figure.text(0.5, 0.5, "Mean 4.2 ▲")
        file = io.StringIO()
        figure.savefig(file, format="svg")
    return file.getvalue()


def ids(svg):
    return set(re.findall(r'id="([^"]+)"', svg))


def targets(svg):
    return set(
        re.findall(r'href="#([^"]+)"', svg) + re.findall(r"url\(#([^)]+)\)", svg)
    )


def test_it_is_one_element_without_header_and_style(source):
    svg = page_svg(source, "f1-", None)
    assert svg.startswith("<svg ")
    assert "<?xml" not in svg
    assert "<style" not in svg
    assert "<!--" not in svg
    ElementTree.fromstring(svg)  # noqa: S314


def test_every_reference_has_its_target(source):
    svg = page_svg(source, "f1-", None)
    assert targets(svg)
    assert targets(svg) <= ids(svg)


def test_ids_of_two_figures_do_not_meet(source):
    one, two = (page_svg(source, prefix, None) for prefix in ("f1-", "f2-"))
    assert all(name.startswith("f1-") for name in ids(one))
    assert not ids(one) & ids(two)


def test_without_a_prefix_the_drawing_itself_makes_one(source):
    svg = page_svg(source, "", None)
    other = page_svg(source.replace("#1a6aa6", "#b04a05"), "", None)
    assert targets(svg) <= ids(svg)
    assert not ids(svg) & ids(other)


def test_letters_are_kept_once_for_a_page(source):
    glyphs = {}
    svg = page_svg(source, "f1-", glyphs)
    sheet = glyph_sheet(glyphs)
    assert set(glyphs) == ids(sheet)
    assert targets(svg) <= ids(svg) | ids(sheet)
    before = dict(glyphs)
    page_svg(source, "f2-", glyphs)
    assert glyphs == before


def test_it_is_much_smaller_than_what_matplotlib_wrote(source):
    glyphs = {}
    assert len(page_svg(source, "", glyphs)) < len(source) / 5


def test_colours_stay_as_they_were(source):
    assert "#1a6aa6" in page_svg(source, "", None)


def test_size_is_in_pixels(source):
    svg = page_svg(source, "", None)
    assert 'viewBox="0 0 216 144"' in svg
    assert 'width="300" height="200"' in svg


def test_a_word_is_written_once_and_referred_to(source):
    glyphs = {}
    svg = page_svg(source, "f1-", glyphs)
    words = {name: drawn for name, drawn in glyphs.items() if drawn.startswith("<use")}
    assert words
    assert set(words) <= targets(svg)
    inner = set(re.findall(r'href="#([^"]+)"', "".join(words.values())))
    assert inner <= set(glyphs)


def test_level_and_upright_lines_are_short():
    with drawing():
        figure = Figure(figsize=(3, 2))
        ax = figure.add_axes((0, 0, 1, 1), frameon=False)
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        ax.plot([0, 1, 1, 0.5], [0.5, 0.5, 1, 0.25])
        file = io.StringIO()
        figure.savefig(file, format="svg")
    assert "M0 72H216V0L108 108" in page_svg(file.getvalue(), "", None)
