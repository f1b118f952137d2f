"""Does a figure in a file of its own say what it shows, on white?"""

import io
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib import pyplot
from PIL import Image

from csat_methods import Wave, language, means
from csat_methods.plots.alone import files, has_figure
from csat_methods.plots.draw import svg as on_page
from csat_methods.result import Result, Used

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def rated():
    answers = pd.DataFrame({"q1": [3, 4, 5, 5] * 5, "q2": [1, 3, 2, 4] * 5})
    return means(Wave.from_frame(answers), ["q1", "q2"])


def size(svg):
    """Return width and height in points."""
    root = ElementTree.fromstring(svg)  # noqa: S314
    return [float(length) for length in root.get("viewBox").split()[2:]]


def test_both_files_bear_title_and_description(rated):
    svg, png = files(rated, title="A <claim>", description="Two dots.")
    root = ElementTree.fromstring(svg)  # noqa: S314
    assert root.find(f"{SVG}title").text == "A <claim>"
    assert root.find(f"{SVG}desc").text == "Two dots."
    with Image.open(io.BytesIO(png)) as image:
        assert image.text["Title"] == "A <claim>"
        assert image.text["Description"] == "Two dots."


def test_both_are_on_white_and_equally_wide(rated):
    svg, png = files(rated, title="x", density=100)
    root = ElementTree.fromstring(svg)  # noqa: S314
    back = root.find(f".//{SVG}path")
    assert "fill: #ffffff" in back.get("style")
    pixels = tuple(round(length / 0.72) for length in size(svg))
    with Image.open(io.BytesIO(png)) as image:
        assert image.getpixel((1, 1))[:3] == (255, 255, 255)
        assert image.size == pixels


def test_the_claim_stands_above_the_drawing(rated):
    svg, _ = files(rated, title="x")
    assert size(svg)[1] > size(on_page(rated))[1] + 30


def test_words_are_those_of_the_language(rated):
    with language("fa"):
        svg, _ = files(rated, title="x")
    assert 'xml:lang="fa"' in svg


def test_no_figure_is_left_open(rated):
    before = pyplot.get_fignums()
    files(rated, title="x")
    assert pyplot.get_fignums() == before


def test_a_result_without_estimates_has_no_figure(rated):
    table = pd.DataFrame({"term": ["a"], "words": ["b"]})
    bare = Result(table=table, method="R", used=Used(9, (9, 9)))
    assert has_figure(rated)
    assert not has_figure(bare)
    with pytest.raises(ValueError, match="has no figure"):
        files(bare, title="x")
