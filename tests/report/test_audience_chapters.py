"""Do chapters lose what is not for an audience, and the prose that leads to it?"""

import nbformat

from csat_methods.report.audience import Audience, audience_of
from csat_methods.report.audience_chapters import chapters_for

from .conftest import prose_cell, shown_cell

CUSTOMER = audience_of("customer")


def chapter(*cells):
    return {"06_satisfaction": nbformat.v4.new_notebook(cells=list(cells))}


def sources(notebooks, name="06_satisfaction"):
    return [cell["source"] for cell in notebooks[name]["cells"]]


def shown(ref):
    return shown_cell(ref, "table", "Caption")


def test_chapters_of_others_are_left_out(parcels_chapters):
    assert list(chapters_for(parcels_chapters, ["06.nps"], CUSTOMER)) == [
        "06_satisfaction"
    ]


def test_management_reads_every_chapter_as_it_is(parcels_chapters):
    assert chapters_for(parcels_chapters, [], Audience()) == parcels_chapters


def test_prose_that_leads_to_what_is_not_shown_goes_with_it():
    cells = [
        prose_cell("# Title"),
        prose_cell("## All"),
        shown("06.all"),
        prose_cell("## By city"),
        prose_cell("Dunwich is worst."),
        shown("06.cities"),
        prose_cell("## Answers"),
        shown("06.answers"),
    ]
    left = chapters_for(chapter(*cells), ["06.all", "06.answers"], CUSTOMER)
    assert [s for s in sources(left) if s.startswith(("#", "D"))] == [
        "# Title",
        "## All",
        "## Answers",
    ]


def test_the_title_stays_where_the_first_result_goes():
    cells = [
        prose_cell("# Title"),
        shown("06.cities"),
        prose_cell("## B"),
        shown("06.a"),
    ]
    assert sources(chapters_for(chapter(*cells), ["06.a"], CUSTOMER))[:2] == [
        "# Title",
        "## B",
    ]


def test_why_something_is_missing_is_for_the_makers():
    absent = prose_cell("Left out: x", csat={"absent": {"id": "x"}})
    cells = [prose_cell("# Title"), shown("06.all"), absent, prose_cell("End.")]
    left = chapters_for(chapter(*cells), ["06.all"], CUSTOMER)
    assert not any("Left out" in source for source in sources(left))
    assert (sources(left)[0], sources(left)[-1]) == ("# Title", "End.")


def test_a_chapter_of_which_no_result_is_left_leaves_no_title():
    absent = prose_cell("Left out: x", csat={"absent": {"id": "x"}})
    cells = [prose_cell("# Title"), absent, prose_cell("End.")]
    assert chapters_for(chapter(*cells), [], CUSTOMER) == {}


def test_a_cell_that_shows_nothing_keeps_no_prose_before_what_is_not_shown():
    silent = nbformat.v4.new_code_cell("cs.keep('06.a', means)")
    cells = [
        prose_cell("# Title"),
        shown("06.all"),
        prose_cell("Which cities differ?"),
        silent,
        shown("06.cities"),
    ]
    left = chapters_for(chapter(*cells), ["06.all"], CUSTOMER)
    assert "Which cities differ?" not in sources(left)
    assert sources(left)[0] == "# Title"
