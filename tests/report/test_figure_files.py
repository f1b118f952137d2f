"""Do figures reach files of their own, whole, with their words, and nothing hidden?"""

import struct
from xml.etree import ElementTree

import pytest
from PIL import Image

import csat_methods as cs
from csat_methods import means, publish, write_figures
from csat_methods._messages import Text
from csat_methods.report.figure_files import Wanted, figures_shown
from csat_methods.report.policy import policy_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory, parcels_published):
    """The figures of three results."""
    folder = tmp_path_factory.mktemp("figures")
    wanted = [Wanted(n, "A table.") for n in ("06.means", "06.segments", "06.nps")]
    write_figures(parcels_published, folder, figures=wanted, lines={"mean": 3.4})
    return folder


def test_each_is_there_as_svg_and_as_png(folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{name}.en.{kind}"
        for name in ("06.means", "06.nps", "06.segments")
        for kind in ("png", "svg")
    ]


def test_an_svg_stands_alone_and_says_what_it_shows(folder, parcels_published):
    root = ElementTree.parse(folder / "06.means.en.svg").getroot()  # noqa: S314
    said = parcels_published["06.means"].result.summary()
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text == said
    assert root.find(f"{SVG}desc").text == f"{said} A table."
    ids = {node.get("id") for node in root.iter() if node.get("id")}
    targets = {node.get("href")[1:] for node in root.iter() if node.get("href")}
    assert targets <= ids
    assert "var(" not in (folder / "06.means.en.svg").read_text("utf8")


def test_a_png_has_two_hundred_dots_an_inch_and_its_words(folder):
    with Image.open(folder / "06.means.en.png") as image:
        image.load()
        assert image.size[0] == 2 * (720 + 2 * 16)
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
        assert image.text["Title"]
        assert "Software" not in image.text


def test_the_same_results_give_the_same_bytes(folder, parcels_published, tmp_path):
    wanted = [Wanted("06.means", "A table.")]
    write_figures(parcels_published, tmp_path, figures=wanted, lines={"mean": 3.4})
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_every_language_has_files_of_its_own(parcels_published, tmp_path):
    wanted = [Wanted("06.means")]
    for lang in ("en", "fa"):
        write_figures(parcels_published, tmp_path, figures=wanted, lang=lang)
    english, persian = (tmp_path / f"06.means.{x}.svg" for x in ("en", "fa"))
    assert 'xml:lang="fa"' in persian.read_text("utf8")
    assert english.read_bytes() != persian.read_bytes()
    head = (tmp_path / "06.means.fa.png").read_bytes()[16:24]
    assert struct.unpack(">II", head)[0] == 1504


def test_a_series_breaks_in_its_file_as_it_does_on_the_page(parcels, tmp_path):
    both = cs.stack({"2025h2": parcels, "2026h1": parcels})
    made = {f"10.{item}": means(both, item, by="wave") for item in ("speed", "price")}
    shown = publish(made, policy_of(parcels))
    broken = {"speed": {"2026h1": Text({"en": "new words"})}}
    for name, breaks in {"whole": {}, "broken": broken}.items():
        write_figures(shown, tmp_path / name, breaks=breaks)

    def drawn(item):
        places = [tmp_path / each / f"10.{item}.en.svg" for each in ("whole", "broken")]
        return [place.read_bytes() for place in places]

    whole, parted = drawn("speed")
    assert whole != parted
    assert drawn("price")[0] == drawn("price")[1]


def test_what_has_no_figure_or_is_hidden_makes_no_file(
    parcels_results, parcels, tmp_path
):
    people = parcels.where(parcels.frame["city"] == "Dunwich", name="Dunwich")
    few = publish({"06.few": means(people, "price")}, policy_of(parcels))
    write_figures(few, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_figures_are_those_that_the_chapters_show(parcels_chapters):
    found = list(figures_shown(parcels_chapters))
    assert [each.name for each in found] == [
        "06.nps",
        "06.answers",
        "06.means",
        "06.segments",
    ]
    assert found[0].alt == "A bar."


def test_only_what_passed_the_gate_is_drawn(
    parcels_results, parcels_published, tmp_path
):
    with pytest.raises(ValueError, match="must come from publish"):
        write_figures(parcels_results, tmp_path)
    with pytest.raises(KeyError, match="was not published"):
        write_figures(parcels_published, tmp_path, figures=[Wanted("07.x")])
