"""Do chapters stand in their order, and is everything unpublished left behind?"""

import copy

import nbformat
import pytest

from csat_methods._html import Html
from csat_methods._messages import language
from csat_methods.report.exhibits import Exhibits
from csat_methods.report.sections import SECTIONS, page_notebook, sections_of
from csat_methods.report.waiting import Room


def notebook(*sources):
    cells = [nbformat.v4.new_markdown_cell(source) for source in sources]
    return nbformat.v4.new_notebook(cells=cells)


def made(chapters, published):
    exhibits = Exhibits(room=Room(data=False, only_wide=None))
    return page_notebook(chapters, published, exhibits, method=Html("<p>how</p>"))


@pytest.fixture(scope="module")
def whole(parcels_chapters, parcels_published):
    """The page's notebook of all chapters."""
    return made(parcels_chapters, parcels_published)


def opened(page):
    found = [cell.metadata.csat for cell in page.cells]
    return {m["opens"]: m["title"] for m in found if m.get("opens")}


def test_sections_follow_the_report_s_order(whole):
    assert list(opened(whole)) == ["satisfied", "lost", "method"]


def test_measuring_is_always_explained(parcels_published):
    page = made({}, parcels_published)
    assert list(opened(page)) == ["method"]
    assert page.cells[0].outputs[0].data["text/html"] == "<p>how</p>"


def test_every_section_that_opens_closes(whole):
    marks = [cell.metadata.csat for cell in whole.cells]
    depth = 0
    for mark in marks:
        depth += bool(mark.get("opens"))
        assert depth == 1
        depth -= bool(mark.get("closes"))
    assert depth == 0


def test_a_chapter_of_no_section_joins_the_last():
    placed = {c: notebook("# A") for c in ("99_own", "06_satisfaction")}
    found = {section.id: list(chapters) for section, chapters in sections_of(placed)}
    assert found == {"satisfied": ["06_satisfaction"], "method": ["99_own"]}


def test_a_section_of_one_chapter_bears_its_title(parcels_published):
    page = made({"08_gaps": notebook("# Own title\n\nText")}, parcels_published)
    assert opened(page)["lost"] == "Own title"
    assert page.cells[0].source == "Text"


def test_a_section_of_several_chapters_bears_its_question(parcels_published):
    chapters = {"08_gaps": notebook("# A"), "01_expectations": notebook("# B")}
    page = made(chapters, parcels_published)
    assert opened(page)["lost"] == "Where is satisfaction lost?"
    assert [c.metadata.csat.top for c in page.cells[:2]] == [3, 3]


def test_a_chapter_titled_as_its_section_does_not_repeat_it(parcels_published):
    chapters = {
        "08_gaps": notebook("# Where is satisfaction lost?\n\nHere."),
        "01_expectations": notebook("# What do customers expect?\n\nThis."),
    }
    page = made(chapters, parcels_published)
    sources = [cell.source for cell in page.cells if cell.cell_type == "markdown"]
    assert sources == ["Here.", "# What do customers expect?\n\nThis."]


def test_titles_are_translated(parcels_published):
    with language("en-XA"):
        page = made({"08_gaps": notebook("# Own title")}, parcels_published)
    assert opened(page)["lost"] == "\u27e6Ówñ títlé\u27e7"


def test_outputs_that_did_not_pass_the_gate_are_dropped(whole):
    page = whole
    assert "SECRET" not in nbformat.writes(page)
    assert "RAW" not in nbformat.writes(page)


def test_what_is_left_out_is_said_in_the_page_s_language(
    parcels_chapters, parcels_published
):
    lost = {"08_gaps": parcels_chapters["08_gaps"]}
    with language("en-XA"):
        page = made(lost, parcels_published)
    html = [c.outputs[0].data["text/html"] for c in page.cells if "outputs" in c]
    said = "\u27e6Léft óút: thé stúdý ñámés ñó çóñstrúçts.\u27e7"
    assert f'<ul class="absent"><li>{said}</li></ul>' in html


def test_a_claim_stands_one_level_below_the_last_heading(whole):
    page = whole
    shown = [c.outputs[0].data["text/html"] for c in page.cells if "outputs" in c]
    levels = [html[html.index("<h") + 2] for html in shown if "<figcaption" in html]
    assert levels == ["3", "4", "4", "4"]


def test_a_chapter_that_shows_what_was_not_published_is_refused(
    parcels_chapters, parcels_published
):
    chapters = copy.deepcopy(parcels_chapters)
    cell = chapters["06_satisfaction"].cells[2]
    reference = cell.outputs[0].data["application/vnd.csat.show+json"]
    reference["ref"] = "06.other"
    with pytest.raises(KeyError, match=r"'06\.other' was not published"):
        made(chapters, parcels_published)


def test_no_chapter_stands_in_two_sections():
    named = [name for section in SECTIONS for name in section.chapters]
    assert len(named) == len(set(named)) == 13


@pytest.mark.parametrize(("section", "drawn"), [("satisfied", False), ("trend", True)])
def test_figures_of_a_section_may_be_wide_only(
    parcels_chapters, parcels_published, section, drawn
):
    room = Room(data=False, only_wide=frozenset({section}))
    exhibits = Exhibits(room=room)
    made_ = page_notebook(
        parcels_chapters, parcels_published, exhibits, method=Html("<p>how</p>")
    )
    html = "".join(str(cell.get("outputs", "")) for cell in made_.cells)
    assert "plot-wide" in html
    assert ("plot-narrow" in html) == drawn
