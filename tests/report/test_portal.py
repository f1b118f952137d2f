"""Does the list of reports show what is there, and nothing else?"""

import json
from dataclasses import replace
from datetime import date

import pytest

from csat_methods._messages import Text
from csat_methods.report.lint import lint_report
from csat_methods.report.portal import build_portal
from csat_methods.report.tables import write_tables


@pytest.fixture
def reports(tmp_path, parcels_published, parcels_card):
    """Three waves of one study."""
    for year in (2024, 2025, 2026):
        card = replace(
            parcels_card,
            wave=f"{year}h1",
            wave_title=Text({"en": f"Wave {year}", "fa": f"موج {year}"}),
            start=date(year, 3, 1),
            end=date(year, 3, 31),
            state="approved",
        )
        folder = tmp_path / "parcels" / card.wave
        write_tables(parcels_published, folder, card=card)
        (folder / "report.en.html").write_text("page")
    (tmp_path / "parcels" / "2026h1" / "report.fa.html").write_text("page")
    return tmp_path


def page_of(reports, **options):
    return build_portal(reports, **options).read_text("utf8")


def test_every_wave_stands_with_title_period_n_and_key_figure(reports):
    page = page_of(reports)
    assert "Customers of Swift Parcels" in page
    for words in ("Wave 2024", "Wave 2026", ">1 March 2025</time>", ">400</data>"):
        assert words in page
    assert page.count('class="figure"') == 3


def test_the_latest_wave_comes_first(reports):
    page = page_of(reports)
    assert page.index("Wave 2026") < page.index("Wave 2025") < page.index("Wave 2024")


def test_links_are_relative_and_lead_to_every_language(reports):
    page = page_of(reports)
    assert 'href="parcels/2024h1/report.en.html"' in page
    assert 'href="parcels/2026h1/report.fa.html"' in page
    assert page.count("report.fa.html") == 1
    assert str(reports) not in page


def test_three_waves_of_one_figure_make_a_trend(reports):
    assert page_of(reports).count("<polyline") == 1


def test_the_list_itself_has_no_fault(reports):
    assert lint_report(page_of(reports)) == []
    assert 'dir="rtl"' in page_of(reports, lang="en-XA")


def test_without_reports_it_says_so(tmp_path):
    page = page_of(tmp_path / "reports")
    assert "There are no reports yet." in page


@pytest.mark.parametrize("content", ["", "{", "[]", '{"report": 3}', "\x00"])
def test_what_cannot_be_read_is_not_there(reports, content):
    (reports / "parcels" / "2024h1" / "results.json").write_text(content)
    assert "Wave 2024" not in page_of(reports)


def test_folders_in_the_making_are_not_there(reports):
    hidden = reports / "parcels" / ".2027h1.abc"
    (reports / "parcels" / "2026h1").rename(hidden)
    assert "Wave 2026" not in page_of(reports)


def test_hostile_names_stay_words(reports):
    place = reports / "parcels" / "2026h1" / "results.json"
    content = json.loads(place.read_text("utf8"))
    bad = "<script>alert(1)</script>\u202e"
    content["report"] |= {"title": {"en": bad}, "wave_title": {"en": bad}}
    content["report"]["headline"] = {"en": bad}
    place.write_text(json.dumps(content), "utf8")
    page = page_of(reports)
    assert "<script" not in page
    assert lint_report(page) == []


def test_the_same_reports_give_the_same_bytes(reports):
    assert page_of(reports) == page_of(reports)
    assert not list(reports.glob(".*"))
