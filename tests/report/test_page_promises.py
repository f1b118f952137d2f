"""Does a page say what it owes its readers, in every language alike?"""

import re
from dataclasses import replace

import nbformat
import pytest

from csat_methods._messages import language, languages, translate
from csat_methods.report.lint import read_page
from csat_methods.report.render import render_report
from csat_methods.report.wave_card import WaveCard
from tests.report.references import absolute

ALWAYS = ["summary", "first", "strengths", "method", "provenance"]
WHOLE = [*ALWAYS[:3], "satisfied", "lost", "priorities", "trend", *ALWAYS[3:]]
CHAPTERS = [
    "10_trends",
    "00_plan",
    "09_priorities",
    "05_preparation",
    "08_gaps",
    "03_questionnaire",
    "06_satisfaction",
    "02_sampling",
    "07_dimensions",
]


@pytest.fixture
def render(parcels_chapters, parcels_published, parcels_card, parcels_provenance):
    def render(card=parcels_card, chapters=parcels_chapters, lang="en"):
        return render_report(
            chapters,
            parcels_published,
            wave=card,
            provenance=parcels_provenance,
            lang=lang,
        )

    return render


def anchors(page):
    """The sections of a page, by where they begin."""
    found = [e.attributes.get("id", "") for e in read_page(page).elements]
    return [name for name in found if name in WHOLE]


def prose(title):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(title)])


def test_every_section_is_there_in_its_order_whatever_the_order_of_the_chapters(render):
    chapters = {name: prose(f"# {name[3:].title()}\n\nText.") for name in CHAPTERS}
    assert anchors(render(chapters=chapters)) == WHOLE
    assert anchors(render(chapters={})) == ALWAYS


@pytest.mark.parametrize("lang", [lang for lang in languages() if lang != "en"])
def test_a_page_in_any_language_holds_the_same_results_in_the_same_order(render, lang):
    pages = [render(lang=each) for each in ("en", lang)]
    places = [re.findall(r'data-ref="([^"]+)"', absolute(page)) for page in pages]
    assert sorted(places[0]) == sorted(places[1])
    results = [list(dict.fromkeys(p.split("#")[0] for p in each)) for each in places]
    assert len(results[0]) >= 6
    assert results[0] == results[1]
    directions = [re.search(r'<html[^>]* dir="(\w+)"', page)[1] for page in pages]
    assert directions == ["ltr", "rtl"]


@pytest.mark.parametrize("lang", languages())
def test_the_report_of_a_draft_carries_the_mark_of_a_draft(render, parcels_card, lang):
    with language(lang):
        mark = translate("The study is a draft: its plan has not been approved.")
    assert mark in render(replace(parcels_card, state="draft"), lang=lang)
    assert mark not in render(replace(parcels_card, state="approved"), lang=lang)


def test_a_study_is_a_draft_until_it_says_otherwise(render, parcels):
    assert "The study is a draft" in render(parcels)
    assert WaveCard().state == "approved"
